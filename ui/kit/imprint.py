"""What everything that is taken away says of where it comes from.

A picture has room for some lines, the :class:`Origin`; a file has the whole :class:`Imprint`. Both
are made by ``ui.frame.imprint``. While a page is drawn, the session holds how they are made of the
case that is shown, so that blocks find them: a run of the page makes no more than it draws.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from mutualmodel.inputs import Value
from mutualmodel.once import cached_property
from ui.kit import language, session

_KEY = "imprint"


@dataclass(frozen=True)
class Origin:
    """Where a picture comes from, in lines of the reader's language.

    ``plan`` is its name in words, ``changes`` what was changed from the plan of that name and from
    the other defaults, ``baseline`` the plan that it is compared with, empty without one.
    ``levers`` are the inputs with levers on the page, each with its value. ``source`` says who
    computed it, ``link`` leads to it. ``slug`` stands for the case in names of files: letters,
    digits and hyphens.
    """

    plan: str
    changes: tuple[str, ...]
    baseline: str
    levers: tuple[str, ...]
    source: str
    link: str
    slug: str


@dataclass(frozen=True)
class Setting:
    """One input of a case: its value as the model has it, and where that is from.

    ``written`` is the value in words, ``unit`` that of ``value``; ``baseline`` is the value of a
    pinned baseline, None without one or where it is none. ``figures`` are ids of the register.
    """

    name: str
    title: str
    value: Value
    written: str
    unit: str
    baseline: Value
    origin: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """One published source: who, what, where and when."""

    id: str
    outlet: str
    title: str
    url: str
    published: str


@dataclass(frozen=True)
class Imprint:
    """Where a file comes from: what a picture says, and all inputs and sources besides.

    ``notes`` are what a reader must know to have it again, such as tables that no link carries.
    """

    origin: Origin
    settings: tuple[Setting, ...]
    references: tuple[Reference, ...]
    notes: tuple[str, ...]
    version: str
    made_on: dt.date
    compared: bool

    def of(self, subject: str) -> "Imprint":
        """Return the imprint of what is not of the plan at hand, and has nothing of its inputs."""
        origin = replace(self.origin, plan=subject, changes=(), baseline="", levers=())
        return replace(self, origin=origin, settings=(), references=(), notes=(), compared=False)


@dataclass(frozen=True)
class Imprinter:
    """Makes both of one case, in its reader's language and money, also outside a page's run.

    The case is ``settled`` when no lever is in the reader's hand; ``mark`` stands for it, its
    baseline and the page in the browser. ``dollars_of`` is the year at whose rate amounts are told
    in dollars, empty where they are not.
    """

    mark: str
    language: str
    currency: str
    settled: bool
    of_origin: Callable[[], Origin]
    of_imprint: Callable[[Origin], Imprint]
    dollars_of: str = ""

    @cached_property
    def origin(self) -> Origin:
        """The lines for a picture."""
        with self.speaking():
            return self.of_origin()

    def imprint(self) -> Imprint:
        """Make what a file says."""
        with self.speaking():
            return self.of_imprint(self.origin)

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Speak the reader's language, and tell amounts as she has them told."""
        counting = language.counting_in(self.currency, self.dollars_of)
        with language.speaking(self.language), counting:
            yield


def hold(imprinter: Imprinter) -> None:
    """Have blocks find how the imprint of what the session shows is made."""
    session.put(_KEY, imprinter)


def held() -> Imprinter | None:
    """Return how the imprint of what is shown is made; None outside a page."""
    found: Imprinter | None = session.get(_KEY)
    return found
