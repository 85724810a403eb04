"""A report in a browser without a network: it asks for nothing, and every chart is drawn."""

import datetime as dt
from pathlib import Path

from playwright.sync_api import expect

from mutualmodel import Case
from tests.browser.conftest import NewPage
from ui.report.build import report


def test_it_opens_without_a_network_and_draws_every_chart(
    new_page: NewPage, tmp_path: Path, console_errors: list[str]
) -> None:
    file = tmp_path / "report.html"
    now = Case().with_changes({"plan.members": 4e6, "plan.funding": "fund"})
    pages = ("home", "risk", "fund", "closing", "insurance", "fairness")
    text = report(now, Case(), pages, made_on=dt.date(2026, 11, 29), paths=300)
    file.write_text(text, encoding="utf-8")
    page = new_page(offline=True, viewport={"width": 680, "height": 900})
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(file.as_uri())
    charts = page.locator(".chart")
    expect(page.locator(".chart[data-drawn]")).to_have_count(charts.count())
    assert charts.count() >= len(pages)
    assert asked == [file.as_uri()]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    widths = page.locator(".chart svg.main-svg").evaluate_all(
        "all => all.map((one) => one.clientWidth)"
    )
    assert set(widths) == {676}
    assert page.locator("details:not([open]):not(.on-screen)").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    assert console_errors == []
