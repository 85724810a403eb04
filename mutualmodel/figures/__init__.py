"""The figures in ``data/``: loaded once, checked once, then shared.

>>> from mutualmodel.figures import figure
>>> figure("members_peak_2020").value
'105,803,500'
"""

from mutualmodel.figures.files import DATA_FOLDER, SEXES, DataError
from mutualmodel.figures.rates import INCIDENCE_TABLES, incidence, mild_ratio, mortality, population
from mutualmodel.figures.register import (
    ADDRESSES,
    KINDS,
    QUALITIES,
    RELIABILITIES,
    TOPICS,
    Figure,
    Source,
    figure,
    figures,
    quality,
    sources,
)

__all__ = [
    "ADDRESSES",
    "DATA_FOLDER",
    "INCIDENCE_TABLES",
    "KINDS",
    "QUALITIES",
    "RELIABILITIES",
    "SEXES",
    "TOPICS",
    "DataError",
    "Figure",
    "Source",
    "figure",
    "figures",
    "incidence",
    "mild_ratio",
    "mortality",
    "population",
    "quality",
    "sources",
]
