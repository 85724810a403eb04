"""From the inputs to a headline figure in ordered steps, each with its numbers and sources."""

from collections.abc import Callable

import numpy as np

from mutualmodel.ages import ADULT_AGE, MIDDLE_AGE, SENIOR_AGE
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.engine.projection import Headline, Projection
from mutualmodel.explain.fund_steps import fund_steps
from mutualmodel.explain.range_steps import range_steps
from mutualmodel.explain.sources import sources_of
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.uncertainty import uncertainty
from mutualmodel.text import N_, Part, Quantity, Sentence, Step


def mature_claim_rate(scenario: Scenario) -> float:
    """Return claims a member-year by the table alone, at the opening ages and sexes."""
    rates = RateBasis.of(scenario).claims * (np.array(scenario.payouts) > 0)
    return float(np.einsum("sa,sag->", opening_ages(scenario), rates))


def _members_of_the_table(scenario: Scenario) -> Sentence:
    """Say over whom the table is averaged: the ages of members as the plan admits them."""
    table = fields()["incidence_table"].word(scenario.incidence_table)
    if scenario.age_mix == "own":
        return Sentence("table {table} over the ages of your own table", {"table": table})
    ages = opening_ages(scenario).sum(axis=0)
    parts: dict[str, Part | Sentence] = {
        "table": table,
        "young": Quantity(float(ages[:ADULT_AGE].sum()), "percent"),
        "old": Quantity(float(ages[MIDDLE_AGE:SENIOR_AGE].sum()), "percent"),
        "women": Quantity(scenario.share_female, "percent"),
    }
    if scenario.exit_age <= SENIOR_AGE:
        text = N_("table {table} over {young} under 18, {old} aged 40 to 59, {women} women")
        return Sentence(text, parts)
    parts["seniors"] = Quantity(float(ages[SENIOR_AGE:].sum()), "percent")
    return Sentence(
        "table {table} over {young} under 18, {old} aged 40 to 59, {seniors} from 60 on, {women} "
        "women",
        parts,
    )


_MIX = ("share_under_18", "share_40_to_59", "share_female")


def explain(projection: Projection, figure: str) -> list[Step]:
    """Return the steps that lead to one figure; the last step's result is the figure itself.

    ``figure`` is one of :data:`EXPLAINED`.

    Raises
    ------
    ValueError
        When the figure is not one that can be explained.
    """
    if figure not in EXPLAINED:
        raise ValueError(f"figure = {figure!r}: allowed is one of {', '.join(EXPLAINED)}")
    if projection.array("members")[0] == 0:
        return [_dissolved_step(projection.scenario)]
    return EXPLAINED[figure](projection)


def _dissolved_step(scenario: Scenario) -> Step:
    return Step(
        "Nothing is shared: the plan dissolves at the start",
        Sentence(
            "{members} are fewer than the minimum of {minimum}",
            {
                "members": Quantity(scenario.members, "members"),
                "minimum": Quantity(scenario.minimum_members, "members"),
            },
        ),
        Quantity(0.0, "money"),
        sources_of("members", "minimum_members"),
    )


def _claims_steps(projection: Projection) -> list[Step]:
    scenario, headline = projection.scenario, projection.headline
    table = mature_claim_rate(scenario)
    level = table * scenario.incidence_multiplier
    submitted = headline.claims_per_100k / 1e5 / (1.0 - scenario.refused_share)
    return [
        Step(
            "What the table says for these ages",
            _members_of_the_table(scenario),
            Quantity(1e5 * table, "claims per 100,000 member-years"),
            sources_of("incidence_table", "age_mix")
            if scenario.age_mix == "own"
            else (*sources_of("incidence_table", *_MIX), "census2020"),
        ),
        Step(
            "The rate after two years of membership",
            Sentence(
                "{multiple} × {rate}",
                {
                    "multiple": Quantity(scenario.incidence_multiplier, "times"),
                    "rate": Quantity(1e5 * table, "per 100,000"),
                },
            ),
            Quantity(1e5 * level, "claims per 100,000 member-years"),
            sources_of("incidence_multiplier"),
        ),
        _exposed_step(scenario, 1e5 * level, 1e5 * submitted),
        _refused_step(projection, 1e5 * submitted),
    ]


_EXPOSED = N_("{rate} × {factor}: {waiting} of waiting, first year at {first}, second {second}")
_EXPOSED_TO_ACCIDENTS = N_(
    "{rate} × {factor}: {waiting} of waiting but for accidents, which are {accidents} of the first "
    "year's claims; first year at {first}, second {second}"
)
_IN_THE_PLAN = ("waiting_days", "select_year_1", "select_year_2", "opening_tenure_years")


