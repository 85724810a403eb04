"""What Versus insurance says in every state of a plan: its verdict, and notes beside figures."""

from collections.abc import Mapping

from mutualmodel import Projection, Quantity, Scenario
from mutualmodel.engine import borne
from mutualmodel.inputs import Basis
from mutualmodel.insurance import BreakEven, BreakEvenRange
from mutualmodel.simulation import Layer
from mutualmodel.text import N_
from ui.frame.jumps import payout_step
from ui.frame.standing import months_to_end
from ui.insurance.case import YearOfCover
from ui.kit.language import (
    AND,
    _,
    amount,
    large,
    listed,
    money,
    number,
    percent,
    portion,
    quantity,
    sentences,
)

WHO = {"M": N_("man"), "F": N_("woman")}


def spans_in_words(found: BreakEven) -> str:
    """Say at which ages mutual aid is the cheaper."""
    parts = [
        _("from age {first} on").format(first=first)
        if last == found.last_age
        else _("at age {first}").format(first=first)
        if first == last
        else _("at ages {first} to {last}").format(first=first, last=last)
        for first, last in found.spans
    ]
    if found.everywhere:
        return _("at every age")
    return listed(parts, AND) if parts else _("at no age")


def ages_between(sure: BreakEvenRange) -> str:
    """Say between which ages mutual aid becomes the cheaper, in years that cost little or much."""
    low, high = sure.if_low.age, sure.if_high.age
    if low is None:
        return _("at no age")
    if sure.if_high.everywhere:
        return _("at every age")
    if low == high:
        return _("always {age}").format(age=low)
    if high is None:
        return _("{low} to none").format(low=low)
    return _("{low} to {high}").format(low=low, high=high)


_HOW_SURE: Mapping[Layer, str] = {
    "all": N_("In nine years in ten a member pays {low} to {high}; break-even age: {ages}."),
    "process": N_(
        "With chance alone a member pays {low} to {high} in nine years in ten; break-even age: "
        "{ages}."
    ),
    "systematic": N_(
        "With good and bad years alone a member pays {low} to {high} in nine years in ten; "
        "break-even age: {ages}."
    ),
    "parameters": N_(
        "With only what the record leaves open, a member pays {low} to {high} in nine cases in "
        "ten; break-even age: {ages}."
    ),
    "assumed": N_(
        "With only what is assumed left open, a member pays {low} to {high} in nine cases in ten; "
        "break-even age: {ages}."
    ),
}


def how_sure(year: YearOfCover, sure: BreakEvenRange, layer: Layer) -> str:
    """Say what a year may cost and how the break-even age moves, and who bears that in a policy."""
    if year.kind != "a year":
        return ""
    return sentences(
        _(_HOW_SURE[layer]).format(
            low=amount(sure.low), high=money(sure.high), ages=ages_between(sure)
        ),
        _(
            "An insurer’s premium is fixed in advance and has no such range: the insurer pays for "
            "an expensive year from its capital, the plan’s members pay for theirs."
        )
        if not borne(year.projection).others_pay
        else _(
            "An insurer’s premium is fixed in advance and has no such range: the insurer pays for "
            "an expensive year from its capital, the plan’s members pay for theirs up to the caps."
        ),
    )


def verdict(year: YearOfCover) -> str:
    """Say where mutual aid is cheaper than a one-year policy, by what it costs now and later.

    Of a plan whose year is none, or no whole one, that is said instead.
    """
    if year.kind_on("now") == "no benefit":
        return not_compared(year, "now")
    if year.kind_on("now") != "a year":
        return sentences(not_compared(year, "now"), _policy_alone(year))
    return sentences(
        _first_year(year),
        on_help(year.mutual.years["now"]),
        _once_settled(year),
        _(
            "What is given up: a policy’s price follows age and an insurer with capital owes the "
            "cover; the plan’s price follows the claims, and nobody promises another year of it."
        ),
    )


def not_compared(year: YearOfCover, basis: Basis) -> str:
    """Say why no year of the plan compares with a policy's; nothing where one does."""
    match year.kind_on(basis):
        case "no plan":
            return no_plan(year)
        case "part of a year":
            return no_whole_year(year, basis)
        case "no benefit":
            return _("The plan pays nothing out, and a policy of the same benefit costs nothing.")
        case _:
            return ""


