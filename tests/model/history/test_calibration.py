"""The fits: that they are found again, what they hit and miss, and what they cannot tell apart."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from mutualmodel.history import (
    FITTED as NAMES,
)
from mutualmodel.history import (
    LEVELS_AT_END_OF_2020,
    Calibration,
    calibrate,
    calibrate_to_2020,
    compare_with_record,
    replay,
    yearly_reported,
)
from mutualmodel.history.calibration import BOUNDS, best_values
from mutualmodel.history.reports import reports, seen
from mutualmodel.history.trials import Trials
from tests.model.history.fitted import FIT, FITTED, SLOW_START

# Values are kept to so many parts.
KEPT = 2e-3


@pytest.fixture(scope="module")
def final() -> Calibration:
    return calibrate(FITTED)


@pytest.fixture(scope="module")
def early() -> dict[float, Calibration]:
    return {level: calibrate_to_2020(level, FITTED) for level in LEVELS_AT_END_OF_2020}


def of_years(points: pd.DataFrame, quantity: str = "share of the year") -> dict[int, float]:
    """Return the model's figure of each year."""
    chosen = points[points["quantity"] == quantity]
    return {day.year: model for day, model in zip(chosen["date"], chosen["model"], strict=True)}


# ---------------------------------------------------------------------------------- the final fit


def test_fitting_again_finds_the_same_values(final: Calibration) -> None:
    assert tuple(final.estimates) == NAMES
    for name, value in FIT.estimates.items():
        assert final.estimates[name] == pytest.approx(value, rel=KEPT), name
    assert final.fit.scenario == FITTED.with_changes(
        **{name: final.estimates[name] for name in NAMES[:5]}
    )


def test_no_bound_holds_a_value(final: Calibration) -> None:
    for name, (low, high) in BOUNDS.items():
        assert low + 1e-3 < final.estimates[name] < high - 1e-3, name


def test_other_starts_end_at_the_same_values() -> None:
    start = dict(zip(NAMES, (0.8, 0.2, 0.9, 45.0, 0.4, 100.0, 60.0, 0.1), strict=True))
    found, _ = best_values(Trials(FITTED), (start,))
    for name, value in FIT.estimates.items():
        assert found[name] == pytest.approx(value, rel=0.01), name


def test_the_fit_recovers_what_made_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    made_with = dict(zip(NAMES, (0.60, 0.35, 0.80, 70.0, 0.35, 150.0, 80.0, 0.03), strict=True))
    trials = Trials(FITTED)
    figures = trials.figures(made_with, trials.chosen)
    monkeypatch.setattr(trials, "reported", np.log(figures))
    monkeypatch.setattr(trials, "judged", (np.log(70.0), 0.35))
    found, best = best_values(trials)
    assert found == pytest.approx(made_with, rel=0.01)
    assert best.cost < 1e-6


def test_what_the_final_fit_saw(final: Calibration) -> None:
    used = final.points[final.points["used"]]
    yearly = used[used["quantity"].str.endswith("of the year")]
    assert yearly["quantity"].value_counts().to_dict() == {
        "share of the year": 3,
        "claims of the year": 3,
        "payouts of the year": 1,
    }
    assert sorted(yearly["reported"]) == [29.17, 91, 146, 16528, 68675, 93924, 729e6 / 0.08]
    single = used.drop(yearly.index)
    days = {day.isoformat() for day in single["date"]}
    assert {day for day in days if day < "2020"} == {
        *("2019-05-14", "2019-05-28", "2019-06-14", "2019-06-28", "2019-07-14", "2019-07-28"),
    }
    # From September 2019 to November 2021 no single settlement and no count was fitted.
    assert {day for day in days if day > "2019-08"} == {"2021-12-28", "2022-01-14", "2022-01-28"}


