"""Which input matters: tornado bars around the case as it stands, and parts of the variance."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mutualmodel import Case, Scenario
from mutualmodel.analysis import Result, VarianceShares
from mutualmodel.units import Unit
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    Slot,
    Whiskers,
    beside,
    frame,
    horizontal_bars,
    hover,
    told,
    vertical_rule,
)
from ui.kit.language import (
    _,
    inside,
    label_behind,
    listed,
    measured,
    named,
    percent,
    rounded,
    title_of,
    written,
)
from ui.kit.palette import Palette, inked
from ui.lab.axes import bare, scale_of_unit, unit_as_set, unit_words

SHOWN = 10
# Room beyond the longest bars, as a share of the whole width.
_ROOM = 0.05
# Letters of a row's name in a line, so that a phone has room for the bars.
_LETTERS = 30


def tornado_chart(
    found: pd.DataFrame,
    past: pd.DataFrame | None,
    result: Result,
    plan: Scenario,
    colours: Palette,
) -> Chart:
    """Draw what each input makes of a result between its plausible ends, the largest first.

    ``found`` and ``past`` are of :func:`mutualmodel.analysis.tornado`, the rows those to be shown.
    """
    rows = found.head(SHOWN)
    times = scale_of_unit(result.unit)
    figure = frame(
        colours,
        Axis(unit_words(result.unit), span=_span(rows, past, times)),
        Axis("", downward=True, grid=False),
        hover="closest",
        bar_gap=0.4,
        margins=Margins(bottom=48),
        legend=True,
    )
    titles = [_row_name(str(path), row, plan, colours) for path, row in rows.iterrows()]
    for place, (title, (path, row)) in enumerate(zip(titles, rows.iterrows(), strict=True)):
        _bar(figure, title, str(path), row, result, colours, plan, first=place == 0)
    if len(rows) and not np.isnan(rows["at_present"].iloc[0]):
        vertical_rule(figure, times * rows["at_present"].iloc[0], colours.text)
    if past is not None:
        _past(figure, past, dict(zip(rows.index, titles, strict=True)), times, colours)
    return Chart(
        title=_("What moves this most: {result}?").format(result=inside(result.title)),
        figure=figure,
        alt=told(_alt(found, plan), None if past is None else _alt(past, plan)),
        table=lambda: beside(
            _table(found, result, plan), None if past is None else _table(past, result, plan)
        ),
        note=_note(pinned=past is not None),
    )


def _note(*, pinned: bool) -> str:
    told_as = _("Each input is moved alone, the others as they stand. Line: the case as it stands.")
    if not pinned:
        return told_as
    return _("{note} · slim and dashed: the baseline").format(note=told_as)


def _span(rows: pd.DataFrame, past: pd.DataFrame | None, times: float) -> tuple[float, float]:
    columns = ["at_low", "at_present", "at_high"]
    shown = [rows] if past is None else [rows, past.loc[past.index.isin(rows.index)]]
    values = times * np.concatenate([one[columns].to_numpy(dtype=float).ravel() for one in shown])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    room = _ROOM * (high - low) or 0.5 * abs(high) or 1.0
    return low - room, high + room


def _row_name(path: str, row: pd.Series, plan: Scenario, colours: Palette) -> str:
    """Name an input, and below it the values between which it is moved."""
    meta = Case.fields()[path]
    low, high = row["low"], row["high"]
    # The unit once: behind the second, where that is a number too, or before a bare number.
    once = high is not None and meta.unit.kind != "plain"
    bare = Unit(meta.unit.kind)
    ends = _("{low} to {high}").format(
        low=measured(float(low or 0.0), bare if once else meta.unit),
        high=written(meta, high) if once or high is None else measured(float(high), bare),
    )
    name = hover.wrapped(title_of(meta, plan), _LETTERS)
    return f"{name}<br>{inked(hover.wrapped(ends, _LETTERS), colours.muted)}"


def _bar(
    figure: Figure,
    row_name: str,
    path: str,
    row: pd.Series,
    result: Result,
    colours: Palette,
    plan: Scenario,
    *,
    first: bool,
) -> None:
    meta = Case.fields()[path]
    times = scale_of_unit(result.unit)
    here = times * row["at_present"]
    for end, colour, name in (
        ("low", colours.over_40, _("at its low end")),
        ("high", colours.accent, _("at its high end")),
    ):
        at = times * row[f"at_{end}"]
        if np.isnan(at):
            continue
        start = at if np.isnan(here) else here
        told_as = _("{input}: {value} · {result}").format(
            input=title_of(meta, plan),
            value=written(meta, row[end]),
            result=rounded(row[f"at_{end}"], result.unit),
        )
        horizontal_bars(
            figure,
            [row_name],
            [at - start],
            name,
            colour,
            base=np.array([start]),
            slot=Slot(0.6, -0.3, "one"),
            hover=hover.alone(told_as),
            listed=first,
        )


def _past(
    figure: Figure, past: pd.DataFrame, titles: dict[object, str], times: float, colours: Palette
) -> None:
    """Draw the baseline as a slim bar below each, and where it stands."""
    known = past.loc[[path for path in titles if path in past.index]]
    here = past["at_present"].iloc[0] if len(past) else float("nan")
    for path, row in known.iterrows():
        ends = [row[name] for name in ("at_low", "at_present", "at_high")]
        low, high = (times * end(ends) for end in (np.nanmin, np.nanmax))
        horizontal_bars(
            figure,
            [titles[path]],
            [high - low],
            "",
            colours.baseline,
            base=np.array([low]),
            slot=Slot(0.12, 0.34, "baseline"),
            hover=hover.alone(hover.in_row(_("baseline"))),
            listed=False,
        )
    if not np.isnan(here):
        vertical_rule(figure, times * here, colours.baseline, dash="dash")


def _alt(found: pd.DataFrame, plan: Scenario) -> str:
    moving = [path for path, row in found.iterrows() if row["effect"] > 0]
    if not moving:
        return _("No input changes it when it moves alone across its plausible range.")
    first = [title_of(Case.fields()[str(path)], plan) for path in moving[:3]]
    return _("The largest first: {inputs}.").format(inputs=listed(first))


def _table(found: pd.DataFrame, result: Result, plan: Scenario) -> pd.DataFrame:
    times = scale_of_unit(result.unit)
    unit = _("%") if result.unit.percent else label_behind(2, result.unit)
    metas = [Case.fields()[str(path)] for path in found.index]
    columns: dict[str, Sequence[object]] = {
        _("input"): [title_of(meta, plan) for meta in metas],
        _("unit of the input"): [
            _("%") if meta.unit.percent else unit_as_set(meta.unit) for meta in metas
        ],
    }
    for name, title in (
        ("low", _("low, in the input’s unit")),
        ("present", _("as it stands, in the input’s unit")),
        ("high", _("high, in the input’s unit")),
    ):
        columns[title] = [bare(meta, value) for meta, value in zip(metas, found[name], strict=True)]
    for name, title in (
        ("at_low", _("result at low, {unit}")),
        ("at_present", _("result as it stands, {unit}")),
        ("at_high", _("result at high, {unit}")),
        ("effect", _("effect, {unit}")),
    ):
        columns[title.format(unit=unit)] = (times * found[name]).to_list()
    return pd.DataFrame(columns, index=found.index)


# ----------------------------------------------------------------------- when all move at once


def shares_chart(found: VarianceShares, plan: Scenario, colours: Palette) -> Chart:
    """Draw what part of a result's variance each input has when all of them move."""
    table = found.table
    titles = [title_of(Case.fields()[str(path)], plan) for path in table.index]
    longest = 100 * float(table[["first_high", "total_high"]].to_numpy().max())
    figure = frame(
        colours,
        Axis(_("part of the variance, %"), span=(0.0, min(1.1 * longest, 100.0))),
        Axis("", downward=True, grid=False),
        hover="closest",
        bar_gap=0.3,
        legend=True,
    )
    kinds = (
        ("first", _("known alone (first-order)"), colours.accent, -0.38),
        ("total", _("left when all others are known (total)"), colours.over_40, 0.02),
    )
    for name, title, colour, start in kinds:
        values = 100 * table[name].to_numpy()
        below = np.maximum(values - 100 * table[f"{name}_low"].to_numpy(), 0)
        above = np.maximum(100 * table[f"{name}_high"].to_numpy() - values, 0)
        horizontal_bars(
            figure,
            titles,
            np.maximum(values, 0),
            title,
            colour,
            slot=Slot(0.36, start, name),
            whiskers=Whiskers(below, above, colours.muted),
            hover=hover.named(title, _("{share} %").format(share=hover.decimals(0, "x"))),
        )
    return Chart(
        title=_("Which assumption matters most when all of them move?"),
        figure=figure,
        alt=_shares_alt(found, titles),
        table=lambda: _shares_table(found, titles),
        note=_("Whiskers: nine in ten when the samples are drawn again."),
    )


def _shares_alt(found: VarianceShares, titles: Sequence[str]) -> str:
    parts = [
        named(title, percent(max(share, 0.0)))
        for title, share in zip(titles[:3], found.table["total"], strict=False)
    ]
    return _("Parts of the variance, total: {parts}.").format(parts=listed(parts))


def _shares_table(found: VarianceShares, titles: Sequence[str]) -> pd.DataFrame:
    columns = {
        "first": _("first-order, %"),
        "first_low": _("first-order, 5 % point, %"),
        "first_high": _("first-order, 95 % point, %"),
        "total": _("total, %"),
        "total_low": _("total, 5 % point, %"),
        "total_high": _("total, 95 % point, %"),
    }
    table = 100 * found.table[list(columns)].rename(columns=columns)
    table.insert(0, _("input"), list(titles))
    return table
