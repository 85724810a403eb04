"""What is told of a lever that moves is what a run of its page shows of it."""

import gc
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from tests.own_tables import incidence_times
from tests.pages import beside
from tests.pages.app import case, change, dashboard, move, open_page, opened, raw_html, sliders
from ui.frame import ahead
from ui.frame.answers import FAILED, FOUND, GONE, LARGEST, NONSENSE, REFUSED, reply

# Pages whose levers answer while they move, and somewhere to move each.
MOVED = {
    "home": ("plan.incidence_multiplier", 0.9),
    "membership": ("plan.lapse_rate", 0.11),
    "risk": ("plan.systemic_cv", 0.3),
    "fund": ("plan.systemic_cv", 0.3),
    "closing": ("view.stop_month", 20.0),
    "insurance": ("person.age", 51.0),
    "fairness": ("plan.payout_under_40", 250_000.0),
}
# The usual one alone; beside it as a baseline a cap that binds, one that ends early and reacts, one
# year, and money in advance.
PLANS = {
    "usual": Scenario(),
    "capped": Scenario(annual_cap=50.0, per_claim_cap=0.002),
    "unravels": Scenario(price_elasticity=3.0, lapse_rate=2.0, risk_spread=1.0, years=10),
    "one year": Scenario(years=1),
    "a fund": Scenario(funding="fund", contribution_month=2.0),
}


