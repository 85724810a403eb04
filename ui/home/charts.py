"""Charts: pure functions from model results to a figure, its words and its numbers.

Every chart answers the question in its title, labels its lines directly, uses a dash or a marker
beside colour, and carries an alternative text and the table behind it.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mutualmodel import CostBand, Projection, Quantity, Scenario, cost_band
from mutualmodel.analysis import Sweep
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import PERIODS_PER_YEAR, settlements_held
from mutualmodel.inputs import FieldMeta, fields
from mutualmodel.simulation import Layer, Range
from ui.frame.layers import RANGE_NAMES
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    band,
    dot,
    frame,
    horizontal_bars,
    key_line,
    label,
    line,
    pool_axis,
    pool_rule,
    settlement_times,
    vertical_rule,
)
from ui.kit.language import (
    _,
    entry,
    large,
    money,
    ngettext,
    number,
    percent,
    quantity,
    sentences,
    title_of,
)
from ui.kit.palette import Palette

# Five and 95 % points of a normal distribution lie so many deviations from its mean.
_NINE_IN_TEN = 1.645

# From so large a part of the mean on, a step of the range from year to year is seen.
_SEEN_STEP = 0.03

# A lever swept, and where the plan stands: its value and what it costs.
Swept = tuple[Sweep, tuple[float, float]]


def share_path(
    projection: Projection,
    likely: Range,
    baseline: Projection | None,
    colours: Palette,
    layer: Layer = "all",
) -> Chart:
    """Draw the share of every settlement, its likely range and the baseline's path.

    ``likely`` is what ``layer`` makes of every year's cost.
    """
    held = settlements_held(projection)
    charged, gross = _charged(projection)[:held], projection.array("gross_per_member")[:held]
    from_fund = projection.scenario.funding == "fund"
    years = settlement_times(held)
    low, high = _yearly_range(projection, likely, held)
    across = Axis(_("Years from now"), years=True, span=(0, projection.scenario.years), tick_step=1)
    figure = frame(colours, across, _("¤ a settlement"))
    band(figure, years, low, high, colours.accent_soft)
    if held and not from_fund and (gross - charged).max() > 1e-9 * gross.max():
        late = 2 * len(years) // 3
        line(figure, years, gross, _("before caps"), colours.sponsor, dash="dot")
        label(figure, years[late], gross[late], _("before caps"), colours.sponsor)
    if baseline is not None:
        past, ink = _charged(baseline)[: settlements_held(baseline)], colours.baseline
        times = settlement_times(len(past))
        line(figure, times, past, _("baseline"), ink, dash="dash")
        if len(past):
            label(figure, times[-1], past[-1], _("baseline"), ink)
    line(figure, years, charged, _("a member pays"), colours.accent, width=2.6)
    key_line(figure, "— " + _("a member pays"), colours.accent)
    _mark_end(figure, projection, charged, colours)
    if held and high.max() > 0:
        early = len(years) // 3
        label(figure, years[early], high[early], _(RANGE_NAMES[layer]), colours.muted)
    return Chart(
        title=_("What will a member pay at each settlement?"),
        figure=figure,
        alt=_path_alt(charged, projection.headline.dissolved_after_years),
        table=lambda: _path_table(projection, (low, high), baseline),
        note=sentences(_path_note(projection), _range_note(projection, likely)),
    )


def _path_note(projection: Projection) -> str:
    """Say why payments within a plan year are not what claims are."""
    if projection.scenario.funding == "fund":
        return _("Averages over a plan year: what comes back at its end is spread over it.")
    plan = projection.scenario
    capped = math.isfinite(plan.year_limit)
    if capped and any(cost_band(projection, year + 1).year_cap_bites for year in range(plan.years)):
        return _("Within a plan year the share falls as the cap on a year is used up.")
    return ""


def _range_note(projection: Projection, likely: Range) -> str:
    """Say why the range steps where a plan year begins, where that can be seen."""
    mean = projection.by_year("charged_per_member")
    held = mean > 0
    steps = [np.abs(np.diff(end[held] / mean[held])) for end in (likely.low, likely.high)]
    if max((float(step.max()) for step in steps if len(step)), default=0.0) < _SEEN_STEP:
        return ""
    return _("The range is that of each whole plan year, so it can step where a year begins.")


def _charged(projection: Projection) -> FloatArray:
    """Return what a member pays at each settlement, with a fund as a mean of its plan year."""
    charged = projection.array("charged_per_member")
    if projection.scenario.funding != "fund":
        return charged
    running = projection.array("members").reshape(-1, PERIODS_PER_YEAR) > 0
    by_year = charged.reshape(running.shape).sum(axis=1) / np.maximum(running.sum(axis=1), 1)
    return np.asarray((by_year[:, None] * running).ravel())


def _mark_end(
    figure: Figure, projection: Projection, charged: FloatArray, colours: Palette
) -> None:
    """Mark where the plan dissolves, if it does."""
    ended = projection.headline.dissolved_after_years
    if ended is not None:
        vertical_rule(figure, ended, colours.unpaid)
        text = _("the plan dissolves")
        label(figure, ended, 0.04, text, colours.unpaid, xanchor="left", xshift=6, of_height=True)


def _yearly_range(
    projection: Projection, likely: Range, held: int
) -> tuple[FloatArray, FloatArray]:
    """Scale each settlement held by the likely range of its year over that year's mean."""
    charged = _charged(projection)
    mean = projection.by_year("charged_per_member")
    low, high = (
        np.where(mean > 0, end / np.where(mean > 0, mean, 1.0), 1.0)
        for end in (likely.low, likely.high)
    )
    lows, highs = (charged * np.repeat(by_year, PERIODS_PER_YEAR) for by_year in (low, high))
    return lows[:held], highs[:held]


