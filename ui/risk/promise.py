"""What the promise of the caps is worth, and the operator's own account: a section of Risk."""

import numpy as np
import streamlit as st

from mutualmodel import Case, Projection, cost_band, project
from mutualmodel.closing import wind_down
from mutualmodel.engine import MATERIAL
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import MONTHS_PER_YEAR
from mutualmodel.simulation import Promise, Simulation, promised, stop_loss_curve
from mutualmodel.text import N_
from ui.frame import parts, state
from ui.frame.faults import fragment
from ui.frame.forms import levers
from ui.kit.blocks import baseline_says, chart_card, numbers, says, titled_block
from ui.kit.charts import Chart, Titled
from ui.kit.language import LEAST_YUAN, _, money, percent, sentences
from ui.kit.palette import Palette
from ui.kit.theme import palette
from ui.risk.charts import Paths
from ui.risk.promise_charts import Account, Curve, account_table, price_curve

# The curve runs over these multiples of what a year is expected to cost before a cap on it.
_FIRST, _LAST, _POINTS = 0.6, 2.0, 57


def draw_promise(view: state.View, shown: Paths) -> None:
    """Draw the price of a cap on the year over the cap, and the operator's account."""
    left, right = st.columns(2, gap="large")
    with left:
        _price()
    with right:
        st.markdown("### " + _("What does the operator earn, and what does it risk?"))
        titled_block(operators_account(view, shown), key="operator_account")
        st.caption(
            _(
                "The model does not know what running the plan costs the operator, who pays what "
                "is above the caps only where named for it."
            )
        )


@fragment()
def _price() -> None:
    """Draw the curve with a loading that the reader sets."""
    levers(["view.promise_loading"], then=parts.run)
    view = state.view()
    chart = promise_price(view, palette())
    if chart is None:
        says(_("Nothing is shared, so there is nothing to promise."))
        parts.follow()
        return
    words = promise_words(view.case)
    says(words)
    if view.baseline is not None:
        baseline_says(promise_words(view.baseline), words)
    chart_card(chart, key="promise", height=300)
    numbers({"promise": chart}, key="promise")
    parts.follow()


def promise_price(view: state.View, colours: Palette) -> Chart | None:
    """Draw what a promise is worth, over the cap; None where nothing is shared."""
    if not is_shared(view.case):
        return None
    held = view.baseline is not None and is_shared(view.baseline)
    past = curve(view.baseline) if view.baseline is not None and held else None
    return price_curve(curve(view.case), past, colours)


def operators_account(view: state.View, shown: Paths) -> Titled:
    """Return what the operator earns and risks in the first year."""
    past = None
    if shown.past is not None and view.baseline is not None:
        past = account(view.baseline, shown.past)
    title = _("What does the operator earn, and what does it risk?")
    return Titled(title, account_table(account(view.case, shown.now), past))


def is_shared(case: Case) -> bool:
    """Say whether a plan has anything to share in its first year."""
    return cost_band(project(case.plan)).due >= LEAST_YUAN


def curve(case: Case) -> Curve:
    """Return what is expected above each cap on the first year."""
    projection = project(case.plan)
    due = cost_band(projection).due
    caps = np.linspace(_FIRST, _LAST, _POINTS) * max(due, 1e-6)
    cap = case.plan.year_cap
    above = stop_loss_curve(projection, caps if cap is None else np.append(caps, cap))
    here = None if cap is None else float(above[-1])
    return Curve(caps, above[: len(caps)], case.view.promise_loading, cap, here)


_WORTH = {
    "sponsor": N_(
        "Above the cap on a year of {cap} the operator is expected to pay {each} a member in the "
        "first year, {total} in total. With a loading of {loading} a reinsurer should ask "
        "{asked} for it."
    ),
    "insurer": N_(
        "Above the cap on a year of {cap} the insurer is expected to pay {each} a member in the "
        "first year, {total} in total. With a loading of {loading} it should ask {asked} for it."
    ),
    "nobody": N_(
        "Above the cap on a year of {cap} nobody pays: {each} a member of the first year’s bill, "
        "{total} in total with the fee, are expected to stay unpaid. With a loading of {loading} "
        "a reinsurer should ask {asked} for them."
    ),
}
_CLAIMS = {
    "sponsor": N_(
        "Above the cap on one claim the operator is expected to pay {total} in the first year."
    ),
    "insurer": N_(
        "Above the cap on one claim the insurer is expected to pay {total} in the first year."
    ),
    "nobody": N_(
        "Above the cap on one claim nobody pays: {total} of the first year’s bill, with the fee, "
        "stay unpaid."
    ),
}


def promise_words(case: Case) -> str:
    """Say what the plan's own caps are worth in the first year."""
    plan, projection = case.plan, project(case.plan)
    promise = promised(projection)
    above_claims = ""
    small = plan.members < projection.headline.smallest_pool and promise.claim_cap > 0
    cuts = plan.claim_size_cv > 0 and promise.claim_cap > MATERIAL * projection.headline.payout
    if small or cuts:
        above_claims = _(_CLAIMS[plan.cap_bearer]).format(total=money(promise.claim_cap))
    return sentences(above_claims, _year_words(case, projection, promise))


def _year_words(case: Case, projection: Projection, promise: Promise) -> str:
    cap = case.plan.year_cap
    if cap is None:
        return _(
            "The plan has no cap on a year, so nobody promises to pay above one. The curve shows "
            "what such a promise would be worth."
        )
    each = float(stop_loss_curve(projection, np.array([cap]))[0])
    loading = case.view.promise_loading
    return _(_WORTH[case.plan.cap_bearer]).format(
        cap=money(cap),
        each=money(each),
        total=money(promise.year_cap),
        loading=percent(loading),
        asked=money((1.0 + loading) * each),
    )


def account(case: Case, simulation: Simulation) -> Account:
    """Return the operator's first year; what others bear costs it nothing."""
    projection = project(case.plan)
    headline, bears = projection.headline, case.plan.cap_bearer == "sponsor"
    worst = float(simulation.quantiles("sponsor", (ONE_IN_200,)).values[0, 0])
    stop = min(case.view.stop_month / MONTHS_PER_YEAR, float(case.plan.years))
    return Account(
        members=headline.mean_members,
        fee=headline.fee,
        promise=headline.sponsor if bears else 0.0,
        worst=worst if bears else 0.0,
        closing=wind_down(case.plan, stop, case.closing).operator_total,
    )
