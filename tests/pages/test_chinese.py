"""Every page in Chinese, with everything unfolded: no English is left but names."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case
from mutualmodel.figures import sources
from tests.chinese import english_in
from tests.marks import marked
from tests.pages.app import open_home
from tests.pages.shown import everything_shown, open_everything, words
from tests.pages.test_languages import NAMES
from ui.frame.menu import PAGES
from ui.kit import language

DEFAULT = Case()
STATES = {
    "default": (DEFAULT, None),
    "cap binds, with a baseline": (
        DEFAULT.with_changes({"plan.members": 1e5, "plan.annual_cap": 40.0}),
        DEFAULT,
    ),
}
# Who published something may have no Chinese name.
with language.speaking("zh"):
    _OUTLETS = sorted(map(language._, sources()["outlet"]), key=len, reverse=True)
OUTLETS = re.compile("|".join(map(re.escape, _OUTLETS)))


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    # AppTest asks for the words of choices outside the page's own thread.
    with language.speaking("zh"):
        yield


def chinese_page(page: str, now: Case, before: Case | None) -> AppTest:
    """Open a page in Chinese and all that can be unfolded on it."""
    with language.speaking(language.ENGLISH):
        app = open_home()
        app.session_state["case"], app.session_state["baseline"] = now, before
        app.session_state[language.SESSION_KEY] = "zh"
        app = app.run() if page == "home" else app.switch_page(PAGES[page][0]).run()
    return open_everything(app)


def english_on(app: AppTest) -> list[str]:
    """Give what stands on a page in English."""
    found = set()
    for kind, text in everything_shown(app):
        # Ids first: they are made of words that are names of columns too.
        text = re.sub(r"[A-Za-z][\w./]*_[\w./]*", " ", OUTLETS.sub(" ", text), flags=re.ASCII)
        told = re.sub(r"(?:https?://\S*)?\?v=\d+\S*", " ", words(text))
        if left := english_in(NAMES.sub(" ", told)):
            found.add(f"{kind}: {left} in {' '.join(told.split())[:160]}")
    return sorted(found)


@pytest.mark.parametrize(
    ("page", "state"),
    [
        marked(page, state, telling=state == "default" and page in ("home", "closing"))
        for page in PAGES
        for state in STATES
    ],
)
def test_a_page_is_in_chinese(page: str, state: str) -> None:
    app = chinese_page(page, *STATES[state])
    assert english_on(app) == []
    assert any("成员" in text for _kind, text in everything_shown(app))