def test_the_targets_are_met(final: Calibration) -> None:
    share = of_years(final.points)
    assert share[2019] == pytest.approx(29.17, rel=0.03)
    assert share[2020] == pytest.approx(91, rel=0.03)
    assert share[2021] == pytest.approx(146, rel=0.05)
    points = final.points.set_index(["date", "quantity"])["error"]
    payouts = points.xs("payout of a settlement", level="quantity")
    last = payouts[[day > dt.date(2021, 12, 1) for day in payouts.index]]
    assert len(last) == 3
    assert last.abs().max() < 0.05
    shares = points.xs("share of a settlement", level="quantity")
    of_2019 = shares[[dt.date(2019, 6, 1) < day < dt.date(2020, 1, 1) for day in shares.index]]
    assert len(of_2019) == 3
    assert of_2019.abs().max() < 0.30


def test_what_the_final_fit_never_saw(final: Calibration) -> None:
    """Each within a tenth or on this list of misses, so that a change is noticed."""
    unseen = final.points[~final.points["used"]]
    missed = unseen[unseen["error"].abs() > 0.10]
    found = {
        (day.isoformat(), quantity): error
        for day, quantity, error in zip(
            missed["date"], missed["quantity"], missed["error"], strict=True
        )
    }
    expected = {
        # The first claims were accidents inside the waiting period.
        ("2019-01-28", "share of a settlement"): -1.0,
        ("2019-01-28", "claims of a settlement"): -1.0,
        ("2019-04-10", "claims since launch"): -1.0,
        ("2019-04-30", "claims since launch"): -0.9,
        # A claim paid more then than the table's ages make of it, so there were fewer.
        ("2019-05-14", "claims of a settlement"): 0.6,
        ("2019-06-28", "claims of a settlement"): 0.2,
        # The rise halted in August and September 2019, which no steady fall of the delay does.
        ("2019-09-14", "claims since launch"): 0.4,
        # This report does not fit itself: its claims would be 3.99 yuan, its share 3,740 claims.
        ("2020-12-28", "share of a settlement"): -0.1,
        ("2020-12-28", "claims of a settlement"): 0.1,
        # Nor does this one.
        ("2021-04-28", "claims of a settlement"): 0.1,
    }
    assert found == pytest.approx(expected, abs=0.15)


def test_a_claim_paid_more_in_2019_than_the_ages_make_of_it(final: Calibration) -> None:
    points = final.points[final.points["quantity"] == "payout a claim of a settlement"]
    assert list(points["reported"].round(-3)) == [227_000, 218_000]
    assert points["error"].between(-0.16, -0.08).all()


def test_the_senior_and_chronic_plans_are_what_the_fee_leaves_over(final: Calibration) -> None:
    """By hand: payouts of 2020 from the fee, less the share over the members of the plan."""
    table = replay(final.fit.scenario, slow_start=final.fit.slow_start)
    in_2020 = table[table["date"].dt.year == 2020]
    own = 91.0 * in_2020["members"].mean() / 1.08
    claims = (729e6 / 0.08 - own) / 100_000.0
    part = claims / (claims + in_2020["claims"].sum())
    assert final.estimates["other_plans_share"] == pytest.approx(part, abs=0.02)


# --------------------------------------------------------------- as could be known at end of 2020


def test_the_early_fit_saw_only_what_was_known(early: dict[float, Calibration]) -> None:
    points = early[0.55].points
    used = points[points["used"]]
    assert (used["date"] <= dt.date(2020, 12, 31)).all()
    assert list(used["quantity"]) == ["share of the year"] * 2 + ["share of a settlement"] * 5
    assert {day.year for day in used["date"][2:]} == {2019}


