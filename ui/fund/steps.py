"""How the figures of the fund page come about."""

from mutualmodel import Projection, Quantity, Sentence, cost_band, project
from mutualmodel.inputs import fields
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import MONTHS_PER_YEAR, PERIODS_PER_MONTH, plan_year
from mutualmodel.text import Step
from ui.fund.bearer_charts import holding
from ui.fund.outlook import Needs, Outlook


def _source(*names: str) -> tuple[str, ...]:
    return tuple(fields()[name].source for name in names)


def a_member(projection: Projection, name: str) -> float:
    """Return what a flow of the first year comes to for a member who stays, yuan."""
    span = plan_year(1, projection.scenario.years)
    members = projection.array("members")[span].clip(1.0)
    return float((projection.array(name)[span] / members).sum())


# ------------------------------------------------------------------------------- what a member pays


def cost_steps(projection: Projection) -> list[Step]:
    """Return the steps to what a member pays in the first year, net of what comes back."""
    cost = projection.headline.cost_per_member_year
    if projection.scenario.funding != "fund":
        return [_levied(projection, cost)]
    parts = {name: a_member(projection, name) for name in ("contributions", "called", "returned")}
    return [
        Step(
            "Contributions of a year",
            Sentence(
                "{months} × {contribution}",
                {
                    "months": Quantity(MONTHS_PER_YEAR, "months"),
                    "contribution": Quantity(
                        projection.scenario.contribution_month, "money a month"
                    ),
                },
            ),
            Quantity(parts["contributions"], "money a member"),
            _source("contribution_month"),
        ),
        Step(
            "Called from members where the fund is not enough",
            Sentence("of {deficit} missing in total", {"deficit": _in_all(projection, "deficit")}),
            Quantity(parts["called"], "money a member"),
            _source("deficit_bearer", "call_limit"),
        ),
        Step(
            "Paid back of what exceeds the target",
            Sentence(
                "{share} of what the fund holds above {target} for each member at the year's end",
                {
                    "share": Quantity(projection.scenario.surplus_returned, "percent"),
                    "target": Quantity(projection.scenario.target_reserve, "money"),
                },
            ),
            Quantity(parts["returned"], "money a member"),
            _source("surplus_returned", "target_reserve"),
        ),
        Step(
            "A member pays in the first year",
            Sentence(
                "{contributions} + {called} − {returned}, if claims come as expected",
                {name: Quantity(value, "money") for name, value in parts.items()},
            ),
            Quantity(cost, "money a year"),
        ),
    ]


def _levied(projection: Projection, cost: float) -> Step:
    way = (
        Sentence("every levy of the year, drawn from a balance; what is topped up stays a member's")
        if projection.scenario.funding == "prepaid"
        else Sentence("every levy of the year, after the event")
    )
    return Step("A member pays in the first year", way, Quantity(cost, "money a year"))


def _in_all(projection: Projection, name: str) -> Quantity:
    span = plan_year(1, projection.scenario.years)
    return Quantity(float(projection.array(name)[span].sum()), "money")


# ------------------------------------------------------------------------------------ ruin, needs


def ruin_steps(outlook: Outlook) -> list[Step]:
    """Return the steps to the probability that the money in hand does not reach."""
    plan, simulation = outlook.plan, outlook.simulation
    within_all, first = simulation.probability("ruined"), simulation.probability("ruined", 1)
    counted = Step(
        "Runs in which it was not enough within all years",
        Sentence(
            "counted among {paths}; standard error {error}",
            {
                "paths": Quantity(simulation.paths, ""),
                "error": Quantity(within_all.standard_error, "percent"),
            },
        ),
        Quantity(within_all.value, "percent"),
        ("seed_convention", *_source("systemic_cv")),
    )
    in_first = Step(
        "Within the first year",
        Sentence("at one of its settlements or more, whoever steps in then"),
        Quantity(first.value, "percent"),
    )
    before = _in_hand(plan_of=project(plan)) if plan.funding == "fund" else []
    return [*before, in_first, counted]


