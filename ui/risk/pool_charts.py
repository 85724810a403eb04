"""The chart of the risk page that tells what a larger pool takes away, and what it cannot."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.simulation import PoolLayers
from mutualmodel.text import N_
from ui.kit.chart_parts import (
    Chart,
    Figure,
    beside,
    frame,
    label,
    line,
    pool_axis,
    ribbon,
    told,
    upright,
)
from ui.kit.language import _, amount, large, money
from ui.kit.palette import Palette

# Where the layers are named: powers of ten members.
_NEAR, _FAR = 4.1, 7.4


@dataclass(frozen=True)
class Pool:
    """What a plan's size does: its layers, where it stands, and from where no cap helps it."""

    layers: PoolLayers
    here: float
    smallest: float


def layers(now: Pool, past: Pool | None, colours: Palette) -> Chart:
    """Draw, for each size of pool, what chance alone does to a year and what is common to all."""
    pool, tops = now.layers, [one.layers.high.max() for one in (now, past) if one is not None]
    figure = frame(colours, _("Members"), _("yuan a year, before caps"))
    ribbon(figure, pool.members, pool.low, pool.high, colours.accent_softer)
    ribbon(figure, pool.members, pool.chance_low, pool.chance_high, colours.accent_soft)
    if past is not None:
        _past_layers(figure, past.layers, colours)
    line(figure, pool.members, pool.mean, _("expected"), colours.accent)
    common, chance = _("95 %, with the common factor"), _("95 %, chance alone")
    line(figure, pool.members, pool.high, common, colours.muted, dash="dot")
    line(figure, pool.members, pool.chance_high, chance, colours.accent, dash="dash")
    pool_axis(figure, (1e4, 1e5, 1e6, 1e7, 1e8))
    figure["layout"]["yaxis"] |= {"range": [0, 1.15 * float(max(tops))]}
    _pool_marks(figure, now, past, colours)
    far = int(np.argmin(np.abs(np.log10(pool.members) - _FAR)))
    stays = {"xanchor": "center", "yshift": 3}
    label(figure, _FAR, pool.high[far], _("common to all, stays"), colours.text, **stays)
    inside = {"xanchor": "left", "yshift": 1}
    label(figure, _NEAR, pool.mean[0], _("chance, dies out"), colours.text, **inside)
    return Chart(
        title=_("What does a larger pool take away, and what can it not?"),
        figure=figure,
        alt=told(_layers_alt(now), None if past is None else _layers_alt(past)),
        table=lambda: beside(
            _layers_table(pool), None if past is None else _layers_table(past.layers)
        ),
        note="" if past is None else _(_LAYERS_NOTE),
    )


_LAYERS_NOTE = N_(
    "Grey: the baseline. Dashed: expected; dotted: 95 % with the common factor; dashed and dotted: "
    "95 % by chance alone."
)


def _past_layers(figure: Figure, past: PoolLayers, colours: Palette) -> None:
    for name, values, dash in (
        (_("baseline, expected"), past.mean, "dash"),
        (_("baseline, 95 %, with the common factor"), past.high, "dot"),
        (_("baseline, 95 %, chance alone"), past.chance_high, "dashdot"),
    ):
        line(figure, past.members, values, name, colours.baseline, dash=dash, width=1.5)


def _pool_marks(figure: Figure, now: Pool, past: Pool | None, colours: Palette) -> None:
    """Mark where the plan and the baseline stand, and from where on they need no help."""
    upright(figure, now.here, _("this plan"), colours.accent, "solid", 0.02)
    if now.smallest:
        upright(figure, now.smallest, _("needs no help from here"), colours.sponsor, "dot", 0.88)
    if past is None:
        return
    if past.here != now.here:
        upright(figure, past.here, _("baseline"), colours.baseline, "dash", 0.12)
    if past.smallest and past.smallest != now.smallest:
        text = _("baseline: no help from here")
        upright(figure, past.smallest, text, colours.baseline, "dot", 0.79)


def _layers_alt(pool: Pool) -> str:
    shown = pool.layers
    place = int(np.argmin(np.abs(np.log(shown.members / pool.here))))
    return _(
        "Nine years in ten: with {small} members from {small_low} to {small_high}, here from "
        "{low} to {high}. Chance alone would leave {chance_low} to {chance_high} here."
    ).format(
        small=large(shown.members[0]),
        small_low=amount(shown.low[0]),
        small_high=money(shown.high[0]),
        low=amount(shown.low[place]),
        high=money(shown.high[place]),
        chance_low=amount(shown.chance_low[place]),
        chance_high=money(shown.chance_high[place]),
    )


def _layers_table(pool: PoolLayers) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("members"): pool.members.round(),
            _("expected, yuan"): pool.mean.round(2),
            _("chance alone, 5 %"): pool.chance_low.round(2),
            _("chance alone, 95 %"): pool.chance_high.round(2),
            _("chance alone, 99.5 %"): pool.chance_one_in_200.round(2),
            _("with the common factor, 5 %"): pool.low.round(2),
            _("with the common factor, 95 %"): pool.high.round(2),
            _("with the common factor, 99.5 %"): pool.one_in_200.round(2),
        }
    )
