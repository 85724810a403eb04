"""What a simulation tells: quantiles, probabilities, their standard errors, and single paths."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import Projection
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.levels import BEST_OF_200, HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.periods import whole_number
from mutualmodel.simulation.paths import Yearly

LEVELS = (BEST_OF_200, LOW, 0.25, MEDIAN, 0.75, HIGH, ONE_IN_200)

# Ranks are taken as far away as 95 in 100 stray, since nearer ones are too few to judge by.
_NINETEEN_IN_TWENTY = 1.96

Event = Literal["claim_cap", "annual_cap", "cap", "dissolved", "unpaid", "ruined"]


@dataclass(frozen=True, eq=False)
class Quantiles:
    """Quantiles (N, L) at ``levels`` (L,), one row a settlement or a year, and their errors.

    The standard error of a quantile is taken from the order statistics 1.96 binomial standard
    deviations of ranks below and above it: the root of the mean square of the two distances, over
    1.96, whatever the law. 1.96 of it to either side hold the true quantile in 93 to 97 of 100
    simulations where some five paths or more lie beyond the level. Fewer are too few: at 99.5 % it
    is 91 of 100 with 500 paths, as in one of twelve the true quantile lies beyond all of them.
    """

    levels: tuple[float, ...]
    values: FloatArray
    standard_errors: FloatArray

    @classmethod
    def of_sorted(cls, ranked: FloatArray, levels: tuple[float, ...]) -> "Quantiles":
        """Return the quantiles of paths (N, B) in rising order."""
        last = ranked.shape[1] - 1
        level = np.array(levels)
        place = level * last
        spread = np.sqrt(ranked.shape[1] * level * (1.0 - level))
        value = _between(ranked, place)
        distances = []
        for end in (0.0, float(last)):
            # Near an end fewer ranks are left on its side: what is there is stretched.
            ranks = np.minimum(np.abs(end - place), _NINETEEN_IN_TWENTY * spread)
            away = _between(ranked, place + np.copysign(ranks, end - place))
            distances.append(np.abs(away - value) * spread / np.maximum(ranks, 1e-9))
        return cls(levels, value, np.sqrt(np.square(distances).mean(axis=0)))


@dataclass(frozen=True, eq=False)
class Fan(Quantiles):
    """Quantiles over the T settlements, and the mean (T,) of all paths."""

    mean: FloatArray

    @classmethod
    def of_paths(cls, values: FloatArray) -> "Fan":
        """Return the fan of paths (T, B), which are put in rising order in place."""
        values.sort(axis=1)
        ranked = Quantiles.of_sorted(values, LEVELS)
        return cls(LEVELS, ranked.values, ranked.standard_errors, values.mean(axis=1))


@dataclass(frozen=True)
class Probability:
    """A share of paths, and its standard error.

    The error is that of a share whose true value was anywhere (Jeffreys), so that it is not nothing
    where no path, or every one, was counted.
    """

    value: float
    standard_error: float
    paths: int

    @classmethod
    def of(cls, happened: int, paths: int) -> "Probability":
        """Return the probability of what happened on so many of the paths."""
        likely = (happened + 0.5) / (paths + 1.0)
        error = float(np.sqrt(likely * (1.0 - likely) / (paths + 2.0)))
        return cls(happened / paths, error, paths)


@dataclass(frozen=True, eq=False)
class Difference:
    """Mean difference (Y,) between two simulations with the same chance, and its errors (Y,)."""

    mean: FloatArray
    standard_error: FloatArray


@dataclass(frozen=True, eq=False)
class Example:
    """One path by name, to be followed: ``level`` of all paths have a cheaper dearest year.

    ``path`` is its number, ``factor`` (Y,) what chance multiplied the claims of each year by,
    ``runs`` the settlements after which members ran, ``projection`` the path with every figure.
    """

    name: str
    level: float
    path: int
    factor: FloatArray
    runs: tuple[int, ...]
    projection: Projection


@dataclass(frozen=True, eq=False)
class Simulation:
    """Many paths of one plan through chance.

    ``yearly`` holds every path by plan year; ``share``, what a member is charged, and
    ``membership`` are fans over the settlements, and so is ``fund``, the yuan that a fund or all
    balances hold, where members pay in advance; ``examples`` three paths by name.
    """

    scenario: Scenario
    paths: int
    yearly: Yearly
    share: Fan
    membership: Fan
    fund: Fan | None
    examples: tuple[Example, ...]

    @property
    def seed(self) -> int:
        """Start of the random numbers."""
        return self.scenario.seed

    def quantiles(self, name: str = "cost", levels: tuple[float, ...] = LEVELS) -> Quantiles:
        """Return quantiles of one figure of :class:`Yearly`, one row a plan year.

        Raises
        ------
        ValueError
            When a level is not 0 to 1.
        """
        for level in levels:
            if not 0.0 <= level <= 1.0:
                raise ValueError(f"levels = {level!r}: allowed is 0 to 1")
        return Quantiles.of_sorted(np.sort(getattr(self.yearly, name), axis=1), tuple(levels))

    def means(self, name: str = "cost") -> tuple[FloatArray, FloatArray]:
        """Return the mean (Y,) of one figure of :class:`Yearly` and its standard errors (Y,)."""
        return _mean_and_error(getattr(self.yearly, name))

    def probability(self, event: Event, year: int | None = None) -> Probability:
        """Return how likely an event is in a plan year, or by default within the horizon.

        ``claim_cap`` and ``annual_cap``: the cap binds, ``cap``: either of them does; ``unpaid``:
        claimants are paid less than the plan promises; ``dissolved``: it has dissolved by the end
        of the year; ``ruined``: the money that members paid in advance does not reach at a
        settlement, whoever steps in then.

        Raises
        ------
        ValueError
            When the year lies outside the horizon or the event is unknown.
        """
        if event not in get_args(Event):
            allowed = ", ".join(get_args(Event))
            raise ValueError(f"event = {event!r}: allowed is {allowed}")
        happened = getattr(self.yearly, event) > 0
        by_path = happened.any(axis=0) if year is None else happened[self._row(year)]
        return Probability.of(int(by_path.sum()), self.paths)

    def probability_above(self, amount: float, year: int = 1) -> Probability:
        """Return how likely a member pays more than ``amount`` yuan in a plan year."""
        above = self.yearly.cost[self._row(year)] > amount
        return Probability.of(int(above.sum()), self.paths)

    def exceedance(self, amounts: FloatArray, year: int = 1) -> FloatArray:
        """Return the probabilities (N,) that a member pays more than each of ``amounts`` (N,)."""
        ranked = np.sort(self.yearly.cost[self._row(year)])
        return np.asarray(1.0 - np.searchsorted(ranked, amounts, side="right") / self.paths)

    def difference(self, baseline: "Simulation", name: str = "cost") -> Difference:
        """Return this simulation less another path by path, so that common luck drops out.

        Raises
        ------
        ValueError
            When seeds, paths or horizons differ.
        """
        for what, mine, other in (
            ("seed", self.seed, baseline.seed),
            ("paths", self.paths, baseline.paths),
            ("years", self.scenario.years, baseline.scenario.years),
        ):
            if mine != other:
                raise ValueError(f"{what} = {mine!r}: allowed is the baseline's, {other!r}")
        return Difference(
            *_mean_and_error(getattr(self.yearly, name) - getattr(baseline.yearly, name))
        )

    def _row(self, year: int) -> int:
        whole_number("year", year, 1, self.scenario.years)
        return year - 1


def _mean_and_error(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    paths = values.shape[1]
    error = values.std(axis=1, ddof=1) / np.sqrt(paths) if paths > 1 else np.zeros(len(values))
    return np.asarray(values.mean(axis=1)), np.asarray(error)


def _between(ranked: FloatArray, place: FloatArray) -> FloatArray:
    """Return values (N, L) at ranks that may lie between two whole ones."""
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, ranked.shape[1] - 1)
    rise = ranked[:, above] - ranked[:, below]
    return np.asarray(ranked[:, below] + (place - below) * rise)