def _exposed_step(scenario: Scenario, level: float, submitted: float) -> Step:
    values = {
        "rate": Quantity(level, "per 100,000"),
        "factor": Quantity(submitted / level if level else 0.0, "times"),
        "waiting": Quantity(scenario.waiting_days, "days"),
        "first": Quantity(scenario.select_year_1, "times"),
        "second": Quantity(scenario.select_year_2, "times"),
    }
    text = _EXPOSED
    if scenario.accident_share > 0:
        text = _EXPOSED_TO_ACCIDENTS
        values["accidents"] = Quantity(scenario.accident_share, "percent")
    return Step(
        "Less waiting and early health, more age and trend",
        Sentence(text, values),
        Quantity(submitted, "claims per 100,000 member-years"),
        sources_of(*_IN_THE_PLAN, "accident_share"),
    )


def _refused_step(projection: Projection, submitted: float) -> Step:
    headline = projection.headline
    return Step(
        "Less the claims that are refused",
        Sentence(
            "{rate} × (1 − {share}); of {submitted} decided in the year {refused} are refused",
            {
                "rate": Quantity(submitted, "per 100,000"),
                "share": Quantity(projection.scenario.refused_share, "percent"),
                "submitted": Quantity(headline.submitted, "claims"),
                "refused": Quantity(headline.refused, "claims"),
            },
        ),
        Quantity(headline.claims_per_100k, "claims per 100,000 member-years"),
        sources_of("refused_share"),
    )


def _paid_step(projection: Projection) -> Step:
    scenario, headline = projection.scenario, projection.headline
    diagnosed = headline.claims_per_100k / 1e5 * _member_years(projection)
    return Step(
        "Claims paid in the year",
        Sentence(
            "{rate} × {members} = {diagnosed} diagnosed that will be paid; {paid} of them, and of "
            "those before, are paid within the year after {delay}",
            {
                "rate": Quantity(headline.claims_per_100k, "per 100,000"),
                "members": Quantity(_member_years(projection), "member-years"),
                "diagnosed": Quantity(diagnosed, "claims"),
                "paid": Quantity(headline.claims / diagnosed if diagnosed else 0.0, "percent"),
                "delay": Quantity(scenario.claim_delay_days, "days"),
            },
        ),
        Quantity(headline.claims, "claims"),
        sources_of("members", "joiners_per_year", "lapse_rate", "claim_delay_days"),
    )


_DUE = N_("{claims} × {payout} on average ({young} under {age}, {old} at {age} and over)")
_DUE_IN_PART = N_(
    "{claims} × {payout} on average ({part} of {young} under {age}, of {old} at {age} and over)"
)


def _part_paid(scenario: Scenario) -> tuple[str, ...]:
    """Name the input that says what part of a claim is paid, where it is not all of it."""
    return () if scenario.covered_share == 1.0 else ("covered_share",)


def _part(scenario: Scenario) -> dict[str, Quantity]:
    """Return that part itself, for a text that tells of it."""
    return {"part": Quantity(scenario.covered_share, "percent")} if _part_paid(scenario) else {}


def _bill_steps(projection: Projection) -> list[Step]:
    scenario, headline = projection.scenario, projection.headline
    due = headline.payout - headline.debts
    bill = due * (1.0 + scenario.fee_rate)
    return [
        Step(
            "Due to them",
            Sentence(
                _DUE if scenario.covered_share == 1.0 else _DUE_IN_PART,
                {
                    "age": Quantity(scenario.payout_age, ""),
                    "claims": Quantity(headline.claims, "claims"),
                    "payout": Quantity(headline.average_payout, "money"),
                    "young": Quantity(scenario.payout_under_40, "money"),
                    "old": Quantity(scenario.payout_40_plus, "money"),
                    **_part(scenario),
                },
            ),
            Quantity(due, "money"),
            sources_of("payout_under_40", "payout_40_plus", "mild_payout", *_part_paid(scenario)),
        ),
        Step(
            "With the fee",
            Sentence(
                "{payout} × (1 + {fee})",
                {
                    "payout": Quantity(due, "money"),
                    "fee": Quantity(scenario.fee_rate, "percent"),
                },
            ),
            Quantity(bill, "money"),
            sources_of("fee_rate"),
        ),
        _above_caps_step(scenario, headline, bill),
    ]


_ABOVE = N_("{bill} − {above}, which the operator or an insurer pays")
_ABOVE_ON_AVERAGE = N_(
    "{bill} − {above}, which the operator or an insurer pays: on average over all years that "
    "chance may bring, those over the cap of {cap} and those under it"
)
_LOST = N_("{bill} − {unpaid} × (1 + {fee}): what nobody pays, and no fee on it")
_LOST_ON_AVERAGE = N_(
    "{bill} − {unpaid} × (1 + {fee}): what nobody pays, and no fee on it; on average over all "
    "years that chance may bring, those over the cap of {cap} and those under it"
)

_SHORT = N_(
    "{bill} − {above}: what is above the caps, and what the balances of members who do not top up "
    "no longer hold"
)


