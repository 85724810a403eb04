"""Charts of where a plan comes to rest: average cost against the share, and a map of outcomes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel import Quantity
from mutualmodel.arrays import FloatArray
from mutualmodel.membership import (
    SETTLES_FROM,
    UNRAVELS_BELOW,
    BreakEven,
    Outcome,
    OutcomeMap,
    RestingPoint,
)
from mutualmodel.text import N_
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    beside,
    border,
    corner_label,
    dot,
    frame,
    heat_map,
    hover,
    label,
    line,
    told,
)
from ui.kit.language import (
    SEMICOLONS,
    _,
    listed,
    money,
    ngettext,
    number,
    percent,
    quantity,
    sentences,
)
from ui.kit.palette import Palette


def break_even(curve: BreakEven, baseline: BreakEven | None, colours: Palette) -> Chart:
    """Draw average cost against the share charged, with the points where they meet."""
    across, upwards = _("price charged, ¤ a year"), _("cost of those left, ¤ a year")
    figure = frame(colours, across, upwards, hover="closest")
    top = 2.2 * max([curve.opening_cost, *(point.price for point in curve.resting)])
    even = np.array([0.0, top])
    line(figure, even, even, _("cost = price"), colours.muted, dash="dot", width=1.2)
    label(figure, 0.97 * top, 0.97 * top, _("cost = price"), colours.muted)
    if baseline is not None:
        _past_curve(figure, baseline, top, colours)
    within = curve.prices <= max(top, 1e-9)
    line(figure, curve.prices[within], curve.cost[within], _("cost"), colours.accent, width=2.4)
    for point in curve.resting:
        _resting_point(figure, point, colours.accent if point.stable else colours.unpaid)
    note = _(
        "Members left after {time} at a price, without ageing. Full dots: the plan comes to rest "
        "there; open dots: it tips over."
    ).format(time=quantity(Quantity(curve.years, "years")))
    if baseline is not None:
        note = sentences(note, _("Grey: the baseline."))
    return Chart(
        title=_("At which price do those who accept it cost just as much?"),
        figure=figure,
        alt=told(_break_even_alt(curve), _break_even_alt(baseline) if baseline else None),
        table=lambda: _curves_table(curve, baseline),
        note=note,
    )


def _resting_point(figure: Figure, point: RestingPoint, ink: str) -> None:
    """Mark where cost and share meet, and say at which price."""
    name, symbol = _point_look(point)
    place = point.price, point.price
    dot(figure, place, name, ink, symbol)
    # In two lines, or it is cut where the chart is narrow.
    text = _("{name}:<br>{price}").format(name=name, price=money(point.price))
    label(figure, *place, text, ink, xanchor="left", yanchor="top", xshift=8, align="left")


def _point_look(point: RestingPoint) -> tuple[str, str]:
    """Return what a point is called and its symbol."""
    if point.stable:
        return _("comes to rest"), "circle"
    return _("tipping point"), "circle-open"


def _past_curve(figure: Figure, past: BreakEven, top: float, colours: Palette) -> None:
    """Draw the baseline's curve as far as the case's, and on to where it comes to rest."""
    ink = colours.baseline
    shown = past.prices <= max(top, 1e-9)
    if len(past.prices):
        line(figure, past.prices[shown], past.cost[shown], _("baseline"), ink, dash="dash")
    end = 1.1 * max([0.0, *(point.price for point in past.resting)])
    if end > top:
        even, more = np.array([top, end]), ~shown & (past.prices <= end)
        line(figure, even, even, _("cost = price, further"), colours.muted, dash="dot", width=1.2)
        further = _("baseline, further")
        line(figure, past.prices[more], past.cost[more], further, ink, dash="dash")
    for point in past.resting:
        name, symbol = _point_look(point)
        name = _("baseline, {name}").format(name=name)
        dot(figure, (point.price, point.price), name, ink, symbol)


def _curves_table(curve: BreakEven, baseline: BreakEven | None) -> pd.DataFrame:
    if baseline is None:
        return _curve_table(curve)
    past = _curve_table(baseline)
    # The baseline has shares of its own: they do not say what a row is, and stand beside.
    past.insert(0, "row", past.index)
    return beside(_curve_table(curve), past)


def _curve_table(curve: BreakEven) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("price charged, ¤ a year"): curve.prices.round(2),
            _("cost of those left, ¤ a year"): curve.cost.round(2),
            _("members who remain, %"): (100 * curve.staying).round(2),
        }
    )


def _break_even_alt(curve: BreakEven) -> str:
    if not curve.resting:
        return _(
            "The cost of those who remain equals the price nowhere: the plan cannot come to rest."
        )
    kinds = {True: _("rest at {price}"), False: _("tipping point at {price}")}
    points = listed(
        (kinds[point.stable].format(price=money(point.price)) for point in curve.resting),
        SEMICOLONS,
    )
    return _("The opening members cost {cost} a year; {points}.").format(
        cost=money(curve.opening_cost), points=points
    )


# --------------------------------------------------------------------------- the map of outcomes


@dataclass(frozen=True)
class Place:
    """A map of outcomes and where on it a plan stands: elasticity and spread of risk."""

    found: OutcomeMap
    elasticity: float
    spread: float

    @property
    def kept(self) -> FloatArray:
        """Share of members kept (S, E), NaN of a plan that dissolves."""
        kept = np.where(self.found.dissolved, np.nan, np.clip(self.found.kept, 0.0, 1.25))
        return np.asarray(kept.T)

    @property
    def kept_here(self) -> float:
        """Share of members kept where the plan stands, or in the cell next to it."""
        column = int(np.argmin(np.abs(self.found.elasticities - self.elasticity)))
        return float(self.kept[int(np.argmin(np.abs(self.found.spreads - self.spread))), column])


def outcomes(now: Place, baseline: Place | None, years: int, colours: Palette) -> Chart:
    """Draw the share of members kept over reaction and knowledge of one's own risk."""
    across = Axis(_("reaction to the price, elasticity"), span=_edges(now.found.elasticities))
    upwards = Axis(_("known spread of risk"), span=_edges(now.found.spreads), from_zero=False)
    figure = frame(colours, across, upwards, hover="closest")
    _heat(figure, now, colours)
    _borders(figure, now, colours.text)
    another = baseline is not None and not np.array_equal(baseline.kept, now.kept, equal_nan=True)
    if baseline is not None and another:
        # Grey would be lost on the map's colours.
        _borders(figure, baseline, colours.text, dash="dash", name=_("baseline"))
    for name, corner in _corner_names(now.found):
        corner_label(figure, corner, name, colours.text, yshift=-4)
    for place, name, symbol in (
        (baseline, _("baseline"), "circle-open"),
        (now, _("you are here"), "circle"),
    ):
        if place is not None:
            at = place.elasticity, place.spread
            dot(figure, at, name, colours.text, symbol, hover=name, clipped=False)
    note = _(
        "Members after {time}, as a share of those if nobody reacted to the price; lines at "
        "three quarters and one quarter. ● you are here, ○ the baseline"
    ).format(time=quantity(Quantity(years, "years")))
    if now.found.dissolved.any():
        note = sentences(
            _("{note}.").format(note=note), _("Where nothing is drawn the plan dissolves.")
        )
    if another:
        note = _("{note}; dashed: the lines of the baseline’s own map").format(note=note)
    return Chart(
        title=_("Where does the plan hold, shrink or unravel?"),
        figure=figure,
        alt=told(_place_alt(now, years), _place_alt(baseline, years) if baseline else None),
        table=lambda: _map_table(now.found, baseline.found if baseline else None),
        note=note,
    )


