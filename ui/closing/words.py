"""What the closing page says: its sentences."""

from mutualmodel import Quantity
from mutualmodel.closing import WindDown
from mutualmodel.units import DAYS
from ui.frame.state import View
from ui.kit.language import _, amount, exact, large, measured, money, number, quantity, sentences


def verdict(closed: WindDown | None) -> str:
    """Say what is owed, who pays it and who is left; None is a plan that dissolves at once."""
    if closed is None:
        return _("The plan has no settlement at all: it dissolves at the start.")
    owed = _(
        "{owed} are owed: a claim diagnosed before the end is paid on average {delay} after its "
        "diagnosis."
    ).format(
        owed=money(closed.total_owed),
        delay=measured(round(closed.books.scenario.claim_delay_days), DAYS),
    )
    return sentences(owed, _outcome(closed))


def _outcome(closed: WindDown) -> str:
    says = _(
        "The operator pays {paid}, claimants do without {unpaid}; {left} of {members} are left "
        "with no cover."
    )
    if closed.terms.payer == "members":
        says = _(
            "The members pay {paid}, claimants do without {unpaid}; {left} of {members} are left "
            "with no cover."
        )
    return says.format(
        paid=money(float(closed.paid.sum())),
        unpaid=money(float(closed.unpaid.sum())),
        left=large(closed.without_cover),
        members=quantity(Quantity(closed.members, "members")),
    )


def stop_note(view: View) -> str:
    """Say how late the plan can be stopped; always one line, so that the slider stays put."""
    most = 12 * view.plan.years
    if view.case.view.stop_month > most:
        return _("Stopped after {months}: the years end.").format(months=exact(most))
    return _("The years shown end after {months}.").format(months=exact(most))


def loss_words(closed: WindDown | None) -> str:
    """Say what the bridging insurer faces; None is a plan that dissolves at once."""
    if closed is None:
        return verdict(None)
    bridge, taken = closed.bridge, float(closed.bridge.accepted.sum())
    if bridge.premium_year == 0:
        return _("No policy is offered or nobody takes it: all members are left without cover.")
    return _(
        "The insurer of the bridging policies is expected to pay {ratio} of a yuan of premium in "
        "the first year; had all risks accepted alike it would be {average}. {taken} pay "
        "{price} a month on average, at 30 about {young} and at 55 about {old}."
    ).format(
        ratio=number(bridge.loss_ratio, 2),
        average=number(bridge.average_loss_ratio, 2),
        taken=quantity(Quantity(taken, "members")),
        price=money(bridge.premium_year / 12 / max(taken, 1e-9)),
        young=amount(float(bridge.price_month[:, 30].mean())),
        old=money(float(bridge.price_month[:, 55].mean())),
    )
