"""Charts of the real history: shares, members, events, the causes of the rise, other plans."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mutualmodel import Case, Scenario
from mutualmodel.history import Rise, replay, rule_on, turn_of
from mutualmodel.inputs import Choices
from ui.history.tables import (
    RECORD,
    course_table,
    members_table,
    plan_names,
    plans_table,
    replay_table,
)
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    StepColours,
    band,
    day,
    days,
    frame,
    hover,
    key_line,
    label,
    line,
    points,
    pool_unit,
    shaded_span,
    short,
    time_bars,
    told,
    vertical_rule,
    waterfall,
)
from ui.kit.language import (
    SEMICOLONS,
    _,
    amount,
    change,
    counted_in,
    day_written,
    large,
    listed,
    money,
    named,
    ngettext,
    number,
    sentences,
)
from ui.kit.palette import PALER, Palette

# From here on thyroid cancer pays less; the day is not on record, the month is.
_LESSER_PAYOUT = dt.date(2019, 8, 1)
_PLAN_SPAN = ("2018-10-01", "2022-02-15")


def share_history(
    final: pd.DataFrame,
    early: Sequence[pd.DataFrame],
    years: pd.DataFrame,
    events: pd.DataFrame,
    colours: Palette,
) -> Chart:
    """Draw the share of every settlement: the model's, the years, the reports."""
    figure = frame(colours, _plan_days(), _("¤ a settlement"), hover="closest", strip=True)
    late = [table[table["date"] >= "2021-01-01"] for table in early]
    dates = days(late[0]["date"])
    fans = np.stack([table["gross_per_member"].to_numpy() for table in late])
    band(figure, dates, fans.min(axis=0), fans.max(axis=0), colours.accent_softer)
    label(figure, dates[-1], fans.max(), _("thought likely in 2020"), colours.muted)
    for row in years.to_dict("records"):
        _yearly_step(figure, row, colours)
    paid = final[final["charged_per_member"] > 0]
    after = final[final["date"] >= "2021-12-14"]
    _dated_line(figure, after, "gross_per_member", _("the operator pays"), colours.sponsor, "dot")
    _dated_line(figure, paid, "charged_per_member", _("model"), colours.accent, "solid")
    if len(after):
        key_line(figure, "·· " + _("the operator pays"), colours.sponsor)
    _reports(figure, final, colours)
    _lesser_payout(figure, final, colours)
    _event_marks(figure, events, colours)
    return Chart(
        title=_("Does the model replay what members really paid?"),
        figure=figure,
        alt=_share_alt(final),
        table=lambda: replay_table(final),
        subject=_(RECORD),
        note=sentences(
            _(
                "Line: model. Bars: the yearly figures, spread over their settlements. Rings: "
                "settlements; the fit never saw those from September 2019 to November 2021. Marks "
                "below: events; point at one to read it."
            ),
            _(
                "In autumn 2019 the model’s share falls because thyroid cancer diagnosed from "
                "August 2019 on pays {payout} instead of the full amount; no share of those "
                "settlements is on record, so nobody can say whether it really fell."
            ).format(payout=money(rule_on(_LESSER_PAYOUT).mild_payout)),
        ),
    )


def _lesser_payout(figure: Figure, final: pd.DataFrame, colours: Palette) -> None:
    """Name what makes the model's share fall for some settlements late in 2019."""
    late = final[final["date"].dt.year == _LESSER_PAYOUT.year]
    top = late.loc[late["charged_per_member"].idxmax()]
    text = _("thyroid cancer pays less")
    label(figure, day(top["date"]), top["charged_per_member"], text, colours.muted, yshift=10)


def _share_alt(final: pd.DataFrame) -> str:
    yearly = final.groupby(final["date"].dt.year)["charged_per_member"].sum()
    return _("The model's shares: {a} in 2019, {b} in 2020, {c} in 2021.").format(
        a=money(yearly[2019]), b=money(yearly[2020]), c=money(yearly[2021])
    )


def _plan_days() -> Axis:
    """Return an axis of the days that the plan lived."""
    # The year under the month, and only where it changes: on a phone both in one line would tilt.
    return Axis(dates=True, span=_PLAN_SPAN, tick_step="M6", tick_format=_("%b\n%Y"))


def _dated_line(
    figure: Figure, table: pd.DataFrame, column: str, name: str, colour: str, dash: str
) -> None:
    values = table[column].to_numpy()
    line(figure, days(table["date"]), values, name, colour, dash=dash, width=2.4)


def _yearly_step(figure: Figure, row: Any, colours: Palette) -> None:
    """Draw a reported year as the mean share of its settlements, its range as a bar."""
    start, end = f"{row['year']}-01-07", f"{row['year']}-12-28"
    ends = (row["share_low"], row["share_high"], row["share_yuan"])
    low, high, mean = (value / row["settlements"] for value in ends)
    thick = max((high - low) / 2, 0.04)
    shaded_span(figure, (start, end), (mean - thick, mean + thick), colours.over_40, opacity=0.35)
    text = _("{year}: {share}").format(year=row["year"], share=money(row["share_yuan"]))
    label(figure, start, mean + thick, text, colours.over_40, xanchor="left", yshift=6)


