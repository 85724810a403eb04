"""Explanations: the steps lead to the figure, by arithmetic that a reader can do again."""

import re

import numpy as np
import pytest

from mutualmodel import PRESETS, Quantity, Scenario, cost_band, project, uncertainty
from mutualmodel.explain import EXPLAINED, chance_and_factor_steps, explain, range_steps
from mutualmodel.figures import figure, incidence, population
from mutualmodel.money import MARK
from mutualmodel.simulation import Layer
from mutualmodel.text import Step
from mutualmodel.units import OF_RESULTS


def random_scenarios(count: int) -> list[Scenario]:
    """Draw plans of all kinds: caps that bind, plans that end, members who react."""
    rng = np.random.default_rng(7)
    return [
        Scenario(
            members=float(np.exp(rng.uniform(np.log(1e4), np.log(3e8)))),
            joiners_per_year=float(rng.choice([0.0, 1e6])),
            share_40_to_59=float(rng.uniform(0, 0.9)),
            incidence_table=str(rng.choice(["CI1", "CI2", "CI3", "CI4"])),
            incidence_multiplier=float(rng.uniform(0.05, 3)),
            waiting_days=float(rng.integers(0, 366)),
            mild_payout=float(rng.choice([0.0, 5e4])),
            per_claim_cap=None if rng.random() < 0.3 else float(rng.uniform(0.01, 5)),
            annual_cap=None if rng.random() < 0.5 else float(rng.uniform(1, 300)),
            cap_bearer=str(rng.choice(["sponsor", "insurer", "nobody"])),
            minimum_members=float(rng.choice([0.0, 0.0, 1e6])),
            lapse_rate=float(rng.uniform(0, 1)),
            price_elasticity=float(rng.choice([0.0, 1.0])),
            systemic_cv=float(rng.choice([0.0, 0.1, 0.3])),
            years=1,
        )
        for _ in range(count)
    ]


VARYING = Scenario(members=3e6, claim_size_cv=1.2, covered_share=0.7)
EXAMPLES = [*(preset.scenario for preset in PRESETS.values()), *random_scenarios(25), VARYING]


def number(step: Step, name: str) -> float:
    """Give a number shown in a step's working."""
    quantity = step.working.values[name]
    assert isinstance(quantity, Quantity)
    return quantity.value


def by_title(scenario: Scenario, figure_name: str) -> dict[str, Step]:
    return {step.title: step for step in explain(project(scenario), figure_name)}


def headline_value(scenario: Scenario, figure_name: str) -> float:
    projection = project(scenario)
    if figure_name == "likely_high":
        return float(uncertainty(scenario).range_of().high[0])
    return float(getattr(projection.headline, figure_name))


@pytest.mark.parametrize("figure_name", EXPLAINED)
def test_the_last_step_is_the_figure_itself(figure_name: str) -> None:
    for scenario in EXAMPLES:
        last = explain(project(scenario), figure_name)[-1]
        assert last.result.value == pytest.approx(
            headline_value(scenario, figure_name), rel=1e-12, abs=1e-12
        )
        assert isinstance(last.result.unit, str)
        assert str(OF_RESULTS[last.result.unit]).startswith(MARK)


@pytest.mark.parametrize("figure_name", EXPLAINED)
def test_every_step_reads_well_and_has_known_sources(figure_name: str) -> None:
    for scenario in EXAMPLES:
        for step in explain(project(scenario), figure_name):
            gaps = set(re.findall(r"{(\w+)}", step.working.text))
            assert gaps == set(step.working.values)
            assert not re.search(r"[{}]|nan|inf|None", str(step.working))
            assert step.title
            assert [figure(source).id for source in step.sources] == list(step.sources)


def test_an_unknown_figure_is_told_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"figure = 'costs': allowed is one of cost_per_member"):
        explain(project(Scenario()), "costs")


