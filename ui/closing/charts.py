"""Charts of the closing page: what is owed and when, ways to close, who is left without."""

from collections.abc import Mapping, Sequence

import numpy as np

from mutualmodel import Quantity
from mutualmodel.arrays import FloatArray
from mutualmodel.closing import RESERVE_LEVELS, STAGES, Reserve, WindDown
from mutualmodel.engine import MATERIAL
from mutualmodel.inputs import WAYS
from ui.closing.tables import (
    STAGE_TITLES,
    gap_table,
    level_name,
    reserve_table,
    run_off_table,
    someone_behind_the_caps,
    ways_table,
)
from ui.kit.charts import (
    Axis,
    Chart,
    End,
    Figure,
    Margins,
    Slot,
    band,
    frame,
    horizontal_bars,
    hover,
    label,
    label_ends,
    line,
    plot_height,
    scale_of,
    told,
    vertical_bars,
    vertical_rule,
)
from ui.kit.language import (
    LEAST_YUAN,
    _,
    amount,
    entry,
    listed,
    money,
    ngettext,
    percent,
    persons,
    quantity,
    sentences,
)
from ui.kit.palette import PALER, Palette

# Of what is owed, and of the levels of the reserve, the lowest first.
_OWED, _OWED_BASELINE = "solid", "longdash"
_DASHES = ("dash", "dot")

# Pixels: of the charts whose lines are named at their ends, and from one row of names above a
# chart to the next.
GAP_HEIGHT, RESERVE_HEIGHT = 320, 340
_NEXT_ROW = 15
# The end of the axis of shares, so that a line at 100 % is seen whole.
_ABOVE_ALL = 1.04


def run_off(closed: WindDown, baseline: WindDown | None, colours: Palette) -> Chart:
    """Draw what falls due at each settlement after the notice, by how far the claim had come."""
    owed = closed.owed_yuan
    unit, title = scale_of(float(owed.sum(axis=1).max(initial=0.0)))
    settlements = np.arange(1.0, len(owed) + 1.0)
    stopped = closed.books.end == "stopped"
    across = _("settlement after the notice") if stopped else _("settlement after the end")
    figure = frame(colours, Axis(across, tick_step=1), title, bars="stack", legend=True)
    told_as = hover.with_unit(hover.digits(), title)
    inks = dict(zip(STAGES, _stage_inks(colours), strict=True))
    for place, stage in enumerate(STAGES):
        if owed[:, place].sum() > MATERIAL * closed.total_owed:
            due, name = owed[:, place] / unit, _(STAGE_TITLES[stage])
            vertical_bars(figure, settlements, due, name, inks[stage], hover=told_as)
    if baseline is not None:
        due = baseline.owed_yuan.sum(axis=1) / unit
        line(
            figure,
            np.arange(1.0, len(due) + 1),
            due,
            _("baseline"),
            colours.baseline,
            dash="dash",
            width=2.2,
            hover=told_as,
            halo=colours.surface,
        )
    return Chart(
        title=_("What has to be paid after the notice, and when?")
        if stopped
        else _("What has to be paid after the plan dissolves, and when?"),
        figure=figure,
        alt=told(_run_off_alt(closed), _run_off_alt(baseline) if baseline else None),
        table=lambda: run_off_table(closed, baseline),
        note=_("Nobody pays any of it.") if closed.nobody_pays else "",
    )


def _run_off_alt(closed: WindDown) -> str:
    count = len(closed.owed_yuan)
    if closed.total_owed < LEAST_YUAN:
        return _("Nothing falls due: no claim is outstanding.")
    return ngettext(
        "{total} falls due over {count} settlement: {stages}.",
        "{total} falls due over {count} settlements: {stages}.",
        count,
    ).format(
        total=money(closed.total_owed),
        count=count,
        stages=listed(
            entry(_(STAGE_TITLES[stage]), amount(yuan))
            for stage, yuan in closed.by_stage.items()
            if yuan > MATERIAL * closed.total_owed
        ),
    )


def _stage_inks(colours: Palette) -> tuple[str, ...]:
    return colours.accent, colours.over_40, colours.mild, colours.fee, colours.unpaid


# With a baseline: the bars of now, and its slim ones below them.
_NOW, _SLIM = Slot(0.46, -0.16, "now"), Slot(0.16, -0.34, "baseline")


