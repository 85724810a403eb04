"""The sentence on the size of the pool: one for each regime, with the numbers that matter."""

import pytest

from mutualmodel import Scenario, project
from mutualmodel.analysis import pool_effect
from ui.home.pool_size_words import pool_sentence
from ui.kit.language import large, money, percent

PLANS = {
    "systemic": Scenario(),
    "chance": Scenario(members=50_000, per_claim_cap=None),
    "cap_binds": Scenario(members=300_000),
    "dissolved": Scenario(members=1e6, minimum_members=3.3e6),
    "certain": Scenario(payout_under_40=0, payout_40_plus=0),
}


def told(plan: Scenario) -> str:
    projection = project(plan)
    return pool_sentence(pool_effect(projection), projection)


@pytest.mark.parametrize("regime", PLANS)
def test_each_regime_has_its_sentence(regime: str) -> None:
    plan = PLANS[regime]
    assert pool_effect(project(plan)).regime == regime
    sentence = told(plan)
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "nan" not in sentence
    others = {told(other) for name, other in PLANS.items() if name != regime}
    assert sentence not in others


def test_a_large_pool_is_told_that_more_members_do_not_help() -> None:
    sentence, effect = told(Scenario()), pool_effect(project(Scenario()))
    assert money(effect.gross_cost) in sentence
    assert percent(effect.systemic_cv, 1) in sentence
    times = large(effect.members / effect.smallest_pool)
    assert f"The pool is {times} times the {large(effect.smallest_pool)} members" in sentence
    assert f"(±{percent(effect.chance_cv, 1)}); what is left is good and bad years" in sentence


def test_a_small_pool_is_told_of_chance() -> None:
    plan = PLANS["chance"]
    effect = pool_effect(project(plan))
    chance, systemic = percent(effect.chance_cv, 1), percent(effect.systemic_cv, 1)
    assert f"makes it ±{chance}, more than the ±{systemic} of good" in told(plan)
    assert effect.chance_cv > effect.systemic_cv


@pytest.mark.parametrize("bearer", ["sponsor", "insurer", "nobody"])
def test_a_bound_cap_names_who_pays_the_rest(bearer: str) -> None:
    plan = PLANS["cap_binds"].with_changes(cap_bearer=bearer)
    effect = pool_effect(project(plan))
    sentence = told(plan)
    word = "operator" if bearer == "sponsor" else bearer
    assert word in sentence.lower()
    assert effect.above_cap > 0
    for number in (
        money(effect.above_cap),
        money(effect.claim_share),
        money(effect.uncapped_claim_share),
        large(effect.smallest_pool),
    ):
        assert number in sentence


def test_a_dissolved_plan_tells_what_is_owed() -> None:
    plan = Scenario(lapse_rate=2.0, minimum_members=5e7)
    projection = project(plan)
    owed = projection.headline.owed_at_dissolution
    assert owed > 0
    sentence = told(plan)
    assert money(owed) in sentence
    assert large(plan.minimum_members) in sentence
    assert "month" in sentence


def test_at_exactly_the_smallest_pool_the_cap_does_not_bind() -> None:
    plan = Scenario(members=3_240_000)
    assert pool_effect(project(plan)).regime != "cap_binds"
    assert pool_effect(project(plan.with_changes(members=3_230_000))).regime == "cap_binds"
