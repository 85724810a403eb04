"""Tables as a command prints them: for people, for a spreadsheet, for a program."""

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["table", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

# Below it four decimals would leave too little of a number, such as a small chance.
_SMALL = 0.1

# What a terminal without Unicode can show of the signs in titles.
_ASCII = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "−": "-", "…": "..."})


def written(table: "pd.DataFrame", form: Format) -> str:
    """Return a table with its index as first column: raw numbers, but for people rounded ones."""
    shown = table.reset_index() if table.index.name is not None else table
    if form == "csv":
        return str(shown.to_csv(index=False)).rstrip("\n")
    if form == "json":
        rows = [{name: _plain(value) for name, value in row.items()} for row in _rows(shown)]
        return json.dumps(rows, indent=1, allow_nan=False)
    names = list(map(str, shown.columns))
    cells = shown.map(_for_people).to_numpy().tolist()
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    lefts = [not _numeric(shown[name]) for name in shown]
    lines = [_line(row, widths, lefts) for row in (names, *cells)]
    return ascii_only("\n".join(lines))


def ascii_only(text: str, currency: str = "money") -> str:
    """Return a text that every terminal can show; ``¤`` as the plan's currency."""
    plain = text.replace("¤", currency).translate(_ASCII)
    return plain.encode("ascii", "replace").decode("ascii")


def _rows(table: "pd.DataFrame") -> list[dict[str, Any]]:
    names = list(map(str, table.columns))
    return [dict(zip(names, row, strict=True)) for row in table.itertuples(index=False, name=None)]


def _line(row: Sequence[str], widths: Sequence[int], lefts: Sequence[bool]) -> str:
    cells = [
        text.ljust(width) if left else text.rjust(width)
        for text, width, left in zip(row, widths, lefts, strict=True)
    ]
    return "  ".join(cells).rstrip()


def _numeric(column: "pd.Series[Any]") -> bool:
    return all(value is None or isinstance(value, int | float) for value in column.tolist())


def _for_people(value: object) -> str:
    if isinstance(value, float):
        if math.isnan(value):
            return "-"
        if value == round(value):
            return f"{value:,.0f}"
        return f"{value:,.4f}" if abs(value) >= _SMALL else f"{value:.4g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "-" if value is None else str(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no number is null."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | str | None) else str(value)
