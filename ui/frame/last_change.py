"""One line at the head of every page: what the last change was, and what it did."""

from collections.abc import Mapping

import numpy as np

from mutualmodel import Case
from mutualmodel.analysis import RESULTS, results
from mutualmodel.inputs import Value
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.result_words import told
from ui.kit.blocks import change_line
from ui.kit.language import SEMICOLONS, _, counting_in, listed, moved, named, sentences, set_to
from ui.kit.read_out import read_out

# What is told of a change on each page: quick results that its own figures show. Pages that are
# not listed show nothing of a plan.
TOLD: Mapping[str, tuple[str, ...]] = {
    "home": ("first_year", "one_claim"),
    "membership": ("members_ten", "share_ten"),
    "risk": ("first_year",),
    "fund": ("first_year", "held_most"),
    "closing": ("owed_at_closing",),
    "insurance": ("cheaper_from",),
    "fairness": ("changes_hands",),
    "lab": ("first_year",),
}
# Before anything was changed: what to do, and on the first page what this is.
_HINT = N_("Drag a lever: what it changes is said here.")
_HINTS: Mapping[str, str] = {
    "home": N_(
        "Nobody pays in advance: what the sick receive is shared equally among all members "
        "afterwards. Drag Members to see what the size of the pool does."
    )
}
# More inputs than these that change at once are a plan, not a change, and are counted.
_MOST_NAMED = 2


def last_change(page: str, view: state.View) -> None:
    """Say which input was changed last and what became of the page's figures, or what to do."""
    if page not in TOLD or state.replaying():
        return
    before = state.before()
    told_of = "" if before is None else change_words(before.case, view.case, page)
    read_out(told_of)
    change_line(told_of or _(_HINTS.get(page, _HINT)))


def change_words(before: Case, now: Case, page: str) -> str:
    """Return which inputs differ between two cases, and the results of a page in both.

    Empty where they differ in nothing, or count in different money.
    """
    changes = now.changes_from(before)
    if not changes or before.plan.currency != now.plan.currency:
        return ""
    names = TOLD[page]
    found = results([before, now], list(names))
    return sentences(
        _("{changes}.").format(changes=_changes(changes, now)),
        _("{results}.").format(
            results=listed(
                (_result(name, *found[name].to_numpy(dtype=float)) for name in names), SEMICOLONS
            )
        ),
    )


def _changes(changes: Mapping[str, tuple[Value, Value]], now: Case) -> str:
    if len(changes) > _MOST_NAMED:
        return _("{count} inputs changed").format(count=len(changes))
    fields = Case.fields()
    with counting_in(now.plan.currency):
        return listed(
            (set_to(fields[path], now.plan, old, new) for path, (old, new) in changes.items()),
            SEMICOLONS,
        )


def _result(name: str, before: float, now: float) -> str:
    """Tell a result before and now, or that it is as before: to the digits that are read."""
    result = RESULTS[name]
    was, is_now = told(before, result), told(now, result)
    if was == is_now or (np.isnan(before) and np.isnan(now)):
        return named(_(result.title), _("{value}, as before").format(value=is_now))
    return named(_(result.title), moved(was, is_now))
