"""Charts of the closing page: what is owed and when, five ways to close, who is left without.

Without a baseline, or with one that has no settlement to close after, nothing is drawn of it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing import RESERVE_LEVELS, STAGES, Reserve, WindDown
from mutualmodel.inputs import WAYS
from ui.closing.tables import (
    AGE_BANDS,
    STAGE_TITLES,
    gap_table,
    level_name,
    reserve_table,
    run_off_table,
    ways_table,
)
from ui.kit.chart_parts import Chart, Figure, frame, label, line, lying_bars, told
from ui.kit.language import _, amount, large, money, percent
from ui.kit.palette import Palette

_MILLION, _BILLION = 1e6, 1e9
# Of the levels of the reserve, the lowest first.
_DASHES, _DASHES_BASELINE = ("solid", "dash", "dot"), ("longdash", "dash", "dot")

# Pixels: of the charts whose lines are named at their ends, of what is above and below a chart's
# axes, and from one line of text to the next.
GAP_HEIGHT, RESERVE_HEIGHT = 320, 340
_AROUND, _LINE_OF_TEXT = 70.0, 15.0
# Where a line ends, how it is called and its colour.
_End = tuple[float, float, str, str]


def scale_of(largest: float) -> tuple[float, str]:
    """Return the unit in which amounts of this size are drawn, and its name."""
    if largest >= _BILLION:
        return _BILLION, _("bn yuan")
    return (_MILLION, _("million yuan")) if largest >= _MILLION else (1.0, _("yuan"))


def run_off(closed: WindDown, baseline: WindDown | None, colours: Palette) -> Chart:
    """Draw what falls due at each settlement after the notice, by how far the claim had come."""
    owed = closed.owed_yuan
    unit, title = scale_of(float(owed.sum(axis=1).max(initial=0.0)))
    settlements = np.arange(1.0, len(owed) + 1.0)
    figure = frame(colours, _("settlement after the notice"), title)
    figure["layout"] |= {"barmode": "stack", "hovermode": "x unified"}
    inks = dict(zip(STAGES, _stage_inks(colours), strict=True))
    for place, stage in enumerate(STAGES):
        if owed[:, place].sum() > 0:
            _stack(figure, settlements, owed[:, place] / unit, _(STAGE_TITLES[stage]), inks[stage])
    if baseline is not None:
        due = baseline.owed_yuan.sum(axis=1) / unit
        at = np.arange(1.0, len(due) + 1)
        # A line of the ground's colour below it, so that the dashes show on bars of any colour.
        line(figure, at, due, "", colours.surface, width=5.0)
        figure["data"][-1] |= {"hoverinfo": "skip", "hovertemplate": None, "showlegend": False}
        line(figure, at, due, _("baseline"), colours.baseline, dash="dash", width=2.2)
        figure["data"][-1]["hovertemplate"] = "%{y:,.3~g}"
    figure["layout"] |= {"showlegend": True, "legend": _legend(colours)}
    figure["layout"]["xaxis"] |= {"dtick": 1}
    return Chart(
        title=_("What falls due after the notice, and when?"),
        figure=figure,
        alt=told(_run_off_alt(closed), _run_off_alt(baseline) if baseline else None),
        table=lambda: run_off_table(closed, baseline),
    )


def _run_off_alt(closed: WindDown) -> str:
    return _("{total} fall due over {count} settlements: {stages}.").format(
        total=money(closed.total_owed),
        count=len(closed.owed_yuan),
        stages=", ".join(
            f"{_(STAGE_TITLES[stage])} {amount(yuan)}" for stage, yuan in closed.by_stage.items()
        ),
    )


def _stage_inks(colours: Palette) -> tuple[str, ...]:
    return colours.accent, colours.over_40, colours.mild, colours.fee, colours.unpaid


def _stack(figure: Figure, x: FloatArray, y: FloatArray, name: str, colour: str) -> None:
    figure["data"].append(
        {
            "type": "bar",
            "x": x,
            "y": np.round(y, 5),
            "name": name,
            "marker": {"color": colour},
            "hovertemplate": "%{y:,.3~g}",
        }
    )


def _legend(colours: Palette) -> dict[str, object]:
    font = {"size": 12, "color": colours.text}
    place = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right"}
    return {**place, "font": font, "traceorder": "normal"}


def ways(closed: Mapping[str, WindDown], past: Mapping[str, WindDown], colours: Palette) -> Chart:
    """Draw what each way of closing costs the operator and leaves unpaid.

    ``past`` are the baseline's, slim and pale below its own; empty without one.
    """
    plans = list(closed.values())
    unit, title = scale_of(max(sum(_way_parts(plan).values()) for plan in plans))
    figure = frame(colours, title, "")
    figure["layout"] |= {"barmode": "stack", "hovermode": "closest"}
    figure["layout"]["yaxis"] |= {"rangemode": "normal"}
    _way_bars(figure, closed, unit, title, colours)
    if past:
        drawn = len(figure["data"])
        for trace in figure["data"]:
            trace |= {"offsetgroup": "now", "width": 0.46, "offset": -0.16}
        _way_bars(figure, past, unit, title, colours)
        for trace in figure["data"][drawn:]:
            trace |= {"offsetgroup": "baseline", "width": 0.16, "offset": -0.34}
            trace |= {"name": _("baseline, {name}").format(name=trace["name"])}
            trace |= {"opacity": 0.55, "showlegend": False}
            trace["hovertemplate"] = _("baseline, ") + trace["hovertemplate"]
    figure["layout"] |= {"showlegend": True, "legend": _legend(colours)}
    return Chart(
        title=_("What would each way of closing cost, and whom?"),
        figure=figure,
        alt=told(_ways_alt(closed), _ways_alt(past) if past else None),
        table=lambda: ways_table(closed, past),
        note=_("Slim and pale below each bar: the baseline, closed in the same way.")
        if past
        else "",
    )


def _way_parts(plan: WindDown) -> dict[str, float]:
    """Return what a way of closing costs, yuan, by who bears it."""
    return {
        _("operator: claims"): plan.operator_cost["claims"],
        _("operator: refunds"): plan.operator_cost["refund"],
        _("operator: policies"): plan.operator_cost["free_months"],
        _("members"): plan.members_pay,
        _("claimants unpaid"): float(plan.unpaid.sum()),
    }


def _way_bars(
    figure: Figure, closed: Mapping[str, WindDown], unit: float, title: str, colours: Palette
) -> None:
    """Draw the ways as lying bars, the first on top."""
    rows = [_(WAYS[name].title) for name in closed][::-1]
    parts = [_way_parts(plan) for plan in closed.values()][::-1]
    inks = (colours.accent, colours.mild, colours.over_40, colours.fee, colours.unpaid)
    for name, ink in zip(parts[0], inks, strict=True):
        yuan = np.array([part[name] for part in parts]) / unit
        lying_bars(figure, rows, yuan, name, ink, surface=colours.surface, unit=title)


def _ways_alt(closed: Mapping[str, WindDown]) -> str:
    dearest = max(closed, key=lambda name: closed[name].operator_total)
    worst = max(closed, key=lambda name: float(closed[name].unpaid.sum()))
    return _(
        "{dearest} is dearest for the operator, {cost}; {worst} leaves {unpaid} unpaid."
    ).format(
        dearest=_(WAYS[dearest].title),
        cost=money(closed[dearest].operator_total),
        worst=_(WAYS[worst].title),
        unpaid=money(float(closed[worst].unpaid.sum())),
    )


def gap(closed: WindDown, baseline: WindDown | None, colours: Palette) -> Chart:
    """Draw, for each age and risk class, the share of members left without cover."""
    figure = frame(
        colours, _("own risk, × the average of the same age and sex"), _("without cover")
    )
    figure["layout"]["yaxis"] |= {"tickformat": ".0%", "range": [0, 1.04]}
    figure["layout"] |= {"hovermode": "closest"}
    figure["layout"]["xaxis"] |= {
        "type": "log",
        "tickangle": 0,
        "tickvals": [0.1, 0.25, 0.5, 1, 2, 4],
        "ticktext": ["0.1", "0.25", "0.5", "1", "2", "4"],
    }
    inks = (colours.fee, colours.under_40, colours.over_40)
    dashes = ("dot", "solid", "dash")
    ends: list[_End] = []
    for (name, ages), ink, dash in zip(AGE_BANDS.items(), inks, dashes, strict=True):
        risk, share = _left_out(closed, ages)
        line(figure, risk, share, name, ink, dash=dash)
        figure["data"][-1] |= {"mode": "lines+markers", "hovertemplate": f"{name}: %{{y:.1%}}"}
        text = _("aged {ages}").format(ages=name)
        ends.append((float(np.log10(risk[-1])), float(share[-1]), text, ink))
    if baseline is not None:
        _gap_baseline(figure, baseline, inks, colours)
    _name_ends(figure, ends, highest=1.04, pixels=GAP_HEIGHT - _AROUND)
    figure["layout"]["margin"] |= {"r": 84}
    return Chart(
        title=_("Who is left without cover?"),
        figure=figure,
        alt=told(_gap_alt(closed), _gap_alt(baseline) if baseline else None),
        table=lambda: gap_table(closed, baseline),
        note=_("Hollow: the baseline at the same age; dashed grey: the baseline at all ages.")
        if baseline is not None
        else "",
    )


def _gap_baseline(
    figure: Figure, baseline: WindDown, inks: Sequence[str], colours: Palette
) -> None:
    """Draw the baseline's ages with hollow marks, and all of them together as a line."""
    hollow = {"symbol": "circle-open", "size": 9}
    for (name, ages), ink in zip(AGE_BANDS.items(), inks, strict=True):
        risk, share = _left_out(baseline, ages)
        title = _("baseline, {ages}").format(ages=name)
        line(figure, risk, share, title, ink, dash="dot", width=1.0)
        figure["data"][-1] |= {
            "mode": "lines+markers",
            "marker": hollow,
            "opacity": 0.65,
            "hovertemplate": f"{title}: %{{y:.1%}}",
        }
    risk, share = _left_out(baseline, slice(0, 60))
    title = _("baseline, all ages")
    line(figure, risk, share, title, colours.baseline, dash="dash")
    figure["data"][-1]["hovertemplate"] = f"{title}: %{{y:.1%}}"


