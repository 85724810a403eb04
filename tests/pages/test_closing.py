"""The closing page: stop date and terms in the link, figures the model's own, five ways beside."""

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Scenario
from mutualmodel.closing import WAYS, ClosingTerms, wind_down
from tests.pages.app import charts, headline, open_home, part, plain, query, raw_html, says
from ui.language import amount, large
from ui.shell import PAGES


def open_closing(plan: Scenario, baseline: Scenario | None = None, **choices: str) -> AppTest:
    app = open_home(**{f"p.{name}": text for name, text in choices.items()})
    app.session_state["scenario"] = plan
    if baseline is not None:
        app.session_state["baseline"] = baseline
    app = app.switch_page(PAGES["closing"][0]).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_way_of_closing_loads_its_terms_and_goes_into_the_link(way: object) -> None:
    app = open_closing(Scenario())
    app.pills(key="closing_way").set_value(way.name).run()  # type: ignore[attr-defined]
    terms = way.terms  # type: ignore[attr-defined]
    closed = wind_down(Scenario(), 1.0, terms)
    assert headline(app) == amount(closed.total_owed)
    app.run()
    standard = ClosingTerms().model_dump()
    changed = {f"p.close_{k}" for k, v in terms.model_dump().items() if v != standard[k]}
    assert {name for name in query(app) if name.startswith("p.")} == changed


def test_the_stop_and_the_terms_of_a_link_are_used() -> None:
    app = open_closing(Scenario(), close_month="30", close_paid_share="0.5")
    closed = wind_down(Scenario(), 2.5, ClosingTerms(paid_share=0.5))
    assert headline(app) == amount(closed.total_owed)
    shown = [plain(piece) for piece in raw_html(app) if 'class="figure' in piece]
    assert large(closed.claimants_short) in shown[2]
    assert large(closed.without_cover) in shown[3]
    assert "own terms" in " ".join(part(app, "insight"))


def test_a_stop_beyond_the_years_shown_is_brought_back_and_said() -> None:
    app = open_closing(Scenario(years=1), close_month="30")
    assert headline(app) == amount(wind_down(Scenario(years=1), 1.0).total_owed)
    assert any("end after 12 months" in caption.value for caption in app.caption)


def test_the_five_ways_are_side_by_side() -> None:
    plan = Scenario(members=2e6)
    app = open_closing(plan)
    table = next(frame.value for frame in app.dataframe if "as in" in frame.value)
    assert list(table["as in"]) == [way.title for way in WAYS.values()]
    for row, way in zip(table.itertuples(), WAYS.values(), strict=True):
        assert row[2] == round(wind_down(plan, 1.0, way.terms).operator_total)


def test_the_verdict_says_who_pays() -> None:
    assert "The operator pays" in says(open_closing(Scenario()))[0]
    assert "The members pay" in says(open_closing(Scenario(), close_payer="members"))[0]


def test_the_check_with_the_record_is_printed() -> None:
    app = open_closing(Scenario())
    assert any("1.66 bn yuan against 1.70 bn yuan" in text.value for text in app.markdown)


def test_with_a_baseline_every_figure_has_its_difference() -> None:
    app = open_closing(Scenario(members=1e6), Scenario(years=1), close_month="40")
    shown = [plain(piece) for piece in raw_html(app) if 'class="figure' in piece]
    assert len(shown) == 4
    assert all("baseline" in one for one in shown)
    names = [trace.get("name") for trace in charts(app)["run_off"]["figure"]["data"]]
    assert "baseline" in names
    table = next(frame.value for frame in app.dataframe if "as in" in frame.value)
    past, now = wind_down(Scenario(years=1), 1.0), wind_down(Scenario(members=1e6), 40 / 12)
    gap = now.operator_total - past.operator_total
    assert table["operator, difference, yuan"].iloc[0] == round(gap)
