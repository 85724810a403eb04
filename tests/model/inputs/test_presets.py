"""Presets: against the published record, and where each of their figures comes from."""

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from mutualmodel import PRESETS, Preset, Projection, Scenario, preset_of, project
from mutualmodel.analysis import RULES
from mutualmodel.arrays import FloatArray
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import SETTLEMENT_DATES, course, replay, scenario_on
from mutualmodel.inputs import OTHER_PLANS, fields, preset_named
from mutualmodel.membership import composition, outcome, without_reaction
from mutualmodel.periods import DAYS_PER_YEAR, PERIODS_PER_YEAR
from mutualmodel.simulation.stress import STRESSES

# Published yuan a member and year (the figure's id), and how near the fit must come.
PUBLISHED = {"growth_2019": ("cost_2019", 0.10), "peak_2020": ("cost_2020", 0.02)}
EVERY = (*PRESETS.values(), *OTHER_PLANS.values())


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
    # All are new and wait 90 days, and few of the first to fall ill are paid within two months.
    assert projection.array("claims")[:5].sum() == 0
    assert projection.array("claims")[:9].sum() < 1
    assert projection.headline.cost_per_member_year < 0.5 * cost_of("peak_2020")


def test_a_small_plan_costs_the_same_and_feels_each_claim() -> None:
    small, peak = (project(PRESETS[name].scenario) for name in ("small_100k", "peak_2020"))
    assert small.headline.cost_per_member_year == pytest.approx(
        peak.headline.gross_per_member_year, rel=1e-9
    )
    assert small.headline.cost_per_claim == pytest.approx(3e5 * 1.08 / 1e5, rel=1e-12)


@pytest.mark.parametrize("preset", EVERY, ids=name_of)
def test_every_change_from_the_default_has_a_source(preset: Preset) -> None:
    changed = set(preset.scenario.changes_from(Scenario()))
    assert changed <= set(preset.sources)
    for name, source in preset.sources.items():
        assert name in fields()
        assert figure(source).id == source


@pytest.mark.parametrize("preset", EVERY, ids=name_of)
def test_what_is_assumed_is_told_apart(preset: Preset) -> None:
    kinds = {name: figure(source).kind for name, source in preset.sources.items()}
    assumed = {name for name, kind in kinds.items() if kind == "assumption"}
    assert set(preset.assumed) == assumed


@pytest.mark.parametrize("preset", EVERY, ids=name_of)
def test_a_preset_is_known_by_its_inputs_until_one_is_edited(preset: Preset) -> None:
    assert preset_named(preset.name) is preset
    assert preset_of(preset.scenario) is preset
    assert preset_of(preset.scenario.with_changes(fee_rate=0.123)) is None
    assert preset.title
    assert preset.insight.endswith(".")


def test_no_two_presets_are_the_same() -> None:
    assert len({preset.scenario for preset in EVERY}) == len(EVERY)
    assert PRESETS["peak_2020"].scenario == Scenario()


def test_numbers_in_the_insights_are_the_models() -> None:
    peak = PRESETS["peak_2020"]
    assert f"a year {project(peak.scenario).headline.cost_per_member_year:.0f} yuan" in peak.insight
    # A third of a fen is 0.0033 yuan.
    assert project(peak.scenario).headline.cost_per_claim == pytest.approx(0.0033, rel=0.1)
    small = PRESETS["small_100k"]
    assert f"{project(small.scenario).headline.cost_per_claim:.2f} yuan" in small.insight


def charged(scenario: Scenario, months: int = 12) -> float:
    """Give what a member is charged in the first months."""
    settlements = PERIODS_PER_YEAR * months // 12
    return float(project(scenario).array("charged_per_member")[:settlements].sum())


def test_the_model_misses_waterdrop_by_what_is_said() -> None:
    preset = OTHER_PLANS["waterdrop_prepaid"]
    assert preset.published is not None
    year, months = preset.published.costs
    assert (numbers_of(year.figure_id), numbers_of(months.figure_id)) == ([43.9], [30.2])
    # A year of levies is the headline, however it is paid.
    cost = project(preset.scenario).headline.cost_per_member_year
    assert charged(preset.scenario) == pytest.approx(cost, rel=1e-9)
    assert cost / 43.9 == pytest.approx(3.2, abs=0.05)
    assert charged(preset.scenario, months.months) / 30.2 == pytest.approx(3.0, abs=0.05)
    # All new: about what was published.
    newly = preset.scenario.with_changes(opening_tenure_years=0.0)
    assert charged(newly) == pytest.approx(38, abs=1)
    # And all of it is as it would be after the event: where all top up, only the time differs.
    shared = project(preset.scenario.with_changes(funding="after")).headline
    assert shared.cost_per_member_year == pytest.approx(cost, rel=1e-9)


