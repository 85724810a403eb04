"""The figures in ``data/``: values known by hand, what must be there, what the loader refuses."""

import csv
import datetime as dt
import itertools
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mutualmodel.arrays import FloatArray
from mutualmodel.figures import files
from mutualmodel.figures.files import SEXES, DataError
from mutualmodel.figures.rates import (
    INCIDENCE_TABLES,
    _incidence_tables,
    incidence,
    mild_ratio,
    population,
)
from mutualmodel.figures.register import (
    QUALITIES,
    _figures,
    _sources,
    figure,
    figures,
    quality,
    sources,
)

MEN, WOMEN = 0, 1
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

# The inputs of a scenario and the pages name these.
NEEDED = [
    "members_peak_2020",
    "joiners_assumed",
    "age_mix_40_to_59",
    "age_mix_under_18",
    "sex_mix_assumed",
    "opening_tenure_2020",
    "ci2020",
    "mi2020",
    "census2020",
    "incidence_multiplier_provisional",
    "select_year_1_provisional",
    "select_year_2_provisional",
    "claim_delay_provisional",
    "trend_assumed",
    "waiting_90_days",
    "payout_under_40",
    "payout_40_plus",
    "mild_removed_2020",
    "mild_50000_2019",
    "fee_8_percent",
    "fee_10_percent",
    "per_claim_cap_010",
    "annual_cap_188",
    "annual_cap_none_2021",
    "cap_bearer_ant_2019",
    "minimum_3_3m",
    "minimum_explored",
    "opening_tenure_assumed",
    "opening_tenure_2018",
    "opening_tenure_2019",
    "opening_tenure_2021",
    "joiners_2018_derived",
    "joiners_2019_derived",
    "growth_ended_2019",
    "definitions_2007",
    "underwriter_2018",
    "small_pool_assumed",
    "lapse_assumed",
    "lapse_2021_derived",
    "price_elasticity_assumed",
    "price_memory_assumed",
    "risk_spread_assumed",
    "systemic_cv_assumed",
    "seed_convention",
    "horizon_convention",
    "cost_2019",
    "cost_2020",
    "cost_2021_derived",
    "average_payout_2018_2021",
    "average_payout_2020",
    "mean_age_members",
    "claimants_by_sex",
    "settlement_calendar",
    "members_launch_threshold_2018",
    "members_apr_2019",
    "members_jan_2021",
    "members_dec_2021",
    "claims_2020",
]