def _path_alt(charged: FloatArray, ended: float | None) -> str:
    if ended == 0.0:
        return _("The plan dissolves at the start and holds no settlement.")
    if ended is not None:
        held = len(charged)
        return ngettext(
            "The plan holds {held} settlement, then it dissolves; the share goes from {first} to "
            "{last}.",
            "The plan holds {held} settlements, then it dissolves; the share goes from {first} to "
            "{last}.",
            held,
        ).format(held=held, first=money(charged[0]), last=money(charged[-1]))
    years = len(charged) // PERIODS_PER_YEAR
    return ngettext(
        "The share of a settlement goes from {first} at the first to {last} after {years} year.",
        "The share of a settlement goes from {first} at the first to {last} after {years} years.",
        years,
    ).format(first=money(charged[0]), last=money(charged[-1]), years=years)


def _path_table(
    projection: Projection, likely: tuple[FloatArray, FloatArray], baseline: Projection | None
) -> pd.DataFrame:
    charged = projection.array("charged_per_member")
    table = pd.DataFrame(
        {
            _("settlement"): np.arange(1, len(charged) + 1),
            _("members"): projection.array("members").round(),
            _("claims"): projection.array("claims").round(2),
            _("charged, ¤ a member"): charged.round(4),
            _("before caps, ¤ a member"): projection.array("gross_per_member").round(4),
        }
    )
    for title, end in zip((_("5th percentile, ¤"), _("95th percentile, ¤")), likely, strict=True):
        table[title] = pd.Series(end).reindex(table.index).round(4)
    if baseline is not None:
        past = pd.Series(baseline.array("charged_per_member")).reindex(table.index)
        table[_("baseline, ¤ a member")] = past.round(4)
        table[_("difference, ¤ a member")] = (charged - past).round(4)
    return table


