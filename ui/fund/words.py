"""What the fund page says in words: whether the money lasts, and who is there where it does not."""

import math
from collections.abc import Callable, Mapping
from functools import wraps

import numpy as np

from mutualmodel import Projection, Quantity, Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import MONTHS_PER_YEAR
from mutualmodel.text import N_
from mutualmodel.units import PLAIN
from ui.frame.standing import ends
from ui.fund.outlook import Outlook
from ui.kit.language import (
    LEAST_YUAN,
    _,
    chances,
    measured,
    money,
    ngettext,
    percent,
    portion,
    quantity,
    sentences,
)

# Ruined in no more of the courses than this, a fund lasts: one year in two hundred.
SAFE = 1.0 - ONE_IN_200
_STEPS_IN: Mapping[str, str] = {
    "members": N_(
        "Members are then called on for what is missing, up to {limit} a year each; beyond that "
        "claimants are not paid."
    ),
    "operator": N_("The operator then pays what is missing: a promise with no reserve behind it."),
    "insurer": N_(
        "An insurer pays what a year’s bills come to above {attachment} × its contributions; "
        "below that, claimants are not paid what is missing."
    ),
    "claims": N_("Nobody steps in then: claimants receive less than they were promised."),
}


def _of_a_plan_that_starts(told: Callable[[Outlook, Projection], str]) -> Callable[[Outlook], str]:
    """Say of a plan that never starts how it ends, and nothing else."""

    @wraps(told)
    def of_any(outlook: Outlook) -> str:
        projection = project(outlook.plan)
        return ends(projection) if never_starts(projection) else told(outlook, projection)

    return of_any


@_of_a_plan_that_starts
def answer(outlook: Outlook, projection: Projection) -> str:
    """Answer the page's question with the numbers of the plan, in a sentence or two."""
    plan = outlook.plan
    if plan.funding == "after":
        said = _(
            "There is no money to run out: members pay {cost} in the first year, after the event."
        )
        cost = money(projection.headline.cost_per_member_year)
        return sentences(said.format(cost=cost), _enough(outlook))
    ruin = outlook.simulation.probability("ruined").value
    if plan.funding == "prepaid":
        said = _("The balances do not cover a levy in {chance} of the simulated runs {within}.")
        return said.format(chance=chances(ruin), within=within(plan))
    said = _(
        "With {contribution} a month the money runs out in {chance} of the simulated runs {within}."
    ).format(contribution=money(plan.contribution_month), chance=chances(ruin), within=within(plan))
    return sentences(said, _enough(outlook))


def _enough(outlook: Outlook) -> str:
    """Say which contribution is enough, once that is known and if any is."""
    if outlook.needs is None:
        return ""
    least = outlook.needs.whole.at(ONE_IN_200)
    if not np.isfinite(least):
        return ""
    text = (
        _("{least} a month would be enough in 99.5 % of the runs.")
        if outlook.plan.funding == "fund"
        else _("A fund would need {least} a month to be enough in 99.5 % of the simulated runs.")
    )
    return text.format(least=money(least))


@_of_a_plan_that_starts
def verdict(outlook: Outlook, projection: Projection) -> str:
    """Say whether the money lasts, by the way in which the plan's members pay."""
    plan = outlook.plan
    if plan.funding == "after":
        said = _(
            "Members pay after the event, so no money is held: no fund can run out, and nobody "
            "can run away with one."
        )
    else:
        said = _of_a_fund(outlook) if plan.funding == "fund" else _of_balances(outlook)
    return sentences(said, ends(projection))


def _of_a_fund(outlook: Outlook) -> str:
    plan, ruin = outlook.plan, outlook.simulation.probability("ruined").value
    if ruin == 0.0:
        return _("The fund pays every settlement in all of the simulated runs.")
    if ruin <= SAFE:
        return _(
            "The fund pays every settlement in all but {chance} of the simulated runs."
        ).format(chance=chances(ruin))
    told = _(
        "With {contribution} a month the fund cannot pay every settlement {within} in {chance} "
        "of the simulated runs."
    ).format(contribution=money(plan.contribution_month), within=within(plan), chance=chances(ruin))
    return sentences(told, who_steps_in(plan))


def who_steps_in(plan: Scenario) -> str:
    """Say who pays where a fund does not reach."""
    limit = plan.call_limit * MONTHS_PER_YEAR * plan.contribution_month
    return _(_STEPS_IN[plan.deficit_bearer]).format(
        limit=money(limit), attachment=measured(plan.stop_loss_attachment, PLAIN)
    )


def _of_balances(outlook: Outlook) -> str:
    plan, short = outlook.plan, outlook.simulation.probability("ruined").value
    told = (
        _("Balances cover every levy in all of the simulated runs.")
        if short == 0.0
        else _(
            "Balances do not cover a levy {within} in {chance} of the simulated runs; claimants "
            "are then not paid the rest."
        ).format(within=within(plan), chance=chances(short))
    )
    if plan.top_up_share >= 1.0:
        return sentences(told, _("All who are asked to top up do so."))
    out = _(
        "Of those asked to top up {share} do not and lose membership: {left} are left at the end."
    )
    left = quantity(Quantity(round(float(project(plan).array("members")[-1])), "members"))
    return sentences(told, out.format(share=percent(1.0 - plan.top_up_share), left=left))


def within(plan: Scenario) -> str:
    """Say within how many years."""
    return ngettext("within {years} year", "within {years} years", plan.years).format(
        years=plan.years
    )


def rounded_up(contribution: float) -> float:
    """Return a contribution that can be set and is enough: in tenths of a ¤ a month."""
    return math.ceil(contribution * 10.0 - 1e-9) / 10.0


def returned_words(outlook: Outlook) -> str:
    """Say how much of the contributions comes back, on average and in a good year."""
    plan, yearly = outlook.plan, outlook.simulation.yearly
    if plan.funding != "fund" or not yearly.contributions[0].any():
        return ""
    if plan.surplus_returned == 0.0:
        return _("No surplus is paid back: what is left over stays in the fund.")
    share = yearly.returned[0] / np.maximum(yearly.contributions[0], LEAST_YUAN)
    if np.quantile(share, ONE_IN_200) == 0.0:
        return _("Of the first year’s contributions nothing comes back in 199 of 200 runs.")
    return _(
        "At the end of the first year {mean} of its contributions come back on average, {best} "
        "in the best of 200 runs, {worst} in the worst."
    ).format(
        mean=portion(float(share.mean())),
        best=portion(float(np.quantile(share, ONE_IN_200))),
        worst=portion(float(np.quantile(share, 1.0 - ONE_IN_200))),
    )


def kept_words(plan: Scenario) -> str:
    """Say who loses the money that is held, by where it lies."""
    if plan.money_kept == "apart":
        return _(
            "It is kept apart from the operator’s own money: where the operator fails, it still "
            "pays what is owed to claimants, and the rest goes back to the members."
        )
    return _(
        "It is mixed with the operator’s own money: where the operator fails, claimants lose "
        "what of it would have paid them, and members lose the rest."
    )


def needed_of_whom(plan: Scenario) -> str:
    """Say whose contribution is needed where that is not the members as they are."""
    told = []
    if plan.reacts_to_share:
        told.append(
            _(
                "For the members who remain when everyone pays the contribution that is enough "
                "in every second run."
            )
        )
    if plan.funding == "fund" and plan.deficit_bearer == "insurer":
        told.append(_("Without the insurer."))
    return sentences(*told)
