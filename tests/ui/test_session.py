"""What a session holds of ours is remembered while one thread draws its runs, and never longer."""

from typing import Any

import pytest
from streamlit.runtime import scriptrunner
from streamlit.testing.v1 import AppTest

from ui.kit import session


class Context:
    """Stands for that of a run, whose session counts how often it is asked."""

    def __init__(self, **held: Any) -> None:
        self.held, self.asked = held, 0
        self.session_state = self

    def __getitem__(self, key: str) -> Any:
        self.asked += 1
        return self.held[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.asked += 1
        self.held[key] = value


def run_in(monkeypatch: pytest.MonkeyPatch, context: Context | None) -> None:
    """Have this thread draw the page of a context."""
    monkeypatch.setattr(scriptrunner, "get_script_run_ctx", lambda **_: context)


def test_outside_of_a_page_there_is_nothing() -> None:
    session.put("colour", "green")
    assert session.get("colour") is None
    assert session.get("colour", "none") == "none"


def test_a_session_is_asked_once_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    context = Context(colour="green")
    run_in(monkeypatch, context)
    assert [session.get("colour") for _ in range(3)] == ["green"] * 3
    assert [session.get("size", 7) for _ in range(3)] == [7] * 3
    assert context.asked == 2


def test_what_is_put_stands_in_the_session_and_is_given_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = Context(colour="green")
    run_in(monkeypatch, context)
    assert session.get("colour") == "green"
    session.put("colour", None)
    session.put("size", [1])
    assert session.get("colour", "kept") is None
    assert session.get("size") is context.held["size"]
    assert context.held == {"colour": None, "size": [1]}


def test_a_later_run_of_the_same_thread_has_what_an_earlier_one_put(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = Context()
    run_in(monkeypatch, context)
    assert session.get("colour") is None
    session.put("colour", "green")
    # Streamlit begins another run in the same thread with the same context.
    assert session.get("colour") == "green"
    session.put("colour", "red")
    assert (session.get("colour"), context.held["colour"]) == ("red", "red")


def test_a_text_that_stands_there_is_not_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    context = Context(colour="green")
    run_in(monkeypatch, context)
    session.put("colour", "green")
    assert context.asked == 1


def test_another_run_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Context(colour="green"), Context(colour="red")
    run_in(monkeypatch, first)
    assert session.get("colour") == "green"
    run_in(monkeypatch, second)
    assert session.get("colour") == "red"
    run_in(monkeypatch, None)
    assert session.get("colour") is None


def test_what_is_set_between_two_runs_of_a_page_is_seen() -> None:
    def page() -> None:
        import streamlit as st

        from ui.kit import session

        session.put("runs", session.get("runs", 0) + 1)
        st.text(f"{session.get('runs')} {st.session_state['runs']} {session.get('colour')}")

    app = AppTest.from_function(page).run()
    assert app.text[0].value == "1 1 None"
    app.session_state["colour"] = "red"
    app.run()
    assert app.text[0].value == "2 2 red"
    app.session_state["runs"] = 10
    app.run()
    assert app.text[0].value == "11 11 red"
