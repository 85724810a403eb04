"""Write what the docs say of the inputs, from their declarations: ``make docs``.

The tables of inputs in ``model.md``, ``insurance.md`` and ``case.md``, and the published form of a
case file. A test holds that they are up to date.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# The folder of this script comes first where modules are looked for, and the package is beside it.
if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualmodel import Case
from mutualmodel.inputs import FieldMeta, Value
from mutualmodel.inputs.case_file import schema

DOCS = Path(__file__).parent
# The first cell of a table's header, and which inputs stand in it, by the first part of their path.
TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "model.md": ("field", ("plan",)),
    "insurance.md": ("field", ("insurer",)),
    "case.md": ("input", ("closing", "person", "view", "thresholds")),
}
SCHEMA = "case.schema.json"


def written(name: str) -> str:
    """Return a file of the docs as it ought to be."""
    if name == SCHEMA:
        return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    header, groups = TABLES[name]
    whole = header == "input"
    inputs = {
        path: meta for path, meta in Case.fields().items() if path.partition(".")[0] in groups
    }
    ranges = any(meta.plausible is not None for meta in inputs.values())
    rows = [
        _row(path if whole else meta.name, meta, ranges=ranges) for path, meta in inputs.items()
    ]
    table = re.compile(rf"(^\| {header} \|.*\n\|[-|]+\|\n)(?:\|.*\n)+", re.MULTILINE)
    page = (DOCS / name).read_text(encoding="utf-8")
    found, times = table.subn(lambda match: match[1] + "".join(rows), page)
    if times != 1:
        raise ValueError(f"{name}: {times} tables begin with {header!r}, must be 1")
    return found


def files() -> Iterable[str]:
    """Return the names of the files that are written from the declarations."""
    return (*TABLES, SCHEMA)


def _row(name: str, meta: FieldMeta, *, ranges: bool) -> str:
    cells = [
        f"`{name}`",
        meta.title,
        str(meta.unit),
        meta.allowed,
        _plain(meta.default),
        f"`{meta.source}`",
    ]
    if ranges:
        cells.append(_plausible(meta))
    return "| " + " | ".join(cells) + " |\n"


def _plausible(meta: FieldMeta) -> str:
    if meta.plausible is None:
        return ""
    low, high = (_plain(float(end)) for end in meta.plausible)
    return f"{low} to {high}: `{meta.plausible_source}`"


def _plain(value: Value) -> str:
    if value is None:
        return "none"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


if __name__ == "__main__":
    for one in files():
        (DOCS / one).write_text(written(one), encoding="utf-8")
