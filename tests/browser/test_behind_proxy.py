"""The dashboard as it is served: below a sub-path, behind nginx with its policy, on two seats."""

import os
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, Response, expect

from deploy.stand import Stand, find_nginx
from mutualmodel import Case, Scenario, to_file, to_query
from tests.browser.conftest import NewPage
from tests.browser.home_page import (
    OTHER_PAGES,
    Settled,
    cost,
    expect_query,
    headline,
    lever,
    of,
    open_home,
    query,
    visit,
)
from ui.kit.qr import qr_code

MANY = Scenario(members=5e6)
# Notes what the policy refuses: the console has it too, but not in every worker of the page.
NOTE_REFUSALS = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.refusals.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
FAILED = "document.querySelectorAll('.live-chart.failed').length"

Stands = Callable[..., Stand]


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stands]:
    """Put up the example deployment; it stands until the end of the module."""
    if find_nginx() is None:
        reason = "nginx is not installed: apt-get install nginx-light"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    standing: list[Stand] = []

    def put_up(**options: object) -> Stand:
        one = Stand(tmp_path_factory.mktemp("stand"), **options)  # type: ignore[arg-type]
        standing.append(one.__enter__())
        return one

    yield put_up
    for one in standing:
        one.__exit__()


@pytest.fixture(scope="module")
def below(stands: Stands) -> Stand:
    """Serve it under a sub-path, by one process."""
    return stands(count=1, base_path="tools/aid")


@pytest.fixture
def watched(new_page: NewPage) -> Callable[..., Page]:
    """Open a page that notes what the policy refuses."""

    def open_page(**options: object) -> Page:
        page = new_page(permissions=["clipboard-read", "clipboard-write"], **options)
        page.add_init_script(NOTE_REFUSALS)
        return page

    return open_page


def expect_nothing_refused(page: Page, console_errors: list[str]) -> None:
    assert page.evaluate("window.refusals") == []
    assert page.evaluate(FAILED) == 0
    assert console_errors == []


