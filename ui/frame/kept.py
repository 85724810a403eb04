"""The cases that a reader keeps by name, over all pages and apart from what undo goes through."""

from collections.abc import Callable

from mutualmodel import Case, Sentence
from mutualmodel.inputs import KeptCases, KeptError
from ui.kit import session

_KEPT = "kept_cases"
_DROPPED = "kept_before"
_PROBLEM = "kept_problem"
_NONE_KEPT = KeptCases()


def kept_cases() -> KeptCases:
    """Return the cases that the reader keeps."""
    kept: KeptCases = session.get(_KEPT, _NONE_KEPT)
    return kept


def keep(name: str, case: Case) -> None:
    """Keep a case under a name; one that is taken gets a number."""
    _change(lambda kept: kept.with_case(name, case))


def keep_all(cases: KeptCases) -> None:
    """Keep further cases, but for those that are kept already."""
    _change(lambda kept: kept.with_all(cases))


def rename(name: str, new: str) -> None:
    """Call a kept case by another name."""
    _change(lambda kept: kept.renamed(name, new))


def move(name: str, by: int) -> None:
    """Bring a kept case so many places further down."""
    _change(lambda kept: kept.moved(name, by))


def drop(name: str) -> None:
    """Keep a case no longer; :func:`bring_back` brings it back."""
    before = kept_cases()
    _change(lambda kept: kept.without(name))
    session.put(_DROPPED, before)


def bring_back() -> None:
    """Keep again what was dropped last."""
    before: KeptCases | None = session.get(_DROPPED)
    # Two presses may come before the page is drawn anew.
    if before is not None:
        _change(lambda _kept: before)


def can_bring_back() -> bool:
    """Whether a case was dropped and nothing was done to the kept ones since."""
    return session.get(_DROPPED) is not None


def problem() -> Sentence | None:
    """Return why the last thing could not be done with the kept cases."""
    told: Sentence | None = session.get(_PROBLEM)
    return told


def _change(change: Callable[[KeptCases], KeptCases]) -> None:
    """Change the kept cases, or leave them as they are and keep why that cannot be."""
    session.put(_PROBLEM, None)
    try:
        session.put(_KEPT, change(kept_cases()))
    except KeptError as error:
        session.put(_PROBLEM, error.sentence)
    else:
        session.put(_DROPPED, None)
