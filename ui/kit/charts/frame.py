"""The frame of a figure: its two axes, what is shown of them, margins, legend and type."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from mutualmodel.magnitudes import counts_by_ten_thousands, of_axes
from ui.kit.charts.figure import COUNTED, RATES, Figure, annotate
from ui.kit.counting import telling
from ui.kit.language import _, decimal_mark, group_mark, language, money_word
from ui.kit.palette import FONT, Palette

# Shares of the height: of the strip below the plot, and from where on the plot stands above it.
_STRIP, _ABOVE_STRIP = 0.08, 0.1


@dataclass(frozen=True)
class Axis:
    """What one axis shows.

    Parameters
    ----------
    title
        Its quantity or unit; the vertical axis has it on top.
    span
        First and last value shown: numbers of the axis (on a logarithmic one too), days as ISO
        text, or numbers of categories, counted from 0. By default what is drawn decides.
    log, dates, years
        Whether the scale is logarithmic, which its title says too; or one of days; or one of years
        and fractions of them, told as years and months where a reader points.
    categories
        Names in their order from the left or from below; by default as they are first drawn.
    downward
        Whether a vertical axis begins on top.
    from_zero
        Whether a vertical axis shows 0 even if nothing is drawn there.
    ticks
        Where ticks stand, or a mapping from there to what stands beside each.
    tick_step
        From one tick to the next, in units of the axis or, of dates, as "M6" for six months.
    tick_format
        How numbers (d3-format) or days (d3-time-format) are written.
    most_ticks
        No more than so many ticks.
    tick_texts
        Whether ticks have text at all.
    grid
        Whether lines run from the ticks across the plot; by default from a vertical axis only.
    money
        Whether amounts stand on it; by default where its title names the money.
    """

    title: str = ""
    span: tuple[float, float] | tuple[str, str] | None = None
    log: bool = False
    dates: bool = False
    years: bool = False
    categories: Sequence[str] | None = None
    downward: bool = False
    from_zero: bool = True
    ticks: Sequence[float | str] | Mapping[float, str] | None = None
    tick_step: float | str | None = None
    tick_format: str | None = None
    most_ticks: int | None = None
    tick_texts: bool = True
    grid: bool | None = None
    money: bool = False

    @property
    def is_of_money(self) -> bool:
        """Whether amounts stand on it."""
        return self.money or money_word() in self.title

    @property
    def name(self) -> str:
        """What the axis is titled: its quantity, and that its scale is no even one."""
        if not self.log:
            return self.title
        return _("{axis}, log scale").format(axis=self.title) if self.title else _("log scale")


class Margins(NamedTuple):
    """What is kept free around a plot for text, pixels; long words beside an axis get more."""

    left: int = 52
    right: int = 16
    top: int = 26
    bottom: int = 44


_MARGINS = Margins()


def plot_height(height: int) -> float:
    """Return how many pixels of a chart's height its vertical axis has between usual margins."""
    return float(height - _MARGINS.top - _MARGINS.bottom)


def frame(
    colours: Palette,
    x: Axis | str,
    y: Axis | str,
    *,
    hover: Literal["x unified", "closest"] = "x unified",
    margins: Margins = _MARGINS,
    bars: Literal["stack", "relative"] | None = None,
    bar_gap: float | None = None,
    legend: bool = False,
    strip: bool = False,
) -> Figure:
    """Return an empty figure with quiet axes; the vertical unit stands above its axis.

    Parameters
    ----------
    colours
        Of the theme.
    x, y
        The axes, or the title of one that needs no more.
    hover
        Whether pointing tells everything at one x, or the one thing that is closest.
    margins
        Pixels around the plot.
    bars
        How bars of one row share it; "relative" puts negative ones on the other side of zero.
    bar_gap
        Share of a row that stays free between bars.
    legend
        Whether names stand above the plot; by default lines are named where they run.
    strip
        Whether a strip of its own, from 0 to 1, lies below the plot: see ``points``.
    """
    x, y = (Axis(axis) if isinstance(axis, str) else axis for axis in (x, y))
    layout: dict[str, Any] = {
        # Streamlit's import makes a placeholder template the default; this one is empty.
        "template": {},
        "font": {"family": FONT, "size": 13, "color": colours.text},
        # A transparent ground would make Plotly halo the hover line in white.
        "paper_bgcolor": colours.surface,
        "plot_bgcolor": colours.surface,
        "margin": dict(zip("lrtb", margins, strict=True)),
        "showlegend": legend,
        "hovermode": hover,
        "hoverlabel": {"bgcolor": colours.surface, "font": {"color": colours.text}},
        "xaxis": _horizontal(x, colours),
        "yaxis": _vertical(y, colours),
        "uirevision": "keep",
        "annotations": [],
        "shapes": [],
    }
    layout |= _separators()
    layout |= _meta(x, y)
    layout |= {"barmode": bars} if bars else {}
    layout |= {"bargap": bar_gap} if bar_gap is not None else {}
    layout |= {"legend": _legend(colours)} if legend else {}
    figure: Figure = {"data": [], "layout": layout}
    if strip:
        _lay_strip(figure)
    if y.name:
        _unit_above(figure, y.name, colours)
    return figure


