"""What the golden figures are, computed from the code as it is.

A refactoring must not change any number. ``model_figures`` takes a scenario's headline and a
weighted sum of every column of its tables; ``page_figures`` takes what a page of the dashboard
shows, read from its HTML, charts and tables only, so that names inside ``ui`` may change. They are
recorded in ``model.json.gz`` and ``pages.json.gz`` beside this file and held by ``test_golden.py``.

To record them anew, from the top of the checkout::

    PYTHONPATH=. .venv/bin/python -m tests.golden.record

which keeps the recorded scenarios (``--draw`` draws new ones) and prints what differs from the
record before. Do so only for a change that is meant to change numbers, and list the differences in
the CHANGELOG.
"""

import base64
import gzip
import html
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mutualmodel import Scenario, project
from tests.golden.links import LINKS

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
MODEL_FILE = Path(__file__).parent / "model.json.gz"
PAGES_FILE = Path(__file__).parent / "pages.json.gz"

Model = dict[str, dict[str, Any]]
Page = dict[str, list[Any]]
# Count, how many of them are no number, weighted sum and its scale: see ``summed``.
Sum = list[float]

_PATIENCE_S, _LOOK_AGAIN_S = 120.0, 0.1
_AXES = ("x", "y", "z", "base")
_GOLDEN_RATIO = 0.6180339887498949


def load(file: Path) -> dict[str, Any]:
    """Read a record."""
    loaded: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    return loaded


def save(file: Path, record: Mapping[str, Any]) -> None:
    """Write a record; the same record gives the same bytes."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def summed(values: NDArray[np.float64]) -> Sum:
    """Sum numbers up so that each of them, and their order, matters.

    The scale is the sum of absolute values: where numbers cancel, it says how exact a sum can be.
    """
    flat = np.asarray(values, dtype=float).ravel()
    # A formula and not a generator, whose numbers may differ between versions of numpy.
    weights = 0.5 + np.modf(np.arange(1, len(flat) + 1) * _GOLDEN_RATIO)[0]
    weighted = np.where(np.isfinite(flat), flat, 0.0) * weights
    missing = int((~np.isfinite(flat)).sum())
    return [len(flat), missing, float(weighted.sum()), float(np.abs(weighted).sum())]


# --- the model -------------------------------------------------------------------------------


def model_figures(changes: Mapping[str, Any]) -> Model:
    """Return the figures of the plan that departs so from the default."""
    projection = project(Scenario(**changes))
    return {
        "headline": dict(_flat(asdict(projection.headline))),
        "periods": _columns(projection.periods),
        "years": _columns(projection.years),
    }


def _flat(headline: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in headline.items():
        if isinstance(value, tuple | list):
            yield from _flat({f"{name}.{place}": part for place, part in enumerate(value)})
        else:
            yield name, float("nan") if value is None else float(value)


# --- the pages -------------------------------------------------------------------------------


def page_figures(link: str, page: str) -> Page:
    """Return what a page shows of a link."""
    # Not at the top: tests of the model alone never load Streamlit.
    from tests.pages.app import shown_tables

    app = open_page(link, page)
    return {
        "figures": _figures(app),
        "traces": _traces(app),
        "tables": [_columns(table) for table in shown_tables(app)],
        "sentences": _sentences(app),
    }


def open_page(link: str, page: str) -> "AppTest":
    """Open a page of the dashboard by a link, all it works out beside the page being done."""
    # Not at the top: tests of the model alone never load Streamlit.
    from tests.pages.app import opened

    app = opened(page, LINKS[link], patience=_PATIENCE_S)
    end = time.monotonic() + _PATIENCE_S
    while _at_work(app):
        assert time.monotonic() < end, f"{page} of {link!r} is not done"
        time.sleep(_LOOK_AGAIN_S)
        app.run()
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return app


def _at_work(app: "AppTest") -> bool:
    """Say whether the page has yet to run again to show what is worked out beside it."""
    asking = [one for one in app.get("bidi_component") if one.proto.component_name == "ask_again"]
    return bool(asking or app.get("progress"))


def _pieces(app: "AppTest") -> list[str]:
    return [str(piece.value) for piece in app.html]


def _plain(text: str) -> str:
    """Give HTML as text: without tags and entities, white space as single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def _figures(app: "AppTest") -> list[dict[str, Any]]:
    begins = re.compile(r'<div class="figure(?= |")')
    return [_figure(one) for piece in _pieces(app) for one in begins.split(piece)[1:]]


def _figure(piece: str) -> dict[str, Any]:
    parts = {name: _part(piece, "div", name) for name in ("title", "value", "note", "delta")}
    unit = _part(parts["value"], "span", "unit")
    value = _plain(re.sub(r'<span class="unit">.*?</span>', " ", parts["value"]))
    return {
        "title": _plain(parts["title"]),
        "value": value,
        "unit": _plain(unit),
        "note": _plain(parts["note"]),
        # Its numbers alone: how it tells the baseline is no figure.
        "delta": re.findall(r"[+−-]?\d[\d.,]*", _plain(parts["delta"])),
    }


def _part(piece: str, tag: str, name: str) -> str:
    found = re.search(rf'<{tag} class="{name}"[^>]*>(.*?)</{tag}>', piece, re.DOTALL)
    return found[1] if found else ""


def _sentences(app: "AppTest") -> list[str]:
    return [_plain(piece) for piece in _pieces(app) if re.search(r'class="says\b', piece)]


def _traces(app: "AppTest") -> list[dict[str, Any]]:
    payloads = [
        json.loads(element.proto.bytes)
        for element in app.get("bidi_component")
        if element.proto.component_name == "live_chart"
    ]
    return [
        {"chart": payload["key"], "name": trace.get("name"), "axes": _axes(trace)}
        for payload in payloads
        for trace in payload["figure"]["data"]
    ]


def _axes(trace: Mapping[str, Any]) -> dict[str, Sum]:
    read = {axis: _array(trace[axis]) for axis in _AXES if axis in trace}
    return {axis: summed(values) for axis, values in read.items() if values is not None}


def _array(values: Any) -> NDArray[np.float64] | None:
    """Read numbers as they travel, as a list or as a typed array's bytes; None for words."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).astype(float)
    if any(isinstance(value, str) for value in np.asarray(values, dtype=object).ravel()):
        return None
    return np.asarray(values, dtype=float)


def _columns(table: pd.DataFrame) -> dict[str, Any]:
    """Sum numeric columns up and join the others."""
    numeric = set(table.select_dtypes("number").columns)
    return {
        str(name): summed(column.to_numpy(dtype=float, na_value=np.nan))
        if name in numeric
        else " | ".join(str(value) for value in column)
        for name, column in table.items()
    }
