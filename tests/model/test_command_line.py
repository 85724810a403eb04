"""The command line prints what the model computes, and refuses what it cannot use."""

import pytest

from mutualmodel import Case, Scenario, __version__, project
from mutualmodel.__main__ import main


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
    assert names == [path.removeprefix("plan.") for path in Case.fields()]


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
