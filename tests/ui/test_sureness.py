"""How sure a cost is on the pages: few sets while it moves, all at rest, and the words for it."""

import math
import time
from collections.abc import Mapping

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, uncertainty
from mutualmodel.simulation import LAYERS, Layer, Range
from ui.frame.layers import parts, parts_sentence, parts_table, range_note
from ui.frame.state import View
from ui.frame.sureness import QUICK_SETS, is_whole, layer_shown, sets_used, sureness, with_assumed

CALM = Scenario()
REACTING = Scenario(price_elasticity=0.71)
PATIENCE_S = 60.0


def view(
    plan: Scenario, past: Scenario | None = None, choices: Mapping[str, str] | None = None
) -> View:
    """Show a plan, and another as the baseline, with choices of the page."""
    case = Case(plan=plan).with_changes(
        {f"view.{name}": one for name, one in (choices or {}).items()}
    )
    return View(case, None if past is None else Case(plan=past))


def drawn_from(plan: Scenario, shown: View) -> int:
    """Count the sets that a plan is answered from."""
    return int(sureness(plan, shown).drawn.shape[1])


def test_a_calm_plan_is_answered_from_all_sets_at_once() -> None:
    shown = view(CALM)
    assert is_whole(shown)
    assert sureness(CALM, shown) is uncertainty(CALM)
    assert sets_used(sureness(CALM, shown)) is None


@pytest.mark.parametrize(
    ("plan", "choices"),
    [
        (REACTING, {}),
        (CALM.with_changes(scandal_share=0.2, scandal_spares=1.0, risk_spread=0.5), {}),
        (CALM.with_changes(fee_rate=0.0801), {"include_assumed": "yes"}),
        (CALM.with_changes(fee_rate=0.0802), {"range_of": "assumed"}),
    ],
    ids=["reacts", "an event selects", "assumed are in", "assumed alone"],
)
def test_what_takes_long_is_answered_from_a_few(plan: Scenario, choices: dict[str, str]) -> None:
    shown = view(plan, choices=choices)
    assert not is_whole(shown)
    assert drawn_from(plan, shown) == QUICK_SETS
    assert sets_used(sureness(plan, shown)) == QUICK_SETS
    assert sureness(plan, shown) is sureness(plan, shown)
    # A few are no other than some of the whole, so the range hardly moves when it comes.
    few, whole = sureness(plan, shown).range_of(), uncertainty(plan, assumed=with_assumed(shown))
    assert few.high == pytest.approx(whole.range_of().high, rel=0.03)


def test_an_event_that_selects_nobody_takes_no_longer() -> None:
    plan = CALM.with_changes(scandal_share=0.2, scandal_spares=1.0, risk_spread=0.0)
    assert is_whole(view(plan))
    assert is_whole(view(plan.with_changes(risk_spread=0.5, scandal_spares=0.0)))


def test_plan_and_baseline_are_answered_from_equally_many() -> None:
    shown = view(CALM, REACTING)
    assert drawn_from(CALM, shown) == drawn_from(REACTING, shown) == QUICK_SETS


def test_the_layer_is_the_readers_choice() -> None:
    assert layer_shown(view(CALM)) == "all"
    assert layer_shown(view(CALM, choices={"range_of": "process"})) == "process"
    assert not with_assumed(view(CALM))
    assert with_assumed(view(CALM, choices={"include_assumed": "yes"}))
    # Alone what is assumed would be nothing if it were not let in.
    assert with_assumed(view(CALM, choices={"range_of": "assumed"}))


def _page() -> None:
    import streamlit as st

    from mutualmodel import Case, Scenario
    from ui.frame.state import View
    from ui.frame.sureness import is_whole, refine_sureness, sureness

    plans = [Scenario(price_elasticity=0.7123), Scenario(price_elasticity=0.7124)]
    shown = View(Case(plan=plans[0]), Case(plan=plans[1]))
    whole = is_whole(shown)
    st.text(" ".join(str(sureness(plan, shown).drawn.shape[1]) for plan in plans))
    refine_sureness(shown, whole=whole)