def test_the_docs_say_what_the_plans_cost() -> None:
    told = (Path(__file__).parents[3] / "docs" / "plans.md").read_text(encoding="utf-8")
    seniors, waterdrop = (OTHER_PLANS[n].scenario for n in ("seniors_2020", "waterdrop_prepaid"))
    assert f"| 414 in 2020 | {charged(seniors):.0f} |" in told
    assert f"| 43.9 in 2019 | {charged(waterdrop):.1f} in its first year |" in told
    assert f"2020 | {charged(waterdrop, 8):.1f} in its first eight months |" in told
    assert all(f"`{preset.name}`" in told for preset in EVERY)
    assert all(f"`{name}`" in told for name in RULES)


# ------------------------------------------------------------------------- what may go wrong


def yearly(plan: Projection) -> FloatArray:
    """Give what a member who stays is charged in each plan year."""
    return np.asarray(plan.array("charged_per_member").reshape(-1, PERIODS_PER_YEAR).sum(axis=1))


def test_the_run_after_the_scandal_meets_the_published_counts() -> None:
    # The plan starts at the peak; the counts after it were never fitted.
    run = project(PRESETS["scandal_run"].scenario).array("members")
    peak = dt.date.fromisoformat(figure("members_peak_2020").as_of)
    for name in ("members_jan_2021", "members_feb_2021", "members_jun_2021", "members_dec_2021"):
        day = dt.date.fromisoformat(figure(name).as_of)
        settlement = (day - peak).days / DAYS_PER_YEAR * PERIODS_PER_YEAR
        modelled = float(np.interp(settlement, np.arange(len(run)), run))
        assert modelled == pytest.approx(numbers_of(name)[0], rel=0.025), name


def test_the_shares_of_the_run_follow_from_the_published_counts() -> None:
    run, (peak,) = PRESETS["scandal_run"].scenario, numbers_of("members_peak_2020")
    (left,), (end,) = numbers_of("exits_dec_2020"), numbers_of("members_dec_2021")
    days = dt.date(2021, 12, 28) - dt.date(2020, 11, 14)
    assert run.scandal_share == pytest.approx(left / peak, abs=5e-4)
    rate = np.log((peak - left) / end) / (days.days / DAYS_PER_YEAR)
    assert run.lapse_rate == pytest.approx(rate, abs=1e-3)
    assert 1 - np.exp(-run.lapse_rate) == pytest.approx(1 / 4, abs=0.02)


def test_those_who_stay_pay_for_the_claims_of_those_who_left() -> None:
    run, peak = PRESETS["scandal_run"].scenario, PRESETS["peak_2020"].scenario
    assert (yearly(project(run)) > yearly(project(peak))).all()
    # It is the claims still to be paid: were they paid at once, the first year would cost the same.
    at_once = [yearly(project(plan.with_changes(claim_delay_days=0.0)))[0] for plan in (run, peak)]
    assert at_once[0] == pytest.approx(at_once[1], rel=0.01)
    assert yearly(project(run))[0] > 1.05 * yearly(project(peak))[0]


def test_the_plan_that_unravels_does_so_and_the_well_go_first() -> None:
    scenario = PRESETS["unravelling"].scenario
    plan, calm = project(scenario), project(without_reaction(scenario))
    assert outcome(plan) == "unravels"
    assert outcome(project(PRESETS["peak_2020"].scenario.with_changes(years=10))) == "settles"
    assert (yearly(plan) > yearly(calm)).all()
    risk = composition(scenario).mean_risk
    assert (np.diff(risk[: 5 * PERIODS_PER_YEAR]) > 0).all()


