"""The plausible sets as data, and how a plan takes them along."""

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.figures.files import DATA_FOLDER, DataError, read_rows
from mutualmodel.inputs import fields, plausible
from mutualmodel.simulation import parameters
from mutualmodel.simulation.parameters import (
    OF_THE_RECORD,
    PLAUSIBLE_FILE,
    VARIED,
    plausible_sets,
    spread_over,
    with_assumed,
)


def column(plans: list[Scenario], name: str) -> list[float]:
    return [float(getattr(plan, name)) for plan in plans]


def test_the_sets_are_those_of_the_file() -> None:
    rows = read_rows(PLAUSIBLE_FILE, (*VARIED, *OF_THE_RECORD))
    sets = plausible_sets()
    assert sets.shape == (400, 5)
    for place in (0, 17, 399):
        assert sets[place].tolist() == [float(rows[place][name]) for name in VARIED]
    with pytest.raises(ValueError, match="read-only"):
        sets[0, 0] = 1.0


def test_a_file_without_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "read_rows", lambda *_: [])
    with pytest.raises(DataError, match="has no rows"):
        plausible_sets.__wrapped__()
    assert (DATA_FOLDER / PLAUSIBLE_FILE).exists()


def test_the_default_plan_has_the_sets_themselves() -> None:
    plans = spread_over(Scenario())
    for name, values in zip(VARIED, plausible_sets().T, strict=True):
        assert column(plans, name) == pytest.approx(values.tolist(), rel=1e-12)


def test_a_moved_lever_takes_its_values_along() -> None:
    moved = Scenario(incidence_multiplier=2 * Scenario().incidence_multiplier, members=1e6)
    for plan, usual in zip(spread_over(moved, 10), spread_over(Scenario(), 10), strict=True):
        assert plan.incidence_multiplier == pytest.approx(2 * usual.incidence_multiplier)
        assert plan.select_year_1 == usual.select_year_1
        assert plan.members == 1e6


def test_what_is_nothing_stays_nothing() -> None:
    nothing = Scenario(select_year_1=0.0, claim_delay_days=0.0, claim_delay_cv=0.0)
    for name in ("select_year_1", "claim_delay_days", "claim_delay_cv"):
        assert set(column(spread_over(nothing), name)) == {0.0}


@pytest.mark.parametrize("name", VARIED)
def test_values_stay_within_their_ranges(name: str) -> None:
    known = fields()[name]
    assert known.maximum is not None
    drawn = column(spread_over(Scenario().with_changes(**{name: known.maximum})), name)
    assert max(drawn) == known.maximum
    assert min(drawn) < known.maximum


def test_fewer_sets_are_spread_over_all_of_them() -> None:
    every = column(spread_over(Scenario()), "incidence_multiplier")
    few = column(spread_over(Scenario(), 5), "incidence_multiplier")
    # One of each stretch of eighty.
    for place, one in enumerate(few):
        assert one in every[80 * place : 80 * (place + 1)]
    assert len(spread_over(Scenario(), 1000)) == 400


def test_assumed_inputs_fill_their_ranges_evenly() -> None:
    plans = with_assumed(spread_over(Scenario()))
    for name, (low, high, _) in plausible().items():
        values = np.array(column(plans, name))
        # Four hundred plans, and one in each four-hundredth of the range.
        place = np.floor((values - low) / (high - low) * 400 + 1e-9)
        assert sorted(place) == list(range(400)), name
    assert plans == with_assumed(spread_over(Scenario()))


def test_few_sets_tell_the_delay_as_well_as_the_level() -> None:
    """What is owed at a notice hangs on the delay as much: no few sets may be all quick or slow."""
    for name in ("incidence_multiplier", "claim_delay_days"):
        every, few = (
            column(spread_over(Scenario()), name),
            column(spread_over(Scenario(), 40), name),
        )
        assert np.mean(few) == pytest.approx(np.mean(every), rel=0.02), name
        assert np.std(few) == pytest.approx(np.std(every), rel=0.15), name


def test_a_value_that_was_set_is_assumed_no_longer() -> None:
    plans = with_assumed([Scenario(systemic_cv=0.5, incidence_trend=0.01)] * 50)
    assert set(column(plans, "systemic_cv")) == {0.5}
    assert set(column(plans, "incidence_trend")) == {0.01}
    assert np.ptp(column(plans, "price_elasticity")) > 1.0


@pytest.mark.parametrize(
    "plan",
    [
        Scenario(),
        Scenario(incidence_multiplier=fields()["incidence_multiplier"].maximum, select_year_2=0.0),
        Scenario(claim_delay_days=fields()["claim_delay_days"].maximum, payout_under_40=1e5),
    ],
)
def test_spread_plans_are_plans_like_others(plan: Scenario) -> None:
    # They are not validated: they must be what validation would have made of their values.
    for each in spread_over(plan, 20):
        varied = {name: getattr(each, name) for name in VARIED}
        assert each == plan.with_changes(**varied)
        assert hash(each) == hash(plan.with_changes(**varied))
