"""The record of what happened: values known by hand, ids that resolve, what is refused."""

import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mutualmodel import history
from mutualmodel.figures import files, reading
from mutualmodel.figures.files import DataError
from mutualmodel.figures.register import figure, figures
from mutualmodel.history import record

PATH = {
    dt.date(2018, 10, 26): 12_000_000,
    dt.date(2018, 11, 27): 20_000_000,
    dt.date(2019, 4, 10): 50_000_000,
    dt.date(2019, 4, 30): 57_000_000,
    dt.date(2019, 6, 27): 72_000_000,
    dt.date(2019, 7, 22): 79_000_000,
    dt.date(2019, 8, 9): 81_050_000,
    dt.date(2019, 9, 20): 89_000_000,
    dt.date(2019, 11, 27): 100_000_000,
    dt.date(2020, 4, 14): 101_000_000,
    dt.date(2020, 8, 15): 104_800_000,
    dt.date(2020, 11, 14): 105_803_500,
    dt.date(2021, 1, 14): 101_007_600,
    dt.date(2021, 2, 14): 98_474_700,
    dt.date(2021, 5, 6): 91_000_000,
    dt.date(2021, 6, 14): 87_298_000,
    dt.date(2021, 8, 14): 83_822_000,
    dt.date(2021, 12, 28): 75_000_000,
}


def ids_of(cell: str) -> list[str]:
    """Split ids at their semicolons."""
    return [id for id in cell.split(";") if id]


# ------------------------------------------------------------------------- days and settlements


def test_there_are_79_settlement_dates() -> None:
    dates = history.SETTLEMENT_DATES
    assert len(dates) == 79
    assert (dates[0], dates[-1]) == (dt.date(2018, 10, 28), dt.date(2022, 1, 28))
    assert Counter(day.year for day in dates) == {2018: 5, 2019: 24, 2020: 24, 2021: 24, 2022: 2}
    assert {day.day for day in dates} == {14, 28}
    assert list(dates) == sorted(set(dates))


def test_71_settlements_run_to_the_notice_and_70_of_them_were_charged() -> None:
    days = [day for day in history.SETTLEMENT_DATES if day >= history.FIRST_SETTLEMENT]
    to_the_notice = [day for day in days if day <= dt.date(2021, 12, 28)]
    charged = [day for day in to_the_notice if history.rule_on(day).members_pay]
    assert Counter(day.year for day in to_the_notice) == {2019: 23, 2020: 24, 2021: 24}
    assert figure("settlements_to_2021_12_28").value == str(len(to_the_notice)) == "71"
    assert figure("settlements_charged_derived").value == str(len(charged)) == "70"
    years = history.yearly_reported()
    assert years["settlements"].tolist() == [
        sum(d.year == y for d in charged) for y in years["year"]
    ]
    assert years["claims_settlements"].sum() == 71


def test_two_settlements_and_not_three_follow_the_last_count() -> None:
    """What is left of all claims after 179,127 is two payouts at the average of the last ones."""
    claims, money = 186_961 - 179_127, 560e6 + 580e6
    average = 580e6 / 3_959
    assert money / claims == pytest.approx(average, rel=0.01)
    assert (money + 560e6) / claims > 1.4 * average
    first = reading.numbers_of("claims_2022_01_p1_derived")[0]
    assert first == claims - 3_959 == 3_875
    assert 560e6 / first == pytest.approx(144_500, abs=50)


def test_the_share_of_2021_follows_from_the_money_of_its_charged_settlements() -> None:
    raised = 25.937e9 - 9.9e9 - (1.875e9 + 4_600 * 157_000)
    charged = raised - reading.numbers_of("closing_payout_2021_12_p2")[0]
    about, low, high = reading.numbers_of("cost_2021_derived")
    assert about == pytest.approx(charged / reading.numbers_of("members_2021_mean")[0], abs=1)
    assert low < about < high


def test_the_first_settlement_fits_itself() -> None:
    share, claims = (reading.numbers_of(f"{name}_2019_01_p2")[0] for name in ("share", "claims"))
    members = reading.numbers_of("members_jan_2019_first")[0]
    assert round(claims * 300_000 * 1.08 / members, 2) == share


