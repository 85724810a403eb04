"""The closing of Xianghubao in the model, beside what was published of it."""

import numpy as np
import pytest

from mutualmodel.closing import STAGES
from mutualmodel.figures import figure
from mutualmodel.history import SETTLEMENT_DATES, replay
from mutualmodel.history.last_books import NOTICE, closing_check
from tests.model.history.fitted import FITTED


def test_the_three_settlements_that_the_operator_paid(capsys: pytest.CaptureFixture[str]) -> None:
    check = closing_check(FITTED)
    published = float(figure("closing_three_payouts").value.replace(",", ""))
    assert sum(check.published) == published == 1.7e9
    modelled = sum(check.modelled)
    assert check.difference == pytest.approx(modelled / 1.7e9 - 1)
    with capsys.disabled():
        told = f"{modelled / 1e9:.3f} of 1.700 bn yuan, {check.difference:+.1%}"
        print("\nthe three settlements that the operator paid:", told)  # noqa: T201 - asked for
    assert abs(check.difference) < 0.05
    for model, reported in zip(check.modelled, check.published, strict=True):
        assert model == pytest.approx(reported, rel=0.06)


def test_the_whole_cost_is_of_the_size_that_was_reported() -> None:
    """Nearly five billion in aid after closing; some 400 million for the free months."""
    closed = closing_check(FITTED).closed
    assert closed.operator_cost["claims"] == pytest.approx(5e9, rel=0.1)
    assert closed.operator_cost["free_months"] == pytest.approx(4e8, rel=0.2)
    assert closed.members == pytest.approx(75e6, rel=0.02)
    assert closed.members - closed.without_cover == pytest.approx(11e6, rel=0.02)
    assert closed.books.contributed == pytest.approx(25.937e9, rel=0.05)


def test_the_claims_owed_are_those_of_the_replay() -> None:
    """Paid at a settlement is diagnosed a delay before it, in the books as in the replay."""
    check = closing_check(FITTED)
    closed, table = check.closed, replay(FITTED)
    # Nobody is too late who has 180 days to claim what falls due in a third of a year.
    assert closed.owed_yuan[:, STAGES.index("too_late")].sum() == 0.0
    assert closed.paid[:3].sum() == pytest.approx(sum(check.modelled), rel=1e-12)
    claims = closed.owed.sum(axis=(1, 2))[:3]
    np.testing.assert_allclose(claims, table["claims"].iloc[-3:], rtol=1e-9)
    assert SETTLEMENT_DATES[closed.books.stop] == NOTICE
