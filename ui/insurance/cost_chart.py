"""The main chart of Versus insurance: what a year of cover costs at each age."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import OWN_POLICY, SYSTEMS, BreakEvenRange, Quote
from mutualmodel.simulation import Layer
from ui.frame.jumps import payout_step
from ui.frame.layers import RANGE_NAMES
from ui.insurance import words
from ui.insurance.case import YearOfCover
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    NamePlaces,
    Side,
    band,
    beside,
    dot,
    end_label,
    frame,
    key_line,
    label,
    line,
    name_at,
    plot_height,
    told,
)
from ui.kit.language import (
    SEMICOLONS,
    _,
    amount,
    entry,
    exact,
    listed,
    money,
    portion,
    retold,
    sentences,
)
from ui.kit.palette import Palette

HEIGHT = 380
# Prices of children and of the oldest lie a hundredfold apart; a small plan's, or one that others
# pay for, lie far below: the axis reaches down to them.
_LEAST, _BELOW = 15.0, 0.7
_TICKS = tuple(lead * 10.0**power for power in range(-2, 9) for lead in (1, 3))
# From this age on a name at the axis stands to the left of where it belongs.
_LATE = 40.0
_PINNED = ("level", "one_year", "mutual")
_MUTUAL = ("mutual", "mutual_insured")


@dataclass(frozen=True)
class AgesShown:
    """The range of a year's cost and of the break-even age, and of which layer it is."""

    sure: BreakEvenRange
    layer: Layer


_SYSTEMS = {**SYSTEMS, "own": OWN_POLICY}


def costs_chart(
    now: YearOfCover,
    before: YearOfCover | None,
    quotes: Sequence[Quote],
    colours: Palette,
    shown: AgesShown | None = None,
) -> Chart:
    """Draw the yearly cost of every system by age; each line is named where it runs.

    Around mutual aid's line, and nowhere else, lies the band of what its year may cost; and where
    the policy's price crosses it, the ages between which mutual aid becomes the cheaper.
    """
    span = _span(now, before, shown)
    ticks = {tick: exact(tick) for tick in _TICKS if span[0] <= tick <= span[1]}
    upwards = Axis(_("¤ a year"), span=span, log=True, ticks=ticks, from_zero=False)
    figure = frame(colours, Axis(_("Age"), span=_ages(now), tick_step=10), upwards)
    if shown is not None:
        _band_of(figure, shown.sure, _ages(now), span, colours)
    if before is not None:
        for name in _PINNED:
            if before.kind == "a year" or name not in _MUTUAL:
                _line_of(
                    figure, _fitted(before, now), name, _pinned(name), colours.baseline, "dash", 1.6
                )
    for name, colour, dash, width in (
        ("medical", colours.muted, "dot", 1.4),
        ("bridging", colours.fee, "dashdot", 1.6),
        ("level", colours.mild, "longdash", 2.0),
        ("one_year", colours.over_40, "solid", 2.4),
        ("own", colours.unpaid, "solid", 2.0),
        ("mutual_insured", colours.sponsor, "dot", 1.6),
        ("mutual", colours.accent, "solid", 2.8),
    ):
        if name in now.costs and (now.kind == "a year" or name not in _MUTUAL):
            _line_of(figure, now.costs, name, _(_SYSTEMS[name].title), colour, dash, width)
    places = NamePlaces(
        np.arange(now.case.plan.exit_age, dtype=np.float64), span, plot_height(HEIGHT), log=True
    )
    _quotes(figure, quotes, places, colours)
    _persons(figure, now, before, colours)
    _name_lines(figure, now, before, places, colours)
    return Chart(
        title=_("What does the same cover cost at each age?"),
        figure=figure,
        alt=told(
            sentences(_alt(now), _alt_of_range(shown)),
            _alt(before) if before is not None else None,
        ),
        table=lambda: beside(_table(now, shown), _table(before) if before is not None else None),
        note=sentences(
            _lines_note(now),
            payout_step(now.case.plan),
            _("Your policy: your prices, at the plan’s lump sums.") if "own" in now.costs else "",
            _mutual_note(now),
            _band_note(shown),
            _("Grey dashes and ○: the baseline.") if before is not None else "",
        ),
    )


