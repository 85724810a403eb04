"""Sizes of the claims counted on paths, where they vary: gamma about the mean of their kind.

Every claim has a random number of its own, a hash of the seed, its path, settlement, kind and place
among those paid there. So it comes to the same in every plan with that seed, whatever its caps, and
however paths are cut into groups. Up to :data:`ONE_BY_ONE` claims of a kind at a settlement are
drawn one by one. Of more, the sum is a gamma, for sums of gammas are; what of it lies above the cap
on one claim is drawn given the sum, with the mean it has then, and nearly its variance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.simulation.luck import Keys, keys_of, uniforms

ONE_BY_ONE = 24
# Fewer claims than this are expected above the cap: none is drawn there.
_NONE_ABOVE = 1e-12
# Places among the claims of a settlement that stand for their sum, and for what is above the cap.
_SUM, _ABOVE = 1_000_001, 1_000_002


@dataclass(frozen=True, eq=False)
class DrawnSizes:
    """The sizes of claims on the B ``paths`` (B,) of a ``seed``, with the spread ``cv`` above 0."""

    seed: int
    paths: NDArray[np.intp]
    cv: float

    def come_to(
        self, first: int, claims: FloatArray, most: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return what claims (S, B, 3) come to, and with no more than ``most`` (S, B, 3) of each.

        In means of their kind; the claims are paid at the settlements from ``first`` on.
        """
        whole = np.zeros(claims.shape)
        above = np.zeros(claims.shape)
        limit = np.broadcast_to(most, claims.shape)
        few = (claims > 0.0) & (claims <= ONE_BY_ONE)
        many = claims > ONE_BY_ONE
        if few.any():
            whole[few], above[few] = self._singly(first, claims, limit, few)
        if many.any():
            keys = self._keys(first, np.nonzero(many))
            whole[many] = total = _gamma(uniforms(keys, _SUM), claims[many], self.cv)
            above[many] = _above(
                uniforms(keys, _ABOVE), claims[many], total, limit[many], 1.0 / self.cv**2
            )
        return whole, whole - above

    def _singly(
        self, first: int, claims: FloatArray, limit: FloatArray, where: NDArray[np.bool_]
    ) -> tuple[FloatArray, FloatArray]:
        counts = claims[where].astype(int)
        begin = np.cumsum(counts) - counts
        cell = np.repeat(np.arange(len(counts)), counts)
        place = np.arange(counts.sum()) - np.repeat(begin, counts)
        keys = self._keys(first, np.nonzero(where))[cell]
        size = _gamma(uniforms(keys, place), np.ones(len(cell)), self.cv)
        above = np.maximum(size - limit[where][cell], 0.0)
        return np.add.reduceat(size, begin), np.add.reduceat(above, begin)

    def _keys(self, first: int, at: tuple[NDArray[np.intp], ...]) -> Keys:
        period, path, kind = at
        return keys_of(self.seed, self.paths[path], period + first, kind)


def _gamma(level: FloatArray, claims: FloatArray, cv: float) -> FloatArray:
    """Quantiles of the sum of so many claims, each of mean 1."""
    from scipy.special import gammaincinv

    shape = 1.0 / cv**2
    return np.asarray(gammaincinv(claims * shape, level) / shape)


def _above(
    level: FloatArray, claims: FloatArray, total: FloatArray, limit: FloatArray, shape: float
) -> FloatArray:
    """Quantiles of what is above a limit on each of K claims whose sum is known.

    Shares W of a sum of gammas are Dirichlet, and independent of the sum; each is a beta. With g =
    (W - limit / sum)+ the mean is K E[g], and the variance close to K (var g - cov(g, W)^2 / var
    W), what is left of it beside the sum (Holst 1972). None is above with (1 - P(W > limit /
    sum))^K; otherwise a gamma has the mean and variance that are left.
    """
    from scipy.special import betaincc, gammaincinv

    above = np.zeros(len(total))
    share = np.minimum(np.divide(limit, total, out=np.ones_like(total), where=total > 0.0), 1.0)
    likely = betaincc(shape, (claims - 1.0) * shape, share)
    some = np.flatnonzero(claims * likely > _NONE_ABOVE)
    if len(some) == 0:
        return above
    k, w, chance, level, total = (v[some] for v in (claims, share, likely, level, total))
    rest = (k - 1.0) * shape
    one = betaincc(shape + 1.0, rest, w) / k
    square = (shape + 1.0) / (k * (k * shape + 1.0))
    mean = np.maximum(one - w * chance, 0.0)
    second = square * betaincc(shape + 2.0, rest, w) - 2.0 * w * one + w**2 * chance
    second = np.maximum(second, mean**2 / chance)
    with_share = second + w * mean - mean / k
    variance = k * (second - mean**2 - with_share**2 / (square - 1.0 / k**2))
    exists = -np.expm1(k * np.log1p(-np.minimum(chance, 1.0 - 1e-16)))
    middle = k * mean / exists
    spread = np.maximum((np.maximum(variance, 0.0) + (k * mean) ** 2) / exists - middle**2, 0.0)
    spread = np.maximum(spread, 1e-12 * middle**2)
    given = np.clip((level - (1.0 - exists)) / exists, 0.0, 1.0 - 1e-16)
    form = np.divide(middle**2, spread, out=np.ones_like(spread), where=spread > 0.0)
    drawn = gammaincinv(form, given) * np.divide(spread, middle, out=spread * 0.0, where=middle > 0)
    # At least what all limits together leave, and what is above one leaves that limit below it.
    drawn = np.clip(np.where(given > 0.0, drawn, 0.0), np.maximum(1.0 - k * w, 0.0), 1.0 - w)
    above[some] = total * drawn
    return above
