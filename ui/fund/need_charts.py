"""Charts of what it takes: the contribution that keeps a fund above zero, and the map of ruin."""

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.levels import MEDIAN, ONE_IN_200
from mutualmodel.simulation import Needed
from ui.fund.outlook import Needs, Outlook, RuinMap
from ui.fund.words import needed_of_whom, within
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
    vertical_rule,
)
from ui.kit.counting import telling
from ui.kit.language import _, as_told, money, number, percent, sentences
from ui.kit.palette import Palette

# The confidences that the page names.
CONFIDENCES = (0.95, 0.99, ONE_IN_200)
_CURVE_POINTS = 160
_LEAST_CHANCE = 1e-3
_TICKS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0)
# Ruined in one course of 200, and in one of 20: the borders on the map.
_BORDERS = ((0.005, "solid"), (0.05, "dash"))

# -------------------------------------------------------------------------------- what it takes


def needed(now: Outlook, past: Outlook | None, colours: Palette) -> Chart:
    """Draw the probability of ruin against the contribution, over all years and over the first."""
    needs, before = now.needs, None if past is None else past.needs
    assert needs is not None
    plans = [one for one in (needs, before) if one is not None]
    spans = [_span(one) for one in plans]
    low, high = min(one[0] for one in spans), max(one[1] for one in spans)
    if now.plan.funding == "fund":
        high = max(high, min(1.05 * now.plan.contribution_month, 2 * high))
    contributions = np.linspace(low, high, _CURVE_POINTS)
    figure = frame(
        colours,
        Axis(_("contribution, ¤ a month"), span=(low, high)),
        Axis(
            _("chance that the money runs out"),
            span=(_LEAST_CHANCE, 2.2),
            log=True,
            ticks=_tick_names(),
        ),
    )
    if before is not None:
        _curve(figure, before.whole, contributions, _("baseline"), colours.baseline, "dash")
    if now.plan.years > 1:
        _curve(figure, needs.by_year[0], contributions, _("first year"), colours.mild, "dot")
    _curve(figure, needs.whole, contributions, _("all years"), colours.accent, "solid")
    for confidence in CONFIDENCES:
        place = needs.whole.at(confidence), 1.0 - confidence
        if not np.isfinite(place[0]):
            continue
        name = percent(confidence, 1 if confidence == ONE_IN_200 else 0)
        dot(figure, place, name, colours.accent, "circle", hover=hover.percentage())
        told_as = number(as_told(place[0]), _decimals())
        text = _("{level}: {contribution}").format(level=name, contribution=told_as)
        label(figure, *place, text, colours.text, xshift=-8, yshift=-5)
    if now.plan.funding == "fund" and low <= now.plan.contribution_month <= high:
        ink = colours.text
        vertical_rule(figure, now.plan.contribution_month, ink, dash="dash", width=1.2)
    return Chart(
        title=_("Which contribution keeps the fund above zero?"),
        figure=figure,
        alt=told(_needed_alt(needs), None if before is None else _needed_alt(before)),
        table=lambda: beside(
            _needed_table(needs), None if before is None else _needed_table(before)
        ),
        note=sentences(_curve_note(now, past), needed_of_whom(now.plan)),
    )


def _span(needs: Needs) -> tuple[float, float]:
    """Return between which contributions the curves of a plan run."""
    ends = needs.by_year[0].at(0.005), needs.whole.at(0.999)
    low, high = (end if np.isfinite(end) else 1.0 for end in ends)
    return 0.9 * low, max(1.08 * high, 0.9 * low + 0.1)


def _curve(figure: Figure, known: Needed, x: FloatArray, name: str, colour: str, dash: str) -> None:
    ruin = known.ruin(x)
    # Fewer courses than one are not told of.
    shown = np.where(ruin > 0.0, ruin, np.nan)
    line(figure, x, shown, name, colour, dash=dash, width=2.2, hover=hover.percentage())


def _tick_names() -> dict[float, str]:
    return {tick: percent(tick, 1 if tick < 0.01 else 0) for tick in _TICKS}


def _curve_note(now: Outlook, past: Outlook | None) -> str:
    notes = [_("Line: {within}.").format(within=within(now.plan))]
    if now.plan.years > 1:
        notes.append(_("Dots: within the first year."))
    if now.plan.funding == "fund":
        notes.append(_("Vertical line: the plan’s own contribution."))
    if past is not None:
        notes.append(_("Grey dashes: the baseline."))
    return sentences(*notes)


def _needed_alt(needs: Needs) -> str:
    return _(
        "Kept above zero with 95 % by {low}, with 99 % by {middle}, with 99.5 % by {high}."
    ).format(
        **{
            name: money_a_month(needs.whole.at(level))
            for name, level in zip(("low", "middle", "high"), CONFIDENCES, strict=True)
        }
    )


def money_a_month(contribution: float) -> str:
    """Write a contribution; none would do where a plan ends at once and owes."""
    if not np.isfinite(contribution):
        return _("no contribution")
    return _("{amount} a month").format(amount=money(contribution))