def _left_out(closed: WindDown, ages: slice) -> tuple[FloatArray, FloatArray]:
    """Return the own risk of each class and its share without cover; of no members, all."""
    left = closed.bridge.left_out[:, :, ages].sum(axis=(1, 2))
    members = closed.books.members[:, :, ages].sum(axis=(1, 2))
    share = np.where(members > 0, left / np.maximum(members, 1e-300), 1.0)
    return np.maximum(closed.books.relative_risk, 1e-3), share


def _gap_alt(closed: WindDown) -> str:
    return _("{left} of {members} members are left without cover, {share}.").format(
        left=large(closed.without_cover),
        members=large(closed.members),
        share=percent(closed.without_cover / max(closed.members, 1.0), 1),
    )


def reserves(
    now: tuple[Reserve, float], past: tuple[Reserve, float] | None, colours: Palette
) -> Chart:
    """Draw the reserve that would have covered the tail at each month of the plan's life.

    ``now`` and ``past``, the baseline's, are the reserve and the month of the notice.
    """
    reserve, stop_month = now
    unit, title = scale_of(float(reserve.needed.max(initial=0.0)))
    figure = frame(colours, _("months from the start"), title)
    ends: list[_End] = []
    if past is not None and len(past[0].month):
        ends += _reserve_baseline(figure, *past, unit, colours)
    for place, (level, dash) in enumerate(zip(RESERVE_LEVELS, _DASHES, strict=True)):
        name = level_name(level)
        values = reserve.needed[:, place] / unit
        line(figure, reserve.month, values, name, colours.accent, dash=dash)
        if len(values):
            ends.append((float(reserve.month[-1]), float(values[-1]), name, colours.accent))
    if len(reserve.month):
        _held(figure, reserve, stop_month, colours)
        _notice(figure, reserve, stop_month, _("notice"), colours.muted)
    highest = max((float(trace["y"].max(initial=0.0)) for trace in figure["data"]), default=0.0)
    _name_ends(figure, ends, highest=highest, pixels=RESERVE_HEIGHT - _AROUND)
    figure["layout"]["margin"] |= {"r": 64}
    return Chart(
        title=_("What reserve would have covered the tail?"),
        figure=figure,
        alt=told(_reserve_alt(*now), _reserve_alt(*past) if past else None),
        table=lambda: reserve_table(reserve, past[0] if past else None),
        note=_("Claims diagnosed and not yet paid; chance and the factor common to all included."),
    )


