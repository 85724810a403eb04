"""Charts of the fund through chance: what it holds, and when it has been ruined."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mutualmodel import project
from mutualmodel.arrays import FloatArray
from mutualmodel.levels import BEST_OF_200, HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.simulation import LEVELS, Probability, Simulation
from mutualmodel.text import N_
from ui.fund.outlook import Outlook, Outlooks
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    band,
    beside,
    frame,
    hover,
    key_line,
    line,
    scale_of,
    settlement_times,
    told,
)
from ui.kit.language import _, chances, money, ngettext, number, percent, sentences
from ui.kit.palette import Palette

# How high an axis is over what it shows.
_ROOM = 1.08
_HELD: Mapping[str, str] = {
    "fund": N_("What does the fund hold?"),
    "prepaid": N_("What do the balances hold?"),
}


# ------------------------------------------------------------------------ settlement by settlement


def held(shown: Outlooks, colours: Palette) -> Chart:
    """Draw what a fund, or all balances, hold after every settlement, over all courses."""
    now, past = shown.now.simulation, None if shown.past is None else shown.past.simulation
    fan, target = now.fund, _target(shown.now)
    before = None if past is None else past.fund
    assert fan is not None
    reach = [fan.values[:, _place(HIGH)].max(), target.max(initial=0.0)]
    reach += [] if before is None else [before.values[:, _place(MEDIAN)].max()]
    unit, title = scale_of(float(max(reach)))
    upwards = Axis(title, span=(0, _ROOM * max(float(max(reach)) / unit, 1e-3)))
    figure = frame(colours, Axis(_("Years"), tick_step=1), upwards)
    told_as = hover.with_unit(hover.digits(), title)
    if before is not None:
        median, ink = before.values[:, _place(MEDIAN)] / unit, colours.baseline
        times, name = settlement_times(len(median)), _("baseline, median")
        line(figure, times, median, name, ink, dash="dash", hover=told_as)
    times = settlement_times(len(fan.mean))
    if target.any():
        name, ink = _("target reserve"), colours.mild
        line(figure, times, target / unit, name, ink, dash="dash", hover=told_as)
    worst, low, median, high = (
        fan.values[:, _place(level)] / unit for level in (BEST_OF_200, LOW, MEDIAN, HIGH)
    )
    band(figure, times, low, high, colours.accent_soft)
    name, ink = _("one run in 200 holds less"), colours.unpaid
    line(figure, times, worst, name, ink, dash="dot", hover=told_as)
    line(figure, times, median, _("median"), colours.accent, width=2.6, hover=told_as)
    _names(figure, colours, with_target=bool(target.any()))
    return Chart(
        title=_(_HELD[shown.now.plan.funding]),
        figure=figure,
        alt=told(_held_alt(now), None if past is None else _held_alt(past)),
        table=lambda: beside(_held_table(now), None if past is None else _held_table(past)),
        note=_courses_note(now, past),
    )


def _names(figure: Figure, colours: Palette, *, with_target: bool) -> None:
    names = [
        (_("▒ nine runs in ten; line: the median"), colours.accent),
        (_("·· one run in 200 holds less"), colours.unpaid),
    ]
    if with_target:
        names.append((_("- - target reserve of all members"), colours.mild))
    for text, ink in names:
        key_line(figure, text, ink)


def _place(level: float) -> int:
    return LEVELS.index(level)


def _target(outlook: Outlook) -> FloatArray:
    """Return the target reserve of all members after every settlement, ¤; 0 of balances."""
    members = project(outlook.plan).array("members")
    return np.asarray(outlook.plan.target_reserve * members * (outlook.plan.funding == "fund"))


def _held_alt(simulation: Simulation) -> str:
    fan = simulation.fund
    if fan is None:
        return _("No money is held.")
    median = fan.values[:, _place(MEDIAN)]
    most = int(median.argmax())
    return ngettext(
        "In the median run it peaks at {most}, after {settlements} settlement, and ends at "
        "{last}; nine runs in ten end between {low} and {high}.",
        "In the median run it peaks at {most}, after {settlements} settlements, and ends at "
        "{last}; nine runs in ten end between {low} and {high}.",
        most + 1,
    ).format(
        most=money(median[most]),
        settlements=number(most + 1),
        last=money(median[-1]),
        low=money(fan.values[-1, _place(LOW)]),
        high=money(fan.values[-1, _place(HIGH)]),
    )


def _held_table(simulation: Simulation) -> pd.DataFrame:
    table = pd.DataFrame({_("settlement"): np.arange(1, len(simulation.membership.mean) + 1)})
    if simulation.fund is not None:
        for place, level in enumerate(simulation.fund.levels):
            name = percent(level, 1 if level in (BEST_OF_200, ONE_IN_200) else 0)
            values = simulation.fund.values[:, place].round()
            table[_("{level} hold less, ¤").format(level=name)] = values
    return table


def _courses_note(now: Simulation, past: Simulation | None) -> str:
    said = _("{paths} simulated runs of the plan, seed {seed}.").format(
        paths=number(now.paths), seed=now.seed
    )
    if past is None or past.fund is None:
        return said
    return sentences(said, _("Grey dashes: the baseline."))


# ------------------------------------------------------------------------------------ when ruined


def by_year(shown: Outlooks, colours: Palette) -> Chart:
    """Draw how likely the money in hand has failed to pay a settlement by the end of each year."""
    now, past = shown.now, shown.past
    # Nothing paid in advance can run out.
    past = None if past is None or past.plan.funding == "after" else past
    reached = [ruined_by(one.simulation) for one in (now, past) if one is not None]
    top = max(one.value for chances_of in reached for one in chances_of)
    years = np.arange(1.0, now.plan.years + 1.0)
    longest = max(one.plan.years for one in (now, past) if one is not None)
    across = Axis(_("Plan year"), span=(0.5, longest + 0.5), tick_step=1)
    upwards = Axis(_("chance"), span=(0, max(1.08 * top, 0.01)), tick_format=".3~%")
    figure = frame(colours, across, upwards)
    told_as = hover.percentage()
    if past is not None:
        before = np.array([one.value for one in reached[1]])
        line(figure, np.arange(1.0, len(before) + 1), before, _("baseline"), colours.baseline,
             dash="dash", symbol="circle-open", hover=told_as)  # fmt: skip
    value = np.array([one.value for one in reached[0]])
    error = np.array([one.standard_error for one in reached[0]])
    band(figure, years, np.maximum(value - 2 * error, 0), np.minimum(value + 2 * error, 1),
         colours.accent_soft)  # fmt: skip
    line(figure, years, value, _("has run out by then"), colours.accent, symbol="circle", size=8,
         width=2.6, hover=told_as)  # fmt: skip
    return Chart(
        title=_("How soon could the money run out?"),
        figure=figure,
        alt=told(_ruin_alt(now.simulation), None if past is None else _ruin_alt(past.simulation)),
        table=lambda: beside(
            _ruin_table(now.simulation), None if past is None else _ruin_table(past.simulation)
        ),
        note=_(
            "Share of runs in which it has run out by the end of each year; shaded: ± two "
            "standard errors."
        )
        if past is None
        else _("Shaded: ± two standard errors. Grey dashes: the baseline."),
    )


def ruined_by(simulation: Simulation) -> list[Probability]:
    """Return how likely the money has failed by the end of each year."""
    failed = np.logical_or.accumulate(simulation.yearly.ruined, axis=0).sum(axis=1)
    return [Probability.of(int(count), simulation.paths) for count in failed]


def _ruin_alt(simulation: Simulation) -> str:
    known = ruined_by(simulation)
    return sentences(
        *(
            _("By the end of year {year}: {chance}.").format(
                year=year, chance=chances(known[year - 1].value)
            )
            for year in dict.fromkeys((1, len(known)))
        )
    )


def _ruin_table(simulation: Simulation) -> pd.DataFrame:
    known = ruined_by(simulation)
    return pd.DataFrame(
        {
            _("year"): np.arange(1, len(known) + 1),
            _("has run out by its end, %"): [round(100 * one.value, 2) for one in known],
            _("± standard error, %"): [round(100 * one.standard_error, 3) for one in known],
            _("short in the year, %"): (100 * simulation.yearly.ruined.mean(axis=1)).round(2),
        }
    )
