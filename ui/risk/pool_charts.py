"""The chart of the risk page that tells what a larger pool takes away, and what it cannot."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel import Quantity
from mutualmodel.simulation import PoolLayers
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    band,
    beside,
    frame,
    label,
    line,
    pool_axis,
    pool_rule,
    told,
)
from ui.kit.language import _, amount, money, quantity
from ui.kit.palette import Palette

# Where the layers are named, members.
_NEAR, _FAR = 10**4.1, 10**7.4


@dataclass(frozen=True)
class Pool:
    """What a plan's size does: its layers, where it stands, and from where no cap helps it.

    ``own`` are the layers at the plan's own size, which is between two of those of ``layers``.
    """

    layers: PoolLayers
    own: PoolLayers
    here: float
    smallest: float


def layers(now: Pool, past: Pool | None, colours: Palette) -> Chart:
    """Draw, for each size of pool, what chance alone does to a year and what is common to all."""
    pool, tops = now.layers, [one.layers.high.max() for one in (now, past) if one is not None]
    across = pool_axis(_("Members"), (1e4, 1e5, 1e6, 1e7, 1e8), float(pool.members.min()))
    upwards = Axis(_("¤ a year, before caps"), span=(0, 1.15 * float(max(tops))))
    figure = frame(colours, across, upwards)
    band(figure, pool.members, pool.low, pool.high, colours.accent_softer)
    band(figure, pool.members, pool.chance_low, pool.chance_high, colours.accent_soft)
    if past is not None:
        _past_layers(figure, past.layers, colours)
    line(figure, pool.members, pool.mean, _("expected"), colours.accent)
    common, chance = (
        _("95th percentile, with good and bad years"),
        _("95th percentile, chance alone"),
    )
    line(figure, pool.members, pool.high, common, colours.muted, dash="dot")
    line(figure, pool.members, pool.chance_high, chance, colours.accent, dash="dash")
    _pool_marks(figure, now, past, colours)
    far = pool.high[int(np.argmin(np.abs(np.log(pool.members / _FAR))))]
    text = _("good and bad years: stay")
    label(figure, _FAR, far, text, colours.text, xanchor="center", yshift=3)
    text = _("chance: shrinks with size")
    label(figure, _NEAR, pool.mean[0], text, colours.text, xanchor="left", yshift=1)
    return Chart(
        title=_("What does a larger pool take away, and what can it not?"),
        figure=figure,
        alt=told(_layers_alt(now), None if past is None else _layers_alt(past)),
        table=lambda: beside(
            _layers_table(pool), None if past is None else _layers_table(past.layers)
        ),
        note=""
        if past is None
        else _(
            "Grey: the baseline. Dashed: expected; dotted: 95th percentile with good and bad "
            "years; dashed and dotted: 95th percentile by chance alone."
        ),
    )


def _past_layers(figure: Figure, past: PoolLayers, colours: Palette) -> None:
    for name, values, dash in (
        (_("baseline, expected"), past.mean, "dash"),
        (_("baseline, 95th percentile, with good and bad years"), past.high, "dot"),
        (_("baseline, 95th percentile, chance alone"), past.chance_high, "dashdot"),
    ):
        line(figure, past.members, values, name, colours.baseline, dash=dash, width=1.5)


def _pool_marks(figure: Figure, now: Pool, past: Pool | None, colours: Palette) -> None:
    """Mark where the plan and the baseline stand, and from where on they need no help."""
    pool_rule(figure, now.here, _("this plan"), colours.accent, "solid", 0.02)
    if now.smallest:
        pool_rule(
            figure,
            now.smallest,
            _("large enough to stay under the cap"),
            colours.sponsor,
            "dot",
            0.88,
        )
    if past is None:
        return
    if past.here != now.here:
        pool_rule(figure, past.here, _("baseline"), colours.baseline, "dash", 0.12)
    if past.smallest and past.smallest != now.smallest:
        text = _("baseline: large enough to stay under the cap")
        pool_rule(figure, past.smallest, text, colours.baseline, "dot", 0.79)


def _layers_alt(pool: Pool) -> str:
    shown, own = pool.layers, pool.own
    return _(
        "Nine years in ten: with {small} from {small_low} to {small_high}, here from {low} to "
        "{high}. By chance alone it would be {chance_low} to {chance_high} here."
    ).format(
        small=quantity(Quantity(float(shown.members[0]), "members")),
        small_low=amount(shown.low[0]),
        small_high=money(shown.high[0]),
        low=amount(own.low[0]),
        high=money(own.high[0]),
        chance_low=amount(own.chance_low[0]),
        chance_high=money(own.chance_high[0]),
    )


def _layers_table(pool: PoolLayers) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("members"): pool.members.round(),
            _("expected, ¤"): pool.mean.round(2),
            _("chance alone, 5th percentile, ¤"): pool.chance_low.round(2),
            _("chance alone, 95th percentile, ¤"): pool.chance_high.round(2),
            _("chance alone, 99.5th percentile, ¤"): pool.chance_one_in_200.round(2),
            _("with good and bad years, 5th percentile, ¤"): pool.low.round(2),
            _("with good and bad years, 95th percentile, ¤"): pool.high.round(2),
            _("with good and bad years, 99.5th percentile, ¤"): pool.one_in_200.round(2),
        }
    )
