"""Mutual aid against commercial cover of the same benefit: where, over a life, and for what."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutualmodel.ages import ADULT_AGE
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.bearing import never_starts
from mutualmodel.engine.projection import project_many
from mutualmodel.inputs.choices import Basis
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.capital import insurer_view
from mutualmodel.insurance.life import check_member_age, sex_index, survival_known
from mutualmodel.insurance.premiums import (
    AS_XIANGHUBAO,
    bridging_premiums,
    level_premiums,
    level_values,
    one_year_premiums,
)
from mutualmodel.insurance.systems import (
    BASES,
    SYSTEMS,
    compares,
    costs_by_age,
    launch_cap,
    launch_terms,
    medical_prices,
    mutual_costs,
    settled_plan,
)
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.uncertainty import uncertainty

# Five and 95 % points of a normal distribution lie so many deviations from its mean.
# As many of the plausible sets as tell a spread; the ranges of single years take all.
_SETS = 40
_NINE_IN_TEN = 1.645


@dataclass(frozen=True)
class BreakEven:
    """Ages at which mutual aid is cheaper than a premium.

    ``spans`` are the stretches (first age, last age) within the plan's ages; a payout that falls at
    an age can part them. ``age`` is where the first begins that reaches into adult life, None if
    none does.
    """

    age: int | None
    spans: tuple[tuple[int, int], ...]
    first_age: int = 0
    last_age: int = 59

    @property
    def everywhere(self) -> bool:
        """Whether it is cheaper at every age that members may have."""
        return self.spans == ((self.first_age, self.last_age),)


def break_even(mutual_cost: float, premiums: FloatArray, first_age: int = 0) -> BreakEven:
    """Return where the one cost is below the premiums (A,) by age; equal counts as cheaper.

    Ages below the first are left aside. Nowhere if the cost is NaN, and nowhere that a policy costs
    nothing, for it covers nothing.
    """
    cheaper = (mutual_cost <= premiums) & (premiums > 0.0)
    cheaper[:first_age] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[False], cheaper, [False]]).astype(int)))
    spans = tuple(
        (int(start), int(end) - 1) for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
    adult = [first for first, last in spans if last >= ADULT_AGE]
    return BreakEven(adult[0] if adult else None, spans, first_age, len(premiums) - 1)


def break_even_age(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    *,
    system: str = "one_year",
    basis: Basis = "now",
) -> BreakEven:
    """Return where mutual aid is cheaper than a system of the same benefit."""
    costs = costs_by_age(scenario, terms, sex, basis)
    return break_even(float(costs["mutual"][0]), costs[system], scenario.minimum_age)


@dataclass(frozen=True)
class CheaperMap:
    """Premium over mutual cost, (N, A): above one where mutual aid is cheaper, NaN for no plan.

    ``levels`` (N,) are the values of the field that varies, ``ages`` (A,) are those that members
    may have.
    """

    field: str
    levels: FloatArray
    ages: FloatArray
    ratio: FloatArray


def cheaper_over_incidence(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    values: Sequence[float] | FloatArray,
    *,
    basis: Basis = "now",
) -> CheaperMap:
    """Map age against the members' incidence; the insurer's price stays as it is.

    All incidences are projected in one batch.
    """
    plans = [scenario.with_changes(incidence_multiplier=float(v)) for v in values]
    premium = one_year_premiums(scenario, terms)[sex_index(sex)]
    return _map(scenario, "incidence_multiplier", values, premium[None, :], _costs(plans, basis))


def cheaper_over_cap(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    values: Sequence[float] | FloatArray,
    *,
    basis: Basis = "now",
) -> CheaperMap:
    """Map age against the cap on a year, infinity for none; the policy pays the whole benefit.

    What a cap takes off a member's year somebody else pays, or nobody does. A fund has no such cap.
    """
    caps = [float(value) if math.isfinite(value) else None for value in values]
    plans = [scenario.with_changes(annual_cap=cap) for cap in caps]
    premium = one_year_premiums(scenario, terms)[sex_index(sex)]
    return _map(scenario, "annual_cap", values, premium[None, :], _costs(plans, basis))


def cheaper_over_payout(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    values: Sequence[float] | FloatArray,
    *,
    basis: Basis = "now",
) -> CheaperMap:
    """Map age against the payout of the young; that of the older stays, and policies pay the same.

    Were all payouts to rise together, both sides would but for the plan's caps.
    """
    plans = [scenario.with_changes(payout_under_40=float(value)) for value in values]
    place = sex_index(sex)
    premiums = np.stack([one_year_premiums(plan, terms)[place] for plan in plans])
    return _map(scenario, "payout_under_40", values, premiums, _costs(plans, basis))


def _costs(plans: Sequence[Scenario], basis: Basis) -> FloatArray:
    """Return what a member of each plan pays in the year compared; NaN where it does not last."""
    first = [plan.with_changes(years=1) for plan in plans]
    if basis == "settled":
        first = list(map(settled_plan, first))
    rows = project_many(first)
    # A plan that ends within the year has no year's cost.
    lasts = (rows.array("members")[:, :PERIODS_PER_YEAR] > 0).all(axis=1)
    return np.where(lasts, rows.cost_per_member_year(), np.nan)


def cheaper_over_loading(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    values: Sequence[float] | FloatArray,
    *,
    basis: Basis = "now",
) -> CheaperMap:
    """Map age against the loading of the one-year policy."""
    cost = mutual_costs(scenario)["mutual"].whole_year(basis)
    net = one_year_premiums(scenario, terms)[sex_index(sex)] * (1.0 - terms.loading)
    loading = np.asarray(values, dtype=float)
    prices = net / (1.0 - loading[:, None])
    return _map(scenario, "loading", values, prices, np.full(len(loading), cost))


def _map(
    scenario: Scenario,
    field: str,
    values: Sequence[float] | FloatArray,
    premiums: FloatArray,
    costs: FloatArray,
) -> CheaperMap:
    # Where a plan costs nothing or does not last there is no ratio.
    free = np.where(costs > 0, costs, np.nan)[:, None]
    first = scenario.minimum_age
    ages = np.arange(first, scenario.exit_age, dtype=float)
    ratio = np.asarray(premiums[:, first:] / free)
    return CheaperMap(field, np.asarray(values, dtype=float), ages, ratio)


@dataclass(frozen=True)
class LifetimeCost:
    """What a person who stays well pays until membership ends, in money of today, and its range.

    ``yearly`` (n,) is the expected cost by year. ``low`` and ``high``: prices drift by
    ``trend_range`` a year below or above the trend, and, where members share a bad year, nine
    lifetimes in ten around that.
    """

    yearly: FloatArray
    total: float
    low: float
    high: float


def lifetime_costs(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    join_age: int,
    closing: ClosingTerms = AS_XIANGHUBAO,
) -> dict[str, LifetimeCost]:
    """Return what each system costs from ``join_age`` on who never claims; nothing discounted.

    To the plan's exit age. Mutual aid begins at the scenario's first year, is settled from the
    third on and then follows the incidence trend: new members are taken to keep the ages as they
    are, and a plan that lasts its first year to last; one that does not is left out. One-year
    prices follow age and trend; a level premium stays as it was at entry, medical cover's at
    today's prices.

    Raises
    ------
    ValueError
        When no member can have ``join_age``.
    """
    basis = RateBasis.of(scenario)
    check_member_age("join_age", join_age, basis)
    place, years = sex_index(sex), basis.exit_age - join_age
    yearly = {
        name: _settling(costs.whole_year("now"), costs.whole_year("settled"), years)
        for name, costs in mutual_costs(scenario).items()
        if not any(math.isnan(costs.whole_year(basis)) for basis in BASES)
    }
    yearly["one_year"] = one_year_premiums(scenario, terms)[place, join_age:]
    if survival_known(basis):
        yearly["level"] = np.full(years, level_premiums(scenario, terms, sex)[join_age])
    yearly["bridging"] = bridging_premiums(scenario, terms, closing)[place, join_age:]
    yearly["medical"] = medical_prices(basis.exit_age)[join_age:]
    most = {"mutual_insured": launch_cap()}
    shared = _Strays.of(scenario)
    return {
        name: _ranged(
            path,
            trend=scenario.incidence_trend if SYSTEMS[name].follows_trend else 0.0,
            drift=terms.trend_range if SYSTEMS[name].follows_trend else 0.0,
            strays=shared if SYSTEMS[name].shares_bad_year else _NEVER_STRAYS,
            most=most.get(name, np.inf),
        )
        for name, path in yearly.items()
        # Medical cover has no published price at all ages.
        if compares(name, scenario) and not np.isnan(path).any()
    }


def _settling(now: float, settled: float, years: int) -> FloatArray:
    path = np.full(years, settled)
    path[:2] = [now, (now + settled) / 2][:years]
    return path


@dataclass(frozen=True)
class _Strays:
    """How far years of mutual aid stray from what is expected.

    ``cv`` is the spread of a year's common factor, ``correlation`` that of one year's with the
    next's; ``level`` the spread of what is expected itself, over its mean, the same in all years.
    """

    cv: float
    correlation: float
    level: float

    @classmethod
    def of(cls, scenario: Scenario) -> "_Strays":
        """Return how far a plan's years stray once it is settled."""
        settled = uncertainty(settled_plan(scenario.with_changes(years=1)), sets=_SETS)
        mean = float(settled.own[0, 0, 0])
        known = float(np.sqrt(settled.variances["parameters"][0])) / mean if mean else 0.0
        return cls(scenario.systemic_cv, scenario.systemic_correlation, known)

    def over(self, values: FloatArray) -> float:
        """Return the standard deviation of the sum of years expected to cost ``values`` (Y,)."""
        year = np.arange(len(values))
        together = self.correlation ** np.abs(year[:, None] - year)
        years = self.cv**2 * float(values @ together @ values)
        return float(np.sqrt(years + (self.level * values.sum()) ** 2))


