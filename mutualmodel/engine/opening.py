"""The start of a run: opening members laid out as joiners of the past, and their old claims."""

from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.cohorts import PAYOUT_KINDS, Cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.exposure import (
    LONGEST_LAG,
    incidence_level,
    past_waiting,
    select_weighted,
)
from mutualmodel.engine.risk import risk_classes
from mutualmodel.engine.state import BalanceFlows, PlanRun, Sizes, State
from mutualmodel.periods import PERIODS_PER_YEAR

_TENURE_INPUTS = (
    "opening_tenure_years",
    "waiting_days",
    "select_year_1",
    "select_year_2",
    "accident_share",
)


def opened(
    rows: Rows,
    cells: Cohorts,
    ages: FloatArray | None = None,
    *,
    counted: bool = False,
    sizes: Sizes | None = None,
) -> State:
    """Return plans at their start, with room for all that a run fills in.

    ``ages`` (T + 1, C / 2, A) are the single ages of the cells of one sex, where members are to be
    counted by them.
    """
    periods, size, width = rows.periods, len(rows.order), cells.remaining.shape[1]
    relative, share = risk_classes(rows["risk_spread"], rows.classes)
    classes = share.shape[1]
    opening = rows["members"][:, None] * (rows.weights @ cells.joining[0])
    incidence, shares = incidence_level(rows), _opening_shares(rows)
    members, survivors, covered = np.empty((3, periods + 1, size))
    living = survivors if cells.surviving is None else np.empty_like(survivors)
    run = PlanRun(
        rows=rows,
        cells=cells,
        members=members,
        survivors=survivors,
        living=living,
        covered=covered,
        incurred=np.empty((PAST_PERIODS + periods + 1, size, len(PAYOUT_KINDS))),
        settled=np.empty((periods, size, len(PAYOUT_KINDS))),
        counted=counted,
        sizes=sizes,
        by_age=_room_by_age(ages, size, classes),
        balances=BalanceFlows.empty(periods, size) if rows.funding == "prepaid" else None,
    )
    rates = rows["members"][:, None] * np.matmul(rows.weights, cells.earlier_claims)
    level = incidence[:PAST_PERIODS] * shares[2, :PAST_PERIODS]
    run.incurred[:PAST_PERIODS] = rates * level[:, :, None] / PERIODS_PER_YEAR
    return State(
        run=run,
        class_share=share.T,
        class_risk=(share * relative).T,
        relative_risk=relative,
        by_class=np.empty((size, classes)),
        incidence=incidence,
        columns=cells.columns,
        ages=ages,
        opening=opening,
        opening_shares=shares[:, PAST_PERIODS:, None, None, :],
        joined_sum=_room_for_joiners(rows, classes, width),
        scratch=np.empty((size, classes, width)) if rows.reacts else None,
    )


def _span(rows: Rows) -> int:
    """Return how many periods there are shares of, from before the first claim still unpaid."""
    return PAST_PERIODS + rows.periods + 1


def _opening_shares(rows: Rows) -> FloatArray:
    """Shares (3, PAST_PERIODS + T + 1, B) of the opening members who had joined by each period.

    All of them, those past waiting, and those who can claim at their select factors.
    """
    if rows.alike(*_TENURE_INPUTS):
        tenure = tuple(float(rows[name][0]) for name in _TENURE_INPUTS)
        shares = _shares_of_all(rows.years, rows.waiting_lag, tenure)
        return np.broadcast_to(shares, (3, _span(rows), len(rows.order)))
    return _shares_of_each(rows)


@lru_cache(maxsize=64)
def _shares_of_all(years: int, waiting_lag: int, tenure: tuple[float, ...]) -> FloatArray:
    """Return the shares (3, PAST_PERIODS + T + 1, 1) where plans have all of these inputs alike."""
    column = {name: np.array([value]) for name, value in zip(_TENURE_INPUTS, tenure, strict=True)}
    helped, basis = np.ones(1, dtype=bool), RateBasis()
    return _shares_of_each(Rows(column, helped, [0], basis, years, waiting_lag, 1, reacts=False))


def _shares_of_each(rows: Rows) -> FloatArray:
    # From before the first claim that is still unpaid.
    earliest = PAST_PERIODS + LONGEST_LAG
    span = np.maximum(rows["opening_tenure_years"] * PERIODS_PER_YEAR, 1e-12)
    joined_by = 1.0 + np.arange(-earliest, rows.periods + 1)[:, None] / span
    np.clip(joined_by, 0.0, 1.0, out=joined_by)

    def tenured(lag: int) -> FloatArray:
        return joined_by[LONGEST_LAG - lag : len(joined_by) - lag]

    waited = past_waiting(rows, tenured)
    return np.stack([tenured(1), waited, select_weighted(rows, waited, tenured)])


def _room_by_age(ages: FloatArray | None, size: int, classes: int) -> FloatArray | None:
    """Room for members by risk class, sex and single age, where they are counted by them."""
    return None if ages is None else np.empty((len(ages), size, classes, 2, ages.shape[2]))


def _room_for_joiners(rows: Rows, classes: int, width: int) -> FloatArray | None:
    """Zero up to the start, where nobody has joined yet: opening members are kept apart."""
    if not rows.entering.any():
        return None
    # Where one period goes at a time, so much of the past is needed and no more.
    kept = LONGEST_LAG + 1 + (0 if rows.reacts else rows.periods)
    return np.zeros((kept, len(rows.order), classes, width))
