"""The reserve that would have covered what is owed, by month of a plan's life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import project
from mutualmodel.engine.run import run_of
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.moments import compound_moments, factor_moments
from mutualmodel.laws.shifted_gamma import shifted_gamma_quantiles
from mutualmodel.levels import HIGH, MEDIAN, ONE_IN_200
from mutualmodel.periods import PERIODS_PER_MONTH

RESERVE_LEVELS = (MEDIAN, HIGH, ONE_IN_200)


@dataclass(frozen=True, eq=False)
class Reserve:
    """Payouts owed at the end of each month, (M,), with their spread; yuan.

    ``needed`` (M, 3): reserves that cover what is owed with the probabilities of
    :data:`RESERVE_LEVELS`. The plan itself held none. ``members`` (M,) at the time.
    """

    month: FloatArray
    owed: FloatArray
    needed: FloatArray
    members: FloatArray


def reserve_by_month(scenario: Scenario) -> Reserve:
    """Return the reserve that would cover the claims diagnosed and not yet paid.

    Given a factor common to all claims (gamma, mean 1, cv ``systemic_cv``) the claims owed of each
    kind are Poisson; quantiles are those of a shifted gamma with the same three moments. From the
    month in which a plan dissolves on there are no rows.
    """
    run = run_of(scenario)
    claims = run.rows.delay.outstanding(run.incurred[:-1])[:, 0]
    claims = claims[PERIODS_PER_MONTH - 1 :: PERIODS_PER_MONTH]
    members = project(scenario).array("members")[PERIODS_PER_MONTH - 1 :: PERIODS_PER_MONTH]
    alive = members > 0
    claims, members = claims[alive], members[alive]
    factor, payouts = factor_moments(scenario.systemic_cv), np.array(scenario.payouts)
    months = [compound_moments(month, payouts, factor) for month in claims]
    levels = np.array(RESERVE_LEVELS)
    needed = [shifted_gamma_quantiles(month, levels) for month in months]
    return Reserve(
        month=np.arange(1.0, len(months) + 1.0),
        owed=np.array([float(month.mean) for month in months]),
        needed=np.array(needed).reshape(len(months), len(levels)),
        members=members,
    )
