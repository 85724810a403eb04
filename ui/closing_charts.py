"""Charts of the closing page: what is owed and when, five ways to close, who is left without."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mutualmodel.closing import RESERVE_LEVELS, STAGES, WAYS, Reserve, WindDown
from mutualmodel.cohorts import FloatArray
from ui.chart_parts import Chart, Figure, frame, label, line, lying_bars
from ui.language import _, amount, large, money, number, percent
from ui.theme import Palette

STAGE_TITLES = {
    "published": "published",
    "reported": "reported, in examination",
    "to_report": "diagnosed, reported later",
    "in_notice": "diagnosed within the notice",
    "too_late": "reported too late",
}
AGE_BANDS = {"0–17": slice(0, 18), "18–39": slice(18, 40), "40–59": slice(40, 60)}
_MILLION, _BILLION = 1e6, 1e9


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
        past = baseline.owed_yuan.sum(axis=1) / unit
        line(
            figure,
            np.arange(1.0, len(past) + 1),
            past,
            _("baseline"),
            colours.baseline,
            dash="dash",
        )
    figure["layout"] |= {"showlegend": True, "legend": _legend(colours)}
    figure["layout"]["xaxis"] |= {"dtick": 1}
    return Chart(
        title=_("What falls due after the notice, and when?"),
        figure=figure,
        alt=_("{total} fall due over {count} settlements: {stages}.").format(
            total=money(closed.total_owed),
            count=len(owed),
            stages=", ".join(
                f"{_(STAGE_TITLES[stage])} {amount(yuan)}"
                for stage, yuan in closed.by_stage.items()
            ),
        ),
        table=lambda: _run_off_table(closed, baseline),
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


def _run_off_table(closed: WindDown, baseline: WindDown | None) -> pd.DataFrame:
    owed = closed.owed_yuan
    table = pd.DataFrame({_("settlement after the notice"): np.arange(1, len(owed) + 1)})
    for place, stage in enumerate(STAGES):
        table[_(STAGE_TITLES[stage]) + _(", yuan")] = owed[:, place].round()
    table[_("paid, yuan")], table[_("unpaid, yuan")] = closed.paid.round(), closed.unpaid.round()
    if baseline is not None:
        past = pd.Series(baseline.owed_yuan.sum(axis=1)).reindex(table.index)
        table[_("baseline due, yuan")] = past.round()
        table[_("difference, yuan")] = (owed.sum(axis=1) - past).round()
    return table


def ways(closed: Mapping[str, WindDown], colours: Palette) -> Chart:
    """Draw what each way of closing costs the operator and leaves unpaid."""
    titles = [_(WAYS[name].title) for name in closed][::-1]
    plans = list(closed.values())[::-1]
    parts: list[tuple[str, list[float], str]] = [
        (_("operator: claims"), [p.operator_cost["claims"] for p in plans], colours.accent),
        (_("operator: refunds"), [p.operator_cost["refund"] for p in plans], colours.mild),
        (_("operator: policies"), [p.operator_cost["free_months"] for p in plans], colours.over_40),
        (_("members"), [p.members_pay for p in plans], colours.fee),
        (_("claimants unpaid"), [float(p.unpaid.sum()) for p in plans], colours.unpaid),
    ]
    unit, title = scale_of(
        max(sum(values[i] for _n, values, _c in parts) for i in range(len(plans)))
    )
    figure = frame(colours, title, "")
    figure["layout"] |= {"barmode": "stack", "hovermode": "closest"}
    figure["layout"]["yaxis"] |= {"rangemode": "normal"}
    for name, values, colour in parts:
        yuan = np.array(values) / unit
        lying_bars(figure, titles, yuan, name, colour, surface=colours.surface, unit=title)
    figure["layout"] |= {"showlegend": True, "legend": _legend(colours)}
    dearest = max(closed, key=lambda name: closed[name].operator_total)
    return Chart(
        title=_("What would each way of closing cost, and whom?"),
        figure=figure,
        alt=_(
            "{dearest} is dearest for the operator, {cost}; {worst} leaves {unpaid} unpaid."
        ).format(
            dearest=_(WAYS[dearest].title),
            cost=money(closed[dearest].operator_total),
            worst=_(WAYS[max(closed, key=lambda n: closed[n].unpaid.sum())].title),
            unpaid=money(max(float(p.unpaid.sum()) for p in plans)),
        ),
        table=lambda: ways_table(closed, {}),
    )


def ways_table(closed: Mapping[str, WindDown], past: Mapping[str, WindDown]) -> pd.DataFrame:
    """Return the five ways side by side; ``past`` are the baseline's, empty without one."""
    plans = list(closed.values())
    table = pd.DataFrame(
        {
            _("as in"): [_(WAYS[name].title) for name in closed],
            _("operator pays, yuan"): [round(p.operator_total) for p in plans],
            _("of it refunds, yuan"): [round(p.refund) for p in plans],
            _("members still pay, yuan"): [round(p.members_pay) for p in plans],
            _("claims unpaid, yuan"): [round(float(p.unpaid.sum())) for p in plans],
            _("claimants short"): [round(p.claimants_short) for p in plans],
            _("members without cover"): [round(p.without_cover) for p in plans],
        }
    )
    if past:
        before = [past[name] for name in closed]
        for title, now, then in (
            (_("operator, difference, yuan"), "operator_total", before),
            (_("without cover, difference"), "without_cover", before),
        ):
            pairs = zip(plans, then, strict=True)
            table[title] = [round(getattr(p, now) - getattr(b, now)) for p, b in pairs]
    return table


