"""Goal seek: which value of an input makes a result what it should be.

>>> from mutualmodel import Scenario
>>> solve(Scenario(), "fee_rate", "first_year", 88.0).values
(0.045,)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from mutualmodel.analysis.results import result_named, table_of
from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.inputs.case import Case, dotted
from mutualmodel.inputs.declare import FieldMeta, Problem, ScenarioError, unknown
from mutualmodel.inputs.ranges import along
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.text import N_, Sentence

Goal = Literal["equal", "below", "above"]
GOALS: tuple[Goal, ...] = get_args(Goal)

# Points looked at over the range, of results had at once and of others, then between two of them.
_COARSE, _FEW, _BETWEEN = 121, 25, 9
# A step is divided so often to tell a result that passes the target from one that leaps over it.
_HALVINGS = 6
_LEAP = 0.25
# Cases between two reports of a search that is watched, where results are had at once.
_AT_A_TIME = 16
# The points over the whole range are so much of the work.
_OVER_THE_RANGE = 0.6

Places = NDArray[np.int64]
States = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Solution:
    """Where over the range of an input a result meets its target.

    ``values`` are the input's own, on its step: for an equal result those whose result is nearest
    to the target; for one below or above the last that still have it, from where it no longer holds
    going on. Empty where there are none: then the goal is met nowhere, or (``spans``) everywhere.
    ``spans`` are the stretches (first, last) over which the goal is met, for an equal result as
    ``values``. ``leaps`` are where a result leaps over its target without meeting it.

    ``curve_inputs`` and ``curve_results`` (N,): all that was looked at, in order; NaN where the
    case has no such result, or the inputs do not go together.
    """

    input: str
    result: str
    goal: Goal
    target: float
    values: tuple[float, ...]
    spans: tuple[tuple[float, float], ...]
    leaps: tuple[float, ...]
    curve_inputs: FloatArray
    curve_results: FloatArray

    @property
    def everywhere(self) -> bool:
        """Whether the goal is met over the whole range."""
        ends = float(self.curve_inputs[0]), float(self.curve_inputs[-1])
        return self.goal != "equal" and self.spans == (ends,)


def solve(
    case: Case | Scenario,
    input: str,
    result: str,
    target: float,
    goal: Goal = "equal",
    *,
    progress: Callable[[float], object] | None = None,
) -> Solution:
    """Return all values of an input over its range with which a result meets a target.

    Parameters
    ----------
    case
        A case, or a plan for one that is the default otherwise.
    input
        A numeric input: one of a plan by its name, any by its dotted name.
    result
        One of :data:`~mutualmodel.analysis.results.RESULTS`.
    target
        In the result's unit; shares as fractions.
    goal
        Whether the result is to be ``equal`` to the target, at most it (``below``) or at least it
        (``above``).
    progress
        Called with about the share done after every few cases; what it raises leaves off the
        search.

    Raises
    ------
    ScenarioError
        When there is no such input, or it is a choice.
    ValueError
        When there is no such result or goal, or the target is no number.

    Notes
    -----
    Values are exact to the input's step. The range is looked at in 121 points (25 for results that
    are not read off a projection), and closer wherever two neighbours differ in being below or
    above the target: what passes the target twice between two points is passed over.
    """
    if goal not in GOALS:
        raise ValueError(f"goal = {goal!r}: allowed is one of {', '.join(GOALS)}")
    if not np.isfinite(target):
        raise ValueError(f"target = {target!r}: allowed is a number")
    result_named(result)
    found = _Search(as_case(case), input, result, target, progress)
    return found.equal() if goal == "equal" else found.met(goal)


def as_case(case: Case | Scenario) -> Case:
    """Return a case as it is, and a plan as the case that is the default otherwise."""
    return case if isinstance(case, Case) else Case(plan=case)


def numeric_input(name: str) -> tuple[str, FieldMeta]:
    """Return the dotted name and the declaration of a numeric input.

    Raises
    ------
    ScenarioError
        When there is no such input, or it is a choice.
    """
    known = Case.fields()
    path = dotted(name)
    if path not in known:
        numeric = {one: meta for one, meta in known.items() if meta.numeric}
        raise ScenarioError({name: unknown(name, None, numeric)})
    meta = known[path]
    if not meta.numeric:
        text = N_("{title} is no number that could be moved.")
        message = f"{name}: is no number; only numbers can be moved"
        raise ScenarioError({name: Problem(name, message, Sentence(text, {"title": meta.title}))})
    return path, meta


def values_along(case: Case, changes: Sequence[dict[str, float]], result: str) -> FloatArray:
    """Return a result of a case changed in several ways (N,); NaN where inputs do not fit."""
    return np.asarray(table_along(case, changes, (result,))[:, 0])


def table_along(
    case: Case, changes: Sequence[dict[str, float]], names: Sequence[str]
) -> FloatArray:
    """Return results of a case changed in several ways (N, R); NaN where inputs do not fit."""
    fitting, places = fitting_cases(case, changes)
    found = np.full((len(changes), len(names)), np.nan)
    found[places] = table_of(fitting, names)
    return found


def fitting_cases(case: Case, changes: Sequence[dict[str, float]]) -> tuple[list[Case], list[int]]:
    """Return a case changed in those ways in which its inputs fit, and the places of those."""
    fitting: list[Case] = []
    places = []
    for place, one in enumerate(changes):
        try:
            fitting.append(case.with_changes(dict(one)))
        except ScenarioError:
            continue
        places.append(place)
    return fitting, places


class _Search:
    """One input over its range in whole steps, ``places`` from 0 to ``last``."""

    def __init__(
        self,
        case: Case,
        name: str,
        result: str,
        target: float,
        progress: Callable[[float], object] | None,
    ) -> None:
        self.case, self.result, self.target = case, result, target
        self.name, self.progress = name, progress
        self.path, self.meta = numeric_input(name)
        present = case.value(self.path)
        self.low, self.high = self.meta.reach(present)
        self.step = 1.0 if self.meta.integer else float(self.meta.step or (self.high - self.low))
        self.last = max(round((self.high - self.low) / self.step), 1)
        self.known: dict[int, float] = {}
        self._look(self._coarse(), 0.0, _OVER_THE_RANGE)
        self._close_in()

    def _coarse(self) -> Places:
        points = _COARSE if result_named(self.result).at_once else _FEW
        values = along(self.meta, points, self.case.value(self.path))
        return np.unique(np.rint((values - self.low) / self.step).astype(np.int64))

    def value(self, place: float) -> float:
        """Return the input's value at a place, free of the last digits of its sum."""
        return min(float(f"{self.low + place * self.step:.12g}"), self.high)

    def _of(self, values: Sequence[float]) -> FloatArray:
        return values_along(self.case, [{self.path: value} for value in values], self.result)

    def _look(self, places: Places, begun: float, ended: float) -> None:
        """Look at some places; ``begun`` and ``ended`` are the shares of the work done by then."""
        new = [int(place) for place in places if int(place) not in self.known]
        size = self._at_a_time(len(new))
        for first in range(0, len(new), size):
            part = new[first : first + size]
            values = [self.value(place) for place in part]
            whole = [int(value) if self.meta.integer else value for value in values]
            self.known.update(zip(part, self._of(whole), strict=True))
            self._tell(begun + (ended - begun) * (first + len(part)) / len(new))

    def _at_a_time(self, places: int) -> int:
        if self.progress is None:
            return max(places, 1)
        return _AT_A_TIME if result_named(self.result).at_once else 1

    def _tell(self, share: float) -> None:
        if self.progress is not None:
            self.progress(share)

    def _close_in(self) -> None:
        """Look between neighbours whose states differ until they are one step apart."""
        rounds = max(math.ceil(math.log(max(self.last, 2), _BETWEEN + 1)), 1)
        begun, ended = _OVER_THE_RANGE, 1.0
        while True:
            between = [
                np.unique(np.linspace(a, b, _BETWEEN + 2).round().astype(np.int64))[1:-1]
                for a, b in self._changes()
                if b - a > 1
            ]
            if not between:
                return
            # Each round leaves a tenth of the gap, so there are about so many of them.
            part = begun + (ended - begun) / rounds
            self._look(np.concatenate(between), begun, part)
            begun, rounds = part, max(rounds - 1, 2)

    def _ordered(self) -> tuple[Places, FloatArray]:
        places = np.array(sorted(self.known), dtype=np.int64)
        return places, np.array([self.known[int(place)] for place in places])

    def _states(self, values: FloatArray) -> States:
        """Say of results whether they are below (-1), at (0) or above (1) the target, or none."""
        near = 1e-9 * max(abs(self.target), 1e-9)
        apart = np.where(np.abs(values - self.target) <= near, 0.0, np.sign(values - self.target))
        return np.where(np.isnan(values), 2, apart).astype(np.int8)

    def _changes(self) -> list[tuple[int, int]]:
        places, values = self._ordered()
        states = self._states(values)
        return [
            (int(places[i]), int(places[i + 1])) for i in np.flatnonzero(states[1:] != states[:-1])
        ]

    def _solution(
        self,
        goal: Goal,
        values: Sequence[float],
        spans: Sequence[tuple[float, float]],
        leaps: Sequence[float] = (),
    ) -> Solution:
        places, curve = self._ordered()
        inputs = np.array([self.value(int(place)) for place in places])
        return Solution(
            self.name,
            self.result,
            goal,
            self.target,
            tuple(values),
            tuple(spans),
            tuple(leaps),
            inputs,
            curve,
        )

    def equal(self) -> Solution:
        """Return where the result is the target, to the input's step."""
        places, values = self._ordered()
        states = self._states(values)
        met = [(int(a), int(b)) for a, b in _stretches(places, states == 0)]
        leaps: list[float] = []
        for i in np.flatnonzero(states[1:].astype(int) * states[:-1] == -1):
            a, b = int(places[i]), int(places[i + 1])
            nearer = a if abs(values[i] - self.target) <= abs(values[i + 1] - self.target) else b
            if self._leaps(a, b):
                leaps.append(self.value(nearer))
            else:
                met.append((nearer, nearer))
        met.sort()
        spans = [(self.value(a), self.value(b)) for a, b in met]
        return self._solution("equal", [a for a, _ in spans], spans, leaps)

    def _leaps(self, a: int, b: int) -> bool:
        """Say whether a result leaps over the target between two neighbouring steps."""
        if self.meta.integer:
            return False
        low, high = float(a), float(b)
        below, above = self.known[a], self.known[b]
        gap = abs(above - below)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            (found,) = self._of([self.value(middle)])
            self._tell(1.0)
            if np.isnan(found):
                return True
            if (found > self.target) == (above > self.target):
                high, above = middle, found
            else:
                low, below = middle, found
        return bool(abs(above - below) > _LEAP * gap)

    def met(self, goal: Goal) -> Solution:
        """Return the stretches over which the result is at most, or at least, the target."""
        places, values = self._ordered()
        states = self._states(values)
        holds = (states == 0) | (states == (-1 if goal == "below" else 1))
        stretches = _stretches(places, holds)
        spans = [(self.value(a), self.value(b)) for a, b in stretches]
        ends = {0, self.last}
        edges = sorted({place for span in stretches for place in span if place not in ends})
        return self._solution(goal, [self.value(place) for place in edges], spans)


def _stretches(places: Places, holds: BoolArray) -> list[tuple[int, int]]:
    """Return the first and last place of every unbroken stretch that holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(int)))
    return [
        (int(places[start]), int(places[end - 1]))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
