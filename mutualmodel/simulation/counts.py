"""Poisson counts from standard normal draws: the same draws give the same luck in every plan.

Each count is the quantile of its own Poisson law at the probability below its normal draw, so it is
exactly Poisson, grows with what is expected, and takes one draw whatever is expected. That is what
makes common random numbers possible: a generator's own Poisson counts take more or fewer numbers
from the stream as the mean changes.
"""

import numpy as np

from mutualmodel.arrays import FloatArray

# From this mean on the expansion below is within its bound (tested over a grid of both arguments).
_LARGE = 10.0
# Draws further out than this, seven in a million, are looked up in the exact law.
_FAR = 4.5
_BELOW_ONE = 1.0 - 2.0**-53


def poisson_counts(expected: FloatArray, normal: FloatArray) -> FloatArray:
    """Return counts that are Poisson with the ``expected`` means, one for each ``normal`` draw.

    Where much is expected the quantile is a series in one over the root of the mean (Giles 2016);
    where that comes so near to a whole number that its error could matter, the exact law decides.
    Where little is expected, probabilities are summed until they pass the draw's.
    """
    mean, draw = np.broadcast_arrays(expected, normal)
    counts = np.empty(mean.shape)
    large = mean >= _LARGE
    if large.all():
        return _large_counts(mean.ravel(), draw.ravel()).reshape(mean.shape)
    counts[large] = _large_counts(mean[large], draw[large])
    counts[~large] = _small_counts(mean[~large], draw[~large])
    return counts


def _large_counts(mean: FloatArray, draw: FloatArray) -> FloatArray:
    square, root = draw * draw, np.sqrt(mean)
    quantile = (7.0 / 810.0 * square - 8.0 / 405.0 + square * square / 270.0) / root
    quantile -= draw * (1.0 / 36.0 + square / 72.0)
    quantile /= root
    quantile += mean + root * draw + (1.0 / 3.0 + square / 6.0)
    counts = np.floor(quantile)
    part = quantile - counts
    error = (0.025 + square / 80.0 + square * square / 160.0) / mean
    doubtful = np.flatnonzero((part < error) | (part > 1.0 - error))
    if len(doubtful):
        counts[doubtful] = _decided(np.rint(quantile[doubtful]), mean[doubtful], draw[doubtful])
    far = np.flatnonzero(np.abs(draw) > _FAR)
    if len(far):
        counts[far] = _searched(mean[far], draw[far])
    return counts


def _decided(count: FloatArray, mean: FloatArray, draw: FloatArray) -> FloatArray:
    """Return ``count`` or one less: the least whose probability reaches the draw's."""
    from scipy.special import ndtr, pdtr, pdtrc

    reached = np.where(
        draw > 0.0, pdtrc(count - 1.0, mean) <= ndtr(-draw), pdtr(count - 1.0, mean) >= ndtr(draw)
    )
    return np.asarray(count - reached)


def _searched(mean: FloatArray, draw: FloatArray) -> FloatArray:
    """Return the quantiles of the exact law: near an inverse of it, the law itself decides."""
    from scipy.special import ndtr, pdtrik

    guess = pdtrik(np.minimum(ndtr(draw), _BELOW_ONE), mean)
    return _decided(np.maximum(np.ceil(guess - 0.05), 0.0) + 1.0, mean, draw)


def _small_counts(mean: FloatArray, draw: FloatArray) -> FloatArray:
    """Sum the probabilities of 0, 1, 2, ... claims until they reach the draw's."""
    from scipy.special import ndtr

    counts = np.zeros(len(mean))
    left = np.flatnonzero(mean > 0.0)
    expected, level = mean[left], ndtr(draw[left])
    term = np.exp(-expected)
    reached, count = term.copy(), 0
    while len(left):
        more = (reached < level) & (term > 0.0)
        left, expected, level = left[more], expected[more], level[more]
        term, reached = term[more], reached[more]
        count += 1
        counts[left] = count
        term = term * (expected / count)
        reached = reached + term
    return counts
