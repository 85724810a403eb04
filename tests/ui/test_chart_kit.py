"""The chart kit: Plotly accepts what each part draws, with its numbers, units and ranges."""

import inspect
import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.io.json import to_json_plotly

from ui.kit import charts as kit
from ui.kit.charts import Axis, Figure, Margins, Slot, StepColours, Whiskers, hover, pool_unit
from ui.kit.language import speaking
from ui.kit.palette import DARK, LIGHT
from ui.kit.plotly_language import plotly_language

X = np.array([1.0, 2.0, 4.0])
Y = np.array([10.0, 1234567.891234, 30.0])
GRID = np.arange(6.0).reshape(2, 3)
DAYS = pd.to_datetime(pd.Series(["2019-01-28", "2020-12-07", "2021-12-28"]))


def frame(x: Axis | str = "years", y: Axis | str = "yuan a year", **more: Any) -> Figure:
    return kit.frame(LIGHT, x, y, **more)


def checked(figure: Figure) -> go.Figure:
    """Hand a figure to Plotly, which refuses what it would not draw."""
    return go.Figure(figure)


def only_trace(figure: Figure) -> Any:
    (trace,) = checked(figure).data
    return trace


# --- the frame -------------------------------------------------------------------------------


def test_a_frame_is_quiet_and_has_the_unit_above_its_axis() -> None:
    for colours in (LIGHT, DARK):
        drawn = checked(kit.frame(colours, "years", "yuan a year")).layout
        assert drawn.paper_bgcolor == drawn.plot_bgcolor == colours.surface
        assert drawn.xaxis.title.text == "years"
        assert [note.text for note in drawn.annotations] == ["yuan a year"]
        assert drawn.yaxis.title.text is None
        assert not drawn.showlegend
        # Or zoom is lost with every move of a lever.
        assert drawn.uirevision == "keep"
        # Or Streamlit's placeholder template makes everything black.
        assert drawn.template.layout.to_plotly_json() == {}


def test_an_axis_without_a_title_has_no_text_above_it() -> None:
    assert checked(frame(y="")).layout.annotations == ()


def test_frames_share_nothing() -> None:
    first, second = frame(), frame()
    kit.label(first, 1, 1, "here", LIGHT.text)
    kit.vertical_rule(first, 1, LIGHT.text)
    kit.line(first, X, Y, "line", LIGHT.text)
    assert json.loads(to_json_plotly(second)) == json.loads(to_json_plotly(frame()))


def test_an_axis_shows_the_span_it_is_given() -> None:
    drawn = checked(frame(Axis("years", span=(0, 5), tick_step=1), Axis("", span=(2.5, 7.5))))
    assert drawn.layout.xaxis.range == (0, 5)
    assert drawn.layout.xaxis.dtick == 1
    assert drawn.layout.yaxis.range == (2.5, 7.5)


def test_a_logarithmic_axis_shows_a_span_of_values() -> None:
    axis = checked(frame(y=Axis("", span=(15.0, 3000.0), log=True))).layout.yaxis
    assert axis.type == "log"
    assert axis.range == pytest.approx(np.log10([15, 3000]))


def test_a_vertical_axis_begins_at_zero_unless_told() -> None:
    assert checked(frame()).layout.yaxis.rangemode == "tozero"
    assert checked(frame(y=Axis(from_zero=False))).layout.yaxis.rangemode == "normal"


def test_an_axis_of_days() -> None:
    axis = Axis(dates=True, span=("2019-01-01", "2022-01-01"), tick_step="M6", tick_format="%b")
    drawn = checked(frame(axis)).layout.xaxis
    assert (drawn.type, drawn.dtick, drawn.tickformat) == ("date", "M6", "%b")
    assert drawn.range == ("2019-01-01", "2022-01-01")


def test_categories_keep_their_order() -> None:
    drawn = checked(frame(y=Axis(categories=["below", "above"], downward=True))).layout.yaxis
    assert drawn.categoryorder == "array"
    assert drawn.categoryarray == ("below", "above")
    assert drawn.autorange == "reversed"


def test_ticks_stand_where_they_are_wanted() -> None:
    named = checked(frame(Axis(ticks={0.5: "first", 1.5: "second"}))).layout.xaxis
    assert named.tickvals == (0.5, 1.5)
    assert named.ticktext == ("first", "second")
    plain = checked(frame(Axis(ticks=(1, 2), most_ticks=5))).layout.xaxis
    assert (plain.tickvals, plain.ticktext, plain.nticks, plain.tickangle) == ((1, 2), None, 5, 0)
    assert not checked(frame(y=Axis(tick_texts=False))).layout.yaxis.showticklabels


