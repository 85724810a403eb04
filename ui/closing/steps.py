"""How the figures of closing come about."""

from mutualmodel import Quantity, Sentence
from mutualmodel.closing import WindDown
from mutualmodel.inputs import ClosingTerms
from mutualmodel.text import Step


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
                "{delay} after diagnosis on average",
                {
                    **{name: Quantity(stages[name], "money") for name in in_time},
                    "delay": Quantity(closed.books.scenario.claim_delay_days, "days"),
                },
            ),
            Quantity(diagnosed, "money"),
            ("fit_claim_delay", "fit_claim_delay_cv", "reporting_share_assumed"),
        ),
        Step(
            "Diagnosed after the notice, while cover goes on",
            Sentence(
                "{settlements}", {"settlements": Quantity(terms.notice_settlements, "half-months")}
            ),
            Quantity(stages["in_notice"], "money"),
            (_source("notice_settlements"),),
        ),
        Step(
            "Reported too late",
            _late_working(closed),
            Quantity(stages["too_late"], "money"),
            (_source("claim_window_days"), _source("reporting_share")),
        ),
        Step(
            "Owed in all",
            Sentence(
                "{before} + {notice} + {late}",
                {
                    "before": Quantity(diagnosed, "money"),
                    "notice": Quantity(stages["in_notice"], "money"),
                    "late": Quantity(stages["too_late"], "money"),
                },
            ),
            Quantity(closed.total_owed, "money"),
        ),
    ]


def _late_working(closed: WindDown) -> Sentence:
    return Sentence(
        "later than {window} after diagnosis; reports take {mean} on average, {share} of {delay}",
        {
            "window": Quantity(closed.terms.claim_window_days, "days"),
            "mean": Quantity(closed.reporting_days, "days"),
            "share": Quantity(closed.terms.reporting_share, "percent"),
            "delay": Quantity(closed.books.scenario.claim_delay_days, "days"),
        },
    )


def operator_steps(closed: WindDown) -> list[Step]:
    """Return the steps that lead to what the operator pays."""
    cost, terms = closed.operator_cost, closed.terms
    return [
        Step(
            "Claims",
            _claims_working(closed),
            Quantity(cost["claims"], "money"),
            (_source("paid_share"),),
        ),
        Step(
            "Contributions paid back",
            Sentence(
                "{share} of {charged} charged since the start",
                {
                    "share": Quantity(terms.refund_share, "percent"),
                    "charged": Quantity(closed.books.contributed, "money"),
                },
            ),
            Quantity(cost["refund"], "money"),
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
            Quantity(cost["free_months"], "money"),
            tuple(map(_source, ("bridge_take_up", "free_months", "bridge_price_month"))),
        ),
        Step(
            "The operator pays in all",
            Sentence("claims + refunds + free months"),
            Quantity(closed.operator_total, "money"),
        ),
    ]


def _claims_working(closed: WindDown) -> Sentence:
    if closed.terms.payer == "members":
        return Sentence("the members pay them")
    owed = float((closed.in_time @ closed.payouts).sum())
    share = Quantity(closed.terms.paid_share, "percent")
    from_fund = float(closed.from_fund.sum())
    if from_fund > 0.0:
        return Sentence(
            "{share} of {owed} claimed in time less {fund} that the fund pays",
            {"share": share, "owed": Quantity(owed, "money"), "fund": Quantity(from_fund, "money")},
        )
    return Sentence(
        "{share} of the {owed} claimed in time", {"share": share, "owed": Quantity(owed, "money")}
    )
