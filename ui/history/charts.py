"""Charts of the real history: shares, members, events, the causes of the rise, other plans."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mutualmodel.history import Rise
from ui.history.tables import course_table, members_table, plans_table, replay_table
from ui.kit.chart_parts import Chart, Figure, frame, label, line, ribbon, short, told
from ui.kit.language import _, amount, change, large, money, number
from ui.kit.palette import Palette

_PLAN_SPAN = ["2018-10-01", "2022-02-15"]


def share_history(
    final: pd.DataFrame,
    early: Sequence[pd.DataFrame],
    years: pd.DataFrame,
    events: pd.DataFrame,
    colours: Palette,
) -> Chart:
    """Draw the share of every settlement: the model's, the years it was fitted to, the reports."""
    figure = _time_frame(colours, _("yuan a settlement"))
    late = [table[table["date"] >= "2021-01-01"] for table in early]
    dates = late[0]["date"].to_numpy()
    fans = np.stack([table["gross_per_member"].to_numpy() for table in late])
    _date_ribbon(figure, dates, fans.min(axis=0), fans.max(axis=0), colours.accent_softer)
    label(figure, _day(dates[-1]), fans.max(), _("what 2019 and 2020 left open"), colours.muted)
    for row in years.to_dict("records"):
        _yearly_step(figure, row, colours)
    paid = final[final["charged_per_member"] > 0]
    after = final[final["date"] >= "2021-12-14"]
    _dated_line(figure, after, "gross_per_member", _("the operator pays"), colours.sponsor, "dot")
    _dated_line(figure, paid, "charged_per_member", _("model"), colours.accent, "solid")
    _reports(figure, final, colours)
    _event_marks(figure, events, colours)
    return Chart(
        title=_("Does the model replay what members really paid?"),
        figure=figure,
        alt=_share_alt(final),
        table=lambda: replay_table(final),
        note=_(
            "Line: model. Bars: the yearly figures it was fitted to, over their settlements. "
            "Rings: settlements it never saw. Marks below: events; point at one to read it."
        ),
    )


def _share_alt(final: pd.DataFrame) -> str:
    yearly = final.groupby(final["date"].dt.year)["charged_per_member"].sum()
    return _("The model's shares: {a} in 2019, {b} in 2020, {c} in 2021.").format(
        a=money(yearly[2019]), b=money(yearly[2020]), c=money(yearly[2021])
    )


def _time_frame(colours: Palette, unit: str) -> Figure:
    figure = frame(colours, "", unit)
    figure["layout"]["xaxis"] |= {"type": "date", "range": _PLAN_SPAN, "dtick": "M6"}
    # The year under the month, and only where it changes: on a phone both in one line would tilt.
    figure["layout"]["xaxis"] |= {"tickformat": "%b\n%Y"}
    figure["layout"]["hovermode"] = "closest"
    return figure


def _day(moment: Any) -> str:
    return pd.Timestamp(moment).strftime("%Y-%m-%d")


def _days(dates: Any) -> list[str]:
    return [_day(moment) for moment in dates]


def _date_ribbon(figure: Figure, dates: Any, low: Any, high: Any, fill: str) -> None:
    ribbon(figure, np.zeros(len(low)), low, high, fill)
    days = _days(dates)
    figure["data"][-1]["x"] = days + days[::-1]


def _dated_line(
    figure: Figure, table: pd.DataFrame, column: str, name: str, colour: str, dash: str
) -> None:
    values = table[column].to_numpy()
    line(figure, np.zeros(len(values)), values, name, colour, dash=dash, width=2.4)
    figure["data"][-1]["x"] = _days(table["date"])