def test_grid_lines_run_from_the_vertical_axis_unless_told() -> None:
    usual = checked(frame()).layout
    assert (usual.xaxis.showgrid, usual.yaxis.showgrid) == (False, None)
    other = checked(frame(Axis(grid=True), Axis(grid=False))).layout
    assert (other.xaxis.showgrid, other.yaxis.showgrid) == (True, False)


def test_what_a_frame_is_told_of_pointing_bars_and_margins() -> None:
    margins = Margins(left=10, top=0)
    drawn = checked(frame(hover="closest", bars="stack", bar_gap=0.3, margins=margins)).layout
    assert (drawn.hovermode, drawn.barmode, drawn.bargap) == ("closest", "stack", 0.3)
    assert (drawn.margin.l, drawn.margin.r, drawn.margin.t, drawn.margin.b) == (10, 16, 0, 44)
    assert checked(frame()).layout.hovermode == "x unified"


def test_the_height_of_a_plot_is_what_margins_leave() -> None:
    margin = checked(frame()).layout.margin
    assert kit.plot_height(300) == 300 - margin.t - margin.b


def test_a_legend_stands_above_where_one_is_wanted() -> None:
    drawn = checked(frame(legend=True)).layout
    assert drawn.showlegend
    assert (drawn.legend.orientation, drawn.legend.yanchor) == ("h", "bottom")


def test_a_strip_lies_below_the_plot() -> None:
    figure = frame(strip=True)
    kit.points(figure, X, [0.5] * 3, "events", LIGHT.muted, on_strip=True)
    drawn = checked(figure)
    assert drawn.layout.yaxis2.domain[1] < drawn.layout.yaxis.domain[0]
    assert drawn.layout.xaxis.anchor == "y2"
    assert drawn.data[0].yaxis == "y2"


# --- lines, points, bands --------------------------------------------------------------------


def test_a_line_has_its_numbers_and_its_look() -> None:
    figure = frame()
    kit.line(figure, X, Y, "cost", LIGHT.accent, dash="dot", width=2.5)
    line = only_trace(figure)
    assert (line.type, line.mode, line.name) == ("scatter", "lines", "cost")
    assert list(line.x) == [1, 2, 4]
    # More digits would only make the message longer.
    assert list(line.y) == [10, 1234567.89123, 30]
    assert (line.line.color, line.line.dash, line.line.width) == (LIGHT.accent, "dot", 2.5)
    assert line.hovertemplate == "%{y:,.3~g} yuan"


def test_a_line_runs_over_days_and_has_gaps() -> None:
    figure = frame(Axis(dates=True))
    kit.line(figure, kit.days(DAYS), [1.0, np.nan, 3.0], "share", LIGHT.accent)
    line = only_trace(figure)
    assert list(line.x) == ["2019-01-28", "2020-12-07", "2021-12-28"]
    assert np.isnan(line.y[1])


def test_a_line_of_nothing_is_drawn() -> None:
    figure = frame()
    kit.line(figure, np.array([]), np.array([]), "nothing", LIGHT.accent)
    kit.band(figure, np.array([]), np.array([]), np.array([]), LIGHT.accent_soft)
    assert [len(trace.x) for trace in checked(figure).data] == [0, 0]


def test_a_line_with_marks_and_a_halo() -> None:
    figure = frame()
    look: dict[str, Any] = {"symbol": "circle-open", "size": 9, "opacity": 0.6, "halo": "white"}
    kit.line(figure, X, Y, "cost", LIGHT.accent, **look)
    halo, line = checked(figure).data
    assert (line.mode, line.marker.symbol, line.marker.size) == ("lines+markers", "circle-open", 9)
    assert line.opacity == 0.6
    assert halo.line.width > line.line.width
    assert (halo.line.color, halo.hoverinfo, halo.showlegend) == ("white", "skip", False)


def test_points_travel_as_they_are() -> None:
    figure = frame(y=Axis(categories=["a", "b", "c"]))
    shares = np.array([0.0000123, 0.5, 1.0])
    kit.points(figure, shares, ["a", "b", "c"], "marks", LIGHT.mild, symbol="square", size=8)
    points = only_trace(figure)
    assert (points.mode, points.marker.symbol, points.marker.size) == ("markers", "square", 8)
    assert list(points.x) == list(shares)
    assert list(points.y) == ["a", "b", "c"]
    assert points.hovertemplate == "marks: %{y:,.3~g} yuan"


