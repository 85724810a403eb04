"""What the lock pins: packages, versions, hashes, and which of them asks for which."""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"

# Words that packages use where they give no identifier of SPDX.
_WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_IDENTIFIER = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")


@dataclass(frozen=True)
class Pin:
    """A package of the lock; ``wanted_by`` are packages, or the file of requirements itself."""

    name: str
    version: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(text: str | None = None) -> list[Pin]:
    """Read a lock, by default the dashboard's."""
    text = LOCK.read_text(encoding="utf-8") if text is None else text
    found = []
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]:
        head = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", block)
        if head is None:
            raise ValueError(f"{block.splitlines()[0]!r} pins nothing")
        _, _, via = block.partition("# via")
        found.append(
            Pin(
                name=head[1].lower().replace("_", "-"),
                version=head[2],
                hashes=tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)),
                wanted_by=tuple(re.findall(r"(-r \S+|[\w.-]+)", via.replace("#", " "))),
            )
        )
    return found


def licence(name: str) -> str | None:
    """Give the licence that an installed package names: SPDX's identifiers where it has any.

    None where the package is not installed, "" where it names none.
    """
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    for field in ("License-Expression", "License"):
        text = str((told.get_all(field) or [""])[0]).strip()
        text = _WORDS.get(text, text)
        if _IDENTIFIER.fullmatch(text):
            return text
    kinds = [
        one.split(" :: ")[-1] for one in told.get_all("Classifier") or [] if "License ::" in one
    ]
    return _WORDS.get(kinds[0], kinds[0]) if kinds else ""