def test_the_report_of_april_2021_does_not_fit_itself() -> None:
    payout, members = (
        reading.numbers_of(f"{name}_2021_04_p2")[0] for name in ("payout", "members")
    )
    share = reading.numbers_of("share_2021_04_p2_from_payout")[0]
    assert share == pytest.approx(payout * 1.08 / members, abs=0.005)
    assert reading.numbers_of("share_2021_04_p2")[0] > 1.04 * share


def test_what_the_operator_published_in_december_2021_is_what_a_member_would_have_paid() -> None:
    payout = reading.numbers_of("publicised_2021_12_p2")[0]
    share = reading.numbers_of("share_2021_12_p2_derived")[0]
    assert share == pytest.approx(payout / 75e6, abs=0.05)


def test_a_reported_settlement_falls_on_a_settlement_date() -> None:
    frame = history.settlements()
    periods = frame[frame["scope"] == "period"]
    assert len(periods) == 14
    assert set(periods["date"].dt.date) <= set(history.SETTLEMENT_DATES)


def test_settlements_hold_the_reported_shares() -> None:
    frame = history.settlements().set_index("figure_id")
    assert frame.loc["share_2019_07_p2", "share_yuan"] == 1.48
    assert frame.loc["share_2019_07_p2", "claims"] == 496
    assert frame.loc["closing_payout_2022_01_p2", "payout_yuan"] == 580_000_000
    assert frame["claims"].isna()["share_2019_05_p2"]
    assert frame["date"].dt.strftime("%Y-%m-%d")["share_2019_06_p2"] == "2019-06-28"


def test_what_was_reported_by_year() -> None:
    frame = history.yearly_reported().set_index("year")
    assert frame["share_yuan"].tolist() == [29.17, 91, 146]
    assert frame["claims"].tolist() == [16_528, 68_675, 93_924]
    assert frame["share_low"].tolist() == [29.17, 91, 140]
    assert frame["share_high"].tolist() == [29.17, 91, 160]
    assert frame["kind"].tolist() == ["reported", "reported", "derived"]
    # The same numbers stand in the record, with the plans that the claims are of.
    rows = history.settlements()
    rows = rows[rows["scope"] == "year"].set_index("figure_id")
    for _, year in frame.iterrows():
        share, claims = year["figure_ids"].split(";")
        assert rows["share_yuan"][share] == year["share_yuan"]
        if claims in rows.index:
            assert (rows["claims"][claims], rows["plan"][claims]) == (year["claims"], year["scope"])


# --------------------------------------------------------------------------------------- members


def test_the_path_goes_through_its_points() -> None:
    frame = history.membership()
    chosen = frame[frame["path"]]
    assert dict(zip(chosen["date"].dt.date, chosen["members"], strict=True)) == PATH
    assert history.members_on(list(PATH)).tolist() == list(PATH.values())


def test_the_path_is_straight_between_points_and_flat_at_the_end() -> None:
    first, middle, last = history.members_on(
        [dt.date(2018, 10, 28), dt.date(2020, 12, 14), dt.date(2022, 1, 28)]
    )
    assert first == pytest.approx(12e6 + 8e6 * 2 / 32)
    assert middle == pytest.approx(105_803_500 + (101_007_600 - 105_803_500) * 30 / 61)
    assert last == 75_000_000


def test_the_path_grows_and_then_declines() -> None:
    members = history.members_on(history.SETTLEMENT_DATES)
    assert members.shape == (79,)
    assert (members > 0).all()
    peak = int(members.argmax())
    assert history.SETTLEMENT_DATES[peak] == dt.date(2020, 11, 14)
    assert (np.diff(members[: peak + 1]) > 0).all()
    assert (np.diff(members[peak:]) <= 0).all()


def test_a_sharing_count_is_preferred_to_a_registered_one() -> None:
    frame = history.membership()
    sharing = frame[frame["definition"].eq("sharing") & frame["members_sign"].ne("<")]
    assert sharing["path"].all()


def test_the_path_starts_ten_days_after_the_launch() -> None:
    assert history.members_on([]).shape == (0,)
    message = r"days: got 2018-10-25, allowed is 2018-10-26 \(first point\) and later"
    with pytest.raises(ValueError, match=message):
        history.members_on([dt.date(2019, 1, 1), dt.date(2018, 10, 25)])