def test_points_have_details_and_strokes_and_stay_out_of_the_legend() -> None:
    figure = frame()
    more: dict[str, Any] = {"stroke": 2, "listed": False, "clipped": False}
    told = hover.alone(hover.detail(1))
    kit.points(figure, X, Y, "marks", LIGHT.mild, details=["ab"] * 3, hover=told, **more)
    points = only_trace(figure)
    assert points.marker.line.width == 2
    assert points.marker.line.color == LIGHT.mild
    assert points.showlegend is False
    assert points.cliponaxis is False
    assert list(points.customdata) == ["ab"] * 3
    assert points.hovertemplate == "%{customdata[1]}<extra></extra>"


def test_a_dot_stands_at_its_place() -> None:
    figure = frame()
    kit.dot(figure, (3.0, 91.2345678), "you are here", LIGHT.accent, "circle")
    dot = only_trace(figure)
    assert (dot.x, dot.y) == ((3.0,), (91.2345678,))
    assert dot.hovertemplate == "you are here: %{y:,.3~g} yuan"


def test_a_band_goes_there_and_back() -> None:
    figure = frame()
    kit.band(figure, X, Y - 1, Y + 1, LIGHT.accent_soft)
    band = only_trace(figure)
    assert list(band.x) == [1, 2, 4, 4, 2, 1]
    assert band.y[0] == 11
    assert band.y[-1] == 9
    assert (band.fill, band.fillcolor, band.hoverinfo) == ("toself", LIGHT.accent_soft, "skip")
    dated = frame(Axis(dates=True))
    kit.band(dated, kit.days(DAYS), Y - 1, Y + 1, LIGHT.accent_soft)
    assert only_trace(dated).x[2:4] == ("2021-12-28", "2021-12-28")


# --- bars ------------------------------------------------------------------------------------


def test_horizontal_bars_lie_in_their_rows() -> None:
    figure = frame(bars="stack")
    rows, texts = ["now", "baseline"], ["benefits 60", ""]
    kit.horizontal_bars(figure, rows, [60, 55], "benefits", LIGHT.fee, edge="white", texts=texts)
    bars = only_trace(figure)
    assert (bars.type, bars.orientation, bars.name) == ("bar", "h", "benefits")
    assert (list(bars.y), list(bars.x)) == (rows, [60, 55])
    assert (list(bars.text), bars.textposition) == (texts, "inside")
    assert (bars.marker.line.color, bars.insidetextfont.color) == ("white", "white")
    assert bars.hovertemplate == "benefits: %{x:,.3~g} yuan"


def test_horizontal_bars_have_a_slot_a_base_and_whiskers() -> None:
    figure = frame()
    whiskers = Whiskers(np.array([1.0, 2.0]), np.array([3.0, 4.0]), LIGHT.text)
    kit.horizontal_bars(
        figure,
        ["a", "b"],
        [10, 20],
        "",
        [LIGHT.accent, LIGHT.mild],
        slot=Slot(0.4, -0.3, "now"),
        base=np.array([5.0, 6.0]),
        whiskers=whiskers,
        opacity=0.5,
        listed=False,
    )
    bars = only_trace(figure)
    assert bars.name is None
    assert (bars.width, bars.offset, bars.offsetgroup) == (0.4, -0.3, "now")
    assert list(bars.base) == [5, 6]
    assert (list(bars.error_x.arrayminus), list(bars.error_x.array)) == ([1, 2], [3, 4])
    assert (bars.marker.opacity, bars.showlegend) == (0.5, False)
    assert bars.text is None


def test_vertical_bars_stand_on_their_places() -> None:
    figure = frame(bars="stack")
    told = hover.with_unit(hover.digits(), "bn yuan")
    kit.vertical_bars(figure, X, Y, "published", LIGHT.accent, hover=told)
    bars = only_trace(figure)
    assert (bars.type, bars.orientation) == ("bar", None)
    assert list(bars.y) == [10, 1234567.89123, 30]
    assert bars.hovertemplate == "%{y:,.3~g} bn yuan"


def test_bars_of_time_reach_from_day_to_day() -> None:
    figure = frame(Axis(dates=True))
    kit.time_bars(
        figure,
        ["a", "b", "c"],
        DAYS,
        DAYS + pd.Timedelta(days=10),
        [LIGHT.accent] * 3,
        texts=["1", "2", "3"],
        hover=hover.alone(hover.detail()),
        details=["x", "y", "z"],
    )
    bars = only_trace(figure)
    assert list(bars.base) == kit.days(DAYS)
    assert list(bars.x) == [10 * 24 * 3600 * 1000] * 3
    assert bars.textposition == "outside"