def _held(figure: Figure, reserve: Reserve, stop_month: float, colours: Palette) -> None:
    """Draw what the plan held, named at the end that is away from the notice."""
    nothing = np.zeros_like(reserve.month)
    line(figure, reserve.month, nothing, _("held"), colours.unpaid, width=2.6)
    first, last = float(reserve.month[0]), float(reserve.month[-1])
    late = stop_month > (first + last) / 2
    at, side = (first, "left") if late else (last, "right")
    text = _("what the plan held: nothing")
    label(figure, at, 0.0, text, colours.unpaid, xanchor=side, xshift=6 if late else -6)


def _reserve_baseline(
    figure: Figure, reserve: Reserve, stop_month: float, unit: float, colours: Palette
) -> list[_End]:
    """Draw the baseline's reserves in one colour and return the one name for them."""
    for place, (level, dash) in enumerate(zip(RESERVE_LEVELS, _DASHES_BASELINE, strict=True)):
        name = _("baseline, {level}").format(level=level_name(level))
        values = reserve.needed[:, place] / unit
        line(figure, reserve.month, values, name, colours.baseline, dash=dash, width=1.3)
    _notice(figure, reserve, stop_month, _("baseline’s notice"), colours.baseline, row=1)
    figure["layout"]["margin"] |= {"t": 42}
    last, middle = float(reserve.month[-1]), float(reserve.needed[-1, 1]) / unit
    return [(last, middle, _("baseline"), colours.baseline)]


