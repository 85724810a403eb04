"""All that chance decides on a set of paths, drawn beforehand and the same for every plan.

Random numbers come in chunks of a fixed number of paths, each chunk and each purpose from a stream
of its own: ``SeedSequence(seed, spawn_key=(chunk, purpose))``. So a path does not depend on how
many are asked for, on how many threads run or on the machine; and two plans with one seed have the
same years, the same luck and the same runs: common random numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.cohorts import PAYOUT_KINDS
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.claims_law import LEAST_CV
from mutualmodel.laws.sizes import LEAST_SIZE_CV
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.claim_sizes import DrawnSizes
from mutualmodel.simulation.counts import poisson_counts

PATHS_PER_CHUNK = 500
# Purposes of the streams; the counts of payout kind g are drawn from stream _COUNTS + g.
_FACTOR, _BAD_YEAR, _RUN, _RUN_TIME, _COUNTS = range(5)


@dataclass(frozen=True, eq=False)
class Draws:
    """What is drawn for B paths of a plan: Y years, T settlements, K payout kinds that pay.

    ``factor`` (Y, B): the factor on the claims paid in a plan year. ``run`` (Y, B): the settlement
    after which a run strikes in that year, or -1. ``luck`` (T, B, K): normal draws that become the
    counts of the payout ``kinds``. ``run_hazard``: the hazard of leaving of everyone in a run.
    What else is drawn belongs to the ``seed`` and to the numbers of the ``paths`` (B,).
    """

    factor: FloatArray
    run: np.ndarray
    luck: FloatArray
    kinds: tuple[int, ...]
    run_hazard: float
    seed: int
    paths: NDArray[np.intp]
    size_cv: float

    @property
    def sizes(self) -> DrawnSizes | None:
        """What single claims come to; None where all of a kind come to the same."""
        if self.size_cv <= LEAST_SIZE_CV:
            return None
        return DrawnSizes(self.seed, self.paths, self.size_cv)

    def take(self, paths: slice | list[int]) -> "Draws":
        """Return the draws of some of the paths."""
        return Draws(
            self.factor[:, paths],
            self.run[:, paths],
            self.luck[:, paths],
            self.kinds,
            self.run_hazard,
            self.seed,
            self.paths[paths],
            self.size_cv,
        )

    def paid(self, first: int, last: int, expected: FloatArray) -> FloatArray:
        """Return counts (S, B, 3) paid at some settlements where ``expected`` (S, 1 or B, 3)."""
        year = np.arange(first, last) // PERIODS_PER_YEAR
        kinds = list(self.kinds)
        mean = expected[:, :, kinds] * self.factor[year][:, :, None]
        counts = np.zeros((*mean.shape[:2], len(PAYOUT_KINDS)))
        if kinds:
            counts[:, :, kinds] = poisson_counts(mean, self.luck[first:last])
        return counts

    def leaving(self, period: int) -> FloatArray:
        """Return the hazard (B,) of leaving in a run after a settlement."""
        return np.where(self.run[period // PERIODS_PER_YEAR] == period, self.run_hazard, 0.0)


def draw(scenario: Scenario, chunk: int) -> Draws:
    """Draw a chunk of :data:`PATHS_PER_CHUNK` paths."""

    def stream(purpose: int) -> np.random.Generator:
        return np.random.default_rng(
            np.random.SeedSequence(scenario.seed, spawn_key=(chunk, purpose))
        )

    years, size = scenario.years, (scenario.years, PATHS_PER_CHUNK)
    bad = stream(_BAD_YEAR).random(size) < scenario.bad_year_probability
    runs = stream(_RUN).random(size) < scenario.run_probability * (scenario.run_share > 0.0)
    when = stream(_RUN_TIME).integers(PERIODS_PER_YEAR, size=size)
    kinds = tuple(kind for kind, payout in enumerate(scenario.payouts) if payout > 0.0)
    shape = (years * PERIODS_PER_YEAR, PATHS_PER_CHUNK)
    luck = [stream(_COUNTS + kind).standard_normal(shape) for kind in kinds]
    level = serially_correlated(stream(_FACTOR).random(size), scenario.systemic_correlation)
    systemic = _gamma_quantile(level, scenario.systemic_cv)
    return Draws(
        factor=systemic * np.where(bad, 1.0 + scenario.bad_year_size, 1.0),
        run=np.where(runs, np.arange(years)[:, None] * PERIODS_PER_YEAR + when, -1),
        luck=np.stack(luck, axis=2) if luck else np.empty((*shape, 0)),
        kinds=kinds,
        run_hazard=-float(np.log1p(-scenario.run_share)),
        seed=scenario.seed,
        paths=chunk * PATHS_PER_CHUNK + np.arange(PATHS_PER_CHUNK),
        size_cv=scenario.claim_size_cv,
    )


def joined(parts: list[Draws]) -> Draws:
    """Return the draws of several sets of paths as those of one."""
    return Draws(
        np.concatenate([part.factor for part in parts], axis=1),
        np.concatenate([part.run for part in parts], axis=1),
        np.concatenate([part.luck for part in parts], axis=1),
        parts[0].kinds,
        parts[0].run_hazard,
        parts[0].seed,
        np.concatenate([part.paths for part in parts]),
        parts[0].size_cv,
    )


def serially_correlated(level: FloatArray, correlation: float) -> FloatArray:
    """Return levels (Y, B), each uniform, of which every year's leans on the year's before.

    A Gaussian copula: the normals of the levels follow an autoregression of the first order,
    x_t = ``correlation`` x_(t-1) + sqrt(1 - ``correlation`` ** 2) z_t, with z_t those of the
    independent levels given. At 0 these are returned as they are; the first year's always are.
    """
    from scipy.special import ndtr, ndtri

    if correlation == 0.0:
        return level
    new = np.sqrt(1.0 - correlation**2) * ndtri(level)
    latest = ndtri(level[0])
    linked = [level[0]]
    for shock in new[1:]:
        latest = correlation * latest + shock
        linked.append(ndtr(latest))
    return np.array(linked)


def _gamma_quantile(level: FloatArray, cv: float) -> FloatArray:
    """Quantiles of the gamma with mean 1: they move with its spread, one draw for one draw."""
    from scipy.special import gammaincinv

    if cv < LEAST_CV:
        return np.ones_like(level)
    shape = 1.0 / cv**2
    return np.asarray(gammaincinv(shape, level) / shape)