def ways(closed: Mapping[str, WindDown], past: Mapping[str, WindDown], colours: Palette) -> Chart:
    """Draw what each way of closing costs the operator and leaves unpaid.

    ``past`` are the baseline's, slim and pale below its own; empty without one.
    """
    plans = list(closed.values())
    unit, title = scale_of(max(sum(_way_parts(plan).values()) for plan in plans))
    rows = Axis(from_zero=False)
    figure = frame(colours, title, rows, hover="closest", bars="stack", legend=True)
    _way_bars(figure, closed, (unit, title), colours, slot=_NOW if past else None)
    if past:
        _way_bars(figure, past, (unit, title), colours, slot=_SLIM, baseline=True)
    return Chart(
        title=_("What would each way of closing cost, and who would pay?"),
        figure=figure,
        alt=told(_ways_alt(closed), _ways_alt(past) if past else None),
        table=lambda: ways_table(closed, past),
        note=_("Slim, pale bars: the baseline, closed in the same way.") if past else "",
    )


def _way_parts(plan: WindDown) -> dict[str, float]:
    """Return what a way of closing costs, yuan, by who bears it."""
    return {
        _("operator: claims"): plan.operator_cost["claims"],
        _("operator: refunds"): plan.operator_cost["refund"],
        _("operator: free months"): plan.operator_cost["free_months"],
        _("members"): plan.members_pay,
        _("the fund"): float(plan.from_fund.sum()),
        _("members’ money lost"): plan.lost,
        _("sponsor or insurer"): plan.sponsor_pays,
        _("claims unpaid"): plan.total_unpaid,
    }


def _way_bars(
    figure: Figure,
    closed: Mapping[str, WindDown],
    scale: tuple[float, str],
    colours: Palette,
    *,
    slot: Slot | None,
    baseline: bool = False,
) -> None:
    """Draw the ways as horizontal bars, the first on top; the baseline's are pale."""
    unit, title = scale
    rows = [_(WAYS[name].title) for name in closed][::-1]
    parts = [_way_parts(plan) for plan in closed.values()][::-1]
    idle = [] if someone_behind_the_caps(closed) else [_("sponsor or insurer")]
    rare = (_("the fund"), _("members’ money lost"))
    idle += [name for name in rare if not any(one[name] for one in parts)]
    for one in parts:
        for name in idle:
            del one[name]
    inks = {
        _("operator: claims"): colours.accent,
        _("operator: refunds"): colours.mild,
        _("operator: free months"): colours.over_40,
        _("members"): colours.fee,
        _("the fund"): colours.accent_soft,
        _("members’ money lost"): colours.baseline,
        _("sponsor or insurer"): colours.sponsor,
        _("claims unpaid"): colours.unpaid,
    }
    for part in parts[0]:
        name = _("baseline, {name}").format(name=part) if baseline else part
        horizontal_bars(
            figure,
            rows,
            np.array([one[part] for one in parts]) / unit,
            name,
            inks[part],
            edge=colours.surface,
            hover=hover.named(name, hover.with_unit(hover.digits("x"), title)),
            slot=slot,
            opacity=PALER if baseline else None,
            listed=not baseline,
        )


def _ways_alt(closed: Mapping[str, WindDown]) -> str:
    dearest = max(closed, key=lambda name: closed[name].operator_total)
    worst = max(closed, key=lambda name: closed[name].total_unpaid)
    cost, unpaid = closed[dearest].operator_total, closed[worst].total_unpaid
    return sentences(
        _("{dearest} costs the operator most, {cost}.").format(
            dearest=_(WAYS[dearest].title), cost=money(cost)
        )
        if cost >= LEAST_YUAN
        else _("No way of closing costs the operator anything."),
        _("{worst} leaves the most unpaid, {unpaid}.").format(
            worst=_(WAYS[worst].title), unpaid=money(unpaid)
        )
        if unpaid >= LEAST_YUAN
        else _("No way of closing leaves anything unpaid."),
    )


