"""The fits: that they are found again, what they hit and miss, and what they cannot tell apart."""

import datetime as dt
import importlib

import numpy as np
import pandas as pd
import pytest

from mutualmodel import Scenario
from mutualmodel.history import (
    FITTED,
    LEVELS_AT_END_OF_2020,
    Calibration,
    calibrate,
    calibrate_to_2020,
    compare_with_record,
    replay,
    yearly_reported,
)

calibration = importlib.import_module("mutualmodel.history.calibration")

# The ages that meet the published mean age and average payout, and the final fit that goes with
# them, written out so that these tests do not follow the defaults of the scenario.
AGES = Scenario().with_changes(
    share_under_18=0.10,
    share_40_to_59=0.33,
    share_female=0.5,
    incidence_table="CI4",
    incidence_trend=0.0,
    waiting_days=90.0,
    lapse_rate=0.05,
    price_elasticity=0.0,
)
VALUES = {
    "incidence_multiplier": 0.4355,
    "select_year_1": 0.4423,
    "select_year_2": 0.6683,
    "claim_delay_days": 121.7,
}
EARLY_DELAY = 133.05
EARLY_SELECT = {0.55: (0.3784, 0.5088), 0.67: (0.3107, 0.4177), 0.78: (0.2669, 0.3588)}
TARGET = 0.10


@pytest.fixture(scope="module")
def final() -> Calibration:
    return calibrate(AGES)


@pytest.fixture(scope="module")
def early() -> dict[float, Calibration]:
    return {level: calibrate_to_2020(level, AGES) for level in LEVELS_AT_END_OF_2020}


def of_years(points: pd.DataFrame, quantity: str = "share of the year") -> dict[int, float]:
    """Return the model's figure of each year."""
    chosen = points[points["quantity"] == quantity]
    return {day.year: model for day, model in zip(chosen["date"], chosen["model"], strict=True)}


# ---------------------------------------------------------------------------------- the final fit


def test_fitting_again_finds_the_same_values(final: Calibration) -> None:
    assert tuple(final.estimates) == FITTED
    for name, value in VALUES.items():
        assert final.estimates[name] == pytest.approx(value, rel=2e-3), name
    assert final.scenario == AGES.with_changes(**final.estimates)


@pytest.mark.long
@pytest.mark.parametrize(
    ("start", "delay"),
    [
        ({"incidence_multiplier": 0.8, "select_year_1": 0.2, "select_year_2": 0.9}, 45.0),
        ({"incidence_multiplier": 0.3, "select_year_1": 0.8, "select_year_2": 0.8}, 105.0),
    ],
)
def test_other_starts_end_at_the_same_values(
    start: dict[str, float], delay: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "_START", start)
    monkeypatch.setattr(calibration, "_STARTING_DELAYS", (delay,))
    for name, value in calibrate(AGES).estimates.items():
        assert value == pytest.approx(VALUES[name], rel=2e-3), name


@pytest.mark.long
def test_the_fit_recovers_what_made_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    made_with = {
        "incidence_multiplier": 0.70,
        "select_year_1": 0.35,
        "select_year_2": 0.80,
        "claim_delay_days": 70.0,
    }
    points = compare_with_record(AGES.with_changes(**made_with))
    shares, claims = of_years(points), of_years(points, "claims of the year")
    reported = yearly_reported()
    reported["share_yuan"] = [shares[year] for year in reported["year"]]
    reported["claims"] = [claims[year] for year in reported["year"]]
    monkeypatch.setattr(calibration, "yearly_reported", lambda: reported)
    found = calibrate(AGES)
    for name, value in made_with.items():
        assert found.estimates[name] == pytest.approx(value, rel=0.02), name
    assert found.points[found.points["used"]]["error"].abs().max() < 1e-5


def test_the_final_fit_uses_the_yearly_figures_alone(final: Calibration) -> None:
    used = final.points[final.points["used"]]
    assert list(used["quantity"]) == ["share of the year", "claims of the year"] * 3
    assert [day.year for day in used["date"]] == [2019, 2019, 2020, 2020, 2021, 2021]
    assert list(used["reported"]) == [29.17, 16528, 91, 68675, 150, 93924]


def test_the_yearly_shares_meet_their_targets(final: Calibration) -> None:
    share = of_years(final.points)
    assert share[2019] == pytest.approx(29.17, rel=0.03)
    assert share[2020] == pytest.approx(91, rel=0.03)
    assert 140 <= share[2021] <= 160
    # The claims of 2020 and 2021 count the senior and chronic plans too, and so are above.
    claims = final.points[final.points["quantity"] == "claims of the year"]
    assert claims["error"].between(-0.10, 0).all()


