"""The page on risk: its figures are the model's own."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

from mutualmodel import Scenario
from mutualmodel.analysis import INDICATORS
from mutualmodel.inputs import Thresholds
from mutualmodel.simulation import claims_law, normal_power_quantile, stress
from mutualmodel.simulation.draws import PATHS_PER_CHUNK

PAGE = (Path(__file__).parents[3] / "docs" / "risk.md").read_text(encoding="utf-8")
MIX = {100_000.0: 0.4, 300_000.0: 0.6}
SIZES = {"100,000": 1e5, "10 million": 1e7, "100 million": 1e8}
ROWS = re.findall(r"^\| (\d[^|]*) \| ([^|]+) \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)


def test_the_table_has_all_its_rows() -> None:
    assert len(ROWS) == 6


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_the_year_passed_once_in_200_over_the_mean(row: tuple[str, str, str, str]) -> None:
    size, spread, exact, shortcut = row
    claims, cv = 3e-4 * SIZES[size], float(spread.split()[0]) / 100
    law = claims_law(claims, MIX, cv)
    assert f"{law.quantile(0.995) / law.mean:.3f}" == exact
    assert f"{float(normal_power_quantile(claims, MIX, cv, 0.995)) / law.mean:.3f}" == shortcut


def test_what_the_page_says_in_words() -> None:
    assert f"chunks of {PATHS_PER_CHUNK}" in PAGE
    assert f"{claims_law(30_000, MIX, 0.1).quantile(0.995) / 1e9:.2f} bn yuan" in PAGE
    doubled = {result.name: result for result in stress(Scenario())}["delay_doubled"]
    assert doubled.cost_change[0] < 0 < doubled.cost_change[-1]


def test_every_indicator_of_the_review_is_told_with_its_threshold() -> None:
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|.*\| ((?:above|below)[^|]*|) ?\|$", PAGE, re.MULTILINE)
    told = {name: warns.strip() for names, warns in rows for name in re.findall(r"`(\w+)`", names)}
    assert list(told) == list(INDICATORS)
    for name, one in INDICATORS.items():
        default = Thresholds.fields()[name].default if one.side else None
        written = f"{default:g}" if one.unit in ("days", "months") else f"{100 * (default or 0):g}"
        unit = {"percent": " %", "months": " months", "days": " days"}.get(one.unit, "")
        assert told[name] == (f"{one.side} {written}{unit}" if one.side else "")


@pytest.mark.parametrize("module", ["simulation", "laws.claims_law", "simulation.run"])
def test_the_examples_of_the_docstrings_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"mutualmodel.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