def _above_caps_step(scenario: Scenario, headline: Headline, bill: float) -> Step:
    unpaid = headline.unpaid - headline.debts
    above = headline.sponsor + unpaid * (1.0 + scenario.fee_rate)
    values: dict[str, Quantity | str] = {"bill": Quantity(bill, "money")}
    if scenario.funding == "prepaid" and unpaid > 0.0:
        text = _SHORT
        values["above"] = Quantity(above, "money")
    elif scenario.cap_bearer == "nobody":
        text = _LOST if scenario.year_cap is None else _LOST_ON_AVERAGE
        values["unpaid"] = Quantity(unpaid, "money")
        values["fee"] = Quantity(scenario.fee_rate, "percent")
    else:
        text = _ABOVE if scenario.year_cap is None else _ABOVE_ON_AVERAGE
        values["above"] = Quantity(above, "money")
    if scenario.year_cap is not None:
        values["cap"] = Quantity(scenario.year_cap, "money")
    return Step(
        "Less what the caps cut off",
        Sentence(text, values),
        Quantity(bill - above, "money"),
        sources_of("per_claim_cap", "annual_cap", "cap_bearer"),
    )


def _member_years(projection: Projection) -> float:
    return float(projection.array("members")[:PERIODS_PER_YEAR].sum()) / PERIODS_PER_YEAR


def _cost_year(projection: Projection) -> list[Step]:
    headline = projection.headline
    if projection.scenario.funding == "fund":
        return fund_steps(projection)
    charged = headline.members_pay
    shared = Step(
        "Shared among the members, settlement by settlement",
        Sentence(
            "{charged} / {members}, as 24 shares while membership moves",
            {
                "charged": Quantity(charged, "money"),
                "members": Quantity(headline.mean_members, "members"),
            },
        ),
        Quantity(headline.cost_per_member_year, "money a year"),
        ("settlement_calendar",),
    )
    return [
        *_claims_steps(projection),
        _paid_step(projection),
        *_bill_steps(projection),
        shared,
    ]


def _cost_settlement(projection: Projection) -> list[Step]:
    headline = projection.headline
    held = int((projection.array("members")[:PERIODS_PER_YEAR] > 0).sum())
    year = _cost_year(projection)
    return [
        year[-1],
        Step(
            "A settlement",
            Sentence(
                "{year} / {held}",
                {
                    "year": Quantity(headline.cost_per_member_year, "money"),
                    "held": Quantity(held, "settlements"),
                },
            ),
            Quantity(headline.cost_per_settlement, "money"),
            ("settlement_calendar",),
        ),
    ]


def _cost_claim(projection: Projection) -> list[Step]:
    scenario, headline = projection.scenario, projection.headline
    payout = max(scenario.payouts)
    full = scenario.largest_bill / scenario.members
    steps = [
        Step(
            "One claim of the larger payout, shared",
            Sentence(
                "{payout} × (1 + {fee}) / {members}"
                if scenario.covered_share == 1.0
                else N_("{part} × {payout} × (1 + {fee}) / {members}"),
                {
                    **_part(scenario),
                    "payout": Quantity(payout / scenario.covered_share, "money"),
                    "fee": Quantity(scenario.fee_rate, "percent"),
                    "members": Quantity(scenario.members, "members"),
                },
            ),
            Quantity(full, "money a claim"),
            sources_of("payout_under_40", "fee_rate", "members", *_part_paid(scenario)),
        )
    ]
    if scenario.claim_cap is not None:
        steps.append(_claim_cap_step(scenario, full, headline.cost_per_claim))
    return steps


def _claim_cap_step(scenario: Scenario, full: float, held: float) -> Step:
    assert scenario.per_claim_cap is not None
    varies = scenario.claim_size_cv > 0.0
    return Step(
        "At most the cap on one claim",
        Sentence(
            _MEAN_UNDER_CAP if varies else N_("the lesser of {full} and {cap}"),
            {
                "full": Quantity(full, "money"),
                "cap": Quantity(scenario.per_claim_cap, "money"),
                **({"spread": Quantity(scenario.claim_size_cv, "percent")} if varies else {}),
            },
        ),
        Quantity(held, "money a claim"),
        sources_of("per_claim_cap", *(("claim_size_cv",) if varies else ())),
    )


_MEAN_UNDER_CAP = N_(
    "of each claim the lesser of its share and {cap}, on average: claims are gamma distributed "
    "about {full} with a standard deviation of {spread} of it"
)


def _likely_high(projection: Projection) -> list[Step]:
    return range_steps(uncertainty(projection.scenario))


EXPLAINED: dict[str, Callable[[Projection], list[Step]]] = {
    "cost_per_member_year": _cost_year,
    "cost_per_settlement": _cost_settlement,
    "cost_per_claim": _cost_claim,
    "likely_high": _likely_high,
}