def rows_of(name: str) -> list[dict[str, str]]:
    """Read a file of ``data/`` without the loader."""
    with (files.DATA_FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def mean_payout(share_under_18: float, share_40_to_59: float) -> tuple[float, float, float]:
    """Give the average payout in yuan, the share of claimants over 40 and that of men, on CI4."""
    edges = (0, 18, 40, 60)
    mix = (share_under_18, 1 - share_under_18 - share_40_to_59, share_40_to_59)
    claims = np.zeros((2, 3))
    for group, (low, high) in enumerate(itertools.pairwise(edges)):
        persons = population()[:, low:high]
        rate = incidence("CI4")[:, low:high]
        claims[:, group] = 0.5 * mix[group] * (persons * rate).sum(axis=1) / persons.sum(axis=1)
    over_40 = claims[:, 2].sum() / claims.sum()
    return 300_000 - 200_000 * over_40, over_40, claims[MEN].sum() / claims.sum()


def mean_age(share_under_18: float, share_40_to_59: float) -> float:
    """Give the mean age last birthday of members, half of them women."""
    edges = (0, 18, 40, 60)
    mix = (share_under_18, 1 - share_under_18 - share_40_to_59, share_40_to_59)
    total = 0.0
    for share, (low, high) in zip(mix, itertools.pairwise(edges), strict=True):
        persons = population()[:, low:high]
        ages = (persons * np.arange(low, high)).sum(axis=1) / persons.sum(axis=1)
        total += share * float(ages.mean())
    return total


# ------------------------------------------------------------------------------ numeric tables


@pytest.mark.parametrize("table", INCIDENCE_TABLES)
def test_an_incidence_table_is_complete_and_below_one(table: str) -> None:
    rates = incidence(table)
    assert rates.shape == (2, 106)
    assert ((rates > 0) & (rates < 1)).all()


@pytest.mark.parametrize(
    ("table", "men", "women"),
    [
        ("CI1", 2824.091, 1805.411),
        ("CI2", 3974.946, 2852.700),
        ("CI3", 2825.074, 1754.636),
        ("CI4", 4027.385, 2817.273),
    ],
)
def test_an_incidence_table_sums_to_what_was_read(table: str, men: float, women: float) -> None:
    assert incidence(table).sum(axis=1) * 1000 == pytest.approx([men, women], abs=1e-6)


@pytest.mark.parametrize(("age", "men", "women"), [(60, 39, 31), (80, 156, 124)])
def test_ci4_has_the_multiples_that_the_association_published(
    age: int, men: int, women: int
) -> None:
    rates = incidence("CI4")
    assert (rates[:, age] / rates[:, 20]).round().tolist() == [men, women]


def test_ci4_at_known_ages() -> None:
    rates = incidence("CI4")
    assert rates[MEN, [0, 30, 60, 105]] == pytest.approx([0.000438, 0.000812, 0.014865, 0.1977])
    assert rates[WOMEN, [0, 30, 60, 105]] == pytest.approx([0.000352, 0.000882, 0.010086, 0.131754])


def test_more_diseases_are_more_diagnoses() -> None:
    assert (incidence("CI2") >= incidence("CI1")).all()
    assert (incidence("CI4") >= incidence("CI3")).all()


def test_single_diseases_in_the_file_are_parts_of_the_total() -> None:
    totals: dict[tuple[str, str], float] = {}
    for row in rows_of("incidence.csv"):
        if row["table"] in ("CI7", "CI8", "CI9"):
            place = row["sex"], row["age"]
            totals[place] = totals.get(place, 0.0) + float(row["rate_per_1000"])
    ci4 = incidence("CI4") * 1000
    assert len(totals) == 2 * 106
    assert all(part < ci4[SEXES.index(sex), int(age)] for (sex, age), part in totals.items())


def test_mild_ratio_is_a_fraction_of_the_severe_rate() -> None:
    ratio = mild_ratio()
    assert ratio.shape == (2, 61)
    assert ratio[:, [0, 5, 6, 30, 60]] == pytest.approx(
        np.array([[0.0223, 0.0223, 0.0331, 0.5963, 0.0548], [0.0242, 0.0242, 0.0587, 1.4276, 0.14]])
    )
    # Six ages in the first group, five in each of the other eleven.
    assert [len(set(of_sex)) for of_sex in ratio.tolist()] == [12, 12]


def test_population_is_that_of_the_census() -> None:
    persons = population()
    assert persons.shape == (2, 100)
    assert persons.sum(axis=1).tolist() == [720_845_741, 687_386_340]
    assert persons[:, 0].tolist() == [7_164_434, 6_465_445]


@pytest.mark.parametrize("load", [lambda: incidence("CI4"), mild_ratio, population])
def test_tables_are_shared_and_cannot_be_written_to(load: Callable[[], FloatArray]) -> None:
    assert load() is load()
    with pytest.raises(ValueError, match="read-only"):
        load()[0, 0] = 1.0


@pytest.mark.parametrize("table", ["CI8", "ci4", ""])
def test_an_unknown_table_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match=rf"incidence table: got '{table}', .*CI1, CI2, CI3, CI4"):
        incidence(table)


def test_the_numeric_tables_do_without_pandas() -> None:
    program = (
        "from mutualmodel.figures import *; import sys; incidence('CI4'), mild_ratio(), "
        "population(), figure('ci2020'); print('pandas' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=files.DATA_FOLDER.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"


# ------------------------------------------------------------------------------------- figures


@pytest.mark.parametrize("id", NEEDED)
def test_the_figure_that_the_product_names_is_there(id: str) -> None:
    assert figure(id).id == id


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("members_peak_2020", "105,803,500"),
        ("claims_2020", "68,675"),
        ("cost_2019", "29.17"),
        ("cost_2020", "91"),
        ("payout_under_40", "300,000"),
        ("payout_40_plus", "100,000"),
        ("fee_8_percent", "8 %"),
        ("per_claim_cap_010", "0.10"),
        ("minimum_3_3m", "3,300,000"),
        ("claimants_by_sex", "97,862; 89,099"),
    ],
)
def test_a_figure_has_the_value_that_was_reported(id: str, value: str) -> None:
    assert figure(id).value == value