def _corner_names(found: OutcomeMap) -> list[tuple[str, tuple[float, float]]]:
    """Name what becomes of plans in the two upper corners; once, if it is the same in both."""
    left, right = found.outcome(0, -1), found.outcome(-1, -1)
    names = [(_(_OUTCOMES[left]), (0.02, 1.0))]
    return names if left == right else [*names, (_(_OUTCOMES[right]), (0.98, 1.0))]


def _edges(values: FloatArray) -> tuple[float, float]:
    """Return where the cells of evenly spaced values begin and end."""
    half = float(values[1] - values[0]) / 2
    return float(values[0]) - half, float(values[-1]) + half


def _heat(figure: Figure, now: Place, colours: Palette) -> None:
    inks = colours.unpaid, colours.mild, colours.surface, colours.accent
    told_as = _("elasticity {elasticity}, spread {spread}: {kept} kept").format(
        elasticity=hover.decimals(2, "x"),
        spread=hover.decimals(2, "y"),
        kept=hover.percentage(0, "z"),
    )
    heat_map(
        figure,
        now.found.elasticities,
        now.found.spreads,
        np.round(now.kept, 4),
        span=(0.0, 1.0),
        scale=tuple(zip((0.0, 0.35, 0.75, 1.0), inks, strict=True)),
        hover=hover.alone(told_as),
    )


def _borders(figure: Figure, place: Place, ink: str, dash: str = "solid", name: str = "") -> None:
    """Draw from where a plan settles, and from where it unravels."""
    found, kept = place.found, np.round(place.kept, 4)
    for level, outcome in ((SETTLES_FROM, _("holds")), (UNRAVELS_BELOW, _("unravels"))):
        called = listed((name, outcome)) if name else ""
        grid = found.elasticities, found.spreads, kept
        border(figure, *grid, level, ink, name=called, dash=dash)


def _place_alt(place: Place, years: int) -> str:
    if np.isnan(place.kept_here):
        return ngettext(
            "With an elasticity of {elasticity} and a spread of {spread} the plan dissolves within "
            "{years} year.",
            "With an elasticity of {elasticity} and a spread of {spread} the plan dissolves within "
            "{years} years.",
            years,
        ).format(
            elasticity=number(place.elasticity, 1), spread=number(place.spread, 2), years=years
        )
    return ngettext(
        "With an elasticity of {elasticity} and a spread of {spread} the plan has {kept} of the "
        "members after {years} year that it would have if nobody reacted to the price.",
        "With an elasticity of {elasticity} and a spread of {spread} the plan has {kept} of the "
        "members after {years} years that it would have if nobody reacted to the price.",
        years,
    ).format(
        elasticity=number(place.elasticity, 1),
        spread=number(place.spread, 2),
        kept=percent(place.kept_here),
        years=years,
    )


_OUTCOMES: dict[Outcome, str] = {
    "settles": N_("holds"),
    "shrinks": N_("shrinks"),
    "unravels": N_("unravels"),
    "dissolves": N_("dissolves"),
}


def _map_table(found: OutcomeMap, baseline: OutcomeMap | None) -> pd.DataFrame:
    places = [(r, c) for r in range(len(found.elasticities)) for c in range(len(found.spreads))]
    table = pd.DataFrame(
        {
            _("price elasticity"): [found.elasticities[r] for r, _c in places],
            _("spread of risk"): [found.spreads[c] for _r, c in places],
        }
    )
    maps = [("{column}", found), (_("baseline, {column}"), baseline)]
    for title, one in maps:
        if one is not None:
            kept = [round(float(one.kept[r, c]), 4) for r, c in places]
            table[title.format(column=_("members kept, as a fraction"))] = kept
            came_to = [_(_OUTCOMES[one.outcome(r, c)]) for r, c in places]
            table[title.format(column=_("outcome"))] = came_to
    return table