def test_a_waterfall_goes_by_steps_from_total_to_total() -> None:
    figure = frame()
    colours = StepColours("green", "red", "blue", "grey")
    rows, texts = ["2019", "up", "down", "2021"], ["10", "+5", "−3", "12"]
    told = hover.named(hover.plain("y"), hover.TEXT)
    kit.waterfall(figure, rows, [10, 5, -3, 12], texts, colours, hover=told)
    steps = only_trace(figure)
    assert list(steps.base) == [0, 10, 15, 0]
    assert list(steps.x) == [10, 5, -3, 12]
    assert list(steps.marker.color) == ["blue", "green", "red", "blue"]
    assert list(steps.text) == texts
    assert steps.hovertemplate == "%{y}: %{text}"
    joints = [(one.x0, one.y0, one.y1) for one in checked(figure).layout.shapes]
    assert joints == [(10, 0, 1), (15, 1, 2), (12, 2, 3)]


# --- maps ------------------------------------------------------------------------------------


def test_a_heat_map_and_its_border() -> None:
    figure = frame()
    x, y = np.arange(3.0), np.arange(2.0)
    scale = ((0, LIGHT.sponsor), (1, LIGHT.accent))
    told = hover.detail()
    kit.heat_map(figure, x, y, GRID, span=(0, 5), scale=scale, hover=told, details=GRID)
    kit.border(figure, x, y, GRID, 2.5, LIGHT.text, name="half", dash="dash", smooth=False)
    shades, border = checked(figure).data
    assert (shades.type, shades.zmin, shades.zmax, shades.showscale) == ("heatmap", 0, 5, False)
    assert np.array_equal(shades.z, GRID)
    assert shades.colorscale == ((0, LIGHT.sponsor), (1, LIGHT.accent))
    assert shades.hovertemplate == "%{customdata}"
    assert (border.contours.start, border.contours.end) == (2.5, 2.5)
    assert (border.name, border.line.dash, border.line.smoothing) == ("half", "dash", 0)
    assert border.hoverinfo == "skip"


# --- rules -----------------------------------------------------------------------------------


def test_rules_and_spans() -> None:
    figure = frame(Axis(dates=True))
    kit.vertical_rule(figure, "2020-11-14", LIGHT.muted, dash="dot")
    kit.vertical_rule(figure, "2020-11-14", LIGHT.muted, between=(3, 4), opacity=0.5)
    kit.horizontal_rule(figure, "row", (1, 2), LIGHT.grid, width=5, beneath=True)
    kit.shaded_span(figure, ("2019-01-07", "2019-12-28"), (1, 2), LIGHT.over_40, opacity=0.3)
    whole, part, across, span = checked(figure).layout.shapes
    assert (whole.y0, whole.y1, whole.yref, whole.line.dash) == (0, 1, "paper", "dot")
    assert (part.y0, part.y1, part.yref, part.opacity) == (3, 4, None, 0.5)
    assert (across.x0, across.x1, across.y0, across.layer) == (1, 2, "row", "below")
    assert (span.type, span.x0, span.x1) == ("rect", "2019-01-07", "2019-12-28")
    assert (span.y0, span.y1, span.fillcolor, span.opacity) == (1, 2, LIGHT.over_40, 0.3)


def test_a_rule_at_a_size_of_pool_is_named_on_the_side_with_room() -> None:
    figure = frame(kit.pool_axis("Members", (1e4, 1e6, 1e8), 1e4), "")
    kit.pool_rule(figure, 1e5, "small", LIGHT.accent, "solid", 0.1)
    kit.pool_rule(figure, 1e8, "large", LIGHT.accent, "dash", 0.2)
    drawn = checked(figure).layout
    assert (drawn.xaxis.type, drawn.xaxis.ticktext) == ("log", ("10 k", "1 M", "100 M"))
    assert [shape.x0 for shape in drawn.shapes] == [1e5, 1e8]
    small, large = drawn.annotations
    # Plotly wants powers of ten of a text, but values of a rule.
    assert (small.x, small.xanchor, small.y, small.yref) == (5, "left", 0.1, "paper")
    assert (large.x, large.xanchor, large.y, large.yref) == (8, "right", 0.2, "paper")


# --- labels ----------------------------------------------------------------------------------


