"""Payouts that share no lattice: their atoms by enumeration, and what is refused near them."""

import importlib
import math
import re
import time

import numpy as np
import pytest
from scipy import stats

from mutualmodel.arrays import FloatArray
from mutualmodel.laws import ClaimsLaw, claims_law
from mutualmodel.laws.few_claims import count_law, few_claims
from mutualmodel.laws.lattice import Year

few_claims_module = importlib.import_module("mutualmodel.laws.few_claims")
TWO_KINDS = {100 / 3: 0.3, 98_765.43: 0.7}


def irregular(kinds: int, seed: int = 1) -> dict[float, float]:
    """Draw payouts in yuan and fen, and their shares."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(kinds))
    return dict(zip(np.round(rng.uniform(1e3, 5e5, kinds), 2).tolist(), shares, strict=True))


def enumerated(
    expected: float, payouts: dict[float, float], most: int
) -> tuple[FloatArray, FloatArray]:
    """Add up every sequence of up to ``most`` Poisson claims: sums and their probabilities."""
    amounts, shares = (np.array(list(each)) for each in (payouts.keys(), payouts.values()))
    sums, chances = [np.zeros(1)], [np.ones(1)]
    for _ in range(most):
        sums.append(np.add.outer(sums[-1], amounts).ravel())
        chances.append(np.multiply.outer(chances[-1], shares).ravel())
    poisson = stats.poisson(expected).pmf(np.arange(most + 1))
    weighted = [chance * p for chance, p in zip(chances, poisson, strict=True)]
    return np.concatenate(sums), np.concatenate(weighted)


@pytest.mark.parametrize("cv", [0.0, 1e-4, 0.3, 1.5])
def test_counts_are_poisson_or_negative_binomial(cv: float) -> None:
    year = Year(np.array([3.0, 4.0]), np.array([1.0, 2.0]), cv, [(0.8, 1.0), (0.2, 1.5)])
    n = np.arange(41)
    wanted = np.zeros(41)
    for chance, level in year.states:
        mean, shape = 7.0 * level, 1 / cv**2 if cv else math.inf
        known = stats.nbinom(shape, 1 / (1 + mean * cv**2)) if cv else stats.poisson(mean)
        wanted += chance * known.pmf(n)
    np.testing.assert_allclose(np.exp(count_law(year, 40)), wanted, rtol=1e-6 if cv else 1e-11)


def test_the_few_claims_of_regular_payouts_are_those_of_the_lattice() -> None:
    year = Year(np.array([1.2, 1.8]), np.array([1e5, 3e5]), 0.4, [(1.0, 1.0)])
    values, chances = few_claims(year, 60)
    law = claims_law(3.0, {1e5: 0.4, 3e5: 0.6}, 0.4)
    at = np.rint(values / 1e5).astype(int)
    listed = np.bincount(at, weights=chances)[: len(law.values)]
    np.testing.assert_allclose(listed, law.probabilities[: len(listed)], atol=1e-13)


def test_two_kinds_are_two_independent_poisson_counts() -> None:
    """All that may happen is listed, so that each atom is told to the fen."""
    law = claims_law(40.0, TWO_KINDS, 0.0)
    assert law.exact
    assert law.step == 0.0
    small, large = np.arange(80), np.arange(100)
    chance = np.multiply.outer(stats.poisson(12.0).pmf(small), stats.poisson(28.0).pmf(large))
    value = np.add.outer(small * 100 / 3, large * 98_765.43)
    for few, many in ((0, 0), (0, 25), (3, 25), (12, 28), (7, 40)):
        atom = few * 100 / 3 + many * 98_765.43
        for off in (-0.01, 0.0, 0.01):
            wanted = float(chance[value > atom + off + 1e-6].sum())
            assert law.probability_above(atom + off) == pytest.approx(wanted, rel=1e-9)
    level = 1.0 - law.probability_above(25 * 98_765.43)
    assert law.quantile(level - 1e-9) == pytest.approx(25 * 98_765.43, rel=1e-12)


@pytest.mark.parametrize(
    ("payouts", "step"),
    [
        ({100 / 7.1: 0.4, 300 / 7.1: 0.6}, 100 / 7.1),
        ({1e5 / 3: 0.5, 2.5e5 / 3: 0.5}, 5e4 / 3),
        ({math.pi: 1.0}, math.pi),
    ],
)
def test_payouts_in_another_currency_keep_their_lattice(
    payouts: dict[float, float], step: float
) -> None:
    law = claims_law(2_000.0, payouts, 0.1)
    assert law.exact
    assert law.step == pytest.approx(step, rel=1e-12)
    at_home = claims_law(2_000.0, {round(a / step): w for a, w in payouts.items()}, 0.1)
    assert law.quantile(0.995) == pytest.approx(at_home.quantile(0.995) * step, rel=1e-12)


@pytest.mark.parametrize(("kinds", "most"), [(20, 4), (200, 2)])
def test_atoms_off_the_lattice_against_every_sequence_of_claims(kinds: int, most: int) -> None:
    """One claim or two are atoms: half a fen to either side of them makes the difference."""
    payouts, expected = irregular(kinds), 0.05
    law = claims_law(expected, payouts, 0.0)
    assert not law.exact
    value, chance = enumerated(expected, payouts, most)
    left_out = float(stats.poisson(expected).sf(most))
    amounts = sorted(payouts)
    atoms = [*amounts[:: kinds // 10], amounts[3] + amounts[-1], amounts[5] + amounts[7]]
    for atom in atoms:
        at, after = (law.probability_above(atom + off) for off in (-0.005, 0.005))
        for found, off in ((at, -0.005), (after, 0.005)):
            wanted = float(chance[value > atom + off].sum())
            assert wanted - 1e-12 <= found <= wanted + left_out + 1e-12
        its_own = float(chance[np.abs(value - atom) < 0.005].sum())
        assert at - after == pytest.approx(its_own, rel=1e-6)


def test_an_atom_of_more_claims_than_are_listed_is_refused_with_bounds() -> None:
    """Two hundred payouts, one of them four claims in five: three of that one are an atom."""
    often = 281_461.77
    payouts = {amount: 0.2 * share for amount, share in irregular(199).items()} | {often: 0.8}
    law = claims_law(3.0, payouts, 0.0)
    with pytest.raises(ArithmeticError, match="too likely to be taken for more or less") as refused:
        law.probability_above(3 * often)
    bounds = re.search(r"probability of more is ([\d.]+) to ([\d.]+)", str(refused.value))
    assert bounds is not None
    least, most = (float(bound) for bound in bounds.groups())
    rng = np.random.default_rng(7)
    amounts, shares = np.array(list(payouts)), np.array(list(payouts.values()))
    paths = 200_000
    # The claims of all paths in a row, added up path by path.
    counts = rng.poisson(3.0, paths)
    drawn = rng.choice(amounts, size=counts.sum(), p=shares / shares.sum())
    total = np.bincount(np.repeat(np.arange(paths), counts), weights=drawn, minlength=paths)
    error = 4 * 0.5 / paths**0.5
    assert least - error <= np.mean(total > 3 * often + 0.001) <= most + error
    # The atom is 0.8 ** 3 of the years of three claims.
    assert most - least == pytest.approx(0.8**3 * stats.poisson(3.0).pmf(3), rel=0.05)
    for value in (1e5, 2.5 * often, 3 * often - 1_000, 3 * often + 1_000, 2e6):
        above = law.probability_above(value)
        assert above == pytest.approx(np.mean(total > value), abs=error)


def panjer(expected: float, payouts: dict[int, float], points: int) -> FloatArray:
    """Panjer's recursion for Poisson claims of whole amounts: probabilities of 0, 1 ... yuan."""
    amounts, shares = (np.array(list(each)) for each in (payouts.keys(), payouts.values()))
    law = np.zeros(points)
    law[0] = math.exp(-expected)
    for n in range(1, points):
        pays = amounts <= n
        before = law[n - amounts[pays]]
        law[n] = expected / n * (amounts[pays] * shares[pays] * before).sum()
    return law


