"""The page on the case: its table is what the inputs declare, and it names every record."""

from pathlib import Path

from mutualmodel import Case
from mutualmodel.inputs import FieldMeta, records

PAGE = (Path(__file__).parents[3] / "docs" / "case.md").read_text(encoding="utf-8")


OWN = ("closing.", "person.", "view.")


def row(path: str, meta: FieldMeta) -> str:
    default = meta.default
    shown = f"{default:,.4f}".rstrip("0").rstrip(".") if isinstance(default, float) else default
    cells = (f"`{path}`", meta.title, meta.unit, meta.allowed, shown, f"`{meta.source}`")
    return "| " + " | ".join(map(str, cells)) + " |"


def test_the_table_is_what_the_inputs_declare() -> None:
    own = {p: m for p, m in Case.fields().items() if p.startswith(OWN)}
    missing = [row(path, meta) for path, meta in own.items() if row(path, meta) not in PAGE]
    assert missing == []
    assert sum(PAGE.count(f"| `{record}") for record in OWN) == len(own)


def test_every_record_is_named() -> None:
    for name, model in records().items():
        assert f"| `{name}` | `{model.__name__}` |" in PAGE
