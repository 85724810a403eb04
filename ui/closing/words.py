"""What the closing page says: its sentences, each with the condition on which it is said."""

from collections.abc import Mapping, Sequence

from mutualmodel import Quantity, Scenario, project
from mutualmodel.closing import Reserve, WindDown
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import PricePoint
from mutualmodel.simulation import Layer
from mutualmodel.text import N_
from mutualmodel.units import DAYS
from ui.frame import layers, state
from ui.frame.standing import ends, months_to_end
from ui.frame.state import View
from ui.kit.language import (
    LEAST_YUAN,
    _,
    amount,
    exact,
    measured,
    money,
    number,
    percent,
    persons,
    quantity,
    retold,
    sentences,
)

# As for a year's cost, but for the layer in which a judgement has its part.
NARROWED_BY: Mapping[Layer, str] = {
    **layers.NARROWED_BY,
    "parameters": N_("A longer record narrows it, but part of the delay rests on judgement."),
}
# Fewer than this are nobody.
_ONE_PERSON = 0.5


def answer(closed: WindDown) -> str:
    """Say in one sentence what is owed on the day and who is left without cover."""
    if closed.books.end == "stopped" or closed.total_owed < LEAST_YUAN:
        return _owed_and_left(closed)
    told = (
        _("{owed} for claims stays unpaid, and all {members} are left without cover.")
        if closed.books.end == "unstarted"
        else _(
            "Closed in order when it dissolves, the plan owes {owed} for claims not yet paid, and "
            "{left} of {members} are left without cover."
        )
    )
    return told.format(owed=money(closed.total_owed), **_left(closed))


def _left(closed: WindDown) -> dict[str, str]:
    return {"left": persons(closed.without_cover), "members": _members(closed)}


def _owed_and_left(closed: WindDown) -> str:
    told = (
        _(
            "Nothing is owed, as no claim is outstanding; {left} of {members} are left without "
            "cover."
        )
        if closed.total_owed < LEAST_YUAN
        else _(
            "{owed} is owed for claims not yet paid, and {left} of {members} are left without "
            "cover."
        )
    )
    return told.format(owed=money(closed.total_owed), **_left(closed))


def verdict(closed: WindDown) -> str:
    """Say who pays what is owed, and what ends a plan that was not stopped."""
    projection = project(closed.books.scenario)
    match closed.books.end:
        case "unstarted":
            return ends(projection)
        case "dissolved":
            return sentences(
                ends(projection),
                _("The figures here assume an orderly closing then, on the chosen terms."),
                _outcome(closed),
            )
        case _:
            return sentences(_outcome(closed), _who_stands_behind(closed))


def _who_stands_behind(closed: WindDown) -> str:
    """Say that the terms have an operator pay whom the plan itself does not know, if it is so."""
    nobody = closed.books.scenario.cap_bearer == "nobody"
    if not nobody or closed.terms.payer != "operator" or closed.total_owed < LEAST_YUAN:
        return ""
    return _(
        "Nobody stands behind the plan’s caps. That an operator pays the last claims is part of "
        "the terms chosen here; under “Just dissolved” nobody does."
    )


def on_the_terms(closed: WindDown) -> str:
    """Say what the terms chosen would come to for a plan that never starts."""
    if closed.total_owed < LEAST_YUAN:
        return ""
    return sentences(
        _(
            "Nobody closes it. What follows is what the chosen terms would mean if someone kept "
            "them."
        ),
        _owed_and_left(closed),
        _outcome(closed),
    )


def _since_diagnosis(closed: WindDown) -> str:
    """Say why anything is owed: claims wait before they are paid."""
    if closed.total_owed < LEAST_YUAN or closed.books.scenario.claim_delay_days == 0.0:
        return ""
    return _("A claim is paid {delay} after its diagnosis on average.").format(delay=_delay(closed))


def _outcome(closed: WindDown) -> str:
    """Say why anything is owed, who pays it, and what stays unpaid."""
    return sentences(
        _since_diagnosis(closed),
        _in_advance(closed),
        _who_pays(closed) if closed.total_owed >= LEAST_YUAN else "",
        _beside_claims(closed),
        _who_does_without(closed) if closed.total_owed >= LEAST_YUAN else "",
        unpaid_before(closed),
    )


