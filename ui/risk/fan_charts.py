"""Charts of what each year may cost: all that may happen to it, and one layer of that alone."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel import Scenario, Uncertainty, project
from mutualmodel.arrays import FloatArray
from mutualmodel.levels import BEST_OF_200, HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.simulation import Layer, Range, Simulation
from mutualmodel.text import N_
from ui.frame.layers import LAYER_NAMES, RANGE_NAMES, likely_range, range_note
from ui.kit.charts import Axis, Chart, Figure, band, beside, frame, key_line, line, told
from ui.kit.language import _, amount, money, number, percent, sentences
from ui.kit.palette import PALER, Palette
from ui.risk.charts import Paths

_WIDE, _MEDIAN, _WORST = (LOW, HIGH), MEDIAN, ONE_IN_200
# How high an axis is over what it shows.
_ROOM = 1.08
# The outer band without and with what is assumed.
OUTER = (
    N_("░ nine in ten, adding what the record leaves open"),
    N_("░ nine in ten, adding the record and what is assumed"),
)
# The same two in the words beside the picture.
_IN_WORDS = (
    N_(
        "Year {year}: median {median}. With chance and good and bad years, nine years in ten "
        "cost {low} to {high} and one in 200 more than {worst}; adding what the record leaves "
        "open, nine in ten cost {wider_low} to {wider_high}."
    ),
    N_(
        "Year {year}: median {median}. With chance and good and bad years, nine years in ten "
        "cost {low} to {high} and one in 200 more than {worst}; adding what the record leaves "
        "open and what is assumed, nine in ten cost {wider_low} to {wider_high}."
    ),
)
INNER = N_("▒ nine in ten, from chance and good and bad years")
_MIDDLE_NAME = N_("— the median run")
WORST_NAME = N_("·· a 1-in-200 year, from those two")


@dataclass(frozen=True)
class Sure:
    """How sure the cost of the present plan and of the baseline is, and which layer is shown."""

    now: Uncertainty
    past: Uncertainty | None
    layer: Layer


def cost_fan(paths: Paths, sure: Sure, colours: Palette) -> Chart:
    """Draw where every plan year's cost lies over all paths, and what the record leaves open."""
    now, past = paths.now, paths.past
    column, wider = _by_level(now), likely_range(sure.now, "all")
    end = len(column[_MEDIAN])
    edges = year_edges(end)
    top = max(column[_WORST].max(), wider.high.max(), 0.0 if past is None else _worst(past))
    figure = frame(colours, plan_years(end), fan_height(float(top)))
    band(figure, edges, np.repeat(wider.low, 2), np.repeat(wider.high, 2), colours.accent_softer)
    for end_of_all, name in (
        (wider.low, _("5th percentile, all layers")),
        (wider.high, _("95th percentile, all layers")),
    ):
        steps = np.repeat(end_of_all, 2)
        line(figure, edges, steps, name, colours.accent, width=1, opacity=PALER)
    low, high = (np.repeat(column[level], 2) for level in _WIDE)
    band(figure, edges, low, high, colours.accent_soft)
    if past is not None:
        _past_fan(figure, past, colours)
    worst, middle = np.repeat(column[_WORST], 2), np.repeat(column[_MEDIAN], 2)
    line(figure, edges, worst, _("one year in 200"), colours.unpaid, dash="dot")
    line(figure, edges, middle, _("median"), colours.accent, width=2.6)
    names = [
        (_MIDDLE_NAME, colours.accent),
        (OUTER["assumed" in sure.now.layers], colours.muted),
        (INNER, colours.text),
        (WORST_NAME, colours.unpaid),
    ]
    for name, ink in names:
        key_line(figure, _(name), ink)
    return Chart(
        title=_("What may each year cost a member?"),
        figure=figure,
        alt=told(
            _fan_alt(now, sure.now),
            None if past is None or sure.past is None else _fan_alt(past, sure.past),
        ),
        table=lambda: _fan_table(paths, sure),
        note=_fan_note(now, past),
    )


def _worst(simulation: Simulation) -> float:
    return float(_by_level(simulation)[_WORST].max())


def fan_height(top: float) -> Axis:
    """Return an axis with room above ``top`` for what the names say."""
    return Axis(_("¤ a year"), span=(0, _ROOM * max(top, 1e-9)))


def layer_fan(sure: Sure, colours: Palette) -> Chart:
    """Draw what one layer alone makes of every plan year's cost."""
    layer, now = sure.layer, sure.now
    found, edges = likely_range(now, layer), year_edges(now.scenario.years)
    past = None if sure.past is None else likely_range(sure.past, layer)
    top = max(one.one_in_200.max() for one in (found, past) if one is not None)
    figure = frame(colours, plan_years(now.scenario.years), fan_height(float(top)))
    low, high = np.repeat(found.low, 2), np.repeat(found.high, 2)
    band(figure, edges, low, high, colours.accent_soft)
    if sure.past is not None and past is not None:
        _past_layer(figure, sure.past, past, colours)
    worst, expected = np.repeat(found.one_in_200, 2), np.repeat(_expected(now), 2)
    line(figure, edges, worst, _("one year in 200"), colours.unpaid, dash="dot")
    line(figure, edges, expected, _("expected"), colours.accent, width=2.6)
    key_line(figure, "— " + _("expected"), colours.accent)
    key_line(figure, "▒ " + _(RANGE_NAMES[layer]), colours.text)
    key_line(figure, _("·· a 1-in-200 year, from it alone"), colours.unpaid)
    return Chart(
        title=_("What may each year cost a member?"),
        figure=figure,
        alt=told(
            _layer_alt(now, layer), None if sure.past is None else _layer_alt(sure.past, layer)
        ),
        table=lambda: beside(
            range_columns(now, layer),
            None if sure.past is None else range_columns(sure.past, layer),
        ),
        note=""
        if past is None
        else _(
            "Grey: the baseline; dashed its expected cost, dotted its range of nine years in ten."
        ),
    )