def gap(closed: WindDown, baseline: WindDown | None, colours: Palette) -> Chart:
    """Draw, for each age and risk class, the share of members left without cover."""
    bridge, members = closed.bridge, closed.books.members
    figure = frame(
        colours, _("own risk, × the average of the same age and sex"), _("without cover")
    )
    figure["layout"]["yaxis"] |= {"tickformat": ".0%", "range": [0, 1.04]}
    figure["layout"] |= {"hovermode": "closest"}
    figure["layout"]["xaxis"] |= {
        "type": "log",
        "tickvals": [0.1, 0.25, 0.5, 1, 2, 4],
        "ticktext": ["0.1", "0.25", "0.5", "1", "2", "4"],
    }
    risk = np.maximum(closed.books.relative_risk, 1e-3)
    inks = (colours.fee, colours.under_40, colours.over_40)
    for (name, ages), ink, dash in zip(
        AGE_BANDS.items(), inks, ("dot", "solid", "dash"), strict=True
    ):
        share = _share(bridge.left_out, members, ages)
        line(figure, risk, share, name, ink, dash=dash)
        figure["data"][-1] |= {"mode": "lines+markers", "hovertemplate": f"{name}: %{{y:.1%}}"}
        text = _("aged {ages}").format(ages=name)
        label(figure, np.log10(risk[-1]), share[-1], text, ink)
    if baseline is not None:
        past = _share(baseline.bridge.left_out, baseline.books.members, slice(0, 60))
        at = np.maximum(baseline.books.relative_risk, 1e-3)
        line(figure, at, past, _("baseline, all ages"), colours.baseline, dash="dash")
    return Chart(
        title=_("Who is left without cover?"),
        figure=figure,
        alt=_("{left} of {members} members are left without cover, {share}.").format(
            left=large(closed.without_cover),
            members=large(closed.members),
            share=percent(closed.without_cover / max(closed.members, 1.0), 1),
        ),
        table=lambda: gap_table(closed),
    )


def _share(part: FloatArray, whole: FloatArray, ages: slice) -> FloatArray:
    left, all_of = (values[:, :, ages].sum(axis=(1, 2)) for values in (part, whole))
    return np.where(all_of > 0, left / np.maximum(all_of, 1e-300), 1.0)


def gap_table(closed: WindDown) -> pd.DataFrame:
    """Return members by age and risk class with and without the bridging policy."""
    rows = []
    for name, ages in AGE_BANDS.items():
        for place, risk in enumerate(closed.books.relative_risk):
            members = closed.books.members[place, :, ages].sum()
            left = closed.bridge.left_out[place, :, ages].sum()
            rows.append((name, round(float(risk), 2), round(members), round(left)))
    columns = [_("age"), _("own risk, × average"), _("members"), _("without cover")]
    return pd.DataFrame(rows, columns=columns)


