"""What the closing page says: its sentences, the steps to its figures, and their programs."""

from mutualmodel import Quantity, Sentence
from mutualmodel.closing import WindDown
from mutualmodel.explain import reproduce
from mutualmodel.inputs import ClosingTerms
from mutualmodel.text import Step
from mutualmodel.units import DAYS
from ui.frame.state import View
from ui.kit.language import _, amount, exact, large, measured, money, number

# The years shown may end before the month in which the plan is to be stopped.
_WIND_DOWN = (
    "wind_down(case.plan, min(case.view.stop_month / 12, case.plan.years), case.closing).{figure}"
)


def verdict(closed: WindDown | None) -> str:
    """Say what is owed, who pays it and who is left; None is a plan that dissolves at once."""
    if closed is None:
        return _("The plan has no settlement at all: it dissolves at the start.")
    return _(
        "{owed} are owed: a claim diagnosed before the end is paid on average "
        "{delay} after its diagnosis. {outcome}"
    ).format(
        owed=money(closed.total_owed),
        delay=measured(round(closed.books.scenario.claim_delay_days), DAYS),
        outcome=_outcome(closed),
    )


def _outcome(closed: WindDown) -> str:
    says = _(
        "The operator pays {paid}, claimants do without {unpaid}; {left} of {members} members are "
        "left with no cover."
    )
    if closed.terms.payer == "members":
        says = _(
            "The members pay {paid}, claimants do without {unpaid}; {left} of {members} members "
            "are left with no cover."
        )
    return says.format(
        paid=money(float(closed.paid.sum())),
        unpaid=money(float(closed.unpaid.sum())),
        left=large(closed.without_cover),
        members=large(closed.members),
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
        "the first year; had all risks accepted alike it would be {average}. {taken} members pay "
        "{price} a month on average, at 30 about {young} and at 55 about {old}."
    ).format(
        ratio=number(bridge.loss_ratio, 2),
        average=number(bridge.average_loss_ratio, 2),
        taken=large(taken),
        price=money(bridge.premium_year / 12 / max(taken, 1e-9)),
        young=amount(float(bridge.price_month[:, 30].mean())),
        old=money(float(bridge.price_month[:, 55].mean())),
    )


# -------------------------------------------------------------------------------------- the steps


def program(figure: str, view: View, past: WindDown | None) -> str:
    """Return Python code that gives a figure of closing; ``past`` is None without a baseline's."""
    expression = _WIND_DOWN.format(figure=figure)
    baseline = None if past is None else view.baseline
    return reproduce(expression, {"mutualmodel": ("wind_down",)}, view.case, baseline)


def _source(name: str) -> str:
    return ClosingTerms.fields()[name].source


def owed_steps(closed: WindDown) -> list[Step]:
    """Return the steps that lead to what is owed."""
    terms, stages = closed.terms, closed.by_stage
    in_time = ("published", "reported", "to_report")
    diagnosed = sum(stages[name] for name in in_time)
    return [
        Step(
            "Diagnosed before the notice, not yet paid, claimed in time",
            Sentence(
                "published {published} + reported {reported} + reported later {to_report}; paid "
                "{delay} after diagnosis",
                {
                    **{name: Quantity(stages[name], "yuan") for name in in_time},
                    "delay": Quantity(closed.books.scenario.claim_delay_days, "days"),
                },
            ),
            Quantity(diagnosed, "yuan"),
            ("fit_claim_delay", "reporting_days_assumed"),
        ),
        Step(
            "Diagnosed while cover goes on after the notice",
            Sentence(
                "{settlements}", {"settlements": Quantity(terms.notice_settlements, "half-months")}
            ),
            Quantity(stages["in_notice"], "yuan"),
            (_source("notice_settlements"),),
        ),
        Step(
            "Reported too late",
            Sentence(
                "later than {window} after diagnosis, reports taking {mean} on average",
                {
                    "window": Quantity(terms.claim_window_days, "days"),
                    "mean": Quantity(terms.reporting_days, "days"),
                },
            ),
            Quantity(stages["too_late"], "yuan"),
            (_source("claim_window_days"),),
        ),
        Step(
            "Owed in all",
            Sentence(
                "{before} + {notice} + {late}",
                {
                    "before": Quantity(diagnosed, "yuan"),
                    "notice": Quantity(stages["in_notice"], "yuan"),
                    "late": Quantity(stages["too_late"], "yuan"),
                },
            ),
            Quantity(closed.total_owed, "yuan"),
        ),
    ]


def operator_steps(closed: WindDown) -> list[Step]:
    """Return the steps that lead to what the operator pays."""
    cost, terms = closed.operator_cost, closed.terms
    return [
        Step(
            "Claims",
            _claims_working(closed),
            Quantity(cost["claims"], "yuan"),
            (_source("paid_share"),),
        ),
        Step(
            "Contributions paid back",
            Sentence(
                "{share} of {charged} charged since the start",
                {
                    "share": Quantity(terms.refund_share, "percent"),
                    "charged": Quantity(closed.books.contributed, "yuan"),
                },
            ),
            Quantity(cost["refund"], "yuan"),
            (_source("refund_share"),),
        ),
        Step(
            "Free months of the bridging policy",
            Sentence(
                "{taken} × {months} × their price",
                {
                    "taken": Quantity(float(closed.bridge.accepted.sum()), "members"),
                    "months": Quantity(terms.free_months, "months"),
                },
            ),
            Quantity(cost["free_months"], "yuan"),
            tuple(map(_source, ("bridge_take_up", "free_months", "bridge_price_month"))),
        ),
        Step(
            "The operator pays in all",
            Sentence("claims + refunds + free months"),
            Quantity(closed.operator_total, "yuan"),
        ),
    ]


def _claims_working(closed: WindDown) -> Sentence:
    if closed.terms.payer == "members":
        return Sentence("the members pay them")
    return Sentence(
        "{share} of the {owed} claimed in time",
        {
            "share": Quantity(closed.terms.paid_share, "percent"),
            "owed": Quantity(float(closed.owed_yuan[:, :-1].sum()), "yuan"),
        },
    )
