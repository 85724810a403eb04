"""What breaks a plan: for each input, how far it is to the nearest value at which something does.

Regulators call it a reverse stress test. Every input is moved alone, upwards and downwards over its
range, until something breaks that does not break as the plan stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import NOT_OF_THE_ENGINE
from mutualmodel.engine.bearing import MATERIAL
from mutualmodel.engine.caps import claim_shares
from mutualmodel.engine.cohorts import STATED_SHARES
from mutualmodel.engine.projection import project, project_many
from mutualmodel.inputs.declare import FieldMeta
from mutualmodel.inputs.funding import not_asked
from mutualmodel.inputs.ranges import least_pool
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.laws.moments import compound_moments, factor_moments
from mutualmodel.laws.shifted_gamma import probability_above
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.levels import ONE_IN_200
from mutualmodel.membership.stability import UNRAVELS_BELOW, without_reaction
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.annual_law import cost_band

if TYPE_CHECKING:
    import pandas as pd

# The cause before what follows from it: where several break at one value the first is named.
BREAKS = (
    "minimum",
    "unravels",
    "claim_cap",
    "annual_cap",
    "fund",
    "unpaid",
    "sponsor",
    "costly_year",
)
# No levers of a plan: the horizon, the random numbers, what strikes in simulations only, and ages
# and deaths: they are what a plan is, and do not come to it.
NOT_MOVED = frozenset(NOT_OF_THE_ENGINE)
# Points looked at from where an input stands to the end of its range, then between two of them.
_COARSE, _FINE, _ROUNDS = 6, 5, 5
# More where a break lies so near the low end of a long range that it is known to less than this.
_MOST_ROUNDS, _WITHIN = 9, 1e-3
# Plans between two reports of a search that is watched: members who react take a second.
_AT_A_TIME = 32
# The first look at all inputs is so much of the work.
_FIRST_LOOK = 0.6

Progress = Callable[[float], object]


@dataclass(frozen=True)
class State:
    """What is broken in each of B plans, ``broken`` (B, K) in the order of :data:`BREAKS`.

    ``sponsor`` and ``unpaid`` (B,): yuan over the horizon that the operator or an insurer pays and
    that claimants do without, what a plan owes when it dissolves included.
    """

    broken: BoolArray
    sponsor: FloatArray
    unpaid: FloatArray


def breaking_points(
    scenario: Scenario,
    years: int | None = None,
    costly_year: float | None = None,
    *,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return the nearest value of each input, either way, at which something breaks.

    Parameters
    ----------
    years
        The horizon within which something must break; by default the years shown.
    costly_year
        Yuan that a member must not have to pay in a year oftener than once in 200; None for no
        such limit.
    progress
        Called with about the share done after every few plans; what it raises leaves off the
        search.

    Returns
    -------
    DataFrame
        One row an input and way that leads to a break, the nearest first:

        - ``input``: name of the field; ``way``: up or down;
        - ``value``: the nearest value at which it breaks, to a ten-thousandth of the range;
        - ``breaks``: which of :data:`BREAKS`; ``also``: what else breaks at the same value;
        - ``distance``: value less the present one, in the input's own unit (NaN where there is no
          cap at present); ``relative``: distance over the present value (NaN where that is 0);
        - ``nearness``: how much of the way to the end of the range is left before the break, 0 to
          1, which orders inputs of different units;
        - ``sponsor``, ``unpaid``: yuan over the horizon that others pay, and that claimants do
          without, just past the value.

    Notes
    -----
    What is broken as the plan stands cannot break again and is not looked for: :func:`broken_now`
    says what is. Between two of the points looked at a break that heals again is passed over.
    """
    plan = scenario if years is None else scenario.with_changes(years=years)
    return _searched(_Asked(plan, costly_year, progress)).table()


@dataclass(frozen=True)
class _Asked:
    """What is searched for; who watches it makes it no other search."""

    plan: Scenario
    limit: float | None
    progress: Progress | None = field(default=None, compare=False)


@lru_cache(maxsize=64)
def _searched(asked: _Asked) -> _Search:
    """Search once for a plan; several pages ask for the same."""
    search = _Search(asked.plan, asked.limit)
    search.run(asked.progress)
    return search


def broken_now(
    scenario: Scenario, years: int | None = None, costly_year: float | None = None
) -> tuple[str, ...]:
    """Return what is broken as the plan stands, in the order of :data:`BREAKS`."""
    plan = scenario if years is None else scenario.with_changes(years=years)
    broken = states([plan], costly_year).broken[0]
    return tuple(name for name, one in zip(BREAKS, broken, strict=True) if one)