def response_curve(
    now: Swept, baseline: Swept | None, colours: Palette, top: float | None = None
) -> Chart:
    """Draw the first-year cost against one lever, with where the plan stands now.

    ``top`` is the end of the vertical axis, by default what is drawn decides.
    """
    curve, here = now
    meta = fields()[curve.field]
    unit = _(meta.unit.label)
    across = (
        pool_axis(unit, (1e4, 1e6, 1e8), float(curve.inputs.min()))
        if meta.scale == "log"
        else Axis(unit)
    )
    margins = Margins(left=46, right=12, bottom=46)
    upwards = Axis(_("¤ a year"), span=(0, top) if top else None)
    figure = frame(colours, across, upwards, margins=margins, hover="closest")
    if baseline is not None:
        past, there = baseline
        line(figure, past.inputs, past.charged, _("baseline"), colours.baseline, dash="dash")
        if not np.isnan(there[1]):
            dot(figure, there, _("baseline"), colours.baseline, "circle-open")
    drawn = np.flatnonzero(np.isfinite(curve.charged))
    gross, charged = curve.gross[drawn], curve.charged[drawn]
    if len(drawn) and (gross - charged).max() > 1e-3 * gross.max():
        line(figure, curve.inputs, curve.gross, _("before caps"), colours.sponsor, dash="dot")
        start, text = (float(curve.inputs[drawn[0]]), float(gross[0])), _("before caps")
        label(figure, *start, text, colours.sponsor, xanchor="left", xshift=4)
    line(figure, curve.inputs, curve.charged, _("a member pays"), colours.accent)
    if not np.isnan(here[1]):
        dot(figure, here, _("you are here"), colours.accent, "circle")
    _name_place(figure, here[1], baseline, colours)
    return Chart(
        title=title_of(meta, curve.scenario),
        figure=figure,
        alt=_response_alt(curve, here),
        table=lambda: _response_table(
            _column(meta, curve.scenario), curve, baseline[0] if baseline else None
        ),
        alone=_("What a member pays in the first year, by input: {input}").format(
            input=title_of(meta, curve.scenario)
        ),
    )


def highest(curve: Sweep) -> float:
    """Return the end of an axis on which a curve is seen whole, as it is before caps too."""
    drawn = np.concatenate([curve.charged, curve.gross])
    drawn = drawn[np.isfinite(drawn)]
    return 1.05 * float(drawn.max()) if len(drawn) else 0.0


def _name_place(figure: Figure, cost: float, baseline: Swept | None, colours: Palette) -> None:
    """Say what the dots are, and the baseline's dashes."""
    text = (
        _("no plan here")
        if np.isnan(cost)
        else _("● you are here: {cost}").format(cost=money(cost))
    )
    key_line(figure, text, colours.accent)
    if baseline is not None:
        was = _("no plan") if np.isnan(baseline[1][1]) else money(baseline[1][1])
        text = _("- ○ baseline: {cost}").format(cost=was)
        key_line(figure, text, colours.baseline)


def _response_alt(curve: Sweep, here: tuple[float, float]) -> str:
    return _(
        "{lever}: from {low} to {high} the cost of a year goes from {first} to {last}; now {here}."
    ).format(
        lever=title_of(fields()[curve.field], curve.scenario),
        low=large(curve.inputs[0]),
        high=large(curve.inputs[-1]),
        first=_cost_words(curve.charged[0]),
        last=_cost_words(curve.charged[-1]),
        here=_cost_words(here[1]),
    )


def _cost_words(cost: float) -> str:
    return _("no plan") if np.isnan(cost) else money(cost)


def _column(meta: FieldMeta, plan: Scenario) -> str:
    """Name an input with its unit; members are counted in members."""
    if meta.unit.kind == "count":
        return title_of(meta, plan)
    return _("{input}, {unit}").format(input=title_of(meta, plan), unit=_(meta.unit.label))


def _response_table(column: str, curve: Sweep, baseline: Sweep | None) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            column: curve.inputs,
            _("a member pays, ¤ a year"): curve.charged.round(2),
            _("before caps, ¤ a year"): curve.gross.round(2),
        }
    )
    if baseline is not None:
        table[_("baseline, ¤ a year")] = baseline.charged.round(2)
        table[_("difference, ¤ a year")] = (curve.charged - baseline.charged).round(2)
    return table


