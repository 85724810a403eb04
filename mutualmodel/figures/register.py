"""The register of figures: every published or assumed number with its sources, checked once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

from mutualmodel.figures.files import DataError, Row, by_id, check_choice, check_filled, read_rows
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd

TOPICS = (
    "membership",
    "settlements",
    "rules",
    "claims",
    "incidence",
    "population",
    "fee",
    "caps",
    "closing",
    "platforms",
    "insurance",
    "income",
    "assumption",
    "fit",
)
KINDS = ("reported", "derived", "assumption")
RELIABILITIES = ("A", "B", "C")
# Of an address: the outlet's own or a paper's archive, a reprint or copy elsewhere, or a number or
# a cloud machine without a name, at which nobody answers for the page.
ADDRESSES = ("fine", "mirror", "bare")
QUALITIES = (N_("sound"), N_("fair"), N_("weak"), N_("assumed"))
_QUALITY_OF = {
    ("reported", "A"): "sound",
    ("reported", "B"): "fair",
    ("derived", "A"): "fair",
    ("assumption", ""): "assumed",
}


def quality(kind: str, reliability: str) -> str:
    """Say in one word of :data:`QUALITIES` how good a figure is.

    A statement of the operator, the regulator or the national press is sound; one of the trade
    press or a reprint, and what follows from sound ones, is fair; the rest is weak, or assumed.

    Examples
    --------
    >>> quality("derived", "A")
    'fair'
    """
    return _QUALITY_OF.get((kind, reliability), "weak")


@dataclass(frozen=True)
class Source:
    """Where a figure was read: one row of ``sources.csv``.

    ``outlet`` is the office, company or newspaper; ``published`` an ISO date, month or year, or
    empty. ``address`` says whether ``url`` is the outlet's own (fine), a reprint or copy (mirror)
    or a bare number (bare). ``reliability`` grades the page as read: A operator, regulator or
    national press, B trade press or a reprint, C a blog or worse.
    """

    id: str
    outlet: str
    title_or_what: str
    url: str
    address: str
    published: str
    reliability: str
    note: str


@dataclass(frozen=True)
class Figure:
    """One figure with its sources: one row of ``figures.csv``.

    ``value`` is text as reported, in ``unit``; ``as_of`` an ISO date, month or year, or empty.
    ``reliability`` (A, B or C) grades the statement, which can be firmer than the page it was read
    on, and is empty for assumptions. Figures that contradict each other share ``conflict``.
    """

    id: str
    topic: str
    figure: str
    value: str
    unit: str
    as_of: str
    source_ids: tuple[str, ...]
    kind: str
    reliability: str
    conflict: str
    note: str
    sources: tuple[Source, ...]

    @property
    def quality(self) -> str:
        """How good the figure is, in one word; see :func:`quality`."""
        return quality(self.kind, self.reliability)


def figures() -> pd.DataFrame:
    """Return all figures, one a row, indexed by id.

    Returns
    -------
    DataFrame
        Text columns topic, figure, value, unit, as_of, source_ids (separated by semicolons), kind,
        reliability, conflict and note; an empty string where there is nothing to say.

    Raises
    ------
    DataError
        When ``figures.csv`` or ``sources.csv`` breaks a rule.
    """
    return _frame({**vars(f), "source_ids": ";".join(f.source_ids)} for f in _figures().values())


def sources() -> pd.DataFrame:
    """Return all sources, one a row, indexed by id.

    Returns
    -------
    DataFrame
        Text columns outlet, title_or_what, url, address, published, reliability and note.

    Raises
    ------
    DataError
        When ``sources.csv`` breaks a rule.
    """
    return _frame(asdict(source) for source in _sources().values())


def figure(id: str) -> Figure:
    """Return one figure with its sources.

    Parameters
    ----------
    id : str
        Id of a row of ``figures.csv``.

    Raises
    ------
    ValueError
        When there is no such figure; the message gives the ids most like it.

    Examples
    --------
    >>> figure("members_peak_2020").value
    '105,803,500'
    """
    known = _figures()
    if id not in known:
        near = difflib.get_close_matches(id, known, n=3, cutoff=0.4)
        hint = f" (perhaps {' or '.join(near)})" if near else ""
        raise ValueError(
            f"figure id: got {id!r}{hint}, allowed is one of the {len(known)} in data/figures.csv"
        )
    return known[id]


@cache
def _sources() -> dict[str, Source]:
    """Load and check ``sources.csv``."""
    name = "sources.csv"
    rows = read_rows(name, [field.name for field in fields(Source)])
    for row in rows:
        check_choice(name, row, "reliability", RELIABILITIES)
        check_choice(name, row, "address", ADDRESSES)
        check_filled(name, row, ("outlet", "title_or_what", "url"))
    return {id: Source(**row) for id, row in by_id(name, rows).items()}


@cache
def _figures() -> dict[str, Figure]:
    """Load and check ``figures.csv`` and join the sources to it."""
    name = "figures.csv"
    rows = read_rows(name, [field.name for field in fields(Figure) if field.name != "sources"])
    known = _sources()
    return {id: _figure_of(name, row, known) for id, row in by_id(name, rows).items()}


def _figure_of(name: str, row: Row, known: Mapping[str, Source]) -> Figure:
    """Make the record of one row, checking what a reader relies on."""
    check_filled(name, row, ("figure", "value"))
    check_choice(name, row, "topic", TOPICS)
    check_choice(name, row, "kind", KINDS)
    assumed = row["kind"] == "assumption"
    check_choice(name, row, "reliability", ("",) if assumed else RELIABILITIES)
    source_ids = tuple(filter(None, row["source_ids"].split(";")))
    if not source_ids and not assumed:
        raise DataError(f"{name}: {row['id']} is {row['kind']} and names no source in source_ids")
    for source_id in source_ids:
        if source_id not in known:
            raise DataError(
                f"{name}: {row['id']} names the source {source_id!r}, which is not in sources.csv"
            )
    joined = tuple(known[source_id] for source_id in source_ids)
    plain = {key: text for key, text in row.items() if key != "source_ids"}
    return Figure(**plain, source_ids=source_ids, sources=joined)


def _frame(records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Make a table of records, indexed by id and without the joined sources."""
    # Pandas takes longer to import than all of the model, and the engine does without it.
    import pandas as pd

    frame = pd.DataFrame.from_records(list(records)).set_index("id")
    return frame.drop(columns="sources", errors="ignore")
