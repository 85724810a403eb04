"""Premiums against a table worked by hand, a slow loop, simulated lives and published quotes."""

import math

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.figures.rates import incidence, mild_ratio
from mutualmodel.figures.register import figure
from mutualmodel.inputs import ClosingTerms, InsurerTerms
from mutualmodel.insurance import (
    bridging_premiums,
    ci_share_of_deaths,
    healthy_survival,
    level_premium,
    level_premiums,
    mortality,
    one_year_premiums,
    quotes,
    yearly_benefits,
)

SEXES = ("M", "F")


def slow_level(
    age: int, sex: str, to_age: int, payments: int, interest: float, table: str = "CI4"
) -> float:
    """Return the net premium of 1,000, one year after another."""
    place = SEXES.index(sex)
    healthy, claims, paying = 1.0, 0.0, 0.0
    for year in range(to_age - age):
        at = age + year
        ill = float(incidence(table)[place, at])
        other = (1 - float(ci_share_of_deaths(table)[place, at])) * float(mortality()[place, at])
        if year < payments:
            paying += healthy / (1 + interest) ** year
        claims += 1000 * healthy * ill / (1 + interest) ** (year + 0.5)
        healthy -= healthy * (ill + other)
    return claims / paying


# ------------------------------------------------------------------ one life and three years


def test_three_years_by_hand() -> None:
    # Men of 30, 31 and 32: first diagnoses (CI4) and deaths (CL1) a life, and the share of deaths
    # due to the covered illnesses (K2). Interest 5 %, three payments, a benefit of 200,000 yuan.
    ill, dead = (0.000812, 0.000891, 0.000985), (0.000797, 0.000847, 0.000903)
    k = (0.2892, 0.3102, 0.3322)
    one = 1 - ill[0] - (1 - k[0]) * dead[0]
    two = one * (1 - ill[1] - (1 - k[1]) * dead[1])
    three = two * (1 - ill[2] - (1 - k[2]) * dead[2])
    paying = 1 + one / 1.05 + two / 1.05**2
    claims = ill[0] / 1.05**0.5 + one * ill[1] / 1.05**1.5 + two * ill[2] / 1.05**2.5
    found = level_premium(30, "M", to_age=33, payments=3, interest=0.05, benefit=200_000.0)
    assert found == pytest.approx(200_000 * claims / paying, rel=1e-12)
    assert healthy_survival(30, "M", 33) == pytest.approx([1, one, two, three])


def test_the_tables_are_those_of_the_source() -> None:
    # Spot values of the published tables.
    assert mortality().shape == (2, 106)
    assert mortality()[0, 0] == 0.000867
    assert mortality()[:, 60].tolist() == [0.009161, 0.004414]
    assert mortality()[:, 105].tolist() == [1.0, 1.0]
    assert ci_share_of_deaths("CI4").shape == (2, 105)
    assert ci_share_of_deaths("CI1")[0, 0] == pytest.approx(0.1873)
    assert (ci_share_of_deaths("CI2") == ci_share_of_deaths("CI4")).all()
    assert (ci_share_of_deaths("CI3") == ci_share_of_deaths("CI1")).all()
    assert (ci_share_of_deaths("CI4") >= ci_share_of_deaths("CI3")).all()


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize(
    ("age", "to_age", "payments", "interest", "table"),
    [
        (30, 70, 30, 0.035, "CI4"),
        (0, 105, 105, 0.0, "CI1"),
        (69, 70, 1, 0.2, "CI2"),
        (45, 70, 30, 0.02, "CI3"),
        (18, 60, 1, 0.035, "CI4"),
    ],
)
def test_the_level_premium_is_that_of_a_slow_loop(
    age: int, sex: str, to_age: int, payments: int, interest: float, table: str
) -> None:
    found = level_premium(
        age, sex, to_age=to_age, payments=payments, interest=interest, incidence_table=table
    )
    assert found == pytest.approx(slow_level(age, sex, to_age, payments, interest, table))


def test_simulated_lives_pay_for_their_claims() -> None:
    # 400,000 women of 30, year by year: the premium that balances what they paid and got.
    rng = np.random.default_rng(6)
    lives, interest = 400_000, 0.035
    healthy, paid, received, square = np.full(lives, True), 0.0, 0.0, 0.0
    for year in range(40):
        at = 30 + year
        ill = incidence("CI4")[1, at]
        other = (1 - ci_share_of_deaths("CI4")[1, at]) * mortality()[1, at]
        if year < 30:
            paid += healthy.sum() / (1 + interest) ** year
        fate = rng.random(lives)
        struck = healthy & (fate < ill)
        received += 1000 * struck.sum() / (1 + interest) ** (year + 0.5)
        square += struck.sum() * (1000 / (1 + interest) ** (year + 0.5)) ** 2
        healthy &= fate >= ill + other
    assert received / paid == pytest.approx(
        level_premium(30, "F"), abs=4 * math.sqrt(square) / paid
    )


