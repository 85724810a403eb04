"""Charts of who pays a bad year, of the same plan after the event, and of what is held."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel import Projection, Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.levels import BEST_OF_200, HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.periods import PERIODS_PER_MONTH
from mutualmodel.simulation import Simulation
from mutualmodel.text import N_
from ui.fund.outlook import Outlook, Outlooks
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    Slot,
    band,
    beside,
    frame,
    horizontal_bars,
    hover,
    key_line,
    line,
    scale_of,
    told,
    vertical_bars,
)
from ui.kit.language import _, amount, entry, listed, money, number, percent, sentences
from ui.kit.palette import PALER, Palette

# So near to a level courses are averaged, on either side: single ones are of all sorts.
_NEAR = 0.002
_LEVELS: Mapping[float, str] = {
    BEST_OF_200: N_("the best year in 200"),
    MEDIAN: N_("the median year"),
    ONE_IN_200: N_("one year in 200"),
}
_PARTS: Mapping[str, str] = {
    "contributions": N_("paid in"),
    "called": N_("called from members"),
    "sponsor": N_("operator or insurer"),
    "unpaid": N_("claimants go unpaid"),
    "drawn": N_("taken from the money held"),
    "kept": N_("added to the money held"),
    "returned": N_("paid back"),
}
_NOW, _SLIM = Slot(0.46, -0.16, "now"), Slot(0.16, -0.34, "baseline")


# ------------------------------------------------------------------------------- a bad year, a good


@dataclass(frozen=True)
class YearShown:
    """A year of a course by who pays: ¤ a member; what is paid back and put by is below zero."""

    level: float
    bill: float
    parts: Mapping[str, float]


def years_shown(simulation: Simulation, year: int = 1) -> list[YearShown]:
    """Return a good year, a median one and a bad one: means of courses near their levels.

    Contributions + calls + others + what claimants lack + what is taken from the money held is the
    bill and what is paid back: to the last digit.
    """
    yearly, row = simulation.yearly, year - 1
    order = np.argsort(yearly.bill[row], kind="stable")
    members = project(simulation.scenario).years["members"].iloc[row]
    last, found = len(order) - 1, []
    for level in _LEVELS:
        first, end = (round(np.clip(level + off, 0, 1) * last) for off in (-_NEAR, _NEAR))
        near = order[first : end + 1]
        each = {
            name: float(getattr(yearly, name)[row, near].mean() / max(members, 1.0))
            for name in ("bill", "returned", "contributions", "called", "sponsor", "unpaid")
        }
        parts = {name: each[name] for name in ("contributions", "called", "sponsor", "unpaid")}
        bill, returned = each["bill"], each["returned"]
        taken = bill + returned - sum(parts.values())
        parts |= {"drawn": max(taken, 0.0), "kept": min(taken, 0.0), "returned": -returned}
        found.append(YearShown(level, bill, parts))
    return found


def who_pays(now: Simulation, past: Simulation | None, colours: Palette) -> Chart:
    """Draw who pays a good year, a median one and a bad one, and what comes back."""
    shown = years_shown(now)
    before = None if past is None else years_shown(past)
    figure = frame(
        colours, _("¤ a member in the first year"), Axis(), hover="closest", bars="relative",
        legend=True, margins=Margins(left=110, top=60, bottom=44),
    )  # fmt: skip
    _bars(figure, shown, colours, _NOW)
    if before is not None:
        _bars(figure, before, colours, _SLIM, opacity=PALER)
    return Chart(
        title=_("Who pays in a bad year, and what comes back in a good one?"),
        figure=figure,
        alt=told(_years_alt(shown), None if before is None else _years_alt(before)),
        table=lambda: beside(_years_table(shown), None if before is None else _years_table(before)),
        note="" if before is None else _("Slim bars: the baseline."),
    )


def _bars(
    figure: Figure, shown: list[YearShown], colours: Palette, slot: Slot, opacity: float = 1.0
) -> None:
    inks = _inks(colours)
    rows = [_(_LEVELS[one.level]) for one in shown]
    for part, title in _PARTS.items():
        values = np.array([one.parts[part] for one in shown])
        if np.abs(values).max() > 5e-4:
            horizontal_bars(figure, rows, values, _(title), inks[part], edge=colours.surface,
                            slot=slot, opacity=opacity, listed=slot is _NOW)  # fmt: skip


def _inks(colours: Palette) -> Mapping[str, str]:
    return {
        "contributions": colours.accent,
        "called": colours.over_40,
        "sponsor": colours.sponsor,
        "unpaid": colours.unpaid,
        "drawn": colours.fee,
        "kept": colours.fee,
        "returned": colours.mild,
    }


def _years_alt(shown: list[YearShown]) -> str:
    return sentences(
        *(
            _("{year}: a bill of {bill} a member; {parts}.").format(
                year=_(_LEVELS[one.level]),
                bill=money(one.bill),
                parts=listed(
                    entry(_(_PARTS[name]), amount(abs(value)))
                    for name, value in one.parts.items()
                    if abs(value) > 5e-4
                )
                or _("nothing is paid"),
            )
            for one in shown
        )
    )


def _years_table(shown: list[YearShown]) -> pd.DataFrame:
    table = pd.DataFrame({_("year"): [_(_LEVELS[one.level]) for one in shown]})
    table[_("bill, ¤ a member")] = [round(one.bill, 2) for one in shown]
    for part, title in _PARTS.items():
        column = _("{part}, ¤ a member").format(part=_(title))
        table[column] = [round(one.parts[part], 2) for one in shown]
    return table


# ----------------------------------------------------------------------------- after the event


def beside_after(shown: Outlooks, colours: Palette) -> Chart:
    """Draw what each year costs a member in advance and, of the same claims, after the event."""
    now, after, past = shown.now.simulation, shown.now.after, shown.past
    costs, later = _costs(now), _costs(after)
    top = max(costs[HIGH].max(), later[HIGH].max())
    if past is not None:
        top = max(top, _costs(past.simulation)[MEDIAN].max())
    years = now.scenario.years
    names = {year + 0.5: str(year + 1) for year in range(years)}
    across = Axis(_("Plan year"), span=(0, years), ticks=names)
    figure = frame(colours, across, Axis(_("¤ a year"), span=(0, 1.08 * max(top, 1e-6))))
    edges = _edges(years)
    low, high = (np.repeat(costs[level], 2) for level in (LOW, HIGH))
    band(figure, edges, low, high, colours.accent_soft)
    if past is not None:
        before = np.repeat(_costs(past.simulation)[MEDIAN], 2)
        name, ink = _("baseline, median"), colours.baseline
        line(figure, _edges(past.plan.years), before, name, ink, dash="dash")
    for level, title in (
        (LOW, _("after the event, 5th percentile")),
        (HIGH, _("after the event, 95th percentile")),
    ):
        line(
            figure, edges, np.repeat(later[level], 2), title, colours.sponsor, dash="dot", width=1.4
        )
    line(figure, edges, np.repeat(later[MEDIAN], 2), _("after the event, median"), colours.sponsor)
    name = _("in advance, median")
    line(figure, edges, np.repeat(costs[MEDIAN], 2), name, colours.accent, width=2.6)
    key_line(figure, _("▒ in advance, nine runs in ten"), colours.accent)
    key_line(figure, _("·· after the event, nine runs in ten"), colours.sponsor)
    return Chart(
        title=_("What would the same claims cost after the event?"),
        figure=figure,
        alt=told(_beside_alt(shown.now), None if past is None else _beside_alt(past)),
        table=lambda: beside(
            _beside_table(shown.now), None if past is None else _beside_table(past)
        ),
        note="" if past is None else _("Grey dashes: the baseline’s median."),
    )


def _costs(simulation: Simulation) -> Mapping[float, FloatArray]:
    known = simulation.quantiles("cost", (LOW, MEDIAN, HIGH))
    return {level: known.values[:, place] for place, level in enumerate(known.levels)}


def _edges(years: int) -> FloatArray:
    return np.repeat(np.arange(years + 1.0), 2)[1:-1]


def _beside_alt(outlook: Outlook) -> str:
    ways = (_("in advance"), outlook.simulation), (_("after the event"), outlook.after)
    return sentences(
        *(
            _("Year {year}, {way}: median {median}, nine runs in ten {low} to {high}.").format(
                year=year,
                way=way,
                median=money(costs[MEDIAN][year - 1]),
                low=amount(costs[LOW][year - 1]),
                high=money(costs[HIGH][year - 1]),
            )
            for year in dict.fromkeys((1, outlook.plan.years))
            for way, costs in ((way, _costs(simulation)) for way, simulation in ways)
        )
    )


def _beside_table(outlook: Outlook) -> pd.DataFrame:
    table = pd.DataFrame({_("year"): np.arange(1, outlook.plan.years + 1)})
    ways = (_("in advance"), outlook.simulation), (_("after the event"), outlook.after)
    for way, simulation in ways:
        for level, values in _costs(simulation).items():
            title = _("{way}, {level}, ¤").format(way=way, level=percent(level))
            table[title] = values.round(2)
    return table


def bearers_table(outlooks: Outlooks) -> pd.DataFrame:
    """Tell who bears the bills of all years, in parts of a hundred, on average of all courses."""
    now, past = outlooks.now, outlooks.past
    rows = {
        _("this plan"): now.simulation,
        _("the same, paid after the event"): now.after,
    }
    if past is not None:
        rows[_("baseline")] = past.simulation
    return pd.DataFrame([{_("way of paying"): name, **_borne(one)} for name, one in rows.items()])


def _borne(simulation: Simulation) -> dict[str, float | None]:
    yearly = simulation.yearly
    bill = float(yearly.bill.sum())

    def share(values: FloatArray) -> float | None:
        return round(100.0 * float(values.sum()) / bill, 2) if bill > 0.0 else None

    spread = yearly.cost.sum(axis=0)
    return {
        _("members, %"): share(yearly.members_pay),
        _("others, %"): share(yearly.sponsor),
        _("left unpaid, %"): share(yearly.unpaid),
        _("average, ¤"): round(float(spread.mean()), 1),
        _("5th percentile, ¤"): round(float(np.quantile(spread, LOW)), 1),
        _("95th percentile, ¤"): round(float(np.quantile(spread, HIGH)), 1),
    }


# ------------------------------------------------------------------------- what the operator holds


@dataclass(frozen=True, eq=False)
class Holding:
    """Yuan held at the end of each month (M,), with the claims that are expected.

    ``owed`` of it would pay claims diagnosed and not yet paid, with the fee; ``own`` is what would
    go back to the members.
    """

    owed: FloatArray
    own: FloatArray

    @property
    def held(self) -> FloatArray:
        """All that is held."""
        return self.owed + self.own


def holding(projection: Projection) -> Holding:
    """Return what the operator holds of the members' money by month, and for whom."""
    monthly = slice(PERIODS_PER_MONTH - 1, None, PERIODS_PER_MONTH)
    held = projection.array("fund")[monthly]
    debts = projection.array("owed")[monthly] * (1.0 + projection.scenario.fee_rate)
    owed = np.minimum(held, debts)
    return Holding(owed, held - owed)