def gap(closed: WindDown, baseline: WindDown | None, colours: Palette) -> Chart:
    """Draw, for each age and risk class, the share of members left without cover."""
    across = Axis(
        _("own risk, × the average of the same age and sex"),
        log=True,
        ticks={risk: f"{risk:g}" for risk in (0.1, 0.25, 0.5, 1, 2, 4)},
    )
    upwards = Axis(_("without cover"), span=(0, _ABOVE_ALL), tick_format="~%")
    figure = frame(colours, across, upwards, hover="closest", margins=Margins(right=84))
    inks = (colours.fee, colours.under_40, colours.over_40)
    dashes = ("dot", "solid", "dash")
    bands = closed.books.scenario.age_bands
    looks = list(zip(inks, dashes, strict=True))[-len(bands) :]
    ends = []
    for (name, ages), (ink, dash) in zip(bands.items(), looks, strict=True):
        risk, share = _left_out(closed, ages)
        told_as = hover.named(name, hover.percentage())
        line(figure, risk, share, name, ink, dash=dash, symbol="circle", hover=told_as)
        text = _("aged {ages}").format(ages=name)
        ends.append(End(float(risk[-1]), float(share[-1]), text, ink))
    if baseline is not None:
        _gap_baseline(figure, baseline, inks, colours)
    label_ends(figure, ends, highest=_ABOVE_ALL, pixels=plot_height(GAP_HEIGHT))
    return Chart(
        title=_("Who is left without cover?"),
        figure=figure,
        alt=told(_gap_alt(closed), _gap_alt(baseline) if baseline else None),
        table=lambda: gap_table(closed, baseline),
        note=_(
            "Hollow marks: the baseline at the same ages. Grey dashes: the baseline at all ages."
        )
        if baseline is not None
        else "",
    )


def _gap_baseline(
    figure: Figure, baseline: WindDown, inks: Sequence[str], colours: Palette
) -> None:
    """Draw the baseline's ages with hollow marks, and all of them together as a line."""
    bands = baseline.books.scenario.age_bands
    for (name, ages), ink in zip(bands.items(), inks[-len(bands) :], strict=True):
        risk, share = _left_out(baseline, ages)
        title = _("baseline, {ages}").format(ages=name)
        line(
            figure,
            risk,
            share,
            title,
            ink,
            dash="dot",
            width=1.0,
            hover=hover.named(title, hover.percentage()),
            symbol="circle-open",
            size=9,
            opacity=PALER,
        )
    risk, share = _left_out(baseline, slice(None))
    title = _("baseline, all ages")
    told_as = hover.named(title, hover.percentage())
    line(figure, risk, share, title, colours.baseline, dash="dash", hover=told_as)


def _left_out(closed: WindDown, ages: slice) -> tuple[FloatArray, FloatArray]:
    """Return the own risk of each class and its share without cover; of no members, all."""
    left = closed.bridge.left_out[:, :, ages].sum(axis=(1, 2))
    members = closed.books.members[:, :, ages].sum(axis=(1, 2))
    share = np.where(members > 0, left / np.maximum(members, 1e-300), 1.0)
    return np.maximum(closed.books.relative_risk, 1e-3), share


def _gap_alt(closed: WindDown) -> str:
    return _("{left} of {members} are left without cover, {share}.").format(
        left=persons(closed.without_cover),
        members=quantity(Quantity(closed.members, "members")),
        share=percent(closed.without_cover / max(closed.members, 1.0), 1),
    )


def reserves(
    now: tuple[Reserve, float],
    past: tuple[Reserve, float] | None,
    colours: Palette,
    covers: str = "",
) -> Chart:
    """Draw the reserve that would have covered the tail at each month of the plan's life.

    ``now`` and ``past``, the baseline's, are the reserve and the month of the notice; ``covers``
    says what the reserves are enough for.
    """
    reserve, stop_month = now
    unit, title = scale_of(float(reserve.needed.max(initial=0.0)))
    told_as = hover.with_unit(hover.digits(), title)
    pinned = past if past is not None and len(past[0].month) else None
    margins = Margins(right=64, top=42) if pinned else Margins(right=64)
    figure = frame(colours, _("months from the start"), title, margins=margins)
    ends = _reserve_baseline(figure, *pinned, unit, told_as, colours) if pinned else []
    ink = colours.accent
    band(
        figure, reserve.month, reserve.low / unit, reserve.needed[:, 0] / unit, colours.accent_soft
    )
    for name, yuan, dash in _reserve_lines(reserve, _OWED):
        values = yuan / unit
        line(figure, reserve.month, values, name, ink, dash=dash, hover=told_as)
        if len(values):
            ends.append(End(float(reserve.month[-1]), float(values[-1]), name, ink))
    if len(reserve.month):
        _held(figure, reserve, stop_month, told_as, colours)
        text = _("the plan dissolves") if _ends_before(reserve, stop_month) else _("notice")
        _notice(figure, reserve, stop_month, text, colours.muted)
    tables = [reserve, pinned[0]] if pinned else [reserve]
    highest = max(float(one.needed.max(initial=0.0)) for one in tables) / unit
    label_ends(figure, ends, highest=highest, pixels=plot_height(RESERVE_HEIGHT))
    return Chart(
        title=_("How large a reserve would have been enough?"),
        figure=figure,
        alt=told(reserve_alt(*now), reserve_alt(*past) if past else None),
        table=lambda: reserve_table(reserve, past[0] if past else None),
        note=covers,
    )


