"""The curve that was searched for a goal, with where it is met."""

import numpy as np
import pandas as pd

from mutualmodel import Case
from mutualmodel.analysis import Result, Solution
from ui.kit.charts import (
    Chart,
    Figure,
    dot,
    frame,
    horizontal_rule,
    hover,
    label,
    line,
    points,
    shaded_span,
)
from ui.kit.language import _, listed, rounded, written
from ui.kit.palette import Palette
from ui.lab.axes import input_axis, input_column, result_axis, scale_of_unit


def goal_chart(
    found: Solution,
    here: tuple[float, float] | None,
    past: Solution | None,
    result: Result,
    title: str,
    colours: Palette,
) -> Chart:
    """Draw a result over an input, the target, and where it is met.

    ``here`` is where the case stands: the input's value and its result; None where there is none.
    ``title`` is the input's.
    """
    path = found.input
    across, up = scale_of_unit(Case.fields()[path].unit), scale_of_unit(result.unit)
    inputs, curve = across * found.curve_inputs, up * found.curve_results
    figure = frame(colours, input_axis(path, title, inputs), result_axis(result), hover="closest")
    finite = curve[np.isfinite(curve)]
    top = max([*finite, up * found.target], default=1.0)
    if found.goal != "equal":
        for first, last in found.spans:
            shaded_span(
                figure,
                (across * first, across * last),
                (min(0.0, *finite, up * found.target) if len(finite) else 0.0, 1.05 * top),
                colours.accent,
                opacity=0.1,
            )
    told_as = hover.alone(listed((hover.digits("x"), hover.digits("y"))))
    if past is not None:
        line(
            figure,
            across * past.curve_inputs,
            up * past.curve_results,
            _("baseline"),
            colours.baseline,
            dash="dash",
            hover=told_as,
        )
    line(figure, inputs, curve, _(result.title), colours.accent, width=2.4, hover=told_as)
    ends = float(inputs.min()), float(inputs.max())
    horizontal_rule(figure, up * found.target, ends, colours.sponsor)
    label(
        figure, ends[1], up * found.target, _("target"), colours.sponsor, xanchor="right", yshift=2
    )
    if here is not None and np.isfinite(here[1]):
        place = across * here[0], up * here[1]
        dot(figure, place, _("you are here"), colours.text, "circle-open", hover=told_as)
    _met(figure, found, across, up, colours)
    return Chart(
        title=_("Where is the target met?"),
        figure=figure,
        alt=_alt(found),
        table=lambda: _table(found, result, title),
        note=_("● the target is met · ○ the case as it stands"),
    )


def _met(figure: Figure, found: Solution, across: float, up: float, colours: Palette) -> None:
    places = list(found.values)
    if not places:
        return
    at = np.interp(places, found.curve_inputs, found.curve_results)
    points(
        figure,
        [across * place for place in places],
        list(up * at),
        _("the target is met"),
        colours.sponsor,
        size=11,
        hover=hover.alone(hover.digits("x")),
    )


def _alt(found: Solution) -> str:
    if not found.spans:
        return _("The target is met nowhere.")
    if found.everywhere:
        return _("The target is met everywhere.")
    meta = Case.fields()[found.input]
    return _("The target is met at {values}.").format(
        values=listed(written(meta, value) for value in found.values)
    )


def _table(found: Solution, result: Result, title: str) -> pd.DataFrame:
    meta = Case.fields()[found.input]
    return pd.DataFrame(
        {
            input_column(title, meta.unit): scale_of_unit(meta.unit) * found.curve_inputs,
            result_axis(result): scale_of_unit(result.unit) * found.curve_results,
        }
    )


def spans_told(found: Solution) -> str:
    """Tell the stretches of an input over which a goal is met."""
    meta = Case.fields()[found.input]
    return listed(
        _("from {first} to {last}").format(first=written(meta, first), last=written(meta, last))
        if first != last
        else written(meta, first)
        for first, last in found.spans
    )


def ends_told(found: Solution, result: Result) -> str:
    """Tell the least and the most that a result comes to over the input's range."""
    finite = found.curve_results[np.isfinite(found.curve_results)]
    if not len(finite):
        return _("No case in the range has such a result.")
    return _("Over the whole range it is between {low} and {high}.").format(
        low=rounded(float(finite.min()), result.unit),
        high=rounded(float(finite.max()), result.unit),
    )
