"""Premiums: one year at a time, level to an age, and what they are made of.

Money is in yuan, rates are a year. Arrays by sex have men first.
"""

import math

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import bridging_claims
from mutualmodel.figures.rates import incidence
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.declare import OWN
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.life import (
    K_TABLES,
    LAST_AGE,
    healthy_survival,
    leaving_rates,
    sex_index,
    survival_known,
)
from mutualmodel.periods import DAYS_PER_YEAR

AS_XIANGHUBAO = ClosingTerms()


def level_premium(
    age: int,
    sex: str,
    *,
    to_age: int = 70,
    payments: int = 30,
    interest: float = 0.035,
    incidence_table: str = "CI4",
    loading: float = 0.0,
    benefit: float = 1000.0,
) -> float:
    """Return the level premium, yuan a year, of a lump sum on first diagnosis.

    P = benefit / (1 - loading) x sum v^(t + 1/2) l(x+t) i(x+t) / sum v^t l(x+t), the sums over the
    years of cover and over the payments. Premiums are paid at the start of a year while healthy, a
    benefit falls due in the middle of its year, and l(x+1) = l(x) (1 - i - (1 - k) q).

    Parameters
    ----------
    age : int
        Age at entry, 0 to ``to_age`` - 1.
    sex : str
        "M" or "F".
    to_age : int
        Age at which cover ends, up to 105.
    payments : int
        Yearly payments at most, 1 to 105; none falls due at ``to_age`` or later.
    interest : float
        A year, 0 to 0.2.
    incidence_table : str
        CI1, CI2, CI3 or CI4; CI4 goes with K2 and the life tables CL1 (men) and CL2 (women).
    loading : float
        Share of the premium that is not for benefits, 0 to below 1.
    benefit : float
        Lump sum in yuan, 0 or more.

    Raises
    ------
    ValueError
        When a value is out of its range; the message names field, value and range.

    Examples
    --------
    >>> round(level_premium(30, "M"), 2), round(level_premium(30, "F"), 2)
    (6.21, 5.25)
    """
    _check_level(age, to_age, payments, interest, incidence_table, loading, benefit)
    basis = RateBasis(incidence_table=incidence_table)
    healthy = healthy_survival(age, sex, to_age, basis=basis)[:-1]
    ill = incidence(incidence_table)[sex_index(sex), age:to_age]
    years = np.arange(to_age - age)
    discount = (1.0 + interest) ** -years
    claims = float((discount * healthy * ill).sum() / math.sqrt(1.0 + interest))
    paying = float((discount * healthy)[:payments].sum())
    return benefit * claims / paying / (1.0 - loading)


def _check_level(
    age: int,
    to_age: int,
    payments: int,
    interest: float,
    incidence_table: str,
    loading: float,
    benefit: float,
) -> None:
    allowed = {
        "to_age": (_whole(to_age) and 1 <= to_age <= LAST_AGE, to_age, "a whole number, 1 to 105"),
        "age": (_whole(age) and 0 <= age < to_age, age, "a whole number, 0 to below to_age"),
        "payments": (
            _whole(payments) and 1 <= payments <= 105,
            payments,
            "a whole number, 1 to 105",
        ),
        "interest": (0 <= interest <= 0.2, interest, "0 to 0.2"),
        "incidence_table": (
            incidence_table in K_TABLES,
            incidence_table,
            "one of " + ", ".join(K_TABLES),
        ),
        "loading": (0 <= loading < 1, loading, "0 to below 1"),
        "benefit": (0 <= benefit < math.inf, benefit, "0 or more"),
    }
    for name, (fits, value, text) in allowed.items():
        if not fits:
            raise ValueError(f"{name} = {value!r}: allowed is {text}")


