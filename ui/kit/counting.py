"""In which money amounts are told: that in which they are given or, of yuan, US dollars.

All that is written down for a reader passes here. Amounts are handed over in the money of the plan
or the record; a reader of a plan in yuan may have them told in dollars, at the mean rate of a year.
What a plan is set to stays in its own money: see :func:`as_set`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from mutualmodel.figures.exchange import yuan_a_dollar
from mutualmodel.money import CHINESE, marks_of
from ui.kit import session

# Where a Streamlit session keeps the money of the plan that it shows; ui.frame.state sets it.
CURRENCY_KEY = "currency"
# And the year at whose rate yuan are told in dollars, empty where they are not.
RATE_KEY = "rate_year"


@dataclass(frozen=True)
class Telling:
    """How amounts are told.

    They are given in ``currency``; ``year`` is that of the rate at which yuan are told in dollars,
    empty where they are told as they are. ``of_each`` says that amounts are parts of a round sum,
    "of 100 yuan", and so the same in any money; ``in_full`` that the smallest are written out.
    """

    currency: str = CHINESE
    year: str = ""
    of_each: bool = False
    in_full: bool = False

    @property
    def in_dollars(self) -> bool:
        """Whether amounts are told in dollars: those in yuan, if the reader wants it."""
        return bool(self.year) and self.currency == CHINESE

    @property
    def rate(self) -> float:
        """By what a number of the money that is given is divided to be told."""
        return yuan_a_dollar(self.year) if self.in_dollars and not self.of_each else 1.0


# Outside a page, or instead of what its session says.
_told: ContextVar[Telling | None] = ContextVar("told", default=None)


def telling() -> Telling:
    """Return how amounts are told here: as was asked for, else as the session has it."""
    asked = _told.get()
    if asked is not None:
        return asked
    return Telling(session.get(CURRENCY_KEY, CHINESE), session.get(RATE_KEY, ""))


@contextmanager
def told_as(chosen: Telling) -> Iterator[None]:
    """Tell amounts in a way that was in force elsewhere."""
    token = _told.set(chosen)
    try:
        yield
    finally:
        _told.reset(token)


def currency() -> str:
    """Return the code of the money in which amounts are given: as told, else the plan's."""
    return telling().currency


@contextmanager
def counting_in(code: str, dollars_of: str | None = None) -> Iterator[None]:
    """Take amounts as of a currency: that of a record, or of a plan outside a page.

    ``dollars_of`` is the year at whose rate yuan are told in dollars, empty for none; by default
    they are told as before.

    Raises
    ------
    ValueError
        When there is no such currency.
    """
    marks_of(code)
    before = telling()
    year = before.year if dollars_of is None else dollars_of
    with told_as(replace(before, currency=code, year=year)):
        yield


@contextmanager
def as_set() -> Iterator[None]:
    """Tell what can be set in the money in which it is set; a decorator too."""
    with told_as(replace(telling(), year="")):
        yield


@contextmanager
def of_each() -> Iterator[None]:
    """Tell parts of a round sum, "of each yuan", which are the same of a dollar."""
    with told_as(replace(telling(), of_each=True)):
        yield


@contextmanager
def in_full() -> Iterator[None]:
    """Write out the smallest amounts too: in calculations and differences."""
    with told_as(replace(telling(), in_full=True)):
        yield
