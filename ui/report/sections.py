"""The charts and the steps of each page, as a report has them: pure functions of what is shown."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from mutualmodel import (
    Case,
    CostBand,
    cost_band,
    project,
    project_many,
    simulate,
    smallest_pool,
    uncertainty,
)
from mutualmodel.arrays import FloatArray
from mutualmodel.closing import wind_down
from mutualmodel.explain import explain
from mutualmodel.fairness import balancing_payout, fairness
from mutualmodel.history import (
    FINAL,
    early_fits,
    events,
    fits,
    replay,
    yearly_reported,
)
from mutualmodel.inputs import pool_sizes
from mutualmodel.insurance import quotes
from mutualmodel.membership import YEARS_AHEAD, composition
from mutualmodel.simulation import pool_layers
from mutualmodel.text import Step
from ui.closing import charts as closing_charts
from ui.closing.steps import operator_steps, owed_steps
from ui.fairness import charts as fairness_charts
from ui.fairness.steps import balance_steps, moved_steps
from ui.frame.layers import likely_range
from ui.fund import bearer_charts
from ui.fund.steps import cost_steps
from ui.history import charts as history_charts
from ui.home import charts as home_charts
from ui.insurance.case import range_of_cover, year_of_cover
from ui.insurance.cost_chart import AgesShown, costs_chart
from ui.insurance.steps import STEPS
from ui.kit.charts import Chart
from ui.kit.palette import PAPER
from ui.membership import charts as membership_charts
from ui.membership.steps import member_steps
from ui.report.shown import Shown
from ui.risk import pool_charts
from ui.risk.charts import Paths
from ui.risk.fan_charts import Sure, cost_fan
from ui.risk.steps import one_in_200_steps

_POOL_POINTS = 25

Steps = Mapping[str, Callable[[Shown], Sequence[Step]]]


def _home(shown: Shown) -> list[Chart]:
    layer = shown.case.view.range_of
    spread = uncertainty(shown.plan, assumed=shown.case.view.varies_assumed)
    path = home_charts.share_path(
        shown.projection, likely_range(spread, layer), shown.before, PAPER, layer
    )
    past = shown.drawn_past
    at_hand = [one.plan.members for one in (shown.case, past) if one is not None]
    sizes = pool_sizes(_POOL_POINTS, *at_hand)
    pool = home_charts.pool_spread(
        sizes,
        _bands(shown.case, sizes),
        shown.plan.members,
        None if past is None else (past.plan.members, _bands(past, sizes)),
        shown.projection.headline.smallest_pool,
        PAPER,
    )
    return [path, pool]


def _bands(case: Case, sizes: FloatArray) -> list[CostBand]:
    free = case.plan.with_changes(per_claim_cap=None, annual_cap=None, minimum_members=0.0, years=1)
    plans = project_many([free.with_changes(members=float(size)) for size in sizes])
    return [cost_band(plan) for plan in plans]


def _membership(shown: Shown) -> list[Chart]:
    far = [
        None if case is None else case.plan.with_changes(years=YEARS_AHEAD)
        for case in (shown.case, shown.drawn_past)
    ]
    now, past = (None if plan is None else project(plan) for plan in far)
    assert now is not None
    people, before = (None if plan is None else composition(plan) for plan in far)
    assert people is not None
    return [
        membership_charts.share(now, past, PAPER),
        membership_charts.ages(people, before, PAPER),
    ]


def _risk(shown: Shown) -> list[Chart]:
    past = shown.drawn_past
    cases = [case for case in (shown.case, past) if case is not None]
    courses = [simulate(case.plan, shown.paths, progress=shown.watch) for case in cases]
    spreads = [uncertainty(case.plan, assumed=shown.case.view.varies_assumed) for case in cases]
    pools = [
        pool_charts.Pool(
            pool_layers(case.plan),
            pool_layers(case.plan, np.array([case.plan.members])),
            case.plan.members,
            smallest_pool(case.plan),
        )
        for case in cases
    ]
    beside = past is not None
    sure = Sure(spreads[0], spreads[1] if beside else None, "all")
    return [
        cost_fan(Paths(courses[0], courses[1] if beside else None), sure, PAPER),
        pool_charts.layers(pools[0], pools[1] if beside else None, PAPER),
    ]


def _fund(shown: Shown) -> list[Chart]:
    if shown.plan.funding == "after":
        return []
    past = shown.drawn_past
    now = simulate(shown.plan, shown.paths, progress=shown.watch)
    before = None if past is None else simulate(past.plan, shown.paths, progress=shown.watch)
    return [
        bearer_charts.who_pays(now, before, PAPER),
        bearer_charts.operator_holds(shown.plan, None if past is None else past.plan, PAPER),
    ]


def _closing(shown: Shown) -> list[Chart]:
    now, past = (
        None if case is None else wind_down(case.plan, case.stop_years, case.closing)
        for case in (shown.case, shown.drawn_past)
    )
    assert now is not None
    return [closing_charts.run_off(now, past, PAPER), closing_charts.gap(now, past, PAPER)]


def _insurance(shown: Shown) -> list[Chart]:
    case, past = shown.case, shown.drawn_past
    cases = [case] if past is None else [case, past]
    if not all(one.plan.admits(one.person.age) for one in cases):
        return []
    now = year_of_cover(case)
    asked = [one for one in quotes() if one.kind == "one_year" and one.sex == case.person.sex]
    sure = AgesShown(range_of_cover(case), case.view.range_of) if now.kind == "a year" else None
    before = None if past is None else year_of_cover(past)
    published = asked if now.compares_published else []
    return [costs_chart(now, before, published, PAPER, sure)]


def _fairness(shown: Shown) -> list[Chart]:
    past = None if shown.drawn_past is None else fairness(shown.drawn_past.plan)
    return [fairness_charts.receipts(fairness(shown.plan), past, PAPER)]


def _history(shown: Shown) -> list[Chart]:
    fit = fits()[FINAL]
    real = replay(fit.scenario)
    early = [replay(one.scenario, slow_start=one.slow_start) for one in early_fits().values()]
    courses = [
        history_charts.other_course(fit.scenario, case.view)
        for case in (shown.case, shown.baseline)
        if case is not None
    ]
    return [
        history_charts.share_history(real, early, yearly_reported(), events(), PAPER),
        history_charts.other_path(real, courses[0], courses[1] if courses[1:] else None, PAPER),
    ]


CHARTS: Mapping[str, Callable[[Shown], list[Chart]]] = {
    "home": _home,
    "membership": _membership,
    "risk": _risk,
    "fund": _fund,
    "closing": _closing,
    "insurance": _insurance,
    "fairness": _fairness,
    "history": _history,
}


def _closed_steps(steps: Callable[..., Sequence[Step]]) -> Callable[[Shown], Sequence[Step]]:
    def of(shown: Shown) -> Sequence[Step]:
        case = shown.case
        return steps(wind_down(case.plan, case.stop_years, case.closing))

    return of


def _balance(shown: Shown) -> Sequence[Step]:
    fair = fairness(shown.plan)
    return [] if np.isnan(balancing_payout(fair)) else balance_steps(shown.plan, fair)


def _of_person(name: str) -> Callable[[Shown], Sequence[Step]]:
    def of(shown: Shown) -> Sequence[Step]:
        admitted = shown.plan.admits(shown.case.person.age)
        return STEPS[name](shown.case) if admitted else []

    return of


# By the result that the steps lead to.
WHYS: Mapping[str, Steps] = {
    "home": {
        "first_year": lambda shown: explain(shown.projection, "cost_per_member_year"),
        "one_claim": lambda shown: explain(shown.projection, "cost_per_claim"),
    },
    "membership": {
        "members_ten": lambda shown: member_steps(
            project(shown.plan.with_changes(years=YEARS_AHEAD))
        )
    },
    "risk": {
        "worst_year": lambda shown: one_in_200_steps(
            shown.projection, simulate(shown.plan, shown.paths, progress=shown.watch)
        )
    },
    "fund": {"first_year": lambda shown: cost_steps(shown.projection)},
    "closing": {
        "owed_at_closing": _closed_steps(owed_steps),
        "operator_pays": _closed_steps(operator_steps),
    },
    "insurance": {
        name: _of_person(name) for name in ("mutual_year", "one_year_premium", "level_premium")
    },
    "fairness": {
        "changes_hands": lambda shown: moved_steps(fairness(shown.plan), shown.plan.age_mix),
        "balancing_payout": _balance,
    },
    "history": {},
}
