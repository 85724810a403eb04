"""Charts of the risk page: who carries the tail, and which stress would break the plan."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import fields
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import Event, Simulation, StressResult, TailSplit
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    Slot,
    Table,
    beside,
    frame,
    horizontal_bars,
    horizontal_rule,
    hover,
    label,
    points,
    told,
    whole_beside,
)
from ui.kit.language import _, amount, entry, inside, listed, money, number, sentences
from ui.kit.palette import PALER, Palette, inked
from ui.risk.charts import Paths

# How high a bar is in its row; the baseline's is slim and paler.
_FULL, _SLIM = 0.6, 0.42
# A part narrower than this share of the longest row has no room for its words.
_LEGIBLE = 0.3

# ------------------------------------------------------------------------------ who carries it


def tail_bars(split: TailSplit, baseline: TailSplit | None, colours: Palette) -> Chart:
    """Draw who bears the year that comes once in two hundred beyond the average, a member."""
    rows = _tail_rows(split, _("mutual aid"), _("an insurer’s capital"), _FULL, colours)
    if baseline is not None:
        names = _("baseline"), _("baseline, an insurer’s")
        past = _tail_rows(baseline, *names, _SLIM, colours)
        rows = [rows[0], past[0], rows[1], past[1]]
    figure = frame(
        colours,
        Axis(_("¤ a member"), grid=True),
        Axis(categories=_from_below(rows), from_zero=False, grid=False),
        hover="closest",
        margins=Margins(left=120),
        bars="relative",
    )
    _draw_rows(figure, rows, colours)
    return Chart(
        title=_("Who pays for a year that comes once in two hundred?"),
        figure=figure,
        alt=told(_tail_alt(split), None if baseline is None else _tail_alt(baseline)),
        note=_("An insurer’s capital covers payouts; members also bear the fee on them."),
        table=lambda: _tail_table(split, baseline),
    )


@dataclass(frozen=True)
class _Row:
    """One bar: its name, its parts as (name, yuan a member, colour), and how high it is."""

    name: str
    parts: Sequence[tuple[str, float, str]]
    height: float

    @property
    def end(self) -> float:
        """Where the bar ends on the right."""
        return sum(max(yuan, 0.0) for _name, yuan, _colour in self.parts)


def _tail_rows(
    split: TailSplit, plan: str, insurer: str, height: float, colours: Palette
) -> list[_Row]:
    """Return who bears a plan's bad year, and what an insurer would hold for it."""
    borne = (
        (_("members"), split.per_member(split.above.members), colours.accent),
        (_("operator or insurer"), split.per_member(split.above.sponsor), colours.sponsor),
        (_("claimants unpaid"), split.per_member(split.above.claimants), colours.unpaid),
    )
    held = (_("capital held"), split.per_member(split.insurer_capital), colours.fee)
    return [_Row(plan, borne, height), _Row(insurer, [held], height)]


def _from_below(rows: Sequence[_Row]) -> list[str]:
    return [row.name for row in rows][::-1]


def _draw_rows(figure: Figure, rows: Sequence[_Row], colours: Palette) -> None:
    """Draw bars from above; what has no room in a part, or is pale, stands over the bar's end."""
    order = _from_below(rows)
    longest = max(row.end for row in rows)
    # The plan's rows first, as they are told first.
    for row in sorted(rows, key=lambda row: -row.height):
        small = []
        for name, yuan, colour in row.parts:
            said = entry(name, amount(yuan)) if abs(yuan) > 1e-9 else ""
            inside = row.height == _FULL and abs(yuan) >= _LEGIBLE * longest
            _bar(figure, row, yuan, name, colour, said if inside else "", colours)
            small += [inked(said, colour)] if said and not inside else []
        side: Literal["left", "right"] = "right" if row.end > longest / 2 else "left"
        level = order.index(row.name) + row.height / 2
        if small:
            words = "  ".join(small)
            label(figure, row.end, level, words, colours.text, xanchor=side, yshift=1)


def _bar(
    figure: Figure,
    row: _Row,
    value: float,
    name: str,
    colour: str,
    said: str,
    colours: Palette,
) -> None:
    told_as = hover.with_unit(hover.digits("x"), _("¤ a member"))
    horizontal_bars(
        figure,
        [row.name],
        [value],
        name,
        colour,
        edge=colours.surface,
        hover=hover.named(name, told_as),
        texts=[said],
        slot=Slot(row.height),
        opacity=1.0 if row.height == _FULL else PALER,
    )


def _tail_alt(split: TailSplit) -> str:
    return _(
        "That year costs {total} more than the average: members bear {members}, the operator or "
        "an insurer {sponsor}, claimants {claimants}. An insurer would hold {capital}."
    ).format(
        total=money(split.above.total),
        members=money(split.above.members),
        sponsor=money(split.above.sponsor),
        claimants=money(split.above.claimants),
        capital=money(split.insurer_capital),
    )