def reserves(now: Reserve, stop_month: float, baseline: Reserve | None, colours: Palette) -> Chart:
    """Draw the reserve that would have covered the tail at each month of the plan's life."""
    unit, title = scale_of(float(now.needed.max(initial=0.0)))
    figure = frame(colours, _("months from the start"), title)
    dashes = ("solid", "dash", "dot")
    for place, (level, dash) in enumerate(zip(RESERVE_LEVELS, dashes, strict=True)):
        name = percent(level, 1 if level > 0.99 else 0)
        values = now.needed[:, place] / unit
        line(figure, now.month, values, name, colours.accent, dash=dash)
        if len(values):
            label(figure, now.month[-1], values[-1], name, colours.accent)
    if len(now.month):
        line(figure, now.month, np.zeros_like(now.month), _("held"), colours.unpaid, width=2.6)
        held = {"xanchor": "left", "xshift": 6}
        label(figure, now.month[0], 0.0, _("what the plan held: nothing"), colours.unpaid, **held)
        at = min(stop_month, float(now.month[-1]))
        stroke = {"color": colours.muted, "width": 1.2, "dash": "dot"}
        figure["layout"]["shapes"].append(
            {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": stroke}
        )
    if baseline is not None and len(baseline.month):
        past = baseline.needed[:, -1] / unit
        line(figure, baseline.month, past, _("baseline, 99.5 %"), colours.baseline, dash="dash")
    return Chart(
        title=_("What reserve would have covered the tail?"),
        figure=figure,
        alt=_reserve_alt(now, stop_month),
        table=lambda: _reserve_table(now, baseline),
        note=_("Claims diagnosed and not yet paid; chance and the factor common to all included."),
    )


def _reserve_alt(now: Reserve, stop_month: float) -> str:
    if not len(now.month):
        return _("The plan dissolves before its first month is over, so no reserve is asked for.")
    at = min(max(round(stop_month), 1), len(now.month)) - 1
    middle, likely, worst = now.needed[at]
    return _(
        "After {month} months {middle} would have covered the tail at 50 %, {likely} at 95 % and "
        "{worst} at 99.5 %; the plan held nothing."
    ).format(month=at + 1, middle=money(middle), likely=money(likely), worst=money(worst))


def _reserve_table(now: Reserve, baseline: Reserve | None) -> pd.DataFrame:
    table = pd.DataFrame({_("month"): now.month, _("owed, yuan"): now.owed.round()})
    for place, level in enumerate(RESERVE_LEVELS):
        name = percent(level, 1 if level > 0.99 else 0)
        table[_("reserve at {level}, yuan").format(level=name)] = now.needed[:, place].round()
    table[_("99.5 %, yuan a member")] = (now.needed[:, -1] / np.maximum(now.members, 1)).round(2)
    if baseline is not None:
        past = pd.Series(baseline.needed[:, -1]).reindex(table.index)
        table[_("baseline at 99.5 %, yuan")] = past.round()
    return table


def check_table(modelled: Sequence[float], published: Sequence[float]) -> pd.DataFrame:
    """Return the three settlements that the operator paid, in the model and as published."""
    dates = ["2021-12-28", "2022-01-14", "2022-01-28", _("together")]
    ours, theirs = [*modelled, sum(modelled)], [*published, sum(published)]
    return pd.DataFrame(
        {
            _("settlement"): dates,
            _("model, million yuan"): [round(yuan / 1e6, 1) for yuan in ours],
            _("published, million yuan"): [round(yuan / 1e6, 1) for yuan in theirs],
            _("difference"): [
                percent(one / other - 1, 1) for one, other in zip(ours, theirs, strict=True)
            ],
        }
    )


def loss_words(closed: WindDown) -> str:
    """Say what the bridging insurer faces."""
    bridge = closed.bridge
    if bridge.premium_year == 0:
        return _("No policy is offered or nobody takes it: all members are left without cover.")
    return _(
        "The insurer of the bridging policies is expected to pay {ratio} of a yuan of premium in "
        "the first year; had all risks accepted alike it would be {average}. {taken} members pay "
        "{price} a month on average, at 30 about {young} and at 55 about {old}."
    ).format(
        ratio=number(bridge.loss_ratio, 2),
        average=number(bridge.average_loss_ratio, 2),
        taken=large(float(bridge.accepted.sum())),
        price=money(bridge.premium_year / 12 / max(float(bridge.accepted.sum()), 1e-9)),
        young=amount(float(bridge.price_month[:, 30].mean())),
        old=money(float(bridge.price_month[:, 55].mean())),
    )
