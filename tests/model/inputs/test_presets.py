"""Presets: against the published record, and where each of their figures comes from."""

import re

import pytest

from mutualmodel import PRESETS, Preset, Scenario, preset_of, project
from mutualmodel.figures import figure
from mutualmodel.inputs import fields

# Published yuan a member and year (the figure's id), and how near the provisional fit must come.
PUBLISHED = {"growth_2019": ("cost_2019", 0.10), "peak_2020": ("cost_2020", 0.02)}


def name_of(preset: Preset) -> str:
    return preset.name


def cost_of(name: str) -> float:
    return project(PRESETS[name].scenario).headline.cost_per_member_year


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_first_year_is_near_what_was_published(name: str) -> None:
    figure_id, within = PUBLISHED[name]
    assert cost_of(name) == pytest.approx(float(figure(figure_id).value), rel=within)


def test_the_year_of_decline_lies_in_the_derived_range() -> None:
    low, high = re.findall(r"\d+", figure("cost_2021_derived").value)[1:]
    assert float(low) < cost_of("decline_2021") < float(high)


def test_the_year_of_launch_is_cheap_and_starts_free() -> None:
    projection = project(PRESETS["launch_2018"].scenario)
    # All are new and wait 90 days, and the first to fall ill are paid 45 days later.
    assert projection.array("claims")[:7].sum() == 0
    assert projection.headline.cost_per_member_year < 0.5 * cost_of("peak_2020")


def test_a_small_plan_costs_the_same_and_feels_each_claim() -> None:
    small, peak = (project(PRESETS[name].scenario) for name in ("small_100k", "peak_2020"))
    assert small.headline.cost_per_member_year == pytest.approx(
        peak.headline.gross_per_member_year, rel=1e-9
    )
    assert small.headline.cost_per_claim == pytest.approx(3e5 * 1.08 / 1e5, rel=1e-12)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=name_of)
def test_every_change_from_the_default_has_a_source(preset: Preset) -> None:
    changed = set(preset.scenario.changes_from(Scenario()))
    assert changed <= set(preset.sources)
    for name, source in preset.sources.items():
        assert name in fields()
        assert figure(source).id == source


@pytest.mark.parametrize("preset", PRESETS.values(), ids=name_of)
def test_what_is_assumed_is_told_apart(preset: Preset) -> None:
    kinds = {name: figure(source).kind for name, source in preset.sources.items()}
    assumed = {name for name, kind in kinds.items() if kind == "assumption"}
    assert set(preset.assumed) == assumed


@pytest.mark.parametrize("preset", PRESETS.values(), ids=name_of)
def test_a_preset_is_known_by_its_inputs_until_one_is_edited(preset: Preset) -> None:
    assert PRESETS[preset.name] is preset
    assert preset_of(preset.scenario) is preset
    assert preset_of(preset.scenario.with_changes(fee_rate=0.123)) is None
    assert preset.title
    assert preset.insight.endswith(".")


def test_no_two_presets_are_the_same() -> None:
    assert len({preset.scenario for preset in PRESETS.values()}) == len(PRESETS)
    assert PRESETS["peak_2020"].scenario == Scenario()


def test_numbers_in_the_insights_are_the_models() -> None:
    peak = PRESETS["peak_2020"]
    assert f"a year {project(peak.scenario).headline.cost_per_member_year:.0f} yuan" in peak.insight
    # A third of a fen is 0.0033 yuan.
    assert project(peak.scenario).headline.cost_per_claim == pytest.approx(0.0033, rel=0.1)
    small = PRESETS["small_100k"]
    assert f"{project(small.scenario).headline.cost_per_claim:.2f} yuan" in small.insight