def _tail_table(split: TailSplit, baseline: TailSplit | None) -> pd.DataFrame:
    rows = [_("members"), _("operator or insurer"), _("claimants unpaid"), _("together")]
    table = pd.DataFrame({_("more than the average"): [*rows, _("an insurer’s capital")]})
    table[_("¤")], table[_("¤ a member")] = _tail_column(split)
    if baseline is not None:
        yuan, each = _tail_column(baseline)
        table[_("baseline, ¤")] = yuan
        table[_("difference, ¤")] = table[_("¤")] - yuan
        table[_("baseline, ¤ a member")] = each
    return table


def _tail_column(split: TailSplit) -> tuple[list[float], list[float]]:
    parts = (split.above.members, split.above.sponsor, split.above.claimants)
    column = [*parts, split.above.total, split.insurer_capital]
    return [float(np.round(yuan)) for yuan in column], [
        round(split.per_member(yuan), 3) for yuan in column
    ]


def caps_table(paths: Paths) -> pd.DataFrame:
    """Return, a plan year a row, how often each cap binds and what is left above them."""
    table, past = _caps_columns(paths.now), paths.past
    if past is None:
        return table
    before = _caps_columns(past)
    mean = paths.now.means("above_caps")[0]
    held = pd.Series(past.means("above_caps")[0]).reindex(table.index)
    table[_("difference of the average, ¤")] = (mean - held).round()
    return beside(table, before)


def _caps_columns(simulation: Simulation) -> pd.DataFrame:
    years = range(1, simulation.scenario.years + 1)

    def often(event: Event) -> list[float]:
        return [round(100.0 * simulation.probability(event, year).value, 2) for year in years]

    return pd.DataFrame(
        {
            _("year"): list(years),
            _("cap on one claim reached, %"): often("claim_cap"),
            _("cap on the year reached, %"): often("annual_cap"),
            _("paid by others or unpaid, average, ¤"): simulation.means("above_caps")[0].round(),
            _("1-in-200 year, ¤"): simulation.quantiles("above_caps", (ONE_IN_200,))
            .values[:, 0]
            .round(),
            _("unpaid, %"): often("unpaid"),
        }
    )


# -------------------------------------------------------------------------------------- stresses


@dataclass(frozen=True)
class Stressed:
    """The stresses of one plan, and the year whose cost is asked for."""

    results: Sequence[StressResult]
    year: int

    def cost(self, year: int) -> list[float]:
        """Return what members pay in a year under each stress; NaN of a plan that has dissolved."""
        return [held(result, result.cost, year) for result in self.results]

    def one_in_200(self, year: int) -> list[float]:
        """Return what members pay in a year once in 200 years under each stress."""
        return [held(result, result.one_in_200, year) for result in self.results]

    @property
    def years(self) -> int:
        """How many years the plan has."""
        return len(self.results[0].cost)


def held(result: StressResult, values: FloatArray, year: int) -> float:
    """Return the value of a plan year, or NaN where the plan has dissolved before it."""
    ended = result.dissolved_after_years
    return np.nan if ended is not None and ended <= year - 1 else float(values[year - 1])


def stress_bars(now: Stressed, past: Stressed | None, colours: Palette) -> Chart:
    """Draw what each stress makes of a year's cost, expected and once in two hundred."""
    year = now.year
    titles = [_(result.title) for result in now.results]
    across = _("¤ a member in year {year}").format(year=year)
    upwards = Axis(categories=titles[::-1], from_zero=False)
    figure = frame(colours, across, upwards, hover="closest", margins=Margins(left=170))
    cost, worst = now.cost(year), now.one_in_200(year)
    _marks(figure, titles, cost, _("expected"), colours.accent, "circle")
    _marks(figure, titles, worst, _("one year in 200"), colours.unpaid, "diamond-open")
    if past is not None:
        _past_marks(figure, titles, past, year, colours)
    for title, low, high in zip(titles, cost, worst, strict=True):
        if np.isfinite(low):
            horizontal_rule(figure, title, (low, high), colours.grid, width=5, beneath=True)
    if np.isfinite(cost[0]):
        # Away from each other, for on a phone the marks are close.
        first = len(titles) - 1
        label(figure, cost[0], first, _("expected"), colours.accent, xshift=8, yshift=8)
        text, ink = _("1-in-200 year"), colours.unpaid
        label(figure, worst[0], first, text, ink, xanchor="left", xshift=-8, yshift=8)
    return Chart(
        title=_("Which stress costs members most?"),
        figure=figure,
        alt=told(_stress_alt(now), None if past is None else _stress_alt(past)),
        table=lambda: stress_table(now, past),
        note=sentences(
            "" if past is None else _stress_note(year, past.year),
            ""
            if np.isfinite(cost).all()
            else _("Where nothing is drawn the plan has dissolved before that year."),
        ),
    )


