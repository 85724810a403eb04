"""Charts of the risk page: how far a year may stray, and what a bad path looks like."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.levels import BEST_OF_200, HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.simulation import Example, Simulation
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    band,
    beside,
    corner_label,
    dot,
    frame,
    hover,
    label,
    line,
    settlement_times,
    told,
)
from ui.kit.language import _, amount, money, number, percent, sentences
from ui.kit.palette import Palette

_WIDE, _NARROW, _MEDIAN, _WORST = (LOW, HIGH), (0.25, 0.75), MEDIAN, ONE_IN_200
_EXAMPLE_DASHES = ("solid", "dash", "dot")
# Shares of a plot's height, from one name in its corner to the next.
_NEXT_NAME = 0.09


# ------------------------------------------------------------------------------- the years' costs


@dataclass(frozen=True)
class Paths:
    """The simulated paths of the present plan and, if one is pinned, of the baseline's."""

    now: Simulation
    past: Simulation | None


def cost_fan(paths: Paths, colours: Palette) -> Chart:
    """Draw the quantiles of every plan year's cost over all paths."""
    now, past = paths.now, paths.past
    column = _by_level(now)
    end = len(column[_MEDIAN])
    edges = _edges(end)
    figure = frame(colours, _plan_years(end), _("yuan a year"))
    for (low, high), fill in ((_WIDE, colours.accent_softer), (_NARROW, colours.accent_soft)):
        band(figure, edges, np.repeat(column[low], 2), np.repeat(column[high], 2), fill)
    if past is not None:
        _past_fan(figure, past, colours)
    worst, middle = np.repeat(column[_WORST], 2), np.repeat(column[_MEDIAN], 2)
    line(figure, edges, worst, _("one year in 200"), colours.unpaid, dash="dot")
    line(figure, edges, middle, _("median"), colours.accent, width=2.6)
    label(figure, end, column[_WORST][-1], _("one year in 200"), colours.unpaid)
    label(figure, end, column[_WIDE[1]][-1], _("nine years in ten"), colours.muted, yanchor="top")
    return Chart(
        title=_("What may each year cost a member?"),
        figure=figure,
        alt=told(_fan_alt(now), None if past is None else _fan_alt(past)),
        table=lambda: _fan_table(now, past),
        note=_fan_note(now, past),
    )


def _by_level(simulation: Simulation) -> dict[float, FloatArray]:
    known = simulation.quantiles("cost")
    return {level: known.values[:, place] for place, level in enumerate(known.levels)}


def _past_fan(figure: Figure, past: Simulation, colours: Palette) -> None:
    column, years = _by_level(past), past.scenario.years
    for level, name, dash in (
        (_MEDIAN, _("baseline, median"), "dash"),
        (_WORST, _("baseline, one year in 200"), "dot"),
    ):
        before = np.repeat(column[level], 2)
        line(figure, _edges(years), before, name, colours.baseline, dash=dash)


def _fan_alt(simulation: Simulation) -> str:
    column, years = _by_level(simulation), simulation.scenario.years
    return _(
        "Year 1: median {median}, nine years in ten {low} to {high}, one in 200 above {worst}. "
        "Year {year}: median {late}, one in 200 above {late_worst}."
    ).format(
        median=money(column[_MEDIAN][0]),
        low=amount(column[_WIDE[0]][0]),
        high=money(column[_WIDE[1]][0]),
        worst=money(column[_WORST][0]),
        year=years,
        late=money(column[_MEDIAN][-1]),
        late_worst=money(column[_WORST][-1]),
    )


def _fan_note(now: Simulation, past: Simulation | None) -> str:
    note = _("{paths} simulated courses of the plan, seed {seed}.")
    said = note.format(paths=number(now.paths), seed=now.seed)
    if past is None:
        return said
    before = _("Grey: the baseline; dashed its median, dotted its year in 200.")
    if past.seed == now.seed:
        return sentences(said, before)
    return sentences(said, before, _("Its seed is {seed}.").format(seed=past.seed))


def _edges(years: int) -> FloatArray:
    """Begin and end of every plan year: values are drawn as flat steps, so one year shows too."""
    return np.repeat(np.arange(years + 1.0), 2)[1:-1]


