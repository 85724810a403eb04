"""The Python and the command at the foot of a page give the numbers that stand large on it."""

import contextlib
import io
import json
import math
import re
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, to_file
from mutualmodel.analysis import HEADLINES
from mutualmodel.command import main
from mutualmodel.explain import FILE, PageFigures
from tests.marks import marked, one_in
from tests.own_tables import TABLES
from tests.pages.app import charts, figure_pieces, open_page, plain, raw_html
from tests.pages.beside import refined
from tests.pages.states import PLANS
from ui.frame.menu import PAGES
from ui.frame.reproduce import WITH_FIGURES, page_figures
from ui.frame.state import View

DEFAULT = Case()
NOW = DEFAULT.with_changes(
    {
        "plan.members": 4e6,
        "plan.annual_cap": 70.0,
        "plan.payout_40_plus": 150_000.0,
        "plan.lapse_rate": 0.3,
        "insurer.loading": 0.2,
        "person.age": 33,
        "person.sex": "M",
        "closing.paid_share": 0.8,
        "view.stop_month": 30,
        "view.cost_basis": "settled",
        "view.history_turn": "joiners",
        "view.range_of": "systematic",
    }
)
A_FUND = NOW.with_changes({"plan.funding": "fund", "plan.annual_cap": None, "plan.years": 3})
# Which of the results that stand large is the note of another.
# More than are shown at once, so that the page must have waited for them.
FEW = 900
NOTES = {"likely_low", "likely_high"}
SIGNIFICANT = re.compile(r"^(?P<times>× )?(?P<number>[−-]?[\d,]*\.?\d+)(?P<unit>.*)$")
LARGE = {"thousand": 1e3, "million": 1e6, "bn": 1e9, "billion": 1e9}


@pytest.fixture(autouse=True)
def fewer_courses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pages count fewer courses, and say so in what they offer: the way is the same."""
    for module in ("ui.fund.courses", "ui.risk.paths", "ui.frame.reproduce"):
        monkeypatch.setattr(f"{module}.FULL_COURSES", FEW)


def run_both(figures: PageFigures) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Give what the Python and the command print: values by name, the case's first."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(figures.python(), {})
    told = {}
    for line in printed.getvalue().splitlines():
        name, *values = line.split()
        told[name] = list(map(float, values))
    return told, answer(figures.command())


def answer(command: str) -> dict[str, list[float]]:
    """Give what a command prints as numbers, the case's first."""
    program, *words = shlex.split(command)
    assert program == "mutualmodel"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main([*words, "--format", "json"]) == 0
    found = {}
    for row in json.loads(printed.getvalue()):
        name = row.pop("result" if "result" in row else "figure")
        values = {key: math.nan if one is None else float(one) for key, one in row.items()}
        mine = values.pop("case", None)
        found[name] = [*([] if mine is None else [mine]), *values.values()]
    return found


def texts_of(app: AppTest) -> tuple[str, str]:
    """Unfold the foot of a page and give its two texts."""
    app.session_state["reproduce"] = True
    app.run()
    assert not app.exception
    python, command = (code for code in app.code if code.language in ("python", "bash"))
    return python.value, command.value


def shown_as(written: str) -> tuple[float, float] | None:
    """Give the number that a text tells and how exactly it does; None where it is a word."""
    found = SIGNIFICANT.match(written.replace("− ", "−"))
    if found is None:
        return None
    text = found["number"].replace(",", "").replace("−", "-")
    scale = 0.01 if "%" in found["unit"] else 1.0
    scale *= next((size for word, size in LARGE.items() if word in found["unit"].split()), 1.0)
    decimals = len(text.partition(".")[2])
    exact = 0.5 * 10.0**-decimals
    if "." not in text and abs(float(text)) >= 1000:
        # Large numbers are told to three digits or more.
        exact = max(exact, 0.005 * abs(float(text)))
    return float(text) * scale, 1.02 * exact * scale


def headlines(app: AppTest) -> list[tuple[str, str | None]]:
    """Give what stands large in each headline figure, and its baseline's number where told."""
    found = []
    for piece in figure_pieces(app):
        (value,) = re.findall(r'class="value">(.*?)</div>', piece)
        past = re.search(r'class="delta">.*?(as in the baseline|baseline:? [^<]*)<', piece)
        found.append((plain(value), plain(past[1]) if past else None))
    return found


def agree(written: str, value: float) -> bool:
    """Say whether a text tells a value; a word stands for none, or for nothing."""
    told = shown_as(written)
    if told is None:
        return math.isnan(value) or value == 0.0 or 0.0 < value < 1.0
    return abs(told[0] - value) <= told[1]