def _name_ends(figure: Figure, ends: Sequence[_End], *, highest: float, pixels: float) -> None:
    """Name lines to the right of their ends, moved apart where these lie close together."""
    below = -_LINE_OF_TEXT
    for x, y, text, colour in sorted(ends, key=lambda end: end[1]):
        at = y / highest * pixels if highest else 0.0
        place = max(at, below + _LINE_OF_TEXT)
        beside = {"xanchor": "left", "xshift": 8, "yanchor": "middle", "yshift": place - at}
        label(figure, x, y, text, colour, **beside)
        below = place


def _notice(
    figure: Figure, reserve: Reserve, stop_month: float, text: str, colour: str, *, row: int = 0
) -> None:
    """Mark the month of a notice by an upright line, named above the chart in one of two rows."""
    last = float(reserve.month[-1])
    month = min(stop_month, last)
    stroke = {"color": colour, "width": 1.2, "dash": "dot"}
    figure["layout"]["shapes"].append(
        {"type": "line", "x0": month, "x1": month, "y0": 0, "y1": 1, "yref": "paper"}
        | {"line": stroke}
    )
    # At the left edge the axis' unit stands in the lower row.
    shift = 44 if month < 0.1 * last and row == 0 else 0
    beside = {"xanchor": "left", "xshift": shift, "yshift": 2 + row * _LINE_OF_TEXT}
    label(figure, month, 1.0, text, colour, yref="paper", **beside)


def _reserve_alt(now: Reserve, stop_month: float) -> str:
    if not len(now.month):
        return _("The plan dissolves before its first month is over, so no reserve is asked for.")
    at = min(max(round(stop_month), 1), len(now.month)) - 1
    middle, likely, worst = now.needed[at]
    return _(
        "After {month} months {middle} would have covered the tail at 50 %, {likely} at 95 % and "
        "{worst} at 99.5 %; the plan held nothing."
    ).format(month=at + 1, middle=money(middle), likely=money(likely), worst=money(worst))