_NEVER_STRAYS = _Strays(0.0, 0.0, 0.0)


def _ranged(
    yearly: FloatArray, trend: float, drift: float, strays: _Strays, most: float
) -> LifetimeCost:
    """Let prices grow by the trend, and by more or less of it for the range."""
    years = np.arange(len(yearly))

    def path(growth: float) -> FloatArray:
        return np.asarray(np.minimum(yearly * (1.0 + growth) ** years, most))

    middle, low, high = path(trend), path(trend - drift), path(trend + drift)
    return LifetimeCost(
        yearly=middle,
        total=float(middle.sum()),
        low=max(float(low.sum()) - _NINE_IN_TEN * strays.over(low), 0.0),
        high=min(float(high.sum()) + _NINE_IN_TEN * strays.over(high), most * len(yearly)),
    )


@dataclass(frozen=True)
class YuanSplit:
    """What one yuan paid buys; the parts sum to one.

    ``benefits`` come back to those covered, in expectation. ``fee`` is the plan's. ``capital`` is
    what the insurer's capital must earn; ``rest`` what is left to the insurer, or missing if below
    zero: prices assume an incidence that those covered need not have.
    """

    benefits: float
    fee: float
    commission: float
    expenses: float
    capital: float
    rest: float


def yuan_splits(
    scenario: Scenario, terms: InsurerTerms, sex: str, age: int
) -> dict[str, YuanSplit]:
    """Return the split for mutual aid, one-year and level policies.

    Mutual aid and the one-year policy: over all members. Level: for who enters at ``age``. Of what
    is paid into mutual aid, by whomever; a plan that never starts is left out.
    Those covered fall ill as the scenario's members do after two years, less those declined.
    """
    real = scenario.incidence_multiplier * terms.accepted_incidence
    view = insurer_view(scenario, terms)
    capital = terms.cost_of_capital * view.capital / view.premiums if view.premiums else 0.0
    claims, paying = (values[age] for values in level_values(scenario, terms, sex, real))
    price = terms.accepted_price * level_premiums(scenario, terms, sex)[age]
    level = float(claims / (paying * price)) if price else 0.0
    started = not never_starts(mutual_costs(scenario)["mutual"].years["now"])
    mutual = {
        "mutual": _fee_split(scenario.fee_rate),
        "mutual_insured": _fee_split(launch_terms(scenario).fee_rate),
    }
    return (mutual if started else {}) | {
        "one_year": _insured_split(terms, view.loss_ratio, capital),
        **({} if math.isnan(level) else {"level": _insured_split(terms, level, capital)}),
    }


def _fee_split(rate: float) -> YuanSplit:
    return YuanSplit(1.0 / (1.0 + rate), rate / (1.0 + rate), 0.0, 0.0, 0.0, 0.0)


def _insured_split(terms: InsurerTerms, benefits: float, capital: float) -> YuanSplit:
    rest = 1.0 - benefits - terms.commission - terms.expenses - capital
    return YuanSplit(benefits, 0.0, terms.commission, terms.expenses, capital, rest)
