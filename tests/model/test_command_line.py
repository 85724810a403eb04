"""The command line prints what the model computes, and refuses what it cannot use."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mutualmodel import PRESETS, Case, Scenario, __version__, project, simulate, to_file, wind_down
from mutualmodel.analysis import HEADLINES, RESULTS, results, solve, tornado
from mutualmodel.analysis.results import values_of
from mutualmodel.command import main
from mutualmodel.command.options import WORDS
from mutualmodel.history import replay


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_it_prints_the_headline(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members=3e6", "annual_cap=188"]) == 0
    printed = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    wanted = project(Scenario(members=3e6, annual_cap=188.0)).headline
    assert printed["cost_per_member_year"] == f"{wanted.cost_per_member_year:,.4f}"
    assert printed["cost_per_claim"] == "0.1000"


def test_it_prints_the_years_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["years=3", "--years"]) == 0
    assert capsys.readouterr().out.rstrip().splitlines()[-1].split()[0] == "3"


def test_it_names_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members=3", "fee=2"]) == 2
    problems = capsys.readouterr().err
    assert "members = 3.0: allowed is 20 to 300,000,000" in problems
    assert "fee = '2': there is no such input" in problems


def test_a_name_that_python_uses_itself_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["self=1"]) == 2
    assert "self = '1': there is no such input" in capsys.readouterr().err


def test_it_lists_every_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fields"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["input", *(path.removeprefix("plan.") for path in Case.fields())]


def test_it_tells_its_version_and_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    for option, words in (("--version", f"mutualmodel {__version__}"), ("--help", "members=3m")):
        with pytest.raises(SystemExit) as ended:
            main([option])
        assert ended.value.code == 0
        assert words in capsys.readouterr().out


def test_an_option_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["years=3", "--year"])
    assert ended.value.code == 2
    assert "--year" in capsys.readouterr().err


def test_options_stand_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for arguments in (["--years", "years=3"], ["years=3", "--years"]):
        assert main(arguments) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


def rows_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """Give what a command answers as a program reads it."""
    assert main([*arguments, "--format", "json"]) == 0
    answer = capsys.readouterr()
    assert answer.err == ""
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    """Give what a command says of arguments that it cannot use."""
    assert main(list(arguments)) == status
    answer = capsys.readouterr()
    assert answer.out == ""
    return answer.err


def test_a_case_is_given_in_any_way(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = Scenario(members=3e6, annual_cap=188.0)
    file = tmp_path / "case.json"
    file.write_text(to_file(Case(plan=plan.with_changes(fee_rate=0.2))), encoding="utf-8")
    ways = [
        ["members=3e6", "annual_cap=188"],
        ["project", "members=3m", "--set", "plan.annual_cap=188"],
        ["project", "--case", str(file), "--set", "fee_rate=8 %"],
    ]
    wanted = project(plan).headline.cost_per_member_year
    for way in ways:
        figures = {row["figure"]: row["value"] for row in rows_of(capsys, *way)}
        assert figures["cost_per_member_year"] == pytest.approx(wanted, rel=1e-12)
    preset = {row["figure"]: row["value"] for row in rows_of(capsys, "--preset", "small_100k")}
    small = project(PRESETS["small_100k"].scenario).headline
    assert preset["cost_per_claim"] == pytest.approx(small.cost_per_claim)


def test_a_baseline_stands_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "project", "members=3m", "--baseline", "default")
    costs = {row["figure"]: (row["baseline"], row["case"]) for row in rows}
    wanted = [project(plan).headline.cost_per_claim for plan in (Scenario(), Scenario(members=3e6))]
    assert costs["cost_per_claim"] == pytest.approx(tuple(wanted))


def test_many_paths_are_those_of_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "simulate", "members=1e6", "years=2", "--paths", "600")
    found = simulate(Scenario(members=1e6, years=2), 600)
    assert [row["year"] for row in rows] == [1, 2]
    assert [row["mean"] for row in rows] == pytest.approx(found.means("cost")[0].tolist())
    worst = found.quantiles("cost", (0.995,)).values[:, 0]
    assert [row["99.5 %"] for row in rows] == pytest.approx(worst.tolist())


def test_cases_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["first_year", "members_end", "dissolves_after"]
    asked = [part for name in names for part in ("--result", name)]
    rows = rows_of(capsys, "compare", "members=1e6", "--also", "small_100k", *asked)
    cases = [Case(plan=Scenario(members=1e6)), Case(), Case(plan=PRESETS["small_100k"].scenario)]
    assert [row["result"] for row in rows] == names
    for row, name in zip(rows, names, strict=True):
        wanted = values_of(cases, name)
        given = [row[column] for column in ("case", "default", "small_100k")]
        assert given == [None if value != value else pytest.approx(value) for value in wanted]


def test_a_baseline_is_given_by_inputs_or_by_the_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case, base = (Case(plan=Scenario(members=members)) for members in (1e6, 3e6))
    now, past = values_of([case, base], "first_year")
    (row,) = rows_of(capsys, "compare", "members=1m", "--baseline-set", "members=3m")
    assert (row["case"], row["default"]) == (pytest.approx(now), pytest.approx(past))
    file = tmp_path / "a case.json"
    file.write_text(to_file(case, base), encoding="utf-8")
    (row,) = rows_of(capsys, "compare", "--case", str(file), "--baseline", "saved")
    assert (row["case"], row["saved"]) == (pytest.approx(now), pytest.approx(past))
    (row,) = rows_of(capsys, "compare", "members=1m", "--baseline", "none")
    assert row == {"result": "first_year", "case": pytest.approx(now)}
    file.write_text(to_file(case), encoding="utf-8")
    alone = said(capsys, "compare", "--case", str(file), "--baseline", "saved")
    assert alone == f"saved: {file} has no baseline\n"


def test_what_stands_large_on_a_page_is_had_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "members=1e6", "--page", "risk", "--paths", "300", "--within", "2"]
    rows = rows_of(capsys, *asked, "--result", "first_year", "--baseline", "none")
    cases = [Case(plan=Scenario(members=1e6))]
    names = [*HEADLINES["risk"], "first_year"]
    assert [row["result"] for row in rows] == names
    wanted = results(cases, names, paths=300, within=2).iloc[0]
    assert [row["case"] for row in rows] == pytest.approx(wanted.tolist())


def test_an_older_file_has_the_defaults_of_its_version_and_that_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    held = json.loads(to_file(Case(plan=Scenario(members=3e6))))
    del held["case"]["plan"]["fee_rate"]
    file = tmp_path / "older.json"
    file.write_text(json.dumps(held), encoding="utf-8")
    assert main(["project", "--case", str(file), "--format", "csv"]) == 0
    answer = capsys.readouterr()
    wanted = project(Scenario(members=3e6)).headline.cost_per_member_year
    assert f"cost_per_member_year,{wanted}" in answer.out
    assert answer.err == f"{file}: plan.fee_rate is missing: 0.08 is used\n"


def test_an_input_is_swept(capsys: pytest.CaptureFixture[str]) -> None:
    swept = ["sweep", "fee_rate", "--from", "0", "--to", "0.2", "--points", "3"]
    assert main([*swept, "--format", "csv", "--result", "first_year"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [float(row["fee_rate"]) for row in rows] == [0.0, 0.1, 0.2]
    for row in rows:
        plan = Scenario(fee_rate=float(row["fee_rate"]))
        wanted = project(plan).headline.cost_per_member_year
        assert float(row["first_year"]) == pytest.approx(wanted)
    years = rows_of(capsys, "sweep", "years", "--points", "40")
    assert [row["years"] for row in years] == list(range(1, 11))


def test_a_goal_is_sought(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = rows_of(capsys, "solve", "fee_rate", "first_year", "88")
    (wanted,) = solve(Scenario(), "fee_rate", "first_year", 88.0).values
    assert row["fee_rate from"] == row["fee_rate to"] == wanted
    (row,) = rows_of(capsys, "solve", "members", "one_claim", "0.01", "--goal", "below")
    assert row["members from"] == 32_400_000
    missed = said(capsys, "solve", "fee_rate", "first_year", "1000", status=1)
    assert missed == "fee_rate from 0 to 0.5: first_year is never equal to 1,000\n"


def test_a_plan_is_closed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "close", "--stop", "30", "closing.free_months=0")
    figures = {row["figure"]: row["value"] for row in rows}
    closed = wind_down(Scenario(), 2.5, Case().with_changes({"closing.free_months": 0}).closing)
    assert figures["owed"] == pytest.approx(closed.total_owed)
    assert figures["operator pays"] == pytest.approx(closed.operator_total)
    assert "view.stop_month = 1200" in said(capsys, "close", "--stop", "1200")
    # A notice beyond the plan's years is brought back to their end, as on the page.
    late = {row["figure"]: row["value"] for row in rows_of(capsys, "close", "--stop", "100")}
    assert late["owed"] == pytest.approx(wind_down(Scenario(), 5.0, Case().closing).total_owed)


def test_the_record_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "replay", "incidence_multiplier=0.5")
    wanted = replay(Scenario(incidence_multiplier=0.5))
    assert [row["charged_per_member"] for row in rows] == pytest.approx(
        wanted["charged_per_member"].tolist()
    )


def test_results_and_presets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["result"] for row in rows_of(capsys, "results")] == list(RESULTS)
    presets = {row["preset"]: row["inputs"] for row in rows_of(capsys, "presets")}
    for name, preset in PRESETS.items():
        texts = [] if presets[name] == "the default" else presets[name].split()
        figures = {row["figure"]: row["value"] for row in rows_of(capsys, *texts)}
        wanted = project(preset.scenario).headline.cost_per_member_year
        assert figures["cost_per_member_year"] == pytest.approx(wanted), name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["members=3m", "members=4m"], "members: given 2 times"),
        (["members=3m", "--set", "plan.members=4m"], "members: given 2 times"),
        (["base.members=3m"], "base.members: a baseline is given by --baseline"),
        (
            ["compare", "--baseline-set", "members=3"],
            "--baseline-set: members = 3.0: allowed",
        ),
        (["compare", "--baseline-set", "members"], "--baseline-set: members: an input is given as"),
        (["compare", "--baseline", "none", "--baseline-set", "members=3m"], "there is no baseline"),
        (["compare", "--baseline", "saved"], "saved: stands for the baseline of a case file"),
        (["v=3"], "v: a command line has no version"),
        (["project", "members"], "members: an input is given as name=value"),
        (["project", "--case", "nowhere.json"], "nowhere.json: No such file"),
        (["compare", "--also", "nowhere"], "it is no preset either (default, launch_2018"),
        (["project", "--case", "README.md"], "README.md: "),
        (["project", "--case", "x", "--preset", "small_100k"], "give --case or --preset, not both"),
        (["sweep", "cap_bearer"], "cap_bearer: is no number; only numbers can be moved"),
        (["sweep", "fee_rate", "--to", "0.9"], "fee_rate = 0.9: allowed is 0 to 0.5"),
        (["project", "share_under_18=0.6", "share_40_to_59=0.6"], "share_40_to_59"),
    ],
)
def test_what_cannot_be_used_is_named(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert words in said(capsys, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", "--paths", "0"],
        ["simulate", "--paths", "many"],
        ["solve", "fee_rate", "cost", "88"],
        ["compare", "--result", "cost"],
        ["project", "--json"],
        ["fields", "members=3m"],
        ["project", "--preset", "nowhere"],
    ],
)
def test_options_that_are_none_end_it(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("word", WORDS)
def test_every_word_tells_how_it_is_used(capsys: pytest.CaptureFixture[str], word: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([word, "--help"])
    assert ended.value.code == 0
    assert f"usage: mutualmodel {word}" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["results", "fields", "presets", "project"])
def test_any_terminal_can_show_it(capsys: pytest.CaptureFixture[str], word: str) -> None:
    assert main([word]) == 0
    assert capsys.readouterr().out.isascii()


def test_a_closed_pipe_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "mutualmodel", "replay", "--format", "csv"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 141


def test_it_says_which_input_matters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tornado", "first_year", "--set", "years=1", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    wanted = tornado(Scenario(years=1), "first_year")
    assert rows[0]["input"] == wanted.index[0].removeprefix("plan.")
    assert [row["effect"] for row in rows] == pytest.approx(wanted["effect"].tolist())
    assert main(["tornado", "members_end", "--set", "years=1", "--shares", "--format", "csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"lapse_rate", "members", "joiners_per_year"} == {row["input"] for row in table[:3]}
    assert float(table[0]["first"]) < float(table[0]["total"]) + 0.1


def test_shares_of_what_is_not_read_off_a_projection_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["tornado", "ruin", "--shares"]) == 2
    assert "result = 'ruin'" in capsys.readouterr().err
    assert main(["tornado", "unpaid", "--shares", "--set", "years=1"]) == 1
    assert "no input moves it" in capsys.readouterr().err


def test_cases_that_are_called_alike_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "--baseline", "small_100k", "--baseline-set", "members=5000"]
    assert (
        main([*words, "--also", "small_100k", "--result", "members_end", "--format", "json"]) == 0
    )
    (row,) = json.loads(capsys.readouterr().out)
    assert len(row) == 4
    small = PRESETS["small_100k"].scenario
    wanted = [
        values_of([Case(plan=plan)], "members_end")[0]
        for plan in (Scenario(), small.with_changes(members=5000.0), small)
    ]
    assert list(row.values())[1:] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["close", "--stop", "3", "view.stop_month=4"], "view.stop_month: given 2 times"),
        (["sweep", "members", "--from", "1e400"], "'1e400': allowed is a number"),
        (["solve", "fee_rate", "first_year", "nan"], "'nan': allowed is a number"),
    ],
)
def test_what_would_be_taken_silently_is_refused(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status: object = main(words)
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert said in capsys.readouterr().err


def test_the_name_of_a_file_is_one_line_of_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a\x1b[31m\nb"
    file.write_text(to_file(Case()), encoding="utf-8")
    assert main(["compare", "--also", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert len(printed.splitlines()) == 2
