"""A result over two inputs: a map with its contours, where the case stands and the baseline's."""

import math

import numpy as np
import pandas as pd

from mutualmodel import Case, Scenario
from mutualmodel.analysis import Result, Surface
from mutualmodel.arrays import FloatArray
from ui.kit.charts import (
    Chart,
    Figure,
    border,
    contours,
    dot,
    frame,
    heat_map,
    hover,
    round_step,
    told,
)
from ui.kit.language import _, as_told, entry, inside, listed, rounded, sentences, title_of
from ui.kit.palette import Palette
from ui.lab.axes import input_axis, input_column, result_axis, scale_of_unit, unit_words

# About so many contours; and from how much more than the middle on a value is beyond the shades.
_CONTOURS = 6
_ENDS = (0.02, 0.98)
# A result that is so many times larger here than there is shaded by its logarithm.
_WIDE = 30.0


def surface_chart(
    found: Surface, past: Surface | None, result: Result, plan: Scenario, colours: Palette
) -> Chart:
    """Draw a result over two inputs; ``past`` is the baseline's surface."""
    titles = [title_of(Case.fields()[path], plan) for path in (found.x, found.y)]
    xs, ys, values = _shown(found, result)
    figure = frame(
        colours,
        input_axis(found.x, titles[0], xs),
        input_axis(found.y, titles[1], ys),
        hover="closest",
    )
    _shading(figure, (xs, ys, values), titles, result, colours)
    _contours(figure, xs, ys, values, colours)
    if past is not None:
        _baseline(figure, found, past, result, colours)
    here = _place(found, found.here)
    if all(np.isfinite(here)):
        dot(
            figure,
            here,
            _("you are here"),
            colours.text,
            "circle",
            hover=hover.alone(_("you are here")),
        )
    return Chart(
        title=_("How do two inputs together change this: {result}?").format(
            result=inside(result.title)
        ),
        figure=figure,
        alt=told(_alt(found, result), None if past is None else _alt(past, result)),
        table=lambda: _table(found, result, titles),
        note=_note(values, pinned=past is not None),
    )


def _shading(
    figure: Figure,
    grid: tuple[FloatArray, FloatArray, FloatArray],
    titles: list[str],
    result: Result,
    colours: Palette,
) -> None:
    xs, ys, values = grid
    shade, span = _shade(values)
    told_as = hover.alone(
        listed(
            (
                entry(titles[0], hover.digits("x")),
                entry(titles[1], hover.digits("y")),
                entry(_(result.title), hover.with_unit(hover.detail(), unit_words(result.unit))),
            )
        )
    )
    heat_map(
        figure,
        xs,
        ys,
        shade,
        span=span,
        scale=((0, colours.surface), (1, colours.accent)),
        hover=told_as,
        details=_readable(values),
        opacity=0.8,
    )


def _shown(found: Surface, result: Result) -> tuple[FloatArray, FloatArray, FloatArray]:
    across, up = (scale_of_unit(Case.fields()[path].unit) for path in (found.x, found.y))
    # Shades and contours stand on no axis that a chart could tell in another money.
    told_as = scale_of_unit(result.unit) * as_told(1.0, result.unit)
    return across * found.xs, up * found.ys, told_as * found.values


def _place(found: Surface, here: tuple[float, float, float]) -> tuple[float, float]:
    across, up = (scale_of_unit(Case.fields()[path].unit) for path in (found.x, found.y))
    return across * here[0], up * here[1]


def _shade(values: FloatArray) -> tuple[FloatArray, tuple[float, float]]:
    """Return how dark each place is, and between which ends: by logarithm where far apart."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return values, (0.0, 1.0)
    low, high = (float(end) for end in np.quantile(finite, _ENDS))
    if _is_wide(low, high):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log10(values), (math.log10(low), math.log10(high))
    return values, (low, high if high > low else low + 1.0)


def _readable(values: FloatArray) -> FloatArray:
    """Return values with four significant digits, for those who point at one."""
    size = np.ones_like(values)
    told = np.isfinite(values) & (values != 0)
    size[told] = 10.0 ** (np.floor(np.log10(np.abs(values[told]))) - 3)
    return np.asarray(np.round(values / size) * size)


def _contours(
    figure: Figure, xs: FloatArray, ys: FloatArray, values: FloatArray, colours: Palette
) -> None:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return
    low, high = (float(end) for end in np.quantile(finite, _ENDS))
    if high <= low:
        return
    if _is_wide(low, high):
        for level in _decades(low, high):
            contours(
                figure, xs, ys, values, first=level, last=level, step=1.0, colour=colours.muted
            )
        return
    step = round_step((high - low) / _CONTOURS)
    first = math.ceil(low / step) * step
    contours(figure, xs, ys, values, first=first, last=high, step=step, colour=colours.muted)


def _is_wide(low: float, high: float) -> bool:
    return low > 0 and high > _WIDE * low


def _decades(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times powers of ten between two ends, or fewer where these are many."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    powers = [10.0**power for power in range(first, last + 1)]
    within = [
        [times * power for power in powers for times in steps if low <= times * power <= high]
        for steps in ((1, 2, 5), (1,))
    ]
    levels = within[0] if len(within[0]) <= _CONTOURS else within[1]
    return levels[:: max(1, math.ceil(len(levels) / _CONTOURS))]


def _baseline(
    figure: Figure, found: Surface, past: Surface, result: Result, colours: Palette
) -> None:
    """Draw along which pairs the case comes to what the baseline does, and where that stands."""
    level = scale_of_unit(result.unit) * as_told(past.here[2], result.unit)
    if np.isfinite(level):
        xs, ys, values = _shown(found, result)
        border(figure, xs, ys, values, level, colours.sponsor, dash="dash", width=2, smooth=False)
    there = _place(past, past.here)
    if all(np.isfinite(there)):
        dot(
            figure,
            there,
            _("baseline"),
            colours.sponsor,
            "circle-open",
            hover=hover.alone(_("baseline")),
        )


def _note(values: FloatArray, *, pinned: bool) -> str:
    finite = values[np.isfinite(values)]
    wide = len(finite) > 0 and _is_wide(*(float(end) for end in np.quantile(finite, _ENDS)))
    note = sentences(
        _("Blank: no such case is possible, or it has no such result.")
        if np.isnan(values).any()
        else "",
        _("The darker, the more, on a scale of powers of ten. ● you are here")
        if wide
        else _("The darker, the more. ● you are here"),
    )
    if not pinned:
        return note
    return _("{note} · dashes: as much as in the baseline, ○ where that stands").format(note=note)


def _alt(found: Surface, result: Result) -> str:
    finite = found.values[np.isfinite(found.values)]
    if not len(finite):
        return _("No case in the range has such a result.")
    return _("From {low} to {high} over both ranges; as it stands {here}.").format(
        low=rounded(float(finite.min()), result.unit),
        high=rounded(float(finite.max()), result.unit),
        here=_("none") if np.isnan(found.here[2]) else rounded(found.here[2], result.unit),
    )


def _table(found: Surface, result: Result, titles: list[str]) -> pd.DataFrame:
    """Return one row a pair: both inputs and the result, in the units they are shown in."""
    xs, ys, _told = _shown(found, result)
    values = scale_of_unit(result.unit) * found.values
    across, up = np.meshgrid(xs, ys)
    names = [
        input_column(title, Case.fields()[path].unit)
        for title, path in zip(titles, (found.x, found.y), strict=True)
    ]
    columns = [*names, result_axis(result)]
    held = (across.ravel(), up.ravel(), values.ravel())
    return pd.DataFrame(dict(zip(columns, held, strict=True)))
