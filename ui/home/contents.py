"""What the home page shows as charts and tables, made of a view without drawing it."""

from collections.abc import Sequence

import numpy as np

from mutualmodel import CostBand, Projection, Scenario, cost_band, project, project_many
from mutualmodel.analysis import sweep
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import never_starts
from mutualmodel.inputs import grid, pool_sizes
from ui.frame.breaking import breaking_chart
from ui.frame.layers import likely_range
from ui.frame.state import View
from ui.frame.sureness import layer_shown, sureness
from ui.home import charts
from ui.kit.charts import Chart, Titled
from ui.kit.language import _
from ui.kit.palette import Palette

LEVERS = (
    "plan.incidence_multiplier",
    "plan.members",
    "plan.payout_under_40",
    "plan.payout_40_plus",
)
CURVE_POINTS = 41
POOL_POINTS = 25


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; a plan that never starts has no course."""
    started = not never_starts(project(view.plan))
    course = {"share_path": share_path(view, *_projections(view), colours)} if started else {}
    spread = {"pool": pool(view, colours)} if started else {}
    found = {**course, **curves(view, colours), **parts(view, colours), **spread}
    breaking = breaking_chart(view, colours)
    return found if breaking is None else {**found, "breaking": breaking}


def tables_of(view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key."""
    return {"years": Titled(_("Year by year"), charts.year_table(*_projections(view)))}


def _projections(view: View) -> tuple[Projection, Projection | None]:
    return project(view.plan), project(view.past) if view.past else None


def share_path(
    view: View, projection: Projection, before: Projection | None, colours: Palette
) -> Chart:
    """Draw what a member pays at each settlement, with the range that is shown."""
    likely = likely_range(sureness(view.plan, view), layer_shown(view))
    return charts.share_path(projection, likely, before, colours, layer_shown(view))


def curves(view: View, colours: Palette, *, own_scales: bool = False) -> dict[str, Chart]:
    """Draw the cost of the first year against each lever, all on one scale or each on its own."""
    names = [path.removeprefix("plan.") for path in LEVERS]
    costs = [None if one is None else _cost(one) for one in _projections(view)]
    swept = {name: _swept(name, view, costs) for name in names}
    every = [charts.highest(curve) for curves in swept.values() for curve, _here in curves]
    top = None if own_scales else max(every)
    return {
        f"curve_{name}": charts.response_curve(now, past[0] if past else None, colours, top)
        for name, (now, *past) in swept.items()
    }


def _swept(name: str, view: View, costs: Sequence[float | None]) -> list[charts.Swept]:
    """Sweep one lever of the plan and of the baseline, if there is one; ``costs`` are theirs."""
    values = _values(name, view)
    return [
        (sweep(plan, name, values), (float(getattr(plan, name)), cost))
        for plan, cost in zip((view.plan, view.past), costs, strict=True)
        if plan is not None and cost is not None
    ]


def _values(name: str, view: View) -> FloatArray:
    """Return the values of a lever that its curve is drawn over."""
    present = [float(getattr(plan, name)) for plan in view.plans]
    pool = name == "members"
    return pool_sizes(CURVE_POINTS, *present) if pool else grid(name, CURVE_POINTS, *present)


def _cost(projection: Projection) -> float:
    """Return what a member pays in the first year; NaN of a plan that never starts."""
    return np.nan if never_starts(projection) else projection.headline.cost_per_member_year


def parts(view: View, colours: Palette) -> dict[str, Chart]:
    """Draw what the first year's bill is for, and who pays it."""
    projection, before = _projections(view)
    names = _kinds(projection, before)
    past = _split(before, names) if before else None
    borne = _borne(before) if before else None
    return {
        "split": charts.yuan_split(_split(projection, names), past, colours),
        "bearers": charts.bearers(_borne(projection), borne, colours),
    }


def _kinds(*plans: Projection | None) -> tuple[str, str, str]:
    """Name the kinds of payout of plans that are shown together."""
    ages = {plan.scenario.payout_age for plan in plans if plan is not None}
    if len(ages) > 1:
        return _("below the payout age"), _("from the payout age on"), _("mild illness")
    (age,) = ages
    return (
        _("under {age}").format(age=age),
        _("{age} and over").format(age=age),
        _("mild illness"),
    )


def _split(projection: Projection, names: tuple[str, str, str]) -> dict[str, float]:
    """Return the yuan of the first year's bill by what they are for."""
    headline = projection.headline
    kinds = zip(names, headline.claims_by_kind, projection.scenario.payouts, strict=True)
    due = {name: claims * payout for name, claims, payout in kinds}
    return due | {_("owed at the end"): headline.debts, _("fee"): headline.fee}


def _borne(projection: Projection) -> dict[str, float]:
    """Return the yuan of the first year's bill by who pays them."""
    headline = projection.headline
    return {
        _("members"): headline.members_pay,
        _("operator or insurer"): headline.sponsor,
        _("unpaid"): headline.unpaid,
    }


def pool(view: View, colours: Palette) -> Chart:
    """Draw how far a year's bill may stray at each size of pool."""
    plan, baseline = view.plan, view.past
    at_hand = [one.members for one in (plan, baseline) if one is not None]
    sizes = pool_sizes(POOL_POINTS, *at_hand)
    past = (baseline.members, _bands(baseline, sizes)) if baseline else None
    smallest = project(plan).headline.smallest_pool
    return charts.pool_spread(sizes, _bands(plan, sizes), plan.members, past, smallest, colours)


def _bands(scenario: Scenario, sizes: FloatArray) -> list[CostBand]:
    """Return the spread of the first year's bill, before caps, at each size of pool."""
    free = scenario.with_changes(per_claim_cap=None, annual_cap=None, minimum_members=0.0, years=1)
    plans = project_many([free.with_changes(members=float(size)) for size in sizes])
    return [cost_band(plan) for plan in plans]
