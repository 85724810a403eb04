"""Axes of any input and any result: in per cent where people write it so."""

import math

from mutualmodel import Case
from mutualmodel.analysis import Result
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import FieldMeta, Value
from mutualmodel.units import Unit
from ui.kit.charts import Axis, round_step, short
from ui.kit.language import _, as_set, choice_in_words, label_behind

# From so large a rail on, numbers beside an axis are written short.
_SHORT_FROM = 1e4


def scale_of_unit(unit: Unit) -> float:
    """Return by what a number is multiplied to be shown."""
    return 100.0 if unit.percent else 1.0


def bare(meta: FieldMeta, value: Value) -> object:
    """Return an input's value as a number that is shown, free of the dust of its last digits.

    A choice is its word, and no cap is nothing.
    """
    if isinstance(value, str):
        return choice_in_words(meta, value)
    return None if value is None else float(f"{scale_of_unit(meta.unit) * value:.12g}")


def unit_words(unit: Unit) -> str:
    """Return the unit of numbers on an axis or in a column, per cent where they are fractions."""
    behind = label_behind(2, unit)
    if not unit.percent:
        return behind
    return _("% {of}").format(of=behind) if behind else _("%")


@as_set()
def unit_as_set(unit: Unit) -> str:
    """Return the same of an input, in the money in which it is set."""
    return unit_words(unit)


def titled_with_unit(title: str, unit: Unit) -> str:
    """Return the title of an axis or a column with its unit."""
    words = unit_words(unit)
    if not words or words.lower() == title.lower():
        return title
    return _("{input}, {unit}").format(input=title, unit=words)


@as_set()
def input_column(title: str, unit: Unit) -> str:
    """Return the title of a column of an input's values, as they are set."""
    return titled_with_unit(title, unit)


def result_axis(result: Result) -> str:
    """Return the title of an axis that a result is measured on."""
    return titled_with_unit(_(result.title), result.unit)


@as_set()
def input_axis(path: str, title: str, values: FloatArray) -> Axis:
    """Return the axis of an input over its values, as they are set."""
    meta = Case.fields()[path]
    span = float(values.min()), float(values.max())
    if meta.scale == "log" and span[0] > 0:
        return Axis(
            titled_with_unit(title, meta.unit), span=span, log=True, ticks=_tens(meta, span)
        )
    ticks = None
    if span[1] >= _SHORT_FROM:
        ticks = {mark: short(mark) for mark in _fifths(span)}
    return Axis(titled_with_unit(title, meta.unit), span=span, ticks=ticks)


def _tens(meta: FieldMeta, span: tuple[float, float]) -> dict[float, str]:
    first, last = (math.log10(end) for end in span)
    step = max(1, round((last - first) / 5))
    marks = [10.0**power for power in range(math.ceil(first), math.floor(last) + 1, step)]
    return {mark: short(mark) for mark in marks}


def _fifths(span: tuple[float, float]) -> list[float]:
    step = round_step((span[1] - span[0]) / 5 * 0.8)
    first = math.ceil(span[0] / step)
    return [place * step for place in range(first, math.floor(span[1] / step) + 1)]