def test_all_sets_come_once_the_page_rests() -> None:
    app = AppTest.from_function(_page, default_timeout=PATIENCE_S).run()
    assert not app.exception
    assert app.text[0].value == f"{QUICK_SETS} {QUICK_SETS}"
    assert str(QUICK_SETS) in app.caption[0].value
    end = time.monotonic() + PATIENCE_S
    while app.text[0].value != "400 400":
        assert time.monotonic() < end
        time.sleep(0.05)
        app.run()
        assert not app.exception
    assert not app.caption


# --------------------------------------------------------------------------------------- in words


def a_range(low: float, high: float) -> Range:
    """Make a range of one year."""
    return Range(np.array([low]), np.array([high]), np.array([high]))


@pytest.mark.parametrize(
    ("low", "high", "layer", "limit", "says"),
    [
        (75.3, 111.2, "all", math.inf, "nine years in ten: 75.3 to 111.2 yuan"),
        (90.4, 91.8, "process", math.inf, "nine years in ten, chance alone: 90.4 to 91.8 yuan"),
        (0.0, 0.0, "all", 1.0, "nothing is shared"),
        (60.0, 60.0, "all", 60.0, "nine years in ten and more: exactly the cap on a year"),
        (60.0, 60.0, "process", 60.0, "nine years in ten and more: exactly the cap on a year"),
        (91.0, 91.0, "systematic", 188.0, "good and bad years alone: every year the same"),
        (50.0, 60.0, "all", 60.0, "nine years in ten: 50.0 to 60.0 yuan"),
    ],
)
def test_a_range_in_words(low: float, high: float, layer: Layer, limit: float, says: str) -> None:
    assert range_note(a_range(low, high), layer, limit=limit) == says


def test_a_range_is_told_of_the_year_asked_for() -> None:
    spread = uncertainty(CALM).range_of()
    assert range_note(spread, "all", 5) != range_note(spread, "all")
    assert f"{spread.low[4]:.1f} to {spread.high[4]:.1f}" in range_note(spread, "all", 5)


@pytest.mark.parametrize("assumed", [False, True])
@pytest.mark.parametrize("year", [1, 5])
def test_the_parts_add_up(year: int, assumed: bool) -> None:
    spread = uncertainty(CALM, sets=60, assumed=assumed)
    found = parts(spread, year)
    assert [part.layer for part in found] == list(LAYERS if assumed else LAYERS[:-1])
    assert sum(part.share for part in found) == pytest.approx(1.0)
    whole = math.sqrt(sum(part.deviation**2 for part in found))
    assert whole**2 == pytest.approx(spread.variance[year - 1])
    assert f"±{whole:.1f} yuan" in parts_sentence(spread, year)
    # Nine in ten of a nearly normal layer lie within 1.645 deviations.
    chance = found[0]
    if not assumed:
        assert chance.high - chance.low == pytest.approx(2 * 1.645 * chance.deviation, rel=0.03)


@pytest.mark.parametrize(
    "plan",
    [
        Scenario(payout_under_40=0.0, payout_40_plus=0.0, mild_payout=0.0),
        Scenario(members=1e6, minimum_members=3.3e6),
        Scenario(lapse_rate=2.0, minimum_members=5e7),
        Scenario(years=1),
        Scenario(years=10),
        Scenario(annual_cap=60.0),
    ],
    ids=["nothing paid", "never starts", "ends", "one year", "ten", "cap"],
)
def test_every_plan_has_parts_in_every_year(plan: Scenario) -> None:
    spread = uncertainty(plan, sets=20)
    table = parts_table(spread)
    assert len(table) == 3 * plan.years
    assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
    by_year = table.groupby("year")["part of the variance, %"].sum()
    assert all(abs(whole - 100) < 0.02 or whole == 0 for whole in by_year)