def test_every_level_at_all_fits_2019_and_2020_alike(early: dict[float, Calibration]) -> None:
    """So from what was known then the level of later years has no bound."""
    every = {**early, 0.3: calibrate_to_2020(0.3, FITTED), 2.0: calibrate_to_2020(2.0, FITTED)}
    assert np.ptp([fit.chi_square for fit in every.values()]) < 1e-3
    for fit in every.values():
        share = of_years(fit.points)
        assert share[2019] == pytest.approx(29.17, rel=0.03)
        assert share[2020] == pytest.approx(91, rel=0.03)
    in_2021 = {level: of_years(fit.points)[2021] for level, fit in every.items()}
    assert in_2021[0.3] == pytest.approx(127, abs=1)
    assert in_2021[2.0] == pytest.approx(439, abs=3)


def test_the_record_ended_below_the_band_of_the_levels_thought_likely(
    early: dict[float, Calibration],
) -> None:
    year_2021 = [of_years(early[level].points)[2021] for level in LEVELS_AT_END_OF_2020]
    assert year_2021 == pytest.approx([172.5, 194.5, 214.7], abs=0.5)
    assert year_2021[0] > yearly_reported()["share_high"].max() == 160


# --------------------------------------------------------------------- what cannot be told apart


def test_with_years_of_ten_per_cent_the_level_is_known_to_seven(final: Calibration) -> None:
    # Of its logarithm.
    assert final.standard_errors["incidence_multiplier"] == pytest.approx(0.077, abs=0.01)
    without_chance = calibrate(FITTED.with_changes(systemic_cv=0.0))
    assert without_chance.standard_errors["incidence_multiplier"] < 0.04


def test_the_shape_of_the_slow_start_is_hardly_known(final: Calibration) -> None:
    assert list(final.correlations.columns) == list(NAMES)
    correlations = final.correlations.to_numpy()
    np.testing.assert_allclose(np.diag(correlations), 1.0)
    np.testing.assert_allclose(correlations, correlations.T, atol=1e-9)
    spread, extra, fall = (
        NAMES.index(name) for name in ("claim_delay_cv", "slow_start_days", "slow_start_fall_days")
    )
    assert correlations[extra, fall] < -0.8
    assert correlations[spread, fall] < -0.8
    assert correlations[spread, extra] > 0.8


def test_held_values_cost_likelihood_by_how_well_they_are_known(final: Calibration) -> None:
    held = {value: calibrate(FITTED, incidence_multiplier=value) for value in (0.38, 0.46, 0.60)}
    for value, fit in held.items():
        assert fit.estimates["incidence_multiplier"] == value
        assert "incidence_multiplier" not in fit.covariance
        assert fit.chi_square > final.chi_square
    # The plan that the yearly figures alone met as well as 0.40 is far off now.
    assert held[0.60].chi_square - final.chi_square > 10


def test_without_the_judgement_the_lasting_delay_would_be_short() -> None:
    trials = Trials(FITTED)
    lasting, _ = best_values(trials)
    judged = trials.residuals(lasting)[-1]
    assert abs(judged) < 1.0
    # Half of it fits the reports themselves about as well.
    shorter = calibrate(FITTED, claim_delay_days=lasting["claim_delay_days"] / 2)
    of_reports = shorter.chi_square - trials.residuals(shorter.estimates)[-1] ** 2
    assert of_reports < final_of_reports(trials, lasting) + 2.0


def final_of_reports(trials: Trials, values: dict[str, float]) -> float:
    """Return chi-square without the judgement."""
    return float((trials.residuals(values)[:-1] ** 2).sum())


# -------------------------------------------------------------------------------- the comparison


def test_the_comparison_holds_every_dated_report_once() -> None:
    points = compare_with_record(FIT)
    assert not points.duplicated(["date", "quantity"]).any()
    assert points["quantity"].value_counts().to_dict() == {
        "share of the year": 3,
        "claims of the year": 3,
        "payouts of the year": 1,
        "share of a settlement": 10,
        "claims of a settlement": 9,
        "payout of a settlement": 4,
        "payout a claim of a settlement": 2,
        "claims since launch": 8,
    }
    np.testing.assert_allclose(points["error"], points["model"] / points["reported"] - 1)