def _band_of(
    figure: Figure,
    sure: BreakEvenRange,
    ages: tuple[float, float],
    span: tuple[float, float],
    colours: Palette,
) -> None:
    """Shade what mutual aid's year may cost, and the ages between which the policy's price is."""
    # What is free has no place on a logarithmic axis.
    if sure.low > 0:
        band(
            figure, np.array(ages), np.full(2, sure.low), np.full(2, sure.high), colours.accent_soft
        )
    first, last = sure.if_low.age, sure.if_high.age
    if first is None or first == last:
        return
    end = ages[1] - 1.0 if last is None else float(last)
    band(
        figure,
        np.array([float(first), end]),
        np.full(2, span[0]),
        np.full(2, span[1]),
        colours.accent_softer,
    )
    text = _("break-even {ages}").format(ages=words.ages_between(sure))
    label(
        figure,
        end,
        0.0,
        text,
        colours.accent,
        xanchor="right" if end > _LATE else "left",
        of_height=True,
    )


def _band_note(shown: AgesShown | None) -> str:
    if shown is None:
        return ""
    return _(
        "Shaded along mutual aid: {layer}; the vertical band shows where the break-even age then "
        "lies. A premium is fixed in advance and has no band."
    ).format(layer=_(RANGE_NAMES[shown.layer]))


def _alt_of_range(shown: AgesShown | None) -> str:
    if shown is None:
        return ""
    return _("{layer}: mutual aid at {low} to {high}, break-even {ages}.").format(
        layer=_(RANGE_NAMES[shown.layer]),
        low=amount(shown.sure.low),
        high=money(shown.sure.high),
        ages=words.ages_between(shown.sure),
    )


def _span(
    now: YearOfCover, before: YearOfCover | None, shown: AgesShown | None
) -> tuple[float, float]:
    """Return from where to where the axis goes, money a year: mutual aid is always on it."""
    drawn = [*now.costs.values(), *([before.costs[name] for name in _PINNED] if before else [])]
    values = np.concatenate(drawn)
    # A logarithmic axis has no place for what is free, or is no cost.
    dearest = float(values[values > 0].max(initial=0.0))
    both = [one.costs for one in (now, before) if one is not None]
    mutual = np.concatenate([costs[name] for costs in both for name in _MUTUAL if name in costs])
    if shown is not None:
        mutual = np.append(mutual, shown.sure.low)
        dearest = max(dearest, shown.sure.high)
    least = float(mutual[mutual > 0].min(initial=_LEAST / _BELOW))
    return min(_LEAST, _BELOW * least), max(1.25 * dearest, 200.0)


def _lines_note(year: YearOfCover) -> str:
    """Say what the lines have in common, and which of them pay something else."""
    if year.compares_published:
        return _(
            "All pay the plan’s lump sums, except the bridging policy (smaller sums) and medical "
            "cover (another kind: it pays bills, and is priced by age group). Level: the premium "
            "of someone who enters at that age."
        )
    return _("All pay the plan’s lump sums. Level: the premium of someone who enters at that age.")


def _mutual_note(year: YearOfCover) -> str:
    """Say what mutual aid's line is, or why there is none."""
    if year.kind == "no plan":
        return _("Mutual aid has no line: there is no plan.")
    if year.kind == "part of a year":
        return _("Mutual aid has no line: the plan ends within the year.")
    dotted = ""
    if "mutual_insured" in year.costs:
        says = _(
            "Dotted beside mutual aid: its version at launch, with a fee of 10 % and 188 yuan at "
            "most."
        )
        dotted = retold(says)
    line_is = (
        _("Mutual aid: what a member pays in the first year.")
        if year.basis == "now"
        else _("Mutual aid: what a member pays in a year once hardly anyone is new.")
    )
    paid = (
        _("Mutual aid pays {share} of the lump sums.").format(
            share=portion(year.mutual.benefit_paid(year.basis))
        )
        if year.parts.some_unpaid
        else ""
    )
    return sentences(line_is, paid, dotted)


def _pinned(name: str) -> str:
    return {
        "mutual": _("mutual aid, baseline"),
        "one_year": _("one-year, baseline"),
        "level": _("level, baseline"),
    }[name]


def _ages(year: YearOfCover) -> tuple[float, float]:
    """Return the ages that members may have, from end to end."""
    return float(year.case.plan.minimum_age), float(year.case.plan.exit_age)


def _fitted(past: YearOfCover, now: YearOfCover) -> dict[str, FloatArray]:
    """Return the baseline's costs at the ages of the plan that is drawn; NaN where it has none."""
    first, end = past.case.plan.minimum_age, now.case.plan.exit_age

    def fitted(values: FloatArray) -> FloatArray:
        drawn = np.full(end, np.nan)
        drawn[first : len(values)] = values[first:end]
        return drawn

    return {name: fitted(values) for name, values in past.costs.items()}