def _in_advance(closed: WindDown) -> str:
    """Say what becomes of the money that members have paid in advance, where there is any."""
    if closed.held < LEAST_YUAN:
        return ""
    balances = closed.books.scenario.funding == "prepaid"
    if closed.lost >= LEAST_YUAN:
        lost = (
            _("Members’ balances of {held} were not kept separate and are lost with the operator.")
            if balances
            else _("The fund of {held} was not kept separate and is lost with the operator.")
        )
        return lost.format(held=money(closed.held))
    back = (
        _("Of their balances of {held} members get back {back}.")
        if balances
        else _("Of the fund’s {held}, {used} goes to claims and {back} back to members.")
    )
    return back.format(
        held=money(closed.held),
        used=money(float(closed.from_fund.sum())),
        back=money(closed.given_back),
    )


def _who_pays(closed: WindDown) -> str:
    if closed.nobody_pays:
        return _("Nobody pays any of it.")
    if float(closed.promised.sum()) < LEAST_YUAN:
        return ""
    if closed.terms.payer == "operator":
        return _("The operator pays {paid} for claims.").format(paid=money(closed.paid.sum()))
    return sentences(
        _("Members still pay {paid} for claims.").format(paid=money(closed.members_pay)),
        _("Their balances hold no more than that.") if closed.balances_short else "",
        _above_the_caps(closed),
    )


def _above_the_caps(closed: WindDown) -> str:
    """Say who pays what the plan's caps take off the members' last charge, or that nobody does."""
    cut = closed.above_caps
    if not closed.cut_by_caps:
        return ""
    says = {
        "sponsor": _("The plan’s caps limit them to that; the sponsor pays the other {cut}."),
        "insurer": _("The plan’s caps limit them to that; the insurer pays the other {cut}."),
        "nobody": _("The plan’s caps limit them to that; nobody pays the other {cut}."),
    }[closed.books.scenario.cap_bearer]
    return says.format(cut=money(cut))


def _beside_claims(closed: WindDown) -> str:
    """Say what refunds and free months add, so that the figure of the operator is told too."""
    beside = closed.operator_total - closed.operator_cost["claims"]
    if beside < LEAST_YUAN:
        return ""
    if closed.operator_cost["claims"] < LEAST_YUAN:
        return _("The operator pays {beside}, but nothing for claims.").format(beside=money(beside))
    return _("On top of claims it pays {beside}, {total} in all.").format(
        beside=money(beside), total=money(closed.operator_total)
    )


def _who_does_without(closed: WindDown) -> str:
    if not closed.some_unpaid:
        return _("No claim goes unpaid.")
    return _("Claims of {unpaid} go unpaid.").format(unpaid=money(closed.total_unpaid))


def unpaid_before(closed: WindDown) -> str:
    """Say what claimants did without before the plan ended, where the caps cut and nobody helps."""
    if not closed.books.some_unpaid:
        return ""
    return _(
        "Before that {unpaid} had already gone unpaid: the caps limited what members paid, and "
        "nobody paid the rest."
    ).format(unpaid=money(closed.books.unpaid))


def late_note(closed: WindDown) -> str:
    """Say whether anybody is too late in the terms of this closing, and what of that is assumed."""
    if closed.total_owed < LEAST_YUAN or closed.terms.paid_share == 0.0:
        return ""
    window = measured(closed.terms.claim_window_days, DAYS)
    mean = measured(round(closed.reporting_days), DAYS)
    if not closed.some_too_late:
        # What is too little to tell here has its step below the figure all the same.
        told = (
            _(
                "Nobody claims too late: a claim is reported {mean} after its diagnosis on average "
                "and paid after {delay}, and there are {window} to claim."
            )
            if closed.by_stage["too_late"] < LEAST_YUAN
            else _(
                "Almost nobody claims too late: a claim is reported {mean} after its diagnosis on "
                "average and paid after {delay}, and there are {window} to claim."
            )
        )
        return told.format(mean=mean, delay=_delay(closed), window=window)
    return _(
        "Claims of {late} are reported after the {window} allowed and so go unpaid. The amount "
        "rests on an assumption, as no source gives it: that the report takes {share} of the "
        "delay, {mean} on average."
    ).format(
        window=window,
        late=money(closed.by_stage["too_late"]),
        share=percent(closed.terms.reporting_share),
        mean=mean,
    )


def delay_judged(closed: WindDown) -> str:
    """Say that a judgement is in what the record leaves open, where claims wait at all."""
    if closed.books.scenario.claim_delay_days == 0.0:
        return ""
    judged, low, high = numbers_of("claim_delay_judged")
    told = _(
        "In the default plan about two thirds of what the record leaves open comes from the delay. "
        "The record alone fits as well with hardly any delay: its lower limit is a judgement, "
        "[{judged} days, {low} to {high}]({link})."
    )
    link = state.link_to("sources", figure="claim_delay_judged")
    return told.format(judged=number(judged), low=number(low), high=number(high), link=link)


