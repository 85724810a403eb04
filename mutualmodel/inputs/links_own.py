"""What a link says of tables of its sender's own: it names them, and cannot carry them."""

import re
from collections.abc import Collection, Iterator, Mapping

from mutualmodel.inputs.declare import OWN, FieldMeta, Problem
from mutualmodel.inputs.own import KINDS, OwnTable, OwnTables
from mutualmodel.inputs.showing import shown
from mutualmodel.text import Given, Sentence

OWN_PARAMETER = "own"
_NAMED = re.compile(r"([a-z]+)[-:. ]([0-9a-f]+)")


def own_text(tables: OwnTables) -> str:
    """Return what a link says of tables: kind and fingerprint of each."""
    return ".".join(f"{kind}-{mark}" for kind, mark in tables.fingerprints().items())


def found_tables(
    texts: Mapping[str, str], metas: Mapping[str, FieldMeta], at_hand: Collection[OwnTable]
) -> tuple[OwnTables, set[str], list[Problem]]:
    """Find the tables that a link names.

    Parameters
    ----------
    texts
        The link's parameters by name.
    metas
        Every input by its name in a link.
    at_hand
        Tables that there are.

    Returns
    -------
    tables, unfound, problems
        Those that were found, the inputs that take one that was not, and a problem for each table
        that the link uses and that is missing.
    """
    known = {(table.KIND, table.fingerprint): table for table in at_hand}
    tables, unfound, problems = OwnTables(), set[str](), list[Problem]()
    for kind, mark in _named(texts.get(OWN_PARAMETER, "")):
        if table := known.get((kind, mark)):
            tables = tables.with_table(table)
            continue
        takers = {name for name, meta in metas.items() if meta.own == kind}
        used = {name for name in takers if texts.get(name, "").strip().casefold() == OWN}
        unfound |= used
        if used or not takers:
            problems.append(_missing(kind, mark))
    return tables, unfound, problems


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Give kind and fingerprint of the tables that a link names."""
    return ((kind, mark) for kind, mark in _NAMED.findall(text) if kind in KINDS)


def _missing(kind: str, mark: str) -> Problem:
    sentence = Sentence(
        "{title} ({mark}): this link was made with a table of its sender’s own, and a link cannot "
        "carry it. Here it is left out; a case file would bring it along.",
        {"title": KINDS[kind].title, "mark": Given(shown(mark))},
    )
    message = f"{OWN_PARAMETER} = {kind}-{shown(mark)}: the table is not here"
    return Problem(OWN_PARAMETER, message, sentence)