def check_page(page: str, app: AppTest, figures: PageFigures) -> None:
    """Hold both texts of a page to its own numbers."""
    python, command = texts_of(app)
    assert python == figures.python().rstrip()
    assert command == figures.command()
    by_python, by_command = run_both(figures)
    assert list(by_python) == list(by_command)
    for name, values in by_python.items():
        assert values == pytest.approx(by_command[name], rel=1e-12, nan_ok=True), name
        assert len(values) == (1 if figures.baseline is None else 2)
    if page == "history":
        lede = " ".join(map(plain, raw_html(app))) + charts(app)["history_change"]["alt"]
        told = [one.replace(",", "") for one in re.findall(r"\d[\d,]*\.?\d*", lede)]
        for name in by_python:
            assert any(agree(one, by_python[name][0]) for one in told), name
        return
    large = [name for name in HEADLINES[page] if name not in NOTES]
    shown = headlines(app)
    assert len(shown) == len(large)
    assert sum(shown_as(now) is not None for now, _past in shown) >= min(2, len(shown)) or (
        figures.case != DEFAULT
    )
    for name, (now, past) in zip(large, shown, strict=True):
        assert agree(now, by_python[name][0]), (name, now, by_python[name])
        if past is not None and past.startswith("baseline"):
            was = past.removeprefix("baseline").removeprefix(":").strip()
            assert agree(was, by_python[name][1]), (name, past, by_python[name])


def opened(page: str, case: Case, baseline: Case | None) -> AppTest:
    """Open a page and wait until what it counts has been counted over all of its paths."""
    app = open_page(page, case, baseline)
    return refined(app) if page in ("risk", "fund", "home", "closing", "fairness") else app


@pytest.mark.parametrize("page", one_in(3, WITH_FIGURES))
@pytest.mark.parametrize(
    ("case", "baseline"),
    [
        marked(DEFAULT, None, telling=False, name="default"),
        marked(NOW, A_FUND, telling=True, name="changed"),
    ],
)
def test_both_give_the_numbers_of_the_page(page: str, case: Case, baseline: Case | None) -> None:
    check_page(page, opened(page, case, baseline), page_figures(page, View(case, baseline)))


@pytest.mark.long
@pytest.mark.parametrize("page", WITH_FIGURES)
@pytest.mark.parametrize("name", PLANS)
def test_both_give_the_numbers_of_every_plan(page: str, name: str) -> None:
    case = Case(plan=PLANS[name])
    if not case.plan.admits(case.person.age):
        pytest.skip("no member of that age")
    check_page(page, opened(page, case, A_FUND), page_figures(page, View(case, A_FUND)))


def test_the_other_pages_have_no_figures_to_give_again() -> None:
    # The lab has questions of its own, and tests of its own.
    assert set(PAGES) - set(WITH_FIGURES) == {"sources", "limits", "glossary", "lab"}
    for page in ("sources", "limits"):
        assert not [one for one in open_page(page, DEFAULT).expander if "Reproduce" in one.label]


def test_tables_of_the_readers_own_are_in_the_case_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = DEFAULT.using(next(iter(TABLES)))
    app = open_page("home", case, DEFAULT)
    python, command = texts_of(app)
    assert FILE in python
    assert command == "mutualmodel compare --page home --case case.json --baseline saved"
    assert any(f"save it as {FILE}" in one.value for one in app.caption)
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_text(to_file(case, DEFAULT), encoding="utf-8")
    by_python, by_command = run_both(page_figures("home", View(case, DEFAULT)))
    assert by_python == by_command
    assert by_python["first_year"][0] == pytest.approx(
        float(headlines(app)[0][0].split()[0]), abs=0.051
    )


def test_a_baseline_in_other_money_is_left_out() -> None:
    other = DEFAULT.with_changes({"plan.currency": "EUR"})
    figures = page_figures("home", View(DEFAULT, other))
    assert figures.command() == "mutualmodel compare --page home --baseline none"


def test_events_are_counted_over_the_years_that_both_plans_have() -> None:
    short = DEFAULT.with_changes({"plan.years": 2})
    assert "--within 2" in page_figures("risk", View(DEFAULT, short)).command()
    assert "within" not in page_figures("risk", View(DEFAULT, DEFAULT)).python()


def words_in_shell(command: str) -> Sequence[str]:
    """Give the words that a POSIX shell makes of a line."""
    asked = f"mutualmodel() {{ printf '%s\\0' \"$@\"; }}; {command}"
    found = subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=True)
    return found.stdout.split("\0")[:-1]


def test_a_shell_takes_the_command_as_it_is_meant() -> None:
    case = Case(plan=Scenario(per_claim_cap=None, incidence_multiplier=0.1 + 0.2))
    figures = page_figures("home", View(case, NOW))
    assert words_in_shell(figures.command()) == shlex.split(figures.command())[1:]
    assert "incidence_multiplier=0.30000000000000004" in words_in_shell(figures.command())
