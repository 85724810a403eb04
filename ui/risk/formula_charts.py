"""The years' cost by the closed form, drawn while a lever moves; runs take its place at rest."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel import CostBand, Projection, Scenario, cost_band, project
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import never_starts
from mutualmodel.text import N_
from ui.frame.layers import likely_range
from ui.kit.charts import Chart, Figure, band, frame, key_line, line, told
from ui.kit.language import _, amount, money, sentences
from ui.kit.palette import PALER, Palette
from ui.risk.fan_charts import (
    INNER,
    OUTER,
    WORST_NAME,
    Sure,
    fan_height,
    plan_years,
    range_columns,
    year_edges,
)

BY_FORMULA = N_(
    "By the formula while the lever moves; what is simulated follows once it rests, and is grey "
    "until then."
)


@dataclass(frozen=True)
class Formula:
    """The spread of every plan year by the closed form, which knows no bad years or mass exits."""

    projection: Projection
    bands: tuple[CostBand, ...]

    def each(self, name: str) -> FloatArray:
        """Return one figure of the spread for every year, (Y,) yuan."""
        return np.array([getattr(one, name) for one in self.bands])


def formula_of(plan: Scenario) -> Formula:
    """Return the spread of every plan year by the closed form; a plan must start to have any."""
    projection = project(plan)
    years = () if never_starts(projection) else range(1, plan.years + 1)
    return Formula(projection, tuple(cost_band(projection, year) for year in years))


def formula_fan(now: Formula, past: Formula | None, sure: Sure, colours: Palette) -> Chart:
    """Draw where every plan year's cost lies, in the place of what simulated runs would say."""
    before = None if past is None or not past.bands else past
    wider, edges = likely_range(sure.now, "all"), year_edges(len(now.bands))
    tops = [wider.high.max(), *(one.each("one_in_200").max() for one in (now, before) if one)]
    figure = frame(colours, plan_years(len(now.bands)), fan_height(float(max(tops))))
    band(figure, edges, np.repeat(wider.low, 2), np.repeat(wider.high, 2), colours.accent_softer)
    for end, name in (
        (wider.low, _("5th percentile, all layers")),
        (wider.high, _("95th percentile, all layers")),
    ):
        line(figure, edges, np.repeat(end, 2), name, colours.accent, width=1, opacity=PALER)
    low, high = (np.repeat(now.each(name), 2) for name in ("low", "high"))
    band(figure, edges, low, high, colours.accent_soft)
    if before is not None:
        _past_lines(figure, before, colours)
    worst, expected = (np.repeat(now.each(name), 2) for name in ("one_in_200", "mean"))
    line(figure, edges, worst, _("one year in 200"), colours.unpaid, dash="dot")
    line(figure, edges, expected, _("expected"), colours.accent, width=2.6)
    _keys(figure, sure, colours)
    grey = _("Grey: the baseline; dashed its expected cost, dotted its 1-in-200 year.")
    return Chart(
        title=_("What may each year cost a member?"),
        figure=figure,
        alt=told(_alt(now), None if before is None else _alt(before)),
        table=lambda: _columns(now, sure),
        note=sentences(_(BY_FORMULA), "" if before is None else grey),
    )


def _past_lines(figure: Figure, past: Formula, colours: Palette) -> None:
    edges = year_edges(len(past.bands))
    for of, name, dash in (
        ("mean", _("baseline, expected"), "dash"),
        ("one_in_200", _("baseline, one year in 200"), "dot"),
    ):
        line(figure, edges, np.repeat(past.each(of), 2), name, colours.baseline, dash=dash)


def _keys(figure: Figure, sure: Sure, colours: Palette) -> None:
    """Say below the picture what is what, in the order of the runs' picture."""
    for name, ink in (
        ("— " + _("expected"), colours.accent),
        (_(OUTER["assumed" in sure.now.layers]), colours.muted),
        (_(INNER), colours.text),
        (_(WORST_NAME), colours.unpaid),
    ):
        key_line(figure, name, ink)


def _alt(formula: Formula) -> str:
    said = _(
        "Year {year}: {expected} expected. By the formula nine years in ten cost {low} to {high} "
        "and one in 200 more than {worst}."
    )
    ends = dict.fromkeys((1, len(formula.bands)))
    return sentences(
        *(
            said.format(
                year=year,
                expected=money(found.mean),
                low=amount(found.low),
                high=money(found.high),
                worst=money(found.one_in_200),
            )
            for year, found in ((year, formula.bands[year - 1]) for year in ends)
        )
    )


def _columns(formula: Formula, sure: Sure) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            _("year"): np.arange(1, len(formula.bands) + 1),
            _("expected, ¤"): formula.each("mean").round(3),
            _("by the formula: 5th percentile, ¤"): formula.each("low").round(2),
            _("by the formula: 95th percentile, ¤"): formula.each("high").round(2),
            _("by the formula: 99.5th percentile, ¤"): formula.each("one_in_200").round(2),
        }
    )
    return table.join(range_columns(sure.now, "all").drop(columns=_("year")))
