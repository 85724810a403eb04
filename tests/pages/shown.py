"""Everything that a page shows, for tests that look at all of its texts."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.pages.app import unexplained

# Fields of Streamlit's messages that hold words; all others are ids, icons, styles and the like.
_FIELDS = {
    "alt", "body", "caption", "content", "help", "label", "options", "placeholder", "text", "title",
}  # fmt: skip
# Keys of a component's data that hold words; in a chart also of everything below its figure.
_KEYS = {
    "alt", "customdata", "done", "error", "failed", "help", "hovertemplate", "label", "name",
    "names", "note", "text", "texts", "ticks", "ticktext", "title", "unit", "unitOfOne", "x", "y",
}  # fmt: skip
_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')

# All that may say that an amount is in yuan, or has lost its money.
_YUAN = re.compile(r"\byuan\b|¤|元|¥|\bCNY\b", re.IGNORECASE)

Shown = tuple[str, str]


def open_everything(app: AppTest) -> AppTest:
    """Unfold whatever can be unfolded, also what stands in it."""
    opened: set[str] = set()
    while new := _folds(app) - opened:
        for key in new:
            app.session_state[key] = True
        opened |= new
        app.run()
    assert not app.exception, [one.value for one in app.exception]
    return app


def _folds(app: AppTest) -> set[str]:
    ids = [fold.proto.id for kind in ("expander", "popover") for fold in app.get(kind)]
    return {re.sub(r"^\$\$ID-[0-9a-f]+-", "", one) for one in ids if one}


def everything_shown(app: AppTest) -> Iterator[Shown]:
    """Give every text on the page with the kind of element that shows it."""
    yield from _shown(app._tree)


def _shown(block: Any) -> Iterator[Shown]:
    for element in block.children.values():
        kind = getattr(element, "type", None) or type(element).__name__
        if kind == "code":
            continue
        yield from ((kind, text) for text in _of_message(element.proto) if text)
        if kind == "bidi_component":
            yield from _of_component(element.proto)
        elif kind in ("arrow_data_frame", "dataframe"):
            yield from ((kind, text) for text in _of_table(element.value))
        if hasattr(element, "children"):
            yield from _shown(element)


def _of_message(message: Any) -> Iterator[str]:
    for field, value in message.ListFields() if hasattr(message, "ListFields") else ():
        for one in value if isinstance(value, list | tuple) or _repeated(value) else [value]:
            if isinstance(one, str) and field.name in _FIELDS:
                yield one
            elif hasattr(one, "ListFields"):
                yield from _of_message(one)


def _repeated(value: Any) -> bool:
    return type(value).__name__.startswith("Repeated")


def _of_component(message: Any) -> Iterator[Shown]:
    held = json.loads(message.bytes or message.json or "null")
    if isinstance(held, Mapping):
        name = str(held.get("key") or held.get("label") or "")
        where = f"{message.component_name} {name}".strip()
        yield from ((where, text) for text in _of_data(held))


def _of_data(value: Any) -> Iterator[str]:
    """Give the words in a component's data."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key == "name" and "showarrow" in value:
                continue
            if key in _KEYS:
                yield from _strings(one)
            elif isinstance(one, Mapping | list):
                yield from _of_data(one)
    elif isinstance(value, list):
        for one in value:
            yield from _of_data(one)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, Mapping) and "bdata" not in value:
        for key, one in value.items():
            # What the name of an annotation says is for our scripts alone.
            if key not in ("font", "dtype") and not (key == "name" and "showarrow" in value):
                yield from _strings(one)


def _of_table(table: pd.DataFrame) -> Iterator[str]:
    yield from map(str, table.columns)
    yield from (cell for cell in table.to_numpy(dtype=object).ravel() if isinstance(cell, str))


def words(text: str) -> str:
    """Give the words of a text: no tags, addresses, or marks of Plotly and Streamlit."""
    text = unexplained(text)
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.DOTALL)
    inner = " ".join(_ATTRIBUTES.findall(text))
    text = re.sub(r"%?\{[^}]*\}", " ", text)
    # What is only heard: see ui/kit/heard.py.
    text = text.replace(":violet[", "[")
    text = re.sub(r"\]\([^)]*\)", "] ", text)
    text = re.sub(r":material/\w+:", " ", text)
    return html.unescape(re.sub(r"<[^>]*>", " ", text) + " " + inner)


def names_yuan(app: AppTest, known: Iterable[str], lever: str = "(?!)") -> Iterator[str]:
    """Give what a page says of yuan, but for lines in which one of the known patterns is found.

    ``lever`` is a pattern for the whole of a unit that a slider may be set in.
    """
    allowed = re.compile("|".join(known))
    for kind, text in everything_shown(app):
        for line in re.split(r"<(?:tr|div|t[dh]|li)\b[^>]*>", text):
            plain = " ".join(words(line).split())
            is_set = kind.startswith("live_slider") and re.fullmatch(lever, plain)
            if _YUAN.search(plain) and not allowed.search(plain) and not is_set:
                yield f"{kind}: {plain[:160]}"