def _needed_table(needs: Needs) -> pd.DataFrame:
    table = pd.DataFrame({_("years"): np.arange(1, len(needs.by_year) + 1)})
    for confidence in (MEDIAN, *CONFIDENCES):
        name = percent(confidence, 1 if confidence == ONE_IN_200 else 0)
        least = np.array([one.at(confidence) for one in needs.by_year])
        # Where no contribution would do, the cell stays empty.
        table[_("{level}, ¤ a month").format(level=name)] = np.where(
            np.isfinite(least), least.round(2), np.nan
        )
    return table


# ------------------------------------------------------------------------------------- the map


def surface(now: Outlook, past: Outlook | None, colours: Palette) -> Chart:
    """Draw the probability of ruin over contributions and funds at the start."""
    tried = now.tried
    assert tried is not None
    figure = frame(
        colours,
        Axis(_("contribution, ¤ a month"), span=_edges(tried.contributions)),
        Axis(_("fund at the start, ¤ a member"), span=_edges(tried.funds)),
        hover="closest",
    )
    told_as = _(
        "{contribution} a month and {fund} at the start: runs out in {chance} of runs"
    ).format(contribution=hover.money("x"), fund=hover.money("y"), chance=hover.percentage(1, "z"))
    heat_map(
        figure, tried.contributions, tried.funds, np.round(tried.ruin, 4), span=(0.0, 1.0),
        scale=((0, colours.accent), (0.05, colours.surface), (0.5, colours.mild),
               (1, colours.unpaid)),
        hover=hover.alone(told_as), opacity=0.75,
    )  # fmt: skip
    for level, dash in _BORDERS:
        grid = tried.contributions, tried.funds, np.round(tried.ruin, 4)
        border(figure, *grid, level, colours.text, dash=dash, smooth=False)
    if past is not None and past.plan.funding == "fund":
        _mark(figure, tried, past, _("baseline"), colours.baseline, "circle-open")
    _mark(figure, tried, now, _("this plan"), colours.text, "circle")
    corner_label(figure, (0.98, 0.02), _("enough"), colours.text)
    corner_label(figure, (0.02, 0.02), _("the money runs out"), colours.text)
    return Chart(
        title=_("A higher contribution, or a larger fund at the start?"),
        figure=figure,
        alt=_surface_alt(now),
        table=lambda: _surface_table(tried),
        note=_surface_note(now, past),
    )


def _edges(values: FloatArray) -> tuple[float, float]:
    half = float(values[1] - values[0]) / 2
    return float(values[0]) - half, float(values[-1]) + half


def _mark(
    figure: Figure, tried: RuinMap, one: Outlook, name: str, colour: str, symbol: str
) -> None:
    """Mark where a plan stands, unless that is off the map."""
    place = one.plan.contribution_month, one.plan.opening_fund
    if is_on_map(tried, one):
        dot(figure, place, name, colour, symbol, hover=hover.alone(name), clipped=False)


def is_on_map(tried: RuinMap, one: Outlook) -> bool:
    """Say whether a plan pays into a fund that lies within the map."""
    plan = one.plan
    on = plan.contribution_month <= tried.contributions[-1] and plan.opening_fund <= tried.funds[-1]
    return plan.funding == "fund" and bool(on)


def _surface_note(now: Outlook, past: Outlook | None) -> str:
    assert now.tried is not None
    text = _("Solid line: the money runs out in one run of 200 {within}; dashes: in one of 20.")
    notes = [text.format(within=within(now.plan))]
    if is_on_map(now.tried, now):
        notes.append(_("● this plan."))
    elif now.plan.funding == "fund":
        notes.append(_("This plan is outside the map."))
    if past is not None and is_on_map(now.tried, past):
        notes.append(_("○ the baseline, on this plan’s map."))
    if now.plan.surplus_returned > 0.0:
        notes.append(
            _("What a fund holds above its target is paid back in part or in whole at the end of "
              "each year, so more at the start than that helps in the first year only.")
        )  # fmt: skip
    return sentences(*notes)


def _surface_alt(now: Outlook) -> str:
    tried = now.tried
    assert tried is not None
    known = [tried.ruin[0], tried.ruin[-1]]
    least = [tried.contributions[int(np.argmax(one <= 0.005))] if (one <= 0.005).any() else None
             for one in known]  # fmt: skip
    told_of = []
    for fund, contribution in zip((tried.funds[0], tried.funds[-1]), least, strict=True):
        if contribution is None:
            text = _("With {fund} a member at the start no contribution on the map is enough.")
            told_of.append(text.format(fund=money(fund)))
        else:
            text = _(
                "With {fund} a member at the start and {contribution} a month the money runs out "
                "in no more than one run of 200."
            )
            told_of.append(text.format(fund=money(fund), contribution=money(contribution)))
    return sentences(*told_of)


def _decimals() -> int:
    """Return how finely a contribution is written: a dollar is several yuan."""
    return 2 if telling().in_dollars else 1


def _surface_table(tried: RuinMap) -> pd.DataFrame:
    table = pd.DataFrame({_("fund at the start, ¤ a member"): tried.funds.round(1)})
    for place in range(0, len(tried.contributions), 8):
        title = _("runs out at {contribution} ¤ a month, %").format(
            contribution=number(as_told(tried.contributions[place]), _decimals())
        )
        table[title] = (100 * tried.ruin[:, place]).round(2)
    return table