# ----------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("day", "fee_rate", "table", "mild_payout", "annual_cap", "members_pay"),
    [
        ("2018-10-16", 0.10, "CI2", 0, None, True),
        ("2018-11-26", 0.10, "CI2", 0, None, True),
        ("2018-11-27", 0.08, "CI2", 0, 188, True),
        ("2019-07-31", 0.08, "CI2", 0, 188, True),
        ("2019-08-01", 0.08, "CI4", 50_000, 188, True),
        ("2019-12-31", 0.08, "CI4", 50_000, 188, True),
        ("2020-01-01", 0.08, "CI4", 0, None, True),
        ("2021-12-27", 0.08, "CI4", 0, None, True),
        ("2021-12-28", 0.08, "CI4", 0, None, False),
        ("2022-01-28", 0.08, "CI4", 0, None, False),
    ],
)
def test_the_rules_on_a_day(
    day: str,
    fee_rate: float,
    table: str,
    mild_payout: float,
    annual_cap: float | None,
    members_pay: bool,
) -> None:
    rule = history.rule_on(dt.date.fromisoformat(day))
    assert (rule.payout_under_40, rule.payout_40_plus) == (300_000, 100_000)
    assert rule.per_claim_cap == 0.10
    assert (rule.fee_rate, rule.incidence_table) == (fee_rate, table)
    assert (rule.mild_payout, rule.annual_cap) == (mild_payout, annual_cap)
    assert rule.members_pay is members_pay


def test_a_rule_names_the_figures_that_it_holds() -> None:
    for rule in history.rules():
        values = [figure(id).value for id in rule.figure_ids]
        assert f"{rule.fee_rate * 100:.0f} %" in values
        assert {"300,000", "100,000", "0.10"} <= set(values)
        assert rule.note


def test_there_are_no_rules_before_the_launch() -> None:
    message = r"day: got 2018-10-15, allowed is 2018-10-16 \(launch\) to 2022-01-28 and later"
    with pytest.raises(ValueError, match=message):
        history.rule_on(dt.date(2018, 10, 15))


def test_the_month_of_the_thyroid_cut_is_not_given_as_a_day() -> None:
    precision = {rule.date: rule.date_precision for rule in history.rules()}
    assert precision.pop(dt.date(2019, 8, 1)) == "month"
    assert set(precision.values()) == {"day"}


# ---------------------------------------------------------------------------------------- events


def test_events_are_in_order_and_say_what_happened() -> None:
    frame = history.events()
    assert len(frame) == 31
    assert frame["date"].is_monotonic_increasing
    assert set(frame["kind"]) == set(history.EVENT_KINDS)
    assert frame["title"].is_unique
    assert frame["text"].str.fullmatch(r"[A-Z0-9].*\.").all()
    assert (frame["date"].dt.day == 1)[frame["date_precision"] == "month"].all()


@pytest.mark.parametrize(
    ("date", "title"),
    [
        ("2018-10-16", "Launch as an insurance policy"),
        ("2018-11-27", "Becomes mutual aid, no longer insurance"),
        ("2019-01-28", "First settlement: 0.03 yuan"),
        ("2019-11-27", "100 million members"),
        ("2020-09-03", "Regulator warns of mutual aid plans"),
        ("2020-09-09", "Baidu's plan closes"),
        ("2020-11-01", "Ant's listing is called off"),
        ("2020-11-27", "A refused claim, and many leave"),
        ("2021-01-31", "Meituan's plan closes"),
        ("2021-03-24", "Qingsong's plan closes"),
        ("2021-03-31", "Waterdrop's plan closes"),
        ("2021-12-28", "Notice: the plan will close"),
        ("2022-01-28", "Cover ends"),
    ],
)
def test_an_event_is_on_its_day(date: str, title: str) -> None:
    frame = history.events()
    assert title in frame.loc[frame["date"] == date, "title"].tolist()


def test_a_change_of_rules_is_an_event() -> None:
    days = set(history.events()["date"].dt.date)
    assert {rule.date for rule in history.rules()} <= days


# ------------------------------------------------------------------------------------- platforms


