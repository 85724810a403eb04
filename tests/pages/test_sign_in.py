"""The way in and out where the operator asks readers to sign in, and nothing of it elsewhere."""

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, to_query
from tests.pages.app import open_home, open_page, raw_html

KEYS = {"sign_in", "sign_out"}


def ways(app: AppTest) -> set[str | None]:
    """Give which of the two buttons are there."""
    return {one.key for one in app.button} & KEYS


def known_as(monkeypatch: pytest.MonkeyPatch, signed_in: bool | None) -> None:
    """Have Streamlit say whether the reader has signed in; None where nobody is asked to."""
    told = {} if signed_in is None else {"is_logged_in": signed_in, "email": "a@b.example"}
    monkeypatch.setattr("streamlit.user_info._get_user_info", lambda: told)


def test_nobody_is_asked_where_the_operator_asks_nobody() -> None:
    app = open_home()
    assert ways(app) == set()
    assert [one for one in raw_html(app) if "figure large" in one]


@pytest.mark.parametrize("page", ["home", "closing", "sources"])
def test_who_has_not_signed_in_sees_the_way_in_and_no_figure(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_as(monkeypatch, False)
    app = open_home() if page == "home" else open_page(page, Case())
    assert ways(app) == {"sign_in"}
    assert not [one for one in raw_html(app) if "figure" in one and "<style" not in one]
    assert len(app.button) == 1
    assert not app.dataframe
    assert not app.sidebar.children


def test_who_has_signed_in_sees_the_page_of_the_link_and_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known_as(monkeypatch, True)
    app = open_home(**to_query(Case().with_changes({"plan.members": 3e6})))
    assert ways(app) == {"sign_out"}
    assert [one for one in raw_html(app) if "figure large" in one]
    # Who it is stands nowhere in the page.
    assert not [one for one in raw_html(app) if "b.example" in one]
