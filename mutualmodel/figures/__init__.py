"""The figures in ``data/``: loaded once, checked once, then shared.

>>> from mutualmodel.figures import figure
>>> figure("members_peak_2020").value
'105,803,500'
"""

from mutualmodel.figures.files import DATA_FOLDER, SEXES, DataError
from mutualmodel.figures.rates import INCIDENCE_TABLES, incidence, mild_ratio, population
from mutualmodel.figures.register import (
    KINDS,
    RELIABILITIES,
    TOPICS,
    Figure,
    Source,
    figure,
    figures,
    sources,
)

__all__ = [
    "DATA_FOLDER",
    "INCIDENCE_TABLES",
    "KINDS",
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
    "population",
    "sources",
]