def test_a_bad_year_under_a_hard_cap_leaves_claimants_without() -> None:
    preset = PRESETS["bad_year_hard_cap"]
    plan = project(preset.scenario).headline
    assert f"no more than {preset.scenario.annual_cap:.0f} yuan" in preset.insight
    assert plan.cost_per_member_year <= numbers_of("annual_cap_2020_forecast")[0]
    assert plan.sponsor == 0
    assert 0.05 * plan.payout < plan.unpaid < 0.5 * plan.payout
    # The larger rise of the stresses, on the members of 2021.
    (harder,) = (test for test in STRESSES if test.name == "incidence_50")
    fitted = Scenario()
    assert preset.scenario.incidence_multiplier == pytest.approx(
        harder.changes(fitted)["incidence_multiplier"], rel=1e-12
    )
    same = ("members", "opening_tenure_years", "lapse_rate")
    decline = PRESETS["decline_2021"].scenario
    assert all(getattr(decline, name) == getattr(preset.scenario, name) for name in same)


def test_without_its_operator_a_small_plan_leaves_most_unpaid() -> None:
    preset = PRESETS["operator_stops"]
    scenario, plan = preset.scenario, project(preset.scenario).headline
    assert scenario.per_claim_cap is not None
    raised = scenario.members * scenario.per_claim_cap
    assert f"raise {raised:,.0f} yuan for one of {scenario.payout_under_40:,.0f}" in preset.insight
    assert plan.sponsor == 0
    assert plan.payout / 2 < plan.unpaid
    helped = project(scenario.with_changes(cap_bearer="sponsor")).headline
    assert helped.unpaid == 0
    assert helped.sponsor > helped.payout / 2


# -------------------------------------------------------------------- what is taken from the replay


def test_the_presets_of_the_first_years_have_the_ages_of_then() -> None:
    launch, growth = (PRESETS[name].scenario for name in ("launch_2018", "growth_2019"))
    early, late = course(None, Scenario()).mixes
    assert launch.share_under_18 == pytest.approx(early.share_under_18, abs=5e-4)
    assert launch.share_40_to_59 == pytest.approx(early.share_40_to_59, abs=5e-4)
    part = _early_member_years_of_2019()
    assert part == pytest.approx(0.39, abs=0.005)
    for name in ("share_under_18", "share_40_to_59"):
        mixed = part * getattr(early, name) + (1 - part) * getattr(late, name)
        assert getattr(growth, name) == pytest.approx(mixed, abs=1e-3)


def _early_member_years_of_2019() -> float:
    """Return the part of those who had joined by the end of 2018, one settlement at a time."""
    flows = course(None, Scenario())
    start = SETTLEMENT_DATES.index(dt.date(2018, 12, 28))
    early, all_members, at = 0.0, 0.0, flows.members[start]
    for period in range(start, start + 24):
        early += at
        all_members += flows.members[period]
        at *= np.exp(-flows.lapse[period])
    return float(early / all_members)


def test_the_delay_of_2019_is_the_mean_of_the_claims_paid_then() -> None:
    """Claims that are due times how long they took, by what the replay pays and owes."""
    table = replay(Scenario())
    paid, diagnosed = table["claims"], table["diagnosed"]
    # Those who wait, summed over time, are claims times their delay: from the start to mid-2020,
    # when hardly any of the first are left.
    owed = (diagnosed.cumsum() - paid.cumsum()).clip(lower=0)
    last = SETTLEMENT_DATES.index(dt.date(2019, 12, 28))
    days = owed[: last + 1].sum() * DAYS_PER_YEAR / PERIODS_PER_YEAR
    waiting_now = float(owed[last])
    # Those still waiting have waited for up to their delay: half of it on average.
    mean = (days - waiting_now * 45.0) / float(paid[: last + 1].sum())
    (told,) = numbers_of("claim_delay_2019_replayed")
    assert PRESETS["growth_2019"].scenario.claim_delay_days == told
    assert told == pytest.approx(mean, rel=0.1)


@pytest.mark.parametrize(
    ("name", "day"),
    [("growth_2019", dt.date(2018, 12, 28)), ("decline_2021", dt.date(2021, 1, 14))],
)
def test_what_is_called_replayed_is_handed_over_on_that_day(name: str, day: dt.date) -> None:
    preset, handed = PRESETS[name].scenario, scenario_on(day)
    assert preset.opening_tenure_years == pytest.approx(handed.opening_tenure_years, abs=0.05)
    assert preset.lapse_rate == pytest.approx(handed.lapse_rate, abs=0.005)
    assert preset.joiners_per_year == pytest.approx(handed.joiners_per_year, rel=0.01)
