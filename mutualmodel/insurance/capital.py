"""The insurer's own view: what a pool's bad year calls for, and the price at which it is viable."""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.caps import claim_payouts
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.premiums import one_year_premiums
from mutualmodel.laws.moments import compound_moments, factor_moments
from mutualmodel.laws.shifted_gamma import shifted_gamma_quantiles
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import DAYS_PER_YEAR


def capital_for(claims: FloatArray, payouts: FloatArray | ClaimSize, cv: float) -> float:
    """Return the capital in yuan that a year's claims call for: the 99.5 % year less the mean.

    ``claims`` and ``payouts`` (K,) are the expected claims of each kind and what one costs, ``cv``
    the coefficient of variation of the factor common to all. The quantile is that of the shifted
    gamma with the compound law's first three moments (``docs/model.md``).
    """
    year = compound_moments(claims, payouts, factor_moments(cv))
    return float(shifted_gamma_quantiles(year, np.array([ONE_IN_200]))[0] - year.mean)


@dataclass(frozen=True)
class InsurerView:
    """A year of one-year policies on a scenario's members, as their insurer sees it.

    ``lives`` are those taken, ``taken`` their share of the applicants and ``incidence`` theirs over
    the average; ``premiums``, ``claims``, ``commission``, ``expenses``, ``capital``
    and ``result`` are yuan a year, ``result`` what is left before the cost of capital.
    ``viable_price`` is the premium a life and year that pays for claims, commission, expenses and
    what capital must earn; ``market_price`` the average of the premiums. Claims are those of
    members who have been in for two years; ``first_year_loss_ratio`` that of a first policy year.
    """

    lives: float
    taken: float
    incidence: float
    premiums: float
    claims: float
    commission: float
    expenses: float
    capital: float
    result: float
    viable_price: float
    first_year_loss_ratio: float

    @property
    def loss_ratio(self) -> float:
        """Claims over premiums; 0 without premiums."""
        return self.claims / self.premiums if self.premiums else 0.0

    @property
    def market_price(self) -> float:
        """Average premium a life and year, yuan."""
        return self.premiums / self.lives if self.lives else 0.0

    @property
    def return_on_capital(self) -> float | None:
        """Result over capital a year; None where no capital is called for."""
        return self.result / self.capital if self.capital > 0 else None


def insurer_view(
    scenario: Scenario, terms: InsurerTerms, *, from_age: int = 0, group: bool = False
) -> InsurerView:
    """Return the insurer's year with the scenario's members of ``from_age`` and over.

    With ``from_age`` 40 the young stay with mutual aid and the insurer is left with the others.
    As a ``group`` it takes everybody at the usual price and bears the smaller loading.

    Raises
    ------
    ValueError
        When ``from_age`` is not below the plan's exit age.
    """
    basis = RateBasis.of(scenario)
    if not 0 <= from_age < basis.exit_age:
        raise ValueError(f"from_age = {from_age!r}: allowed is 0 to {basis.exit_age - 1}")
    if group:
        terms = terms.with_changes(
            loading=terms.group_loading, declined_share=0.0, loaded_share=0.0
        )
    lives = scenario.members * terms.accepted_share * opening_ages(scenario)
    lives[:, :from_age] = 0.0
    level = scenario.incidence_multiplier * terms.accepted_incidence
    counts = level * np.einsum("sa,sag->g", lives, basis.claims)
    payouts = np.array(scenario.payouts)
    claims = float(counts @ payouts)
    usual = float((lives * one_year_premiums(scenario, terms)).sum())
    return _year(scenario, terms, float(lives.sum()), usual * terms.accepted_price, claims, counts)


def _year(
    scenario: Scenario,
    terms: InsurerTerms,
    lives: float,
    premiums: float,
    claims: float,
    counts: FloatArray,
) -> InsurerView:
    """Account for a year of these premiums and claims."""
    capital = capital_for(counts, claim_payouts(scenario), scenario.systemic_cv)
    sold = terms.commission + terms.expenses
    needed = (claims + terms.cost_of_capital * capital) / (1.0 - sold)
    first = claims * scenario.select_year_1 * (1.0 - terms.waiting_days / DAYS_PER_YEAR)
    return InsurerView(
        lives=lives,
        taken=terms.accepted_share,
        incidence=terms.accepted_incidence,
        premiums=premiums,
        claims=claims,
        commission=terms.commission * premiums,
        expenses=terms.expenses * premiums,
        capital=capital,
        result=premiums * (1.0 - sold) - claims,
        viable_price=needed / lives if lives else 0.0,
        first_year_loss_ratio=first / premiums if premiums else 0.0,
    )