def test_every_source_of_a_figure_is_found_and_every_source_is_used() -> None:
    frame = figures()
    named = {source for ids in frame["source_ids"] for source in ids.split(";") if source}
    assert named == set(sources().index)
    for id in frame.index:
        found = figure(id)
        assert tuple(source.id for source in found.sources) == found.source_ids


def test_the_frames_have_the_columns_of_the_files() -> None:
    assert ["id", *figures().columns] == list(rows_of("figures.csv")[0])
    assert ["id", *sources().columns] == list(rows_of("sources.csv")[0])
    assert len(figures()) == len(rows_of("figures.csv"))
    assert len(sources()) == len(rows_of("sources.csv"))


def test_a_changed_frame_does_not_change_the_next_one() -> None:
    frame = figures()
    frame.loc["cost_2020", "value"] = "92"
    assert figures().loc["cost_2020", "value"] == "91"


def test_a_conflict_has_at_least_two_figures() -> None:
    conflicts = figures()["conflict"]
    assert (conflicts[conflicts != ""].value_counts() >= 2).all()


def test_the_known_conflicts_stand_side_by_side() -> None:
    frame = figures()
    for ids in (
        ("members_peak_2020", "members_sep_2020", "members_oct_2020"),
        ("cost_2020", "cost_2021_yicai"),
        ("share_2020_12_p2", "claims_2020_12_p2"),
        ("claims_to_2019_08_09", "claims_to_2019_07_added"),
        ("annual_cap_2020_guarantee", "annual_cap_2020_forecast"),
        ("share_2021_04_p2", "share_2021_04_p2_from_payout"),
        ("closing_payout_2021_12_p2", "publicised_2021_12_p2"),
        ("bridge_insurer_picc_life", "bridge_insurer_picc_health"),
        ("critical_illness_own_share", "critical_illness_own_share_operator"),
        ("members_age_2018", "age_mix_joint"),
    ):
        slugs = set(frame.loc[list(ids), "conflict"])
        assert len(slugs) == 1, ids
        assert "" not in slugs, ids


def test_assumptions_say_why_and_claim_no_reliability() -> None:
    frame = figures()
    assumed = frame[frame["kind"] == "assumption"]
    assert (assumed["reliability"] == "").all()
    assert (assumed["note"] != "").all()


@pytest.mark.parametrize(
    ("kind", "letters", "words"),
    [
        ("reported", "ABC", ("sound", "fair", "weak")),
        ("derived", "ABC", ("fair", "weak", "weak")),
    ],
)
def test_a_word_says_how_good_a_figure_is(kind: str, letters: str, words: tuple[str, ...]) -> None:
    assert tuple(quality(kind, letter) for letter in letters) == words
    assert quality("assumption", "") == "assumed"


def test_every_figure_has_a_word_and_every_word_a_figure() -> None:
    assert {figure(str(name)).quality for name in figures().index} == set(QUALITIES)
    assert figure("cost_2020").quality == "sound"
    assert figure("cost_2021_derived").quality == "weak"
    assert figure("lapse_assumed").quality == "assumed"


def test_an_address_that_is_not_the_outlets_own_says_so() -> None:
    for name, source in sources().iterrows():
        host = source["url"].split("/")[2]
        nameless = bool(re.fullmatch(r"[\d.]+", host)) or host.endswith("amazonaws.com")
        assert (source["address"] == "bare") is nameless, name
        if re.search("reprint|mirror|copy|retold", source["outlet"], re.IGNORECASE):
            assert source["address"] != "fine", name


def test_derived_figures_say_how() -> None:
    frame = figures()
    assert (frame.loc[frame["kind"] == "derived", "note"] != "").all()


def test_dates_are_iso_or_empty() -> None:
    days = [*figures()["as_of"], *sources()["published"]]
    assert [day for day in days if day and not ISO_DATE.fullmatch(day)] == []


def test_an_unknown_figure_is_refused_with_the_nearest_ids() -> None:
    with pytest.raises(ValueError, match=r"figure id: got 'member_peak' .*members_peak_2020"):
        figure("member_peak")


# -------------------------------------------------------------------- what the notes work out