def texts(figure: Figure) -> list[Any]:
    found = checked(figure).layout.annotations
    return [note for note in found if not note.text.startswith("yuan a year")]


def test_a_label_stands_above_and_left_of_its_place() -> None:
    figure = frame()
    kit.label(figure, 2, 30, "model", LIGHT.accent)
    (note,) = texts(figure)
    assert (note.x, note.y, note.text, note.showarrow) == (2, 30, "model", False)
    assert (note.xanchor, note.yanchor, note.font.color) == ("right", "bottom", LIGHT.accent)


def test_a_label_stands_at_values_of_logarithmic_axes_too() -> None:
    figure = frame(Axis(log=True), Axis("yuan a year", log=True))
    kit.label(figure, 100, 1000, "here", LIGHT.text)
    (note,) = texts(figure)
    assert [note.x, note.y] == pytest.approx([2, 3])


def test_a_label_stands_at_a_day_and_in_a_row() -> None:
    figure = frame(Axis(dates=True))
    more: dict[str, Any] = {"opacity": 0.9, "align": "left", "xshift": 3}
    kit.label(figure, "2020-11-14", "row", "here", LIGHT.text, **more)
    (note,) = texts(figure)
    assert (note.x, note.y) == ("2020-11-14", "row")
    assert (note.opacity, note.align, note.xshift) == (0.9, "left", 3)


def test_every_text_of_a_chart_has_the_charts_ground() -> None:
    figure = frame(y="yuan")
    kit.label(figure, 1, 2, "here", LIGHT.accent)
    kit.corner_label(figure, (0.02, 1.0), "corner", LIGHT.text)
    kit.end_label(figure, 1, 2, "end", LIGHT.text)
    assert [note.bgcolor for note in texts(figure)] == [LIGHT.surface] * 4


def test_a_text_in_a_corner_runs_towards_the_middle() -> None:
    figure = frame()
    kit.corner_label(figure, (0.02, 1.0), "above left", LIGHT.text)
    kit.corner_label(figure, (0.98, 0.02), "below right", LIGHT.text)
    first, second = texts(figure)
    assert (first.xref, first.yref) == ("paper", "paper")
    assert (first.xanchor, first.yanchor) == ("left", "top")
    assert (second.xanchor, second.yanchor) == ("right", "bottom")


def test_a_key_is_no_text_of_the_plot_but_known_as_what_stands_below_it() -> None:
    figure = frame()
    kit.key_line(figure, "·· the dotted line", LIGHT.accent)
    (note,) = texts(figure)
    assert (note.name, note.visible, note.text) == ("key", False, "·· the dotted line")
    assert note.font.color == LIGHT.accent


def test_a_text_within_a_bar_has_the_bar_for_its_ground_and_stays() -> None:
    figure = frame()
    kit.label(figure, 5, 1, "within", LIGHT.surface)
    kit.label(figure, 5, 1, "beside", LIGHT.text)
    within, beside = texts(figure)
    assert (within.bgcolor, within.name) == (None, "within")
    assert (beside.bgcolor, beside.name) == (LIGHT.surface, None)


def test_an_axis_says_that_its_scale_is_logarithmic() -> None:
    across, upwards = Axis("yuan a year", log=True), Axis(log=True)
    figure = frame(x=across, y=upwards)
    assert figure["layout"]["xaxis"]["title"]["text"] == "yuan a year, log scale"
    assert texts(figure)[0].text == "log scale"
    assert frame(x=Axis("yuan"))["layout"]["xaxis"]["title"]["text"] == "yuan"


def test_only_an_axis_of_years_is_told_in_years_and_months() -> None:
    assert frame(x=Axis("Years from now", years=True))["layout"]["meta"] == {"years": True}
    assert "meta" not in frame(x=Axis("Age"))["layout"]


def test_heights_are_moved_apart_and_no_further() -> None:
    placed = kit.apart(np.array([5.0, 5.0, 30.0, 5.5]), 2.0)
    assert placed == pytest.approx([5, 7, 30, 9])
    assert kit.apart(np.array([1.0, 10.0]), 2.0) == pytest.approx([1, 10])
    assert len(kit.apart(np.array([]), 2.0)) == 0


def test_names_at_the_ends_of_lines_stand_apart() -> None:
    figure = frame()
    ends = [kit.End(5, y, f"line {y}", LIGHT.text) for y in (1.0, 1.01, 0.99)]
    kit.label_ends(figure, ends, highest=2.0, pixels=200)
    notes = texts(figure)
    assert [note.text for note in notes] == ["line 0.99", "line 1.0", "line 1.01"]
    heights = [note.y / 2.0 * 200 + note.yshift for note in notes]
    assert np.diff(heights) == pytest.approx([15, 15])
    assert {note.xanchor for note in notes} == {"left"}


