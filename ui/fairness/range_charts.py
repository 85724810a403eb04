"""How sure it is what a year pays out and what of it changes hands: in words, and drawn."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.fairness import Fairness, Sureness
from mutualmodel.simulation import Layer
from ui.frame.layers import RANGE_NAMES, range_note
from ui.kit.charts import Axis, Chart, beside, frame, hover, line, points, told
from ui.kit.language import _, amount, money, sentences
from ui.kit.palette import Palette

# How far the axis reaches beyond the longest bar.
_BEYOND = 1.05


@dataclass(frozen=True)
class HowSure:
    """What the first year of a plan pays out and moves, and how sure that is; by one layer."""

    fair: Fairness
    payouts: Sureness
    moved: Sureness
    layer: Layer

    @property
    def some(self) -> bool:
        """Whether anything is paid out at all."""
        return self.fair.mean_received > 0

    def ends(self) -> list[tuple[str, float, float, float]]:
        """Return name, expected, low and high of both, yuan a member and year."""
        both = (
            (_("paid out"), self.fair.mean_received, self.payouts),
            (_("paid for others"), self.fair.moved, self.moved),
        )
        found = [(name, mean, sure.range_of(self.layer)) for name, mean, sure in both]
        return [(name, mean, float(ends.low[0]), float(ends.high[0])) for name, mean, ends in found]


def moved_note(found: HowSure) -> str:
    """Say between what amounts that changes hands lies; nothing where nothing does."""
    if found.fair.moved <= 0:
        return ""
    return range_note(found.moved.range_of(found.layer), found.layer, limit=found.moved.limit)


def payouts_note(found: HowSure) -> str:
    """Say what a year pays out for a member, and how sure that is."""
    if not found.some:
        return ""
    note = range_note(found.payouts.range_of(found.layer), found.layer, limit=found.payouts.limit)
    return _("The first year pays out {paid} a member, {note}.").format(
        paid=money(found.fair.mean_received), note=note
    )


def ranges(now: HowSure, past: HowSure | None, colours: Palette) -> Chart:
    """Draw what a year pays out and what of it changes hands, with the range of the layer shown."""
    rows = [(name, low, mean, high, colours.accent) for name, mean, low, high in now.ends()]
    if past is not None:
        rows += [
            (_("baseline, {name}").format(name=name), low, mean, high, colours.baseline)
            for name, mean, low, high in past.ends()
        ]
    # Rows are laid from the bottom up.
    rows = rows[::-1]
    names = {float(place): name for place, (name, *_rest) in enumerate(rows)}
    across = Axis(_("¤ a member and year"), span=(0, _BEYOND * max(row[3] for row in rows)))
    upwards = Axis(span=(-0.5, len(rows) - 0.5), ticks=names, from_zero=False)
    figure = frame(colours, across, upwards, hover="closest")
    for place, (name, low, mean, high, ink) in enumerate(rows):
        told_as = hover.named(name, hover.money("x"))
        ends, level = np.array([low, high]), np.full(2, float(place))
        line(figure, ends, level, name, ink, width=5, hover=told_as)
        points(figure, [mean], [place], name, ink, size=12, hover=told_as)
    return Chart(
        title=_("How sure are a year’s payouts, and what some pay for others?"),
        figure=figure,
        alt=told(_alt(now), _alt(past) if past else None),
        table=lambda: beside(_table(now), _table(past) if past else None),
        note=sentences(
            _("Dots: expected. Bars: {layer}.").format(layer=_(RANGE_NAMES[now.layer])),
            _("In every year, expensive or cheap, what some receive more others receive less."),
        ),
    )


def _alt(found: HowSure) -> str:
    (_paid, paid, *of_paid), (_moves, moved, *of_moved) = found.ends()
    return _(
        "{layer}: {paid} is paid out for each member, {paid_low} to {paid_high}; of it some pay "
        "{moved} for others, {moved_low} to {moved_high}."
    ).format(
        layer=_(RANGE_NAMES[found.layer]),
        paid=money(paid),
        paid_low=amount(of_paid[0]),
        paid_high=money(of_paid[1]),
        moved=money(moved),
        moved_low=amount(of_moved[0]),
        moved_high=money(of_moved[1]),
    )


def _table(found: HowSure) -> pd.DataFrame:
    ends = found.ends()
    return pd.DataFrame(
        {
            _("what"): [name for name, *_rest in ends],
            _("expected, ¤"): [round(mean, 2) for _name, mean, _low, _high in ends],
            _("5 % point, ¤"): [round(low, 2) for _name, _mean, low, _high in ends],
            _("95 % point, ¤"): [round(high, 2) for _name, _mean, _low, high in ends],
        }
    )
