"""Open pages without a browser and read what they show."""

import base64
import dataclasses
import functools
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from mutualmodel.inputs import GROUPS, Value
from ui.frame.menu import PAGES

ROOT = Path(__file__).resolve().parents[2]

Arrays = dict[str, NDArray[np.float64]]


def dashboard(name: str = "home", *, patience: float = 60.0) -> AppTest:
    """Return the dashboard about to open at a page, as a browser is that is given its address."""
    app = _closed(patience)
    app._registered_pages = _pages_of_the_menu()
    return app if name == "home" else app.switch_page(PAGES[name].path)


def _closed(patience: float) -> AppTest:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=patience)
    # Else it would look through every installed package for components, a quarter of a second.
    app._bidi_component_manager = BidiComponentManager()
    return app


@functools.cache
def _pages_of_the_menu() -> dict[str, Any]:
    """Give the pages by which ``switch_page`` finds its way; the first run would tell them."""
    return dict(_closed(patience=60.0).run()._registered_pages)


def open_home(**query: str) -> AppTest:
    """Open the dashboard's first page with these query parameters."""
    return opened("home", query)


def open_sources(**query: str) -> AppTest:
    """Open the sources page with these query parameters."""
    return opened("sources", query)


def opened(name: str, query: Mapping[str, str], *, patience: float = 60.0) -> AppTest:
    """Open a page by a link."""
    app = dashboard(name, patience=patience)
    for key, value in query.items():
        app.query_params[key] = value
    return _gone(app)


def _gone(app: AppTest) -> AppTest:
    """Run the page asked for; from then on the app itself may lead to another."""
    app.run()
    app._page_hash = ""
    return app


def open_groups(app: AppTest, *groups: str) -> AppTest:
    """Unfold groups of the sidebar, by default all of them."""
    for group in groups or GROUPS:
        app.session_state[f"group_{group}"] = True
    return app.run()


def case(app: AppTest) -> Case:
    """Give the case that the page holds."""
    held = app.session_state["case"]
    assert isinstance(held, Case)
    return held


def baseline(app: AppTest) -> Case | None:
    """Give the pinned case."""
    held = app.session_state.get("baseline")
    assert held is None or isinstance(held, Case)
    return held


def set_case(app: AppTest, changed: Case) -> AppTest:
    """Show a case as it is after the levers have come to rest."""
    app.session_state["case"] = changed
    return app.run()


def plan(app: AppTest) -> Scenario:
    """Give the plan that the page holds."""
    return case(app).plan


def set_plan(app: AppTest, changed: Scenario) -> AppTest:
    """Show a plan as it is after the levers have come to rest."""
    return set_case(app, dataclasses.replace(case(app), plan=changed))


def move(app: AppTest, path: str, value: float, *, resting: bool = True) -> AppTest:
    """Move a slider to a value, as the browser would tell of it."""
    return _tell(app, path, {"value": value, "resting": resting})


def type_into(app: AppTest, path: str, text: str) -> AppTest:
    """Type a text into the number box of an input and press Enter."""
    return _tell(app, path, {"value": 0.0, "resting": True, "text": text})


def _tell(app: AppTest, path: str, reading: dict[str, Any]) -> AppTest:
    key = f"lever_{path}"
    number = app.session_state[f"{key}:taken"] + 1
    epoch = app.session_state["readings:epoch"]
    app.session_state[key] = {"reading": {**reading, "seq": number, "epoch": epoch}}
    return app.run()


def change(app: AppTest, changes: Mapping[str, Value]) -> AppTest:
    """Change inputs by dotted name, as widgets would."""
    return set_case(app, case(app).with_changes(changes))


def open_page(name: str, shown: Case, pinned: Case | None = None) -> AppTest:
    """Open a page with a case and a baseline, as after the levers of another page."""
    # From a page that is quickly drawn.
    app = dashboard("limits").run()
    app.session_state["case"] = shown
    if pinned is not None:
        app.session_state["baseline"] = pinned
    return _gone(app.switch_page(PAGES[name].path))


def sliders(app: AppTest) -> dict[str, dict[str, Any]]:
    """Give what every live slider on the page was told to show, by the input's dotted name."""
    return {
        element.proto.id.partition("lever_")[2]: json.loads(element.proto.json)[0]
        for element in app.get("bidi_component")
        if element.proto.component_name == "live_slider"
    }


def place_of_the_levers(app: AppTest) -> int:
    """Give which of the page's main parts holds the first lever."""
    levers = app.main.get("bidi_component")
    keys = [one.proto.id for one in levers if one.proto.component_name == "live_slider"]
    for place, part_of_page in app.main.children.items():
        if hasattr(part_of_page, "get"):
            found = [one.proto.id for one in part_of_page.get("bidi_component")]
            if keys[0] in found:
                return place
    raise AssertionError(keys)


def query(app: AppTest) -> dict[str, str]:
    """Give the query parameters of the address, each once."""
    return {
        name: value if isinstance(value, str) else value[0]
        for name, value in app.query_params.items()
    }


def button(app: AppTest, label: str) -> Any:
    """Find the one button whose label begins so."""
    found = [one for one in app.button if one.label.startswith(label)]
    assert len(found) == 1, [one.label for one in app.button]
    return found[0]


def raw_html(app: AppTest) -> list[str]:
    """Give every piece of HTML on the page."""
    return [str(piece.value) for piece in app.html]


