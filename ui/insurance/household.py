"""What the plan and policies cost a household together, in words."""

import math
from collections.abc import Callable, Iterable

from mutualmodel import Case
from mutualmodel.ages import ADULT_AGE
from mutualmodel.inputs.person import ALONE
from mutualmodel.insurance import Household, household
from mutualmodel.text import N_
from ui.insurance.case import YearOfCover
from ui.kit.language import _, listed, money, percent, sentences

_GROWN = {"M": N_("a man of {age}"), "F": N_("a woman of {age}")}
_CHILD = {"M": N_("a boy of {age}"), "F": N_("a girl of {age}")}


def household_of(case: Case) -> Household:
    """Return what the plan and policies cost the household of a case."""
    return household(
        case.plan,
        case.insurer,
        case.person.members,
        basis=case.view.cost_basis,
        closing=case.closing,
    )


def household_says(
    found: Household, year: YearOfCover, emphasis: Callable[[str], str] = str
) -> str:
    """Say what a household pays together; ``emphasis`` marks its figures."""
    if year.case.person.household == ALONE:
        return _("There is nobody else in the household.")
    told = {
        "who": people((member.sex, member.age) for member in found.members),
        "mutual": emphasis(money(found.cost("mutual"))),
        "one_year": emphasis(money(found.cost("one_year"))),
        "level": emphasis(money(found.cost("level"))),
        "end": year.case.plan.exit_age,
    }
    return sentences(
        _prices(found, year).format(**told),
        ""
        if math.isnan(found.risk)
        else _(
            "The chance that at least one of them claims before {end} is {risk}, if they fall ill "
            "independently of each other."
        ).format(end=year.case.plan.exit_age, risk=emphasis(percent(found.risk, 1))),
        _("The plan does not admit {who}, who is left out of these figures.").format(
            who=people(found.refused)
        )
        if len(found.refused) == 1
        else _("The plan does not admit {who}, who are left out of these figures.").format(
            who=people(found.refused)
        )
        if found.refused
        else "",
    )


def _prices(found: Household, year: YearOfCover) -> str:
    """Return the sentence for what has a price: the plan, if there is one, and policies."""
    in_plan = not math.isnan(found.cost("mutual")) and year.kind == "a year"
    if math.isnan(found.cost("level")):
        if not in_plan:
            return _("The household, {who}, pays {one_year} together for one-year policies.")
        return _(
            "The household, {who}, pays {mutual} a year together in the plan, and {one_year} for "
            "one-year policies."
        )
    if not in_plan:
        return _(
            "The household, {who}, pays {one_year} a year together for one-year policies or "
            "{level} for level policies to {end}."
        )
    if year.basis == "now":
        return _(
            "The household, {who}, pays {mutual} together in the first year in the plan, "
            "{one_year} for one-year policies and {level} a year for level policies to {end}."
        )
    return _(
        "The household, {who}, pays {mutual} a year together in the plan once hardly anyone in it "
        "is new, {one_year} for one-year policies and {level} for level policies to {end}."
    )


def people(who: Iterable[tuple[str, int]]) -> str:
    """Name some people by sex and age."""
    named = [_((_CHILD if age < ADULT_AGE else _GROWN)[sex]).format(age=age) for sex, age in who]
    return listed(named)