def states(plans: Sequence[Scenario], costly_year: float | None = None) -> State:
    """Return what is broken in some plans of one horizon; all are projected together."""
    calm = [without_reaction(plan) for plan in plans if plan.reacts_to_share]
    batch = project_many([*plans, *calm])
    size = len(plans)
    members, claims = batch.array("members"), batch.array("claims_by_kind")[:size]
    alive = members[:size] > 0
    bills = np.array([plan.bills for plan in plans])[:, None, :]
    uncapped = claim_shares(bills, np.maximum(members[:size], 1.0))
    limit = np.array([plan.claim_limit for plan in plans])[:, None, None]
    spread = np.array([plan.claim_size_cv for plan in plans])[:, None, None]
    capped = ClaimSize(uncapped, spread, limit)
    annual = np.array([plan.year_limit for plan in plans])
    due = (claims * capped.expected).sum(axis=2).reshape(size, -1, PERIODS_PER_YEAR).sum(axis=2)
    sponsor, unpaid, payout, deficit = (
        batch.array(name)[:size].sum(axis=1) for name in ("sponsor", "unpaid", "payout", "deficit")
    )
    broken = {
        "minimum": ~alive.all(axis=1),
        "unravels": _unravels(plans, members),
        "claim_cap": ((uncapped > limit) & alive[..., None]).any(axis=(1, 2)),
        "annual_cap": (due > annual[:, None]).any(axis=1),
        "fund": deficit > MATERIAL * payout,
        "unpaid": unpaid > MATERIAL * payout,
        "sponsor": sponsor > MATERIAL * payout,
        "costly_year": _costly(plans, claims, capped, annual, costly_year),
    }
    return State(np.stack([broken[name] for name in BREAKS], axis=1), sponsor, unpaid)


def _in_parts(plans: Sequence[Scenario], limit: float | None, size: int, told: Progress) -> State:
    """Return the states of some plans, so many ``size`` at a time; ``told`` the share done."""
    found = []
    for first in range(0, len(plans), size):
        found.append(states(plans[first : first + size], limit))
        told(min((first + size) / len(plans), 1.0))
    parts = ((one.broken, one.sponsor, one.unpaid) for one in found)
    return State(*map(np.concatenate, zip(*parts, strict=True)))


def _unravels(plans: Sequence[Scenario], members: FloatArray) -> BoolArray:
    """Whether less than :data:`UNRAVELS_BELOW` is kept of what a calm plan would keep, (B,)."""
    found = np.zeros(len(plans), dtype=bool)
    reacting = [place for place, plan in enumerate(plans) if plan.reacts_to_share]
    end, calm = members[reacting, -1], members[len(plans) :, -1]
    # A plan that has dissolved has not unravelled: it is told as such.
    found[reacting] = (end > 0) & (end < UNRAVELS_BELOW * calm)
    return found


def _costly(
    plans: Sequence[Scenario],
    claims: FloatArray,
    capped: ClaimSize,
    annual: FloatArray,
    limit: float | None,
) -> BoolArray:
    """Whether a member pays more than the limit in some year oftener than once in 200, (B,)."""
    if limit is None:
        return np.zeros(len(plans), dtype=bool)
    of_year = (len(plans), -1, PERIODS_PER_YEAR * claims.shape[-1])
    spread = np.array([plan.systemic_cv for plan in plans])[:, None]
    year = compound_moments(
        claims.reshape(of_year),
        replace(capped, mean=capped.mean.reshape(of_year)),
        factor_moments(spread),
    )
    often = probability_above(year, limit) > 1.0 - ONE_IN_200
    found = np.asarray((often & (annual > limit)[:, None]).any(axis=1))
    for place, plan in enumerate(plans):
        # What members pay into a fund is not what falls due.
        if plan.funding == "fund":
            bands = (cost_band(project(plan), year + 1) for year in range(plan.years))
            found[place] = any(band.one_in_200 > limit for band in bands)
    return found


@dataclass
class _Way:
    """One input moved one way: the next values to look at, and between which two it breaks."""

    name: str
    meta: FieldMeta
    end: float
    points: FloatArray
    before: float
    value: float | None = None
    breaks: tuple[str, ...] = ()
    sponsor: float = 0.0
    unpaid: float = 0.0

    @property
    def is_coarse(self) -> bool:
        """Whether the break is still known to less than a thousandth of the value."""
        assert self.value is not None
        return abs(self.value - self.before) > _WITHIN * max(abs(self.value), abs(self.before))


