"""The page on insurance: what it says comes out is what the model gives."""

from pathlib import Path

import pytest

from mutualmodel import Scenario
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.inputs import InsurerTerms
from mutualmodel.insurance import (
    BASES,
    break_even_age,
    bridging_premiums,
    insurer_view,
    level_premium,
    one_year_premiums,
)

PAGE = (Path(__file__).parents[3] / "docs" / "insurance.md").read_text(encoding="utf-8")
PLAN, TERMS = Scenario(), InsurerTerms()


def told(first: str) -> list[float]:
    """Give the numbers of the model's column in the row that begins so."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {first}"))
    cell = row.strip("|").split("|")[1].replace("%", "").replace(" and ", ";")
    return [float(text) for text in cell.split(";")]


def test_what_comes_out() -> None:
    ages = opening_ages(PLAN)
    monthly = float((ages * bridging_premiums(PLAN, TERMS)).sum()) / 12
    levels = [level_premium(30, sex) for sex in ("M", "F")]
    assert told("net level premium") == pytest.approx(levels, abs=0.005)
    assert told("bridging policy") == pytest.approx([monthly], abs=0.05)
    loss = 100 * insurer_view(PLAN, TERMS).loss_ratio
    assert told("expected loss ratio") == pytest.approx([loss], abs=0.05)
    at_27 = float(one_year_premiums(PLAN, TERMS)[0, 27])
    assert told("one-year cover") == pytest.approx([at_27], abs=0.5)
    even = [break_even_age(PLAN, TERMS, sex, basis=b).age for b in BASES for sex in ("M", "F")]
    assert told("age from which") == even
