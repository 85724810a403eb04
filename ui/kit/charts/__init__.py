"""The chart kit: tables in, figures out.

A chart opens a :func:`frame` with its two axes and draws into it what answers its question: lines,
points, bands, bars, maps, rules and labels. All of it is plain Python without Streamlit, so that a
report is made of the same charts as a page.

Figures are plain dicts in Plotly's own schema: building and checking a ``plotly.Figure`` takes
30 ms, which a chart that follows a dragged lever does not have. The tests hand every dict to
``plotly.graph_objects.Figure``, which refuses what Plotly would not draw. Nobody outside this
package touches the dict.

Positions are values of the axes they stand on, on a logarithmic axis too; a day is ISO text
(:func:`day`). Shifts, sizes and widths of strokes are pixels. Colours come from a ``Palette``.
"""

from ui.kit.charts import hover
from ui.kit.charts.bars import (
    Slot,
    StepColours,
    Whiskers,
    horizontal_bars,
    time_bars,
    vertical_bars,
    waterfall,
)
from ui.kit.charts.chart import Chart, told
from ui.kit.charts.dates import day, days, settlement_times
from ui.kit.charts.figure import Figure, alone
from ui.kit.charts.frame import Axis, Margins, frame, plot_height
from ui.kit.charts.labels import End, apart, corner_label, end_label, key_line, label, label_ends
from ui.kit.charts.line_names import NamePlaces, Side, name_at
from ui.kit.charts.lines import band, dot, line, points
from ui.kit.charts.maps import border, contours, heat_map
from ui.kit.charts.pool import pool_axis, pool_rule, pool_unit, short
from ui.kit.charts.rules import horizontal_rule, shaded_span, vertical_rule
from ui.kit.charts.scales import round_step, scale_of
from ui.kit.charts.table import Table, Titled, beside, whole, whole_beside, with_names

__all__ = [
    "Axis",
    "Chart",
    "End",
    "Figure",
    "Margins",
    "NamePlaces",
    "Side",
    "Slot",
    "StepColours",
    "Table",
    "Titled",
    "Whiskers",
    "alone",
    "apart",
    "band",
    "beside",
    "border",
    "contours",
    "corner_label",
    "day",
    "days",
    "dot",
    "end_label",
    "frame",
    "heat_map",
    "horizontal_bars",
    "horizontal_rule",
    "hover",
    "key_line",
    "label",
    "label_ends",
    "line",
    "name_at",
    "plot_height",
    "points",
    "pool_axis",
    "pool_rule",
    "pool_unit",
    "round_step",
    "scale_of",
    "settlement_times",
    "shaded_span",
    "short",
    "time_bars",
    "told",
    "vertical_bars",
    "vertical_rule",
    "waterfall",
    "whole",
    "whole_beside",
    "with_names",
]
