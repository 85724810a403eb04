"""How sure it is what is owed: from a few plausible sets while a lever moves, from all at rest."""

from collections.abc import Hashable

from mutualmodel import Case, Uncertainty
from mutualmodel.closing import Reserve, owed_uncertainty, reserve_by_month
from ui.frame import state
from ui.frame.background import Report, ask_kept, kept
from ui.frame.sureness import QUICK_SETS, is_quick, layer_shown, wait_for, with_assumed
from ui.frame.thorough import is_thorough

_JOBS = ("closing_sureness", "closing_sureness_baseline")


def owed_sureness(view: state.View, case: Case) -> Uncertainty:
    """Return how sure it is what the view's case or baseline owes, from as many sets as there are.

    Both are answered from as many, or the sets would look like a difference between the plans.
    """
    sets = QUICK_SETS if state.moving() or not is_whole(view) else None
    return _owed(case, assumed=with_assumed(view), sets=sets)


def reserve_sureness(view: state.View, case: Case) -> Reserve:
    """Return the reserve of the view's case or baseline, for the layer that is shown."""
    return reserve_by_month(
        case.plan,
        layer=layer_shown(view),
        sets=None if is_whole(view) else QUICK_SETS,
        assumed=with_assumed(view),
    )


def _owed(case: Case, *, assumed: bool, sets: int | None) -> Uncertainty:
    return owed_uncertainty(case.plan, case.stop_years, case.closing, sets=sets, assumed=assumed)


def is_whole(view: state.View) -> bool:
    """Say whether all sets of both plans are there or need no waiting for."""
    assumed = with_assumed(view)
    return is_thorough() or all(
        is_quick(case.plan, assumed=assumed) or kept(_key(case, assumed=assumed)) is not None
        for case in view.cases
    )


def _key(case: Case, *, assumed: bool) -> Hashable:
    notice = case.closing.notice_settlements
    return "closing_sureness", case.plan, case.stop_years, notice, assumed


def refine(view: state.View, *, whole: bool) -> None:
    """Have all sets worked out beside the page where that takes long, and say so.

    To be called once a page, outside its live part. ``whole``: what is drawn above has been drawn
    from all of them already (:func:`is_whole` before it was drawn).
    """
    assumed = with_assumed(view)
    slow = [case for case in view.cases if not is_quick(case.plan, assumed=assumed)]
    jobs = []
    for name, case in zip(_JOBS, slow, strict=False):

        def work(_report: Report, case: Case = case) -> Uncertainty:
            # What it works out is kept by the model, the months for the reserve too.
            reserve_by_month(case.plan, assumed=assumed)
            return _owed(case, assumed=assumed, sets=None)

        jobs.append(ask_kept(name, _key(case, assumed=assumed), work))
    wait_for(jobs, "closing_sureness_progress", whole=whole)
