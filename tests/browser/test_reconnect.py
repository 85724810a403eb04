"""A page whose connection breaks and comes back, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from mutualmodel import Case, Scenario, to_query
from mutualmodel.inputs import fields
from tests.browser.conftest import NewPage
from tests.browser.cutting_proxy import CuttingProxy
from tests.browser.home_page import (
    AT_REST,
    Settled,
    at_rest,
    cost,
    drag,
    expect_query,
    headline,
    lever,
    open_home,
    point,
    query,
)
from tests.browser.own_server import OwnServer, started

pytestmark = [pytest.mark.long, pytest.mark.faults]

# The server forgets a session this long after its connection broke; by default it is 120.
KEPT_SECONDS = 4
LONG_CUT_MS = (KEPT_SECONDS + 1) * 1000
SHORT_CUT_MS = 500
MINUTES_MS = 150_000
# Long enough for everything that could ask once more.
LINGER_MS = 5000

FEW = Scenario(members=float(fields()["members"].minimum or 0))
MANY = Scenario(members=7e6)
MOST_ILL = float(fields()["incidence_multiplier"].maximum or 0)
FEW_AND_ILL = FEW.with_changes(incidence_multiplier=MOST_ILL)
MANY_AND_ILL = MANY.with_changes(incidence_multiplier=MOST_ILL)

Send = Callable[[BackMsg], bool]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    kept = ("--server.disconnectedSessionTTL", str(KEPT_SECONDS))
    log = tmp_path_factory.mktemp("reconnect") / "server.log"
    with started(OwnServer(log, *kept)) as dashboard:
        yield dashboard


@pytest.fixture
def proxy(server: OwnServer) -> Iterator[CuttingProxy]:
    with CuttingProxy(server.port) as line:
        yield line


@pytest.fixture
def asked(page: Page) -> list[BackMsg]:
    """Everything that the page asks of the server, over all its connections."""
    sent: list[BackMsg] = []

    def note(payload: str | bytes) -> None:
        sent.append(BackMsg.FromString(payload if isinstance(payload, bytes) else b""))

    page.on("websocket", lambda socket: socket.on("framesent", note))
    return sent


def whole_runs(asked: list[BackMsg]) -> int:
    """Count what was asked for by the component that watches the connection."""
    return sum(
        not message.rerun_script.fragment_id
        and any("reconnect" in state.id for state in message.rerun_script.widget_states.widgets)
        for message in asked
    )


def wait_for_connection(page: Page, connected: bool) -> None:
    mark = '[data-test-connection-state="CONNECTED"]'
    app = page.locator(f'[data-testid="stApp"]{mark if connected else f":not({mark})"}')
    app.wait_for(timeout=40_000)


def cut(page: Page, proxy: CuttingProxy, milliseconds: int) -> None:
    proxy.cut()
    wait_for_connection(page, False)
    page.wait_for_timeout(milliseconds)
    proxy.mend()
    wait_for_connection(page, True)


def move(page: Page, name: str, key: str) -> None:
    lever(page, name).focus()
    page.keyboard.press(key)


def make_few(page: Page, address: str, settled: Settled) -> None:
    """Open the home page and leave it at rest with few members."""
    open_home(page, address, settled)
    move(page, "Members", "Home")
    expect_query(page, to_query(Case(plan=FEW)), settled)
    expect(headline(page)).to_have_text(cost(FEW))


def expect_levers_to_work(page: Page, settled: Settled) -> None:
    """Move another lever: figure and address follow, and keep what was changed before."""
    move(page, "Incidence", "End")
    expect(headline(page)).to_have_text(cost(FEW_AND_ILL))
    expect_query(page, to_query(Case(plan=FEW_AND_ILL)), settled)
    move(page, "Incidence", "PageDown")
    expect(headline(page)).not_to_have_text(cost(FEW_AND_ILL))
    at_rest(page, settled)


@pytest.mark.parametrize("end", [OwnServer.stop, OwnServer.kill], ids=["stopped", "killed"])
def test_the_levers_work_on_after_the_server_is_restarted(
    end: Callable[[OwnServer], None],
    page: Page,
    new_page: NewPage,
    server: OwnServer,
    settled: Settled,
) -> None:
    beside = new_page()
    open_home(beside, server.address, settled, **to_query(Case(plan=MANY)))
    make_few(page, server.address, settled)
    end(server)
    for one in (page, beside):
        wait_for_connection(one, False)
    # What has been read off stays where it is.
    expect(headline(page)).to_have_text(cost(FEW))
    server.start()
    for one in (page, beside):
        wait_for_connection(one, True)
    expect_levers_to_work(page, settled)
    # Each comes back with the case that is its own.
    move(beside, "Incidence", "End")
    expect_query(beside, to_query(Case(plan=MANY_AND_ILL)), settled)
    expect(headline(beside)).to_have_text(cost(MANY_AND_ILL))


def test_each_cut_has_the_whole_page_run_and_the_levers_work_on(
    page: Page, asked: list[BackMsg], proxy: CuttingProxy, settled: Settled
) -> None:
    make_few(page, proxy.address, settled)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(LINGER_MS)
    assert whole_runs(asked) == 0
    for milliseconds in (SHORT_CUT_MS, LONG_CUT_MS):
        asked.clear()
        cut(page, proxy, milliseconds)
        page.wait_for_timeout(LINGER_MS)
        # By the component or, where the last run was one of parts, by Streamlit itself.
        runs = [one for one in asked if one.WhichOneof("type") == "rerun_script"]
        assert 1 <= sum(not one.rerun_script.fragment_id for one in runs) <= 2
        assert whole_runs(asked) <= 1
        expect_levers_to_work(page, settled)


def test_a_drag_outlasts_a_cut_after_which_streamlit_asks_by_itself(
    page: Page, asked: list[BackMsg], proxy: CuttingProxy, settled: Settled
) -> None:
    make_few(page, proxy.address, settled)
    # The last run is now one of a fragment.
    drag(page, lever(page, "Incidence"), [0.2, 0.3, 0.4], pause_ms=300)
    asked.clear()
    cut(page, proxy, LONG_CUT_MS)
    page.wait_for_timeout(LINGER_MS)
    own = [message for message in asked if not message.rerun_script.fragment_id]
    assert len(own) - whole_runs(asked) == 1
    # On a slow machine Streamlit's request may not show in time.
    assert whole_runs(asked) <= 1
    page.mouse.move(*point(lever(page, "Incidence"), 1.0))
    page.mouse.up()
    expect(headline(page)).to_have_text(cost(FEW_AND_ILL))
    expect_query(page, to_query(Case(plan=FEW_AND_ILL)), settled)


@pytest.mark.parametrize("cut_ms", [LONG_CUT_MS, SHORT_CUT_MS], ids=["lost", "kept"])
def test_what_is_moved_during_a_cut_counts_when_it_is_over(
    cut_ms: int, page: Page, proxy: CuttingProxy, settled: Settled
) -> None:
    make_few(page, proxy.address, settled)
    proxy.cut()
    wait_for_connection(page, False)
    move(page, "Incidence", "End")
    page.wait_for_timeout(cut_ms)
    proxy.mend()
    wait_for_connection(page, True)
    expect(headline(page)).to_have_text(cost(FEW_AND_ILL))
    expect_query(page, to_query(Case(plan=FEW_AND_ILL)), settled)


def test_a_page_finds_back_after_minutes(page: Page, proxy: CuttingProxy, settled: Settled) -> None:
    """The browser tries more and more rarely, and must not give up."""
    make_few(page, proxy.address, settled)
    cut(page, proxy, MINUTES_MS)
    expect_levers_to_work(page, settled)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("membership", "Spread of risk between members", "Members leaving"),
        ("risk", "Members", "Spread of good and bad years"),
    ],
)
def test_another_page_follows_its_levers_after_a_cut(
    name: str,
    first: str,
    second: str,
    new_page: NewPage,
    proxy: CuttingProxy,
    settled: Settled,
) -> None:
    page = new_page()
    page.goto(f"{proxy.address}/{name}")
    lever(page, first).wait_for()
    settled(page)
    move(page, first, "Home")
    # The version of the link and the one change.
    page.wait_for_url(lambda url: url.count("=") == 2)
    at_rest(page, settled)
    before = query(page)
    cut(page, proxy, LONG_CUT_MS)
    says = page.locator(".verdict").first
    said = says.inner_text()
    move(page, second, "End")
    expect(says).not_to_have_text(said)
    at_rest(page, settled)
    after = query(page)
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
    # A page that was never cut off says the same of this address.
    fresh = new_page()
    fresh.goto(page.url)
    expect(fresh.locator(".verdict").first).to_have_text(says.inner_text())


def test_a_lever_that_gets_no_answer_has_the_whole_page_run(
    page: Page, server: OwnServer, settled: Settled
) -> None:
    asked: list[BackMsg] = []
    lost: list[BackMsg] = []

    def connect(socket: WebSocketRoute) -> None:
        line = socket.connect_to_server()

        def send(payload: str | bytes) -> None:
            assert isinstance(payload, bytes)
            message = BackMsg.FromString(payload)
            asked.append(message)
            # As if the server did not know the page's fragments.
            if message.rerun_script.fragment_id:
                lost.append(message)
            else:
                line.send(payload)

        socket.on_message(send)

    page.route_web_socket("**/_stcore/stream", connect)
    open_home(page, server.address, settled)
    move(page, "Members", "Home")
    page.wait_for_function(f"() => !({AT_REST})()")
    expect(headline(page)).to_have_text(cost(FEW))
    expect_query(page, to_query(Case(plan=FEW)), settled)
    assert lost
    assert whole_runs(asked) == 1