def test_the_rate_of_claims_can_be_worked_out_again() -> None:
    for scenario in EXAMPLES:
        steps = by_title(scenario, "cost_per_member_year")
        if len(steps) == 1:
            continue
        table = steps["What the table says for these ages"]
        mature = steps["The rate after two years of membership"]
        diagnosed = steps["Less waiting and early health, more age and trend"]
        assert number(mature, "rate") == table.result.value
        product = number(mature, "multiple") * number(mature, "rate")
        assert mature.result.value == pytest.approx(product, rel=1e-12)
        assert number(diagnosed, "rate") == mature.result.value
        product = number(diagnosed, "rate") * number(diagnosed, "factor")
        assert diagnosed.result.value == pytest.approx(product, rel=1e-12)


def test_the_table_at_these_ages_is_what_the_table_says() -> None:
    women_of_18_to_39 = Scenario(share_under_18=0.0, share_40_to_59=0.0, share_female=1.0)
    steps = by_title(women_of_18_to_39, "cost_per_member_year")
    rate = steps["What the table says for these ages"].result.value
    persons = population()[1, 18:40]
    by_hand = 1e5 * (persons * incidence("CI4")[1, 18:40]).sum() / persons.sum()
    assert rate == pytest.approx(by_hand, rel=1e-12)


def test_the_money_can_be_worked_out_again() -> None:
    for scenario in EXAMPLES:
        steps = by_title(scenario, "cost_per_member_year")
        if len(steps) == 1:
            continue
        claims, paid = steps["Claims paid in the year"], steps["Due to them"]
        bill, charged = steps["With the fee"], steps["Less what the caps cut off"]
        product = number(claims, "rate") / 1e5 * number(claims, "members")
        assert number(claims, "diagnosed") == pytest.approx(product, rel=1e-12)
        product *= number(claims, "paid")
        assert claims.result.value == pytest.approx(product, rel=1e-9)
        product = number(paid, "claims") * number(paid, "payout")
        assert paid.result.value == pytest.approx(product, rel=1e-12)
        product = number(bill, "payout") * (1 + number(bill, "fee"))
        assert bill.result.value == pytest.approx(product, rel=1e-12)
        if scenario.cap_bearer == "nobody":
            above = number(charged, "unpaid") * (1 + number(charged, "fee"))
        else:
            above = number(charged, "above")
        difference = number(charged, "bill") - above
        assert charged.result.value == pytest.approx(difference, rel=1e-9, abs=1e-3)
        # And it is what all members are charged, settlement by settlement.
        periods = project(scenario).periods[:24]
        paid_by_all = (periods["charged_per_member"] * periods["members"]).sum()
        assert charged.result.value == pytest.approx(paid_by_all, rel=1e-9, abs=1e-3)


def test_sharing_is_a_division_where_membership_stands_still() -> None:
    still = Scenario(lapse_rate=0.0, share_under_18=1.0, share_40_to_59=0.0, joiners_per_year=0.0)
    last = explain(project(still), "cost_per_member_year")[-1]
    quotient = number(last, "charged") / number(last, "members")
    assert last.result.value == pytest.approx(quotient, rel=1e-12)
    # Where it moves, 24 small divisions come to nearly the same as a large one.
    last = explain(project(Scenario(lapse_rate=0.2)), "cost_per_member_year")[-1]
    quotient = number(last, "charged") / number(last, "members")
    assert last.result.value == pytest.approx(quotient, rel=0.03)


def test_one_claim_can_be_worked_out_again() -> None:
    for scenario in EXAMPLES:
        steps = explain(project(scenario), "cost_per_claim")
        if "dissolves" in steps[0].title:
            continue
        full = steps[0]
        product = number(full, "payout") * (1 + number(full, "fee")) / number(full, "members")
        product *= scenario.covered_share
        assert full.result.value == pytest.approx(product, rel=1e-12)
        assert (len(steps) == 2) is (scenario.per_claim_cap is not None)
        if scenario.per_claim_cap is not None and scenario.claim_size_cv == 0:
            least = min(number(steps[1], "full"), number(steps[1], "cap"))
            assert steps[1].result.value == pytest.approx(least, rel=1e-12)


