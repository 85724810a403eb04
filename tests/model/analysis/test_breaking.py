"""Breaking points: against closed forms, and each value tried just before it and at it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from scipy.special import gammaincc

from mutualmodel import Scenario, cost_band, project, project_many
from mutualmodel.analysis import BREAKS, breaking, breaking_points, broken_now
from mutualmodel.analysis.breaking import NOT_MOVED, states
from mutualmodel.engine.bearing import MATERIAL
from mutualmodel.inputs import fields

# Nobody joins, leaves, or turns sixty within the year: the members stay those of the start.
STILL = Scenario(share_under_18=0.5, share_40_to_59=0.0, lapse_rate=0.0, years=1)
# What the search leaves open: a part of the way to the end of an input's range.
WITHIN = 2e-4

PLANS: Mapping[str, Scenario] = {
    "default": Scenario(),
    "still": STILL,
    "cap on the year, nobody behind it": Scenario(annual_cap=250.0, cap_bearer="nobody"),
    "near its minimum": Scenario(members=4e6, minimum_members=2e6, lapse_rate=0.1),
    "members react": Scenario(price_elasticity=1.0, risk_spread=0.8, years=3),
    "broken already": Scenario(members=1e6, annual_cap=50.0),
}
LIMIT = 500.0


def at(table: pd.DataFrame, name: str, way: str) -> pd.Series:
    """Give the row of an input and a way."""
    (row,) = [row for _, row in table.iterrows() if (row["input"], row["way"]) == (name, way)]
    return row


def test_a_pool_breaks_where_one_claim_meets_its_cap() -> None:
    row = at(breaking_points(STILL), "members", "down")
    assert row["breaks"] == "claim_cap"
    assert row["value"] == pytest.approx(300_000 * 1.08 / 0.10, rel=1e-3)
    assert row["distance"] == row["value"] - STILL.members
    assert row["relative"] == pytest.approx(row["value"] / STILL.members - 1)
    assert row["sponsor"] > 0
    assert row["unpaid"] == 0


def test_a_cap_on_a_claim_breaks_at_its_share_of_the_smallest_pool() -> None:
    fewest = project(Scenario()).array("members").min()
    row = at(breaking_points(Scenario()), "per_claim_cap", "down")
    assert row["value"] == pytest.approx(300_000 * 1.08 / fewest, rel=2e-2)
    assert row["breaks"] == "claim_cap"
    assert row["sponsor"] > 0


def test_a_cap_on_the_year_breaks_at_the_dearest_year() -> None:
    """Without chance the dearest year is the first that a cap cuts."""
    certain = Scenario(systemic_cv=0.0, cap_bearer="nobody")
    dearest = project(certain).years["charged_per_member"].max()
    row = at(breaking_points(certain), "annual_cap", "down")
    assert row["breaks"] == "annual_cap"
    assert row["value"] == pytest.approx(dearest, rel=1e-2)
    assert np.isnan(row["distance"])  # there is no cap to be away from


def test_chance_breaks_a_cap_on_the_year_before_the_mean_does() -> None:
    plan = STILL.with_changes(systemic_cv=0.3, cap_bearer="nobody")
    row = at(breaking_points(plan), "annual_cap", "down")
    mean = project(plan).headline.cost_per_member_year
    assert row["breaks"] == "unpaid"
    assert row["value"] > 1.5 * mean
    # Of a pool so large the factor alone is uncertain: a gamma, and its mean above the cap.
    shape, cap = 1 / 0.3**2, row["value"]
    z = cap / mean * shape
    lost = (gammaincc(shape + 1, z) * mean - cap * gammaincc(shape, z)) / mean
    assert lost == pytest.approx(MATERIAL, rel=5e-3)


def test_a_minimum_breaks_at_the_fewest_members() -> None:
    row = at(breaking_points(Scenario()), "minimum_members", "up")
    assert row["breaks"] == "minimum"
    ended = project(Scenario(minimum_members=row["value"])).headline
    assert row["unpaid"] == pytest.approx(ended.owed_at_dissolution, rel=1e-12)
    assert row["unpaid"] > 0
    assert row["value"] == pytest.approx(project(Scenario()).array("members").min(), rel=1e-3)


def test_a_costly_year_breaks_where_one_in_200_costs_the_limit() -> None:
    row = at(breaking_points(STILL, costly_year=150.0), "incidence_multiplier", "up")
    assert row["breaks"] == "costly_year"
    dear = project(STILL.with_changes(incidence_multiplier=row["value"]))
    assert cost_band(dear).one_in_200 == pytest.approx(150.0, rel=1e-3)


def test_a_longer_horizon_brings_a_break_nearer() -> None:
    short, long = (breaking_points(Scenario(), years=years) for years in (1, 10))
    assert at(long, "members", "down")["value"] > at(short, "members", "down")["value"]


@pytest.mark.parametrize("name", PLANS)
def test_it_breaks_at_the_value_and_not_before(name: str) -> None:
    plan = PLANS[name]
    standing = set(broken_now(plan, costly_year=LIMIT))
    table = breaking_points(plan, costly_year=LIMIT)
    for _, row in table.iterrows():
        field, value = row["input"], row["value"]
        meta = fields()[field]
        low, high = meta.reach(getattr(plan, field))
        here = float(high if (stands := getattr(plan, field)) is None else stands)
        # The search stops within a part of the way; one part before the value nothing breaks yet.
        end = high if row["way"] == "up" else low
        log = meta.scale == "log"
        before = value * (here / end) ** WITHIN if log else value + (here - end) * WITHIN
        before = min(before, here) if here < value else max(before, here)
        plans = [plan.with_changes(**{field: float(one)}) for one in (value, before)]
        broken = states(plans, LIMIT)
        new = [
            {one for one, is_so in zip(BREAKS, broken.broken[place], strict=True) if is_so}
            - standing
            for place in (0, 1)
        ]
        assert row["breaks"] in new[0], row
        assert new[0] == {row["breaks"], *row["also"]}, row
        assert not new[1], row
        assert row["unpaid"] == pytest.approx(broken.unpaid[0])
        assert row["sponsor"] == pytest.approx(broken.sponsor[0])


def test_what_is_broken_already_is_not_found_again() -> None:
    plan = PLANS["broken already"]
    assert broken_now(plan) == ("claim_cap", "annual_cap", "sponsor")
    assert not {"claim_cap", "annual_cap", "sponsor"} & set(breaking_points(plan)["breaks"])


def test_the_nearest_comes_first_and_every_row_names_a_lever() -> None:
    table = breaking_points(Scenario(), costly_year=LIMIT)
    assert table["nearness"].is_monotonic_increasing
    assert table["nearness"].between(0, 1).all()
    assert set(table["input"]) <= set(fields()) - NOT_MOVED
    assert set(table["breaks"]) <= set(BREAKS)
    assert len(table) > 5


def test_a_plan_that_pays_nothing_breaks_only_at_its_minimum() -> None:
    nothing = Scenario(payout_under_40=0.0, payout_40_plus=0.0)
    table = breaking_points(nothing)
    assert set(table["input"]) >= {"minimum_members"}
    assert not (table["unpaid"] > 0).any()


def test_a_search_that_is_watched_finds_the_same_and_tells_how_far_it_is() -> None:
    plan = Scenario(price_elasticity=0.5, years=1)
    told: list[float] = []
    watched = breaking_points(plan, costly_year=LIMIT, progress=told.append)
    breaking._searched.cache_clear()
    pd.testing.assert_frame_equal(watched, breaking_points(plan, costly_year=LIMIT), rtol=1e-12)
    assert told == sorted(told)
    assert 0 < told[0] < 0.1
    assert told[-1] <= 1


class Stopped(Exception):  # noqa: N818 - no error
    """The reader does not want it any more."""


def test_a_search_that_is_stopped_projects_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    projected, stopped = [], False

    def counted(plans: list[Scenario]) -> object:
        assert not stopped
        projected.append(len(plans))
        return project_many(plans)

    def stop(_share: float) -> None:
        nonlocal stopped
        stopped = True
        raise Stopped

    monkeypatch.setattr(breaking, "project_many", counted)
    plan = Scenario(price_elasticity=0.7, years=1)
    with pytest.raises(Stopped):
        breaking_points(plan, progress=stop)
    # The plan as it stands and the first few of hundreds, each with its calm twin.
    assert sum(projected) <= 2 * (1 + breaking._AT_A_TIME)
    stopped = False
    # What was left off is not taken for the answer.
    assert len(breaking_points(plan, progress=lambda _share: None))
    assert sum(projected) > 10 * breaking._AT_A_TIME
