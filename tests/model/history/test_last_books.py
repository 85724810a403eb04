"""The closing of Xianghubao in the model, beside what was published of it."""

from pathlib import Path

import numpy as np
import pytest

from mutualmodel.closing import STAGES
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import SETTLEMENT_DATES, replay
from mutualmodel.history.last_books import NOTICE, bridge_prices, closing_check
from tests.model.history.fitted import FIT, FITTED

ROOT = Path(__file__).parents[3]


def test_the_three_settlements_that_the_operator_paid(capsys: pytest.CaptureFixture[str]) -> None:
    check = closing_check(FITTED)
    published = float(figure("closing_three_payouts").value.replace(",", ""))
    assert sum(check.published) == published == 1.7e9
    modelled = sum(check.modelled)
    assert check.difference == pytest.approx(modelled / 1.7e9 - 1)
    with capsys.disabled():
        told = f"{modelled / 1e9:.3f} of 1.700 bn yuan, {check.difference:+.1%}"
        print("\nthe three settlements that the operator paid:", told)  # noqa: T201 - asked for
    # Published were the payouts of all plans; the closing is of the critical-illness plan alone.
    assert check.difference == pytest.approx(-0.061, abs=0.005)
    part = FIT.other_plans_share / (1.0 - FIT.other_plans_share)
    claims = check.closed.owed.sum(axis=(1, 2))[:3]
    of_all = np.array(check.modelled) + part * claims * numbers_of("senior_plan")[0]
    np.testing.assert_allclose(of_all, check.published, rtol=0.05)


def test_the_whole_cost_is_of_the_size_that_was_reported() -> None:
    """Nearly five billion in aid after closing; some 400 million for the free months.

    With the fitted delay a fourth less is owed: five billion would be a delay of 112 days, which
    the settlements of 2019 and the judgement on the delay speak against.
    """
    closed = closing_check(FITTED).closed
    assert closed.operator_cost["claims"] == pytest.approx(3.77e9, rel=0.01)
    longer = closing_check(FITTED.with_changes(claim_delay_days=112.0)).closed
    assert longer.operator_cost["claims"] == pytest.approx(5e9, rel=0.02)
    assert closed.operator_cost["free_months"] == pytest.approx(4e8, rel=0.2)
    told = f"The free months come to {closed.operator_cost['free_months'] / 1e6:.0f} million"
    assert told in (ROOT / "docs" / "closing.md").read_text(encoding="utf-8")
    assert closed.members == pytest.approx(75e6, rel=0.02)
    assert closed.members - closed.without_cover == pytest.approx(11e6, rel=0.02)
    assert closed.books.contributed == pytest.approx(25.937e9, rel=0.05)


def test_the_claims_owed_are_those_of_the_replay() -> None:
    """Paid at a settlement is diagnosed a delay before it, in the books as in the replay."""
    check = closing_check(FITTED)
    closed, table = check.closed, replay(FITTED)
    # Nobody worth a word is too late who has 180 days for a delay of 78.5.
    assert closed.owed_yuan[:, STAGES.index("too_late")].sum() < 1e-6 * closed.owed_yuan.sum()
    assert closed.paid[:3].sum() == pytest.approx(sum(check.modelled), rel=1e-6)
    claims = closed.owed.sum(axis=(1, 2))[:3]
    # To the little of the slow start that is left in December 2021.
    np.testing.assert_allclose(claims, table["claims"].iloc[-3:], rtol=2e-4)
    assert SETTLEMENT_DATES[closed.books.stop] == NOTICE


def test_a_price_by_band_is_nearer_to_the_published_ones() -> None:
    """148 and 142 yuan for a woman and a man of 30, 147.84 for a woman of 32, for 100,000."""
    points = bridge_prices(closing_check(FITTED).closed)
    assert [(one.sex, one.age, one.published) for one in points] == [
        ("F", 30, 148.0),
        ("M", 30, 142.0),
        ("F", 32, 147.84),
    ]
    single = [one.by_age / one.published - 1 for one in points]
    assert single == pytest.approx([-0.25, -0.37, -0.09], abs=0.03)
    band = [one.by_band / one.published - 1 for one in points]
    assert max(map(abs, band)) < 0.15
    # One price for ages 30 and 32 and for both sexes, as the published ones nearly are.
    assert len({one.by_band for one in points}) == 1
