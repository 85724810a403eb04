"""Rules of other plans on the plan at hand: valid on any, as a sum by hand says, and sourced."""

import pytest

from mutualmodel import PRESETS, Case, Scenario, ScenarioError, from_query, project, to_query
from mutualmodel.analysis import RULES, PlanRules, rules_followed
from mutualmodel.engine import never_starts
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.inputs import OTHER_PLANS, fields

PLANS = {
    **{name: preset.scenario for name, preset in {**PRESETS, **OTHER_PLANS}.items()},
    "twenty": Scenario(members=20),
    "300 million": Scenario(members=3e8),
    "no payout": Scenario(payout_under_40=0.0, payout_40_plus=0.0),
    "huge payout": Scenario(members=1e3, payout_under_40=1e9, payout_40_plus=1e9),
    "caps that bind": Scenario(members=1e4, annual_cap=60.0, cap_bearer="nobody"),
    "dissolves": Scenario(members=4e6, minimum_members=3.3e6, lapse_rate=0.5),
    "reacts": Scenario(price_elasticity=2.0, lapse_rate=0.2, years=1),
    "prepaid": Scenario(funding="prepaid", top_up_share=0.5),
    "yen": Scenario(currency="JPY"),
}
EVERY = pytest.mark.parametrize("rules", RULES.values(), ids=RULES)


def laid(name: str, plan: Scenario) -> Scenario:
    return plan.with_changes(**RULES[name].changes(plan))


@EVERY
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_rules_are_valid_on_every_plan_and_known_again(rules: PlanRules, plan: Scenario) -> None:
    changed = laid(rules.name, plan)
    assert rules in rules_followed(changed)
    assert laid(rules.name, changed) == changed
    assert set(changed.changes_from(plan)) <= set(rules.sources)
    # Through a link they are the same.
    opened = from_query({name: (text,) for name, text in to_query(Case(plan=changed)).items()})
    assert opened.case.plan == changed


@pytest.mark.parametrize("name", [n for n in RULES if n != "health_sharing"])
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_money_of_the_rules_adds_up(name: str, plan: Scenario) -> None:
    after = laid(name, plan)
    projection = project(after)
    sums = projection.years.sum()
    held = after.opening_money * after.members
    came = held + sums[["contributions", "called", "interest", "sponsor", "unpaid"]].sum()
    went = sums[["payout", "fee", "returned"]].sum() + projection.years["fund"].iloc[-1]
    assert came == pytest.approx(went, rel=1e-9, abs=1e-6)


@EVERY
def test_every_input_of_the_rules_has_a_source_and_a_title(rules: PlanRules) -> None:
    assert set(rules.changes(Scenario())) == set(rules.sources)
    for name, source in rules.sources.items():
        assert name in fields()
        assert (figure(source).kind == "assumption") is ("assumed" in source)
    assert rules.title
    assert rules.insight.endswith(".")


def test_no_plan_of_ours_follows_the_rules_of_another() -> None:
    assert [n for n, plan in PLANS.items() if rules_followed(plan)] == []


# --------------------------------------------------------------------------- worked out by hand


def still(**changes: object) -> Scenario:
    """Give a plan that nobody leaves and nobody's claim is cut in, so that sums are simple."""
    return Scenario(lapse_rate=0.0, share_40_to_59=0.0, share_under_18=1.0, years=1).with_changes(
        **changes  # type: ignore[arg-type]
    )


def test_a_kyosai_pays_a_third_back() -> None:
    plan = still()
    bill = project(plan).headline.gross_per_member_year
    after = laid("kyosai", plan)
    assert after.contribution_month == pytest.approx(1.5 * bill / 12, rel=1e-3)
    year = project(after).years.iloc[0]
    (back,) = numbers_of("kyosai_returned_2021")
    assert year["returned"] / year["contributions"] == pytest.approx(back / 100, rel=0.01)
    assert year["charged_per_member"] == pytest.approx(bill, rel=1e-3)
    assert year["fund"] == pytest.approx(0.0, abs=1.0)


