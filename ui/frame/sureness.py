"""How sure a plan's cost is: a few plausible sets while a lever moves, all of them at rest.

A plan whose members pay no heed to the share is projected under all sets at once. One that reacts
takes some milliseconds a set, and so does every plan once assumed inputs vary, because the reaction
is one of them: these are answered from a few sets, spread over all and always the same, until the
whole is there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import streamlit as st

from mutualmodel import Case, Scenario, Uncertainty, uncertainty
from mutualmodel.engine import moves_in_steps
from mutualmodel.simulation import Layer, plausible_sets
from ui.frame import state
from ui.frame.background import Job, Report, ask_again, ask_kept, kept
from ui.frame.forms import field
from ui.frame.layers import LAYER_NAMES, NARROWED_BY, alone, parts, parts_sentence, parts_table
from ui.frame.progress import AT_ONCE_MS, how_far
from ui.frame.thorough import is_thorough
from ui.kit.charts import Titled
from ui.kit.language import _, money, number, percent, sentence
from ui.kit.reading_table import Cell, Column, reading_table
from ui.kit.recording import recording

QUICK_SETS = 40
# The controls, and how wide each is.
_CONTROLS = {"view.range_of": 280, "view.include_assumed": 190}
_LOOK_AGAIN_MS = 400
# The present plan's, the baseline's.
_JOBS = ("sureness", "sureness_baseline")


# ------------------------------------------------------------------------------------ from a case


def layer_shown(view: state.View) -> Layer:
    """Return the layer whose range the reader wants to see."""
    return view.case.view.range_of


def with_assumed(view: state.View) -> bool:
    """Say whether assumed inputs vary: where the reader includes them or asks for them alone."""
    return view.case.view.varies_assumed


def sureness(plan: Scenario, view: state.View) -> Uncertainty:
    """Return how sure the cost of the view's plan or baseline is, from as many sets as there are.

    Both plans are answered from as many, or what differs between few and many of them would look
    like a difference between the plans.
    """
    assumed = with_assumed(view)
    if state.in_motion(view) or not is_whole(view):
        return uncertainty(plan, sets=QUICK_SETS, assumed=assumed)
    if is_quick(plan, assumed=assumed):
        return uncertainty(plan)
    found = kept(_key(plan, assumed=assumed))
    # Between two looks at what is kept it may have gone, and is then worked out here.
    return uncertainty(plan, assumed=assumed) if found is None else cast("Uncertainty", found)


def sets_used(spread: Uncertainty) -> int | None:
    """Return how many sets it is from, as :func:`mutualmodel.uncertainty` takes it; None for all.

    All of them are its default.
    """
    used = spread.drawn.shape[1]
    return None if used == len(plausible_sets()) else used


def is_whole(view: state.View) -> bool:
    """Say whether all sets of both plans are there or need no waiting for."""
    assumed = with_assumed(view)
    return is_thorough() or all(
        is_quick(plan, assumed=assumed) or kept(_key(plan, assumed=assumed)) is not None
        for plan in view.plans
    )


def is_quick(plan: Scenario, *, assumed: bool) -> bool:
    """Whether all sets of a plan move through the engine together, without steps of their own."""
    return not (assumed or moves_in_steps(plan))


def _key(plan: Scenario, *, assumed: bool) -> tuple[str, Scenario, bool]:
    return "uncertainty", plan, assumed


def refine_sureness(
    view: state.View, *, whole: bool, follow: Callable[[], None] = st.rerun
) -> None:
    """Have all sets worked out beside the page where that takes long, and say so.

    To be called once a page, outside its live part. ``whole``: what is drawn above has been drawn
    from all of them already (:func:`is_whole` before it was drawn). ``follow`` has it drawn again
    once they are there, by default with the whole page.
    """
    assumed = with_assumed(view)
    slow = [plan for plan in view.plans if not is_quick(plan, assumed=assumed)]
    jobs = [_job(name, plan, assumed=assumed) for name, plan in zip(_JOBS, slow, strict=False)]
    wait_for(jobs, "sureness_progress", whole=whole, follow=follow)


def wait_for(
    jobs: Sequence[Job[Uncertainty]],
    key: str,
    *,
    whole: bool,
    follow: Callable[[], None] = st.rerun,
) -> None:
    """Say that all sets are on their way and look again, or show them once they are there.

    ``key`` names the page's wait, ``whole`` is as for :func:`refine_sureness`.
    """
    for job in jobs:
        if job.failure is not None:
            st.error(sentence(job.failure.sentence))
    if any(job.running for job in jobs):
        told = _(
            "The range is from {quick} plausible sets of values; all {all} are being worked out."
        ).format(quick=number(QUICK_SETS), all=number(len(plausible_sets())))
        how_far(key, jobs, told, "", after_ms=_LOOK_AGAIN_MS, follow=follow)
    elif not whole and all(job.problem is None for job in jobs):
        ask_again(key, AT_ONCE_MS, follow)


def _job(name: str, plan: Scenario, *, assumed: bool) -> Job[Uncertainty]:
    def work(_report: Report) -> Uncertainty:
        return uncertainty(plan, assumed=assumed)

    return ask_kept(name, _key(plan, assumed=assumed), work)


# --------------------------------------------------------------------------------------- controls


def range_controls() -> None:
    """Draw which layer of a range is shown, and whether what is assumed is in it."""
    if recording():
        return
    row = st.container(horizontal=True, gap="small")
    for path, pixels in _CONTROLS.items():
        if state.view().case.value(path) == Case.fields()[path].default:
            with row:
                field(path, caption=False, width=pixels)
        else:
            # Its way back stands below it.
            with row.container(width=pixels):
                field(path, caption=False)


def draw_parts(
    spread: Uncertainty, year: int = 1, narrowed_by: Mapping[Layer, str] = NARROWED_BY
) -> None:
    """Draw the layers as a table to read: deviation, part of the variance, what narrows each."""
    columns = [
        Column(_("Layer"), 44),
        Column(_("Varies by"), 17, titled=True),
        Column(_("Part of the variance"), 17, titled=True),
        Column(_("Alone, nine in ten"), 22, titled=True),
    ]
    rows = [
        [
            Cell(strong=_(LAYER_NAMES[part.layer]), small=_(narrowed_by[part.layer])),
            Cell("±" + money(part.deviation), whole=True),
            Cell(percent(part.share, 1), whole=True),
            Cell(alone(part)),
        ]
        for part in parts(spread, year)
    ]
    taken = Titled(_("What makes it unsure"), parts_table(spread, [year]))
    reading_table(columns, rows, taken, key="unsure_parts")
    st.caption(parts_sentence(spread, year))