# -------------------------------------------------------------------------- published prices


def test_the_net_premiums_of_the_design_are_met() -> None:
    assert round(level_premium(30, "M"), 2) == 6.21
    assert round(level_premium(30, "F"), 2) == 5.25


def test_quotes_at_thirty_are_those_reported() -> None:
    found = {
        (quote.sex, quote.premium)
        for quote in quotes()
        if quote.kind == "level" and quote.age_from == 30 and quote.payments == 30
    }
    assert found == {("M", 6.44), ("M", 6.72), ("F", 5.42), ("F", 5.54)}


def test_every_level_quote_lies_near_the_net_premium() -> None:
    # With their loading, and below the table, they come out a little above the net premium.
    level = [quote for quote in quotes() if quote.kind == "level"]
    ratios = [
        quote.premium
        / level_premium(quote.age_from, quote.sex, to_age=quote.to_age, payments=quote.payments)
        for quote in level
    ]
    assert len(ratios) == 58
    assert min(ratios) > 1.0
    assert max(ratios) < 1.2


def test_the_pricing_level_is_what_the_quotes_imply() -> None:
    wanted = [
        quote.premium * (1 - 0.35) / level_premium(30, quote.sex)
        for quote in quotes()
        if quote.kind == "level" and quote.age_from == 30 and quote.payments == 30
    ]
    low, high = (float(text) for text in figure("pricing_level_quotes").value.split(";"))
    assert round(min(wanted), 2) == low == InsurerTerms().pricing_level
    assert round(max(wanted), 2) == high


def test_every_quote_leads_to_its_figure() -> None:
    assert {quote.kind for quote in quotes()} == {"level", "one_year", "medical"}
    for quote in quotes():
        assert figure(quote.figure_id).topic == "insurance"


def test_what_a_quote_does_not_say_is_nothing() -> None:
    """A policy of one year ends at no age and is paid once; one for medical cover has no sum."""
    for quote in quotes():
        level, medical = quote.kind == "level", quote.kind == "medical"
        assert (quote.to_age, quote.payments > 0) == ((70, True) if level else (0, False))
        assert (quote.sum_insured == 0.0) == medical


def test_the_bridging_price_comes_near_the_thirteen_yuan_a_month_reported() -> None:
    plan = Scenario()
    ages = opening_ages(plan)
    monthly = float((ages * bridging_premiums(plan, InsurerTerms())).sum()) / 12
    assert figure("closing_free_months_cost").value == "about 13"
    assert monthly == pytest.approx(13, rel=0.05)


# ------------------------------------------------------------------------ one-year and level


def test_one_year_premiums_by_hand() -> None:
    plan, terms = Scenario(mild_payout=20_000.0), InsurerTerms(pricing_level=0.8, loading=0.2)
    ill = incidence("CI4")
    at_30 = 0.8 * ill[1, 30] * (300_000 + mild_ratio()[1, 30] * 20_000) / 0.8
    at_40 = 0.8 * ill[0, 40] * (100_000 + mild_ratio()[0, 40] * 20_000) / 0.8
    found = one_year_premiums(plan, terms)
    assert found.shape == (2, 60)
    assert found[1, 30] == pytest.approx(at_30)
    assert found[0, 40] == pytest.approx(at_40)
    group = one_year_premiums(plan, terms, group=True)
    assert group == pytest.approx(found * 0.8 / 0.75)


def test_bridging_premiums_by_hand() -> None:
    terms, ill, mild = InsurerTerms(pricing_level=1.0, loading=0.0), incidence("CI4"), mild_ratio()
    found = bridging_premiums(Scenario(), terms)
    assert found[0, 39] == pytest.approx(ill[0, 39] * (100_000 + mild[0, 39] * 20_000))
    assert found[1, 40] == pytest.approx(ill[1, 40] * (40_000 + mild[1, 40] * 10_000))
    twice = ClosingTerms(bridge_40_plus=80_000.0, bridge_mild_40_plus=20_000.0)
    changed = bridging_premiums(Scenario(), terms, twice)
    np.testing.assert_allclose(changed[:, 40:], 2.0 * found[:, 40:])
    np.testing.assert_array_equal(changed[:, :40], found[:, :40])


