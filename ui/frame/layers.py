"""What makes a cost unsure, layer by layer: names, parts and sentences, without a page."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from mutualmodel import Uncertainty
from mutualmodel.simulation import LAYERS, Layer, Range
from mutualmodel.text import N_
from ui.kit.language import _, amount, money

_RANGES_KEPT = 64
# Less than this part of itself apart, the two ends of a range are one amount.
_POINT = 1e-3

LAYER_NAMES: Mapping[Layer, str] = {
    "process": N_("chance"),
    "systematic": N_("good and bad years"),
    "parameters": N_("what the record leaves open"),
    "assumed": N_("what is assumed"),
    "all": N_("all together"),
}
NARROWED_BY: Mapping[Layer, str] = {
    "process": N_("A larger pool narrows it."),
    "systematic": N_("Nothing narrows it: it hits every pool alike."),
    "parameters": N_("A longer record narrows it."),
    "assumed": N_("Measuring what is assumed would narrow it."),
}
RANGE_NAMES: Mapping[Layer, str] = {
    "all": N_("nine years in ten"),
    "process": N_("nine years in ten, chance alone"),
    "systematic": N_("nine years in ten, good and bad years alone"),
    "parameters": N_("nine in ten, what the record leaves open alone"),
    "assumed": N_("nine in ten, what is assumed alone"),
}
_NOTES: Mapping[Layer, str] = {
    "all": N_("nine years in ten: {low} to {high}"),
    "process": N_("nine years in ten, chance alone: {low} to {high}"),
    "systematic": N_("nine years in ten, good and bad years alone: {low} to {high}"),
    "parameters": N_("nine in ten, what the record leaves open alone: {low} to {high}"),
    "assumed": N_("nine in ten, what is assumed alone: {low} to {high}"),
}
_STEADY: Mapping[Layer, str] = {
    "all": N_("every year the same: nothing makes it vary"),
    "process": N_("chance alone: every year the same"),
    "systematic": N_("good and bad years alone: every year the same"),
    "parameters": N_("what the record leaves open alone: nothing"),
    "assumed": N_("what is assumed alone: nothing"),
}


@lru_cache(maxsize=_RANGES_KEPT)
def likely_range(spread: Uncertainty, layer: Layer) -> Range:
    """Return the range that a layer makes of every year: one page tells it in several places."""
    return spread.range_of(layer)


def range_note(found: Range, layer: Layer, year: int = 1, limit: float = math.inf) -> str:
    """Say between what nine years in ten lie, and of which layer that is where it is one alone.

    Parameters
    ----------
    found
        The range of that layer.
    year
        The plan year, counted from 1.
    limit
        The cap on a year, yuan, where there is one.
    """
    low, high = float(found.low[year - 1]), float(found.high[year - 1])
    if not high:
        return _("nothing is shared")
    if high - low < _POINT * high:
        capped = high >= limit * (1 - _POINT)
        return (
            _("nine years in ten and more: exactly the cap on a year")
            if capped
            else _(_STEADY[layer])
        )
    return _(_NOTES[layer]).format(low=amount(low), high=money(high))


@dataclass(frozen=True)
class Part:
    """What one layer does in a plan year: its deviation, yuan, and its share of the variance.

    ``low`` and ``high`` bound nine years in ten of the layer alone, yuan.
    """

    layer: Layer
    deviation: float
    share: float
    low: float
    high: float


def parts(spread: Uncertainty, year: int = 1) -> list[Part]:
    """Return the layers of a plan year, counted from 1; their shares add up to one or are all 0."""
    whole = float(spread.variance[year - 1])
    found = []
    for layer in (layer for layer in LAYERS if layer in spread.variances):
        variance, alone = float(spread.variances[layer][year - 1]), likely_range(spread, layer)
        share = variance / whole if whole > 0 else 0.0
        low, high = float(alone.low[year - 1]), float(alone.high[year - 1])
        found.append(Part(layer, math.sqrt(max(variance, 0.0)), share, low, high))
    return found


def parts_sentence(spread: Uncertainty, year: int = 1) -> str:
    """Say how the layers come to the whole."""
    return _(
        "The squares of these deviations, the variances, add up: together they come to {deviation}."
    ).format(deviation="±" + money(math.sqrt(float(spread.variance[year - 1]))))


def alone(part: Part) -> str:
    """Write between what nine in ten lie if this layer is alone, yuan."""
    if part.high - part.low < _POINT * part.high or not part.high:
        return money(part.high)
    return _("{low} to {high}").format(low=amount(part.low), high=money(part.high))


def parts_table(spread: Uncertainty, years: Iterable[int] | None = None) -> pd.DataFrame:
    """Return the layers of plan years, by default of every one: one row a year and layer."""
    asked = range(1, spread.scenario.years + 1) if years is None else years
    rows = [(year, part) for year in asked for part in parts(spread, year)]
    return pd.DataFrame(
        {
            _("year"): [year for year, _part in rows],
            _("layer"): [_(LAYER_NAMES[part.layer]) for _year, part in rows],
            _("standard deviation, ¤"): [round(part.deviation, 3) for _year, part in rows],
            _("part of the variance, %"): [round(100 * part.share, 2) for _year, part in rows],
            _("alone, 5th percentile, ¤"): [round(part.low, 2) for _year, part in rows],
            _("alone, 95th percentile, ¤"): [round(part.high, 2) for _year, part in rows],
        }
    )
