"""The supervisory review: every indicator by hand, its threshold on either side, and its states."""

import numpy as np
import pandas as pd
import pytest

from mutualmodel import PRESETS, Scenario, cost_band, project, smallest_pool
from mutualmodel.analysis import INDICATORS, supervisory_review
from mutualmodel.analysis.supervision import COLUMNS
from mutualmodel.figures import figure
from mutualmodel.inputs import Thresholds
from mutualmodel.units import OF_RESULTS

DAYS_A_MONTH = 365.25 / 12
# Nobody is near sixty, so members leave at the base rate alone.
YOUNG = Scenario(
    members=1e6,
    share_under_18=0.0,
    share_40_to_59=0.0,
    lapse_rate=0.3,
    per_claim_cap=None,
    years=4,
)


def review(scenario: Scenario, **thresholds: float) -> pd.DataFrame:
    return supervisory_review(scenario, Thresholds(**thresholds)).set_index("indicator")


def value(scenario: Scenario, name: str) -> float:
    found = review(scenario).loc[name, "value"]
    assert isinstance(found, float)
    return found


def crossed(scenario: Scenario, name: str, threshold: float) -> int | None:
    found = review(scenario, **{name: threshold}).loc[name, "crossed_period"]
    assert found is None or isinstance(found, int)
    return found


# ------------------------------------------------------------------------------ by hand


def test_members_over_the_minimum() -> None:
    plan = YOUNG.with_changes(minimum_members=4e5)
    assert value(plan, "minimum_share") == pytest.approx(2.5)
    # 1,000,000 exp(-0.3 t) = 1.5 x 400,000 at t = ln(1 / 0.6) / 0.3 years.
    assert crossed(plan, "minimum_share", 1.5) == int(np.ceil(24 * np.log(1 / 0.6) / 0.3))
    # It ends at ln(2.5) / 0.3 = 3.05 years, and by then it is below any threshold there may be.
    assert crossed(plan, "minimum_share", 1.0) == int(np.ceil(24 * np.log(2.5) / 0.3))


@pytest.mark.parametrize("joiners", [0.0, 1e6])
def test_persistency_is_what_the_rate_of_leaving_leaves(joiners: float) -> None:
    plan = YOUNG.with_changes(joiners_per_year=joiners)
    assert value(plan, "persistency") == pytest.approx(np.exp(-0.3), rel=1e-9)
    # Who turns sixty has not lapsed.
    old = plan.with_changes(share_40_to_59=1.0)
    assert project(old).array("aged_out").sum() > 0
    assert value(old, "persistency") == pytest.approx(np.exp(-0.3), rel=1e-3)


def test_persistency_falls_in_the_year_of_a_scandal_and_is_nothing_where_a_plan_ends() -> None:
    scandal = YOUNG.with_changes(scandal_month=18.0, scandal_share=0.4)
    path = INDICATORS["persistency"].path(project(scandal))
    usual = np.exp(-0.3)
    np.testing.assert_allclose(path, [usual, 0.6 * usual, usual, usual], rtol=1e-9)
    assert crossed(scandal, "persistency", 0.7) == 24
    ends = YOUNG.with_changes(minimum_members=5e5)  # after ln(2) / 0.3 = 2.3 years
    path = INDICATORS["persistency"].path(project(ends))
    np.testing.assert_allclose(path, [usual, usual, 0.0, np.nan], rtol=1e-9)
    assert crossed(ends, "persistency", 0.5) == 48


def test_a_plan_that_ends_as_a_year_does_keeps_nobody_of_that_year() -> None:
    left = 1e6 * np.exp(-0.3)
    ends = YOUNG.with_changes(minimum_members=float(np.ceil(left)))
    assert project(ends).headline.dissolved_after_years == 1.0
    path = INDICATORS["persistency"].path(project(ends))
    assert path[0] == 0.0
    assert np.isnan(path[1:]).all()


def test_as_many_months_are_outstanding_as_a_claim_takes() -> None:
    # Little's law: where claims come evenly, what is under way is the rate times the time it takes.
    steady = YOUNG.with_changes(lapse_rate=0.0, opening_tenure_years=20.0, years=1)
    for days in (30.0, 60.0, 121.7):
        found = value(steady.with_changes(claim_delay_days=days), "outstanding_months")
        # Members grow older and so their claims more frequent, by some tenth of a year's rise.
        assert found == pytest.approx(days / DAYS_A_MONTH, rel=0.06)
    assert value(steady.with_changes(claim_delay_days=0.0), "outstanding_months") == 0.0


