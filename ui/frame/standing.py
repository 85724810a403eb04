"""What a reader must be told beside any figure of a plan: who pays it, and when the plan ends."""

import math

from mutualmodel import Projection, project
from mutualmodel.engine import Parts, borne
from mutualmodel.insurance import settled_plan
from mutualmodel.text import N_
from mutualmodel.units import MONTHS, YEARS
from ui.kit.language import (
    LEAST_YUAN,
    _,
    amount,
    large,
    listed,
    measured,
    money,
    percent,
    sentences,
)

# So many later years are told one by one; of more the second and the last.
_TOLD_ONE_BY_ONE = 4

_BY_OTHERS = {
    "sponsor": N_("the operator {share} ({yuan})"),
    "insurer": N_("the insurer {share} ({yuan})"),
}


def paid_by(projection: Projection, *, settled: bool = False) -> str:
    """Say who pays the first year's bill, and that of all years, and what of them stays unpaid.

    Nothing is said of a bill that members pay alone.

    ``settled`` says that the year is one of the members once settled.
    """
    parts, bearer = borne(projection), projection.scenario.cap_bearer
    years = projection.scenario.years
    whole = borne(projection, year=None)
    told = []
    if _worth_a_word(parts):
        text = (
            _("Once hardly anyone is new, of a year’s bill {pieces}.")
            if settled
            else _("Of the first year’s bill {pieces}.")
        )
        told.append(text.format(pieces=listed(_pieces(parts, bearer))))
    if years > 1 and not settled and _worth_a_word(whole):
        text = _("Of the bill for all {years} {pieces}.")
        pieces = listed(_pieces(whole, bearer))
        told.append(text.format(years=measured(years, YEARS), pieces=pieces))
    return sentences(*told)


def _worth_a_word(parts: Parts) -> bool:
    return parts.others_pay or parts.some_unpaid


def _pieces(parts: Parts, bearer: str) -> list[str]:
    pieces = [_("members pay {share}").format(share=_share(parts, parts.members))]
    if parts.others_pay:
        text = _(_BY_OTHERS[bearer])
        pieces.append(text.format(share=_share(parts, parts.sponsor), yuan=money(parts.sponsor)))
    unpaid = _share(parts, parts.claimants)
    pieces.append(
        _("{share} is left unpaid ({yuan})").format(share=unpaid, yuan=money(parts.claimants))
        if parts.some_unpaid
        else _("nothing is left unpaid")
    )
    return pieces


def _share(parts: Parts, yuan: float) -> str:
    return percent(parts.share(yuan), 1)


def ends(projection: Projection) -> str:
    """Say when a plan dissolves, why, and who is then left unpaid; nothing of one that goes on."""
    headline = projection.headline
    if headline.dissolved_after_years is None:
        return ""
    return sentences(
        _end(headline.dissolved_after_years, projection.scenario.minimum_members),
        _(
            "Members pay nothing from then on, and claims of {owed}, diagnosed and not yet paid, "
            "are left unpaid."
        ).format(owed=money(headline.owed_at_dissolution))
        if headline.owed_at_dissolution > LEAST_YUAN
        else _("Nothing is owed to claimants then."),
    )


def months_to_end(years: float) -> str:
    """Write after how long a plan dissolves."""
    return measured(round(12 * years, 1), MONTHS)


def _end(years: float, minimum: float) -> str:
    """Say when the plan dissolves, and why."""
    if not years:
        return _(
            "The plan dissolves at once: it has fewer members than its minimum of {minimum}."
        ).format(minimum=large(minimum))
    if minimum < 1:
        return _("The plan dissolves after {months}: hardly anyone is left.").format(
            months=months_to_end(years)
        )
    return _(
        "The plan dissolves after {months}: it has fewer members than its minimum of {minimum}."
    ).format(months=months_to_end(years), minimum=large(minimum))


def years_after(projection: Projection) -> str:
    """Say what the years after the first cost, till when, and what the plan comes to in the end.

    Of a plan that never has anything to share nothing is said.
    """
    ended = projection.headline.dissolved_after_years
    if ended is not None and ended <= 1.0:
        return _("Until the plan dissolves after {months}.").format(months=months_to_end(ended))
    costs = projection.by_year("charged_per_member")[1:]
    if not projection.array("gross_per_member").any():
        return ""
    if ended is not None:
        held = listed(map(amount, costs[: math.ceil(ended) - 1]))
        return _("The following years cost {costs} ¤, until it dissolves after {months}.").format(
            costs=held, months=months_to_end(ended)
        )
    ultimate = _ultimate(projection)
    if len(costs) == 0:
        return ultimate
    if len(costs) > _TOLD_ONE_BY_ONE:
        then = _("The second year costs {second}, the last {last}.").format(
            second=money(costs[0]), last=money(costs[-1])
        )
    else:
        then = _("The following years cost {costs} ¤.").format(costs=listed(map(amount, costs)))
    return sentences(then, ultimate)


def _ultimate(projection: Projection) -> str:
    """Say what members of the same ages cost who are past their healthy first years."""
    plan = settled_plan(projection.scenario.with_changes(years=1, minimum_members=0.0))
    return _(
        "At the same ages, once nobody is new and before caps, a year costs {cost} (the "
        "ultimate cost)."
    ).format(cost=money(project(plan).headline.gross_per_member_year))