def no_plan(year: YearOfCover) -> str:
    """Say that there is no plan that a policy could be compared with."""
    return _(
        "There is no plan to compare: with {members} it has fewer than its minimum of {minimum}, "
        "and dissolves at the start."
    ).format(
        members=quantity(Quantity(year.case.plan.members, "members")),
        minimum=large(year.case.plan.minimum_members),
    )


def no_whole_year(year: YearOfCover, basis: Basis) -> str:
    """Say what a member pays into a plan that ends within the year, and that it is no year."""
    ended = year.mutual.years[basis].headline.dissolved_after_years
    assert ended is not None
    if basis == "settled":
        return _(
            "Once hardly any member is new the plan does not last a year: it dissolves after "
            "{months}, for which a member pays {cost}."
        ).format(months=months_to_end(ended), cost=money(year.mutual.at(basis)))
    return _(
        "The plan dissolves after {months}, for which a member pays {cost}. That is not a whole "
        "year, so it cannot be compared with a year of a policy."
    ).format(months=months_to_end(ended), cost=money(year.mutual.at(basis)))


def _policy_alone(year: YearOfCover) -> str:
    return _(
        "A one-year policy for the lump sums that it promises costs {price} for a {who} of {age}."
    ).format(who=_(WHO[year.case.person.sex]), age=year.age, price=money(year.at_age("one_year")))


def _first_year(year: YearOfCover) -> str:
    who, now = _(WHO[year.case.person.sex]), money(year.mutual.now)
    ages = spans_in_words(year.cheaper_on("now"))
    if not borne(year.mutual.years["now"]).some_unpaid:
        told = (
            _(
                "For a {who}, mutual aid at {now} in the first year costs less than a one-year "
                "policy of the same benefit {ages}."
            )
            if year.cheaper_on("now").spans
            else _(
                "For a {who}, mutual aid at {now} in the first year is at no age cheaper than a "
                "one-year policy of the same benefit."
            )
        )
        compared = told.format(who=who, now=now, ages=ages)
        return sentences(compared, _refusals(year))
    return _(
        "For a {who}, mutual aid at {now} in the first year costs less than a one-year policy "
        "{ages}, but it is not the same benefit: {share} of it is paid. For each whole benefit "
        "that is paid a member pays {whole}, less than the policy {ages_whole}."
    ).format(
        who=who,
        now=now,
        ages=ages,
        share=portion(year.mutual.benefit_paid("now")),
        whole=money(year.mutual.per_whole_benefit("now")),
        ages_whole=spans_in_words(year.cheaper_per_benefit("now")),
    )


def _refusals(year: YearOfCover) -> str:
    """Say that the plan refuses claims and the policy is priced to pay them, where it does."""
    refused = year.case.plan.refused_share
    if not refused:
        return ""
    return _(
        "The plan refuses {share} of the claims submitted; the policy is priced to pay everyone "
        "who falls ill."
    ).format(share=percent(refused))


def on_help(projection: Projection) -> str:
    """Say what the price rests on where members do not pay all of the bill."""
    parts = borne(projection)
    if not parts.others_pay:
        return ""
    says = {
        "insurer": _(
            "Members pay {share} of the bill; the price lasts only while an insurer pays the rest."
        ),
        "sponsor": _(
            "Members pay {share} of the bill; the price lasts only while the sponsor pays the rest."
        ),
    }[projection.scenario.cap_bearer]
    return says.format(share=portion(parts.share(parts.members)))


def on_what_is_paid(year: YearOfCover, basis: Basis) -> str:
    """Say what part of the benefit is paid, where it is not all of it."""
    if not borne(year.mutual.years[basis]).some_unpaid:
        return ""
    share = portion(year.mutual.benefit_paid(basis))
    if basis == "settled":
        return _("It then pays {share} of the benefit: nobody pays above the plan’s caps.").format(
            share=share
        )
    return _("It pays {share} of the benefit: nobody pays above the plan’s caps.").format(
        share=share
    )


