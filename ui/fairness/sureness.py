"""How sure a year's payouts are: a few plausible sets while a lever moves, all of them at rest."""

from mutualmodel import Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.fairness import fairness, moved_sureness, payouts_sureness
from ui.fairness.range_charts import HowSure
from ui.frame import state
from ui.frame.sureness import QUICK_SETS, layer_shown, with_assumed


def how_sure(view: state.View, plan: Scenario) -> HowSure | None:
    """Work it out for the view's plan or baseline; None of a plan that never starts."""
    if never_starts(project(plan)):
        return None
    sets, assumed = QUICK_SETS if state.moving() else None, with_assumed(view)
    return HowSure(
        fairness(plan),
        payouts_sureness(plan, sets=sets, assumed=assumed),
        moved_sureness(plan, sets=sets, assumed=assumed),
        layer_shown(view),
    )
