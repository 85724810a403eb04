"""What the files in ``data/`` must be: how many lines each has and what they come to.

A file that was cut at the end of a line, or in which a figure was changed by accident, can still be
read and gives other results without a word. So each is compared with ``data/manifest.json`` when it
is read. Whoever changes a file on purpose signs it anew:

    python -m mutualmodel.figures          # write the manifest
    python -m mutualmodel.figures --check  # read every file, name what is wrong, and stop
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FILE = "manifest.json"


class DataError(ValueError):
    """A file in ``data/`` that is not as it must be; the message names file, field and value."""


def text_of(folder: Path, name: str) -> str:
    """Return a file as text, whatever an editor has made of its line ends and its first bytes.

    Raises
    ------
    DataError
        When it is missing or cannot be read as UTF-8.
    """
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        raise DataError(f"{name}: it is missing in {folder}") from None
    except OSError as problem:
        raise DataError(f"{name}: it cannot be read ({problem.strerror})") from None
    try:
        # Spreadsheets put a mark of UTF-8 before it, and Windows ends lines in its own way.
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise DataError(f"{name}: row {line} holds a byte that is not UTF-8") from None


def check_unchanged(folder: Path, name: str, text: str) -> None:
    """Check that a file is the one that was signed.

    Raises
    ------
    DataError
        When it is not, or when nothing is known of it; the message says how many lines it has.
    """
    wanted, found = _manifest(folder).get(name), signature(text)
    if wanted is None:
        raise DataError(f"{name}: {FILE} does not know it")
    if found["lines"] != wanted["lines"]:
        raise DataError(f"{name}: it has {found['lines']} lines, must be {wanted['lines']}")
    if found != wanted:
        raise DataError(f"{name}: it was changed since it was signed in {FILE}")


def signature(text: str) -> dict[str, int | str]:
    """Return how many lines a text has, and what tells it from any other."""
    return {
        "lines": text.count("\n"),
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
    }


def sign(folder: Path) -> None:
    """Write the manifest of a folder."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".json"))
    held = {name: signature(text_of(folder, name)) for name in names if name != FILE}
    text = json.dumps(held, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _manifest(folder: Path) -> dict[str, dict[str, int | str]]:
    try:
        held: dict[str, Any] = json.loads(text_of(folder, FILE))
        return {name: {**one} for name, one in held.items()}
    except (ValueError, AttributeError, TypeError) as problem:
        if isinstance(problem, DataError):
            raise
        raise DataError(f"{FILE}: it is damaged") from None


def main(arguments: Sequence[str], folder: Path) -> int:
    """Sign the files of a folder, or check them all; 1 if one is not as it must be."""
    if "--check" not in arguments:
        sign(folder)
        return 0
    try:
        for name in _manifest(folder):
            check_unchanged(folder, name, text_of(folder, name))
    except DataError as problem:
        sys.stderr.write(f"{folder.name}/{problem}\n")
        return 1
    return 0
