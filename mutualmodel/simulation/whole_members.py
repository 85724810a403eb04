"""Small pools on paths: members in whole numbers, of whom each stays or goes by a throw of her own.

Members of one risk class, age and sex are alike: each leaves, or turns sixty, with the same
probability and independently of the others, so how many of them do is binomial. That is what one
would count who followed them one by one, at the same cost whatever their number. Who the opening
members are is drawn for each path, and so is how many join. How long members have been in the plan
goes by expectation: for the opening members as ever, and for those who joined later by how many
joined on that path at every settlement before.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.cohorts import Cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.exposure import LONGEST_LAG, past_waiting, select_weighted
from mutualmodel.engine.lapse import Reaction, event_hazard
from mutualmodel.engine.opening import opened
from mutualmodel.engine.own_path import followed
from mutualmodel.engine.state import PlanRun, State
from mutualmodel.engine.stepping import Noise, Paying, remembered
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.counts import poisson_counts
from mutualmodel.simulation.luck import keys_of, uniforms

# In a larger pool members may move in expectation: docs/risk.md has what that leaves out.
FEW_MEMBERS = 20_000.0
# From this variance on a binomial count is a normal one put right for its skewness.
_LARGE = 30.0
# A pool that all have left divides nothing.
_NOBODY = 1e-9
_OPENING, _LEAVING, _AGEING, _JOINING, _DYING = range(5)

Whole = NDArray[np.int64]


def in_whole_numbers(scenario: Scenario) -> bool:
    """Say whether the pool is so small that paths move its members in whole numbers.

    Members with balances of their own go by when they joined, and by expectation.
    """
    return scenario.members < FEW_MEMBERS and scenario.funding != "prepaid"


@dataclass(frozen=True, eq=False)
class Luck:
    """Whose throws they are: those of the B ``paths`` (B,) of a ``seed``."""

    seed: int
    paths: NDArray[np.intp]

    def levels(self, period: int, purpose: int, at: NDArray[np.intp], width: int) -> FloatArray:
        """Return uniform numbers for places of an array (B, ``width``) laid out flat."""
        path, place = np.divmod(at, width)
        return uniforms(keys_of(self.seed, self.paths[path], period, purpose), place)

    def opening(self, members: int, chances: FloatArray) -> Whole:
        """Draw who the opening members are: counts (B, N) with the ``chances`` (N,) of each."""
        chances = chances / chances.sum()

        def one(path: int) -> Whole:
            source = np.random.SeedSequence(self.seed, spawn_key=(path, _OPENING, _JOINING))
            return np.asarray(np.random.default_rng(source).multinomial(members, chances))

        return np.stack([one(int(path)) for path in self.paths])

    def joining(self, period: int, expected: FloatArray, shares: FloatArray) -> Whole:
        """Draw who joins: Poisson counts (B, N) around ``expected`` (B,) by ``shares`` (N,).

        A few are drawn one by one, of many how many there are of each kind.
        """
        from scipy.special import ndtri

        size, kinds = len(self.paths), len(shares)
        if expected.max() > kinds:
            mean = expected[:, None] * shares
            levels = self.levels(period, _JOINING, np.arange(mean.size), kinds)
            return poisson_counts(mean, ndtri(levels).reshape(mean.shape)).astype(np.int64)
        keys = keys_of(self.seed, self.paths, period, _JOINING)
        number = poisson_counts(expected, ndtri(uniforms(keys, 0))).astype(np.int64)
        path = np.repeat(np.arange(size), number)
        place = np.arange(len(path)) - np.repeat(np.cumsum(number) - number, number)
        reached = np.cumsum(shares)
        level = uniforms(keys[path], place + 1) * reached[-1]
        kind = np.minimum(np.searchsorted(reached, level), kinds - 1)
        return np.bincount(path * kinds + kind, minlength=size * kinds).reshape(size, kinds)


def binomial_counts(number: Whole, chance: FloatArray, level: FloatArray) -> Whole:
    """Return the quantiles (N,) of binomial laws of ``number`` throws at a ``chance`` each."""
    swapped = chance > 0.5
    small = np.where(swapped, 1.0 - chance, chance)
    at = np.where(swapped, 1.0 - level, level)
    counts = np.zeros(len(number), dtype=np.int64)
    many = number * small * (1.0 - small) > _LARGE
    counts[many] = _many(number[many], small[many], at[many])
    counts[~many] = _few(number[~many], small[~many], at[~many])
    return np.asarray(np.where(swapped, number - counts, counts))


def _many(number: Whole, chance: FloatArray, level: FloatArray) -> Whole:
    from scipy.special import ndtri

    normal = ndtri(level)
    spread = np.sqrt(number * chance * (1.0 - chance))
    skewed = (1.0 - 2.0 * chance) * (normal**2 - 1.0) / 6.0
    counts = np.rint(number * chance + spread * normal + skewed)
    return np.asarray(np.clip(counts, 0, number).astype(np.int64))


def _few(number: Whole, chance: FloatArray, level: FloatArray) -> Whole:
    """Sum the probabilities of 0, 1, 2, ... until they reach the level."""
    counts = np.zeros(len(number), dtype=np.int64)
    term = np.exp(number * np.log1p(-chance))
    (left,) = np.nonzero((level > term) & (number > 0) & (chance > 0.0))
    odds = chance[left] / (1.0 - chance[left])
    number, level, term = number[left], level[left], term[left]
    reached, count = term.copy(), 0
    while len(left):
        term = term * (number - count) / (count + 1.0) * odds
        count += 1
        reached = reached + term
        counts[left] = count
        more = (reached < level) & (count < number) & (term > 0.0)
        left, number = left[more], number[more]
        level, odds, term, reached = (v[more] for v in (level, odds, term, reached))
    return counts


def run_whole(rows: Rows, cells: Cohorts, noise: Noise, luck: Luck) -> PlanRun:
    """Move B paths of one plan to the end of their horizon, members in whole numbers."""
    rows = followed(rows, cells)
    # Nobody joins who has not been drawn: they are put in settlement by settlement.
    drawn = replace(rows, joiners=np.zeros((rows.periods, len(rows.order))))
    pool = _Pool(opened(drawn, cells, counted=True, sizes=noise.sizes), rows.entering, luck)
    reaction = Reaction.of(rows, cells) if rows.reacts else None
    price = np.zeros(len(rows.order))
    run, paying = pool.state.run, Paying(pool.state)
    for period in range(rows.periods):
        pool.count(period)
        expected = rows.delay.paid(run.incurred, period, period + 1)
        run.settled[period] = noise.paid(period, period + 1, expected)[0]
        if reaction is None:
            hazard = rows.leaving[period][:, None, None]
        else:
            charged = paying.charge(period)
            price = remembered(pool.state, period, price, charged)
            level = pool.state.incidence[PAST_PERIODS + period]
            hazard = reaction.hazard(period, price / level)
        # A little that puts wider cells right may lie below zero, but nobody comes back.
        pool.leave(period, np.maximum(hazard + noise.leaving(period)[:, None, None], 0.0))
        pool.join(period)
    pool.count(rows.periods)
    return run


class _Pool:
    """The members of B paths: ``present`` (B, 2, R, C), those of the opening and those since.

    ``entering`` (T, B) are expected to join, and the rows' own joiners those who did.
    """

    def __init__(self, state: State, entering: FloatArray, luck: Luck) -> None:
        self.state, self.entering, self.luck = state, entering, luck
        run = state.run
        chances = state.class_share.T[0][:, None] * state.opening[0]
        opening = luck.opening(round(float(run.rows["members"][0])), chances.ravel())
        classes, width = chances.shape
        self.present = np.zeros((len(opening), 2, classes, width), dtype=np.int64)
        self.present[:, 0] = opening.reshape(-1, classes, width)
        # Of those since, by whole periods in the plan.
        self.tenure = np.zeros((len(opening), LONGEST_LAG + 1))

    def count(self, period: int) -> None:
        """Count members and the claims to be expected of just these."""
        run, at = self.state.run, PAST_PERIODS + period
        shares = self.state.opening_shares[:, period, 0, 0]
        joined, waited, exposed = self._since()
        total = self.present.sum(axis=(2, 3))
        self.state.by_class[:] = self.present.sum(axis=(1, 3))
        run.members[period] = np.maximum(total.sum(axis=1), _NOBODY)
        run.covered[period] = total[:, 0] * shares[1] + waited
        if period == 0:
            run.survivors[0] = run.living[0] = run.members[0]
        if period == run.periods:
            run.incurred[at] = 0.0
            return
        mean = np.divide(exposed, joined, out=np.zeros(len(joined)), where=joined > 0.0)
        weights = np.stack([shares[2], mean], axis=1)[:, :, None, None]
        by_cell = (self.present * weights * self.state.relative_risk[:, None, :, None]).sum((1, 2))
        below = run.cells.remaining[period]
        rates = run.cells.claims[at] / np.where(below > 0.0, below, 1.0)[:, None]
        level = self.state.incidence[at, :, None] / PERIODS_PER_YEAR
        run.incurred[at] = by_cell @ rates * level

    def _since(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Members who joined since the start (B,), past waiting, and at their select factors."""
        rows = self.state.rows

        def tenured(lag: int) -> FloatArray:
            return np.asarray(self.tenure[:, lag:].sum(axis=1))

        waited = past_waiting(rows, tenured)
        return tenured(0), waited, select_weighted(rows, waited, tenured)

    def leave(self, period: int, hazard: FloatArray) -> None:
        """Let each leave by her hazard (B, R, C), and at an event; then who dies or is too old."""
        for share, spares in self.state.rows.struck.get(period, ()):
            relative = self.state.relative_risk
            hazard = hazard + event_hazard(share, spares, relative, self.state.by_class)[:, :, None]
        before = self.present[:, 1].sum(axis=(1, 2))
        self._thin(period, _LEAVING, -np.expm1(-hazard)[:, None])
        run, cells = self.state.run, self.state.run.cells
        run.survivors[period + 1] = self.present.sum(axis=(1, 2, 3))
        now, then = cells.remaining[period : period + 2]
        if cells.surviving is not None:
            alive, still = cells.surviving[period : period + 2]
            self._thin(period, _DYING, 1.0 - still / alive)
            run.living[period + 1] = self.present.sum(axis=(1, 2, 3))
            # Of those who live on.
            then = then * alive / still
        ending = 1.0 - np.divide(then, now, out=np.zeros_like(now), where=now > 0.0)
        self._thin(period, _AGEING, np.clip(ending, 0.0, 1.0))
        after = self.present[:, 1].sum(axis=(1, 2))
        kept = np.divide(after, before, out=np.zeros(len(after)), where=before > 0)
        self.tenure[:] *= kept[:, None]

    def _thin(self, period: int, purpose: int, chance: FloatArray) -> None:
        """Take off those who go, each with a chance that fits (B, 2, R, C)."""
        chance = np.broadcast_to(chance, self.present.shape)
        flat, width = self.present.reshape(-1), int(np.prod(self.present.shape[1:]))
        at = np.flatnonzero((self.present > 0) & (chance > 0.0))
        levels = self.luck.levels(period, purpose, at, width)
        flat[at] -= binomial_counts(flat[at], chance.reshape(-1)[at], levels)

    def join(self, period: int) -> None:
        """Let those join who enter at the end of a period: a Poisson number."""
        self.tenure[:, -1] += self.tenure[:, -2]
        self.tenure[:, 1:-1] = self.tenure[:, :-2]
        self.tenure[:, 0] = 0.0
        rows, cells = self.state.rows, self.state.run.cells
        if not self.entering[period].any():
            return
        spread = (rows.weights @ cells.joining[period + 1])[0] * cells.remaining[period + 1]
        by_class = (self.state.class_share.T[0][:, None] * spread).ravel()
        new = self.luck.joining(period, self.entering[period], by_class)
        self.present[:, 1] += new.reshape(self.present[:, 1].shape)
        assert rows.joiners is not None
        self.tenure[:, 0] = rows.joiners[period] = new.sum(axis=1)
