"""The replay against the record, against a count by hand, and under turns history did not take."""

import dataclasses
import datetime as dt
import importlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.state import PlanRun
from mutualmodel.figures.rates import incidence, mild_ratio
from mutualmodel.history import (
    COVER_END,
    LAUNCH,
    SETTLEMENT_DATES,
    Change,
    course,
    members_on,
    replay,
    rule_on,
    settlements,
)
from mutualmodel.history.slow_start import NO_SLOW_START, SlowStart
from tests.model.history.by_hand import aged, joining_ages
from tests.model.history.fitted import FITTED

# The package's function of the same name hides the module.
replay_module = importlib.import_module("mutualmodel.history.replay")

# Everyone can claim at once and is paid at once.
PROMPT = FITTED.with_changes(
    waiting_days=0.0, claim_delay_days=0.0, select_year_1=1.0, select_year_2=1.0
)
NOTICE = dt.date(2021, 12, 28)


@pytest.fixture(scope="module")
def fitted() -> pd.DataFrame:
    return replay(FITTED)


def rows_of(table: pd.DataFrame, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Return the settlements from ``first`` to ``last``, both included."""
    return table[table["date"].between(pd.Timestamp(first), pd.Timestamp(last))]


def index_of(day: dt.date) -> int:
    return SETTLEMENT_DATES.index(day)


# ------------------------------------------------------------------------------ against the record


def test_there_is_a_row_a_settlement_with_its_reports(fitted: pd.DataFrame) -> None:
    assert tuple(fitted["date"].dt.date) == SETTLEMENT_DATES
    assert fitted["reported_share"][index_of(dt.date(2019, 7, 28))] == 1.48
    assert fitted["reported_claims"][index_of(dt.date(2020, 12, 28))] == 2810
    assert fitted["reported_payout"][index_of(COVER_END)] == 580e6
    single = settlements().query("scope == 'period'")
    columns = {"share_yuan": "share", "claims": "claims", "payout_yuan": "payout"}
    for theirs, ours in columns.items():
        assert fitted[f"reported_{ours}"].notna().sum() == single[theirs].notna().sum()


def test_members_are_those_of_the_record(fitted: pd.DataFrame) -> None:
    np.testing.assert_allclose(fitted["members"], members_on(SETTLEMENT_DATES), rtol=1e-6)


@pytest.mark.parametrize("ageing", [True, False])
def test_the_flows_lead_the_engine_along_the_record(ageing: bool) -> None:
    flows = course(None, FITTED, ageing=ageing)
    rows = replay_module._rows([FITTED], "CI4", flows)
    run = replay_module._moved(rows, ageing=ageing)
    members = run.members[: len(SETTLEMENT_DATES)].sum(axis=1)
    np.testing.assert_allclose(members, members_on(SETTLEMENT_DATES), rtol=1e-6)
    assert flows.joiners.min() >= 0
    # Leavers are never fewer than the lapse rate says, and nobody joins while members fall.
    assert flows.lapse.min() >= FITTED.lapse_rate / 24 - 1e-12
    falling = np.diff(flows.members) < 0
    assert flows.joiners[falling].max() == 0


def test_money_is_conserved_at_every_settlement(fitted: pd.DataFrame) -> None:
    for table in (fitted, replay(PROMPT.with_changes(incidence_multiplier=3.0))):
        paid_in = table["charged_per_member"] * table["members"] + table["sponsor"]
        np.testing.assert_allclose(paid_in, table["payout"] + table["fee"], rtol=1e-12)
        assert (table["sponsor"] >= -1e-6).all()


def test_hardly_anybody_is_paid_for_within_waiting_and_delay_of_the_launch(
    fitted: pd.DataFrame,
) -> None:
    # Nobody falls ill within the waiting period, which is spread over the settlements at its end.
    waited = rows_of(fitted, LAUNCH, LAUNCH + dt.timedelta(days=90 - 16))
    assert waited["claims"].max() == waited["charged_per_member"].max() == 0
    # The first claims take 212 days on average, few of them less than half of that.
    half = LAUNCH + dt.timedelta(days=90 + (78.5 + 134.0) / 2)
    assert 0 < rows_of(fitted, LAUNCH, half)["claims"].sum() < 10
    assert rows_of(fitted, dt.date(2019, 5, 14), COVER_END)["claims"].min() > 9


def test_after_the_notice_members_pay_nothing_and_the_operator_pays(fitted: pd.DataFrame) -> None:
    last = rows_of(fitted, NOTICE, COVER_END)
    assert len(last) == 3
    assert (last["charged_per_member"] == 0).all()
    np.testing.assert_allclose(last["sponsor"], last["payout"] + last["fee"])
    before = rows_of(fitted, LAUNCH, NOTICE - dt.timedelta(days=1))
    np.testing.assert_allclose(before["charged_per_member"], before["gross_per_member"])


# ------------------------------------------------------------------------------- rules of the date


def test_the_fee_is_ten_percent_until_the_insurer_left_and_then_eight() -> None:
    table = replay(PROMPT)
    rate = table["fee"] / table["payout"]
    insured = table["date"].dt.date < dt.date(2018, 11, 27)
    assert insured.sum() == 2
    np.testing.assert_allclose(rate[insured], 0.10)
    np.testing.assert_allclose(rate[~insured], 0.08)


def test_thyroid_cancer_is_paid_in_full_then_less_then_not_at_all() -> None:
    # Without a slow start, ageing and younger first members only the rules move a claim's payout.
    table = replay(PROMPT, ageing=False, slow_start=NO_SLOW_START)
    claims = table["claims"] / table["members"] * 1e5
    average = table["payout"] / table["claims"]

    def change(of: pd.Series, day: dt.date) -> float:
        return float(of[index_of(day)] / of[index_of(day) - 1] - 1)

    # In August 2019 it became a claim of 50,000 and more mild illness with it; from 2020 on none.
    august, january = dt.date(2019, 8, 14), dt.date(2020, 1, 14)
    assert change(average, august) < -0.05
    assert change(claims, january) < -0.15
    assert change(average, january) > 0.10
    for day in SETTLEMENT_DATES[1:]:
        if day not in (august, january):
            assert change(claims, day) == pytest.approx(0, abs=0.01)
            assert change(average, day) == pytest.approx(0, abs=0.01)


def test_the_cap_of_2019_holds_for_that_calendar_year_and_the_operator_bears_the_rest() -> None:
    dear = replay(PROMPT.with_changes(incidence_multiplier=3.0))
    by_year = dear.groupby(dear["date"].dt.year)
    charged = by_year["charged_per_member"].sum()
    gross = by_year["gross_per_member"].sum()
    assert gross[2019] > 188
    assert charged[2019] == pytest.approx(188, rel=1e-12)
    assert charged[2020] == pytest.approx(gross[2020], rel=1e-12)
    assert rows_of(dear, dt.date(2019, 12, 28), dt.date(2019, 12, 28))["sponsor"].min() > 0


def test_rules_of_one_day_can_hold_throughout() -> None:
    table = replay(PROMPT, rules_of=dt.date(2020, 1, 1))
    np.testing.assert_allclose(table["fee"], 0.08 * table["payout"])
    np.testing.assert_allclose(table["charged_per_member"], table["gross_per_member"])
    with pytest.raises(ValueError, match="day: got 2018-01-01"):
        replay(PROMPT, rules_of=dt.date(2018, 1, 1))


# ------------------------------------------------------------------------------- a count by hand


def diagnosed_by_hand(
    scenario: Scenario, waiting: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Members, claims and yuan diagnosed at each settlement, one joining cohort at a time."""
    flows = course(None, scenario)
    early, late = (joining_ages(scenario, mix) for mix in flows.mixes)
    periods = len(SETTLEMENT_DATES)
    members, claims, yuan = np.zeros((3, periods))
    for joined in range(periods):
        count = flows.members[0] if joined == 0 else flows.joiners[joined - 1]
        # Who enters after the settlement of 28 December 2018 joined later.
        spread = early if joined == 0 or SETTLEMENT_DATES[joined - 1].year == 2018 else late
        for now in range(joined, periods):
            tenure = now - joined
            left = count * np.exp(-flows.lapse[joined:now].sum())
            members[now] += left * aged(spread, tenure / 24).sum()
            if tenure < waiting:
                continue
            select = (scenario.select_year_1, scenario.select_year_2, 1.0)[min(tenure // 24, 2)]
            rule = rule_on(SETTLEMENT_DATES[now] - dt.timedelta(days=7))
            exposed = left * aged(spread, (tenure + 0.5) / 24)
            ill = exposed * incidence(rule.incidence_table)[:, :60]
            ill *= scenario.incidence_multiplier * select / 24
            mild = ill * mild_ratio()[:, :60]
            claims[now] += ill.sum() + (mild.sum() if rule.mild_payout else 0.0)
            yuan[now] += ill[:, :40].sum() * rule.payout_under_40
            yuan[now] += ill[:, 40:].sum() * rule.payout_40_plus + mild.sum() * rule.mild_payout
    return members, claims, yuan


def test_a_count_by_hand_gives_the_same_claims() -> None:
    # With waiting and delay of whole settlements (6 and 8) there is nothing to interpolate.
    period = 365.25 / 24
    scenario = FITTED.with_changes(
        waiting_days=6 * period, claim_delay_days=8 * period, claim_delay_cv=0.0
    )
    table = replay(scenario, slow_start=NO_SLOW_START)
    members, claims, yuan = diagnosed_by_hand(scenario, waiting=6)
    np.testing.assert_allclose(table["members"], members, rtol=2e-3)
    # The engine spreads those who join over cells a year of age wide, which costs it a little.
    np.testing.assert_allclose(table["diagnosed"], claims, rtol=5e-3)
    assert table["diagnosed"].sum() == pytest.approx(claims.sum(), rel=2e-3)
    np.testing.assert_allclose(table["claims"][8:], table["diagnosed"][:-8], rtol=1e-12)
    np.testing.assert_allclose(table["payout"][8:], yuan[:-8], rtol=5e-3)


def test_doubling_incidence_doubles_claims_and_payouts(fitted: pd.DataFrame) -> None:
    doubled = replay(FITTED.with_changes(incidence_multiplier=2 * 0.4234))
    for column in ("claims", "payout", "fee", "gross_per_member", "diagnosed"):
        np.testing.assert_allclose(doubled[column], 2 * fitted[column], rtol=1e-12)
    np.testing.assert_array_equal(doubled["members"], fitted["members"])


def test_membership_and_rules_are_history_and_not_those_of_the_assumptions() -> None:
    other = FITTED.with_changes(
        members=1e6,
        joiners_per_year=5e6,
        payout_under_40=1.0,
        payout_40_plus=1.0,
        mild_payout=9e4,
        fee_rate=0.4,
        annual_cap=1.0,
        per_claim_cap=0.001,
        minimum_members=3e8,
        opening_tenure_years=9.0,
        incidence_table="CI1",
        price_elasticity=2.0,
        years=1,
    )
    pd.testing.assert_frame_equal(replay(other), replay(FITTED))


def test_ageing_raises_claims_and_nobody_turns_sixty_without_it(fitted: pd.DataFrame) -> None:
    young = replay(FITTED, ageing=False)
    np.testing.assert_allclose(young["members"], fitted["members"], rtol=1e-6)
    paid = fitted["claims"] > 0
    raised = (fitted["claims"] / young["claims"])[paid]
    # The first members were younger than all that joined, and the last ones have aged.
    assert 0.7 < raised.iloc[0] < 0.9
    assert 1.05 < raised.iloc[-1] < 1.2


def test_the_first_claims_take_longer_by_the_slow_start(fitted: pd.DataFrame) -> None:
    prompt = replay(FITTED, slow_start=NO_SLOW_START)
    pd.testing.assert_series_equal(prompt["diagnosed"], fitted["diagnosed"])
    late = prompt["claims"].cumsum() - fitted["claims"].cumsum()
    assert late.min() > -1e-6
    assert late[index_of(dt.date(2019, 7, 28))] > 1000
    # In the end all have been paid.
    assert late.iloc[-1] == pytest.approx(0, abs=2.0)
    longer = replay(FITTED, slow_start=SlowStart(300.0, 101.8))
    assert (longer["claims"].cumsum() <= fitted["claims"].cumsum() + 1e-6).all()


# -------------------------------------------------------------------- turns history did not take


def test_a_lower_payout_from_forty_lowers_the_cost_by_its_part(fitted: pd.DataFrame) -> None:
    start = dt.date(2019, 12, 28)
    table = replay(FITTED, Change(start, payout_40_plus=50_000.0))
    at = index_of(start)
    pd.testing.assert_frame_equal(table[: at + 1], fitted[: at + 1])
    np.testing.assert_allclose(table["claims"], fitted["claims"], rtol=1e-12)
    assert (np.diff(table["gross_per_member"] / fitted["gross_per_member"])[at : at + 8] < 0).all()
    # From 2020 on a claim is of 300,000 or 100,000, which tells how many were of 40 and over; a
    # year later all that is paid was diagnosed under the changed rules.
    later = slice(at + 24, None)
    over_40 = (300_000 * fitted["claims"] - fitted["payout"])[later] / 200_000
    saved = (fitted["payout"] - table["payout"])[later]
    np.testing.assert_allclose(saved, 50_000 * over_40, rtol=1e-6)
    assert (table["gross_per_member"] < fitted["gross_per_member"])[later].all()


def test_a_turn_after_the_end_changes_nothing(fitted: pd.DataFrame) -> None:
    late = Change(COVER_END, 1.0, 1.0, no_joiners=True, no_leavers=True)
    pd.testing.assert_frame_equal(replay(FITTED, late), fitted)


@pytest.mark.parametrize("start", [LAUNCH, dt.date(2019, 6, 28), dt.date(2020, 12, 31)])
def test_without_joiners_members_never_rise(start: dt.date, fitted: pd.DataFrame) -> None:
    members = replay(FITTED, Change(start, no_joiners=True))["members"].to_numpy()
    first = sum(day <= start for day in SETTLEMENT_DATES)
    np.testing.assert_allclose(members[: first + 1], fitted["members"][: first + 1], rtol=1e-6)
    assert (np.diff(members[first:]) <= 0).all()


@pytest.mark.parametrize("start", [LAUNCH, dt.date(2019, 6, 28), dt.date(2020, 12, 31)])
def test_without_leavers_members_fall_by_age_alone(start: dt.date, fitted: pd.DataFrame) -> None:
    members = replay(FITTED, Change(start, no_leavers=True))["members"].to_numpy()
    first = sum(day <= start for day in SETTLEMENT_DATES)
    np.testing.assert_allclose(members[: first + 1], fitted["members"][: first + 1], rtol=1e-6)
    # Of those aged 40 to 59, by then two fifths, about one in twenty turns sixty in a year.
    assert (np.diff(members[first:]) / members[first:-1]).min() > -0.40 / 20 / 24
    assert members[-1] > 1.2 * fitted["members"].iloc[-1]
    nobody_ages = course(Change(start, no_leavers=True), FITTED, ageing=False).members
    assert (np.diff(nobody_ages[first:]) >= -1e-3).all()


def test_growth_that_stops_shows_its_cost_at_once(fitted: pd.DataFrame) -> None:
    stopped = replay(FITTED, Change(dt.date(2019, 6, 28), no_joiners=True))
    year = stopped["date"].dt.year == 2020
    ratio = stopped[year]["gross_per_member"].sum() / fitted[year]["gross_per_member"].sum()
    assert ratio > 1.15


# ----------------------------------------------------------------------------------- how it is made


def test_what_is_shared_between_replays_cannot_be_written_to() -> None:
    flows = course(None, FITTED)
    names = {field.name for field in dataclasses.fields(flows)} - {"mixes"}
    assert names == {"members", "joiners", "lapse"}
    for name in names:
        with pytest.raises(ValueError, match="read-only"):
            getattr(flows, name)[0] = 1.0


def test_the_engine_counts_the_same_with_more_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    flows = course(None, FITTED)
    monkeypatch.setattr(replay_module, "_FOLLOWING_ROUNDS", 20)
    more = replay_module._published_course.__wrapped__(0.10, 0.33, 0.5, 0.05, True)
    np.testing.assert_allclose(flows.joiners, more.joiners, rtol=1e-6, atol=1.0)
    rows = replay_module._rows([FITTED], "CI4", flows)
    assert isinstance(replay_module._moved(rows), PlanRun)


def test_importing_history_loads_neither_scipy_nor_pandas() -> None:
    program = "import mutualmodel.history, sys; print(*{'scipy', 'pandas'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []
