"""Charts of the risk page: how likely more than an amount is, and what a bad path looks like."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.levels import HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.simulation import Example, Simulation
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    band,
    beside,
    dot,
    frame,
    hover,
    key_line,
    line,
    settlement_times,
    told,
)
from ui.kit.language import _, chances, money, sentences
from ui.kit.palette import Palette

_WIDE, _MEDIAN, _WORST = (LOW, HIGH), MEDIAN, ONE_IN_200
_EXAMPLE_DASHES = ("solid", "dash", "dot")


@dataclass(frozen=True)
class Paths:
    """The simulated paths of the present plan and, if one is pinned, of the baseline's."""

    now: Simulation
    past: Simulation | None


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
    figure = frame(colours, _("¤ in the first year"), upwards)
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
    said = _("{chance} cost more than {named}").format(chance=chances(chance), named=money(asked))
    past = symbol == "circle-open"
    words = "○ " + _("baseline: {words}").format(words=said) if past else "● " + said
    key_line(figure, words, colour)


def _exceedance_alt(simulation: Simulation, asked: float) -> str:
    return _("The chance that the first year costs a member more than {named} is {chance}.").format(
        named=money(asked), chance=chances(simulation.probability_above(asked).value)
    )


def _exceedance_table(simulation: Simulation, amounts: FloatArray) -> pd.DataFrame:
    chance = simulation.exceedance(amounts).round(5)
    return pd.DataFrame({_("more than, ¤"): amounts.round(2), _("chance, as a fraction"): chance})


# ----------------------------------------------------------------------------------- three paths


def example_paths(paths: Paths, colours: Palette) -> Chart:
    """Draw three paths that can be followed settlement by settlement.

    Of the baseline, where all of its paths lie and their mean: six single ones could not be told
    apart.
    """
    now, past = paths.now, paths.past
    dearest = _dearest(now)
    if past is not None:
        dearest = max(dearest, _reach(past))
    across = Axis(_("Years from now"), years=True, span=(0, now.scenario.years), tick_step=1)
    upwards = Axis(_("¤ a settlement"), span=(0, 1.08 * max(dearest, 1e-9)))
    figure = frame(colours, across, upwards)
    if past is not None:
        _past_paths(figure, past, colours)
        key_line(figure, _("▒ baseline, -- its average"), colours.baseline)
    inks = (colours.accent, colours.over_40, colours.unpaid)
    styles = zip(now.examples, inks, _EXAMPLE_DASHES, strict=True)
    for example, ink, dash in styles:
        charged = _charged(example)
        line(figure, settlement_times(len(charged)), charged, _(example.name), ink, dash=dash)
        key_line(figure, _example_words(example), ink)
    return Chart(
        title=_("What do an ordinary and an expensive run look like?"),
        figure=figure,
        alt=told(_paths_alt(now), None if past is None else _paths_alt(past)),
        table=lambda: beside(_example_table(now), None if past is None else _example_table(past)),
        note=""
        if past is None
        else _("Grey: where nine in ten of the baseline’s runs lie, and the average of all."),
    )


def _example_words(example: Example) -> str:
    return {
        "median": _("— the median run"),
        "1 in 20": _("-- a 1-in-20 expensive run"),
        "1 in 200": _("·· a 1-in-200 expensive run"),
    }[example.name]


def _past_paths(figure: Figure, past: Simulation, colours: Palette) -> None:
    """Draw where the baseline's paths lie, and their mean."""
    share, years = past.share, settlement_times(len(past.share.mean))
    low, high = (share.values[:, share.levels.index(level)] for level in _WIDE)
    band(figure, years, low, high, colours.grid)
    line(figure, years, share.mean, _("baseline, average"), colours.baseline, dash="dash")


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
            _("{name}: the most expensive year costs {cost}.").format(
                name=_example_words(example).lstrip("—-· "),
                cost=money(simulation.yearly.cost[:, example.path].max()),
            )
            for example in simulation.examples
        )
    )


def _example_table(simulation: Simulation) -> pd.DataFrame:
    columns = {}
    for example in simulation.examples:
        plan = example.projection
        columns[_("{name}: ¤").format(name=_(example.name))] = _charged(example).round(4)
        columns[_("{name}: claims").format(name=_(example.name))] = plan.array("claims").round()
        columns[_("{name}: members").format(name=_(example.name))] = plan.array("members").round()
    table = pd.DataFrame(columns)
    table.insert(0, _("settlement"), np.arange(1, len(table) + 1))
    return table