@pytest.fixture(autouse=True)
def _asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this process take questions."""
    monkeypatch.setattr(ahead._server, "answers", True)


# As a server has them: they answer others next.
ANSWERING = ThreadPoolExecutor(1)


def ask(
    app: AppTest,
    path: str,
    place: object,
    token: str = "",
    others: Mapping[str, float] = MappingProxyType({}),
) -> tuple[int, dict[str, Any]]:
    """Ask as the browser does, from a thread that draws no page."""
    of = token or sliders(app)[path]["ahead"][0]
    question = json.dumps({"of": of, "levers": {path: place, **others}}).encode()
    told = ANSWERING.submit(reply, question).result()
    assert ANSWERING.submit(get_script_run_ctx, True).result() is None
    return told


def charts(app: AppTest) -> dict[str, str]:
    """Give what the script of every chart is told, by key."""
    found = [one.proto for one in app.get("bidi_component")]
    drawn = [one.bytes.decode() for one in found if one.component_name == "live_chart"]
    return {json.loads(text)["key"]: text for text in drawn}


def is_told_by(answer: dict[str, Any], app: AppTest) -> bool:
    """Whether a page shows the texts of an answer, in their order."""
    shown: Iterator[str] = iter(raw_html(app))
    return all(any(text == one for one in shown) for text in answer["texts"])


@pytest.mark.parametrize("page", MOVED)
@pytest.mark.parametrize("plan", PLANS)
def test_an_answer_is_what_a_run_shows_of_the_lever(page: str, plan: str) -> None:
    pinned = None if plan == "usual" else Case()
    path, place = MOVED[page]
    app = open_page(page, Case(plan=PLANS[plan]), pinned)
    before = raw_html(app)
    status, answer = ask(app, path, place)
    assert status == FOUND
    assert raw_html(app) == before
    if plan == "usual":
        assert not is_told_by(answer, app)
    moved = move(app, path, place, resting=False)
    assert not moved.exception
    assert answer["texts"]
    assert is_told_by(answer, moved)
    # Where members pay after the event there is no fund to draw.
    assert answer["charts"] or page == "fund"
    drawn = charts(moved)
    assert answer["charts"] == {key: drawn[key] for key in answer["charts"]}
    # What a lever comes to is told by a run of the move before it, and here of the move itself.
    settled = move(moved, path, place)
    for name, note in answer["notes"].items():
        assert sliders(settled)[name]["note"] == note


def test_it_is_in_the_readers_language_and_money() -> None:
    app = opened("home", {"lang": "zh", "plan.currency": "USD"})
    status, answer = ask(app, "plan.members", 3e6)
    assert status == FOUND
    told = "".join(answer["texts"])
    assert "成员" in told
    assert "首年，USD" in told
    assert "元" not in told


def test_the_session_does_not_move_until_the_hand_has_left() -> None:
    app = dashboard("home").run()
    held = repr(app.session_state)
    for place in (0.5, 1.5, 2.5):
        assert ask(app, "plan.incidence_multiplier", place)[0] == FOUND
    assert repr(app.session_state) == held
    assert case(app) == Case()


@pytest.mark.parametrize("page", ["risk", "fund"])
def test_work_beside_the_page_for_the_plan_before_is_left_off(page: str) -> None:
    app = open_page(page, Case())
    begun = beside.to_do()
    assert not any(job.left for job in begun)
    ask(app, *MOVED[page])
    assert any(job.left for job in begun)
    # Back where it was, the page asks for it anew.
    app.run()
    assert len(beside.to_do()) > len(begun)


def test_a_plan_that_never_starts_and_one_that_does_are_each_told() -> None:
    ended = change(dashboard("home").run(), {"plan.minimum_members": 1e6})
    status, answer = ask(ended, "plan.members", 1_000.0)
    assert status == FOUND
    assert "no plan" in "".join(answer["texts"])
    assert is_told_by(answer, move(ended, "plan.members", 1_000.0, resting=False))


def test_levers_that_the_page_has_not_followed_yet_count_too() -> None:
    app = dashboard("home").run()
    status, answer = ask(app, "plan.members", 3e6, others={"plan.incidence_multiplier": 0.9})
    assert status == FOUND
    both = move(app, "plan.incidence_multiplier", 0.9, resting=False)
    assert not is_told_by(answer, both)
    assert is_told_by(answer, move(both, "plan.members", 3e6, resting=False))


def test_an_input_without_a_lever_on_the_page_is_not_moved() -> None:
    app = dashboard("home").run()
    assert "plan.lapse_rate" not in sliders(app)
    others = {"plan.lapse_rate": 0.2}
    assert ask(app, "plan.members", 2e6, others=others) == (REFUSED, {})


def test_while_the_live_part_is_drawn_anew_the_last_one_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = dashboard("home").run()
    found: list[int] = []

    def asked_meanwhile(*_given: object) -> None:
        monkeypatch.undo()
        monkeypatch.setattr(ahead._server, "answers", True)
        found.append(ask(app, "plan.members", 2e6)[0])

    monkeypatch.setattr("ui.home.page.draw_headlines", asked_meanwhile)
    app.run()
    assert found == [FOUND]


def test_what_is_refused_is_left_to_a_run_which_says_why() -> None:
    app = dashboard("home").run()
    assert ask(app, "plan.members", -5.0) == (REFUSED, {})
    assert ask(app, "plan.members", 1e300) == (REFUSED, {})
    assert ask(app, "plan.members", 2e6)[0] == FOUND


@pytest.mark.parametrize(
    "question",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"of": "x"}',
        b'{"of": "x", "levers": {}}',
        b'{"of": "x", "levers": [1]}',
        b'{"of": "x", "levers": {"plan.members": "NaN"}}',
        b'{"of": "x", "levers": {"plan.members": Infinity}}',
        b'{"of": "x", "levers": {"plan.nothing": 1}}',
        b'{"of": "x", "levers": {"__class__": 1}}',
        b'{"of": "x", "levers": {"plan.currency": 1e400}}',
        b"[" * 1_900,
        b'{"of": "' + b"x" * LARGEST + b'", "levers": {"plan.members": 1}}',
    ],
)
def test_nonsense_is_told_to_be_nonsense(question: bytes) -> None:
    assert reply(question) == (NONSENSE, {})


def test_an_unknown_session_is_told_nothing() -> None:
    app = dashboard("home").run()
    assert ask(app, "plan.members", 2e6, token="of-somebody-else") == (GONE, {})


def test_a_session_that_has_gone_is_asked_in_vain() -> None:
    app = dashboard("home").run()
    token = sliders(app)["plan.members"]["ahead"][0]
    assert ask(app, "plan.members", 2e6)[0] == FOUND
    del app
    gc.collect()
    assert ahead.offer_of(token) is None


def test_a_fault_is_left_to_the_run_which_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = dashboard("home").run()

    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ui.home.page.draw_headlines", broken)
    assert ask(app, "plan.members", 2e6) == (FAILED, {})


def test_a_server_without_a_place_to_ask_offers_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead._server, "answers", False)
    app = dashboard("home").run()
    assert {one["ahead"][0] for one in sliders(app).values()} == {""}


def test_levers_outside_of_the_live_part_are_followed_by_runs() -> None:
    app = open_page("fairness", Case())
    assert sliders(app)["view.cut_ratio"]["ahead"][0] == ""
    assert sliders(app)["plan.payout_under_40"]["ahead"][0] != ""


def test_own_tables_are_told_too() -> None:
    """They are in no link: an answer is of the case that the session holds."""
    app = open_page("home", Case().using(incidence_times(1.5)))
    _, answer = ask(app, "plan.incidence_multiplier", 0.7)
    assert is_told_by(answer, move(app, "plan.incidence_multiplier", 0.7, resting=False))
