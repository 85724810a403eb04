"""What single claims come to: a lump sum, or sums that vary about their mean, up to a cap.

Claims of one kind are gamma distributed about their mean b with the coefficient of variation v of
their size; at v = 0 each comes to b. With the shape a = 1 / v^2, the scale s = b v^2 and P and Q
the regularised incomplete gamma functions below and above, a claim of which no more than L counts
has the moments

    E[min(X, L)^k] = s^k a (a + 1) ... (a + k - 1) P(a + k, L / s) + L^k Q(a, L / s).

Every sum of claims takes the moments of its claims from here.
"""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.laws.gamma_tails import part_above, part_below
from mutualmodel.once import cached_property

# A spread of which nothing would show in a figure is none.
LEAST_SIZE_CV = 1e-6


@dataclass(frozen=True, eq=False)
class ClaimSize:
    """What claims come to, in any one unit; arrays that fit together.

    ``mean`` before the cap, ``cv`` the coefficient of variation about it, ``most`` the cap on one
    claim, infinity where there is none.
    """

    mean: FloatArray
    cv: FloatArray | float = 0.0
    most: FloatArray | float = np.inf

    @classmethod
    def of(cls, amounts: "FloatArray | ClaimSize") -> "ClaimSize":
        """Return sizes as they are, and amounts as those of claims that all come to them."""
        return amounts if isinstance(amounts, ClaimSize) else cls(amounts)

    @property
    def varies(self) -> bool:
        """Whether any of the claims differ in size from others of their kind."""
        return bool(np.any(np.asarray(self.cv) > LEAST_SIZE_CV))

    @property
    def least(self) -> FloatArray:
        """The smallest sum a claim may come to: that of a lump sum, else nothing."""
        held = np.minimum(self.mean, self.most)
        return np.asarray(np.where(np.asarray(self.cv) > LEAST_SIZE_CV, 0.0, held))

    @cached_property
    def expected(self) -> FloatArray:
        """What a claim is expected to come to under its cap."""
        return self.power(1)

    @cached_property
    def largest(self) -> FloatArray:
        """A sum that no claim in 10^16 passes."""
        from scipy.special import gammainccinv

        if not self.varies:
            return np.minimum(self.mean, self.most)
        shape, scale, mean, most = self._gamma
        far = scale * gammainccinv(shape, 1e-16)
        return np.asarray(np.minimum(np.where(self._varied, far, mean), most))

    def power(self, power: int) -> FloatArray:
        """Return E[min(X, most) ^ power] of a claim."""
        least = np.minimum(self.mean, self.most)
        # numpy takes ten times as long to raise to the third power.
        held = np.asarray(least * least * least if power == 3 else least**power)
        if not self.varies:
            return held
        chosen = self._varied
        if chosen.all():
            return self._of_gamma(power)
        # Of many plans few may have claims that vary.
        found = np.array(np.broadcast_to(held, chosen.shape))
        each = np.broadcast_arrays(self.mean, self.cv, self.most)
        found[chosen] = ClaimSize(*(values[chosen] for values in each))._of_gamma(power)
        return found

    def above(self, limit: FloatArray | float) -> FloatArray:
        """Return E[(min(X, most) - limit)+] of a claim, for a limit that fits the arrays."""
        cut = ClaimSize(self.mean, self.cv, np.minimum(self.most, limit))
        return np.asarray(np.maximum(self.expected - cut.expected, 0.0))

    @property
    def _varied(self) -> BoolArray:
        return np.broadcast_to(
            (np.asarray(self.cv) > LEAST_SIZE_CV) & (self.mean > 0.0), self._gamma[0].shape
        )

    @cached_property
    def _gamma(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        mean, cv, most = np.broadcast_arrays(self.mean, self.cv, self.most)
        varied = (cv > LEAST_SIZE_CV) & (mean > 0.0)
        square = np.where(varied, np.square(cv), 1.0)
        return 1.0 / square, np.where(varied, mean, 1.0) * square, mean, most

    def _of_gamma(self, power: int) -> FloatArray:
        shape, scale, _, most = self._gamma
        whole = np.prod([shape + step for step in range(power)], axis=0) * scale**power
        capped = np.isfinite(most)
        if not capped.any():
            return np.asarray(whole)
        at = np.where(capped, most, 0.0)
        x = at / scale
        cut = whole * part_below(shape + power, x) + at**power * part_above(shape, x)
        return np.asarray(np.where(capped, cut, whole))