@pytest.mark.parametrize(
    ("kinds", "expected", "has_atoms"),
    [(3, 20.0, True), (8, 3.0, True), (40, 3.0, True), (8, 20.0, False), (40, 20.0, False)],
)
def test_what_a_lattice_too_coarse_says_is_right_within_a_hundredth(
    kinds: int, expected: float, has_atoms: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against the recursion to the yuan, next to the likeliest sums too."""
    monkeypatch.setattr(few_claims_module, "MOST_COMBINATIONS", 200)
    rng = np.random.default_rng(kinds)
    drawn = rng.choice(np.arange(200, 3_000), kinds, replace=False)
    payouts = dict(zip(drawn.tolist(), rng.dirichlet(np.ones(kinds)).tolist(), strict=True))
    in_yuan = {float(amount): share for amount, share in payouts.items()}
    coarse = claims_law(expected, in_yuan, 0.0, most_points=20_000)
    assert not coarse.exact
    law = panjer(expected, payouts, int(3_000 * (13 + 3 * expected)))
    above = np.append(np.cumsum(law[:0:-1])[::-1], 0.0)
    likeliest = np.argsort(law[1:])[-60:] + 1
    anywhere = rng.integers(0, int(coarse.quantile(0.999)), 200)
    asked = np.concatenate([likeliest - 1, likeliest, likeliest + 1, anywhere])
    refused = _held_to(coarse, above, asked)
    # Sums of few kinds or few claims are too likely to be guessed at; of many, none is.
    assert (refused > 0) == has_atoms
    assert refused < 0.8 * len(asked)


def _held_to(law: ClaimsLaw, above: FloatArray, asked: FloatArray) -> int:
    """Compare each answer, and the bounds of each refusal; return how many were refused."""
    refused = 0
    for value in asked:
        wanted = above[int(value)]
        try:
            assert law.probability_above(float(value)) == pytest.approx(wanted, rel=0.01)
        except ArithmeticError as error:
            refused += 1
            bounds = re.search(r"of more is ([\d.e-]+) to ([\d.e-]+)", str(error))
            assert bounds is not None
            least, most = (float(bound) for bound in bounds.groups())
            assert least * 0.999 <= wanted <= most * 1.001
    return refused


def test_two_hundred_irregular_payouts_take_no_longer_than_a_regular_few() -> None:
    """Each payout once cost a pass over all frequencies: twenty times what is allowed here."""

    def cpu_seconds(payouts: dict[float, float]) -> float:
        start = time.process_time()
        claims_law(3_000.0, payouts, 0.1)
        return time.process_time() - start

    few = min(cpu_seconds({12_345.67: 0.5, 98_765.43: 0.5}) for _ in range(2))
    assert cpu_seconds(irregular(200)) < 4 * few
