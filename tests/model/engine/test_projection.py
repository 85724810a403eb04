"""The engine against hand calculations, conservation and closed forms."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mutualmodel import Projection, Scenario, project, project_many, smallest_pool
from mutualmodel.engine.projection import COLUMNS
from mutualmodel.engine.run import run_by_age, run_of
from mutualmodel.engine.side_by_side import CHUNK_ROWS
from mutualmodel.engine.state import PlanRun
from mutualmodel.figures.rates import incidence, mild_ratio, population

FloatArray = NDArray[np.float64]

DAYS_A_PERIOD = 365.25 / 24

# No waiting, no delay, no lapse, nobody joins, no caps, members long in the plan: what is left is
# incidence times payout.
BARE = Scenario(
    members=1e6,
    joiners_per_year=0.0,
    opening_tenure_years=20.0,
    select_year_1=1.0,
    select_year_2=1.0,
    waiting_days=0.0,
    claim_delay_days=0.0,
    claim_delay_cv=0.0,
    incidence_trend=0.0,
    lapse_rate=0.0,
    price_elasticity=0.0,
    per_claim_cap=None,
    annual_cap=None,
    minimum_members=0.0,
    years=3,
)
# Nobody is near 60, so that only lapses end a membership.
YOUNG = BARE.with_changes(share_under_18=0.0, share_40_to_59=0.0)
# Every rule at once, in a pool where both caps bind.
EVERYTHING = BARE.with_changes(
    joiners_per_year=4e5,
    opening_tenure_years=1.3,
    select_year_1=0.31,
    select_year_2=0.63,
    waiting_days=90.0,
    claim_delay_days=45.0,
    incidence_trend=0.03,
    lapse_rate=0.2,
    mild_payout=50_000.0,
    per_claim_cap=0.2,
    annual_cap=95.0,
)


def weights(scenario: Scenario) -> FloatArray:
    """Share of members (2, 60) by sex and age at the start, from the census itself."""
    persons = population()[:, :60]
    young, old = scenario.share_under_18, scenario.share_40_to_59
    shares = np.empty((2, 60))
    for sex, of_sex in enumerate((1 - scenario.share_female, scenario.share_female)):
        for (low, high), share in {
            (0, 18): young,
            (18, 40): 1 - young - old,
            (40, 60): old,
        }.items():
            group = persons[sex, low:high]
            shares[sex, low:high] = of_sex * share * group / group.sum()
    return shares


def yearly_benefit(scenario: Scenario) -> FloatArray:
    """Expected payouts in yuan (2, 61) a year by sex and age, nothing at 60."""
    severe = incidence(scenario.incidence_table)[:, :60]
    lump_sum = np.where(np.arange(60) < 40, scenario.payout_under_40, scenario.payout_40_plus)
    mild = mild_ratio()[:, :60] * scenario.mild_payout
    benefit = np.zeros((2, 61))
    benefit[:, :60] = scenario.incidence_multiplier * severe * (lump_sum + mild)
    return benefit


def flows(projection: Projection, name: str) -> FloatArray:
    """Give a column by plan year (years, 24)."""
    return projection.array(name).reshape(-1, 24)


# -------------------------------------------------------------------------- the hand calculation


@pytest.mark.parametrize(
    "scenario",
    [
        BARE,
        BARE.with_changes(incidence_table="CI1", fee_rate=0.0, share_female=0.2),
        BARE.with_changes(mild_payout=50_000.0, share_under_18=0.3, incidence_multiplier=1.7),
        BARE.with_changes(share_under_18=0.0, share_40_to_59=1.0, payout_40_plus=123_456.0),
    ],
    ids=["default_ages", "men", "mild", "old"],
)
def test_the_first_year_is_incidence_times_payout_and_the_effect_of_ageing(
    scenario: Scenario,
) -> None:
    share, benefit = weights(scenario), yearly_benefit(scenario)
    with_fee = 1 + scenario.fee_rate
    young = with_fee * (share * benefit[:, :60]).sum()
    year_older = with_fee * (share * benefit[:, 1:]).sum()
    # At the middle of period t a share tau of each age has had a birthday; those of 59 left then.
    # The bill is divided among those who were below 60 at the start of the period.
    tau = (np.arange(24) + 0.5) / 24
    bill = ((1 - tau) * young + tau * year_older) / 24
    below_60 = 1 - share[:, 59].sum() * np.arange(24) / 24
    by_hand = (bill / below_60).sum()

    cost = project(scenario).headline.cost_per_member_year
    assert cost == pytest.approx(by_hand, rel=1e-12)
    # In words: everybody is half a year older than at the start on average over the year.
    half_year_older = (young + year_older) / 2 / (1 - share[:, 59].sum() / 2)
    assert cost == pytest.approx(half_year_older, rel=2e-3)
    # Without ageing the formula of the textbook is up to 5 % short, the older the members.
    assert young < cost < 1.05 * young


# ------------------------------------------------------------------------ conservation of members


@pytest.mark.parametrize(
    "scenario",
    [
        EVERYTHING,
        EVERYTHING.with_changes(price_elasticity=1.5, risk_spread=1.0),
        EVERYTHING.with_changes(share_under_18=0.0, share_40_to_59=1.0, years=10),
    ],
    ids=["everything", "reacting", "old"],
)
def test_members_are_conserved(scenario: Scenario) -> None:
    table = project(scenario).periods
    moved = table["members"] + table["joined"] - table["lapsed"] - table["aged_out"]
    np.testing.assert_allclose(table["members"][1:], moved[:-1], rtol=1e-12)
    assert (table[["joined", "lapsed", "aged_out"]] > 0).all(axis=None)
    np.testing.assert_allclose(table["joined"], scenario.joiners_per_year / 24, rtol=1e-12)


def test_lapses_follow_the_rate() -> None:
    table = project(EVERYTHING).periods
    leaving = 1 - np.exp(-EVERYTHING.lapse_rate / 24)
    np.testing.assert_allclose(table["lapsed"], leaving * table["members"], rtol=1e-12)


@pytest.mark.parametrize("lapse_rate", [0.0, 0.4])
def test_those_who_turn_sixty_are_as_many_as_the_census_has_there(lapse_rate: float) -> None:
    scenario = BARE.with_changes(lapse_rate=lapse_rate)
    near_60 = weights(scenario)[:, [59, 58, 57]].sum(axis=0)
    stayed = np.exp(-lapse_rate * np.arange(1, 73) / 24)
    wanted = scenario.members * np.repeat(near_60, 24) / 24 * stayed
    np.testing.assert_allclose(project(scenario).array("aged_out"), wanted, rtol=1e-9)


def test_members_grow_by_those_who_join_where_nobody_leaves() -> None:
    scenario = YOUNG.with_changes(share_under_18=1.0, joiners_per_year=6e6)
    wanted = scenario.members + 6e6 * np.arange(72) / 24
    np.testing.assert_allclose(project(scenario).array("members"), wanted, rtol=1e-12)


def test_joiners_and_lapses_reach_a_steady_state() -> None:
    scenario = YOUNG.with_changes(
        share_under_18=1.0, lapse_rate=1.5, joiners_per_year=3e6, years=10
    )
    stay = np.exp(-1.5 / 24)
    limit = 3e6 / 24 / (1 - stay)
    assert project(scenario).array("members")[-1] == pytest.approx(limit, rel=1e-6)


# -------------------------------------------------------------------------- conservation of money


@pytest.mark.parametrize("bearer", ["sponsor", "insurer", "nobody"])
@pytest.mark.parametrize("elasticity", [0.0, 1.0])
def test_every_yuan_paid_is_charged_or_borne(bearer: str, elasticity: float) -> None:
    scenario = EVERYTHING.with_changes(cap_bearer=bearer, price_elasticity=elasticity)
    table = project(scenario).periods
    borne = table["charged_per_member"] * table["members"] + table["sponsor"] + table["unpaid"]
    np.testing.assert_allclose(borne, table["payout"] + table["fee"], rtol=1e-12)
    # The fee is charged on what is paid, and claimants lose no more than what they are due.
    paid = table["payout"] - table["unpaid"]
    np.testing.assert_allclose(table["fee"], scenario.fee_rate * paid, rtol=1e-12)
    assert table["unpaid"].between(0.0, table["payout"]).all()
    gross = table["gross_per_member"] * table["members"]
    np.testing.assert_allclose(gross, (1 + scenario.fee_rate) * table["payout"], rtol=1e-12)
    assert bool(table["sponsor"].any()) is (bearer != "nobody")
    assert bool(table["unpaid"].any()) is (bearer == "nobody")


@pytest.mark.parametrize("days", [0.0, 7.0, 45.0, 365.0])
def test_what_is_owed_is_what_was_diagnosed_and_not_paid(days: float) -> None:
    same = {"payout_under_40": 2e5, "payout_40_plus": 2e5, "mild_payout": 2e5}
    table = project(EVERYTHING.with_changes(claim_delay_days=days, **same)).periods
    owed, payout = table["owed"].to_numpy(), table["payout"].to_numpy()
    diagnosed = 2e5 * table["diagnosed"].to_numpy()
    scale = diagnosed.max()
    np.testing.assert_allclose(np.diff(owed), (diagnosed - payout)[1:], atol=1e-9 * scale)
    # Looking back from the end of a period: all of the last whole periods of delay, part of one.
    delay = days / DAYS_A_PERIOD
    unpaid = np.clip(delay - np.arange(25), 0, 1)
    for period in (24, 40, 71):
        wanted = (unpaid * diagnosed[period - np.arange(25)]).sum()
        assert owed[period] == pytest.approx(wanted, abs=1e-9 * scale)


# --------------------------------------------------------------------------- waiting, delay, select


@pytest.mark.parametrize("days", [0.0, 10.0, 90.0, 182.625, 365.0])
def test_those_who_join_together_are_covered_together(days: float) -> None:
    scenario = YOUNG.with_changes(opening_tenure_years=0.0, waiting_days=days)
    covered = project(scenario).array("covered")
    elapsed = np.arange(72) + 1 - days / DAYS_A_PERIOD
    np.testing.assert_allclose(covered, 1e6 * np.clip(elapsed, 0, 1), rtol=1e-12, atol=1e-6)


def test_cover_of_those_who_joined_evenly_over_a_year() -> None:
    six_periods = 6 * DAYS_A_PERIOD
    scenario = YOUNG.with_changes(opening_tenure_years=1.0, waiting_days=six_periods)
    covered = project(scenario).array("covered")
    np.testing.assert_allclose(covered[[0, 3, 6, 20]], [7.5e5, 8.75e5, 1e6, 1e6], rtol=1e-9)
    half_past = scenario.with_changes(waiting_days=six_periods - DAYS_A_PERIOD / 2)
    # Half of the seventh period's members are past the wait half-way through the period.
    midway = (7.5e5 + 1e6 * 19 / 24) / 2
    assert project(half_past).array("covered")[0] == pytest.approx(midway, rel=1e-9)


def test_joiners_wait_like_everybody_else() -> None:
    scenario = YOUNG.with_changes(joiners_per_year=2.4e6, waiting_days=4 * DAYS_A_PERIOD)
    covered = project(scenario).array("covered")
    # The first 100,000 join at the end of the first period and are covered four later. Those who
    # joined over 480 periods before the start are all covered from the fourth.
    joined = np.clip(np.arange(72) - 4, 0, None) * 1e5
    opening = 1e6 * (1 - np.clip(4 - np.arange(72), 0, None) / 480)
    np.testing.assert_allclose(covered, opening + joined, rtol=1e-9)


def test_nobody_of_a_new_plan_can_claim_for_ninety_days() -> None:
    scenario = BARE.with_changes(opening_tenure_years=0.0, waiting_days=90.0, claim_delay_days=45.0)
    table = project(scenario).periods
    assert not table["diagnosed"][:5].any()  # ninety days are 5.91 periods
    assert (table["diagnosed"][5:] > 0).all()
    # With 45 more they are 8.87; that claims are taken as even within the sixth period lets a
    # trace of them be paid in the eighth.
    assert not table["claims"][:7].any()
    assert table["claims"][7] < 0.005 * table["claims"][9]
    assert (table["claims"][8:] > 0).all()
    assert not table["owed"][:5].any()


def test_claims_are_paid_after_their_delay() -> None:
    scenario = YOUNG.with_changes(opening_tenure_years=0.0, claim_delay_days=2.5 * DAYS_A_PERIOD)
    table = project(scenario).periods
    diagnosed, paid = table["diagnosed"].to_numpy(), table["claims"].to_numpy()
    np.testing.assert_allclose(paid[:2], 0.0, atol=1e-12)
    assert paid[2] == pytest.approx(diagnosed[0] / 2, rel=1e-12)
    np.testing.assert_allclose(paid[3:], (diagnosed[1:-2] + diagnosed[:-3]) / 2, rtol=1e-12)


def test_claims_from_before_the_start_are_paid_first() -> None:
    """With a delay of 12 periods the first settlement pays what befell younger members then."""
    scenario = BARE.with_changes(
        share_under_18=0.0, claim_delay_days=12 * DAYS_A_PERIOD, incidence_trend=0.05
    )
    benefit = yearly_benefit(scenario)
    share = weights(scenario)[:, 18:]
    for period in (0, 5, 11):
        tau = (12 - period - 0.5) / 24  # years before the start, at the middle of that period
        younger = (1 - tau) * benefit[:, 18:60] + tau * benefit[:, 17:59]
        joined = 1 - (12 - period) / 480  # by then, of those who joined over twenty years
        wanted = joined * 1e6 * (share * younger).sum() * 1.05**-tau / 24
        assert project(scenario).array("payout")[period] == pytest.approx(wanted, rel=1e-9)


def test_select_factors_hold_in_their_year() -> None:
    new = YOUNG.with_changes(opening_tenure_years=0.0)
    select = new.with_changes(select_year_1=0.31, select_year_2=0.63)
    ratio = project(select).array("diagnosed") / project(new).array("diagnosed")
    np.testing.assert_allclose(ratio, np.repeat([0.31, 0.63, 1.0], 24), rtol=1e-12)


def test_select_factors_of_those_who_joined_evenly_over_four_years() -> None:
    spread = YOUNG.with_changes(opening_tenure_years=4.0)
    select = spread.with_changes(select_year_1=0.2, select_year_2=0.6)
    ratio = project(select).array("diagnosed") / project(spread).array("diagnosed")
    # A quarter each is in the first and the second year at the start, none is after a year or two.
    by_hand = [(0.2 + 0.6 + 2) / 4, (0.6 + 3) / 4, 1.0]
    np.testing.assert_allclose(ratio[[0, 24, 48]], by_hand, rtol=1e-9)


def test_the_trend_grows_from_the_start() -> None:
    ratio = project(BARE.with_changes(incidence_trend=0.1)).array("diagnosed") / project(
        BARE
    ).array("diagnosed")
    np.testing.assert_allclose(ratio, 1.1 ** ((np.arange(72) + 0.5) / 24), rtol=1e-12)


# ------------------------------------------------------------------------------------------- caps


def test_an_annual_cap_is_never_passed_in_a_plan_year() -> None:
    certain = EVERYTHING.with_changes(systemic_cv=0.0)
    capped, free = project(certain), project(certain.with_changes(annual_cap=None))
    charged = flows(capped, "charged_per_member")
    due = flows(free, "charged_per_member")
    assert due[0].sum() < 95 < due[1].sum() < due[2].sum()
    # Only the counts are uncertain, and a year of them by little.
    np.testing.assert_allclose(charged.sum(axis=1), [due[0].sum(), 95.0, 95.0], rtol=1e-6)
    # Members are charged in full until the cap is reached and nothing after that.
    most = np.minimum(due.cumsum(axis=1), 95.0)
    assert (charged.cumsum(axis=1) <= most * (1 + 1e-12)).all()
    np.testing.assert_allclose(charged.cumsum(axis=1), most, rtol=2e-2)
    above = (flows(free, "gross_per_member") - charged) * flows(capped, "members")
    np.testing.assert_allclose(flows(capped, "sponsor"), above, rtol=1e-9, atol=1e-3)


def test_a_cap_on_one_claim_limits_each_claim() -> None:
    scenario = EVERYTHING.with_changes(annual_cap=None)
    projection = project(scenario)
    members = projection.array("members")
    full = np.array([3e5, 1e5, 5e4]) * 1.08 / members[:, None]
    assert (full[:, 0] > 0.2).any()
    assert (full[:, 1] < 0.2).all()
    claims = projection.array("claims_by_kind")
    wanted = (claims * np.minimum(full, 0.2)).sum(axis=1)
    np.testing.assert_allclose(projection.array("charged_per_member"), wanted, rtol=1e-12)
    share = np.minimum(full.max(axis=1), 0.2)
    np.testing.assert_allclose(projection.array("claim_share"), share, rtol=1e-12)


def test_who_bears_what_is_above_a_cap_is_the_same_to_the_members() -> None:
    sponsor, insurer, nobody = (
        project(EVERYTHING.with_changes(cap_bearer=bearer))
        for bearer in ("sponsor", "insurer", "nobody")
    )
    for name in ("charged_per_member", "payout", "members"):
        np.testing.assert_array_equal(sponsor.array(name), nobody.array(name))
    np.testing.assert_array_equal(sponsor.array("sponsor"), insurer.array("sponsor"))
    # Nobody charges a fee on what is not paid.
    np.testing.assert_allclose(
        sponsor.array("sponsor"), (1 + EVERYTHING.fee_rate) * nobody.array("unpaid"), rtol=1e-12
    )
    assert sponsor.array("sponsor").sum() > 0


def test_the_smallest_pool_is_where_the_cap_on_one_claim_begins_to_bind() -> None:
    # Nobody reaches 40 within the year, so every claim is of 300,000 yuan.
    scenario = YOUNG.with_changes(share_under_18=1.0, per_claim_cap=0.10, fee_rate=0.08)
    assert smallest_pool(scenario) == pytest.approx(3.24e6, rel=1e-12)
    just, less = (project(scenario.with_changes(members=n)) for n in (3.24e6 * 1.0001, 3.2e6))
    assert just.headline.sponsor == pytest.approx(0, abs=1e-3)
    # 3.2 of the 3.24 million that it takes are there to share, so 1 yuan in 81 is above the cap.
    bill = less.headline.payout + less.headline.fee
    assert less.headline.sponsor == pytest.approx(bill * 0.04 / 3.24, rel=1e-9)
    assert smallest_pool(scenario.with_changes(per_claim_cap=None)) == 0


# ------------------------------------------------------------------------------------ dissolution


def test_a_plan_dissolves_below_its_minimum() -> None:
    falling = YOUNG.with_changes(lapse_rate=1.0, claim_delay_days=45.0)
    alive = project(falling)
    dissolved = project(falling.with_changes(minimum_members=5e5))
    # Half are left after ln 2 years, 16.6 periods.
    assert dissolved.headline.dissolved_after_years == 17 / 24
    for name in COLUMNS:
        column = dissolved.array(name)
        np.testing.assert_array_equal(column[:17], alive.array(name)[:17])
        # What is owed falls due at the settlement that is not held, and stays unpaid.
        left = alive.array("owed")[16] if name in ("payout", "unpaid") else 0.0
        assert column[17] == left, name
        assert not column[18:].any(), name
    assert dissolved.headline.owed_at_dissolution == alive.array("owed")[16] > 0
    assert dissolved.headline.cost_per_settlement == pytest.approx(
        dissolved.headline.cost_per_member_year / 17, rel=1e-12
    )
    assert alive.headline.dissolved_after_years is None
    assert alive.headline.owed_at_dissolution == 0


def test_a_plan_below_its_minimum_never_starts() -> None:
    scenario = YOUNG.with_changes(minimum_members=2e6, claim_delay_days=24.0)
    projection = project(scenario)
    headline = projection.headline
    assert headline.dissolved_after_years == 0
    assert headline.cost_per_member_year == headline.claims == headline.average_payout == 0
    assert headline.mean_members == headline.claims_per_100k == 0
    assert headline.unpaid == headline.payout == headline.owed_at_dissolution
    assert not projection.array("members").any()
    # Owed is what was diagnosed in the 24 days before, by a twelfth of a year younger members.
    yearly = 1e6 * (weights(scenario) * yearly_benefit(scenario)[:, :60]).sum()
    assert headline.owed_at_dissolution == pytest.approx(yearly * 24 / 365.25, rel=0.01)


# -------------------------------------------------------------------------------- scaling and paths


def test_cost_is_linear_in_incidence_and_in_payouts() -> None:
    free = EVERYTHING.with_changes(per_claim_cap=None, annual_cap=None)
    base = project(free).array("charged_per_member")
    doubled = project(free.with_changes(incidence_multiplier=2 * free.incidence_multiplier))
    np.testing.assert_allclose(doubled.array("charged_per_member"), 2 * base, rtol=1e-12)
    payouts = {"payout_under_40": 3e5, "payout_40_plus": 1e5, "mild_payout": 5e4}
    parts = [
        project(free.with_changes(**{**dict.fromkeys(payouts, 0.0), name: payouts[name]}))
        for name in payouts
    ]
    by_part = sum(part.array("charged_per_member") for part in parts)
    np.testing.assert_allclose(by_part, base, rtol=1e-12)


def test_ten_times_the_members_have_ten_times_the_claims_and_the_same_cost() -> None:
    free = EVERYTHING.with_changes(per_claim_cap=None, annual_cap=None)
    many = free.with_changes(members=1e7, joiners_per_year=10 * free.joiners_per_year)
    small, large = project(free), project(many)
    for name in ("members", "covered", "claims", "payout", "lapsed", "owed"):
        np.testing.assert_allclose(large.array(name), 10 * small.array(name), rtol=1e-12)
    np.testing.assert_allclose(
        large.array("charged_per_member"), small.array("charged_per_member"), rtol=1e-12
    )


@pytest.mark.parametrize(
    "scenario",
    [EVERYTHING, BARE, EVERYTHING.with_changes(waiting_days=365, lapse_rate=2.0, years=10)],
    ids=["everything", "bare", "long"],
)
def test_stepping_gives_what_all_at_once_gives(scenario: Scenario) -> None:
    at_once = project(scenario)
    # Next to no elasticity takes the stepwise path, where a lapse rate is needed to react at all.
    stepped = project(scenario.with_changes(price_elasticity=1e-12, risk_spread=1.0))
    for name in COLUMNS:
        scale = max(1e-9, np.abs(at_once.array(name)).max())
        np.testing.assert_allclose(
            stepped.array(name), at_once.array(name), rtol=1e-9, atol=1e-9 * scale
        )


def mixed_scenarios() -> list[Scenario]:
    """Scenarios that differ in what they are grouped by, in no order."""
    rng = np.random.default_rng(3)
    return [
        EVERYTHING.with_changes(
            members=float(rng.uniform(1e5, 1e7)),
            incidence_table=str(rng.choice(["CI1", "CI2", "CI3", "CI4"])),
            years=int(rng.integers(1, 4)),
            waiting_days=float(rng.choice([0.0, 30.0, 90.0])),
            claim_delay_days=float(rng.choice([0.0, 45.0, 200.0])),
            price_elasticity=float(rng.choice([0.0, 0.0, 1.0])),
            joiners_per_year=float(rng.choice([0.0, 1e5])),
            payout_under_40=float(rng.uniform(0, 5e5)),
        )
        for _ in range(40)
    ]


def test_a_batch_gives_what_each_gives_alone_in_the_order_given() -> None:
    scenarios = mixed_scenarios()
    batch = project_many(scenarios)
    assert len(batch) == len(scenarios)
    assert [projection.scenario for projection in batch] == scenarios
    for scenario, together in zip(scenarios, batch, strict=True):
        alone = project(scenario)
        for name in COLUMNS:
            np.testing.assert_allclose(
                together.array(name), alone.array(name), rtol=1e-9, atol=1e-7, err_msg=name
            )


@pytest.mark.parametrize("elasticity", [0.0, 1.0])
def test_more_rows_than_a_chunk_keep_their_order(elasticity: float) -> None:
    values = np.linspace(0.1, 3.0, 7 * CHUNK_ROWS + 5)
    start = BARE.with_changes(lapse_rate=0.1, price_elasticity=elasticity, years=1)
    batch = project_many([start.with_changes(incidence_multiplier=float(v)) for v in values])
    if elasticity == 0:
        wanted = values / values[0]
        cost = batch.cost_per_member_year()
        np.testing.assert_allclose(cost / cost[0], wanted, rtol=1e-12)
    # The first settlement is linear in incidence: nobody has reacted to it yet.
    first = batch.array("charged_per_member")[:, 0]
    np.testing.assert_allclose(first / first[0], values / values[0], rtol=1e-12)


def test_nothing_to_project_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        project_many([])


# --------------------------------------------------------------------------------- what is reported


def test_an_illness_without_payout_is_no_claim() -> None:
    with_mild, without = (project(BARE.with_changes(mild_payout=p)) for p in (1.0, 0.0))
    ratio = mild_ratio()[:, :60]
    severe = incidence("CI4")[:, :60]
    extra = (weights(BARE) * severe * ratio).sum() / (weights(BARE) * severe).sum()
    more = with_mild.headline.claims / without.headline.claims - 1
    assert more == pytest.approx(extra, rel=0.02)
    none = project(BARE.with_changes(payout_under_40=0.0, payout_40_plus=0.0))
    assert (
        none.headline.claims == none.headline.claims_per_100k == none.headline.average_payout == 0
    )


def test_the_tables_add_up() -> None:
    projection = project(EVERYTHING)
    periods, years = projection.periods, projection.years
    assert list(periods.columns) == ["year", *COLUMNS]
    assert list(years.columns) == list(COLUMNS)
    assert list(years.index) == [1, 2, 3]
    np.testing.assert_allclose(periods["year"], np.arange(72) / 24)
    for name in ("claims", "payout", "fee", "sponsor", "charged_per_member", "lapsed", "joined"):
        np.testing.assert_allclose(years[name], flows(projection, name).sum(axis=1), rtol=1e-12)
    for name in ("members", "covered"):
        np.testing.assert_allclose(years[name], flows(projection, name).mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(years["owed"], flows(projection, "owed")[:, -1])
    np.testing.assert_allclose(years["claim_share"], flows(projection, "claim_share").max(axis=1))
    claims = projection.array("claims_by_kind")
    np.testing.assert_allclose(periods["claims"], claims.sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(periods["payout"], claims @ [3e5, 1e5, 5e4], rtol=1e-12)


def test_the_headline_is_the_first_year() -> None:
    projection = project(EVERYTHING)
    headline, year = projection.headline, projection.years.loc[1]
    assert headline.cost_per_member_year == pytest.approx(year["charged_per_member"], rel=1e-12)
    assert headline.cost_per_settlement == pytest.approx(year["charged_per_member"] / 24, rel=1e-12)
    assert headline.gross_per_member_year == pytest.approx(year["gross_per_member"], rel=1e-12)
    for name in ("claims", "payout", "fee", "sponsor", "unpaid"):
        assert getattr(headline, name) == pytest.approx(year[name], rel=1e-12)
    assert sum(headline.claims_by_kind) == pytest.approx(headline.claims, rel=1e-12)
    assert headline.average_payout == pytest.approx(year["payout"] / year["claims"], rel=1e-12)
    assert headline.mean_members == pytest.approx(year["members"], rel=1e-12)
    rate = 1e5 * year["diagnosed"] / year["members"]
    assert headline.claims_per_100k == pytest.approx(rate, rel=1e-12)
    assert headline.cost_per_claim == min(3e5 * 1.08 / 1e6, 0.2)


def test_importing_and_projecting_load_neither_pandas_nor_scipy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # numba itself looks for scipy.
    monkeypatch.setenv("MUTUALMODEL_KERNELS", "numpy")
    """Either takes longer to import than the whole model, and a headline needs neither.

    But for the law of a delay that differs from claim to claim.
    """
    program = (
        "import sys, mutualmodel as m; m.project(m.Scenario(claim_delay_cv=0)).headline; "
        "print(*{'pandas', 'scipy'} & set(sys.modules))"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


# ------------------------------------------------------------------------------ shared projections


def test_a_plan_is_projected_once_and_cannot_be_written_to() -> None:
    projection = project(Scenario(members=2e6))
    assert project(Scenario(members=2e6)) is projection
    with pytest.raises(ValueError, match="read-only"):
        projection.array("members")[0] = 1.0


@pytest.mark.parametrize("table", ["periods", "years"])
def test_whoever_writes_into_a_table_writes_into_a_copy(table: str) -> None:
    projection = project(Scenario())
    mine = getattr(projection, table)
    mine["members"] = 0.0
    assert getattr(projection, table)["members"].min() > 0


@pytest.mark.parametrize("run", [run_of, run_by_age])
def test_runs_are_shared_and_cannot_be_written_to(run: Callable[[Scenario], PlanRun]) -> None:
    assert run(Scenario(years=1)) is run(Scenario(years=1))
    for array in vars(run(Scenario(years=1))).values():
        assert not isinstance(array, np.ndarray) or not array.flags.writeable