def test_a_month_is_two_settlements() -> None:
    plan = project(Scenario(years=1))
    owed, payout = plan.array("owed"), plan.array("payout")
    path = INDICATORS["outstanding_months"].path(plan)
    assert path[0] == pytest.approx(owed[0] / (2 * payout[0]))
    assert path[7] == pytest.approx(owed[7] / (payout[6] + payout[7]))
    assert value(plan.scenario, "outstanding") == owed[0]


def test_turnaround_is_the_time_to_payment() -> None:
    plan = Scenario(claim_delay_days=200.0)
    assert value(plan, "turnaround_days") == 200.0
    assert crossed(plan, "turnaround_days", 180.0) == 0
    assert crossed(plan, "turnaround_days", 200.0) is None


def test_claims_submitted_are_paid_or_refused() -> None:
    plan = Scenario(refused_share=0.15)
    found = {name: value(plan, name) for name in ("submitted", "paid", "refused")}
    assert found["submitted"] == pytest.approx(found["paid"] + found["refused"])
    assert found["submitted"] == pytest.approx(project(Scenario()).headline.claims)
    assert value(plan, "refused_share") == pytest.approx(0.15)
    assert (crossed(plan, "refused_share", 0.1), crossed(plan, "refused_share", 0.2)) == (0, None)


def test_fee_and_losses_over_what_members_pay() -> None:
    # Without caps a member pays payouts and fee: f / (1 + f) and 1 / (1 + f) of it.
    plan = Scenario(fee_rate=0.12, per_claim_cap=None)
    assert value(plan, "fee_share") == pytest.approx(0.12 / 1.12)
    assert value(plan, "loss_ratio") == pytest.approx(1 / 1.12)
    assert crossed(plan, "fee_share", 0.12 / 1.12) is None
    # Without a fee they pay the payouts and no more, which is not above 100 %.
    assert crossed(plan.with_changes(fee_rate=0.0), "loss_ratio", 1.0) is None


def test_above_a_cap_members_pay_less_than_is_paid_out() -> None:
    plan = YOUNG.with_changes(lapse_rate=0.0, annual_cap=20.0)
    assert project(plan).headline.sponsor > 0
    payout = project(plan).headline.payout
    assert value(plan, "loss_ratio") == pytest.approx(payout / (20.0 * 1e6))
    assert crossed(plan, "loss_ratio", 1.0) == 0
    # Where nobody pays above it, what is paid out is what is not left unpaid.
    alone = plan.with_changes(cap_bearer="nobody", fee_rate=0.0)
    assert value(alone, "loss_ratio") == pytest.approx(1.0)


def test_the_year_once_in_twenty_is_that_of_the_plan_without_its_cap() -> None:
    free = Scenario(years=4)
    band = [cost_band(project(free), year).high for year in (1, 2, 3, 4)]
    assert band[0] < 1.2 * 130.0 < band[1]
    capped = free.with_changes(annual_cap=130.0)
    assert value(capped, "year_over_cap") == pytest.approx(band[0] / 130.0)
    assert crossed(capped, "year_over_cap", 1.2) == 24
    assert crossed(capped, "year_over_cap", max(band) / 130.0) is None


def test_one_claim_over_its_cap_is_the_smallest_pool_over_the_pool() -> None:
    plan = YOUNG.with_changes(members=6e6, per_claim_cap=0.1)
    ratio = smallest_pool(plan) / 6e6
    assert value(plan, "claim_over_cap") == pytest.approx(ratio) == 0.54
    wanted = int(np.ceil(24 * np.log(0.8 / ratio) / 0.3))
    assert crossed(plan, "claim_over_cap", 0.8) == wanted


# ------------------------------------------------------------- thresholds, on either side


