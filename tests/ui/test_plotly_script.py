"""The part of plotly.js that draws our charts: of the installed version, and with all they need."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from mutualmodel import Case
from tests.pages.states import PLANS
from tests.test_project import ROOT
from ui.frame.contents import WITH_CONTENTS, contents_of
from ui.frame.state import View
from ui.kit import plotly_script

PART = plotly_script.STATIC_FOLDER / "plotly"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the project's served folder be an empty one, as where the part is missing."""
    monkeypatch.setattr(plotly_script, "STATIC_FOLDER", tmp_path)
    monkeypatch.setattr(plotly_script, "_written", {})
    plotly_script.plotly_source.cache_clear()
    yield tmp_path
    plotly_script.plotly_source.cache_clear()


def kinds_within(script: str) -> set[str]:
    """Give the kinds of traces that a script can draw."""
    return set(re.findall(r'moduleType:"trace",name:"([a-z0-9]+)"', script))


def kinds_drawn() -> set[str]:
    """Give every kind of trace that code of ours asks for, read from the code itself."""
    calls = [
        node
        for path in (ROOT / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    return {
        ast.literal_eval(call.args[1])
        for call in calls
        if getattr(call.func, "id", "") == "draw" and len(call.args) == 3
    }


def test_the_part_is_of_the_installed_version() -> None:
    part = plotly_script.part_script()
    assert part is not None, "take static/plotly anew: the plotly package has another plotly.js"
    assert [path.name for path in PART.glob("*.js")] == [part.name]
    assert f"v{get_plotlyjs_version()}" in part.read_text(encoding="utf-8")[:200]
    assert "MIT License" in (PART / "LICENSE.txt").read_text(encoding="utf-8")


def test_the_part_draws_every_kind_of_trace_that_is_asked_for() -> None:
    part = plotly_script.part_script()
    assert part is not None
    can = kinds_within(part.read_text(encoding="utf-8"))
    assert {"bar", "contour", "heatmap", "scatter"} <= kinds_drawn() <= can


def test_no_page_draws_a_trace_beyond_the_part() -> None:
    part = plotly_script.part_script()
    assert part is not None
    can = kinds_within(part.read_text(encoding="utf-8"))
    pinned = Case(plan=PLANS["a fund"])
    for name in set(WITH_CONTENTS) - {"lab"}:
        for key, chart in contents_of(name, View(Case(), pinned)).charts.items():
            assert {trace["type"] for trace in chart.figure["data"]} <= can, key


def test_a_page_asks_for_the_part_where_it_lies() -> None:
    name = plotly_script.plotly_script(plotly_script.STATIC_FOLDER)
    assert name == f"plotly/plotly-cartesian-{get_plotlyjs_version()}.min.js"
    assert (plotly_script.STATIC_FOLDER / name).is_file()


def test_without_the_part_the_whole_script_is_written(elsewhere: Path) -> None:
    assert plotly_script.part_script() is None
    name = plotly_script.plotly_script()
    assert name is not None
    assert (elsewhere / name).read_text(encoding="utf-8") == get_plotlyjs()
    assert plotly_script.plotly_source() == get_plotlyjs()


def test_a_part_of_another_version_is_not_taken(elsewhere: Path) -> None:
    (elsewhere / "plotly").mkdir()
    (elsewhere / "plotly" / "plotly-cartesian-4.0.0.min.js").write_text("old", encoding="utf-8")
    assert plotly_script.part_script() is None
    assert plotly_script.plotly_script() != "plotly/plotly-cartesian-4.0.0.min.js"
