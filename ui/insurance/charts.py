"""Charts of mutual aid beside commercial cover: over a life, for a yuan."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import SYSTEMS, LifetimeCost, YuanSplit
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    Slot,
    Whiskers,
    beside,
    end_label,
    frame,
    horizontal_bars,
    hover,
    key_line,
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
from ui.kit.palette import PALER, Palette


@dataclass(frozen=True)
class Lifetime:
    """What the systems cost a case's person from an age to an end, and what to know of a plan."""

    costs: Mapping[str, LifetimeCost]
    age: int
    plan_note: str
    end: int


# Beside a bar of now stands a slim one of the baseline: widths and offsets, of a row.
_NOW, _SLIM = Slot(0.46, -0.36), Slot(0.18, 0.16)


def _slim_words() -> str:
    return _("Slim, pale bars: the baseline.")


def lifetime_chart(now: Lifetime, before: Lifetime | None, colours: Palette) -> Chart:
    """Draw what each system costs from an age to 60, with the range around it."""
    highest = max(cost.high for one in (now, before) if one for cost in one.costs.values())
    figure = frame(
        colours,
        Axis(span=(0, 1.18 * highest), most_ticks=5, grid=True, money=True),
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
        title=_("What does it cost from {age} to {end}?").format(age=now.age, end=now.end),
        figure=figure,
        alt=told(_lifetime_alt(now), _lifetime_alt(before) if before is not None else None),
        table=lambda: beside(
            _lifetime_table(now), _lifetime_table(before) if before is not None else None
        ),
        note=sentences(
            _(
                "In ¤, for someone who stays well, without discounting. Bars: expected. Whiskers: "
                "prices drift up or down, and for mutual aid good and bad years as well. A level "
                "price does not change."
            ),
            now.plan_note,
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
        opacity=PALER,
    )


def _lifetime_hover() -> str:
    return hover.alone(hover.named(hover.plain("y"), hover.whole_money("x")))


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
    return _("Slim, pale bars: the baseline, from {age} on.").format(age=before.age)


def _lifetime_alt(lifetime: Lifetime) -> str:
    costs = lifetime.costs.items()
    told_each = (named(_short(name), money(cost.total)) for name, cost in costs)
    return _("{results}.").format(results=listed(told_each, SEMICOLONS))


def _short(name: str) -> str:
    return {
        "mutual": _("mutual aid"),
        "mutual_insured": _("underwritten"),
        "one_year": _("one-year"),
        "level": _("level"),
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
            _("expected, ¤"): [round(cost.total) for cost in costs],
            _("low, ¤"): [round(cost.low) for cost in costs],
            _("high, ¤"): [round(cost.high) for cost in costs],
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


def yuan_chart(splits: Splits, before: Splits | None, colours: Palette, *, plan_note: str) -> Chart:
    """Draw what 100 yuan paid buy in each system of the same benefit.

    ``plan_note`` says whose yuan they are, of mutual aid.
    """
    figure = frame(
        colours,
        Axis(tick_step=25),
        Axis(downward=True, grid=False),
        hover="closest",
        margins=_BAR_MARGINS,
        bars="relative",
        bar_gap=0.28,
    )
    for part, name in _parts().items():
        key_line(figure, f"■ {name}", _part_tint(part, colours))
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
        title=_("What do 100 ¤ buy?"),
        figure=figure,
        alt=told(_split_alt(splits), _split_alt(before) if before is not None else None),
        table=lambda: beside(
            _split_table(splits), _split_table(before) if before is not None else None
        ),
        note=sentences(
            _("Of 100 ¤ for a one-year policy: {parts}.").format(
                parts=listed(entry(name, number(100 * part)) for name, part in one_year.items())
            ),
            plan_note,
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
            opacity=PALER,
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