def _past_layer(figure: Figure, past: Uncertainty, found: Range, colours: Palette) -> None:
    edges, ink = year_edges(past.scenario.years), colours.baseline
    expected = np.repeat(_expected(past), 2)
    line(figure, edges, expected, _("baseline, expected"), ink, dash="dash")
    for values, name in (
        (found.low, _("baseline, 5th percentile")),
        (found.high, _("baseline, 95th percentile")),
    ):
        line(figure, edges, np.repeat(values, 2), name, ink, dash="dot", width=1.2)


def _expected(spread: Uncertainty) -> FloatArray:
    """Return what a member is expected to be charged in each year, yuan (Y,)."""
    return project(spread.scenario).by_year("charged_per_member")


def _layer_alt(spread: Uncertainty, layer: Layer) -> str:
    found, years = likely_range(spread, layer), spread.scenario.years
    return sentences(
        *(
            _("Year {year}: {range}.").format(year=year, range=range_note(found, layer, year))
            for year in dict.fromkeys((1, years))
        )
    )


def range_columns(spread: Uncertainty, layer: Layer) -> pd.DataFrame:
    """Return the table of what a layer makes of each plan year."""
    found = likely_range(spread, layer)
    name = _(LAYER_NAMES[layer])
    return pd.DataFrame(
        {
            _("year"): np.arange(1, spread.scenario.years + 1),
            _("{layer}: 5th percentile, ¤").format(layer=name): found.low.round(2),
            _("{layer}: 95th percentile, ¤").format(layer=name): found.high.round(2),
            _("{layer}: 99.5th percentile, ¤").format(layer=name): found.one_in_200.round(2),
        }
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
        line(figure, year_edges(years), before, name, colours.baseline, dash=dash)


def _fan_alt(simulation: Simulation, spread: Uncertainty) -> str:
    column, wider = _by_level(simulation), likely_range(spread, "all")
    told = _(_IN_WORDS["assumed" in spread.layers])
    return sentences(
        *(
            told.format(
                year=year,
                median=money(column[_MEDIAN][year - 1]),
                low=amount(column[LOW][year - 1]),
                high=money(column[HIGH][year - 1]),
                worst=money(column[_WORST][year - 1]),
                wider_low=amount(wider.low[year - 1]),
                wider_high=money(wider.high[year - 1]),
            )
            for year in dict.fromkeys((1, simulation.scenario.years))
        )
    )


def _fan_note(now: Simulation, past: Simulation | None) -> str:
    note = _("{paths} simulated runs of the plan, seed {seed}.")
    said = note.format(paths=number(now.paths), seed=now.seed)
    if _strikes(now.scenario):
        said = sentences(said, _("The outer band leaves out bad years and mass exits."))
    if past is None:
        return said
    before = _("Grey: the baseline; dashed its median, dotted its 1-in-200 year.")
    if past.seed == now.seed:
        return sentences(said, before)
    return sentences(said, before, _("Its seed is {seed}.").format(seed=past.seed))


def _strikes(plan: Scenario) -> bool:
    """Whether something strikes single courses only, which no closed form knows."""
    return plan.bad_years_strike or plan.runs_strike


def year_edges(years: int) -> FloatArray:
    """Begin and end of every plan year: values are drawn as flat steps, so one year shows too."""
    return np.repeat(np.arange(years + 1.0), 2)[1:-1]


def plan_years(years: int) -> Axis:
    """Return an axis on which every plan year is named in its middle."""
    names = {year + 0.5: str(year + 1) for year in range(years)}
    return Axis(_("Plan year"), span=(0, years), ticks=names)


def _fan_table(paths: Paths, sure: Sure) -> pd.DataFrame:
    now, past = paths.now, paths.past
    table = _fan_columns(now, sure.now)
    if past is None or sure.past is None:
        return table
    before = pd.Series(past.means("cost")[0]).reindex(table.index)
    table[_("baseline's average, ¤")] = before.round(3)
    if _comparable(now, past):
        gap = now.difference(past)
        table[_("difference of averages, ¤")] = gap.mean.round(3)
        table[_("± of the difference, ¤")] = gap.standard_error.round(4)
    return beside(table, _fan_columns(past, sure.past).drop(columns=_("average, ¤")))


def _fan_columns(simulation: Simulation, spread: Uncertainty) -> pd.DataFrame:
    known = simulation.quantiles("cost")
    mean, mean_error = simulation.means("cost")
    table = pd.DataFrame({_("year"): np.arange(1, len(mean) + 1)})
    table[_("average, ¤")], table[_("± standard error, ¤")] = mean.round(3), mean_error.round(4)
    for place, level in enumerate(known.levels):
        title = percent(level, 1 if level in (BEST_OF_200, ONE_IN_200) else 0)
        table[_("{level}, ¤").format(level=title)] = known.values[:, place].round(2)
    table[_("± of the 99.5th percentile, ¤")] = known.standard_errors[:, -1].round(3)
    return table.join(range_columns(spread, "all").drop(columns=_("year")))


def _comparable(simulation: Simulation, baseline: Simulation) -> bool:
    """Whether both drew the same numbers, so that path can be set against path."""
    return (
        simulation.seed == baseline.seed
        and simulation.paths == baseline.paths
        and simulation.scenario.years == baseline.scenario.years
    )