def _reserve_lines(reserve: Reserve, owed: str) -> list[tuple[str, FloatArray, str]]:
    """Return what is drawn of a reserve, the lowest first: name, yuan, dash."""
    levels = zip(RESERVE_LEVELS, reserve.needed.T, _DASHES, strict=True)
    lines = [(level_name(level), yuan, dash) for level, yuan, dash in levels]
    return [(_("expected"), reserve.owed, owed), *lines]


def _held(
    figure: Figure, reserve: Reserve, stop_month: float, told_as: str, colours: Palette
) -> None:
    """Draw what the plan held, named at the end that is away from the notice."""
    nothing = np.zeros_like(reserve.month)
    ink, text = colours.unpaid, _("what the plan held: nothing")
    line(figure, reserve.month, nothing, _("held"), ink, width=2.6, hover=told_as)
    first, last = float(reserve.month[0]), float(reserve.month[-1])
    if stop_month > (first + last) / 2:
        label(figure, first, 0.0, text, ink, xanchor="left", xshift=6)
    else:
        label(figure, last, 0.0, text, ink, xshift=-6)


def _reserve_baseline(
    figure: Figure,
    reserve: Reserve,
    stop_month: float,
    unit: float,
    told_as: str,
    colours: Palette,
) -> list[End]:
    """Draw the baseline's reserves in one colour and return the one name for them."""
    ink = colours.baseline
    for level, yuan, dash in _reserve_lines(reserve, _OWED_BASELINE):
        name = _("baseline, {level}").format(level=level)
        line(figure, reserve.month, yuan / unit, name, ink, dash=dash, width=1.3, hover=told_as)
    text = _("baseline’s end") if _ends_before(reserve, stop_month) else _("baseline’s notice")
    _notice(figure, reserve, stop_month, text, colours.baseline, row=1)
    last, middle = float(reserve.month[-1]), float(reserve.needed[-1, 0]) / unit
    return [End(last, middle, _("baseline"), colours.baseline)]


def _ends_before(reserve: Reserve, stop_month: float) -> bool:
    """Say whether a plan holds no settlement in the month of its notice any more."""
    return stop_month > float(reserve.month[-1])


def _notice(
    figure: Figure, reserve: Reserve, stop_month: float, text: str, colour: str, *, row: int = 0
) -> None:
    """Mark the month of a notice by a vertical rule, named above the chart in one of two rows."""
    last = float(reserve.month[-1])
    month = min(stop_month, last)
    vertical_rule(figure, month, colour, dash="dot", width=1.2)
    # At the left edge the axis' unit stands in the lower row.
    shift = 44 if month < 0.1 * last and row == 0 else 0
    label(
        figure,
        month,
        1.0,
        text,
        colour,
        xanchor="left",
        xshift=shift,
        yshift=2 + row * _NEXT_ROW,
        of_height=True,
    )


def reserve_alt(now: Reserve, stop_month: float) -> str:
    """Say what reserve would have covered the tail in the month of the notice."""
    if not len(now.month):
        return _(
            "The plan dissolves before its first month is over, so there is no reserve to show."
        )
    at = min(max(round(stop_month), 1), len(now.month)) - 1
    likely, worst = now.needed[at]
    return ngettext(
        "After {month} month {owed} is expected to be owed. A reserve of {likely} would have been "
        "enough in 95 % of cases and {worst} in 99.5 %. The plan held nothing.",
        "After {month} months {owed} is expected to be owed. A reserve of {likely} would have been "
        "enough in 95 % of cases and {worst} in 99.5 %. The plan held nothing.",
        at + 1,
    ).format(month=at + 1, owed=money(now.owed[at]), likely=money(likely), worst=money(worst))