class _Search:
    """All inputs, both ways, round by round: every round is one batch of plans."""

    def __init__(self, plan: Scenario, limit: float | None) -> None:
        self.plan, self.limit = plan, limit
        self.standing = states([plan], limit).broken[0]
        self.left_out = NOT_MOVED | not_asked(plan)
        self.ways = [way for name, meta in fields().items() for way in self._ways(name, meta)]

    def _ways(self, name: str, meta: FieldMeta) -> list[_Way]:
        if name in self.left_out or meta.choices or meta.minimum is None or meta.maximum is None:
            return []
        low, high = self._range(name, meta)
        present = getattr(self.plan, name)
        # No cap is one that nothing reaches: it can only come down.
        here = high if present is None else float(present)
        found = []
        for end in (low, high):
            if end != here:
                points = _between(here, end, _COARSE, meta.scale)
                found.append(_Way(name, meta, end, np.append(points, end), here))
        return found

    def _range(self, name: str, meta: FieldMeta) -> tuple[float, float]:
        """Return the range of an input while the others stand."""
        low, high = meta.reach(getattr(self.plan, name))
        if name in STATED_SHARES:
            others = sum(getattr(self.plan, other) for other in STATED_SHARES if other != name)
            return low, 1.0 - others
        return (least_pool(self.plan.members) if name == "members" else low), high

    def run(self, progress: Progress | None) -> None:
        """Find the first break of every way, then halve and halve again what it lies between."""
        told = progress or (lambda share: None)
        size = None if progress is None else _AT_A_TIME
        self._look(self.ways, size, lambda share: told(_FIRST_LOOK * share))
        for done in range(_MOST_ROUNDS):
            told(_FIRST_LOOK + (1.0 - _FIRST_LOOK) * done / _MOST_ROUNDS)
            found = [way for way in self.ways if way.value is not None]
            if done >= _ROUNDS:
                found = [way for way in found if way.is_coarse]
            for way in found:
                assert way.value is not None
                way.points = _between(way.before, way.value, _FINE, way.meta.scale)
            self._look(found, size)

    def _look(
        self, ways: list[_Way], size: int | None, told: Progress = lambda share: None
    ) -> None:
        """Look at the next values of some ways, so many plans ``size`` at a time or all at once."""
        plans = [
            self.plan.with_changes(**{way.name: float(value)})
            for way in ways
            for value in way.points
        ]
        if not plans:
            return
        state = _in_parts(plans, self.limit, size or len(plans), told)
        start = 0
        for way in ways:
            rows = slice(start, start + len(way.points))
            start = rows.stop
            self._narrow(way, state, rows)

    def _narrow(self, way: _Way, state: State, rows: slice) -> None:
        """Keep the last value before the first new break, and that at which it shows."""
        new = state.broken[rows] & ~self.standing
        first = np.flatnonzero(new.any(axis=1))
        if not len(first):
            way.before = float(way.points[-1])
            return
        at = int(first[0])
        way.before = float(way.points[at - 1]) if at else way.before
        way.value = float(way.points[at])
        way.breaks = tuple(name for name, one in zip(BREAKS, new[at], strict=True) if one)
        way.sponsor = float(state.sponsor[rows][at])
        way.unpaid = float(state.unpaid[rows][at])

    def table(self) -> pd.DataFrame:
        """Return what was found, the nearest first."""
        import pandas as pd

        rows = [self._row(way) for way in self.ways if way.value is not None]
        columns = [
            "input",
            "title",
            "way",
            "value",
            "breaks",
            "also",
            "distance",
            "relative",
            "nearness",
            "sponsor",
            "unpaid",
        ]
        table = pd.DataFrame(rows, columns=columns)
        return table.sort_values("nearness", kind="stable", ignore_index=True)

    def _row(self, way: _Way) -> dict[str, object]:
        present = getattr(self.plan, way.name)
        assert way.value is not None
        distance = np.nan if present is None else way.value - present
        here = self._range(way.name, way.meta)[1] if present is None else float(present)
        return {
            "input": way.name,
            "title": way.meta.titled(vars(self.plan)),
            "way": "up" if way.end > here else "down",
            "value": way.value,
            "breaks": way.breaks[0],
            "also": way.breaks[1:],
            "distance": distance,
            "relative": distance / present if present else np.nan,
            "nearness": _way_gone(here, way.value, way.end, way.meta.scale),
            "sponsor": way.sponsor,
            "unpaid": way.unpaid,
        }


def _between(first: float, last: float, points: int, scale: str) -> FloatArray:
    """Return points between two values, evenly on the input's own scale, without the two."""
    if scale == "log" and min(first, last) > 0:
        return np.geomspace(first, last, points + 2)[1:-1]
    return np.linspace(first, last, points + 2)[1:-1]


def _way_gone(here: float, value: float, end: float, scale: str) -> float:
    """Return which part of the way from here to the end a value lies at, on the input's scale."""
    if scale == "log" and min(here, end) > 0:
        return float(np.log(value / here) / np.log(end / here))
    return (value - here) / (end - here)