def copied(page: Page, button: str, told: str) -> str:
    """Press a button that copies, and give what is copied."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(told)).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_all_works_under_a_sub_path_and_the_policy(
    watched: Callable[..., Page], below: Stand, settled: Settled, console_errors: list[str]
) -> None:
    page = watched()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    open_home(page, f"{below.address}/", settled)
    policy = answers[0].headers["content-security-policy"]
    assert "default-src 'self'" in policy
    lever(page, "Members").press("Home")
    expect(headline(page)).to_have_text(cost(of(members=20).plan))
    wanted = to_query(of(members=20))
    expect_query(page, wanted, settled)

    link = copied(page, "Copy link", "Link copied")
    assert link == f"{below.address}/?v={wanted['v']}&members=20"
    page.get_by_role("button", name="QR code").click()
    drawn = page.get_by_role("img", name=re.compile("^QR code")).get_attribute("src")
    assert f'src="{drawn}"' in str(qr_code(link, ""))
    page.keyboard.press("Escape")

    page.get_by_role("button", name=re.compile("^Picture of:")).first.click()
    with page.expect_download() as picture:
        page.get_by_role("button", name="PNG, wide", exact=True).click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    page.get_by_role("button", name=re.compile("^Picture of:")).first.click()
    frame = copied(page, "Copy code to embed", "Code copied")
    assert f'src="{below.address}/?' in frame

    asked = {answer.url.removeprefix(below.address): answer.status for answer in answers}
    scripts = [path for path in asked if re.fullmatch(r"/app/static/.*plotly-.*\.min\.js", path)]
    assert [asked[path] for path in [*scripts, "/app/static/fonts/inter-latin.woff2"]] == [200, 200]
    outside = [path for path in asked if not path.startswith(("/", "data:", "blob:"))]
    assert outside == []
    expect_nothing_refused(page, console_errors)


@pytest.mark.long
def test_every_page_works_under_a_sub_path_and_the_policy(
    watched: Callable[..., Page],
    below: Stand,
    settled: Settled,
    console_errors: list[str],
    tmp_path: Path,
) -> None:
    page = watched()
    open_home(page, below.address, settled)
    for name in OTHER_PAGES:
        visit(page, name, settled)
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1e6)")
        settled(page)
        assert page.url.startswith(f"{below.address}/{name}")
        expect_nothing_refused(page, console_errors)
    visit(page, "closing", settled)
    with page.expect_download() as table:
        page.get_by_text(re.compile("^The numbers")).first.click()
        page.get_by_test_id("stDownloadButton").first.get_by_role("button").click()
    assert table.value.suggested_filename.endswith(".csv")
    case = tmp_path / "case.json"
    case.write_text(to_file(Case(plan=MANY)), encoding="utf-8")
    page.get_by_role("button", name="File", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(case)
    expect_query(page, to_query(Case(plan=MANY)), settled)
    expect_nothing_refused(page, console_errors)


@pytest.mark.long
def test_with_tls_the_page_works_and_its_cookie_is_kept_for_tls(
    new_page: NewPage, stands: Stands, settled: Settled, console_errors: list[str]
) -> None:
    stand = stands(count=1, tls=True)
    page = new_page(ignore_https_errors=True)
    page.add_init_script(NOTE_REFUSALS)
    open_home(page, f"{stand.address}/", settled)
    lever(page, "Members").press("Home")
    expect(headline(page)).to_have_text(cost(of(members=20).plan))
    (seat,) = [one for one in page.context.cookies() if one["name"] == "seat"]
    assert seat["secure"]
    assert seat["httpOnly"]
    expect_nothing_refused(page, console_errors)


@pytest.fixture
def other_site() -> Iterator[Callable[[str], str]]:
    """Serve a page of another site that shows an address in a frame."""
    shown = ""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{shown}" width="1000" height="800"></iframe>'.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()

    def show(address: str) -> str:
        nonlocal shown
        shown = address
        return f"http://127.0.0.1:{server.server_port}"

    yield show
    server.shutdown()
    server.server_close()


@pytest.mark.long
def test_another_site_shows_it_only_where_the_operator_says_so(
    new_page: NewPage, below: Stand, stands: Stands, other_site: Callable[[str], str]
) -> None:
    shut = new_page()
    with shut.expect_event("console", lambda line: "frame-ancestors" in line.text):
        shut.goto(other_site(f"{below.address}/?embed=true"))
    assert shut.frame_locator("iframe").locator(".figure").count() == 0

    site = other_site("")
    stand = stands(count=2, frame_ancestors=site)
    opened = new_page()
    opened.goto(other_site(f"{stand.address}/?embed=true&members=5000000"))
    within = opened.frame_locator("iframe")
    expect(within.locator(".figure.large .value")).to_have_text(cost(MANY))
    within.get_by_role("slider", name="Members", exact=True).press("Home")
    expect(within.locator(".figure.large .value")).to_have_text(cost(of(members=20).plan))


def wait_for_connection(page: Page, connected: bool) -> None:
    mark = '[data-test-connection-state="CONNECTED"]'
    app = page.locator(f'[data-testid="stApp"]{mark if connected else f":not({mark})"}')
    app.wait_for(timeout=60_000)


def seat_of(page: Page) -> int:
    """Give the number of the process that a browser goes back to."""
    (seat,) = [one["value"] for one in page.context.cookies() if one["name"] == "seat"]
    return int(seat)


@pytest.mark.long
def test_a_process_that_is_lost_takes_no_case_with_it(
    new_page: NewPage, stands: Stands, settled: Settled
) -> None:
    stand = stands(count=2)
    page = new_page()
    open_home(page, f"{stand.address}/", settled)
    lever(page, "Members").press("Home")
    expect_query(page, to_query(of(members=20)), settled)
    first = seat_of(page)

    stand.kill(first)
    wait_for_connection(page, False)
    wait_for_connection(page, True)
    settled(page)
    other = seat_of(page)
    assert other != first
    expect(headline(page)).to_have_text(cost(of(members=20).plan))
    lever(page, "Incidence").press("End")
    after = of(members=20, incidence_multiplier=3.0)
    expect(headline(page)).to_have_text(cost(after.plan))
    expect_query(page, to_query(after), settled)

    # Back again, it takes new readers; this one stays where the session is now.
    stand.start(first)
    page.get_by_text(re.compile("^The numbers")).first.click()
    with page.expect_download() as table:
        page.get_by_test_id("stDownloadButton").first.get_by_role("button").click()
    assert table.value.suggested_filename.endswith(".csv")
    assert seat_of(page) == other
    assert query(page) == to_query(after)
    seats = set()
    for _ in range(4):
        reader = new_page()
        reader.goto(f"{stand.address}/")
        seats.add(seat_of(reader))
    assert seats == {first, other}
