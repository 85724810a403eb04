"""What is worked out beside the page for a case and its baseline, both or neither."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

import streamlit as st

from mutualmodel import Case
from ui.frame.background import Job, Report, ask
from ui.frame.progress import how_far
from ui.kit.language import _, sentence

T = TypeVar("T")


def worked_out(
    name: str,
    cases: Sequence[Case],
    key: tuple[Hashable, ...],
    work: Callable[[Case, Report], T],
    told: str,
    left_off: str = "",
) -> list[T] | None:
    """Return what the work gives of each case; None, and how far it is, until all are there.

    ``name`` is the page's for it, ``key`` what it hangs on beside the case.
    """

    def job(place: int, case: Case) -> Job[T]:
        whole = (name, case, *key)
        return ask(f"{name}_{place}", whole, lambda report: work(case, report))

    return results_of(name, [job(place, case) for place, case in enumerate(cases)], told, left_off)


def results_of(name: str, jobs: Sequence[Job[T]], told: str, left_off: str = "") -> list[T] | None:
    """Return the results of some jobs; None, and how far they are, until all are there.

    ``left_off`` says what stands once its reader has stopped it, where something does.
    """
    for one in jobs:
        if one.failure is not None:
            st.error(sentence(one.failure.sentence))
    how_far(name, jobs, told, left_off or _("Stopped before it was worked out."))
    results = [one.result for one in jobs]
    return None if any(result is None for result in results) else cast("list[T]", results)