def test_two_percent_under_18_give_the_mean_age_of_members() -> None:
    by_share = {percent: mean_age(percent / 100, 0.25) + 0.5 for percent in range(30)}
    best = min(by_share, key=lambda percent: abs(by_share[percent] - 34.4))
    assert figure("age_mix_under_18").value == f"{best} %"
    assert by_share[best] == pytest.approx(34.43, abs=0.005)
    # By age last birthday even no children at all is nearest.
    assert mean_age(0.0, 0.25) == pytest.approx(34.35, abs=0.005)


def test_a_quarter_over_40_does_not_give_the_average_payout_on_ci4() -> None:
    payout, over_40, men = mean_payout(0.02, 0.25)
    assert payout == pytest.approx(164_500, abs=50)
    assert figure("average_payout_at_quarter").value == "164,500"
    assert over_40 == pytest.approx(0.678, abs=0.0005)
    assert men == pytest.approx(0.515, abs=0.0005)


def test_a_third_over_40_and_a_tenth_under_18_give_both() -> None:
    assert figure("age_mix_joint").value == "33 %; 10 %"
    assert mean_payout(0.101, 0.332)[0] == pytest.approx(144_800, abs=100)
    assert mean_age(0.101, 0.332) + 0.5 == pytest.approx(34.4, abs=0.02)


def test_the_rate_of_leaving_in_2021_follows_from_its_two_counts() -> None:
    years = (dt.date(2021, 12, 28) - dt.date(2020, 11, 14)).days / 365.25
    rate = math.log(105.8035 / 75) / years
    assert float(figure("lapse_2021_derived").value) == pytest.approx(rate, abs=0.0005)


def test_the_elasticity_of_shanghai_follows_from_its_prices_and_numbers() -> None:
    elasticity = math.log(6.45 / 7.39) / math.log(129 / 115)
    assert float(figure("demand_elasticity_shanghai").value) == pytest.approx(elasticity, abs=0.005)


def test_children_of_2018_are_counted_on_top_of_their_parents() -> None:
    share = float(figure("members_children_2018").value.removesuffix(" %")) / 100
    derived = float(figure("members_under_18_2018_derived").value.strip("about %")) / 100
    assert derived == pytest.approx(share / (1 + share), abs=0.0005)


@pytest.mark.parametrize(
    ("id", "day"),
    [
        ("opening_tenure_2018", dt.date(2018, 10, 19)),
        ("opening_tenure_2019", dt.date(2018, 11, 27)),
        ("opening_tenure_2020", dt.date(2020, 1, 1)),
        ("opening_tenure_2021", dt.date(2021, 1, 14)),
    ],
)
def test_an_opening_tenure_is_the_time_since_launch(id: str, day: dt.date) -> None:
    years = (day - dt.date(2018, 10, 16)).days / 365.25
    assert float(figure(id).value) == pytest.approx(years, abs=0.01)


# -------------------------------------------------------------------------------- the record


@pytest.mark.parametrize("name", ["record_settlements.csv", "record_membership.csv"])
def test_a_row_of_the_record_agrees_with_its_figure(name: str) -> None:
    known = figures()
    for row in rows_of(name):
        leading = known.loc[row["figure_id"]]
        assert (row["kind"], row["reliability"]) == (leading["kind"], leading["reliability"])
        others = filter(None, row.get("other_figure_ids", "").split(";"))
        assert [id for id in others if id not in known.index] == []
        if row["date"]:
            dt.date.fromisoformat(row["date"])


def test_the_membership_record_has_the_members_of_its_figures() -> None:
    for row in rows_of("record_membership.csv"):
        leading = figure(row["figure_id"])
        assert int(row["members"]) == int(re.sub(r"\D", "", leading.value)), leading.id
        assert row["conflict"] == leading.conflict
        assert row["members_sign"] in {"=", "~", "<", ">", ">="}
        assert row["definition"] in {"registered", "sharing", "not_stated"}