def _in_hand(plan_of: Projection) -> list[Step]:
    plan, due = plan_of.scenario, cost_band(plan_of)
    year = MONTHS_PER_YEAR * plan.contribution_month
    return [
        Step(
            "In hand by the end of the first year",
            Sentence(
                "{opening} at the start + {year} of contributions",
                {"opening": Quantity(plan.opening_fund, "money"), "year": Quantity(year, "money")},
            ),
            Quantity(plan.opening_fund + year, "money a member"),
            _source("opening_fund", "contribution_month"),
        ),
        Step(
            "Due in that year",
            Sentence(
                "give or take {sd}; a bill may come early, so a year that is paid for as a whole "
                "can still be short at one of its settlements",
                {"sd": Quantity(due.sd, "money")},
            ),
            Quantity(plan_of.headline.gross_per_member_year, "money a member"),
        ),
    ]


def needed_steps(outlook: Outlook, needs: Needs) -> list[Step]:
    """Return the steps to the contribution that keeps a fund above zero with 99.5 %."""
    known, plan = needs.whole, outlook.plan
    projection = project(plan)
    return [
        Step(
            "The first year in equal monthly payments, if claims come as expected",
            Sentence(
                "{gross} / {months}",
                {
                    "gross": Quantity(projection.headline.gross_per_member_year, "money"),
                    "months": Quantity(MONTHS_PER_YEAR, "months"),
                },
            ),
            Quantity(projection.headline.gross_per_member_year / MONTHS_PER_YEAR, "money a month"),
        ),
        Step(
            "In one run: the least contribution that pays every settlement",
            Sentence(
                "the largest of (bills so far − {opening} at the start) / payments so far, over "
                "all settlements; after what is paid back, from the target on. Half of the runs "
                "need no more than:",
                {"opening": Quantity(plan.opening_fund, "money a member")},
            ),
            Quantity(known.at(0.5), "money a month"),
            _source("opening_fund", "target_reserve", "surplus_returned"),
        ),
        Step(
            "One run in 200 needs more",
            Sentence(
                "{paths} runs sorted by it, give or take {error}",
                {
                    "paths": Quantity(len(known.contribution), ""),
                    "error": Quantity(known.error(ONE_IN_200), "money"),
                },
            ),
            Quantity(known.at(ONE_IN_200), "money a month"),
            ("seed_convention", *_source("systemic_cv")),
        ),
    ]


# ----------------------------------------------------------------------------------- what is held


def held_steps(projection: Projection) -> list[Step]:
    """Return the steps to the most that is held at the end of a month, with expected claims."""
    held = holding(projection)
    month = int(held.held.argmax())
    until = slice(0, (month + 1) * PERIODS_PER_MONTH)

    def so_far(*names: str) -> float:
        return sum(float(projection.array(name)[until].sum()) for name in names)

    paid_in = so_far("contributions", "called", "interest", "sponsor")
    out = so_far("payout", "fee") - so_far("unpaid")
    opening = float(held.held[month]) - paid_in + out + so_far("returned")
    return [
        Step(
            "Paid in until then",
            Sentence(
                "{opening} at the start; contributions, calls, interest and what others paid",
                {"opening": Quantity(max(opening, 0.0), "money")},
            ),
            Quantity(max(opening, 0.0) + paid_in, "money"),
            _source("opening_fund", "opening_balance", "contribution_month"),
        ),
        Step(
            "Paid out and paid back until then",
            Sentence(
                "bills {bills} + paid back {returned}",
                {
                    "bills": Quantity(out, "money"),
                    "returned": Quantity(so_far("returned"), "money"),
                },
            ),
            Quantity(out + so_far("returned"), "money"),
        ),
        Step(
            "The most held, at the end of a month",
            Sentence("after {months}", {"months": Quantity(month + 1, "months")}),
            Quantity(float(held.held[month]), "money"),
        ),
    ]
