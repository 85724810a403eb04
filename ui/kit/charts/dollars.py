"""Figures whose amounts are told in other money than they are given in.

Charts are drawn in the money of the plan. A :func:`frame` notes on which of its axes amounts stand
and by what they are to be divided; once a chart is whole its traces, shapes, labels and ticks are
divided here, all of them together.
"""

import math
import re
from typing import Any

import numpy as np
import pandas as pd

from ui.kit.charts.figure import RATES, Figure, taken_note
from ui.kit.charts.pool import short
from ui.kit.charts.scales import round_step
from ui.kit.language import exact

# Digits behind the point of what is divided.
_BEHIND = 7
# Ticks beside a linear axis, and from where on they are written short.
_TICKS, _SHORT_FROM = 6.0, 1e4
Drawn = dict[str, Any]


def in_told_money(figure: Figure) -> None:
    """Divide what stands on a figure's axes of money, where its frame says so; once only."""
    rates = taken_note(figure, RATES) or {}
    for side, rate in rates.items():
        log = figure["layout"][f"{side}axis"].get("type") == "log"
        for trace in figure["data"]:
            _divide_trace(trace, side, rate)
        for shape in figure["layout"]["shapes"]:
            if shape.get(f"{side}ref") != "paper":
                _divide(shape, (f"{side}0", f"{side}1"), rate)
        for text in figure["layout"]["annotations"]:
            if text.get(f"{side}ref") != "paper":
                text[side] = text[side] - math.log10(rate) if log else text[side] / rate
        _divide_axis(figure["layout"][f"{side}axis"], rate, log=log)


def _divide_trace(trace: Drawn, side: str, rate: float) -> None:
    if trace.get(f"{side}axis", side) != side:
        return
    _divide(trace, (side,), rate)
    if (trace.get("orientation") == "h") is (side == "x"):
        _divide(trace, ("base",), rate)
    if reach := trace.get(f"error_{side}"):
        _divide(reach, ("array", "arrayminus"), rate)


def _divide(fields: Drawn, names: tuple[str, ...], rate: float) -> None:
    for name in names:
        if fields.get(name) is not None:
            fields[name] = _divided(fields[name], rate)


def _divided(values: Any, rate: float) -> Any:
    """Return numbers over a rate, alone or several; texts stay."""
    if isinstance(values, str) or values is None:
        return values
    if isinstance(values, np.ndarray | pd.Series):
        return np.round(np.asarray(values, dtype=float) / rate, _BEHIND)
    if isinstance(values, list | tuple):
        return [_divided(one, rate) for one in values]
    return round(float(values) / rate, _BEHIND)


def _divide_axis(axis: Drawn, rate: float, *, log: bool) -> None:
    axis.pop("dtick", None)
    if "range" in axis:
        axis["range"] = [
            end - math.log10(rate) if log else end / rate for end in map(float, axis["range"])
        ]
    if "tickvals" in axis:
        ticks = _ticks(axis, rate, log=log)
        axis["tickvals"] = list(ticks)
        axis["ticktext"] = list(ticks.values())


def _ticks(axis: Drawn, rate: float, *, log: bool) -> dict[float, str]:
    """Return round ticks in place of those that were round before; words stay where they are."""
    places = [float(one) for one in axis["tickvals"]]
    texts = axis.get("ticktext") or [exact(one) for one in places]
    named = {
        place / rate: text
        for place, text in zip(places, texts, strict=True)
        if not re.search(r"\d", text)
    }
    shown = axis.get("range") or [min(places) / rate, max(places) / rate]
    low, high = (10.0**end if log and "range" in axis else end for end in shown)
    fine = any(abs(math.log10(one) % 1.0) > 1e-9 for one in places if one > 0)
    marks = _leads(low, high, fine=fine) if log else _steps(low, min([high, *named]), bool(named))
    return {mark: short(mark) if mark >= _SHORT_FROM else exact(mark) for mark in marks} | named


def _leads(low: float, high: float, *, fine: bool) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    leads = (1, 3) if fine else (1,)
    found = [lead * 10.0**power for power in powers for lead in leads]
    return [mark for mark in found if low <= mark <= high]


def _steps(low: float, high: float, before_words: bool) -> list[float]:
    step = round_step((high - low) / _TICKS)
    last = high - 0.6 * step if before_words else high
    first = math.ceil(low / step - 1e-9)
    return [place * step for place in range(first, math.floor(last / step + 1e-9) + 1)]