def _line_of(
    figure: Figure,
    costs: Mapping[str, FloatArray],
    system: str,
    name: str,
    colour: str,
    dash: str,
    width: float,
) -> None:
    # A logarithmic axis has no place for what is free.
    values = np.where(costs[system] > 0, costs[system], np.nan)
    line(
        figure,
        np.arange(len(values), dtype=np.float64),
        values,
        name,
        colour,
        dash=dash,
        width=width,
    )


def _quotes(figure: Figure, quotes: Sequence[Quote], places: NamePlaces, colours: Palette) -> None:
    for quote in quotes:
        name = _("quote, {insurer}").format(insurer=quote.insurer)
        dot(figure, (quote.age_from, quote.premium), name, colours.over_40, "diamond-open")
        text = _("{insurer}, with more").format(insurer=quote.insurer)
        end_label(figure, quote.age_from, quote.premium, text, colours.over_40, gap=10)
        places.take(quote.age_from - 1.0, quote.premium, text)


def _persons(
    figure: Figure, now: YearOfCover, before: YearOfCover | None, colours: Palette
) -> None:
    if before is not None and before.at_age("mutual") > 0:
        there = before.age, before.at_age("mutual")
        dot(figure, there, _("baseline’s person, mutual aid"), colours.baseline, "circle-open")
    if now.at_age("mutual") > 0:
        here = now.age, now.at_age("mutual")
        dot(figure, here, _("this person, mutual aid"), colours.accent, "circle")


def _name_lines(
    figure: Figure,
    now: YearOfCover,
    before: YearOfCover | None,
    places: NamePlaces,
    colours: Palette,
) -> None:
    """Write a short name beside each line, where its neighbours leave room."""
    lines = now.costs
    fitted = _fitted(before, now) if before else {}
    pinned = {name: fitted[name] for name in _PINNED if before}
    for values in (*lines.values(), *pinned.values()):
        places.keep_clear(values)
    names: tuple[tuple[str, str, float, Side, str], ...] = (
        ("mutual", _("mutual aid"), 59, "below", colours.accent),
        ("one_year", _("one-year"), 8, "below", colours.over_40),
        (
            "level",
            _("level to {age}").format(age=now.case.plan.exit_age),
            18,
            "above",
            colours.mild,
        ),
        ("bridging", _("bridging"), 51, "below", colours.fee),
        ("medical", _("medical (other kind)"), 50, "above", colours.muted),
    )
    if "own" in lines:
        names += (("own", _("your policy"), 30, "above", colours.unpaid),)
    for system, text, near, side, colour in names:
        if system in lines:
            place = places.find(lines[system], text, near, side)
            name_at(figure, place, text, colour)
    if "mutual_insured" in lines:
        key_line(figure, "·· " + _("underwritten"), colours.sponsor)
    for system, near, side in _PINNED_NEAR:
        past = pinned.get(system)
        # A line that stands where it stood is covered by the present one and needs no second name.
        if past is not None and not np.array_equal(past, lines[system], equal_nan=True):
            text = _pinned(system)
            name_at(figure, places.find(past, text, near, side), text, colours.baseline)


_PINNED_NEAR: tuple[tuple[str, float, Side], ...] = (
    ("mutual", 20.0, "above"),
    ("one_year", 52.0, "above"),
    ("level", 8.0, "above"),
)


def _alt(year: YearOfCover) -> str:
    costs = (entry(_(_SYSTEMS[name].title), _cost_words(year.at_age(name))) for name in year.costs)
    parts = listed(costs, SEMICOLONS)
    return _("A year of cover at {age}: {parts}.").format(age=year.age, parts=parts)


def _cost_words(cost: float) -> str:
    return _("no plan that lasts a year") if math.isnan(cost) else money(cost)


def _table(year: YearOfCover, shown: AgesShown | None = None) -> pd.DataFrame:
    title = _("{system}, ¤ a year")
    columns = {
        title.format(system=_(_SYSTEMS[name].title)): np.round(v, 2)
        for name, v in year.costs.items()
    }
    ages = np.arange(year.case.plan.exit_age)
    table = pd.DataFrame({_("age"): ages, **columns}).loc[year.case.plan.minimum_age :]
    if shown is not None:
        table[_("mutual aid, lower end, ¤ a year")] = round(shown.sure.low, 2)
        table[_("mutual aid, upper end, ¤ a year")] = round(shown.sure.high, 2)
    return table
