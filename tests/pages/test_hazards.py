"""Where nothing can strike a plan its pages say so, and offer what the record shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Case, Scenario
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.inputs import RECORDED_LEAVING, RECORDED_RUNS
from tests.pages.app import case, figures_linked, open_page, part, place_of_the_levers
from ui.frame.hazards import Hazards, as_recorded, strikes

KINDS: dict[str, Hazards] = {"home": "leaving", "membership": "leaving", "risk": "chance"}


@pytest.mark.parametrize(
    ("hazards", "plan", "expected"),
    [
        ("leaving", Scenario(), False),
        ("leaving", Scenario(bad_year_probability=0.1, run_probability=0.1), False),
        ("leaving", Scenario(scandal_share=0.01), True),
        ("leaving", Scenario(listing_share=0.01), True),
        ("leaving", Scenario(price_elasticity=0.1), True),
        # Who never leaves does not leave for the share either.
        ("leaving", Scenario(price_elasticity=1.0, lapse_rate=0.0), False),
        ("chance", Scenario(), False),
        ("chance", Scenario(scandal_share=0.5, price_elasticity=1.0), False),
        ("chance", Scenario(bad_year_probability=0.01), True),
        ("chance", Scenario(run_probability=0.01), True),
        ("chance", Scenario(bad_year_probability=0.5, bad_year_size=0.0), False),
        ("chance", Scenario(run_probability=0.5, run_share=0.0), False),
    ],
)
def test_what_can_strike(hazards: Hazards, plan: Scenario, expected: bool) -> None:
    assert strikes(plan, hazards) == expected


@pytest.mark.parametrize("recorded", [RECORDED_LEAVING, RECORDED_RUNS], ids=["leaving", "runs"])
def test_what_the_record_shows_is_what_its_figures_say(
    recorded: dict[str, tuple[float, str]],
) -> None:
    for name, (value, source) in recorded.items():
        if name == "scandal_month":  # a day; the plan starts half a month before it
            continue
        (told,) = numbers_of(source)
        assert value == pytest.approx(told / 100 if "%" in figure(source).value else told)
        assert figure(source).kind == "derived"


def test_the_record_has_one_run_in_the_years_in_which_members_paid() -> None:
    first, last = date(2019, 1, 28), date(2021, 12, 14)
    # Each settlement is half a month; the first is the end of one.
    years = (last - first).days / 365.25 + 1 / 24
    chance, _source = RECORDED_RUNS["run_probability"]
    assert chance == pytest.approx(1 / years, abs=0.005)
    assert f"one in {years:.1f} years" in figure("run_probability_derived").figure
    (said,) = [
        text.value for text in open_page("risk", Case()).caption if "one mass exit" in text.value
    ]
    assert f"one mass exit in the {years:.1f} years in which members paid" in said


@pytest.mark.parametrize("hazards", ["leaving", "chance"])
@given(lapse=st.floats(0, 2), preset=st.sampled_from(sorted(PRESETS)))
def test_the_press_lets_something_strike_and_calms_nothing(
    hazards: Hazards, lapse: float, preset: str
) -> None:
    plan = PRESETS[preset].scenario.with_changes(lapse_rate=lapse)
    after = Case(plan=plan).with_changes(as_recorded(plan, hazards)).plan
    assert strikes(after, hazards)
    assert after.lapse_rate >= plan.lapse_rate


def test_the_press_makes_the_default_the_run_of_the_record() -> None:
    plan = Case().with_changes(as_recorded(Scenario(), "leaving")).plan
    assert plan == PRESETS["scandal_run"].scenario


def notices(app: AppTest) -> list[str]:
    return part(app, "notice")


@pytest.mark.parametrize(("page", "hazards"), KINDS.items())
def test_a_page_says_that_nothing_can_strike_until_it_can(page: str, hazards: Hazards) -> None:
    app = open_page(page, Case())
    (said,) = notices(app)
    assert "this plan" in said
    recorded = {"leaving": RECORDED_LEAVING, "chance": RECORDED_RUNS}[hazards]
    linked = {source for name, (_v, source) in recorded.items() if name != "scandal_month"}
    assert linked <= set(figures_linked(app))
    app.button(key="as_recorded").click().run()
    assert case(app) == Case().with_changes(as_recorded(Scenario(), hazards))
    assert notices(app) == []
    app.button(key="undo").click().run()
    assert case(app) == Case()
    assert notices(app) == [said]


def test_the_notice_names_the_rate_at_which_members_leave_anyway() -> None:
    (said,) = notices(open_page("home", Case(plan=PRESETS["decline_2021"].scenario)))
    assert said == "No event happens in this plan, and 27 % a year leave whatever the price."


@pytest.mark.parametrize(("page", "hazards"), KINDS.items())
def test_the_levers_stay_where_they_are_when_the_notice_goes(page: str, hazards: Hazards) -> None:
    # Else they would be drawn anew, and the one in the reader's hand would lose its focus.
    before = place_of_the_levers(open_page(page, Case()))
    struck = Case().with_changes(as_recorded(Scenario(), hazards))
    app = open_page(page, struck)
    assert notices(app) == []
    assert place_of_the_levers(app) == before