def test_a_settlement_can_be_worked_out_again() -> None:
    for scenario in EXAMPLES:
        steps = explain(project(scenario), "cost_per_settlement")
        if len(steps) == 1:
            continue
        quotient = number(steps[-1], "year") / number(steps[-1], "held")
        assert steps[-1].result.value == pytest.approx(quotient, rel=1e-12)


def test_the_spread_can_be_worked_out_again() -> None:
    for scenario in EXAMPLES:
        steps = explain(project(scenario), "likely_high")
        if len(steps) == 1:
            continue
        *layers, together, high = steps
        names = ("process", "systematic", "parameters")
        for name, step in zip(names, layers, strict=True):
            assert number(together, name) == step.result.value
        root = np.sqrt(sum(number(together, name) ** 2 for name in names))
        assert together.result.value == pytest.approx(root, rel=1e-12)
        parts = sum(number(together, f"{name}_part") for name in names)
        assert parts == pytest.approx(1.0) or not together.result.value
        assert number(high, "low") <= high.result.value <= number(high, "worst")
        if scenario.annual_cap is not None:
            assert high.result.value <= number(high, "cap")


def test_chance_and_the_common_factor_can_be_worked_out_again() -> None:
    for scenario in EXAMPLES:
        _chance, common, both = chance_and_factor_steps(project(scenario))
        product = number(common, "cv") * number(common, "mean")
        assert common.result.value == pytest.approx(product, rel=1e-12)
        root = np.hypot(number(both, "chance"), number(both, "systemic"))
        assert both.result.value == pytest.approx(root, rel=1e-12)
        assert both.result.value == pytest.approx(cost_band(project(scenario)).sd)


@pytest.mark.parametrize("cap", [None, 85.0])
@pytest.mark.parametrize("layer", ["all", "process", "systematic", "parameters", "assumed"])
def test_every_layer_leads_to_its_own_range(layer: Layer, cap: float | None) -> None:
    spread = uncertainty(Scenario(annual_cap=cap), sets=30, assumed=True)
    *_layers, last = steps = range_steps(spread, layer)
    assert len(steps) == (6 if layer == "all" else 2)
    assert last.result.value == spread.range_of(layer).high[0]
    assert number(last, "low") == spread.range_of(layer).low[0]
    if layer == "all":
        wider, fitted = (number(steps[3], name) for name in ("wider", "fitted"))
        assert steps[3].result.value == pytest.approx(np.sqrt(wider**2 - fitted**2))
        assert number(steps[4], "assumed") == steps[3].result.value
    for step in steps:
        assert "{" not in str(step.working)
        for source in step.sources:
            assert figure(source).figure


def test_a_plan_that_never_starts_says_so() -> None:
    scenario = Scenario(members=1e6, minimum_members=3.3e6)
    for figure_name in EXPLAINED:
        (step,) = explain(project(scenario), figure_name)
        assert "dissolves at the start" in step.title
        assert number(step, "members") < number(step, "minimum")


def test_a_part_paid_of_claims_of_varying_size_is_told() -> None:
    due = by_title(VARYING, "cost_per_member_year")["Due to them"]
    assert number(due, "part") == 0.7
    product = number(due, "claims") * number(due, "payout")
    assert due.result.value == pytest.approx(product)
    steps = by_title(VARYING, "cost_per_claim")
    full = steps["One claim of the larger payout, shared"]
    product = number(full, "part") * number(full, "payout") * (1 + number(full, "fee"))
    assert full.result.value == pytest.approx(product / number(full, "members"))
    capped = steps["At most the cap on one claim"]
    assert number(capped, "spread") == 1.2
    # Even a mean of claims below the cap loses what is cut off the larger ones.
    assert capped.result.value < min(number(capped, "full"), number(capped, "cap"))
    plain = by_title(Scenario(), "cost_per_claim")
    assert all("part" not in step.working.values for step in plain.values())
