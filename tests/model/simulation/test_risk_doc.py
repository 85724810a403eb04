"""The page on risk: its figures are the model's own."""

import doctest
import importlib
import re
from pathlib import Path

import pytest
from scipy.stats import gamma

from mutualmodel import Scenario, cost_band, project, uncertainty
from mutualmodel.analysis import INDICATORS
from mutualmodel.inputs import Thresholds
from mutualmodel.simulation import claims_law, normal_power_quantile, simulate, stress
from mutualmodel.simulation.draws import PATHS_PER_CHUNK
from tests.model.simulation.test_serial_correlation import correlation_of_factors

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


def test_the_correlation_of_the_factors() -> None:
    rows = re.findall(
        r"^\| (\d+) % \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.M
    )
    assert len(rows) == 3
    for spread, *told in rows:
        for correlation, value in zip((0.25, 0.5, 0.75, 0.95), told, strict=True):
            wanted = correlation_of_factors(float(spread) / 100, correlation, 1)
            assert float(value) == pytest.approx(wanted, abs=6e-4)


@pytest.mark.parametrize(("correlation", "told"), [(0.0, "4.6"), (0.5, "6.8"), (0.95, "9.6")])
def test_the_spread_of_five_years_together(correlation: float, told: str) -> None:
    yearly = simulate(Scenario(systemic_correlation=correlation), 10_000).yearly
    cost = yearly.cost.sum(axis=0)
    assert f"{told} %" in PAGE
    assert 100 * cost.std() / cost.mean() == pytest.approx(float(told), abs=0.06)


def test_the_ranges_of_the_layers() -> None:
    spread, wider = uncertainty(Scenario()), uncertainty(Scenario(), assumed=True)
    bands = [cost_band(project(Scenario()), year) for year in (1, 5)]
    fitted = {
        "chance alone": spread.range_of("process"),
        "good and bad years alone": spread.range_of("systematic"),
        "what the record leaves open, alone": spread.range_of("parameters"),
        "all together": spread.range_of(),
        "with what is assumed": wider.range_of(),
    }
    rows = {
        name: [(found.low[at], found.high[at]) for at in (0, 4)] for name, found in fitted.items()
    } | {"chance and good and bad years": [(band.low, band.high) for band in bands]}
    for name, ends in rows.items():
        told = " | ".join(f"{low:.1f} to {high:.1f}" for low, high in ends)
        assert f"| {name} | {told} |" in PAGE


def test_the_parts_of_the_variance() -> None:
    spread = uncertainty(Scenario())
    for at, told in (
        (0, "0.2 % is chance, 72.2 % good and bad years and 27.6 %"),
        (4, "0.1, 60.4"),
    ):
        parts = [100 * one[at] / spread.variance[at] for one in spread.variances.values()]
        assert told in PAGE
        wanted = [float(one) for one in re.findall(r"\d+\.\d", told)]
        assert [round(float(part), 1) for part in parts][: len(wanted)] == wanted
    wider = uncertainty(Scenario(), assumed=True)
    assert f"{100 * wider.variances['assumed'][4] / wider.variance[4]:.1f} % of the fifth" in PAGE


def test_how_rare_the_bad_year_on_record_is() -> None:
    for cv, told in ((0.1, "270 to 620"), (0.15, "28 to 43")):
        years = [1 / gamma.sf(1 + rise, cv**-2, scale=cv**2) for rise in (0.288, 0.32)]
        assert f"once in {told}" in PAGE
        assert [float(f"{one:.2g}") for one in years] == [float(one) for one in told.split(" to ")]


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
