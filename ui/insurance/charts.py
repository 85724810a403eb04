"""Charts of mutual aid beside commercial cover: on maps, over a life, for a yuan."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import SYSTEMS, CheaperMap, LifetimeCost, YuanSplit
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    Slot,
    Whiskers,
    beside,
    border,
    dot,
    end_label,
    frame,
    heat_map,
    horizontal_bars,
    hover,
    label,
    told,
)
from ui.kit.language import (
    SEMICOLONS,
    _,
    amount,
    entry,
    listed,
    money,
    named,
    number,
    percent,
    sentences,
)
from ui.kit.palette import Palette

# Of the map: from a quarter of the mutual cost to four times it.
_SHADES = 2.0


@dataclass(frozen=True)
class MapPlace:
    """A map of one case, with where that case's person and plan stand on it."""

    found: CheaperMap
    here: tuple[int, float]


def cheaper_map(
    now: MapPlace,
    before: MapPlace | None,
    words: tuple[str, str],
    scale: float,
    colours: Palette,
) -> Chart:
    """Draw where mutual aid is the cheaper: age across, another input upwards.

    ``words`` are the chart's title and the name of the vertical axis; values are shown times
    ``scale``. Both maps have the same levels.
    """
    title, axis = words
    found = now.found
    values = np.round(found.levels * scale, 4)
    edge = 0.03 * (values[-1] - values[0])
    figure = frame(
        colours,
        Axis(_("Age"), span=(0, 59), tick_step=10),
        Axis(axis, span=(values[0] - edge, values[-1] + edge), grid=False),
        hover="closest",
        margins=Margins(left=46, right=12, bottom=46),
    )
    _shading(figure, values, found, colours)
    if before is not None:
        name, ink = _("baseline, equal cost"), colours.baseline
        _equal_cost(figure, values, before.found, ink, name=name, dash="dash")
    _equal_cost(figure, values, found, colours.text)
    if before is not None:
        there = before.here[0], before.here[1] * scale
        dot(figure, there, _("baseline"), colours.baseline, "circle-open")
    dot(figure, (now.here[0], now.here[1] * scale), _("you are here"), colours.text, "circle")
    _name_regions(figure, found, scale, colours)
    return Chart(
        title=title,
        figure=figure,
        alt=told(_map_alt(found), _map_alt(before.found) if before is not None else None),
        table=lambda: beside(
            _map_table(found, axis, scale),
            _map_table(before.found, axis, scale) if before is not None else None,
        ),
        note=_map_note(pinned=before is not None),
    )


def _map_note(*, pinned: bool) -> str:
    note = _("Line: equal cost. The deeper the shade, the larger the difference. ● you are here")
    return _("{note} · dashes and ○: the baseline").format(note=note) if pinned else note


def _shading(figure: Figure, values: FloatArray, found: CheaperMap, colours: Palette) -> None:
    told_as = _("age {age}, {level}: the policy costs {ratio} × mutual aid").format(
        age=hover.plain("x"), level=hover.plain("y"), ratio=hover.detail()
    )
    heat_map(
        figure,
        found.ages,
        values,
        _shade(found),
        span=(-_SHADES, _SHADES),
        scale=((0, colours.sponsor), (0.5, colours.surface), (1, colours.accent)),
        hover=hover.alone(told_as),
        details=np.round(found.ratio, 2),
        opacity=0.75,
    )


def _shade(found: CheaperMap) -> FloatArray:
    """Return by how many doublings the policy is the dearer, as far as the shades go."""
    doublings = np.log2(np.maximum(found.ratio, 2**-_SHADES))
    return np.asarray(np.round(np.clip(doublings, -_SHADES, _SHADES), 2))


def _equal_cost(
    figure: Figure,
    values: FloatArray,
    found: CheaperMap,
    colour: str,
    *,
    name: str = "",
    dash: str = "solid",
) -> None:
    """Draw the line of equal cost."""
    border(
        figure,
        found.ages,
        values,
        _shade(found),
        0,
        colour,
        name=name,
        dash=dash,
        width=2,
        smooth=False,
    )


def _map_alt(found: CheaperMap) -> str:
    return _("Mutual aid is cheaper on {share} of the map.").format(
        share=percent(float(np.nanmean(found.ratio >= 1)) if found.ratio.size else 0.0)
    )


