"""The report's command line in the language of whoever asks, as the model's own."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from mutualmodel import Case, to_file
from tests.chinese import english_in
from tests.programs import said
from ui.report.__main__ import main
from ui.report.questions import QUESTIONS

# What one types is the same in every language.
TYPED = {
    *QUESTIONS,
    "ui",
    "report",
    "html",
    "lang",
    "page",
    "address",
    "output",
    "en",
    "zh",
    "help",
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return said(main, capsys, *arguments)


def english_left(text: str) -> set[str]:
    return {word for word in english_in(text) if word not in TYPED}


def test_its_help_is_chinese_but_for_what_one_types(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(capsys, "--help")
    assert (status, err) == (0, "")
    assert out.startswith("用法：python -m ui.report ")
    assert english_left(out) - {"FILE"} == set()
    options = re.findall(r"^  -.*(?:\n   .*)?", out, re.MULTILINE)
    assert len(options) == 5
    assert all(map(HAN.search, options))
    # Its headings too, for which argparse of Python 3.11 has a mark of its own.
    assert re.findall(r"^\S.*[:：]$", out, re.MULTILINE) == ["位置参数：", "选项："]


def test_an_option_says_the_language_of_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    for option in (["--lang", "en"], ["--language=en"]):
        status, out, _err = told(capsys, "--help", *option)
        assert status == 0
        assert out.startswith("usage: python -m ui.report ")
        assert HAN.search(out) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少以下参数：方案"),
        (["case.json", "--nope"], "无法识别的参数：--nope"),
        (["case.json", "--page", "lab"], "不能为'lab'（可选："),
        (["case.json", "--lang", "fr"], "不能为'fr'（可选：'en', 'zh'）"),
        (["nowhere.json"], "nowhere.json：没有这个文件"),
        (["."], ".：文件无法读取"),
        (["other.json"], "other.json：这不是"),
        (["refused.json"], "refused.json：plan.members："),
    ],
)
def test_every_refusal_is_chinese_but_for_names(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    held = json.loads(to_file(Case()))
    held["case"]["plan"]["members"] = 3
    for name, text in (("case", to_file(Case())), ("other", "{}"), ("refused", json.dumps(held))):
        Path(f"{name}.json").write_text(text, encoding="utf-8")
    status, out, err = told(capsys, *arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert english_left(err) - {"nope", "nowhere", "other", "refused", "lab", "fr"} == set()
    assert not Path("report.html").exists()


def test_a_file_that_cannot_be_written_is_refused_and_not_raised(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ui.report.build.report", lambda *_case, **_made: "")
    file, made = tmp_path / "case.json", str(tmp_path / "no" / "out.html")
    file.write_text(to_file(Case()), encoding="utf-8")
    assert told(capsys, str(file), "-o", made) == (2, "", f"{made}：文件无法写入\n")
    english = told(capsys, str(file), "-o", made, "--lang", "en")
    assert english == (2, "", f"{made}: No such file or directory\n")


def test_what_an_older_file_lacks_is_told_and_the_report_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ui.report.build.report", lambda *_case, **_made: "told")
    held = json.loads(to_file(Case()))
    del held["case"]["plan"]["fee_rate"]
    file, made = tmp_path / "a.json", tmp_path / "out.html"
    file.write_text(json.dumps(held), encoding="utf-8")
    status, _out, err = told(capsys, str(file), "-o", str(made))
    assert (status, made.read_text(encoding="utf-8")) == (0, "told")
    assert err.startswith(f"{file}：plan.fee_rate：")


def test_a_terminal_that_cannot_write_it_is_told_english(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = told(capsys, "--help", "--lang", "en")[1]
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="latin-1") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit):
            main(["--help"])
        stream.flush()
        assert written.getvalue().decode("latin-1") == english