def test_the_settlement_record_adds_up() -> None:
    rows = rows_of("record_settlements.csv")
    years = {
        row["period"]: row
        for row in rows
        if row["scope"] == "year" and row["claims"] and row["figure_id"] != "cost_2021_yicai"
    }
    claims = [int(years[year]["claims"]) for year in ("2019", "2020", "2021")]
    assert claims == [16_528, 68_675, 93_924]
    totals = {row["figure_id"]: int(row["claims"] or 0) for row in rows}
    assert totals["claims_to_2020_12_31"] == sum(claims[:2])
    assert totals["claims_to_2021_12_28"] == sum(claims)
    closing = [row for row in rows if row["figure_id"].startswith("closing_payout")]
    assert sum(int(row["payout_yuan"]) for row in closing) == 1_700_000_000


def test_the_settlement_record_uses_only_known_words() -> None:
    for row in rows_of("record_settlements.csv"):
        assert row["scope"] in {"period", "cumulative", "year", "check", "other"}
        assert row["plan"] in {"critical_illness", "senior", "chronic", "all"}
        assert row["payout_includes_fee"] in {"", "yes", "no", "not stated"}
        assert bool(row["share_yuan"]) == bool(row["share_sign"])
        assert bool(row["payout_yuan"]) == bool(row["payout_sign"])


# --------------------------------------------------------------------- what the loader refuses


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of ``data/`` that the loader reads instead and a test may break."""
    for path in files.DATA_FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(files, "DATA_FOLDER", tmp_path)
    # What a file says is refused too, not only that it is another than was signed.
    monkeypatch.setattr(files, "check_unchanged", lambda *_given: None)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("M,17,", "M,16,", "population.csv: sex M and age 16 are there twice"),
        ("M,99,22952\n", "", "population.csv: persons is missing for sex and age M 99"),
        ("M,99,", "M,100,", "population.csv: age is 100, allowed is 0 to 99"),
        ("M,99,", "X,99,", "population.csv: sex is 'X', allowed is M, F"),
        ("M,99,22952", "M,99,0", "population.csv: persons is 0, must be positive"),
        ("M,99,22952", "M,99,many", "population.csv: persons is 'many', not a number"),
        ("M,99,22952", "M,99", "population.csv: row 101 has 2 cells, must be 3"),
        ("sex,age,persons", "sex,age,people", "population.csv: columns are .*'people'"),
    ],
)
def test_a_broken_table_is_refused(data: Path, old: str, new: str, message: str) -> None:
    replace(data / "population.csv", old, new)
    with pytest.raises(DataError, match=message):
        population.__wrapped__()


def test_a_rate_of_one_is_refused(data: Path) -> None:
    replace(data / "incidence.csv", "CI4,M,105,197.7", "CI4,M,105,1000")
    with pytest.raises(DataError, match="CI4 has a rate of 1 a year, not below 1"):
        _incidence_tables.__wrapped__()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\nclaims_2019,", "\nclaims_2020,", "id 'claims_2020' is empty or there twice"),
        ("\nclaims_2019,", "\n,", "id '' is empty or there twice"),
        ("cost_2020,settlements", "cost_2020,costs", "topic is 'costs', allowed is membership, "),
        (",reported,B,", ",guessed,B,", "kind is 'guessed', allowed is reported, derived, assum"),
        (",reported,B,", ",reported,,", "reliability is '', allowed is A, B, C"),
        (",assumption,,", ",assumption,A,", "reliability is 'A', allowed is empty"),
        (",reprint_2018_12,", ",,", "members_launch_day_1_2018 is reported and names no source"),
        (",reprint_2018_12,", ",nowhere,", "names the source 'nowhere', which is not in sources"),
        ('"1,000,000"', "", "members_launch_day_1_2018 has nothing in value"),
    ],
)
def test_a_broken_figure_is_refused(data: Path, old: str, new: str, message: str) -> None:
    replace(data / "figures.csv", old, new)
    with pytest.raises(DataError, match=f"figures.csv: .*{message}"):
        _figures.__wrapped__()


def test_a_broken_source_is_refused(data: Path) -> None:
    replace(data / "sources.csv", ",2020-11-05,A,", ",2020-11-05,D,")
    with pytest.raises(DataError, match=r"sources.csv: reliability is 'D', allowed is A, B"):
        _sources.__wrapped__()


def test_an_unknown_kind_of_address_is_refused(data: Path) -> None:
    replace(data / "sources.csv", ",bare,", ",odd,")
    with pytest.raises(DataError, match=r"sources.csv: address is 'odd', allowed is fine, mir"):
        _sources.__wrapped__()