def _name_regions(figure: Figure, found: CheaperMap, scale: float, colours: Palette) -> None:
    """Write what a shade means in the middle of its region, where it is large enough."""
    for inside, text in (
        (found.ratio >= 1, _("mutual aid cheaper")),
        (found.ratio < 1, _("policy cheaper")),
    ):
        rows, ages = np.nonzero(inside)
        if len(rows) > 0.06 * inside.size:
            # The widest stretch of ages is on the row that has most of the region.
            row = int(np.argmax(inside.sum(axis=1)))
            level = round((row + float(np.median(rows))) / 2)
            across = ages[rows == level] if (rows == level).any() else ages[rows == row]
            label(
                figure,
                float(found.ages[int(np.median(across))]),
                float(found.levels[level]) * scale,
                text,
                colours.text,
                xanchor="center",
                yanchor="middle",
                yshift=0,
                ground=colours.surface,
                opacity=0.9,
            )


def _map_table(found: CheaperMap, axis: str, scale: float) -> pd.DataFrame:
    premium = _("premium at {age}, × mutual cost")
    columns = [premium.format(age=int(age)) for age in found.ages[::5]]
    table = pd.DataFrame(np.round(found.ratio[:, ::5], 2), columns=columns)
    table.insert(0, axis, np.round(found.levels * scale, 4))
    return table


@dataclass(frozen=True)
class Lifetime:
    """What the systems cost one case's person from an age to 60."""

    costs: Mapping[str, LifetimeCost]
    age: int


# Beside a bar of now stands a slim one of the baseline: widths and offsets, of a row.
_NOW, _SLIM = Slot(0.46, -0.36), Slot(0.18, 0.16)


def _slim_words() -> str:
    return _("Slim and pale: the baseline.")


def lifetime_chart(now: Lifetime, before: Lifetime | None, colours: Palette) -> Chart:
    """Draw what each system costs from an age to 60, with the range around it."""
    highest = max(cost.high for one in (now, before) if one for cost in one.costs.values())
    figure = frame(
        colours,
        Axis(span=(0, 1.18 * highest), most_ticks=5, grid=True),
        Axis(downward=True, grid=False),
        hover="closest",
        margins=_BAR_MARGINS,
    )
    _now_bars(figure, now, _NOW if before else None, colours)
    if before is not None:
        _baseline_bars(figure, before, colours)
    for name, cost in now.costs.items():
        # Beside its own bar, which lies above the middle of its row where there are two.
        shift = 0 if before is None else 6
        text, ink = amount(round(cost.total)), colours.text
        end_label(figure, cost.high, _short(name), text, ink, gap=8, yshift=shift)
    return Chart(
        title=_("What does it cost from {age} to 60?").format(age=now.age),
        figure=figure,
        alt=told(_lifetime_alt(now), _lifetime_alt(before) if before is not None else None),
        table=lambda: beside(
            _lifetime_table(now), _lifetime_table(before) if before is not None else None
        ),
        note=sentences(
            _(
                "Yuan of who stays well; nothing discounted. Bars: expected. Whiskers: prices "
                "drift either way, and for mutual aid bad and good years. A level price does not "
                "move."
            ),
            _slim_note(now, before),
        ),
    )


# Under charts of bars no axis has a title, and the rows' names need no room kept free.
_BAR_MARGINS = Margins(left=10, right=10, top=6, bottom=32)


def _now_bars(figure: Figure, lifetime: Lifetime, slot: Slot | None, colours: Palette) -> None:
    rows, totals = _lifetime_totals(lifetime)
    horizontal_bars(
        figure,
        rows,
        totals,
        "",
        [_tint(name, colours) for name in lifetime.costs],
        hover=_lifetime_hover(),
        slot=slot,
        whiskers=Whiskers(*_around(lifetime), colours.text),
    )


def _baseline_bars(figure: Figure, lifetime: Lifetime, colours: Palette) -> None:
    rows, totals = _lifetime_totals(lifetime)
    horizontal_bars(
        figure,
        rows,
        totals,
        _("baseline"),
        colours.baseline,
        hover=_lifetime_hover(),
        slot=_SLIM,
        whiskers=Whiskers(*_around(lifetime), colours.baseline, thickness=1, width=2),
        opacity=0.45,
    )


def _lifetime_hover() -> str:
    return hover.alone(hover.named(hover.plain("y"), hover.whole_yuan("x")))


def _lifetime_totals(lifetime: Lifetime) -> tuple[list[str], FloatArray]:
    totals = np.array([cost.total for cost in lifetime.costs.values()])
    return [_short(name) for name in lifetime.costs], totals.round()


def _around(lifetime: Lifetime) -> tuple[FloatArray, FloatArray]:
    """Return how far each cost's range reaches below and above it."""
    costs = lifetime.costs.values()
    below = np.array([cost.total - cost.low for cost in costs])
    return below, np.array([cost.high - cost.total for cost in costs])


def _slim_note(now: Lifetime, before: Lifetime | None) -> str:
    if before is None:
        return ""
    if before.age == now.age:
        return _slim_words()
    return _("Slim and pale: the baseline, from {age} on.").format(age=before.age)