def _whole(value: float) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def yearly_benefits(scenario: Scenario, level: float = 1.0) -> FloatArray:
    """Return what a life of each sex and age may expect in a year (2, A), yuan.

    ``level`` times the scenario's table, times its payouts: 300,000 below 40 and 100,000 from 40
    by default, and the payout for mild illness where there is one. Claims at once, no waiting.
    """
    rates = RateBasis.of(scenario).claims
    return np.asarray(level * (rates @ np.array(scenario.payouts)))


_PUBLISHED = "CI4"


def priced(scenario: Scenario, terms: InsurerTerms) -> Scenario:
    """Return the plan with the incidence table that the insurer prices by.

    The plan's own, but for a table of the reader's: that is what the insurer prices by only where
    the terms say so, and CI4 otherwise.
    """
    own = terms.prices_by == OWN and scenario.own.incidence is not None
    published = _PUBLISHED if scenario.incidence_table == OWN else scenario.incidence_table
    table = OWN if own else published
    return (
        scenario
        if table == scenario.incidence_table
        else scenario.with_changes(incidence_table=table)
    )


def one_year_premiums(
    scenario: Scenario, terms: InsurerTerms, *, group: bool = False
) -> FloatArray:
    """Return the premium (2, A) by sex and age for the scenario's own benefit, yuan a year.

    Incidence in the price x payout / (1 - loading); a group policy bears the smaller loading.
    """
    loading = terms.group_loading if group else terms.loading
    return yearly_benefits(priced(scenario, terms), terms.pricing_level) / (1.0 - loading)


def level_premiums(scenario: Scenario, terms: InsurerTerms, sex: str) -> FloatArray:
    """Return the level premium (A,) by age at entry for the scenario's benefit, yuan a year.

    Cover and payments end at the plan's exit age; the benefit follows the plan's own ages
    (:func:`yearly_benefits`), and the first policy year covers what the waiting period leaves of
    it. NaN where it is not published who stays healthy.
    """
    claims, paying = level_values(priced(scenario, terms), terms, sex, terms.pricing_level)
    return claims / paying / (1.0 - terms.loading)


def level_values(
    scenario: Scenario, terms: InsurerTerms, sex: str, level: float
) -> tuple[FloatArray, FloatArray]:
    """Return the present values (A,) by age at entry of benefits and of one yuan a year.

    Both to the plan's exit age; NaN where it is not published who stays healthy.

    A backward recursion: with s the chance to stay healthy for a year and v the discount,
    A(x) = b(x) v^(1/2) + v s A(x+1) and a(x) = 1 + v s a(x+1).
    """
    place, basis = sex_index(sex), RateBasis.of(scenario)
    if not survival_known(basis):
        unknown = np.full(basis.exit_age, np.nan)
        return unknown, unknown
    ill, other = leaving_rates(basis, level)
    stay = np.maximum(1.0 - ill - other, 0.0)[place, : basis.exit_age]
    yearly = yearly_benefits(scenario, level)[place]
    discount = 1.0 / (1.0 + terms.interest)
    covered = 1.0 - terms.waiting_days / DAYS_PER_YEAR
    later_claims = later_paying = 0.0
    claims, paying = np.empty((2, basis.exit_age))
    for age in reversed(range(basis.exit_age)):
        due = yearly[age] * math.sqrt(discount)
        claims[age] = due * covered + discount * stay[age] * later_claims
        later_claims = due + discount * stay[age] * later_claims
        later_paying = paying[age] = 1.0 + discount * stay[age] * later_paying
    return claims, paying


def bridging_premiums(
    scenario: Scenario, terms: InsurerTerms, closing: ClosingTerms = AS_XIANGHUBAO
) -> FloatArray:
    """Return the premium (2, A) of the bridging policy for its own benefits, yuan a year.

    Its payouts are those of the terms of closing, by default the policies of 2022
    (``closing_policy_cover``), its loading is the individual one. Their moderate illness (40,000
    and 20,000) is left out: no incidence of it was found, so the price is too low by that.
    """
    claims = bridging_claims(RateBasis.of(priced(scenario, terms)), closing)
    return terms.pricing_level * claims / (1.0 - terms.loading)
