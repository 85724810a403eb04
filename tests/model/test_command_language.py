"""The command line in the language of whoever asks, as far as the terminal can write it."""

import argparse
import gettext
import io
import json
import re
import sys
from pathlib import Path

import pytest

from mutualmodel import Case, __version__, to_file
from mutualmodel.analysis import HEADLINES, RESULTS
from mutualmodel.command import main
from mutualmodel.command.options import WORDS
from mutualmodel.command.speech import language_asked, speaking
from mutualmodel.command.wide import lines_of, width
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.locale import of_environment
from tests.chinese import english_in
from tests.programs import said

# What one types is the same in every language: names, choices and numbers.
TYPED = {
    *WORDS, *RESULTS, *ALL_PRESETS, *HEADLINES, "mutualmodel", "case", "default", "table", "csv",
    "json", "en", "zh", "help", "equal", "tcp", "set", "lang", "baseline", "fee", "none", "yes",
    *(part for path in Case.fields() for part in path.split(".")),
    *(str(meta.default) for meta in Case.fields().values()),
    *(choice for meta in Case.fields().values() for choice in meta.choices),
}  # fmt: skip
HAN = re.compile(r"[\u4e00-\u9fff]")

# An answer of every word, and of each of its forms whose table has other columns.
ANSWERS = [
    ["project", "years=1"],
    ["project", "years=1", "--years"],
    ["project", "years=1", "--baseline", "default"],
    ["simulate", "members=1e5", "years=1", "--paths", "50"],
    ["compare", "members=1e6", "--also", "small_100k"],
    ["sweep", "members", "--points", "3"],
    ["tornado", "members_end", "--set", "years=1"],
    ["tornado", "members_end", "--set", "years=1", "--shares"],
    ["solve", "fee_rate", "first_year", "88"],
    ["replay"],
    ["replay", "--headlines"],
    ["close", "--stop", "30"],
    ["fields"],
    ["results"],
    ["presets"],
]


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def english_left(text: str) -> set[str]:
    """Give the English words of a text that nobody types."""
    return {word for word in english_in(text) if word not in TYPED}


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return said(main, capsys, *arguments)