def _meta(x: Axis, y: Axis) -> dict[str, Any]:
    """Note whether places are told in years and months, the rates of axes of money, large units.

    By the rates the numbers are divided once all is drawn, by the units their ticks are written.
    """
    rate = telling().rate
    money = {side: rate for side, axis in (("x", x), ("y", y)) if axis.is_of_money}
    noted: dict[str, Any] = {"years": True} if x.years else {}
    if money and rate != 1.0:
        noted[RATES] = money
    if counted := [side for side, axis in (("x", x), ("y", y)) if _is_counted(axis.title)]:
        noted[COUNTED] = counted
    return {"meta": noted} if noted else {}


def _is_counted(title: str) -> bool:
    """Whether a title names a unit of large numbers, where ticks would have one too."""
    units = of_axes(language()) if counts_by_ten_thousands(language()) else ()
    return any(_(unit.word) in title for unit in units)


def _separators() -> dict[str, str]:
    """Return the marks in the reader's numbers, where they are not Plotly's own."""
    marks = decimal_mark() + group_mark()
    return {} if marks == ".," else {"separators": marks}


def _horizontal(axis: Axis, colours: Palette) -> dict[str, Any]:
    font = {"size": 12, "color": colours.muted}
    title = {"text": axis.name, "font": font, "standoff": 8}
    # Where the room is narrow Plotly would turn them; texts without room are left out instead.
    return {"showgrid": False, "title": title, "tickangle": 0, **_scale(axis, colours)}


def _vertical(axis: Axis, colours: Palette) -> dict[str, Any]:
    start = "tozero" if axis.from_zero else "normal"
    return {"rangemode": start, **_scale(axis, colours)}


def _scale(axis: Axis, colours: Palette) -> dict[str, Any]:
    """Return what an axis shows, without what it leaves to Plotly."""
    chosen = {
        "type": "log" if axis.log else "date" if axis.dates else None,
        "range": None if axis.span is None else _shown(axis.span, log=axis.log),
        "autorange": "reversed" if axis.downward else None,
        "dtick": axis.tick_step,
        "tickformat": axis.tick_format,
        "nticks": axis.most_ticks,
        "showticklabels": None if axis.tick_texts else False,
        "showgrid": axis.grid,
        "categoryorder": None if axis.categories is None else "array",
        "categoryarray": None if axis.categories is None else list(axis.categories),
        "tickvals": None if axis.ticks is None else list(axis.ticks),
        "ticktext": list(axis.ticks.values()) if isinstance(axis.ticks, Mapping) else None,
    }
    return {
        "gridcolor": colours.grid,
        "zeroline": False,
        "linecolor": colours.grid,
        "tickfont": {"color": colours.muted, "size": 12},
        "automargin": True,
        **{name: value for name, value in chosen.items() if value is not None},
    }


def _shown(span: tuple[float, float] | tuple[str, str], *, log: bool) -> list[float | str]:
    """Return a span as Plotly takes it: in powers of ten on a logarithmic axis."""
    return [math.log10(end) if log and not isinstance(end, str) else end for end in span]


def _legend(colours: Palette) -> dict[str, Any]:
    place = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right"}
    return {**place, "font": {"size": 12, "color": colours.text}, "traceorder": "normal"}


def _lay_strip(figure: Figure) -> None:
    strip = {"visible": False, "range": [0, 1], "fixedrange": True, "domain": [0, _STRIP]}
    figure["layout"]["yaxis2"] = strip
    figure["layout"]["yaxis"]["domain"] = [_ABOVE_STRIP, 1]
    figure["layout"]["xaxis"]["anchor"] = "y2"


def _unit_above(figure: Figure, unit: str, colours: Palette) -> None:
    corner = {"x": 0.0, "y": 1.0, "xref": "paper", "yref": "paper", "xshift": -40, "yshift": 6}
    annotate(figure, unit, colours.muted, {**corner, "xanchor": "left", "yanchor": "bottom"})
