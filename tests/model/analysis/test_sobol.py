"""Shares of a result's variance: against a product of independent inputs, written down by hand."""

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.analysis import plausible_span, variance_shares
from mutualmodel.analysis.solve import as_case

# The first year is their product: its law is known once theirs are.
FACTORS = ("plan.incidence_multiplier", "plan.covered_share", "plan.refused_share")
PLAN = Scenario(years=1)


def _by_hand() -> tuple[np.ndarray, np.ndarray]:
    """Return the first-order and total shares of a product of independent even variables."""
    spans = np.array([plausible_span(as_case(PLAN), path) for path in FACTORS], dtype=float)
    # What is refused leaves the rest to be paid.
    spans[2] = 1.0 - spans[2]
    means, variances = spans.mean(axis=1), np.diff(spans, axis=1)[:, 0] ** 2 / 12.0
    squares = means**2 + variances
    whole = squares.prod() - (means**2).prod()
    first = np.array(
        [variances[i] * np.delete(means**2, i).prod() / whole for i in range(len(means))]
    )
    total = np.array(
        [variances[i] * np.delete(squares, i).prod() / whole for i in range(len(means))]
    )
    return first, total


def test_a_product_has_the_shares_of_its_factors() -> None:
    found = variance_shares(PLAN, "first_year", inputs=FACTORS)
    first, total = _by_hand()
    table = found.table.loc[list(FACTORS)]
    assert table["first"].to_numpy() == pytest.approx(first, abs=0.03)
    assert table["total"].to_numpy() == pytest.approx(total, abs=0.03)
    # Of what is drawn again nine in ten lie between the ends, and the truth is hardly further.
    reach = table["first_high"] - table["first_low"]
    assert (np.abs(table["first"] - first) < reach).all()
    assert found.cases == found.samples * (len(FACTORS) + 2)


def test_the_spread_is_that_of_the_product() -> None:
    found = variance_shares(PLAN, "first_year", inputs=FACTORS)
    (at_middle,) = (found.mean,)
    spans = np.array([plausible_span(as_case(PLAN), path) for path in FACTORS], dtype=float)
    spans[2] = 1.0 - spans[2]
    here = variance_shares(PLAN, "first_year", inputs=FACTORS[:1])
    per_unit = here.mean / np.mean(spans[0])
    assert at_middle == pytest.approx(per_unit * spans.mean(axis=1).prod(), rel=0.01)


def test_the_inputs_that_move_are_the_largest_that_nobody_decides() -> None:
    found = variance_shares(PLAN, "first_year", samples=2)
    assert len(found.table) == 10
    assert "plan.incidence_multiplier" in found.table.index
    assert not {"plan.payout_under_40", "plan.fee_rate", "plan.covered_share"} & {
        *found.table.index
    }


def test_the_same_is_drawn_again() -> None:
    one, two = (variance_shares(PLAN, "first_year", samples=4).table for _ in range(2))
    assert one.equals(two)


def test_where_some_case_has_no_result_nothing_is_made_up() -> None:
    found = variance_shares(PLAN, "dissolves_after", inputs=FACTORS, samples=2)
    assert found.table.empty
    assert found.without == 1.0
    assert np.isnan(found.deviation)


def test_what_nothing_moves_has_no_shares() -> None:
    found = variance_shares(PLAN, "unpaid", samples=2)
    assert found.table.empty
    # Nor what stays the same at every point but for the last digits.
    still = variance_shares(PLAN, "first_year", inputs=["plan.members"], samples=8)
    assert still.table.empty
    assert still.without == 0.0


def test_it_tells_how_far_it_is_and_can_be_left() -> None:
    told: list[float] = []
    variance_shares(PLAN, "first_year", samples=64, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0

    def leave(share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        variance_shares(PLAN, "first_year", samples=64, progress=leave)


@pytest.mark.parametrize(
    ("result", "more", "said"),
    [
        ("ruin", {}, "read off a projection"),
        ("first_year", {"samples": 3}, "power of two"),
        ("first_year", {"inputs": ["plan.seed"]}, "plausible range"),
        ("first_year", {"inputs": ["plan.lapse_rate"] * 2}, "each of them once"),
        ("first_year", {"inputs": ["plan.annual_cap"]}, "plausible range"),
    ],
)
def test_what_cannot_be_asked_is_refused(result: str, more: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        variance_shares(PLAN, result, **more)  # type: ignore[arg-type]
