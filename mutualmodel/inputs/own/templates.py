"""Templates to fill in: a table of each kind that can be read as it stands."""

import datetime as dt
import io

from mutualmodel.figures.rates import incidence, population
from mutualmodel.inputs.own.kinds import KINDS, LAST_AGE
from mutualmodel.inputs.own.tables import (
    OwnAges,
    OwnIncidence,
    OwnLevel,
    OwnMembers,
    OwnPrices,
    OwnRecord,
    OwnTable,
)

# The plan of the templates ends its cover at this age.
_AGES = 60


def template(kind: str) -> OwnTable:
    """Return a table to start from.

    Rates and ages are the published ones (CI4, census 2020); the others hold round numbers that
    stand for nothing.
    """
    if kind == "incidence":
        # Times 0.001 has left some of them with a seventeenth digit.
        men, women = (
            tuple(float(f"{rate:.12g}") for rate in rates) for rates in incidence("CI4").tolist()
        )
        return OwnIncidence((men, women))
    if kind == "ages":
        men, women = (
            (*persons[:_AGES], *(0.0,) * (LAST_AGE + 1 - _AGES))
            for persons in population().tolist()
        )
        return OwnAges((men, women))
    if kind == "prices":
        prices = tuple(100.0 if 18 <= age < _AGES else None for age in range(LAST_AGE + 1))
        return OwnPrices((prices, prices), 100_000.0)
    return _ROUND[kind]


def template_as_workbook(kind: str) -> bytes:
    """Return the template as an Excel workbook."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = kind
    sheet.append(list(KINDS[kind].heads))
    for row in template(kind).rows():
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ROUND: dict[str, OwnTable] = {
    "members": OwnMembers((0.0, 12.0, 24.0, 60.0), (1e6, 2e6, 3e6, 2e6)),
    "level": OwnLevel((0.0, 12.0, 24.0), (1.0, 1.1, 1.0)),
    "record": OwnRecord(
        days=tuple(dt.date(2024, month, day) for month in (1, 2, 3) for day in (14, 28)),
        members=(1e6,) * 6,
        claims=(20.0, 22.0, 19.0, 21.0, 20.0, 18.0),
        payout=(4e6, 4.4e6, 3.8e6, 4.2e6, 4e6, 3.6e6),
        share=(4.3, 4.8, 4.1, 4.5, 4.3, 3.9),
    ),
}
