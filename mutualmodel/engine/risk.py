"""Risk classes: a few points that stand for how members of one age and sex differ in risk."""

from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray

RISK_CLASSES = 5
# Up to here five points do. Further apart many risks are near nothing, and leave first of all.
FEW_CLASSES_UP_TO = 0.5
FINE_CLASSES = 7
# The highest risks stay, one as the other, so that the last three points may be one.
_GAUSS_POINTS = FINE_CLASSES + 2
# The density is analytic in log risk, where so many even steps leave no error.
_STEPS = 256
_TAIL = 40.0


def class_count(risk_spread: float) -> int:
    """Return how many classes a plan of this spread of risk is moved with."""
    return RISK_CLASSES if risk_spread <= FEW_CLASSES_UP_TO else FINE_CLASSES


def risk_classes(
    risk_spread: FloatArray, classes: int = RISK_CLASSES
) -> tuple[FloatArray, FloatArray]:
    """Return relative risks and weights (B, R) of a few points that stand for a gamma distribution.

    The gamma has mean 1 and coefficient of variation ``risk_spread`` (B,); R is ``classes``, as
    :func:`class_count` has it. Costs and membership of every year are within 1 % of those of forty
    points (docs/model.md, tested).

    Five are those of Gauss quadrature (generalised Laguerre, by the eigenvalues of its Jacobi
    matrix), so the first nine moments are exact; at spread 0 all points are 1. Seven are those of
    Gauss quadrature in the root of risk, which has more points where risk is low: of nine points
    the highest three are one, with their mean. A single class is the mean risk.
    """
    if classes == 1:
        one = np.ones((len(risk_spread), 1))
        return one, one
    spreads, row = np.unique(np.asarray(risk_spread, dtype=float), return_inverse=True)
    points, weights = _points(spreads.tobytes(), classes)
    return points[row], weights[row]


@lru_cache(maxsize=64)
def _points(risk_spreads: bytes, classes: int) -> tuple[FloatArray, FloatArray]:
    """Return the points and weights (S, R) of S different spreads."""
    spreads = np.frombuffer(risk_spreads)
    if classes == RISK_CLASSES:
        return _gauss(*_laguerre(np.square(spreads), classes))
    return _top_as_one(*_gauss_in_root(spreads, _GAUSS_POINTS), classes)


def _laguerre(square: FloatArray, classes: int) -> tuple[FloatArray, FloatArray]:
    """Return diagonal (S, R) and off-diagonal (S, R - 1) of the gamma's Jacobi matrix."""
    n, m = np.arange(classes), np.arange(1, classes)
    square = square[:, None]
    return 1.0 + 2.0 * n * square, np.sqrt(m * square + m * (m - 1) * square**2)


def _gauss_in_root(spreads: FloatArray, classes: int) -> tuple[FloatArray, FloatArray]:
    """Return points and weights (S, R) exact for polynomials in the root of a gamma.

    Its Jacobi matrix has no closed form: Stieltjes' procedure on the gamma, laid out in even steps
    of log risk.
    """
    shape = 1.0 / np.square(spreads)[:, None]
    reach = np.sqrt(2.0 * _TAIL / shape)
    log_risk = np.linspace(-reach - _TAIL / shape, reach, _STEPS, axis=2)[:, 0]
    density = np.exp(shape * (log_risk - np.expm1(log_risk)))
    density /= density.sum(axis=1, keepdims=True)
    root = np.exp(0.5 * log_risk)
    diagonal, off = np.empty((2, len(spreads), classes))
    before, now, length = np.zeros_like(root), np.ones_like(root), np.zeros((len(spreads), 1))
    for n in range(classes):
        diagonal[:, n] = (density * root * now**2).sum(axis=1)
        after = (root - diagonal[:, n, None]) * now - length * before
        length = np.sqrt((density * after**2).sum(axis=1, keepdims=True))
        off[:, n] = length[:, 0]
        before, now = now, after / length
    points, weights = _gauss(diagonal, off[:, :-1])
    return np.square(points), weights


def _gauss(diagonal: FloatArray, off: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return points and weights (S, R) from Jacobi matrices (Golub and Welsch 1969)."""
    size = diagonal.shape[1]
    jacobi = np.zeros((len(diagonal), size, size))
    n = np.arange(size)
    jacobi[:, n, n] = diagonal
    jacobi[:, n[1:], n[:-1]] = jacobi[:, n[:-1], n[1:]] = off
    points, vectors = np.linalg.eigh(jacobi)
    return points, np.square(vectors[:, 0, :])


def _top_as_one(
    points: FloatArray, weights: FloatArray, classes: int
) -> tuple[FloatArray, FloatArray]:
    """Take the points from the last of ``classes`` on together, at their mean."""
    weight = weights[:, classes - 1 :].sum(axis=1, keepdims=True)
    mean = (points * weights)[:, classes - 1 :].sum(axis=1, keepdims=True) / weight
    return (
        np.concatenate([points[:, : classes - 1], mean], axis=1),
        np.concatenate([weights[:, : classes - 1], weight], axis=1),
    )