PLANS = {
    "default": Scenario(),
    "near its minimum": Scenario(minimum_members=9e7, refused_share=0.05),
    "caps": Scenario(members=5e6, annual_cap=120.0, lapse_rate=0.2),
    "launch": PRESETS["launch_2018"].scenario,
    "ten thousand": Scenario(members=1e4, annual_cap=1000.0, years=1),
    "members react": Scenario(price_elasticity=2.0, minimum_members=6e7),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_threshold_is_crossed_where_the_path_first_passes_it(plan: Scenario) -> None:
    default, projection = Thresholds(), project(plan)
    seen = 0
    for name, one in INDICATORS.items():
        if not one.side:
            continue
        path = one.path(projection)
        meta = default.fields()[name]
        assert meta.minimum is not None
        assert meta.maximum is not None
        known = path[(path >= meta.minimum) & (path <= meta.maximum)]
        for threshold in (known.min(), known.max(), float(np.median(known))) if len(known) else ():
            worse = path < threshold if one.side == "below" else path > threshold
            places = [at * (24 if one.of_year else 1) for at in np.flatnonzero(worse)]
            found = crossed(plan, name, float(threshold))
            near = np.isclose(path, threshold, rtol=1e-8).sum() > 1
            assert near or found == (places[0] if places else None), (name, threshold)
            seen += 1
    assert seen >= 6


def test_the_state_is_that_of_the_first_settlement_or_year() -> None:
    plan = Scenario(minimum_members=9e7)
    found = review(plan, minimum_share=1.1, fee_share=0.05)
    assert found.loc["minimum_share", "state"] == "within"
    assert crossed(plan, "minimum_share", 1.1) not in (0, None)
    assert found.loc["fee_share", "state"] == "crossed"
    assert found.loc["fee_share", "crossed_period"] == 0
    assert found.loc["outstanding", "state"] == "watched"
    assert found.loc["year_over_cap", "state"] == "none"


def test_every_threshold_has_its_indicator_and_is_called_an_assumption() -> None:
    sided = [name for name, one in INDICATORS.items() if one.side]
    assert sorted(sided) == sorted(Thresholds.fields())
    for name, row in review(Scenario()).iterrows():
        kind = figure(row["source"]).kind
        if row["side"]:
            assert row["threshold"] == Thresholds.fields()[str(name)].default
            assert kind == "assumption"
        else:
            assert row["threshold"] is None


# ---------------------------------------------------------------------------------- states

STATES = {
    "default": Scenario(),
    "no caps": Scenario(per_claim_cap=None),
    "all caps": Scenario(annual_cap=60.0, cap_bearer="nobody", minimum_members=1e7),
    "dissolved at the start": Scenario(members=3e6, minimum_members=5e6),
    "dissolved later": Scenario(minimum_members=6e7, price_elasticity=2.0),
    "no payouts": Scenario(payout_under_40=0.0, payout_40_plus=0.0, annual_cap=50.0),
    "ten thousand": Scenario(members=1e4),
    "one year": Scenario(years=1),
    "ten years": Scenario(years=10, lapse_rate=2.0),
    "all refused but a tenth": Scenario(refused_share=0.9),
    "nothing paid yet": Scenario(opening_tenure_years=0.0),
}


@pytest.mark.parametrize("plan", STATES.values(), ids=STATES)
def test_every_state_is_told_in_figures_or_in_a_reason(plan: Scenario) -> None:
    found = supervisory_review(plan)
    assert tuple(found.columns) == COLUMNS
    assert list(found["indicator"]) == list(INDICATORS)
    for _, row in found.iterrows():
        assert row["unit"] in OF_RESULTS
        if row["value"] is None:
            assert row["reason"]
            assert row["state"] in ("none", "no_plan")
        else:
            assert np.isfinite(row["value"])
            assert row["value"] >= 0
            assert row["reason"] == ""
            assert row["state"] in ("crossed", "within", "watched")
        assert (row["state"] == "crossed") is (row["crossed_period"] == 0)
        if row["crossed_period"] is not None:
            assert 0 <= row["crossed_period"] < 24 * plan.years


def test_a_plan_that_never_starts_leaves_its_debts_and_crosses_nothing() -> None:
    plan = STATES["dissolved at the start"]
    found = review(plan)
    assert found.loc["outstanding", "state"] == "watched"
    assert value(plan, "outstanding") == project(plan).headline.owed_at_dissolution > 0
    others = found.drop(index="outstanding")
    assert set(others["state"]) == set(others["reason"]) == {"no_plan"}
    assert set(others["value"]) == set(found["crossed_period"]) == {None}


@pytest.mark.parametrize(
    ("plan", "reasons"),
    [
        ("no caps", {"minimum_share": "no_minimum", "year_over_cap": "no_cap",
                     "claim_over_cap": "no_cap"}),
        ("all caps", {}),
        ("no payouts", {"minimum_share": "no_minimum", "outstanding_months": "nothing_paid",
                        "refused_share": "nothing_submitted", "fee_share": "nothing_paid",
                        "loss_ratio": "nothing_paid", "unpaid_share": "nothing_paid"}),
        ("nothing paid yet", {"minimum_share": "no_minimum", "outstanding_months": "nothing_paid",
                              "year_over_cap": "no_cap"}),
    ],
)  # fmt: skip
def test_what_there_is_no_figure_of_says_why(plan: str, reasons: dict[str, str]) -> None:
    found = review(STATES[plan])["reason"]
    assert dict(found[found != ""]) == reasons
