"""Pages opened by a stranger's link: nothing raises, nothing is fetched, nothing is lost."""

import html.parser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, to_query
from tests.fuzz.fuzzing import tried
from tests.fuzz.hostile import FOREIGN, hostile_texts
from tests.fuzz.test_links import NAMES
from tests.model.inputs.cases import any_case
from tests.pages import app as pages
from ui.frame.menu import PAGES

sent = st.dictionaries(
    st.sampled_from([*NAMES, "v", "lang", "embed", "chart", "step", "own"]) | hostile_texts,
    # An address cannot hold half a letter, and AppTest sends what it is given.
    hostile_texts.map(lambda text: text.encode(errors="replace").decode()),
    max_size=6,
).map(lambda link: {name.encode(errors="replace").decode(): text for name, text in link.items()})


class Fetching(html.parser.HTMLParser):
    """Reads markup, and keeps what of it a browser would fetch or run."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = [f"{tag} {name}={value}" for name, value in attrs if FOREIGN in str(value)]
        running = [name for name, _ in attrs if name.startswith("on")]
        self.found += [*named, *running, *(["script"] if tag == "script" else [])]


def nothing_is_fetched(app: AppTest) -> None:
    """Assert that a stranger's words stand on the page as words alone."""
    for markup in app.get("html"):
        assert not Fetching(markup.proto.body).found
    for kind in ("markdown", "caption", "warning", "error", "info", "success", "title"):
        for element in app.get(kind):
            assert FOREIGN not in getattr(element, "value", ""), kind


@pytest.mark.parametrize("name", PAGES)
@tried(0.0005, usually=1)
@given(link=sent)
def test_any_link_opens_any_page(name: str, link: dict[str, str]) -> None:
    app = pages.opened(name, link)
    assert not app.exception
    nothing_is_fetched(app)


@pytest.mark.parametrize("name", PAGES)
@tried(0.0005, usually=1)
@given(case=any_case(), link=sent)
def test_any_case_opens_any_page_whatever_stands_beside_it(
    name: str, case: Case, link: dict[str, Any]
) -> None:
    foreign = {key: text for key, text in link.items() if FOREIGN in key}
    app = pages.opened(name, {**foreign, **to_query(case)})
    assert not app.exception
    assert pages.case(app) == case
    nothing_is_fetched(app)