def _lifetime_alt(lifetime: Lifetime) -> str:
    costs = lifetime.costs.items()
    return listed((named(_short(name), money(cost.total)) for name, cost in costs), SEMICOLONS)


def _short(name: str) -> str:
    return {
        "mutual": _("mutual aid"),
        "mutual_insured": _("underwritten"),
        "one_year": _("one-year"),
        "level": _("level to 60"),
        "bridging": _("bridging*"),
        "medical": _("medical*"),
    }[name]


def _tint(name: str, colours: Palette) -> str:
    return {
        "mutual": colours.accent,
        "mutual_insured": colours.sponsor,
        "one_year": colours.over_40,
        "level": colours.mild,
    }.get(name, colours.fee)


def _lifetime_table(lifetime: Lifetime) -> pd.DataFrame:
    costs = lifetime.costs.values()
    return pd.DataFrame(
        {
            _("system"): [_(SYSTEMS[name].title) for name in lifetime.costs],
            _("expected, yuan"): [round(cost.total) for cost in costs],
            _("low, yuan"): [round(cost.low) for cost in costs],
            _("high, yuan"): [round(cost.high) for cost in costs],
        }
    )


Splits = Mapping[str, YuanSplit]


def _parts() -> dict[str, str]:
    """Return what a yuan is split into: the names of fields, and what these are called."""
    return {
        "benefits": _("benefits"),
        "fee": _("fee"),
        "commission": _("commission"),
        "expenses": _("expenses"),
        "capital": _("capital"),
        "rest": _("left to insurer"),
    }


def yuan_chart(splits: Splits, before: Splits | None, colours: Palette) -> Chart:
    """Draw what 100 yuan paid buy in each system of the same benefit."""
    figure = frame(
        colours,
        Axis(tick_step=25),
        Axis(downward=True, grid=False),
        hover="closest",
        margins=_BAR_MARGINS,
        bars="relative",
        bar_gap=0.28,
    )
    rows = [_short(name) for name in splits]
    for part, name in _parts().items():
        shares = _shares(splits, part)
        horizontal_bars(
            figure,
            rows,
            shares,
            name,
            _part_tint(part, colours),
            edge=colours.surface,
            texts=[f"{name}<br>{number(v)}" if abs(v) >= 20 else "" for v in shares],
            slot=None if before is None else _NOW,
        )
    if before is not None:
        _slim_bars(figure, before, colours)
    one_year = {
        name: getattr(splits["one_year"], part) for part, name in _parts().items() if part != "fee"
    }
    return Chart(
        title=_("What do 100 yuan buy?"),
        figure=figure,
        alt=told(_split_alt(splits), _split_alt(before) if before is not None else None),
        table=lambda: beside(
            _split_table(splits), _split_table(before) if before is not None else None
        ),
        note=sentences(
            _("Of 100 yuan for a one-year policy: {parts}.").format(
                parts=listed(entry(name, number(100 * part)) for name, part in one_year.items())
            ),
            _slim_words() if before is not None else "",
        ),
    )


def _shares(splits: Splits, part: str) -> FloatArray:
    return np.array([100 * getattr(split, part) for split in splits.values()])


def _part_tint(part: str, colours: Palette) -> str:
    return {
        "benefits": colours.accent,
        "fee": colours.fee,
        "commission": colours.over_40,
        "expenses": colours.mild,
        "capital": colours.unpaid,
    }.get(part, colours.sponsor)


def _slim_bars(figure: Figure, splits: Splits, colours: Palette) -> None:
    """Draw the baseline's parts below those of now; each begins where those before it end."""
    rows = [_short(system) for system in splits]
    right, left = np.zeros(len(splits)), np.zeros(len(splits))
    for part, name in _parts().items():
        shares = _shares(splits, part)
        base = np.where(shares >= 0, right, left)
        right, left = right + np.maximum(shares, 0), left + np.minimum(shares, 0)
        horizontal_bars(
            figure,
            rows,
            shares,
            _("{part}, baseline").format(part=name),
            _part_tint(part, colours),
            edge=colours.surface,
            slot=_SLIM,
            # Bars with a base of their own are not put on top of the others.
            base=base,
            opacity=0.55,
        )


def _split_alt(splits: Splits) -> str:
    return _("Paid back in benefits: {benefits}.").format(
        benefits=" · ".join(
            entry(_short(name), percent(split.benefits)) for name, split in splits.items()
        )
    )


def _split_table(splits: Splits) -> pd.DataFrame:
    parts = {
        _("{part}, %").format(part=name): [
            round(100 * getattr(split, part), 1) for split in splits.values()
        ]
        for part, name in _parts().items()
    }
    return pd.DataFrame({_("system"): [_(SYSTEMS[name].title) for name in splits], **parts})