def test_a_bad_year_costs_members_of_a_kyosai_what_it_did_in_japan() -> None:
    """A rise of the bill by x is one of the net cost by x, as long as the contribution holds it."""
    after = laid("kyosai", still())
    low, high = (1 + rise / 100 for rise in numbers_of("kyosai_bad_year_2022"))
    calm = project(after).headline.cost_per_member_year
    for rise in (low, high):
        worse = after.with_changes(incidence_multiplier=rise * after.incidence_multiplier)
        year = project(worse).years.iloc[0]
        assert year["charged_per_member"] == pytest.approx(rise * calm, rel=2e-3)
        # In Japan 12.0 to 14.1 % came back.
        assert 0.115 < year["returned"] / year["contributions"] < 0.145


def test_four_fifths_of_huhuibaos_price_are_claims_and_an_insurer_takes_what_is_above() -> None:
    plan = still()
    bill = project(plan).headline.gross_per_member_year
    after = laid("huhuibao", plan)
    assert 12 * after.contribution_month == pytest.approx(bill / 0.8, rel=1e-3)
    _price, _insured, premiums, claims = numbers_of("huhuibao_2021")
    assert claims / premiums == pytest.approx(0.8, abs=0.02)
    calm = project(after).years.iloc[0]
    assert (calm["sponsor"], calm["returned"]) == (0.0, 0.0)
    # Half as many claims again: the bill is 1.2 times the contributions, the insurer pays 0.2.
    worse = after.with_changes(incidence_multiplier=1.5 * after.incidence_multiplier)
    year = project(worse).years.iloc[0]
    assert year["sponsor"] / year["contributions"] == pytest.approx(0.2, rel=0.01)
    assert year["charged_per_member"] == pytest.approx(bill / 0.8, rel=1e-3)


def test_health_care_sharing_pays_74_of_a_hundred() -> None:
    plan = Scenario()
    (share,) = numbers_of("sharing_paid_2021")
    after = laid("health_sharing", plan)
    assert after.covered_share == share / 100
    cost, before = (project(one).headline.cost_per_member_year for one in (after, plan))
    assert cost == pytest.approx(0.74 * before)
    # The fee that is said and not set: 40 of 100 is two thirds of the other 60.
    (most,) = numbers_of("sharing_administration_2023")
    maximum = fields()["fee_rate"].maximum
    assert maximum is not None
    assert most / (100 - most) > maximum


def test_a_broodfonds_is_a_group_that_pays_from_its_own_accounts() -> None:
    after = laid("broodfonds", PRESETS["growth_2019"].scenario)
    _groups, _members, least, most = numbers_of("broodfonds_groups_2020")
    assert after.minimum_members == least <= after.members <= most
    assert (after.claim_cap, after.year_cap, after.joiners_per_year) == (None, None, 0.0)
    # A claim of 300,000 with its fee, on forty.
    headline = project(after).headline
    assert headline.cost_per_claim == pytest.approx(3e5 * (1 + after.fee_rate) / 40)


def test_a_solidarity_association_collects_half() -> None:
    plan = still()
    bill = project(plan).headline.gross_per_member_year
    after = laid("solidarity", plan)
    assert 12 * after.contribution_month == pytest.approx(bill / 2, rel=1e-3)
    year = project(after).years.iloc[0]
    assert year["contributions"] == pytest.approx(year["payout"] + year["fee"], rel=2e-3)


def test_a_cap_that_would_not_hold_is_not_in_the_contribution() -> None:
    capped = still(members=5e5, per_claim_cap=0.1)
    free = still(members=5e5, per_claim_cap=None)
    assert laid("kyosai", capped).contribution_month == laid("kyosai", free).contribution_month


@pytest.mark.parametrize("name", ["kyosai", "huhuibao", "solidarity"])
def test_a_plan_that_never_starts_has_no_cost_to_follow(name: str) -> None:
    plan = Scenario(members=1e5, minimum_members=3.3e6)
    assert never_starts(project(plan))
    with pytest.raises(ScenarioError, match="the plan never starts"):
        RULES[name].changes(plan)
    assert rules_followed(plan.with_changes(funding="fund")) == ()