def pool_spread(
    sizes: FloatArray,
    bands: Sequence[CostBand],
    here: float,
    baseline: tuple[float, Sequence[CostBand]] | None,
    smallest_pool: float,
    colours: Palette,
) -> Chart:
    """Draw how far the bill of a year may stray at each size of pool, before caps."""
    mean, low, high = (_over(bands, name) for name in ("mean", "low", "high"))
    shared = _NINE_IN_TEN * _over(bands, "systemic_sd")
    across = pool_axis(_("Members"), (1e4, 1e5, 1e6, 1e7, 1e8), float(sizes.min()))
    figure = frame(colours, across, _("¤ a year, before caps"))
    band(figure, sizes, low, high, colours.accent_softer)
    inner = np.maximum(mean - shared, low), np.minimum(mean + shared, high)
    band(figure, sizes, *inner, colours.accent_soft)
    line(figure, sizes, mean, _("expected"), colours.accent)
    line(figure, sizes, high, _("95th percentile"), colours.accent, dash="dot", width=1)
    line(figure, sizes, low, _("5th percentile"), colours.accent, dash="dot", width=1)
    key_line(figure, "— " + _("expected"), colours.accent)
    key_line(figure, "·· " + _("nine years in ten"), colours.accent)
    if baseline is not None:
        past = _over(baseline[1], "mean")
        line(figure, sizes, past, _("baseline, expected"), colours.baseline, dash="dash")
        if baseline[0] != here:
            pool_rule(figure, baseline[0], _("baseline"), colours.baseline, "dash", 0.12)
    pool_rule(figure, here, _("this plan"), colours.accent, "solid", 0.02)
    if smallest_pool:
        pool_rule(
            figure,
            smallest_pool,
            _("large enough to stay under the cap"),
            colours.sponsor,
            "dot",
            0.22,
        )
    return Chart(
        title=_("How far can a year be from the average, by size of pool?"),
        figure=figure,
        alt=_pool_alt(sizes, mean, low, high),
        table=lambda: _pool_table(sizes, bands),
        note=_(
            "Light: chance, which shrinks as the pool grows. Dark: good and bad years, which "
            "stay. What the record leaves open is in neither."
        ),
    )


def _over(bands: Sequence[CostBand], name: str) -> FloatArray:
    return np.array([getattr(band, name) for band in bands])


def _pool_alt(sizes: FloatArray, mean: FloatArray, low: FloatArray, high: FloatArray) -> str:
    return _(
        "At {small} nine years in ten lie between {low} and {high}; at {big} between {low_big} "
        "and {high_big}. The average is {mean} throughout."
    ).format(
        small=quantity(Quantity(float(sizes[0]), "members")),
        low=money(low[0]),
        high=money(high[0]),
        big=quantity(Quantity(float(sizes[-1]), "members")),
        low_big=money(low[-1]),
        high_big=money(high[-1]),
        mean=money(mean[-1]),
    )


def _pool_table(sizes: FloatArray, bands: Sequence[CostBand]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("members"): sizes.round(),
            _("expected, ¤ a year"): _over(bands, "mean").round(2),
            _("5th percentile, ¤"): _over(bands, "low").round(2),
            _("95th percentile, ¤"): _over(bands, "high").round(2),
            _("99.5th percentile, ¤"): _over(bands, "one_in_200").round(2),
            _("chance, standard deviation in ¤"): _over(bands, "chance_sd").round(3),
            _("good and bad years, standard deviation in ¤"): _over(bands, "systemic_sd").round(3),
        }
    )


def yuan_split(
    parts: Mapping[str, float], baseline: Mapping[str, float] | None, colours: Palette
) -> Chart:
    """Draw where 100 yuan of the bill go."""
    tints = (colours.under_40, colours.over_40, colours.mild, colours.unpaid, colours.fee)
    return _parts_chart(_("Where do 100 ¤ of the bill go?"), parts, baseline, tints, colours)