def test_a_trial_gives_what_the_replay_does() -> None:
    """The parts that a trial adds up are those of the replay, to rounding."""
    trials = Trials(FITTED)
    tried = trials.figures(FIT.estimates, reports())
    np.testing.assert_allclose(tried, compare_with_record(FIT)["model"], rtol=1e-9)


@pytest.mark.parametrize(
    ("quantity", "figure"),
    [("share of the year", "gross_per_member"), ("claims of the year", "claims")],
)
def test_a_year_is_the_sum_of_its_settlements(quantity: str, figure: str) -> None:
    table = replay(FITTED, slow_start=SLOW_START)
    in_2021 = table[table["date"].dt.year == 2021][figure]
    assert len(in_2021) == 24
    points = compare_with_record(FIT)
    # Members were charged 23 times; the 93,924 claims are those of all 24 settlements.
    expected = in_2021[:-1].sum() if figure == "gross_per_member" else in_2021.sum()
    others = 1.0 if figure == "gross_per_member" else 1.0 - FIT.other_plans_share
    assert of_years(points, quantity)[2021] == pytest.approx(expected / others)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        # On the eve of a settlement its claims are published and counted.
        (dt.date(2019, 6, 27), "2019-06-28"),
        (dt.date(2019, 11, 27), "2019-11-28"),
        # Not so five days before one.
        (dt.date(2019, 8, 9), "2019-07-28"),
    ],
)
def test_claims_since_launch_count_what_was_published(day: dt.date, last: str) -> None:
    table = replay(FITTED, slow_start=SLOW_START)
    points = compare_with_record(FIT)
    running = points[points["quantity"] == "claims since launch"].set_index("date")["model"]
    assert running[day] == pytest.approx(table[table["date"] <= last]["claims"].sum())


# ------------------------------------------------------------------------------------ the reports


def test_the_errors_of_reports_are_those_that_docs_state() -> None:
    error = {(report.day.isoformat(), report.quantity): report.error for report in reports()}
    assert error["2019-12-31", "share of the year"] == 0.01
    # 140 to 160 yuan, in nine cases of ten.
    assert error["2021-12-31", "share of the year"] == pytest.approx(
        np.log(160 / 140) / (2 * 1.645)
    )
    assert error["2022-01-28", "claims of a settlement"] == 0.03
    # 286 claims: bunching of a tenth, and the chance of the count.
    assert error["2019-07-14", "claims of a settlement"] == pytest.approx(np.hypot(0.10, 286**-0.5))


def test_reports_of_one_year_share_its_chances() -> None:
    trials = Trials(FITTED)
    chosen = trials.chosen
    common = np.linalg.inv(trials.whitening.T @ trials.whitening)
    years = [report.year for report in chosen]
    for i, one in enumerate(years):
        for j, other in enumerate(years[:i]):
            shared = np.log1p(0.1**2) if one == other and one is not None else 0.0
            assert common[i, j] == pytest.approx(shared, abs=1e-12)
    correlated = Trials(FITTED.with_changes(systemic_correlation=0.5), chosen)
    common = np.linalg.inv(correlated.whitening.T @ correlated.whitening)
    assert common[years.index(2019), years.index(2021)] == pytest.approx(0.5**2 * np.log1p(0.1**2))


def test_a_fit_of_an_earlier_day_sees_less() -> None:
    known = seen(dt.date(2020, 12, 31))
    assert set(known) < {report for report in reports() if not report.kept_apart}


def chi_square_of(change: Callable[[dict[str, float]], dict[str, float]]) -> float:
    """Return chi-square of the kept values after a change."""
    return float((Trials(FITTED).residuals(change(FIT.estimates)) ** 2).sum())


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_values_are_the_best_along_each_axis(name: str) -> None:
    best = chi_square_of(lambda values: values)
    for factor in (0.9, 1.1):
        assert chi_square_of(lambda v, by=factor: {**v, name: v[name] * by}) > best  # type: ignore[misc]