def test_names_of_lines_at_nothing_are_written() -> None:
    figure = frame()
    kit.label_ends(figure, [kit.End(5, 0.0, "none", LIGHT.text)], highest=0.0, pixels=200)
    assert texts(figure)[0].yshift == 0


def test_a_free_place_is_found_on_a_logarithmic_axis() -> None:
    x = np.arange(60.0)
    line = np.where(x < 50, 100.0, 0.0)
    places = kit.NamePlaces(x, (10.0, 1000.0), 300, log=True)
    places.keep_clear(line)
    place = places.find(line, "a name", 20, "above")
    assert place is not None
    assert place.x == pytest.approx(20, abs=0.5)
    assert place.y == pytest.approx(100)
    figure = frame(y=Axis("yuan a year", log=True))
    kit.name_at(figure, place, "a name", LIGHT.accent)
    kit.name_at(figure, None, "nowhere", LIGHT.accent)
    (note,) = texts(figure)
    assert note.y == pytest.approx(2)
    assert note.bgcolor == LIGHT.surface


# --- what is told ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (hover.money(), "%{y:,.3~g} yuan"),
        (hover.whole_money("x"), "%{x:,.0f} yuan"),
        (hover.with_unit(hover.digits("x"), "yuan a member"), "%{x:,.3~g} yuan a member"),
        (hover.in_unit(hover.decimals(1), pool_unit()), "%{y:,.1f} M"),
        (hover.percentage(), "%{y:.1%}"),
        (hover.percentage(0, "z"), "%{z:.0%}"),
        (hover.times(), "× %{y:,.3f}"),
        (hover.named("men", hover.plain("x")), "men: %{x}"),
        (hover.named(hover.day(), hover.TEXT), "%{x|%d %b %Y}: %{text}"),
        (hover.alone(hover.in_row("men")), "%{y}, men<extra></extra>"),
        (hover.detail() + hover.detail(0), "%{customdata}%{customdata[0]}"),
    ],
)
def test_numbers_are_told_with_their_units(piece: str, expected: str) -> None:
    assert piece == expected


def test_days_and_settlements() -> None:
    assert kit.day(pd.Timestamp("2021-12-28 10:00")) == "2021-12-28"
    assert kit.day(np.datetime64("2021-12-28")) == "2021-12-28"
    times = kit.settlement_times(48)
    assert (times[0], times[23], times[-1]) == (1 / 24, 1, 2)


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0"), (2e4, "20 k"), (1e6, "1 M"), (1e8, "100 M")]
)
def test_counts_are_written_short(value: float, expected: str) -> None:
    assert kit.short(value) == expected


def test_everything_the_kit_offers_says_what_it_takes() -> None:
    assert list(kit.__all__) == sorted(set(kit.__all__))
    offered = [getattr(kit, name) for name in kit.__all__]
    defined = [one for one in offered if inspect.isfunction(one) or inspect.isclass(one)]
    assert [one.__name__ for one in defined if not inspect.getdoc(one)] == []


# --- the reader's language ------------------------------------------------------------------


def test_numbers_have_the_readers_marks() -> None:
    assert "separators" not in frame()["layout"]
    with speaking("de"):
        assert checked(frame()).layout.separators == ",."


def test_months_and_days_are_the_readers() -> None:
    assert plotly_language() == {}
    with speaking("zh"):
        told = plotly_language()
    written = told["locales"][told["locale"]]["format"]
    assert (written["months"][0], written["shortMonths"][0]) == ("一月", "1月")
    assert written["days"] == ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"]
    assert (written["decimal"], written["thousands"]) == (".", ",")
    assert len(written["shortMonths"]) == 12


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three four", 8, ["one two", "three", "four"]),
        ("one  two\nthree", 60, ["one two three"]),
        (
            "相互宝每月两次结算，所有成员平均分摊。",
            20,
            ["相互宝每月两次结算，", "所有成员平均分摊。"],
        ),
        ("成员 105 million 人", 12, ["成员 105", "million 人"]),
        ("", 60, [""]),
    ],
)
def test_a_text_is_broken_with_and_without_spaces(text: str, width: int, lines: list[str]) -> None:
    assert hover.wrapped(text, width) == "<br>".join(lines)