def operator_holds(plan: Scenario, past: Scenario | None, colours: Palette) -> Chart:
    """Draw what lies with the operator at the end of each month, and whose it is."""
    now = holding(project(plan))
    before = None if past is None else holding(project(past))
    top = max(float(one.held.max()) for one in (now, before) if one is not None)
    unit, title = scale_of(top)
    months = np.arange(1.0, len(now.held) + 1.0)
    figure = frame(
        colours, Axis(_("months from the start")), title, bars="stack", legend=True, bar_gap=0.1
    )
    told_as = hover.with_unit(hover.digits(), title)
    owed, own = _("would pay claims already diagnosed"), _("would go back to members")
    vertical_bars(figure, months, now.owed / unit, owed, colours.unpaid, hover=told_as)
    vertical_bars(figure, months, now.own / unit, own, colours.accent, hover=told_as)
    if before is not None:
        at = np.arange(1.0, len(before.held) + 1.0)
        line(figure, at, before.held / unit, _("baseline"), colours.baseline, dash="dash",
             width=2.2, hover=told_as, halo=colours.surface)  # fmt: skip
    return Chart(
        title=_("What is held month by month, and for whom?"),
        figure=figure,
        alt=told(_holding_alt(now), None if before is None else _holding_alt(before)),
        table=lambda: beside(
            _holding_table(now), None if before is None else _holding_table(before)
        ),
        note=_("At the end of each month, if claims come as expected."),
    )


def _holding_alt(one: Holding) -> str:
    if not one.held.any():
        return _("Nothing is held at the end of any month.")
    most = int(one.held.argmax())
    return _(
        "The most is held after month {month}: {held}, of which {owed} would pay claims already "
        "diagnosed and {own} would go back to members."
    ).format(
        month=number(most + 1),
        held=money(one.held[most]),
        owed=money(one.owed[most]),
        own=money(one.own[most]),
    )


def _holding_table(one: Holding) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("months from the start"): np.arange(1, len(one.held) + 1),
            _("held, ¤"): one.held.round(),
            _("would pay claims already diagnosed, ¤"): one.owed.round(),
            _("would go back to members, ¤"): one.own.round(),
        }
    )
