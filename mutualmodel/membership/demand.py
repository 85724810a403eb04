"""The reaction to the share in the literature's terms: elasticities of demand, and back.

``price_elasticity`` is a power on the hazard of leaving. Surveys and markets report how many stay
if the price is so much higher: d log(members after some years) / d log(price charged). A hazard
works for as long as it lasts, so one setting means a small elasticity after one year and a larger
one after five.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.side_by_side import STEPPED_CHUNK_ROWS
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.periods import PERIODS_PER_YEAR, whole_number

# After how many years demand is measured.
DEMAND_YEARS = (1, 5)
# How much more members are asked for: small, so that the quotient is the derivative.
_MORE = 1e-6
# Settings looked at before a root is sought between two of them. A reaction that meets its limits
# (:data:`mutualmodel.engine.lapse.RESPONSE_LIMITS`) need not grow with the setting.
_LOOKED_AT = 25
_WITHIN = 1e-4


@dataclass(frozen=True)
class ReactionFor:
    """Which reaction gives a demand elasticity that is wanted, if one does.

    ``reaction`` is the smallest value of ``price_elasticity`` that gives it, None where none does.
    ``strongest`` is the elasticity furthest from 0 that the plan reaches, at the reaction ``at``:
    what can be had lies from there to 0.
    """

    reaction: float | None
    strongest: float
    at: float


def demand_elasticity(scenario: Scenario, years: int = 1) -> float:
    """Return d log(members after some years) / d log(price), of a survey's kind.

    Members are asked for more, at every settlement the same per cent over what this plan charges
    them in its course, and answer as they do to any charge. All else stays: benefits, how many
    join, and the course of the charges themselves, which those who leave do not make dearer for
    the others here. It is at most 0, and 0 where nobody reacts. That a plan dissolves is not
    applied; those who leave at sixty or join do so at any price.

    Raises
    ------
    ValueError
        When ``years`` is not within the horizon that an input may have, 1 to 10.
    """
    return float(_demand_elasticities([scenario], years)[0])


def reaction_for(scenario: Scenario, elasticity: float, years: int = 1) -> ReactionFor:
    """Return the ``price_elasticity`` at which demand has an elasticity after some years.

    All other inputs are the scenario's. Where several settings give it, it is the smallest.

    Raises
    ------
    ValueError
        When the elasticity is above 0, or ``years`` not 1 to 10.
    """
    from scipy.optimize import brentq

    if not elasticity <= 0.0:
        raise ValueError(f"elasticity = {elasticity!r}: allowed is at most 0")
    highest = fields()["price_elasticity"].maximum
    assert highest is not None
    settings = np.linspace(0.0, highest, _LOOKED_AT)

    def demand(reactions: Sequence[float]) -> FloatArray:
        plans = [scenario.with_changes(price_elasticity=float(one)) for one in reactions]
        return _demand_elasticities(plans, years)

    found = demand(list(settings))
    strongest = int(np.argmin(found))
    reached = np.flatnonzero(found <= elasticity)
    reaction: float | None = None
    if elasticity == 0.0:
        reaction = 0.0
    elif len(reached):
        last = int(reached[0])
        reaction = float(
            brentq(
                lambda one: float(demand([one])[0]) - elasticity,
                settings[last - 1],
                settings[last],
                xtol=_WITHIN,
            )
        )
    return ReactionFor(reaction, float(found[strongest]), float(settings[strongest]))


def _demand_elasticities(scenarios: Sequence[Scenario], years: int) -> FloatArray:
    """Return :func:`demand_elasticity` of several plans, (N,), in one run of the engine."""
    most = fields()["years"].maximum
    assert most is not None
    whole_number("years", years, 1, int(most))
    found = np.zeros(len(scenarios))
    reacting = [at for at, plan in enumerate(scenarios) if plan.reacts_to_share]
    # Every plan twice: as it is, and asked for more than that one is charged.
    pairs = [scenarios[at].with_changes(years=years) for at in reacting for _ in range(2)]
    for rows in grouped(pairs, STEPPED_CHUNK_ROWS, STEPPED_CHUNK_ROWS):
        row = np.arange(len(rows.order))
        times: FloatArray = np.where(row % 2, 1.0 + _MORE, 1.0)
        run = run_plans(replace(rows, asked=(row - row % 2, times)))
        logs = np.log(run.members[years * PERIODS_PER_YEAR]).reshape(-1, 2)
        plans = np.array(rows.order).reshape(-1, 2)[:, 0] // 2
        found[np.array(reacting)[plans]] = np.diff(logs, axis=1)[:, 0] / np.log1p(_MORE)
    return found