def test_what_the_final_fit_never_saw(final: Calibration) -> None:
    """Each within a tenth or on this list of misses, so that a change is noticed."""
    unseen = final.points[~final.points["used"]]
    missed = unseen[unseen["error"].abs() > TARGET]
    found = {
        (day.isoformat(), quantity): error
        for day, quantity, error in zip(
            missed["date"], missed["quantity"], missed["error"], strict=True
        )
    }
    expected = {
        # Early 2019: claims rose from nine to 500 in ten weeks. The first claims of a new plan took
        # longer to report and examine; the model has one delay for all of them.
        ("2019-05-14", "share of a settlement"): 0.8,
        ("2019-05-14", "claims of a settlement"): 2.4,
        ("2019-05-28", "share of a settlement"): 6.3,
        ("2019-06-14", "share of a settlement"): 2.6,
        ("2019-06-28", "share of a settlement"): 1.7,
        ("2019-06-28", "claims of a settlement"): 2.7,
        ("2019-07-14", "claims of a settlement"): 1.3,
        ("2019-07-28", "share of a settlement"): 0.1,
        ("2019-07-28", "claims of a settlement"): 0.5,
        ("2019-06-27", "claims since launch"): 2.8,
        ("2019-08-09", "claims since launch"): 2.4,
        ("2019-09-14", "claims since launch"): 1.0,
        # This report does not fit itself: its claims would be 3.99 yuan, its share 3,740 claims.
        ("2020-12-28", "share of a settlement"): -0.1,
        ("2020-12-28", "claims of a settlement"): 0.1,
    }
    assert found == pytest.approx(expected, abs=0.15)
    met = unseen[unseen["error"].abs() <= TARGET]
    days = [day.isoformat() for day in met["date"]]
    assert list(zip(days, met["quantity"], strict=True)) == [
        ("2021-12-28", "payout of a settlement"),
        ("2022-01-14", "payout of a settlement"),
        ("2022-01-28", "claims of a settlement"),
        ("2022-01-28", "payout of a settlement"),
        ("2019-11-27", "claims since launch"),
        ("2020-08-15", "claims since launch"),
        ("2022-01-21", "claims since launch"),
    ]


def test_of_december_2020_the_model_lies_between_what_the_reports_imply(
    final: Calibration,
) -> None:
    single = final.points[final.points["date"] == dt.date(2020, 12, 28)]
    assert list(single["quantity"]) == ["share of a settlement", "claims of a settlement"]
    share, claims = single["model"]
    assert 3.99 < share < 5.31
    assert 2810 < claims < 3740


# --------------------------------------------------------------- as could be known at end of 2020


def test_the_early_fit_saw_only_what_was_known(early: dict[float, Calibration]) -> None:
    points = early[0.55].points
    used = points[points["used"]]
    assert (used["date"] <= dt.date(2020, 12, 31)).all()
    assert list(used["quantity"]) == ["share of the year"] * 2 + ["share of a settlement"] * 5
    assert {day.year for day in used["date"][2:]} == {2019}


@pytest.mark.parametrize("level", LEVELS_AT_END_OF_2020)
def test_every_level_fits_2019_and_2020_alike(
    level: float, early: dict[float, Calibration]
) -> None:
    share = of_years(early[level].points)
    assert share[2019] == pytest.approx(29.17, rel=0.03)
    assert share[2020] == pytest.approx(91, rel=0.03)
    first, second = EARLY_SELECT[level]
    assert early[level].estimates == pytest.approx(
        {
            "incidence_multiplier": level,
            "select_year_1": first,
            "select_year_2": second,
            "claim_delay_days": EARLY_DELAY,
        },
        rel=2e-3,
    )


def test_the_search_is_not_caught_where_nothing_is_paid_by_may_2019(
    early: dict[float, Calibration],
) -> None:
    # With 142 days there is a false end, at which the first settlement is free.
    for fit in early.values():
        first = fit.points[fit.points["date"] == dt.date(2019, 5, 14)]
        assert (first["model"] > 0).all()
        assert first["error"].abs().max() < 0.6


def test_the_level_moves_2021_alone_and_the_record_ended_below_the_band(
    early: dict[float, Calibration],
) -> None:
    year_2021 = [of_years(early[level].points)[2021] for level in LEVELS_AT_END_OF_2020]
    assert year_2021 == sorted(year_2021)
    # 166 to 201 yuan. The real year, derived as 140 to 160, lay below even the lowest level.
    assert year_2021 == pytest.approx([165.7, 184.3, 201.3], abs=0.5)
    assert year_2021[0] > yearly_reported()["share_high"].max() == 160