def _marks(
    figure: Figure,
    titles: Sequence[str],
    values: Sequence[float],
    name: str,
    colour: str,
    symbol: str,
    size: int = 11,
) -> None:
    points(
        figure,
        # From below, as the rows are counted.
        np.round(values, 3)[::-1],
        list(titles)[::-1],
        name,
        colour,
        symbol=symbol,
        size=size,
        stroke=2,
        hover=hover.named(hover.in_row(name), hover.money("x")),
    )


def _past_marks(
    figure: Figure, titles: Sequence[str], past: Stressed, year: int, colours: Palette
) -> None:
    """Mark the baseline's costs in the year shown and, where it asks for another, in that too."""
    ink = colours.baseline
    if year <= past.years:
        _marks(figure, titles, past.cost(year), _("baseline, expected"), ink, "circle-open")
    own = past.year
    worst = past.one_in_200(own)
    if own == year:
        _marks(figure, titles, worst, _("baseline, one year in 200"), ink, "diamond-open", 8)
        return
    name = _("baseline in year {year}, expected").format(year=own)
    _marks(figure, titles, past.cost(own), name, ink, "square-open")
    name = _("baseline in year {year}, one year in 200").format(year=own)
    _marks(figure, titles, worst, name, ink, "diamond-open", 8)


def _stress_note(year: int, own: int) -> str:
    if own == year:
        return _("Grey rings and diamonds: the baseline’s expected cost and its 1-in-200 year.")
    return _(
        "Grey: the baseline. Rings: expected in the same year; squares and diamonds: expected "
        "and 1-in-200 in its own chosen year, year {year}."
    ).format(year=own)


def _stress_alt(shown: Stressed) -> str:
    cost = shown.cost(shown.year)
    going_on = [place for place in range(1, len(cost)) if np.isfinite(cost[place])]
    if not np.isfinite(cost[0]):
        return _("Without stress the plan has dissolved before year {year}.").format(
            year=shown.year
        )
    if not going_on:
        return _("Under every stress the plan has dissolved before year {year}.").format(
            year=shown.year
        )
    worst = max(going_on, key=lambda place: cost[place])
    return _("In year {year} the plan costs {base}; {worst} makes it {cost}.").format(
        year=shown.year,
        base=money(cost[0]),
        worst=inside(shown.results[worst].title),
        cost=money(cost[worst]),
    )


def stress_table(now: Stressed, past: Stressed | None) -> Table:
    """Return the effects of every stress in the year asked for, one a row."""
    table = _stress_columns(now)
    if past is None:
        return table
    before = _stress_columns(past)
    if now.year == past.year:
        column = _("year {year}, ¤").format(year=now.year)
        gap = (table.raw[column] - before.raw[column]).round(2)
        table = replace(table, raw=table.raw.assign(**{_("difference, ¤"): gap}))
    return whole_beside(table, before)


def _stress_columns(shown: Stressed) -> Table:
    results, year = shown.results, shown.year
    capped, over = _("cap on one claim reached after, years"), _("dissolves after, years")

    def in_year(values: Callable[[StressResult], FloatArray], digits: int = 2) -> list[float]:
        return [round(held(result, values(result), year), digits) for result in results]

    times = {
        capped: [_or_never(r.claim_cap_after_years) for r in results],
        over: [_or_never(r.dissolved_after_years) for r in results],
    }
    raw = {
        _("stress"): [_(result.title) for result in results],
        _("year {year}, ¤").format(year=shown.year): in_year(lambda r: r.cost),
        _("change, ¤"): in_year(lambda r: r.cost_change),
        _("1-in-200 year, ¤"): in_year(lambda r: r.one_in_200),
        capped: times[capped],
        _("above caps, all years, ¤"): [round(float(r.above_caps.sum())) for r in results],
        over: times[over],
        _("then unpaid, ¤"): [round(float(r.owed_at_dissolution)) for r in results],
        _("reserve at 99.5 %, ¤"): in_year(lambda r: r.reserve, 0),
        _("cut at the range of"): [
            listed(inside(fields()[name].title) for name in r.limited) for r in results
        ],
    }
    words = {
        name: [_("never") if math.isnan(years) else number(years, 1) for years in column]
        for name, column in times.items()
    }
    return Table(pd.DataFrame(raw), pd.DataFrame(words))


def _or_never(years: float | None) -> float:
    return math.nan if years is None else years
