"""Time on an axis: days as axes of dates take them, and when settlements are held."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.engine import PERIODS_PER_YEAR


def day(moment: Any) -> str:
    """Return a day as ISO text, from whatever pandas takes for one."""
    return pd.Timestamp(moment).strftime("%Y-%m-%d")


def days(moments: Iterable[Any]) -> list[str]:
    """Return days as ISO texts."""
    return [day(moment) for moment in moments]


def settlement_times(count: int) -> FloatArray:
    """Return when the first so many settlements are held, (count,) years from the start."""
    return (np.arange(count) + 1) / PERIODS_PER_YEAR