def _reports(figure: Figure, final: pd.DataFrame, colours: Palette) -> None:
    """Mark reported settlements; closing payouts as what they would have cost each member."""
    shares = final[final["reported_share"] > 0]
    closing = final[(final["reported_payout"] > 0) & ~(final["reported_share"] > 0)]
    each = closing["reported_payout"] * 1.08 / closing["members"]
    groups = (
        (shares["date"], shares["reported_share"], _("reported share")),
        (closing["date"], each, _("reported payout ÷ members")),
    )
    for dates, values, name in groups:
        points(
            figure,
            days(dates),
            values.round(3).to_numpy(),
            name,
            colours.text,
            symbol="circle-open",
            stroke=2,
            hover=f"{hover.day()}<br>{hover.named(name, hover.money())}",
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
    stories = zip(shown["title"], shown["text"], strict=True)
    points(
        figure,
        days(shown["date"]),
        [0.5] * len(shown),
        _("event"),
        colours.muted,
        symbol=[_EVENT_SYMBOLS[kind] for kind in shown["kind"]],
        hover=hover.alone(f"<b>{hover.detail(0)}</b><br>{hover.day()}<br>{hover.detail(1)}"),
        details=[[_(title), hover.wrapped(_(text))] for title, text in stories],
        on_strip=True,
    )


def members_history(
    final: pd.DataFrame, counts: pd.DataFrame, conflicts: pd.DataFrame, colours: Palette
) -> Chart:
    """Draw the members the model uses, every published count, and conflicts as ranges."""
    unit = pool_unit()
    figure = frame(colours, _plan_days(), _(unit.members), hover="closest")
    known = counts[counts["date"].notna()]
    for row in conflicts[conflicts["quantity"] == "members"].to_dict("records"):
        ends = row["low"] / unit.size, row["high"] / unit.size
        ink = colours.unpaid
        vertical_rule(figure, day(row["date"]), ink, between=ends, width=5, opacity=PALER)
    written = counted_in(unit, hover.decimals(1))
    used, told_as = final["members"].to_numpy() / unit.size, hover.named(hover.day(), written)
    name, ink = _("in the model"), colours.accent
    line(figure, days(final["date"]), used, name, ink, width=2.4, hover=told_as)
    for sharing, symbol in ((True, "circle"), (False, "circle-open")):
        rows = known[(known["definition"] == "sharing") == sharing]
        name = _("reported, sharing the cost") if sharing else _("reported, registered or not said")
        points(
            figure,
            days(rows["date"]),
            (rows["members"] / unit.size).round(3).to_numpy(),
            name,
            colours.text,
            symbol=symbol,
            size=8,
            hover=f"{hover.day()}<br>{hover.named(name, written)}",
        )
    peak = final["members"].max()
    return Chart(
        title=_("How many members shared the cost, by every report"),
        figure=figure,
        alt=_(
            "Members rise to {peak} in November 2020 and fall to {last} in December 2021."
        ).format(peak=large(peak), last=large(final["members"].iloc[-1])),
        table=lambda: members_table(known),
        subject=_(RECORD),
        note=_(
            "Filled dots: members who share the cost. Rings: registered members, or not said. "
            "Bars: reports that conflict."
        ),
    )


def rise_waterfall(rise: Rise, colours: Palette) -> Chart:
    """Draw the causes of the rise of the yearly share one after another."""
    names = [_("Year 2019"), *(_(cause.name) for cause in rise.causes), _("Year 2021")]
    values = [rise.first, *(cause.yuan for cause in rise.causes), rise.last]
    steps = [amount(rise.first), *(change(c.yuan) for c in rise.causes), amount(rise.last)]
    reach = max(rise.first, rise.last, (rise.first + np.cumsum(values[1:-1])).max())
    figure = frame(
        colours,
        Axis(span=(0, 1.2 * reach), grid=True, money=True),
        Axis(downward=True, grid=False),
        hover="closest",
        margins=Margins(left=10, right=60, top=8, bottom=30),
    )
    inks = StepColours(colours.accent, colours.sponsor, colours.over_40, colours.grid)
    told_as = hover.alone(hover.named(hover.plain("y"), hover.TEXT))
    sizes = [round(value, 2) for value in values]
    waterfall(figure, names, sizes, steps, inks, hover=told_as)
    for words, ink in ((_("raises it"), inks.up), (_("lowers it"), inks.down)):
        key_line(figure, f"■ {words}", ink)
    return Chart(
        title=_("Why did the share rise from 2019 to 2021?"),
        figure=figure,
        alt=listed(map(named, names, steps), SEMICOLONS),
        table=lambda: pd.DataFrame({_("step"): names, _("¤ a year"): values}).round(2),
        subject=_(RECORD),
        note=_(
            "In ¤ a year. The causes are switched off one by one from the top; what the rise then "
            "loses is that cause’s part."
        ),
    )


@dataclass(frozen=True, eq=False)
class OtherPath:
    """A turn that history did not take: from which day, in words, and the settlements with it."""

    start: dt.date
    turn: str
    table: pd.DataFrame


def other_course(fitted: Scenario, asked: Choices) -> OtherPath:
    """Return the course of the fitted plan after the turn that is asked for."""
    turn, change = Case.fields()["view.history_turn"].word(asked.history_turn), turn_of(asked)
    return OtherPath(change.start, _(turn), replay(fitted, change))


def other_path(
    real: pd.DataFrame, now: OtherPath, past: OtherPath | None, colours: Palette
) -> Chart:
    """Draw the share as it was replayed, as it would have gone, and as in the baseline."""
    other = past is not None and not past.table.equals(now.table)
    column = "gross_per_member"
    # The early years leave the upper left free, but on a phone the names reach past them.
    tables = [real, now.table, *([past.table] if past is not None and other else [])]
    top = (1.6 if other else 1.3) * max(float(table[column].max()) for table in tables)
    upwards = Axis(_("¤ a settlement, before caps"), span=(0, top))
    figure = frame(colours, _plan_days(), upwards, hover="closest")
    _dated_line(figure, real, column, _("as it was"), colours.text, "dot")
    names = [
        (_("— as it would have been"), colours.accent),
        (_("·· as it was"), colours.text),
    ]
    if past is not None and other:
        _dated_line(figure, past.table, column, _("baseline"), colours.baseline, "dash")
        _start_rule(figure, past, colours.baseline, "dash")
        words = _("-- baseline, from {day}:<br>{turn}").format(
            turn=past.turn, day=day_written(past.start)
        )
        names.append((words, colours.baseline))
    _dated_line(figure, now.table, column, _("as it would have been"), colours.accent, "solid")
    _start_rule(figure, now, colours.muted, "dot")
    for words, colour in names:
        key_line(figure, words, colour)
    same = _("The baseline goes the same way.") if past is not None and not other else ""
    return Chart(
        title=_("What if it had gone differently?"),
        figure=figure,
        alt=told(_path_alt(real, now), _path_alt(real, past) if past and other else None),
        table=lambda: course_table(real, now.table, past.table if past and other else None),
        note=same,
        subject=named(
            _("Xianghubao’s record, changed from {day} on").format(day=day_written(now.start)),
            now.turn,
        ),
    )


def _start_rule(figure: Figure, path: OtherPath, colour: str, dash: str) -> None:
    vertical_rule(figure, path.start.isoformat(), colour, dash=dash, width=1.2)


def _path_alt(real: pd.DataFrame, path: OtherPath) -> str:
    return _("The last settlement would have cost {changed} instead of {real}.").format(
        changed=money(path.table["gross_per_member"].iloc[-1]),
        real=money(real["gross_per_member"].iloc[-1]),
    )


def plans_timeline(platforms: pd.DataFrame, colours: Palette) -> Chart:
    """Draw when each plan of the time opened and closed."""
    # Room behind the last bar for its words, on a phone too.
    span = "2016-01-01", "2025-06-30"
    figure = frame(
        colours,
        Axis(dates=True, span=span, ticks=_YEARS_MARKED, tick_format="%Y"),
        Axis(downward=True, grid=False),
        hover="closest",
        margins=Margins(left=10, right=10, top=4, bottom=30),
    )
    shown = platforms[(platforms["launch"] != "") & (platforms["closing"] != "")]
    shown = shown.sort_values("launch")
    own = shown["platform"].str.startswith("Xianghubao")
    time_bars(
        figure,
        plan_names(shown),
        pd.to_datetime(shown["launch"], format="mixed"),
        pd.to_datetime(shown["closing"], format="mixed"),
        [colours.accent if mine else colours.baseline for mine in own],
        texts=[_plan_text(row) for row in shown.to_dict("records")],
        hover=hover.alone(f"<b>{hover.plain('y')}</b><br>{hover.detail()}"),
        details=[hover.wrapped(_(text)) for text in shown["how_closed"]],
    )
    for words, ink in ((_("Xianghubao"), colours.accent), (_("other plans"), colours.baseline)):
        key_line(figure, f"■ {words}", ink)
    return Chart(
        title=_("Which plans opened, how large they grew and when they closed"),
        figure=figure,
        alt=ngettext(
            "{count} plan opened from 2016 on; all of them had closed by January 2022.",
            "{count} plans opened from 2016 on; all of them had closed by January 2022.",
            len(shown),
        ).format(count=number(len(shown))),
        table=lambda: plans_table(platforms),
        subject=_("Mutual-aid plans of China, as published"),
        note=_("Beside each bar: the most members it had. Point at a bar to read how it closed."),
    )


_YEARS_MARKED = [f"{year}-01-01" for year in (2016, 2018, 2020, 2022)]


def _plan_text(row: Mapping[Any, Any]) -> str:
    low, high = row["peak_members_low"], row["peak_members_high"]
    if low == low and high == high and low != high:
        return _("{low} to {high}").format(low=_members(low), high=_members(high))
    if low == low:
        return _members(low)
    return _("below {high}").format(high=_members(high)) if high == high else _("size not known")


def _members(count: float) -> str:
    return short(count) if count >= 1e5 else number(count)
