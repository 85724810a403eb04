"""Tables as a command prints them: for people, for a spreadsheet, for a program."""

import datetime as dt
import json
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TextIO, get_args

from mutualmodel.command.speech import language, money_named, number
from mutualmodel.command.titles import heads, row_title
from mutualmodel.command.wide import left, right, width
from mutualmodel.locale import ENGLISH

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["table", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

# Below it four decimals would leave too little of a number, such as a small chance.
_SMALL = 0.1

# What a terminal without Unicode can show of the signs in titles.
_ASCII = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "−": "-", "…": "..."})


def written(table: "pd.DataFrame", form: Format, word: str) -> str:
    """Return a table with its index as first column: raw numbers, but for people rounded ones.

    It is the answer to ``word``. For programs it is the same in every language.
    """
    shown = table.reset_index() if table.index.name is not None else table
    if form == "csv":
        return str(shown.to_csv(index=False)).rstrip("\n")
    if form == "json":
        rows = [{name: _plain(value) for name, value in row.items()} for row in _rows(shown)]
        return json.dumps(rows, indent=1, allow_nan=False)
    figures = [place for place, name in enumerate(shown.columns) if name == "figure"]
    names = heads(word, list(map(str, shown.columns)))
    cells = shown.map(_for_people).to_numpy().tolist()
    for place in figures:
        for row in cells:
            row[place] = row_title(row[place])
    widths = [max(map(width, column)) for column in zip(names, *cells, strict=True)]
    lefts = [not _numeric(shown[name]) for name in shown]
    return "\n".join(_line(row, widths, lefts) for row in (names, *cells))


def printable(text: str, stream: TextIO) -> str:
    """Return a text that a stream can write, and English as every terminal can."""
    text = money_named(text)
    if language() == ENGLISH:
        return ascii_only(text)
    encoding = getattr(stream, "encoding", None) or "ascii"
    return text.encode(encoding, "replace").decode(encoding)


def tell(*lines: str) -> None:
    """Write lines beside the answer, to whoever sits at the terminal."""
    sys.stderr.writelines(f"{printable(line, sys.stderr)}\n" for line in lines)


def ascii_only(text: str) -> str:
    """Return a text that every terminal can show."""
    return text.translate(_ASCII).encode("ascii", "replace").decode("ascii")


def _rows(table: "pd.DataFrame") -> list[dict[str, Any]]:
    names = list(map(str, table.columns))
    return [dict(zip(names, row, strict=True)) for row in table.itertuples(index=False, name=None)]


def _line(row: Sequence[str], widths: Sequence[int], lefts: Sequence[bool]) -> str:
    cells = [
        left(text, columns) if at_left else right(text, columns)
        for text, columns, at_left in zip(row, widths, lefts, strict=True)
    ]
    return "  ".join(cells).rstrip()


def _numeric(column: "pd.Series[Any]") -> bool:
    return all(value is None or isinstance(value, int | float) for value in column.tolist())


def _for_people(value: object) -> str:
    if isinstance(value, float):
        if math.isnan(value):
            return "-"
        if language() != ENGLISH and abs(value) >= _SMALL:
            return number(value, 4)
        if value == round(value):
            return f"{value:,.0f}"
        return f"{value:,.4f}" if abs(value) >= _SMALL else f"{value:.4g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if language() == ENGLISH else number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    # Before widths are measured.
    return "-" if value is None else money_named(str(value))


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no number is null."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | str | None) else str(value)