def _plan_years(years: int) -> Axis:
    """Return an axis on which every plan year is named in its middle."""
    names = {year + 0.5: str(year + 1) for year in range(years)}
    return Axis(_("Plan year"), span=(0, years), ticks=names)


def _fan_table(now: Simulation, past: Simulation | None) -> pd.DataFrame:
    table = _fan_columns(now)
    if past is None:
        return table
    before = pd.Series(past.means("cost")[0]).reindex(table.index)
    table[_("baseline's mean, yuan")] = before.round(3)
    if _comparable(now, past):
        gap = now.difference(past)
        table[_("difference of means, yuan")] = gap.mean.round(3)
        table[_("± of the difference, yuan")] = gap.standard_error.round(4)
    return beside(table, _fan_columns(past).drop(columns=_("mean, yuan")))


def _fan_columns(simulation: Simulation) -> pd.DataFrame:
    known = simulation.quantiles("cost")
    mean, mean_error = simulation.means("cost")
    table = pd.DataFrame({_("year"): np.arange(1, len(mean) + 1)})
    table[_("mean, yuan")], table[_("± standard error, yuan")] = mean.round(3), mean_error.round(4)
    for place, level in enumerate(known.levels):
        title = percent(level, 1 if level in (BEST_OF_200, ONE_IN_200) else 0)
        table[_("{level}, yuan").format(level=title)] = known.values[:, place].round(2)
    table[_("± of the 99.5 %, yuan")] = known.standard_errors[:, -1].round(3)
    return table


def _comparable(simulation: Simulation, baseline: Simulation) -> bool:
    """Whether both drew the same numbers, so that path can be set against path."""
    return (
        simulation.seed == baseline.seed
        and simulation.paths == baseline.paths
        and simulation.scenario.years == baseline.scenario.years
    )


# --------------------------------------------------------------------------- more than an amount


def exceedance(paths: Paths, asked: float, past_asked: float | None, colours: Palette) -> Chart:
    """Draw the chance that a member's first year costs more than each amount.

    ``asked`` is the amount that the reader names, ``past_asked`` the one the baseline has.
    """
    now, past = paths.now, paths.past
    named = [asked] if past_asked is None else [asked, past_asked]
    costs = [one.yearly.cost[0].max() for one in (now, past) if one is not None]
    most = float(max([*named, *costs]))
    amounts = np.linspace(0.0, 1.05 * most, 211)
    # What the dots say stands above the curves, where none ever runs.
    upwards = Axis(
        _("chance of more"),
        span=(0, 1.02 + 0.14 * len(named)),
        ticks=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
        tick_format="~%",
    )
    figure = frame(colours, _("yuan in the first year"), upwards)
    told_as = hover.percentage()
    if past is not None and past_asked is not None:
        chance, ink = past.exceedance(amounts), colours.baseline
        line(figure, amounts, chance, _("baseline"), ink, dash="dash", hover=told_as)
        name = _("the amount asked in the baseline")
        _asked(figure, past, past_asked, name, ink, "circle-open")
    chance, ink = now.exceedance(amounts), colours.accent
    line(figure, amounts, chance, _("this plan"), ink, hover=told_as)
    _asked(figure, now, asked, _("the amount you named"), ink, "circle")
    return Chart(
        title=_("How likely is it that a member pays more than …?"),
        figure=figure,
        alt=told(
            _exceedance_alt(now, asked),
            None if past is None or past_asked is None else _exceedance_alt(past, past_asked),
        ),
        table=lambda: beside(
            _exceedance_table(now, amounts),
            None if past is None else _exceedance_table(past, amounts),
        ),
    )


def _asked(
    figure: Figure, simulation: Simulation, asked: float, name: str, colour: str, symbol: str
) -> None:
    """Mark an amount on a curve and say in the corner how likely more is."""
    chance = simulation.probability_above(asked).value
    dot(figure, (asked, chance), name, colour, symbol, hover=hover.percentage())
    said = _("{chance} above {named}").format(chance=chances(chance), named=money(asked))
    past = symbol == "circle-open"
    words = "○ " + _("baseline: {words}").format(words=said) if past else "● " + said
    corner_label(figure, (1.0, 0.9 if past else 1.0), words, colour)


def _exceedance_alt(simulation: Simulation, asked: float) -> str:
    return _("The chance that the first year costs a member more than {named} is {chance}.").format(
        named=money(asked), chance=chances(simulation.probability_above(asked).value)
    )