# ------------------------------------------------------------------------- which language it is


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN"}, "zh"),
        ({"LC_MESSAGES": "zh_SG.gbk@stroke", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_environment_says_the_language(variables: dict[str, str], language: str) -> None:
    assert of_environment(variables) == language


@pytest.mark.parametrize(
    ("arguments", "language", "rest"),
    [
        (["project", "--lang", "en", "members=3m"], "en", ["project", "members=3m"]),
        (["--lang=en", "project"], "en", ["project"]),
        (["--language", "zh", "--lang", "en"], "en", []),
        (["members=3m"], "zh", ["members=3m"]),
        (["--lang", "fr"], "zh", ["--lang", "fr"]),
        (["--lang"], "zh", ["--lang"]),
    ],
)
def test_an_option_says_it_before(arguments: list[str], language: str, rest: list[str]) -> None:
    assert language_asked(arguments) == (language, rest)


def test_a_language_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(capsys, "project", "--lang", "fr")
    assert (status, out) == (2, "")
    assert "'fr'" in err
    assert "'en', 'zh'" in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_cannot_write_it_is_told_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    assert main(["results", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding=encoding) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["results", "--lang", "zh"]) == 0
        stream.flush()
        assert written.getvalue().decode("ascii") == english


def test_a_chinese_terminal_of_any_encoding_is_told_chinese(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for arguments in (["results"], ["fields"], ["presets"]):
        written = io.BytesIO()
        with io.TextIOWrapper(written, encoding="gbk") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert main(arguments) == 0
            stream.flush()
            assert HAN.search(written.getvalue().decode("gbk"))


def test_afterwards_argparse_speaks_as_before() -> None:
    with speaking("zh"):
        assert argparse.ArgumentParser().format_usage().startswith("用法：")
    assert argparse._ is gettext.gettext  # type: ignore[attr-defined]
    assert argparse.ArgumentParser().format_usage().startswith("usage: ")


# ------------------------------------------------------------------------ no English but names


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_every_answer_is_chinese_but_for_names(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    status, out, err = told(capsys, *arguments)
    assert (status, err) == (0, "")
    assert english_left(out) == set()
    head, *rows = out.splitlines()
    if arguments[0] in ("sweep", "compare"):
        return
    # Not one of the names either that programs read: one might be typed elsewhere.
    assert all(map(HAN.search, re.split(r"  +", head.strip()))), head
    if arguments[-1] == "--headlines" or arguments[0] == "close":
        assert all(map(HAN.match, (row.lstrip("0123456789") for row in rows)))


@pytest.mark.parametrize("word", ["", *WORDS])
def test_every_help_is_chinese_but_for_names(capsys: pytest.CaptureFixture[str], word: str) -> None:
    status, out, err = told(capsys, *filter(None, [word]), "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"用法：mutualmodel{' ' if word else ''}{word} ")
    assert english_left(out) == set()
    # Every option says what it does.
    for line in re.findall(r"^  -.*(?:\n   .*)?", out, re.MULTILINE):
        assert HAN.search(line), line


REFUSED = [
    (["members=3", "fee=2"], "members：成员数：不能为3。允许20至3亿人。"),
    (["members=3m", "members=4m"], "给出了2次"),
    (["base.members=3m"], "--baseline指定"),
    (["v=3"], "没有版本号"),
    (["members"], "名称=值"),
    (["--case", "nowhere.json"], "没有这个文件"),
    (["--case", "."], "文件无法读取"),
    (["--case", "README.md"], "README.md：这不是"),
    (["--case", "x", "--preset", "small_100k"], "只能选其一"),
    (["compare", "--baseline", "saved"], "用--case指定文件"),
    (["compare", "--baseline", "none", "--baseline-set", "members=3m"], "没有基准"),
    (["compare", "--baseline-set", "members=3"], "--baseline-set：members："),
    (["sweep", "cap_bearer"], "cap_bearer："),
    (["sweep", "fee_rate", "--to", "0.9"], "fee_rate："),
    (["project", "share_under_18=0.6", "share_40_to_59=0.6"], "share_40_to_59："),
    (["solve", "fee_rate", "first_year", "1000"], "始终不等于1,000"),
    (["tornado", "ruin", "--shares"], "'ruin'"),
    (["tornado", "unpaid", "--shares", "--set", "years=1"], "没有输入项能改变它"),
    (["close", "--stop", "3", "view.stop_month=4"], "给出了2次"),
    # What argparse says.
    (["project", "--nope"], "错误：无法识别的参数：--nope"),
    (["sweep"], "缺少以下参数：输入项"),
    (["sweep", "members", "--points", "x"], "须为2至10001的整数"),
    (["sweep", "members", "--from", "1e400"], "须为数字"),
    (["compare", "--result"], "需要一个值"),
    (["compare", "--result", "nowhere"], "不能为'nowhere'（可选："),
    (["project", "--years=3"], "该选项不接受值'3'"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_every_refusal_is_chinese_but_for_names(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    status, out, err = told(capsys, *arguments)
    assert status in (1, 2)
    assert out == ""
    assert words in err
    assert english_left(err) - {"nope", "nowhere", "README"} == set()


def test_what_an_older_file_lacks_is_told_in_chinese(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    held = json.loads(to_file(Case()))
    del held["case"]["plan"]["fee_rate"]
    file = tmp_path / "a.json"
    file.write_text(json.dumps(held), encoding="utf-8")
    _status, _out, err = told(capsys, "project", "--case", str(file))
    assert err.startswith(f"{file}：plan.fee_rate：")
    assert english_left(err.removeprefix(str(file))) == set()


# --------------------------------------------------------------------------- numbers and lines


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("word", ["project", "fields", "results", "presets"])
def test_what_programs_read_is_the_same_in_every_language(
    capsys: pytest.CaptureFixture[str], word: str, form: str
) -> None:
    answers = [told(capsys, word, "--format", form, "--lang", name) for name in ("en", "zh")]
    assert answers[0] == answers[1]


def test_large_numbers_are_counted_in_ten_thousands(capsys: pytest.CaptureFixture[str]) -> None:
    exact = {row["figure"]: row["value"] for row in json.loads(told(capsys, "--format=json")[1])}
    _status, out, _err = told(capsys)
    written = [line.split()[-1] for line in out.splitlines()[1:]]
    units = {"万": 1e4, "亿": 1e8}
    for (name, value), text in zip(exact.items(), written, strict=True):
        if not isinstance(value, float):
            continue
        unit = units.get(text[-1], 1.0)
        assert (unit == 1.0) == (value < 1e4), name
        number = float(text.rstrip("万亿").replace(",", ""))
        assert number * unit == pytest.approx(value, abs=0.5e-4 * unit, rel=1e-3), name
    assert exact["smallest_pool"] == 3_240_000
    assert "324万" in written


def test_columns_stand_below_their_titles(capsys: pytest.CaptureFixture[str]) -> None:
    _status, out, _err = told(capsys, "project", "--years")
    assert len({width(line) for line in out.splitlines()}) == 1


@pytest.mark.parametrize("columns", [10, 23, 54])
def test_lines_are_broken_by_the_columns_they_take(columns: int) -> None:
    text = "预设名称、方案文件、default（默认方案）、none（不设基准）或saved（--case文件中的基准）"
    lines = lines_of(text, columns)
    assert "".join(lines) == text
    # Marks that cling to a letter may stand two columns beyond it, and a word is never parted.
    assert all(width(line) <= max(columns, 12) for line in lines)
    assert not any(line[0] in "，。；：、）”" for line in lines)
    assert lines_of("one word after another", 10) == ["one word", "after", "another"]


def test_the_version_needs_no_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--version") == (0, f"mutualmodel {__version__}\n", "")
