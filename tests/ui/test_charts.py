"""Charts as pure functions: what Plotly accepts, what they say, what their tables hold."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from mutualmodel import CostBand, Scenario, cost_band, project, uncertainty
from mutualmodel.analysis import sweep
from mutualmodel.inputs import grid
from mutualmodel.simulation import LAYERS, Layer
from ui.frame.layers import RANGE_NAMES
from ui.home import charts as charts
from ui.home import page as home
from ui.kit.charts import Chart, whole
from ui.kit.language import money
from ui.kit.palette import DARK, LIGHT, Palette

LEVERS = tuple(path.removeprefix("plan.") for path in home.LEVERS)
PLANS = {
    "peak": Scenario(),
    "cap on a claim": Scenario(members=300_000, cap_bearer="nobody"),
    "cap on a year": Scenario(annual_cap=50.0),
    "dissolved at once": Scenario(members=1e6, minimum_members=3.3e6),
    "dissolved later": Scenario(lapse_rate=2.0, minimum_members=5e7),
    "nothing paid": Scenario(payout_under_40=0, payout_40_plus=0),
    "one year": Scenario(years=1),
    "ten years": Scenario(years=10),
}
SIZES = grid("members", 25)


def path(
    plan: Scenario, past: Scenario | None, colours: Palette = LIGHT, layer: Layer = "all"
) -> Chart:
    projection = project(plan)
    likely = uncertainty(plan).range_of(layer)
    before = project(past) if past else None
    return charts.share_path(projection, likely, before, colours, layer)


def curve(plan: Scenario, past: Scenario | None, colours: Palette = LIGHT) -> Chart:
    def at(scenario: Scenario) -> tuple[float, float]:
        return scenario.members, project(scenario).headline.cost_per_member_year

    beside = (sweep(past, "members", SIZES), at(past)) if past else None
    return charts.response_curve((sweep(plan, "members", SIZES), at(plan)), beside, colours)


def pool(plan: Scenario, past: Scenario | None, colours: Palette = LIGHT) -> Chart:
    def bands(scenario: Scenario) -> list[CostBand]:
        free = scenario.with_changes(per_claim_cap=None, annual_cap=None, minimum_members=0.0)
        return [cost_band(project(free.with_changes(members=float(size)))) for size in SIZES]

    beside = (past.members, bands(past)) if past else None
    smallest = project(plan).headline.smallest_pool
    return charts.pool_spread(SIZES, bands(plan), plan.members, beside, smallest, colours)


def split(plan: Scenario, past: Scenario | None, colours: Palette = LIGHT) -> Chart:
    def parts(scenario: Scenario) -> dict[str, float]:
        headline = project(scenario).headline
        kinds = zip(("a", "b", "c"), headline.claims_by_kind, scenario.payouts, strict=True)
        due = {name: claims * payout for name, claims, payout in kinds}
        return due | {"owed": headline.debts, "fee": headline.fee}

    return charts.yuan_split(parts(plan), parts(past) if past else None, colours)


KINDS: dict[str, Callable[..., Chart]] = {
    "path": path,
    "curve": curve,
    "pool": pool,
    "split": split,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("past", [None, Scenario(), PLANS["dissolved at once"]], ids=str)
def test_every_chart_is_sound(kind: str, name: str, past: Scenario | None) -> None:
    for colours in (LIGHT, DARK):
        chart = KINDS[kind](PLANS[name], past, colours)
        drawn = go.Figure(chart.figure)
        assert drawn.layout.paper_bgcolor == colours.surface
        assert drawn.layout.uirevision
        assert not drawn.layout.showlegend
        assert chart.title
        assert len(chart.alt) > 20
        for text in (chart.alt, chart.note, *(note.text for note in drawn.layout.annotations)):
            assert "nan" not in text
            assert "{" not in text
        for trace in drawn.data:
            assert np.isfinite(np.asarray(trace.x, dtype=float)).all()
        table = chart.table()
        assert isinstance(table, pd.DataFrame)
        assert len(table) > 0
        assert any("baseline" in str(column) for column in table) == (past is not None) or (
            kind == "pool"
        )


def test_lines_differ_in_more_than_colour() -> None:
    for kind in ("path", "curve"):
        traces = KINDS[kind](PLANS["cap on a claim"], Scenario()).figure["data"]
        lines = [trace for trace in traces if trace["mode"] == "lines" and "name" in trace]
        dashes = [trace["line"]["dash"] for trace in lines]
        assert len(dashes) == 3
        assert len(set(dashes)) == 3


@pytest.mark.parametrize("layer", ["all", *LAYERS[:-1]])
def test_the_band_of_a_year_is_what_the_layer_makes_of_it(layer: Layer) -> None:
    plan = PLANS["peak"]
    chart = path(plan, None, layer=layer)
    table, likely = whole(chart.table()).raw, uncertainty(plan).range_of(layer)
    for column, wanted in (
        ("5th percentile, yuan", likely.low),
        ("95th percentile, yuan", likely.high),
    ):
        by_year = table[column].to_numpy().reshape(plan.years, -1).sum(axis=1)
        np.testing.assert_allclose(by_year, wanted, rtol=1e-3)
    named = [note["text"] for note in chart.figure["layout"]["annotations"]]
    assert RANGE_NAMES[layer] in named


def test_the_words_tell_the_first_and_the_last_share() -> None:
    charged = project(Scenario()).array("charged_per_member")
    alt = path(Scenario(), None).alt
    assert money(charged[0]) in alt
    assert money(charged[-1]) in alt


def test_the_words_tell_a_dissolved_plan_from_a_capped_year() -> None:
    plan = PLANS["dissolved later"]
    held = int((project(plan).array("members") > 0).sum())
    assert 0 < held < 24 * plan.years
    assert str(held) in path(plan, None).alt
    # The cap on a year makes its last settlements free: nothing has ended there.
    capped = PLANS["cap on a year"]
    assert project(capped).array("charged_per_member")[-1] == 0
    assert project(capped).headline.dissolved_after_years is None
    assert "then none" not in path(capped, None).alt
    assert "dissolve" not in path(capped, None).alt


def test_the_curve_knows_where_the_plan_stands() -> None:
    for name in LEVERS:
        values = grid(name, 41)
        plan = Scenario()
        here = float(getattr(plan, name)), project(plan).headline.cost_per_member_year
        chart = charts.response_curve((sweep(plan, name, values), here), None, LIGHT)
        assert money(here[1]) in chart.alt
        dot = [trace for trace in chart.figure["data"] if trace["mode"] == "markers"]
        assert [(trace["x"][0], trace["y"][0]) for trace in dot] == [here]


def test_bars_add_up_to_a_hundred() -> None:
    for past in (None, Scenario(fee_rate=0.5)):
        traces = split(Scenario(), past).figure["data"]
        total = np.sum([trace["x"] for trace in traces], axis=0)
        assert total == pytest.approx(100)
        assert len(total) == (1 if past is None else 2)


def test_nothing_is_divided_by_nothing() -> None:
    table = whole(split(PLANS["nothing paid"], Scenario()).table()).raw
    assert not table.isna().to_numpy().any()


def test_the_table_of_years_writes_every_year() -> None:
    table = charts.year_table(project(Scenario(years=3)), None)
    assert list(table.iloc[:, 0]) == [1, 2, 3]
    longer = charts.year_table(project(Scenario(years=10)), project(Scenario(years=2)))
    assert len(longer) == 10
    # Only the years that the baseline does not reach are left empty.
    assert longer.iloc[:, -2:].notna().all(axis=1).tolist() == [True] * 2 + [False] * 8
    assert longer.iloc[:, :-2].notna().all().all()
    assert longer.dtypes.map(lambda kind: kind.kind in "if").all()


def test_a_range_that_steps_from_year_to_year_says_why() -> None:
    steps = "it can step where a year begins"
    assert steps not in path(Scenario(), None).note
    # By its cap the second year can hardly cost more than its average.
    capped = path(Scenario(annual_cap=150.0), None).note
    assert steps in capped
    assert capped.startswith("Within a plan year the share falls")