def _exceedance_table(simulation: Simulation, amounts: FloatArray) -> pd.DataFrame:
    chance = simulation.exceedance(amounts).round(5)
    return pd.DataFrame(
        {_("more than, yuan"): amounts.round(2), _("chance, as a fraction"): chance}
    )


def chances(value: float) -> str:
    """Write a chance, as small as ten thousand paths can tell."""
    if 0 < value < 0.0005:
        return _("below 0.1 %")
    return percent(value, 0 if value in (0.0, 1.0) else 1)


# ----------------------------------------------------------------------------------- three paths


def example_paths(paths: Paths, colours: Palette) -> Chart:
    """Draw three paths that can be followed settlement by settlement.

    Of the baseline, where all of its paths lie and their mean: six single ones could not be told
    apart.
    """
    now, past = paths.now, paths.past
    names, dearest = len(now.examples), _dearest(now)
    if past is not None:
        names, dearest = names + 1, max(dearest, _reach(past))
    room = 1.38 + 0.15 * (names - len(now.examples))
    across = Axis(_("Years from now"), span=(0, now.scenario.years), tick_step=1)
    upwards = Axis(_("yuan a settlement"), span=(0, room * max(dearest, 1e-9)))
    figure = frame(colours, across, upwards)
    if past is not None:
        _past_paths(figure, past, colours)
        corner = 0.02, 1.0 - _NEXT_NAME * len(now.examples)
        corner_label(figure, corner, _("▒ baseline, -- its mean"), colours.baseline)
    inks = (colours.accent, colours.over_40, colours.unpaid)
    styles = zip(now.examples, inks, _EXAMPLE_DASHES, strict=True)
    for place, (example, ink, dash) in enumerate(styles):
        charged = _charged(example)
        line(figure, settlement_times(len(charged)), charged, _(example.name), ink, dash=dash)
        corner_label(figure, (0.02, 1.0 - _NEXT_NAME * place), _example_words(example), ink)
    return Chart(
        title=_("What do an ordinary and a bad course look like?"),
        figure=figure,
        alt=told(_paths_alt(now), None if past is None else _paths_alt(past)),
        table=lambda: beside(_example_table(now), None if past is None else _example_table(past)),
        note=""
        if past is None
        else _("Grey: where nine of the baseline’s courses in ten lie, and the mean of all."),
    )


def _example_words(example: Example) -> str:
    return {
        "median": _("— the middle course"),
        "1 in 20": _("-- one in 20 is as dear"),
        "1 in 200": _("·· one in 200 is as dear"),
    }[example.name]


def _past_paths(figure: Figure, past: Simulation, colours: Palette) -> None:
    """Draw where the baseline's paths lie, and their mean."""
    share, years = past.share, settlement_times(len(past.share.mean))
    low, high = (share.values[:, share.levels.index(level)] for level in _WIDE)
    band(figure, years, low, high, colours.grid)
    line(figure, years, share.mean, _("baseline, mean"), colours.baseline, dash="dash")


def _reach(simulation: Simulation) -> float:
    """Return how high the paths of a plan and their mean reach, yuan a settlement."""
    share = simulation.share
    high = share.values[:, share.levels.index(_WIDE[1])]
    return float(max(high.max(), share.mean.max()))


def _dearest(simulation: Simulation) -> float:
    return max(float(_charged(example).max()) for example in simulation.examples)


def _charged(example: Example) -> FloatArray:
    return example.projection.array("charged_per_member")


def _paths_alt(simulation: Simulation) -> str:
    return sentences(
        *(
            _("{name}: the dearest year costs {cost}.").format(
                name=_example_words(example),
                cost=money(simulation.yearly.cost[:, example.path].max()),
            )
            for example in simulation.examples
        )
    )


def _example_table(simulation: Simulation) -> pd.DataFrame:
    columns = {}
    for example in simulation.examples:
        plan = example.projection
        columns[_("{name}: yuan").format(name=_(example.name))] = _charged(example).round(4)
        columns[_("{name}: claims").format(name=_(example.name))] = plan.array("claims").round()
        columns[_("{name}: members").format(name=_(example.name))] = plan.array("members").round()
    table = pd.DataFrame(columns)
    table.insert(0, _("settlement"), np.arange(1, len(table) + 1))
    return table