def test_the_level_premium_of_an_even_benefit_is_the_public_one() -> None:
    # Two ways: forward sums for one age, and a backward recursion for all ages at entry.
    even = Scenario(payout_under_40=1000.0, payout_40_plus=1000.0)
    terms = InsurerTerms(pricing_level=1.0, loading=0.1, waiting_days=0)
    for sex in SEXES:
        found = level_premiums(even, terms, sex)
        for age in (0, 18, 39, 40, 59):
            wanted = level_premium(age, sex, to_age=60, payments=60, loading=0.1)
            assert found[age] == pytest.approx(wanted)


def test_the_level_premium_follows_the_payout_at_each_age() -> None:
    # From 39: one year at 300,000, then 20 years at 100,000; the first year covers 275 / 365 of it.
    terms = InsurerTerms(pricing_level=0.5, loading=0.3, interest=0.02, waiting_days=90)
    healthy, claims, paying = 1.0, 0.0, 0.0
    for year in range(21):
        at = 39 + year
        ill = 0.5 * float(incidence("CI4")[0, at])
        other = (1 - float(ci_share_of_deaths("CI4")[0, at])) * float(mortality()[0, at])
        benefit = 300_000 * (1 - 90 / 365.25) if year == 0 else 100_000
        paying += healthy / 1.02**year
        claims += healthy * ill * benefit / 1.02 ** (year + 0.5)
        healthy *= 1 - ill - other
    assert level_premiums(Scenario(), terms, "M")[39] == pytest.approx(claims / paying / 0.7)


def test_benefits_scale_with_level_and_payouts() -> None:
    plan = Scenario()
    twice = plan.with_changes(payout_under_40=600_000.0, payout_40_plus=200_000.0)
    assert yearly_benefits(twice, 0.5) == pytest.approx(yearly_benefits(plan))


# ---------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"age": -1}, "age = -1: allowed is a whole number, 0 to below to_age"),
        ({"age": 70}, "age = 70: allowed is a whole number, 0 to below to_age"),
        ({"age": 30.5}, "age = 30.5: allowed is a whole number"),
        ({"sex": "X"}, "sex = 'X': allowed is one of M, F"),
        ({"to_age": 106}, "to_age = 106: allowed is a whole number, 1 to 105"),
        ({"payments": 0}, "payments = 0: allowed is a whole number, 1 to 105"),
        ({"payments": 106}, "payments = 106: allowed is a whole number, 1 to 105"),
        ({"interest": 0.21}, "interest = 0.21: allowed is 0 to 0.2"),
        ({"loading": -0.01}, "loading = -0.01: allowed is 0 to below 1"),
        ({"benefit": -1.0}, "benefit = -1.0: allowed is 0 or more"),
        ({"interest": -0.01}, "interest = -0.01: allowed is 0 to 0.2"),
        ({"incidence_table": "CI9"}, "incidence_table = 'CI9': allowed is one of CI1, CI2, CI3"),
        ({"loading": 1.0}, "loading = 1.0: allowed is 0 to below 1"),
        ({"benefit": math.inf}, "benefit = inf: allowed is 0 or more"),
        ({"interest": math.nan}, "interest = nan: allowed is 0 to 0.2"),
    ],
)
def test_a_value_out_of_range_is_named(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        level_premium(**({"age": 30, "sex": "M"} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"age": 0},
        {"age": 69},
        {"age": 0, "to_age": 1},
        {"to_age": 105},
        {"payments": 1},
        {"payments": 105},
        {"interest": 0.0},
        {"interest": 0.2},
        {"loading": 0.0},
    ],
    ids=str,
)
def test_the_ends_of_a_range_are_within_it(changes: dict[str, float]) -> None:
    assert level_premium(**({"age": 30, "sex": "M"} | changes)) > 0.0  # type: ignore[arg-type]
    assert level_premium(30, "M", benefit=0.0) == 0.0


def test_survival_refuses_ages_out_of_the_table() -> None:
    with pytest.raises(ValueError, match=r"age = 60, to_age = 60: allowed is 0 <= age < to_age"):
        healthy_survival(60, "M", 60)
    with pytest.raises(ValueError, match="incidence_table = 'CI9'"):
        ci_share_of_deaths("CI9")
