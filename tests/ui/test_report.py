"""The report: one file with every headline, in which nothing acts but its own two scripts."""

import base64
import datetime as dt
import hashlib
import html
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mutualmodel import Case, Scenario, to_file
from mutualmodel.analysis import HEADLINES, RESULTS, results
from mutualmodel.history import replay_headlines
from tests.own_tables import TABLES
from ui.kit.language import language, money
from ui.report.__main__ import main
from ui.report.build import report
from ui.report.parts import written
from ui.report.questions import QUESTIONS

FEW = 300
DAY = dt.date(2026, 11, 29)
NOW = Case().with_changes({"plan.members": 4e6, "plan.funding": "fund", "person.age": 33})
HOSTILE = 'javascript:alert(1)//"><script>alert(1)</script><img src=https://elsewhere.example/x>'
MOST_BYTES = 6_000_000


@cache
def whole() -> str:
    """Give the report of all pages, of a changed plan beside the default."""
    return report(NOW, Case(), tuple(QUESTIONS), made_on=DAY, address=HOSTILE, paths=FEW)


class Tags(HTMLParser):
    """The tags of a file and their attributes, as a browser reads them."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def words_of(text: str) -> str:
    """Give what the file says, without its scripts and marks."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_it_has_every_headline_of_every_page() -> None:
    told = words_of(whole())
    for page, names in HEADLINES.items():
        table = results([NOW, Case()], names, paths=FEW)
        for name in names:
            if name.startswith("likely_"):
                continue
            now, past = (written(name, float(value)) for value in table[name])
            assert RESULTS[name].title in told, (page, name)
            assert now in told, (page, name)
            assert past in told, (page, name)
    for value in replay_headlines(NOW.view).values():
        assert money(value) in told
    assert "nine years in ten: 96.0 to" in told


def test_it_says_what_it_is_of_and_how_to_have_it_again() -> None:
    told = words_of(whole())
    for words in (
        *QUESTIONS.values(),
        "How members pay: into a fund",
        "Members: 4 million",
        "Compared with the baseline: Peak 2020.",
        "Made on 29 Nov 2026 with version",
        "mutualmodel compare --page risk --paths 300 funding=fund members=4000000 person.age=33",
        "from mutualmodel.analysis import HEADLINES, results",
        "No threshold is crossed" if "No threshold" in told else "Crossed",
        "Every input and where its value comes from",
        "Why? A member pays in the first year",
    ):
        assert words in told, words


def test_it_is_small_enough_to_be_sent() -> None:
    assert len(whole().encode()) < MOST_BYTES


def test_nothing_in_it_acts_but_its_own_scripts() -> None:
    text = whole()
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; ")
    assert "unsafe-inline'; img" in policy[0]
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    # Plotly, what keeps the labels of its charts apart, and what draws them.
    assert len(scripts) == 3
    assert re.findall(r"'sha256-([^']*)'", policy[0]) == hashes
    data = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, flags=re.DOTALL)
    assert text.count("<script") - sum(one.count("<script") for one in scripts) == 3 + len(data)
    assert data
    for one in data:
        assert "<" not in one
        assert set(json.loads(one)) >= {"data", "layout", "config"}
    held = Tags()
    held.feed(re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
    assert not {"img", "iframe", "link", "object", "embed", "form", "base"} & {*held.tags}
    for name, value in held.attributes:
        assert not name.startswith("on")
        assert name != "src"
        assert name != "href" or re.match("https?://", value)
    assert "@import" not in text.split("</style>")[0]


def test_tables_of_the_readers_own_are_named_and_kept_in_the_file() -> None:
    told = words_of(report(Case().with_own(TABLES), None, ["home"], made_on=DAY, paths=FEW))
    assert "--case case.json --baseline none" in told
    assert "Tables of the reader’s own are in it, which no link carries" in told


@pytest.mark.parametrize(
    "plan",
    [
        Scenario(members=1e5, minimum_members=3.3e6),
        Scenario(members=4e6, minimum_members=3.3e6, lapse_rate=0.5),
        Scenario(payout_under_40=0.0, payout_40_plus=0.0),
        Scenario(members=20, currency="EUR"),
    ],
    ids=["never starts", "ends in its first year", "pays nothing", "twenty in euros"],
)
def test_every_plan_can_be_told_on_either_side(plan: Scenario) -> None:
    for case, baseline in ((Case(plan=plan), Case()), (Case(), Case(plan=plan))):
        text = report(case, baseline, tuple(QUESTIONS), made_on=DAY, paths=FEW)
        told = words_of(text)
        assert not re.search(r"(?<![\w/.])[−-]?(?:nan|inf)(?![\w.])", told)
        assert len(text) < MOST_BYTES


@pytest.mark.parametrize("pages", [[], ["home", "nowhere"]])
def test_pages_that_are_none_are_refused(pages: list[str]) -> None:
    with pytest.raises(ValueError, match="allowed are home, membership"):
        report(Case(), None, pages, made_on=DAY)


def test_a_case_file_becomes_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.report.build.FULL_COURSES", FEW)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    file, made = tmp_path / "case.json", tmp_path / "out.html"
    file.write_text(to_file(NOW, Case()), encoding="utf-8")
    assert main([str(file), "-o", str(made), "--page", "home"]) == 0
    assert "96.0 yuan a year" in words_of(made.read_text(encoding="utf-8"))
    file.write_text("{}", encoding="utf-8")
    assert main([str(file)]) == 2
    assert main([str(tmp_path / "nowhere.json")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "This is no case file" in lines[-2]
    assert lines[-1].endswith("nowhere.json: No such file or directory")


def test_the_language_of_a_report_is_said_as_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is written is the language that was spoken when it was made.
    monkeypatch.setattr("ui.report.build.report", lambda *_case, **_made: language())
    file, made = tmp_path / "case.json", tmp_path / "out.html"
    file.write_text(to_file(NOW), encoding="utf-8")
    said: list[list[str]] = [[], ["--lang", "en"], ["--language", "en"], ["--lang", "zh"]]
    for environment, expected in (("zh_CN.UTF-8", "zh en en zh"), ("C.UTF-8", "en en en zh")):
        monkeypatch.setenv("LC_ALL", environment)
        for options, spoken in zip(said, expected.split(), strict=True):
            assert main([str(file), "-o", str(made), *options]) == 0
            assert made.read_text(encoding="utf-8") == spoken
