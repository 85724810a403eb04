"""The plans that all peers are asked for, and the tables that they are handed ready-made.

A peer gets rates by cell, the spread of delays, tenure shares and risk classes, which our engine
works out from the plan's inputs or keeps; what it has to do is to move the plan through time. One
plan is one row. Arrays have T settlements, C cells, R risk classes; the first PAST of ``claims``
(PAST + T, C, 3), ``level`` (PAST + T,) and ``opening_shares`` (3, PAST + T + 1) are from before.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy import stats

from mutualmodel import Scenario
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.cohorts import CELL_YEARS, cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.lapse import MOST_LEAVING_A_PERIOD, RESPONSE_LIMITS
from mutualmodel.engine.opening import opened
from mutualmodel.inputs import grid
from mutualmodel.laws import claims_law
from mutualmodel.periods import DAYS_PER_PERIOD, PERIODS_PER_YEAR

POINTS = 41
PATHS = 10_000
CALM = Scenario(price_elasticity=0.0)
REACTING = CALM.with_changes(price_elasticity=1.0)
GROWING = REACTING.with_changes(joiners_per_year=6e6)


@dataclass(frozen=True)
class Column:
    """One column of the table: a plan, as how many rows, and whether chance is in it."""

    title: str
    plan: Scenario
    rows: int = 1
    paths: int = 0

    def plans(self) -> list[Scenario]:
        """Return the plans of all rows."""
        return [self.plan] if self.rows == 1 else grid_of(self.plan)


@dataclass(frozen=True)
class LawColumn:
    """A year's law that is asked for: claims expected, and the spread of good and bad years.

    Payouts are in units of 100,000 yuan. ``points``: how long a lattice peers are told to use, the
    least power of two on which the law is not cut.
    """

    title: str
    claims: float
    cv: float
    points: int

    def asked(self) -> dict[str, Any]:
        """Return what is asked, with two values far out whose probability tells how exact it is."""
        law = claims_law(self.claims, {1.0: 0.78, 3.0: 0.22}, self.cv)
        above = [int(law.quantile(level)) for level in (0.995, 1.0 - 1e-9)]
        return {"claims": self.claims, "cv": self.cv, "places": PLACES, "above": above} | {
            "points": self.points
        }

    def right(self, above: list[int]) -> list[float]:
        """Return the probabilities of more than some values, by sums over the rarer payout.

        Given n claims of it, which is Poisson or negative binomial, the others are so too.
        """
        one, three = (self.claims * share for share in PLACES.values())
        n = np.arange(int(three + 60.0 * np.sqrt(three * (1.0 + three * self.cv**2)) + 60.0))
        if self.cv == 0.0:
            weight, law = stats.poisson(three).pmf(n), stats.poisson(one)
        else:
            shape = 1.0 / self.cv**2
            weight = stats.nbinom(shape, shape / (shape + three)).pmf(n)
            law = stats.nbinom(shape + n, (shape + three) / (shape + three + one))
        return [float((weight * law.sf(value - 3 * n)).sum()) for value in above]


PLACES = {"1": 0.78, "3": 0.22}
# Six claims in ten thousand members a year.
LAWS = {
    "law_small": LawColumn("10,000 members", 6.0, 0.0, 64),
    "law_calm": LawColumn("1,000,000 members", 600.0, 0.0, 2048),
    "law_varied": LawColumn("1,000,000 members, c = 10 %", 600.0, 0.1, 2048),
    "law_huge": LawColumn("100,000,000 members, c = 10 %", 60_000.0, 0.1, 262_144),
}

COLUMNS = {
    "calm": Column("calm", CALM),
    "feedback": Column("feedback", REACTING),
    "joiners": Column("joiners", GROWING),
    "grid_calm": Column("41 x 41, calm", CALM, rows=POINTS**2),
    "grid_feedback": Column("41 x 41, feedback", REACTING, rows=POINTS**2),
    "paths_feedback": Column("10,000 paths, feedback", REACTING, paths=PATHS),
    "paths_joiners": Column("10,000 paths, joiners", GROWING, paths=PATHS),
}


def grid_of(start: Scenario) -> list[Scenario]:
    """Every incidence with every membership, over the whole of both sliders."""
    levers = product(grid("incidence_multiplier", POINTS), grid("members", POINTS))
    return [
        start.with_changes(incidence_multiplier=float(incidence), members=float(members))
        for incidence, members in levers
    ]


def tables(column: Column) -> dict[str, Any]:
    """Return all that a peer is handed of a column, as JSON has it."""
    plan, every = column.plan, column.plans()
    (rows,) = grouped([plan], 1, 1)
    cells = cohorts(rows.basis, rows.years, CELL_YEARS)
    state = opened(rows, cells)
    relative = state.relative_risk[0]
    shares = np.concatenate(
        [_opening_shares_before(plan, rows.periods), state.opening_shares[:, :, 0, 0, 0]], axis=1
    )
    arrays = {
        "claims": cells.claims,
        "remaining": cells.remaining,
        "joining": np.matmul(rows.weights[0], cells.joining),
        "opening_shares": shares,
        "delay": rows.delay.shares[:, 0, 0],
        "risk": relative,
        "risk_weight": state.class_share[:, 0],
        "level": state.incidence[:-1, 0] / plan.incidence_multiplier,
        "bills": rows.bills[0],
        "payouts": rows.payouts[0],
        "members": np.array([one.members for one in every]),
        "incidence": np.array([one.incidence_multiplier for one in every]),
    }
    return {name: values.tolist() for name, values in arrays.items()} | {
        "past": PAST_PERIODS,
        "periods": rows.periods,
        "periods_a_year": PERIODS_PER_YEAR,
        "delay_least": rows.delay.least,
        "leaving": plan.lapse_rate / PERIODS_PER_YEAR,
        "entering": plan.joiners_per_year / PERIODS_PER_YEAR,
        "elasticity": plan.price_elasticity,
        "memory_months": plan.price_memory_months,
        "limits": [*RESPONSE_LIMITS, MOST_LEAVING_A_PERIOD],
        "cap": plan.claim_limit,
        "waiting": plan.waiting_days / DAYS_PER_PERIOD,
        "select": [plan.select_year_1, plan.select_year_2],
        "systemic_cv": plan.systemic_cv,
        "seed": plan.seed,
        "paths": column.paths,
    }


def _opening_shares_before(plan: Scenario, periods: int) -> np.ndarray:
    """Shares (3, PAST) of opening members who had joined, waited and could claim, written out."""
    span = plan.opening_tenure_years * PERIODS_PER_YEAR
    waiting = plan.waiting_days / DAYS_PER_PERIOD
    whole, part = int(waiting), waiting % 1.0
    at = np.arange(-PAST_PERIODS, 0)

    def tenured(lag: int) -> np.ndarray:
        return np.clip(1.0 + (at - lag) / span, 0.0, 1.0)

    waited = (1.0 - part) * tenured(whole) + part * tenured(whole + 1)
    first, second = plan.select_year_1, plan.select_year_2
    year = PERIODS_PER_YEAR
    exposed = first * waited + (second - first) * tenured(year) + (1 - second) * tenured(2 * year)
    return np.stack([tenured(1), waited, exposed])
