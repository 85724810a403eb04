"""The page on the model: its tables are the model's own."""

import re
from pathlib import Path

import numpy as np
import pytest

from mutualmodel import Scenario, cost_band, project
from mutualmodel.engine.cohorts import opening_ages

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def tables() -> dict[str, list[list[str]]]:
    """Give the cells of every table on the page, by the first cell of its header."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()
        ]
        found[rows[0][0]] = rows[2:]
    return found


def number(text: str) -> float:
    """Read a number with separators and a per cent sign."""
    value = float(text.split()[0].replace(",", ""))
    return value / 100 if "%" in text else value


def rounded(text: str) -> float:
    """Give half a unit of the last digit that is written, thousands read to the last nought."""
    digits = text.split()[0].replace(",", "")
    decimals = len(digits.partition(".")[2])
    unit = 10.0**-decimals if decimals else 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return unit / (200 if "%" in text else 2) * 1.02


def assert_written(text: str, value: float) -> None:
    assert abs(number(text) - value) <= rounded(text), (
        f"the page says {text}, the model {value:.6g}"
    )


def mean_age(scenario: Scenario) -> float:
    ages = opening_ages(scenario)
    return float((ages * (np.arange(60) + 0.5)).sum())


def test_what_the_default_gives() -> None:
    projection = project(Scenario())
    headline = projection.headline
    said = {row[0]: row[1] for row in tables()["figure"]}
    mature = project(Scenario(opening_tenure_years=20.0)).headline
    wanted = {
        "cost of a member in the first year, yuan": headline.cost_per_member_year,
        "claims paid": headline.claims,
        "claims diagnosed per 100,000 member-years": headline.claims_per_100k,
        "average payout, yuan": headline.average_payout,
        "claims at 40 and over": headline.claims_by_kind[1] / headline.claims,
        "mean age of members": mean_age(Scenario()),
        "share of one claim of 300,000 yuan, yuan": headline.cost_per_claim,
        "smallest pool that stays under the cap on one claim": headline.smallest_pool,
        "cost once all are two years in, yuan": mature.cost_per_member_year,
    }
    for name, value in wanted.items():
        assert_written(said.pop(name), value)
    ((_, five_years),) = said.items()
    for text, value in zip(
        five_years.split("; "), projection.years["charged_per_member"], strict=True
    ):
        assert_written(text, value)


@pytest.mark.parametrize("row", tables()["aged 40 to 59"], ids=lambda row: f"{row[0]} {row[1]}")
def test_the_mixes_of_ages(row: list[str]) -> None:
    old, young, age, payout, cost = row
    scenario = Scenario(share_40_to_59=number(old), share_under_18=number(young))
    headline = project(scenario).headline
    assert_written(age, mean_age(scenario))
    assert_written(payout, headline.average_payout)
    assert_written(cost, headline.cost_per_member_year)


@pytest.mark.parametrize("row", tables()["members"], ids=lambda row: row[0])
def test_the_spread_at_other_sizes(row: list[str]) -> None:
    members, mean, low, high, worst, chance = row
    band = cost_band(project(Scenario(members=number(members), per_claim_cap=None)))
    for text, value in ((mean, band.mean), (low, band.low), (high, band.high)):
        assert_written(text, value)
    assert_written(worst, band.one_in_200)
    assert_written(chance, band.chance_sd / band.mean)