def bearers(
    parts: Mapping[str, float], baseline: Mapping[str, float] | None, colours: Palette
) -> Chart:
    """Draw who bears 100 yuan of the bill."""
    tints = (colours.accent, colours.sponsor, colours.unpaid)
    return _parts_chart(_("Who bears 100 ¤ of the bill?"), parts, baseline, tints, colours)


def _parts_chart(
    title: str,
    parts: Mapping[str, float],
    baseline: Mapping[str, float] | None,
    tints: Sequence[str],
    colours: Palette,
) -> Chart:
    total = sum(parts.values()) or 1.0
    shown = {name: value / total for name, value in parts.items() if value > 0}
    shares = " · ".join(entry(name, percent(share, 1)) for name, share in shown.items())
    return Chart(
        title=title,
        figure=_bars(parts, baseline, tints, colours),
        alt=_("Of the first year's bill: {shares}.").format(shares=shares or _("nothing")),
        table=lambda: _parts_table(parts, baseline),
        note=shares,
    )


def _bars(
    parts: Mapping[str, float],
    baseline: Mapping[str, float] | None,
    tints: Sequence[str],
    colours: Palette,
) -> Figure:
    figure = frame(
        colours,
        Axis(span=(0, 100.5), tick_step=25),
        Axis(downward=True, grid=False, tick_texts=baseline is not None),
        hover="closest",
        margins=Margins(left=8, right=8, top=4, bottom=28),
        bars="stack",
        bar_gap=0.3,
    )
    rows = [(_("now"), parts)] + ([(_("baseline"), baseline)] if baseline is not None else [])
    for name, tint in zip(parts, tints, strict=True):
        shares = [100 * values[name] / (sum(values.values()) or 1.0) for _row, values in rows]
        texts = [_inside(name, share) for share in shares]
        names = [row for row, _values in rows]
        horizontal_bars(figure, names, shares, name, tint, edge=colours.surface, texts=texts)
        if any(share > 0 and not text for share, text in zip(shares, texts, strict=True)):
            key_line(figure, f"■ {name}", tint)
    return figure


def _inside(name: str, share: float) -> str:
    """Name a part within its bar where it is wide enough; the note names them all."""
    return f"{name}<br>{number(share, 1)}" if share >= 12 else ""


def _parts_table(parts: Mapping[str, float], baseline: Mapping[str, float] | None) -> pd.DataFrame:
    table = pd.DataFrame({_("part"): list(parts), _("¤"): [round(v) for v in parts.values()]})
    if baseline is not None:
        table[_("baseline, ¤")] = [round(baseline[name]) for name in parts]
        table[_("difference, ¤")] = table[_("¤")] - table[_("baseline, ¤")]
    return table


def year_table(projection: Projection, baseline: Projection | None) -> pd.DataFrame:
    """Return the plan years as people read them, with the baseline's cost where one is pinned."""
    years = projection.years
    table = pd.DataFrame(
        {
            _("year"): years.index,
            _("members, average"): years["members"].round().to_numpy(),
            _("claims submitted"): years["submitted"].round(1).to_numpy(),
            _("claims paid"): years["claims"].round(1).to_numpy(),
            _("claims refused"): (years["submitted"] - years["claims"]).round(1).to_numpy(),
            _("payout, ¤"): years["payout"].round().to_numpy(),
            _("fee, ¤"): years["fee"].round().to_numpy(),
            _("a member pays, ¤"): _while_held(projection),
            _("operator or insurer, ¤"): years["sponsor"].round().to_numpy(),
            _("unpaid, ¤"): years["unpaid"].round().to_numpy(),
        }
    )
    if baseline is not None:
        past = pd.Series(_while_held(baseline), baseline.years.index).reindex(years.index)
        table[_("baseline, ¤")] = past.to_numpy()
        table[_("difference, ¤")] = (_while_held(projection) - past.to_numpy()).round(2)
    return table


def _while_held(projection: Projection) -> FloatArray:
    """Return what a member pays in each year, yuan (Y,); NaN in years without a settlement."""
    years = projection.years
    return np.where(years["members"] > 0, years["charged_per_member"].round(2), np.nan)
