"""What the fairness page shows as charts, made of a view without drawing it."""

from mutualmodel import Case, Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.fairness import Fairness, fairness, with_cut
from mutualmodel.insurance import SYSTEMS, costs_by_age
from mutualmodel.money import CHINESE
from ui.fairness import charts
from ui.fairness.charts import Burden, Cut
from ui.fairness.range_charts import ranges
from ui.fairness.sureness import how_sure
from ui.frame.jumps import payout_step
from ui.frame.state import View
from ui.kit.charts import Chart, Titled
from ui.kit.language import _
from ui.kit.palette import Palette


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; in other money there are no incomes to compare."""
    found: dict[str, Chart | None] = {}
    if _starts(view.plan):
        found = {
            "receipts": receipts(view, colours),
            "payout_ranges": payout_ranges(view, colours),
            "other_cuts": other_cuts(view, colours),
        }
    if view.plan.currency == CHINESE:
        found["affordable"] = charts.affordable(*burdens(view), colours)
    return {key: chart for key, chart in found.items() if chart is not None}


def tables_of(_view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart: none."""
    return {}


def _starts(plan: Scenario) -> bool:
    return not never_starts(project(plan))


def receipts(view: View, colours: Palette) -> Chart:
    """Draw what every age receives; a baseline that never starts has no line."""
    return charts.receipts(
        fairness(view.plan), past_fairness(view), colours, payout_step(view.plan)
    )


def past_fairness(view: View) -> Fairness | None:
    """Return what the baseline gives whom; none where nothing is pinned, or it never starts."""
    return fairness(view.past) if view.past is not None and _starts(view.past) else None


def payout_ranges(view: View, colours: Palette) -> Chart | None:
    """Draw how sure the year's payouts are; None where nothing is paid."""
    sure = how_sure(view, view.plan)
    past = how_sure(view, view.past) if view.past is not None else None
    return ranges(sure, past, colours) if sure is not None and sure.some else None


def other_cuts(view: View, colours: Palette) -> Chart:
    """Draw another cut by age at the same cost."""
    return charts.other_cuts(cut(view.case), past_cut(view), colours, payout_step(view.plan))


def past_cut(view: View) -> Cut | None:
    """Return the baseline's cut; none where nothing is pinned, or a plan that never starts."""
    past = view.baseline
    return None if past is None or not _starts(past.plan) else cut(past)


def cut(case: Case) -> Cut:
    """Return a case's payouts beside those of another cut by age."""
    plan = fairness(case.plan)
    return Cut(plan, with_cut(plan, case.view.cut_age, case.view.cut_ratio), case.view.cut_age)


def burdens(view: View) -> tuple[Burden, Burden | None]:
    """Return what covers cost the person of the case and of the baseline, if there is one."""
    return burden(view.case), burden(view.baseline) if view.baseline else None


def member_age(case: Case) -> int:
    """Return the person's age, or the nearest that the plan admits: its note says which it is."""
    return min(max(case.person.age, case.plan.minimum_age), case.plan.exit_age - 1)


def burden(case: Case) -> Burden:
    """Return what each system costs the person of a case a year, at the terms of the case.

    Of a plan its first year; one that does not last a year has no such cost.
    """
    age, sex = member_age(case), case.person.sex
    by_age = costs_by_age(case.plan, case.insurer, sex, closing=case.closing)
    return Burden(
        costs={
            _(SYSTEMS[name].title): float(cost[age])
            for name, cost in by_age.items()
            if cost[age] == cost[age] and cost[age] > 0
        },
        year=int(case.view.income_year),
        measure=case.view.income_measure,
        person=(_("a woman of {age}") if sex == "F" else _("a man of {age}")).format(age=age),
    )
