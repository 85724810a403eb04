"""The systems side by side: break-even ages, maps, lifetimes and what a yuan buys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mutualmodel import Scenario, project, project_many
from mutualmodel.figures import figure
from mutualmodel.figures.rulebook import rules
from mutualmodel.inputs import ClosingTerms, InsurerTerms
from mutualmodel.inputs.presets import LAUNCH_2018
from mutualmodel.insurance import (
    BASES,
    COMPARED,
    SYSTEMS,
    break_even,
    break_even_age,
    cheaper_over_cap,
    cheaper_over_incidence,
    cheaper_over_loading,
    cheaper_over_payout,
    costs_by_age,
    launch_terms,
    level_premiums,
    lifetime_costs,
    mutual_costs,
    one_year_premiums,
    yuan_splits,
)
from mutualmodel.insurance.systems import settled_plan
from mutualmodel.simulation import spread_over

PLAN, TERMS = Scenario(), InsurerTerms()


# -------------------------------------------------------------------------------- the systems


def test_every_system_has_a_cost_and_its_figures() -> None:
    assert set(costs_by_age(PLAN, TERMS, "F")) == set(SYSTEMS)
    for system in SYSTEMS.values():
        for name in system.sources:
            figure(name)
        assert all((system.cover, system.bad_year, system.change, system.closing, system.eligible))
    assert COMPARED == ("mutual", "mutual_insured", "one_year", "level")
    mutual = {"mutual", "mutual_insured"}
    assert {name for name, one in SYSTEMS.items() if one.shares_bad_year} == mutual
    assert {name for name, one in SYSTEMS.items() if one.same_benefit} == set(COMPARED)
    # A level premium and the medical policy's price list stay as they were quoted.
    anew = {name for name, one in SYSTEMS.items() if one.follows_trend}
    assert anew == mutual | {"one_year", "bridging"}


def test_a_member_pays_the_same_at_every_age() -> None:
    costs = costs_by_age(PLAN, TERMS, "M")
    cost = project(PLAN).headline.cost_per_member_year
    assert costs["mutual"] == pytest.approx(np.full(60, cost))
    assert costs["mutual_insured"] == pytest.approx(np.full(60, cost * 1.10 / 1.08))


def test_the_settled_cost_is_that_of_members_long_in_the_plan() -> None:
    # With nobody in her first years the select factors do not matter: within the few who just
    # joined, a twentieth a year of twenty years.
    plain = PLAN.with_changes(select_year_1=1.0, select_year_2=1.0, opening_tenure_years=20.0)
    settled = mutual_costs(PLAN)["mutual"].settled
    wanted = project(plain).headline.cost_per_member_year
    assert wanted * 0.93 < settled < wanted


def test_the_launch_version_is_that_of_the_record() -> None:
    launched = launch_terms(PLAN.with_changes(fee_rate=0.3))
    assert launched.fee_rate == rules()[0].fee_rate == LAUNCH_2018.scenario.fee_rate
    assert launched.annual_cap == rules()[1].annual_cap == LAUNCH_2018.scenario.annual_cap
    words = SYSTEMS["mutual_insured"].change
    assert f"{launched.annual_cap:.0f} yuan" in words
    assert f"{launched.fee_rate:.0%}".replace("%", " %") in words


def test_the_bridging_policy_is_that_of_the_closing() -> None:
    more = ClosingTerms(bridge_under_40=200_000.0)
    usual, changed = (costs_by_age(PLAN, TERMS, "F", "now", of) for of in (ClosingTerms(), more))
    assert (changed["bridging"][:40] > usual["bridging"][:40]).all()
    life = [lifetime_costs(PLAN, TERMS, "F", 20, of)["bridging"] for of in (ClosingTerms(), more)]
    assert life[1].total > life[0].total


def test_the_launch_version_never_costs_more_than_its_cap() -> None:
    sick = PLAN.with_changes(incidence_multiplier=3.0)
    costs = mutual_costs(sick)
    assert costs["mutual_insured"].now == pytest.approx(188)
    assert costs["mutual"].now > 400


GONE = PLAN.with_changes(members=1e6, minimum_members=3.3e6)
# Below its minimum after some months.
BRIEF = PLAN.with_changes(members=4e6, minimum_members=3.6e6, lapse_rate=0.3)


def test_a_plan_that_never_starts_costs_nothing_that_could_be_compared() -> None:
    costs = mutual_costs(GONE)["mutual"]
    for basis in BASES:
        assert np.isnan([costs.at(basis), costs.whole_year(basis)]).all()
    by_age = costs_by_age(GONE, TERMS, "F")
    assert np.isnan(by_age["mutual"]).all()
    assert not np.isnan(by_age["one_year"]).any()
    assert break_even_age(GONE, TERMS, "F") == break_even(np.nan, by_age["one_year"])
    assert break_even_age(GONE, TERMS, "F").spans == ()
    assert set(yuan_splits(GONE, TERMS, "F", 30)) == {"one_year", "level"}


def test_a_part_of_a_year_is_not_compared_with_a_year() -> None:
    held = int((project(BRIEF).array("members") > 0).sum())
    assert 0 < held < 24
    costs = mutual_costs(BRIEF)["mutual"]
    charged = project(BRIEF).array("charged_per_member")[:held].sum()
    assert costs.at("now") == pytest.approx(charged)
    assert np.isnan(costs.whole_year("now"))
    assert break_even_age(BRIEF, TERMS, "M").age is None
    assert np.isnan(cheaper_over_incidence(BRIEF, TERMS, "M", [0.2, 0.6]).ratio).all()
    assert np.isnan(cheaper_over_loading(BRIEF, TERMS, "M", [0.2]).ratio).all()
    assert "mutual" not in lifetime_costs(BRIEF, TERMS, "M", 30)
    # Money that it took in was split as any other's.
    assert "mutual" in yuan_splits(BRIEF, TERMS, "M", 30)


def test_what_of_the_benefit_is_paid_by_hand() -> None:
    """A cap that all but certainly binds: members pay it, and of the bill so much is paid."""
    free = PLAN.with_changes(systemic_cv=0.0, lapse_rate=0.0)
    plan = free.with_changes(annual_cap=40.0, cap_bearer="nobody")
    costs, gross = mutual_costs(plan)["mutual"], mutual_costs(free)["mutual"].now
    assert costs.now == pytest.approx(40.0, rel=1e-6)
    # But for those who turn sixty within the year, and pay for less of it.
    assert costs.benefit_paid("now") == pytest.approx(40.0 / gross, rel=0.01)
    # For each yuan of benefit a member pays what she would without the cap.
    assert costs.per_whole_benefit("now") == pytest.approx(gross, rel=0.01)
    for bearer in ("sponsor", "insurer"):
        helped = mutual_costs(plan.with_changes(cap_bearer=bearer))["mutual"]
        assert helped.benefit_paid("now") == 1.0
        assert helped.per_whole_benefit("now") == helped.now
    nothing = PLAN.with_changes(payout_under_40=0.0, payout_40_plus=0.0)
    assert mutual_costs(nothing)["mutual"].benefit_paid("now") == 1.0


def test_where_a_policy_costs_nothing_there_is_nothing_to_compare() -> None:
    free = PLAN.with_changes(payout_under_40=0.0, payout_40_plus=0.0)
    assert break_even_age(free, TERMS, "F").spans == ()
    old = PLAN.with_changes(payout_under_40=0.0)
    assert min(first for first, _last in break_even_age(old, TERMS, "F").spans) >= 40


def test_medical_prices_are_those_quoted() -> None:
    prices = costs_by_age(PLAN, TERMS, "F")["medical"]
    assert [prices[age] for age in (0, 4, 5, 25, 26, 59)] == [568, 568, 166, 149, 229, 1399]
    assert not np.isnan(prices).any()


# ----------------------------------------------------------------------------- break-even ages


def slow_spans(cost: float, premiums: list[float]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for age, premium in enumerate(premiums):
        if cost <= premium and premium > 0:
            if spans and spans[-1][1] == age - 1:
                spans[-1] = spans[-1][0], age
            else:
                spans.append((age, age))
    return spans


@given(st.lists(st.integers(0, 4), min_size=60, max_size=60), st.integers(0, 5))
def test_spans_are_those_of_a_slow_loop(premiums: list[int], cost: int) -> None:
    # In cents, for a policy that costs next to nothing is one nevertheless.
    found = break_even(cost / 100, np.array(premiums) / 100)
    wanted = slow_spans(cost, [float(premium) for premium in premiums])
    assert list(found.spans) == wanted
    assert found.age == next((first for first, last in wanted if last >= 18), None)
    assert found.everywhere == (wanted == [(0, 59)])


def test_it_is_cheaper_everywhere_where_no_age_of_a_member_is_left_out() -> None:
    assert break_even(1.0, np.full(60, 2.0)).everywhere
    # Ages below that of entry do not count.
    assert break_even(1.0, np.append(np.zeros(18), np.full(42, 2.0)), 18).everywhere
    assert not break_even(1.0, np.append(np.full(59, 2.0), 0.5)).everywhere
    assert not break_even(3.0, np.full(60, 2.0)).everywhere


def test_a_payout_that_falls_at_forty_parts_the_ages() -> None:
    # 300 yuan: a man's premium passes it at 32, falls below at 40 and passes it again at 43.
    premium = one_year_premiums(PLAN, TERMS)[0]
    found = break_even(300.0, premium)
    assert len(found.spans) == 2
    assert found.spans[0][1] == 39
    assert found.spans[1][1] == 59
    assert premium[found.spans[1][0]] >= 300 > premium[found.spans[1][0] - 1]


def test_where_insurance_is_always_cheaper_there_is_no_age() -> None:
    assert break_even(1e6, one_year_premiums(PLAN, TERMS)[0]) == break_even(1e6, np.zeros(60))
    assert break_even(1e6, np.zeros(60)).age is None


@pytest.mark.parametrize("sex", ["M", "F"])
@pytest.mark.parametrize("basis", BASES)
def test_the_break_even_age_is_where_the_cost_meets_the_premium(sex: str, basis: str) -> None:
    found = break_even_age(PLAN, TERMS, sex, basis=basis)  # type: ignore[arg-type]
    cost = mutual_costs(PLAN)["mutual"].at(basis)  # type: ignore[arg-type]
    premium = one_year_premiums(PLAN, TERMS)[0 if sex == "M" else 1]
    assert found.age is not None
    assert premium[found.age] >= cost > premium[found.age - 1]


def test_a_dearer_plan_breaks_even_later() -> None:
    ages = [
        break_even_age(PLAN.with_changes(incidence_multiplier=level), TERMS, "F").age
        for level in (0.2, 0.4, 0.6, 0.8)
    ]
    assert ages == sorted(ages, key=lambda age: age or 0)
    assert len(set(ages)) > 2


# ---------------------------------------------------------------------------------------- maps


def test_the_map_over_incidence_is_one_plan_after_another() -> None:
    levels = [0.1, 0.4355, 1.2]
    for basis in BASES:
        found = cheaper_over_incidence(PLAN, TERMS, "F", levels, basis=basis)
        for row, level in zip(found.ratio, levels, strict=True):
            plan = PLAN.with_changes(incidence_multiplier=level)
            wanted = one_year_premiums(plan, TERMS)[1] / mutual_costs(plan)["mutual"].at(basis)
            assert row == pytest.approx(wanted)


def test_the_map_over_loading_is_one_price_after_another() -> None:
    loadings = [0.0, 0.2, 0.35]
    found = cheaper_over_loading(PLAN, TERMS, "M", loadings)
    for row, loading in zip(found.ratio, loadings, strict=True):
        premium = one_year_premiums(PLAN, TERMS.with_changes(loading=loading))[0]
        assert row == pytest.approx(premium / mutual_costs(PLAN)["mutual"].now)


@pytest.mark.parametrize("bearer", ["sponsor", "nobody"])
def test_the_map_over_caps_is_one_plan_after_another(bearer: str) -> None:
    plan = PLAN.with_changes(cap_bearer=bearer, annual_cap=60.0)
    for basis in BASES:
        found = cheaper_over_cap(plan, TERMS, "F", [10.0, 40.0, 500.0, np.inf], basis=basis)
        premium = one_year_premiums(plan, TERMS)[1]
        # By hand: far below what a year costs members pay the cap itself, far above the cap idles.
        assert found.ratio[0] == pytest.approx(premium / 10.0)
        free = mutual_costs(plan.with_changes(annual_cap=None))["mutual"].at(basis)
        assert found.ratio[1] == pytest.approx(premium / 40.0)
        for row in found.ratio[2:]:
            assert row == pytest.approx(premium / free)


def test_the_map_over_payouts_is_one_plan_after_another() -> None:
    payouts = [0.0, 150_000.0, 600_000.0]
    found = cheaper_over_payout(PLAN, TERMS, "M", payouts)
    for row, payout in zip(found.ratio, payouts, strict=True):
        plan = PLAN.with_changes(payout_under_40=payout)
        wanted = one_year_premiums(plan, TERMS)[0] / mutual_costs(plan)["mutual"].now
        assert row == pytest.approx(wanted)
    # The old pay the more in the plan, and the same for a policy.
    assert (np.diff(found.ratio[:, 45:], axis=0) < 0).all()
    assert found.ratio[1, 50] == pytest.approx(
        found.ratio[0, 50]
        * mutual_costs(PLAN.with_changes(payout_under_40=0.0))["mutual"].now
        / mutual_costs(PLAN.with_changes(payout_under_40=150_000.0))["mutual"].now
    )


def test_a_free_plan_has_no_ratio() -> None:
    assert np.isnan(cheaper_over_incidence(GONE, TERMS, "M", [0.4]).ratio).all()


# ---------------------------------------------------------------------------------- a lifetime


@pytest.mark.parametrize("age", [0, 30, 57, 58, 59])
def test_a_lifetime_is_the_sum_of_its_years(age: int) -> None:
    plan = PLAN.with_changes(incidence_trend=0.03)
    costs = mutual_costs(plan)["mutual"]
    premium = one_year_premiums(plan, TERMS)[1]
    mutual = one_year = 0.0
    for year in range(60 - age):
        grown = 1.03**year
        half_way = (costs.now + costs.settled) / 2
        mutual += (costs.now, half_way, costs.settled)[min(year, 2)] * grown
        one_year += premium[age + year] * grown
    found = lifetime_costs(plan, TERMS, "F", age)
    assert found["mutual"].total == pytest.approx(mutual)
    assert found["one_year"].total == pytest.approx(one_year)
    level = level_premiums(plan, TERMS, "F")[age] * (60 - age)
    assert found["level"].low == found["level"].high == pytest.approx(level)
    assert all(len(cost.yearly) == 60 - age for cost in found.values())


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_the_range_of_a_lifetime_holds_nine_in_ten_simulated_ones(correlation: float) -> None:
    """Without drift: a level that one of the plausible sets has, and a gamma factor every year."""
    plan, age, count = PLAN.with_changes(systemic_correlation=correlation), 40, 100_000
    found = lifetime_costs(plan, InsurerTerms(trend_range=0.0), "M", age)["mutual"]
    rng, cv = np.random.default_rng(3), plan.systemic_cv
    normal = rng.standard_normal((count, 60 - age))
    for year in range(1, 60 - age):
        fresh = np.sqrt(1 - correlation**2) * normal[:, year]
        normal[:, year] = correlation * normal[:, year - 1] + fresh
    factors = stats.gamma.ppf(stats.norm.cdf(normal), 1 / cv**2, scale=cv**2)
    settled = settled_plan(plan.with_changes(years=1))
    levels = project_many(spread_over(settled)).cost_per_member_year()
    level = rng.choice(levels, count) / project(settled).headline.cost_per_member_year
    low, high = np.quantile(level * (factors @ found.yearly), [0.05, 0.95])
    assert found.low == pytest.approx(low, rel=0.02)
    assert found.high == pytest.approx(high, rel=0.02)


def test_the_range_of_prices_is_that_of_their_drift() -> None:
    found = lifetime_costs(PLAN, InsurerTerms(trend_range=0.03), "M", 50)["one_year"]
    premium = one_year_premiums(PLAN, TERMS)[0, 50:]
    years = np.arange(10)
    assert found.low == pytest.approx(float((premium * 0.97**years).sum()))
    assert found.high == pytest.approx(float((premium * 1.03**years).sum()))


def test_a_capped_lifetime_stays_under_its_cap() -> None:
    plan = PLAN.with_changes(incidence_multiplier=1.5, systemic_cv=0.5)
    found = lifetime_costs(plan, TERMS, "M", 20)["mutual_insured"]
    assert found.high <= 188 * 40
    assert found.yearly.max() <= 188


def test_an_age_out_of_range_is_named() -> None:
    with pytest.raises(ValueError, match="join_age = 60: allowed is 0 to 59"):
        lifetime_costs(PLAN, TERMS, "M", 60)


# --------------------------------------------------------------------------- what a yuan buys


@pytest.mark.parametrize("plan", [PLAN, PLAN.with_changes(incidence_multiplier=2.0, fee_rate=0.0)])
def test_the_parts_of_a_yuan_add_up(plan: Scenario) -> None:
    for split in yuan_splits(plan, TERMS, "F", 30).values():
        assert sum(vars(split).values()) == pytest.approx(1.0)


def test_a_price_without_margin_in_the_table_gives_back_all_but_the_loading() -> None:
    # Priced with the members' own incidence and taking everybody, benefits are 1 - loading.
    terms = InsurerTerms(
        pricing_level=PLAN.incidence_multiplier,
        declined_share=0.0,
        loaded_share=0.0,
        loading=0.3,
    )
    splits = yuan_splits(PLAN, terms, "M", 45)
    for name in ("one_year", "level"):
        assert splits[name].benefits == pytest.approx(0.7)
    assert splits["mutual"].benefits == pytest.approx(1 / 1.08)
    assert splits["mutual"].fee == pytest.approx(0.08 / 1.08)


def test_whom_an_insurer_declines_falls_ill_at_no_cost_of_its_own() -> None:
    everybody = InsurerTerms(
        pricing_level=PLAN.incidence_multiplier, declined_share=0.0, loaded_share=0.0, loading=0.3
    )
    choosing = everybody.with_changes(declined_share=0.1)
    assert choosing.accepted_incidence < 0.95
    for age in (20, 45):
        whole, chosen = (
            yuan_splits(PLAN, terms, "M", age)["level"].benefits for terms in (everybody, choosing)
        )
        # But for the few more who live to pay their premiums.
        assert chosen == pytest.approx(whole * choosing.accepted_incidence, rel=0.02)


def test_a_sicker_membership_leaves_the_insurer_short() -> None:
    sick = PLAN.with_changes(incidence_multiplier=1.5)
    assert (
        yuan_splits(sick, TERMS, "F", 30)["one_year"].rest
        < 0
        < yuan_splits(PLAN, TERMS, "F", 30)["one_year"].rest
    )


def test_a_settled_plan_is_one_that_nobody_joins_any_more() -> None:
    settled = settled_plan(Scenario(joiners_per_year=1e6))
    assert settled.joiners_per_year == 0.0
    # After twenty years nobody is in the healthy first two.
    assert settled.opening_tenure_years > 2.0