def _yearly_step(figure: Figure, row: Any, colours: Palette) -> None:
    """Draw a reported year as the mean share of its settlements, its range as a bar."""
    start, end = f"{row['year']}-01-07", f"{row['year']}-12-28"
    ends = (row["share_low"], row["share_high"], row["share_yuan"])
    low, high, mean = (value / row["settlements"] for value in ends)
    thick = max((high - low) / 2, 0.04)
    figure["layout"]["shapes"].append(
        {
            "type": "rect",
            "x0": start,
            "x1": end,
            "y0": mean - thick,
            "y1": mean + thick,
            "fillcolor": colours.over_40,
            "opacity": 0.35,
            "line": {"width": 0},
        }
    )
    text = _("{year}: {share}").format(year=row["year"], share=money(row["share_yuan"]))
    label(figure, start, mean + thick, text, colours.over_40, xanchor="left", yshift=6)


def _reports(figure: Figure, final: pd.DataFrame, colours: Palette) -> None:
    """Mark reported settlements; closing payouts as what they would have cost each member."""
    shares = final[final["reported_share"] > 0]
    closing = final[(final["reported_payout"] > 0)]
    each = closing["reported_payout"] * 1.08 / closing["members"]
    groups = (
        (shares["date"], shares["reported_share"], _("reported share")),
        (closing["date"], each, _("reported payout, over members")),
    )
    for dates, values, name in groups:
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": _days(dates),
                "y": values.round(3).tolist(),
                "name": name,
                "marker": {
                    "symbol": "circle-open",
                    "size": 10,
                    "color": colours.text,
                    "line": {"width": 2},
                },
                "hovertemplate": "%{x|%d %b %Y}<br>" + name + ": %{y:.3~g} " + _("yuan"),
            }
        )


_EVENT_SYMBOLS = {
    "launch": "triangle-up",
    "rule": "square",
    "scandal": "x",
    "regulator": "diamond",
    "operator": "circle",
    "competitor": "triangle-down",
    "closing": "hexagon",
}


def _event_marks(figure: Figure, events: pd.DataFrame, colours: Palette) -> None:
    """Put a mark for every event on a strip of its own, with its story for whoever points at it."""
    shown = events[events["date"] <= pd.Timestamp(_PLAN_SPAN[1])]
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": _days(shown["date"]),
            "y": [0.5] * len(shown),
            "yaxis": "y2",
            "name": _("event"),
            "marker": {
                "symbol": [_EVENT_SYMBOLS[kind] for kind in shown["kind"]],
                "size": 10,
                "color": colours.muted,
            },
            "customdata": [
                [_(title), _wrapped(_(text))]
                for title, text in zip(shown["title"], shown["text"], strict=True)
            ],
            "hovertemplate": "<b>%{customdata[0]}</b><br>%{x|%d %b %Y}<br>%{customdata[1]}"
            "<extra></extra>",
        }
    )
    strip = {"visible": False, "range": [0, 1], "fixedrange": True}
    figure["layout"]["yaxis2"] = strip | {"domain": [0, 0.08]}
    figure["layout"]["yaxis"] |= {"domain": [0.1, 1]}
    figure["layout"]["xaxis"]["anchor"] = "y2"


def _wrapped(text: str, width: int = 60) -> str:
    lines, current = [], ""
    for word in text.split():
        if len(current) + len(word) > width:
            lines.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return "<br>".join([*lines, current])


def members_history(
    final: pd.DataFrame, counts: pd.DataFrame, conflicts: pd.DataFrame, colours: Palette
) -> Chart:
    """Draw the members the model uses, every published count, and conflicts as ranges."""
    figure = _time_frame(colours, _("million members"))
    known = counts[counts["date"].notna()]
    for row in conflicts[conflicts["quantity"] == "members"].to_dict("records"):
        day = _day(row["date"])
        stroke = {"color": colours.unpaid, "width": 5}
        bar = {"type": "line", "x0": day, "x1": day, "y0": row["low"] / 1e6}
        bar |= {"y1": row["high"] / 1e6, "line": stroke, "opacity": 0.6}
        figure["layout"]["shapes"].append(bar)
    used = final.assign(millions=final["members"] / 1e6)
    _dated_line(figure, used, "millions", _("as the model has it"), colours.accent, "solid")
    figure["data"][-1]["hovertemplate"] = "%{x|%d %b %Y}: %{y:.1f} " + _("million")
    for sharing, symbol in ((True, "circle"), (False, "circle-open")):
        rows = known[(known["definition"] == "sharing") == sharing]
        name = _("sharing, reported") if sharing else _("registered or not said, reported")
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": _days(rows["date"]),
                "y": (rows["members"] / 1e6).round(3).tolist(),
                "name": name,
                "marker": {"symbol": symbol, "size": 8, "color": colours.text},
                "hovertemplate": "%{x|%d %b %Y}<br>" + name + ": %{y:.1f} " + _("million"),
            }
        )
    peak = final["members"].max()
    return Chart(
        title=_("How many shared, by every report"),
        figure=figure,
        alt=_(
            "Members rise to {peak} in November 2020 and fall to {last} in December 2021."
        ).format(peak=large(peak), last=large(final["members"].iloc[-1])),
        table=lambda: members_table(known),
        note=_("Full dots share, rings are registered or do not say. Bars: reports that conflict."),
    )