def test_platforms_hold_what_was_reported() -> None:
    frame = history.platforms().set_index("platform")
    assert len(frame) == 15
    insured = frame.loc["Xianghubao (insurance)"]
    assert (insured["launch"], insured["closing"]) == ("2018-10-16", "2018-11-27")
    assert (insured["fee_rate"], insured["minimum_members"]) == (0.10, 3_300_000)
    plan = frame.loc["Xianghubao (mutual aid)"]
    assert (plan["peak_members_low"], plan["peak_members_high"]) == (105_803_500, 107_000_000)
    assert (plan["launch"], plan["fee_rate"]) == (insured["closing"], 0.08)
    meituan = frame.loc["Meituan Mutual"]
    assert (meituan["peak_members_low"], meituan["peak_members_high"]) == (15e6, 28e6)
    assert meituan["conflict"] == "meituan_members"
    baidu = frame.loc["Baidu Denghuo"]
    assert np.isnan(baidu["peak_members_low"])
    assert (baidu["peak_members_high"], baidu["minimum_members"]) == (500_000, 500_000)
    assert frame.loc["Waterdrop Mutual", "yearly_cost_yuan"] == "9.3; 43.9; 30.2"


def test_a_cost_stands_beside_its_year_and_a_closing_beside_its_precision() -> None:
    for _, row in history.platforms().iterrows():
        costs, years = row["yearly_cost_yuan"].split(";"), row["yearly_cost_year"].split(";")
        assert len(costs) == len(years), row["platform"]
        parts = row["closing"].count("-") if row["closing"] else None
        words = {2: ("day",), 1: ("month",), 0: ("year",), None: ("open", "unknown")}
        assert row["closing_precision"] in words[parts], row["platform"]
        assert row["how_closed"].endswith(".")


def test_a_closing_in_the_events_is_that_of_the_platform() -> None:
    closings = set(history.platforms()["closing"])
    frame = history.events()
    closed = frame[frame["title"].str.endswith("plan closes")]
    assert len(closed) == 7
    assert set(closed["date"].dt.strftime("%Y-%m-%d")) <= closings


# ------------------------------------------------------------------------------------- conflicts


def test_conflicts_are_ranges() -> None:
    frame = history.conflicts()
    assert frame["date"].is_monotonic_increasing
    assert (frame["low"] < frame["high"]).all()
    assert set(frame["quantity"]) == {"members", "share", "claims", "claims_since_launch"}
    for ids in frame["figure_ids"]:
        slugs = {figure(id).conflict for id in ids_of(ids)}
        assert len(slugs) == 1, ids
        assert "" not in slugs, ids


@pytest.mark.parametrize(
    ("date", "quantity", "low", "high"),
    [
        ("2019-08-09", "claims_since_launch", 1_092, 1_156),
        ("2020-02-05", "share", 1, 4),
        ("2020-04-14", "members", 101e6, 104e6),
        ("2020-11-14", "members", 105_803_500, 107e6),
        ("2020-12-28", "share", 3.99, 5.31),
        ("2020-12-28", "claims", 2_810, 3_740),
        ("2021-04-28", "share", 6.11, 6.39),
        ("2021-12-28", "members", 70e6, 75e6),
    ],
)
def test_a_conflict_has_both_ends(date: str, quantity: str, low: float, high: float) -> None:
    frame = history.conflicts()
    found = frame[(frame["date"] == date) & (frame["quantity"] == quantity)]
    assert found[["low", "high"]].to_numpy().tolist() == [[low, high]]


def test_the_other_ends_of_december_2020_follow_from_the_average_payout() -> None:
    # Average payout of 2020 and the fee, shared by the members of January 2021.
    a_claim = 132_700 * 1.08 / 101_007_600
    share = reading.numbers_of("share_2020_12_p2_from_claims")[0]
    claims = reading.numbers_of("claims_2020_12_p2_from_share")[0]
    assert share == pytest.approx(2_810 * a_claim, abs=0.005)
    assert claims == pytest.approx(5.31 / a_claim, abs=5)


# ----------------------------------------------------------------------------- ids and the loader


def test_every_id_leads_to_a_figure() -> None:
    cells = [
        *history.events()["figure_ids"],
        *history.platforms()["figure_ids"],
        *history.conflicts()["figure_ids"],
        *history.yearly_reported()["figure_ids"],
        *history.settlements()["figure_id"],
        *history.membership()["figure_id"],
    ]
    assert all(ids_of(cell) for cell in cells)
    named = {id for cell in cells for id in ids_of(cell)}
    named |= {id for rule in history.rules() for id in rule.figure_ids}
    assert named <= set(figures().index)


def test_every_figure_of_a_platform_belongs_to_a_row_or_the_industry() -> None:
    frame = figures()
    ours = set(frame.index[frame["topic"] == "platforms"])
    named = {id for cell in history.platforms()["figure_ids"] for id in ids_of(cell)}
    prefixes = {id.split("_")[0] for id in named} | {"industry"}
    assert [id for id in ours if id.split("_")[0] not in prefixes] == []