def _once_settled(year: YearOfCover) -> str:
    if year.kind_on("settled") != "a year":
        return no_whole_year(year, "settled")
    cheaper = year.cheaper_on("settled")
    told = (
        _("Once hardly any member is new it costs {settled}, less than the policy {later}.")
        if cheaper.spans
        else _("Once hardly any member is new it costs {settled}, at no age less than the policy.")
    )
    return sentences(
        told.format(settled=money(year.mutual.settled), later=spans_in_words(cheaper)),
        on_what_is_paid(year, "settled"),
    )


def verdict_in_short(year: YearOfCover) -> str:
    """Say the figures of the verdict, to tell those of the baseline."""
    if {year.kind_on("now"), year.kind_on("settled")} != {"a year"}:
        return verdict(year)
    return _(
        "for a {who}, {now} in the first year, less than the policy {ages}; {settled} once hardly "
        "any member is new, less {later}."
    ).format(
        who=_(WHO[year.case.person.sex]),
        now=money(year.mutual.now),
        ages=spans_in_words(year.cheaper_on("now")),
        settled=money(year.mutual.settled),
        later=spans_in_words(year.cheaper_on("settled")),
    )


def map_note(year: YearOfCover) -> str:
    """Say what of the benefit a plan pays whose cost the maps compare with that of all of it."""
    if not year.parts.some_unpaid:
        return ""
    return _(
        "The maps compare what a member pays with a policy that pays the whole benefit; the plan "
        "pays {share} of it."
    ).format(share=portion(year.mutual.benefit_paid(year.basis)))


def cap_note(plan: Scenario) -> str:
    """Say who pays what a cap takes off, and what a larger payout changes on both sides."""
    if plan.funding == "fund":
        capped = _("Members pay into a fund, so no yearly cap applies.")
    else:
        capped = {
            "sponsor": _("The sponsor pays what is above the cap, for as long as it chooses to."),
            "insurer": _("An insurer pays what is above the cap."),
            "nobody": _(
                "Nobody pays what is above the cap: claimants get less, while the policy beside it "
                "pays in full."
            ),
        }[plan.cap_bearer]
    return sentences(
        capped,
        _(
            "The payout before {age} is in both prices: a policy charges it to the young, the plan "
            "to all ages alike."
        ).format(age=plan.payout_age),
        payout_step(plan),
    )


def lifetime_note(year: YearOfCover, ended: float | None) -> str:
    """Say what to know of what mutual aid costs over a life, or that it has no such cost.

    ``ended`` is after how many years the plan dissolves.
    """
    if not lasts(year):
        return _("Mutual aid has no bar: the plan does not last a year.")
    return sentences(
        on_help(year.mutual.years["settled"]),
        on_what_is_paid(year, "settled"),
        if_it_went_on(ended),
    )


def lasts(year: YearOfCover) -> bool:
    """Say whether a plan lasts its year on both bases, as what it costs over a life takes."""
    return not {year.kind_on("now"), year.kind_on("settled")} & {"no plan", "part of a year"}


def yuan_note(year: YearOfCover) -> str:
    """Say whose yuan are split, where members do not pay all that is paid into the plan."""
    if year.kind_on("now") == "no plan" or not borne(year.mutual.years["now"]).others_pay:
        return ""
    return _(
        "For mutual aid: of all that is paid in, by members and by whoever pays above the caps."
    )


def left_out() -> str:
    """Say what is not set beside a plan in other money than the published prices."""
    return _(
        "Left out are the launch of 2018, the bridging policy, medical cover and insurers’ quotes: "
        "their prices and sums are in yuan and are not converted."
    )


def if_it_went_on(ended: float | None) -> str:
    """Say of what a life in the plan costs that the plan dissolves before, after so many years."""
    if ended is None:
        return ""
    return _(
        "This shows mutual aid as if it went on: the plan dissolves after {months}, and what "
        "follows is not included."
    ).format(months=months_to_end(ended))


def years(value: int | None) -> str:
    """Write an age, or that there is none."""
    return "–" if value is None else number(value)