def rise_waterfall(rise: Rise, colours: Palette) -> Chart:
    """Draw the causes of the rise of the yearly share one after another."""
    figure = frame(colours, "", _("yuan a year"))
    names = [_("Year 2019"), *(_(cause.name) for cause in rise.causes), _("Year 2021")]
    values = [rise.first, *(cause.yuan for cause in rise.causes), rise.last]
    steps = [amount(rise.first), *(change(c.yuan) for c in rise.causes), amount(rise.last)]
    reach = max(rise.first, rise.last, (rise.first + np.cumsum(values[1:-1])).max())
    figure["data"].append(
        {
            "type": "waterfall",
            "orientation": "h",
            "y": names,
            "x": [round(value, 2) for value in values],
            "measure": ["absolute", *["relative"] * len(rise.causes), "total"],
            "text": steps,
            "textposition": "outside",
            "cliponaxis": False,
            "connector": {"line": {"color": colours.grid, "width": 1}},
            "increasing": {"marker": {"color": colours.accent}},
            "decreasing": {"marker": {"color": colours.sponsor}},
            "totals": {"marker": {"color": colours.over_40}},
            "hovertemplate": "%{y}: %{text}<extra></extra>",
        }
    )
    figure["layout"]["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    figure["layout"]["xaxis"] |= {"showgrid": True, "range": [0, 1.2 * reach]}
    figure["layout"] |= {"hovermode": "closest", "margin": {"l": 10, "r": 60, "t": 8, "b": 30}}
    figure["layout"]["annotations"].clear()
    return Chart(
        title=_("Why did the share rise from 2019 to 2021?"),
        figure=figure,
        alt="; ".join(f"{name}: {step}" for name, step in zip(names, steps, strict=True)),
        table=lambda: pd.DataFrame({_("step"): names, _("yuan a year"): values}).round(2),
        note=_(
            "Yuan a year. Each cause is switched off after the ones above it; what the rise then "
            "loses is its part."
        ),
    )


@dataclass(frozen=True, eq=False)
class Course:
    """A turn that history did not take: from which day, in words, and the settlements with it."""

    start: dt.date
    turn: str
    table: pd.DataFrame


def other_course(real: pd.DataFrame, now: Course, past: Course | None, colours: Palette) -> Chart:
    """Draw the share as it was replayed, as it would have gone, and as in the baseline."""
    other = past is not None and not past.table.equals(now.table)
    figure = _time_frame(colours, _("yuan a settlement, before caps"))
    column = "gross_per_member"
    _dated_line(figure, real, column, _("as it was"), colours.text, "dot")
    names = [
        (_("— as it would have been"), colours.accent),
        (_("·· as it was"), colours.text),
    ]
    if past is not None and other:
        _dated_line(figure, past.table, column, _("baseline"), colours.baseline, "dash")
        _start_mark(figure, past, colours.baseline, "dash")
        words = _("-- baseline, from {day}:<br>{turn}").format(
            turn=past.turn, day=past.start.isoformat()
        )
        names.append((words, colours.baseline))
    _dated_line(figure, now.table, column, _("as it would have been"), colours.accent, "solid")
    _start_mark(figure, now, colours.muted, "dot")
    # The early years leave the upper left free, but on a phone the names reach past them.
    top = max(float(np.max(trace["y"])) for trace in figure["data"])
    figure["layout"]["yaxis"] |= {"range": [0, (1.6 if other else 1.3) * top]}
    for place, (words, colour) in enumerate(names):
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        corner |= {"align": "left", "bgcolor": colours.surface}
        label(figure, 0.01, 1.0 - 0.09 * place, words, colour, **corner)
    same = _("The baseline takes the same course.") if past is not None and not other else ""
    return Chart(
        title=_("What if it had gone otherwise?"),
        figure=figure,
        alt=told(_course_alt(real, now), _course_alt(real, past) if past and other else None),
        table=lambda: course_table(real, now.table, past.table if past and other else None),
        note=same,
    )


def _start_mark(figure: Figure, course: Course, colour: str, dash: str) -> None:
    day = course.start.isoformat()
    stroke = {"color": colour, "dash": dash, "width": 1.2}
    figure["layout"]["shapes"].append(
        {"type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1, "yref": "paper", "line": stroke}
    )


def _course_alt(real: pd.DataFrame, course: Course) -> str:
    return _("The last settlement would have cost {changed} instead of {real}.").format(
        changed=money(course.table["gross_per_member"].iloc[-1]),
        real=money(real["gross_per_member"].iloc[-1]),
    )


def plans_timeline(platforms: pd.DataFrame, colours: Palette) -> Chart:
    """Draw when each plan of the time opened and closed."""
    figure = frame(colours, "", "")
    shown = platforms[(platforms["launch"] != "") & (platforms["closing"] != "")]
    shown = shown.sort_values("launch")
    starts = pd.to_datetime(shown["launch"], format="mixed")
    ends = pd.to_datetime(shown["closing"], format="mixed")
    own = shown["platform"].str.startswith("Xianghubao")
    figure["data"].append(
        {
            "type": "bar",
            "orientation": "h",
            "y": shown["platform"].tolist(),
            "base": _days(starts),
            "x": [int(span.total_seconds() * 1000) for span in ends - starts],
            "marker": {"color": [colours.accent if mine else colours.baseline for mine in own]},
            "text": [_plan_text(row) for row in shown.to_dict("records")],
            "textposition": "outside",
            "cliponaxis": False,
            "customdata": [_wrapped(_(text)) for text in shown["how_closed"]],
            "hovertemplate": "<b>%{y}</b><br>%{customdata}<extra></extra>",
        }
    )
    # Room behind the last bar for its words, on a phone too.
    figure["layout"]["xaxis"] |= {"type": "date", "range": ["2016-01-01", "2025-06-30"]}
    figure["layout"]["xaxis"] |= {"tickvals": _YEARS_MARKED, "tickformat": "%Y"}
    figure["layout"]["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    figure["layout"] |= {"hovermode": "closest", "margin": {"l": 10, "r": 10, "t": 4, "b": 30}}
    return Chart(
        title=_("Which plans opened, how large they grew, when they closed"),
        figure=figure,
        alt=_("{count} plans opened from 2016 on; all of them had closed by January 2022.").format(
            count=number(len(shown))
        ),
        table=lambda: plans_table(platforms),
        note=_("Beside each bar: the most members it had. Point at a bar to read how it closed."),
    )


_YEARS_MARKED = [f"{year}-01-01" for year in (2016, 2018, 2020, 2022)]


def _plan_text(row: Mapping[Any, Any]) -> str:
    low, high = row["peak_members_low"], row["peak_members_high"]
    if low == low and high == high and low != high:
        start = number(low / 1e6) if low >= 1e6 else _members(low)
        return _("{low} to {high}").format(low=start, high=_members(high))
    if low == low:
        return _members(low)
    return _("below {high}").format(high=_members(high)) if high == high else _("size not known")


def _members(count: float) -> str:
    return short(count) if count >= 1e5 else number(count)