def test_the_export_list_is_complete() -> None:
    for name in history.__all__:
        assert hasattr(history, name)
    assert set(history.__all__) >= {"SETTLEMENT_DATES", "Rule", "rule_on", "members_on"}


def test_the_rules_and_the_path_do_without_pandas() -> None:
    program = (
        "import datetime as dt, sys; from mutualmodel import history; "
        "history.rule_on(dt.date(2020, 1, 1)), history.members_on([dt.date(2020, 1, 1)]); "
        "print('pandas' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=files.DATA_FOLDER.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of ``data/`` that the loader reads instead and a test may break."""
    for path in files.DATA_FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(files, "DATA_FOLDER", tmp_path)
    # What a file says is refused too, not only that it is another than was signed.
    monkeypatch.setattr(files, "check_unchanged", lambda *_given: None)
    return tmp_path


LOADERS: dict[str, Callable[[], object]] = {
    "rules.csv": history.rules.__wrapped__,
    "events.csv": history.events,
    "platforms.csv": history.platforms,
    "record_membership.csv": record._path.__wrapped__,
    "record_settlements.csv": history.settlements,
}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("rules.csv", "2018-10-16,", "2018-10-15,", "the first row must be of the launch"),
        ("rules.csv", "2020-01-01,", "2019-01-01,", "2019-01-01 stands below 2019-08-01"),
        ("rules.csv", "2019-08-01,", "2018-11-27,", "2018-11-27 stands below 2018-11-27"),
        ("rules.csv", ",CI2,", ",CI9,", "incidence_table is 'CI9', allowed is CI1, CI2"),
        ("rules.csv", ",0.10,300000", ",10,300000", "fee_rate is 10, must be a fraction"),
        ("rules.csv", ",0.10,300000", ",0.10,", "2018-10-16 has nothing in payout_under_40"),
        ("rules.csv", ",0.10,300000", ",0.10,-1", "payout_under_40 is -1, must not be negative"),
        ("rules.csv", ",0.10,1,", ",0.10,yes,", "members_pay is 'yes', allowed is 0, 1"),
        ("rules.csv", "fee_10_percent", "fee_10", "figure id: got 'fee_10'"),
        ("events.csv", "2019-03-26,", "2018-03-26,", "2018-03-26 stands below 2019-01-28"),
        ("events.csv", "2019-03-26,", "March 2019,", "date is 'March 2019', must be a day"),
        ("events.csv", ",launch,", ",party,", "kind is 'party', allowed is launch, rule"),
        ("events.csv", ",month,", ",week,", "date_precision is 'week', allowed is day"),
        ("events.csv", "Cover ends,", "Cover ends" * 5 + ",", "title of 1 to 40 characters"),
        ("events.csv", ",members_apr_2019\n", ",\n", "a row names no figure"),
        ("platforms.csv", "Sina Mutual,", "360 Mutual,", "id '360 Mutual' is empty or there twice"),
        ("platforms.csv", "15000000,28000000", "29000000,28000000", "peak of 29000000 to 28000"),
        ("platforms.csv", ",2019-05,", ",2019-13,", "launch is '2019-13-01', must be a day"),
        ("platforms.csv", ",mixed,", ",many,", "peak_definition is 'many', allowed is sharing"),
        ("platforms.csv", ",open,", ",ajar,", "closing_precision is 'ajar', allowed is day"),
        ("platforms.csv", ",meituan_members,", ",members_x,", "'members_x' is no figure's confl"),
        ("platforms.csv", "kangai_site;", "kangai;", "names the source 'kangai', not in sources"),
        ("record_membership.csv", ",1\n", ",2\n", "path is '2', allowed is 0, 1"),
        ("record_membership.csv", "2019-04-10", "2018-04-10", "2018-04-10 stands below 2018-11"),
        ("record_settlements.csv", "2019-05-28", "2019-05", "date is '2019-05', must be a day"),
        ("record_settlements.csv", "share_2019_05_p2", "share_x", "figure id: got 'share_x'"),
    ],
)
def test_a_broken_record_is_refused(
    data: Path, name: str, old: str, new: str, message: str
) -> None:
    text = (data / name).read_text(encoding="utf-8")
    assert old in text
    (data / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    with pytest.raises(DataError, match=f"{re.escape(name)}: .*{message}"):
        LOADERS[name]()
