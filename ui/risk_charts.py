"""Charts of the risk page: how far a year may stray, and what a bad course looks like."""

import numpy as np
import pandas as pd

from mutualmodel.cohorts import PERIODS_PER_YEAR, FloatArray
from mutualmodel.simulation import PoolLayers, Simulation
from ui.chart_parts import Chart, Figure, dot, frame, label, line, pool_axis, ribbon, upright
from ui.language import _, amount, large, money, number, percent
from ui.theme import Palette

_WIDE, _NARROW, _MEDIAN, _WORST = (0.05, 0.95), (0.25, 0.75), 0.5, 0.995
_EXAMPLE_DASHES = ("solid", "dash", "dot")


def cost_fan(simulation: Simulation, baseline: Simulation | None, colours: Palette) -> Chart:
    """Draw the quantiles of every plan year's cost over all paths."""
    known = simulation.quantiles("cost")
    column = {level: known.values[:, place] for place, level in enumerate(known.levels)}
    figure = frame(colours, _("Plan year"), _("yuan a year"))
    end = len(column[_MEDIAN])
    edges = _edges(end)
    for (low, high), fill in ((_WIDE, colours.accent_softer), (_NARROW, colours.accent_soft)):
        ribbon(figure, edges, np.repeat(column[low], 2), np.repeat(column[high], 2), fill)
    worst, middle = np.repeat(column[_WORST], 2), np.repeat(column[_MEDIAN], 2)
    line(figure, edges, worst, _("one year in 200"), colours.unpaid, dash="dot")
    line(figure, edges, middle, _("median"), colours.accent, width=2.6)
    label(figure, end, column[_WORST][-1], _("one year in 200"), colours.unpaid)
    label(figure, end, column[_WIDE[1]][-1], _("nine years in ten"), colours.muted, yanchor="top")
    if baseline is not None:
        past = baseline.quantiles("cost")
        for level, dash in ((_MEDIAN, "dash"), (_WORST, "dot")):
            place = list(past.levels).index(level)
            name = _("baseline, median") if level == _MEDIAN else _("baseline, one year in 200")
            before = np.repeat(past.values[:, place], 2)
            line(figure, _edges(len(before) // 2), before, name, colours.baseline, dash=dash)
    _name_years(figure, end)
    return Chart(
        title=_("What may each year cost a member?"),
        figure=figure,
        alt=_(
            "Year 1: median {median}, nine years in ten {low} to {high}, one in 200 above {worst}. "
            "Year {year}: median {late}, one in 200 above {late_worst}."
        ).format(
            median=money(column[_MEDIAN][0]),
            low=amount(column[_WIDE[0]][0]),
            high=money(column[_WIDE[1]][0]),
            worst=money(column[_WORST][0]),
            year=end,
            late=money(column[_MEDIAN][-1]),
            late_worst=money(column[_WORST][-1]),
        ),
        table=lambda: _fan_table(simulation, baseline),
        note=_("{paths} simulated courses of the plan, seed {seed}.").format(
            paths=number(simulation.paths), seed=simulation.seed
        ),
    )


def _edges(years: int) -> FloatArray:
    """Begin and end of every plan year: values are drawn as flat steps, so one year shows too."""
    return np.repeat(np.arange(years + 1.0), 2)[1:-1]


def _name_years(figure: Figure, years: int) -> None:
    middles = [year + 0.5 for year in range(years)]
    names = [str(year + 1) for year in range(years)]
    figure["layout"]["xaxis"] |= {"range": [0, years], "tickvals": middles, "ticktext": names}


def _fan_table(simulation: Simulation, baseline: Simulation | None) -> pd.DataFrame:
    known = simulation.quantiles("cost")
    mean, mean_error = simulation.means("cost")
    table = pd.DataFrame({_("year"): np.arange(1, len(mean) + 1)})
    table[_("mean, yuan")], table[_("± standard error")] = mean.round(3), mean_error.round(4)
    for place, level in enumerate(known.levels):
        title = percent(level, 1 if level in (0.005, 0.995) else 0)
        table[title + _(", yuan")] = known.values[:, place].round(2)
    table[_("± of the 99.5 %")] = known.standard_errors[:, -1].round(3)
    if baseline is not None:
        gap = simulation.difference(baseline) if _comparable(simulation, baseline) else None
        past, _error = baseline.means("cost")
        table[_("baseline's mean, yuan")] = pd.Series(past).reindex(table.index).round(3)
        if gap is not None:
            table[_("difference of means, yuan")] = gap.mean.round(3)
            table[_("± of the difference")] = gap.standard_error.round(4)
    return table


def _comparable(simulation: Simulation, baseline: Simulation) -> bool:
    """Whether both drew the same numbers, so that path can be set against path."""
    return (
        simulation.seed == baseline.seed
        and simulation.paths == baseline.paths
        and simulation.scenario.years == baseline.scenario.years
    )


def exceedance(
    simulation: Simulation,
    named: float,
    baseline: Simulation | None,
    colours: Palette,
) -> Chart:
    """Draw the chance that a member's first year costs more than each amount."""
    costs = [simulation.yearly.cost[0], *([baseline.yearly.cost[0]] if baseline else [])]
    most = max([named, *(float(cost.max()) for cost in costs)])
    amounts = np.linspace(0.0, 1.05 * most, 211)
    chance = simulation.exceedance(amounts)
    here = simulation.probability_above(named).value
    figure = frame(colours, _("yuan in the first year"), _("chance of more"))
    figure["layout"]["yaxis"] |= {"tickformat": ".0%", "range": [0, 1.04]}
    if baseline is not None:
        past = baseline.exceedance(amounts)
        line(figure, amounts, past, _("baseline"), colours.baseline, dash="dash")
    line(figure, amounts, chance, _("this plan"), colours.accent)
    dot(figure, (named, here), _("the amount you named"), colours.accent, "circle")
    for trace in figure["data"]:
        trace["hovertemplate"] = "%{y:.1%}"
    right = named < most / 2
    label(
        figure,
        named,
        here,
        _("{chance} above {named}").format(chance=chances(here), named=money(named)),
        colours.accent,
        xanchor="left" if right else "right",
        xshift=10 if right else -10,
    )
    return Chart(
        title=_("How likely is it that a member pays more than …?"),
        figure=figure,
        alt=_(
            "The chance that the first year costs a member more than {named} is {chance}."
        ).format(named=money(named), chance=chances(here)),
        table=lambda: pd.DataFrame(
            {_("more than, yuan"): amounts.round(2), _("chance"): chance.round(5)}
        ),
    )


def chances(value: float) -> str:
    """Write a chance, as small as ten thousand courses can tell."""
    if 0 < value < 0.0005:
        return _("below 0.1 %")
    return percent(value, 0 if value in (0.0, 1.0) else 1)


def layers(
    pool: PoolLayers, here: float, smallest_pool: float, baseline: float | None, colours: Palette
) -> Chart:
    """Draw, for each size of pool, what chance alone does to a year and what is common to all."""
    figure = frame(colours, _("Members"), _("yuan a year, before caps"))
    ribbon(figure, pool.members, pool.low, pool.high, colours.accent_softer)
    ribbon(figure, pool.members, pool.chance_low, pool.chance_high, colours.accent_soft)
    line(figure, pool.members, pool.mean, _("expected"), colours.accent)
    line(
        figure,
        pool.members,
        pool.high,
        _("95 %, with the common factor"),
        colours.muted,
        dash="dot",
    )
    line(
        figure, pool.members, pool.chance_high, _("95 %, chance alone"), colours.accent, dash="dash"
    )
    pool_axis(figure, (1e4, 1e5, 1e6, 1e7, 1e8))
    figure["layout"]["yaxis"] |= {"range": [0, 1.15 * float(pool.high.max())]}
    upright(figure, here, _("this plan"), colours.accent, "solid", 0.02)
    if baseline is not None and baseline != here:
        upright(figure, baseline, _("baseline"), colours.baseline, "dash", 0.12)
    if smallest_pool:
        upright(figure, smallest_pool, _("needs no help from here"), colours.sponsor, "dot", 0.88)
    names = {_("common to all, stays"): (7.4, 1.0), _("chance, dies out"): (4.9, 0.5)}
    for text, (size, height) in names.items():
        near = int(np.argmin(np.abs(np.log10(pool.members) - size)))
        edge = pool.high[near] if height == 1.0 else (pool.mean[near] + pool.chance_high[near]) / 2
        label(figure, size, edge, text, colours.text, xanchor="center", yshift=3)
    place = int(np.argmin(np.abs(np.log(pool.members / here))))
    return Chart(
        title=_("What does a larger pool take away, and what can it not?"),
        figure=figure,
        alt=_(
            "Nine years in ten: with {small} members from {small_low} to {small_high}, here from "
            "{low} to {high}. Chance alone would leave {chance_low} to {chance_high} here."
        ).format(
            small=large(pool.members[0]),
            small_low=amount(pool.low[0]),
            small_high=money(pool.high[0]),
            low=amount(pool.low[place]),
            high=money(pool.high[place]),
            chance_low=amount(pool.chance_low[place]),
            chance_high=money(pool.chance_high[place]),
        ),
        table=lambda: pd.DataFrame(
            {
                _("members"): pool.members.round(),
                _("expected, yuan"): pool.mean.round(2),
                _("chance alone, 5 %"): pool.chance_low.round(2),
                _("chance alone, 95 %"): pool.chance_high.round(2),
                _("chance alone, 99.5 %"): pool.chance_one_in_200.round(2),
                _("with the common factor, 5 %"): pool.low.round(2),
                _("with the common factor, 95 %"): pool.high.round(2),
                _("with the common factor, 99.5 %"): pool.one_in_200.round(2),
            }
        ),
    )


def example_paths(simulation: Simulation, colours: Palette) -> Chart:
    """Draw three courses of the plan that can be followed settlement by settlement."""
    figure = frame(colours, _("Years from now"), _("yuan a settlement"))
    inks = (colours.accent, colours.over_40, colours.unpaid)
    dearest = 0.0
    styles = zip(simulation.examples, inks, _EXAMPLE_DASHES, strict=True)
    for place, (example, ink, dash) in enumerate(styles):
        charged = example.projection.array("charged_per_member")
        years = (np.arange(len(charged)) + 1) / PERIODS_PER_YEAR
        dearest = max(dearest, float(charged.max()))
        line(figure, years, charged, _(example.name), ink, dash=dash)
        top = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        label(figure, 0.02, 1.0 - 0.09 * place, _(_WORDS[example.name]), ink, **top)
    figure["layout"]["xaxis"] |= {"range": [0, simulation.scenario.years], "dtick": 1}
    figure["layout"]["yaxis"] |= {"range": [0, 1.38 * max(dearest, 1e-9)]}
    return Chart(
        title=_("What do an ordinary and a bad course look like?"),
        figure=figure,
        alt=" ".join(
            _("{name}: the dearest year costs {cost}.").format(
                name=_(_WORDS[example.name]),
                cost=money(simulation.yearly.cost[:, example.path].max()),
            )
            for example in simulation.examples
        ),
        table=lambda: _example_table(simulation),
    )


_WORDS = {
    "median": "— the middle course",
    "1 in 20": "-- one course in 20 is as dear",
    "1 in 200": "·· one course in 200 is as dear",
}


def _example_table(simulation: Simulation) -> pd.DataFrame:
    columns = {}
    for example in simulation.examples:
        plan = example.projection
        columns[_("{name}: yuan").format(name=_(example.name))] = plan.array(
            "charged_per_member"
        ).round(4)
        columns[_("{name}: claims").format(name=_(example.name))] = plan.array("claims").round()
        columns[_("{name}: members").format(name=_(example.name))] = plan.array("members").round()
    table = pd.DataFrame(columns)
    table.insert(0, _("settlement"), np.arange(1, len(table) + 1))
    return table