def plain(text: str) -> str:
    """Give HTML as text: without tags and entities, white space as single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", unexplained(text))).split())


def unexplained(text: str) -> str:
    """Give HTML without the marks of the terms that a tip explains."""
    return re.sub(r'<span class="term"[^>]*>(.*?)</span>', r"\1", text)


def part(app: AppTest, css_class: str) -> list[str]:
    """Give the text of each element of a class, as far as the next of its own tag closes."""
    pattern = rf'<(\w+) class="{css_class}"[^>]*>(.*?)</\1>'
    pieces = map(unexplained, raw_html(app))
    return [plain(found[1]) for piece in pieces for found in re.findall(pattern, piece)]


def figure_pieces(app: AppTest) -> list[str]:
    """Give the HTML of each headline figure; several may stand in one element."""
    begins = re.compile(r'(?=<div class="figure[ "])')
    return [
        one.partition('<div class="notes">')[0]
        for piece in raw_html(app)
        for one in begins.split(piece)[1:]
    ]


def figures(app: AppTest) -> dict[str, str]:
    """Give the text of every headline figure by its title."""
    shown = figure_pieces(app)
    titles = part(app, "title")
    assert len(titles) == len(shown)
    return dict(zip(titles, map(plain, shown), strict=True))


def notes_below(app: AppTest) -> str:
    """Give what is to be known beside the row of headline figures, in one text."""
    begins = '<div class="notes">'
    return " ".join(
        plain(piece[piece.index(begins) :]) for piece in raw_html(app) if begins in piece
    )


def problems(app: AppTest) -> list[str]:
    """Give what of the link could not be used, one text each."""
    lists = [piece for piece in raw_html(app) if 'class="problems"' in piece]
    return [plain(item) for piece in lists for item in re.findall(r"<li>(.*?)</li>", piece)]


def headline(app: AppTest) -> str:
    """Give the large figure, without its unit."""
    large = next(piece for piece in figure_pieces(app) if 'class="figure large"' in piece)
    found = re.search(r'class="value">([^<]*)<', large)
    assert found is not None
    return html.unescape(found[1])


def says(app: AppTest) -> list[str]:
    """Give the sentences in words, the one about the pool first."""
    return [plain(piece) for piece in raw_html(app) if re.search(r'class="says\b', piece)]


def charts(app: AppTest) -> dict[str, dict[str, Any]]:
    """Give what every chart on the page was told to draw, by its key."""
    payloads = [
        json.loads(element.proto.bytes)
        for element in app.get("bidi_component")
        if element.proto.component_name == "live_chart"
    ]
    return {payload["key"]: payload for payload in payloads}


def array(values: Any) -> NDArray[np.float64]:
    """Read numbers as they travel: as a list, or as the bytes of a typed array."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).astype(float)
    return np.asarray(values, dtype=float)


def line(payload: dict[str, Any], name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give x and y of the one line of a chart that has this name."""
    found = [trace for trace in payload["figure"]["data"] if trace.get("name") == name]
    found = [trace for trace in found if trace["mode"] == "lines"]
    assert len(found) == 1, [trace.get("name") for trace in payload["figure"]["data"]]
    return array(found[0]["x"]), array(found[0]["y"])


def names(payload: dict[str, Any]) -> list[str]:
    """Give the names of what a chart draws."""
    return [trace["name"] for trace in payload["figure"]["data"] if "name" in trace]


def taken(app: AppTest) -> dict[str, list[list[Any]]]:
    """Give the cells of every table that can be copied, its titles first, by its key."""
    return {
        element.proto.id.rpartition("-")[2].removesuffix("_copy"): json.loads(element.proto.bytes)[
            "cells"
        ]
        for element in app.get("bidi_component")
        if element.proto.component_name == "copy_table"
    }


def shown_tables(app: AppTest) -> list[pd.DataFrame]:
    """Give every table of numbers that the page shows, in order.

    Words are read from its HTML, numbers to the digits with which they can be copied.
    """
    copied = taken(app)
    found = []
    for piece in raw_html(app):
        if 'class="paper-table"' not in piece:
            continue
        shown = re.search(r'id="table-([^"]+)"', piece)
        assert shown
        found.append(_read(piece, copied[shown[1]]))
    return found


# What stands below a number in its cell: what it is in the baseline.
_PAST = re.compile(r'<br\s*/?><small class="past">(.*?)</small>')


def _read(piece: str, cells: list[list[Any]]) -> pd.DataFrame:
    heads = re.findall(r"<th\b([^>]*)>(.*?)</th>", piece)
    texts = re.findall(r"<td[^>]*>(.*?)</td>", piece)
    columns: dict[str, Any] = {}
    for place, (marks, head) in enumerate(heads):
        title, below = plain(_PAST.sub("", head)), texts[place :: len(heads)]
        shown = {f"baseline, {title}": [_past(text) for text in below]} if _past(head) else {}
        shown[title] = [plain(_PAST.sub("", text)) for text in below]
        for name, words in shown.items():
            numeric = "number" in marks
            values = [row[cells[0].index(name)] for row in cells[1:]] if numeric else words
            columns[name] = pd.to_numeric(pd.Series(values)) if numeric else values
    return pd.DataFrame(columns)


def _past(text: str) -> str:
    found = _PAST.search(text)
    return plain(found[1]) if found else ""


def figures_linked(app: AppTest) -> list[str]:
    """Give the ids of all figures to which the page's captions lead."""
    addresses = re.findall(r"\]\((\S+?)\)", " ".join(text.value for text in app.caption))
    return [parse_qs(urlsplit(address).query)["figure"][0] for address in addresses]