# --------------------------------------------------------------------- what cannot be told apart


def test_yearly_figures_cannot_tell_the_four_values_apart(final: Calibration) -> None:
    correlations = final.correlations
    assert list(correlations.columns) == list(FITTED)
    np.testing.assert_allclose(np.diag(correlations), 1.0)
    np.testing.assert_allclose(correlations, correlations.T, atol=1e-9)
    # A longer delay and a less healthy first year make up for each other, so do a higher level and
    # a healthier second year: all four can move together without any yearly figure noticing.
    assert (correlations.abs().to_numpy() > 0.95).all()
    signs = np.sign(correlations["claim_delay_days"])
    assert dict(signs) == dict(zip(FITTED, (1, 1, -1, 1), strict=True))
    # So no single value is known from them: the delay only to within months.
    assert final.standard_errors["claim_delay_days"] > 60
    assert final.standard_errors["incidence_multiplier"] > 0.1


@pytest.mark.parametrize(
    ("delay", "others"),
    [(60.0, (0.4129, 0.2971, 0.7412)), (90.0, (0.4125, 0.3719, 0.7424))],
)
def test_other_delays_fit_the_years_as_well(delay: float, others: tuple[float, ...]) -> None:
    values = dict(zip(FITTED, (*others, delay), strict=True))
    points = compare_with_record(AGES.with_changes(**values))
    assert points[points["quantity"] == "share of the year"]["error"].abs().max() < 0.01
    # The last payouts, which no fit saw, are better met by the delay that the fit chose.
    closing = points[points["quantity"] == "payout of a settlement"]["error"]
    assert closing.max() < -0.05


def test_other_ages_fit_the_shares_as_well_but_not_the_claims(final: Calibration) -> None:
    other = AGES.with_changes(share_under_18=0.07, share_40_to_59=0.25)
    fit = calibrate(other)
    shares = fit.points[fit.points["quantity"] == "share of the year"]
    assert shares["error"].abs().max() < 0.03
    # Ages and level trade off in the shares; only the average payout tells that claimants are old.
    claims = fit.points[fit.points["quantity"] == "claims of the year"]["error"]
    ours = final.points[final.points["quantity"] == "claims of the year"]["error"]
    assert claims.max() < ours.min()


def test_settlements_of_2019_fix_the_delay_and_not_the_level(
    early: dict[float, Calibration],
) -> None:
    for fit in early.values():
        assert tuple(fit.standard_errors) == FITTED[1:]
        assert fit.standard_errors["claim_delay_days"] < 5
    errors = [fit.points[fit.points["used"]]["error"] for fit in early.values()]
    np.testing.assert_allclose(errors[0], errors[-1], atol=0.001)


# -------------------------------------------------------------------------------- the comparison


def test_the_comparison_holds_every_dated_report_once() -> None:
    points = compare_with_record(AGES.with_changes(**VALUES))
    assert not points.duplicated(["date", "quantity"]).any()
    assert points["quantity"].value_counts().to_dict() == {
        "share of the year": 3,
        "claims of the year": 3,
        "share of a settlement": 6,
        "claims of a settlement": 6,
        "payout of a settlement": 3,
        "claims since launch": 6,
    }
    np.testing.assert_allclose(points["error"], points["model"] / points["reported"] - 1)


def test_the_model_of_a_year_ends_with_the_last_settlement_that_members_paid() -> None:
    scenario = AGES.with_changes(**VALUES)
    table, points = replay(scenario), compare_with_record(scenario)
    in_2021 = table[table["date"].dt.year == 2021]
    assert len(in_2021) == 24
    # Both reports of 2021 end on 14 December: 93,924 = 179,127 at the notice less 85,203.
    assert of_years(points)[2021] == pytest.approx(in_2021["gross_per_member"][:-1].sum())
    assert of_years(points, "claims of the year")[2021] == pytest.approx(
        in_2021["claims"][:-1].sum()
    )


def test_claims_since_launch_count_what_was_published() -> None:
    scenario = AGES.with_changes(**VALUES)
    table = replay(scenario)
    points = compare_with_record(scenario)
    running = points[points["quantity"] == "claims since launch"].set_index("date")["model"]
    # Claims are published on the 7th and 21st for the 14th and 28th.
    assert running[dt.date(2019, 6, 27)] == pytest.approx(
        table[table["date"] <= "2019-06-28"]["claims"].sum()
    )
    assert running[dt.date(2022, 1, 21)] == pytest.approx(table["claims"].sum())
