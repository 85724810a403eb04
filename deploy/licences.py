"""List the licences of all that is installed with the dashboard, and check that each may be used.

Writes ``docs/licences.md`` from the lock and from what the installed packages say of themselves.
"""

import argparse
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.locked import ROOT, licence, pins

DOCUMENT = ROOT / "docs" / "licences.md"

# Each lets the dashboard be used, changed and passed on if the licence goes with it. MPL-2.0 asks
# that changes to its own files stay under it.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC",
    "LLVM-exception", "MIT", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib",
}  # fmt: skip

# What lies in the folder or in a package without being a package itself.
BESIDE = (
    ("Inter, the typeface in `static/fonts`", "", "OFL-1.1"),
    ("plotly.js, in the package plotly and in `static/plotly`", "", "MIT"),
)

_HEAD = """\
# Licences

What is installed with the dashboard (`requirements.lock`) and what it says of its own licence, by
SPDX's names where the package gives one. Written by `make licences`, which fails where a licence is
not among those that let the dashboard be used, changed and passed on. Tools for tests are not part
of what is served and do not stand here.

The dashboard itself is under the [MIT licence](../LICENSE).

| package | version | licence |
|---|---|---|
"""


def unknown(named: str) -> list[str]:
    """Give the parts of a licence's expression that are not known to be free."""
    if named in ALLOWED:
        return []
    return [one for one in re.split(r" AND | OR | WITH |[()]", named) if one.strip() not in ALLOWED]


def rows() -> list[tuple[str, str, str]]:
    """Give name, version and licence of each package; the licence is "?" where none is named."""
    locked = [(one.name, one.version, licence(one.name)) for one in pins()]
    return [(name, version, told or "?") for name, version, told in locked] + list(BESIDE)


def document(listed: list[tuple[str, str, str]]) -> str:
    """Give the page of the documentation."""
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in listed)


def main(arguments: list[str] | None = None) -> int:
    """Write the page; 1 if a licence is not known to be free."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    listed = rows()
    DOCUMENT.write_text(document(listed), encoding="utf-8")
    wrong = [f"{name}: {told}" for name, _, told in listed if unknown(told)]
    for line in wrong:
        print(line)
    print(f"{len(listed)} licences in {DOCUMENT.relative_to(ROOT)}, {len(wrong)} of them not known")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