def _members(closed: WindDown) -> str:
    return quantity(Quantity(closed.members, "members"))


def _delay(closed: WindDown) -> str:
    return measured(round(closed.books.scenario.claim_delay_days), DAYS)


def stop_note(view: View) -> str:
    """Say how late the plan can be stopped; always one line, so that the slider stays put."""
    most, chosen = 12 * view.plan.years, view.case.view.stop_month
    ended = project(view.plan).headline.dissolved_after_years
    if ended == 0.0:
        return _("It dissolves at the start.")
    if ended is not None and 12 * ended <= min(chosen, most):
        return _("It dissolves before that, after {months}.").format(months=months_to_end(ended))
    if chosen > most:
        return _("Stopped after {months}, where the years shown end.").format(months=exact(most))
    return _("The years shown end after {months}.").format(months=exact(most))


_COVERS: Mapping[Layer, str] = {
    "all": N_(
        "Shaded: nine cases in ten. The reserves cover chance, good and bad years, and what the "
        "record leaves open about incidence, selection and delay."
    ),
    "process": N_("Shaded: nine cases in ten. The reserves cover chance only."),
    "systematic": N_("Shaded: nine cases in ten. The reserves cover good and bad years only."),
    "parameters": N_(
        "Shaded: nine cases in ten. The reserves cover only what the record leaves open about "
        "incidence, selection and delay."
    ),
    "assumed": N_("Shaded: nine cases in ten. The reserves cover only what is assumed."),
}


def reserve_covers(layer: Layer, *, assumed: bool) -> str:
    """Say what the reserves are enough for, and where the plan's own values stand."""
    return sentences(
        _("Claims diagnosed but not yet paid. Solid line: the expected amount."),
        _(_COVERS[layer]),
        _("What is assumed varies as well.") if assumed and layer == "all" else "",
    )


# The last month in which a reserve climbs and the one by which that is over; over how many months
# what comes before and after is compared, and by what part of it a month they differ in a bend.
_TWO_YEARS, _BENT, _SPAN, _BEND = 24, 27, 6, 0.005


def end_of_the_climb(plan: Scenario, reserve: Reserve) -> str:
    """Say why the reserve stops climbing after two years, where it is seen to do so."""
    healthier = min(plan.select_year_1, plan.select_year_2) < 1.0
    if not healthier or plan.joiners_per_year or len(reserve.owed) < _BENT + _SPAN:
        return ""
    # By the month, the first of which has place 0.
    top, bent = _TWO_YEARS - 1, _BENT - 1
    before = reserve.owed[top] - reserve.owed[top - _SPAN]
    after = reserve.owed[bent + _SPAN] - reserve.owed[bent]
    if before <= 0 or before - after < _SPAN * _BEND * reserve.owed[top]:
        return ""
    return _("The climb ends after two years: no member is then in the healthy first years.")


def loss_words(closed: WindDown) -> str:
    """Say what the bridging insurer faces."""
    bridge, taken = closed.bridge, float(closed.bridge.accepted.sum())
    if taken < _ONE_PERSON:
        return _("No policy is offered, or nobody takes it, so all members are left without cover.")
    plan = closed.books.scenario
    first = 30 if plan.admits(30) else plan.minimum_age
    later = 55 if plan.admits(55) else plan.exit_age - 1
    return _(
        "Of each ¤ of premium the insurer of the bridging policies is expected to pay out {ratio} "
        "in the first year; it would be {average} if the healthy took the policy as often as the "
        "ill. {taken} pay {price} a month on average, at {first} about {young} and at {later} "
        "about {old}."
    ).format(
        ratio=number(bridge.loss_ratio, 2),
        average=number(bridge.average_loss_ratio, 2),
        taken=quantity(Quantity(taken, "members")),
        price=money(bridge.premium_year / 12 / max(taken, 1e-9)),
        first=first,
        later=later,
        young=amount(float(bridge.price_month[:, first].mean())),
        old=money(float(bridge.price_month[:, later].mean())),
    )


def prices(points: Sequence[PricePoint]) -> str:
    """Say how near the two ways of pricing come to the published prices."""
    by_age = max(abs(point.by_age / point.published - 1) for point in points)
    by_band = max(abs(point.by_band / point.published - 1) for point in points)
    says = _(
        "Three prices of the bridging policy for 100,000 yuan were published. Pricing by age and "
        "sex, the model is up to {by_age} away from them; pricing by ten-year age group for both "
        "sexes, up to {by_band}. The real prices went by age group and were nearly the same for "
        "men and women."
    )
    return retold(says).format(by_age=percent(by_age), by_band=percent(by_band))
