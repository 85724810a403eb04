"""Levers that move are answered without a run of the page, which follows once they rest."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Response, Route, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

Serve = Callable[..., str]
Settled = Callable[[Page], None]


class Line:
    """What a page tells its server of levers on its websocket; to be made before it is opened."""

    def __init__(self, page: Page) -> None:
        self._told: set[tuple[str, int]] = set()
        page.on("websocket", self._opened)

    @property
    def sent(self) -> int:
        """How many places of levers were told."""
        return len(self._told)

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framesent", self._noted)

    def _noted(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            return
        # All states go with each message, such as one that asks how far work beside the page is.
        for widget in BackMsg.FromString(payload).rerun_script.widget_states.widgets:
            if "lever_" in widget.id and widget.json_value:
                reading = json.loads(widget.json_value).get("reading")
                if reading:
                    self._told.add((widget.id, reading["seq"]))


@contextmanager
def held(page: Page, key: str) -> Iterator[None]:
    """Keep a key down: the hand stays at the lever until the block ends."""
    page.keyboard.down(key)
    yield
    page.keyboard.up(key)


def open_at(page: Page, address: str, settled: Settled, name: str = "Incidence") -> Locator:
    """Open a page and put the hand on one of its levers."""
    page.goto(address)
    lever = page.get_by_role("slider", name=name, exact=True)
    lever.wait_for()
    page.locator(".live-chart[data-drawn]").first.wait_for()
    settled(page)
    lever.focus()
    return lever


def ahead(answer: Response) -> bool:
    return answer.url.endswith("/ahead")


def figure(page: Page) -> Locator:
    return page.locator(".figure.large .value").first


def told(page: Page) -> str:
    return figure(page).text_content() or ""


def times_drawn(page: Page) -> int:
    return int(page.locator(".live-chart").first.get_attribute("data-drawn") or 0)


def test_a_moving_lever_is_answered_without_a_run(
    page: Page, app_url: str, settled: Settled
) -> None:
    line = Line(page)
    open_at(page, app_url, settled)
    before, drawn, sent = told(page), times_drawn(page), line.sent
    intro = page.locator(".insight").first
    with held(page, "ArrowRight"):
        expect(figure(page)).not_to_have_text(before)
        page.wait_for_function(
            "(drawn) => document.querySelector('.live-chart').dataset.drawn > drawn", arg=drawn
        )
        # What stands outside of the live part speaks of the case before.
        expect(intro).to_have_css("opacity", "0.3")
        moving = told(page)
        note = page.get_by_text("claims per 100,000 a year at first")
        comes_to = note.inner_text()
        assert line.sent == sent
    page.wait_for_timeout(400)
    settled(page)
    assert line.sent > sent
    # The same figures, now the page's own, and all else with them.
    assert told(page) == moving
    assert note.inner_text() == comes_to
    expect(intro).not_to_have_css("opacity", "0.3")
    expect(page).to_have_url(re.compile("incidence_multiplier="))
    expect(page.get_by_role("button", name=re.compile("^Picture of: ")).first).to_be_visible()


def test_back_where_it_was_the_page_is_as_it_was(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_at(page, app_url, settled, "Payout under 40")
    texts = "() => [...document.querySelectorAll('.st-key-live .figure')].map((o) => o.innerHTML)"
    before, value = page.evaluate(texts), told(page)
    page.keyboard.down("ArrowRight")
    expect(figure(page)).not_to_have_text(value)
    page.keyboard.down("ArrowLeft")
    expect(figure(page)).to_have_text(value)
    page.keyboard.up("ArrowRight")
    page.keyboard.up("ArrowLeft")
    page.wait_for_timeout(400)
    settled(page)
    page.wait_for_timeout(300)
    assert page.evaluate(texts) == before
    expect(page.locator("#ahead-faded")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("membership", "Reaction to the price"),
        ("risk", "Spread of good and bad years"),
        ("fund", "Spread of good and bad years"),
        ("closing", "Months until the notice"),
        ("insurance", "Age"),
        ("fairness", "Payout under 40"),
    ],
)
def test_every_page_with_live_levers_is(
    page: Page, app_url: str, settled: Settled, path: str, name: str
) -> None:
    line = Line(page)
    open_at(page, f"{app_url}/{path}", settled, name)
    texts = page.locator(".st-key-live .figure .value, .st-key-live .figure .note")
    before, sent = texts.all_inner_texts(), line.sent
    with page.expect_response(ahead) as answered:
        page.keyboard.down("ArrowRight")
    assert answered.value.ok
    # Else the page would ask for a run at once.
    page.wait_for_timeout(200)
    moving = texts.all_inner_texts()
    assert moving != before
    assert line.sent == sent
    page.keyboard.up("ArrowRight")
    page.wait_for_timeout(400)
    settled(page)
    assert texts.count() == len(moving)


def test_keys_tapped_while_the_page_follows_are_all_answered(
    page: Page, app_url: str, settled: Settled
) -> None:
    answers: list[int] = []
    page.on("response", lambda found: answers.append(found.status) if ahead(found) else None)
    open_at(page, app_url, settled)
    for _ in range(8):
        before = told(page)
        page.keyboard.press("ArrowRight")
        expect(figure(page)).not_to_have_text(before, timeout=2_000)
        # It rests meanwhile, and the page begins to follow.
        page.wait_for_timeout(300)
    assert len(answers) >= 8
    assert set(answers) == {200}
    settled(page)
    page.wait_for_timeout(300)
    value = page.get_by_role("slider", name="Incidence", exact=True).get_attribute("aria-valuetext")
    assert value == "0.5 × table"
    link = page.get_by_role("link", name="What this model must not be used for")
    expect(link).to_have_attribute("href", re.compile("incidence_multiplier=0.5$"))
    moving = told(page)
    page.reload()
    settled(page)
    expect(figure(page)).to_have_text(moving)


def test_a_second_lever_is_answered_with_the_first(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_at(page, app_url, settled)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("slider", name="Payout under 40").focus()
    page.keyboard.down("ArrowRight")
    page.wait_for_timeout(1_500)
    moving = told(page)
    page.keyboard.up("ArrowRight")
    page.wait_for_timeout(400)
    settled(page)
    assert told(page) == moving


def test_charts_that_come_or_go_are_left_to_a_run(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_at(page, f"{app_url}/risk?v=5&minimum_members=3300000", settled, "Members")
    page.keyboard.down("Home")
    expect(figure(page)).to_contain_text("no plan")
    expect(page.locator(".st-key-live .live-chart")).to_have_count(0)
    page.keyboard.up("Home")


def test_a_page_left_while_a_lever_moves_leaves_nothing(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_at(page, app_url, settled)
    before = told(page)
    page.keyboard.down("ArrowRight")
    expect(figure(page)).not_to_have_text(before)
    page.evaluate("document.querySelector('a[href*=sources]').click()")
    expect(page.get_by_role("heading", name="Where every figure comes from")).to_be_visible()
    settled(page)
    expect(page.locator("#ahead-faded")).to_have_count(0)


def test_a_server_without_a_place_to_ask_follows_by_runs(
    page: Page, serve: Serve, settled: Settled
) -> None:
    line = Line(page)
    open_at(page, serve("dashboard.py"), settled)
    before, sent = told(page), line.sent
    with held(page, "ArrowRight"):
        expect(figure(page)).not_to_have_text(before)
        assert line.sent > sent


def drop(route: Route) -> None:
    route.abort()


def shorten(route: Route) -> None:
    route.fulfill(json={"texts": ["<b>one</b>"], "charts": {}, "notes": {}, "faded": ""})


def refuse(route: Route) -> None:
    route.fulfill(status=409, json={})


@pytest.mark.parametrize("spoil", [drop, shorten, refuse])
def test_what_does_not_come_or_fit_is_followed_by_runs(
    page: Page, app_url: str, settled: Settled, spoil: Callable[[Route], None]
) -> None:
    page.route("**/ahead", spoil)
    line = Line(page)
    open_at(page, app_url, settled)
    before, sent = told(page), line.sent
    with held(page, "ArrowRight"):
        expect(figure(page)).not_to_have_text(before)
        assert line.sent > sent
    page.wait_for_timeout(400)
    settled(page)
    assert told(page) != before


def test_it_is_asked_below_the_path_that_the_app_stands_at(
    page: Page, serve: Serve, settled: Settled
) -> None:
    address = serve("app.py", "--server.baseUrlPath=tools/aid", health="/tools/aid")
    open_at(page, f"{address}/tools/aid/risk", settled, "Spread of good and bad years")
    with page.expect_response(ahead) as answered:
        page.keyboard.press("ArrowRight")
    assert answered.value.url == f"{address}/tools/aid/ahead"
    assert answered.value.ok


def test_a_question_that_is_too_long_is_not_read(page: Page, app_url: str) -> None:
    answer = page.request.post(f"{app_url}/ahead", data="x" * 1_000_000)
    assert answer.status == 400
