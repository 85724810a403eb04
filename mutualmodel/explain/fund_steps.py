"""What a member pays in a year of a fund: contributions, and calls, less what comes back."""

from mutualmodel.engine.projection import Projection
from mutualmodel.explain.sources import sources_of
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.text import Quantity, Sentence, Step


def fund_steps(projection: Projection) -> list[Step]:
    """Return the steps to what a member is expected to pay into a fund in the first year, net."""
    scenario = projection.scenario
    members = projection.array("members")[:PERIODS_PER_YEAR]
    held = int((members > 0).sum())
    paid = held * scenario.contribution
    called, returned = (_each(projection, name) for name in ("called", "returned"))
    steps = [
        Step(
            "Contributions",
            Sentence(
                "{month} a month / 2 × {held}",
                {
                    "month": Quantity(scenario.contribution_month, "money"),
                    "held": Quantity(held, "settlements"),
                },
            ),
            Quantity(paid, "money"),
            sources_of("contribution_month"),
        )
    ]
    if called > 0.0:
        steps.append(_called_step(projection, paid, called))
    if returned > 0.0:
        steps.append(_returned_step(projection, paid + called, returned))
    # The figure itself, to its last digit.
    last = steps.pop()
    result = Quantity(projection.headline.cost_per_member_year, "money a year")
    return [*steps, Step(last.title, last.working, result, last.sources)]


def _called_step(projection: Projection, paid: float, called: float) -> Step:
    plan = projection.scenario
    return Step(
        "Called in where the fund is not enough",
        Sentence(
            "{paid} + {called} a member, at most {limit} × the contribution of a year",
            {
                "paid": Quantity(paid, "money"),
                "called": Quantity(called, "money"),
                "limit": Quantity(plan.call_limit, ""),
            },
        ),
        Quantity(paid + called, "money"),
        sources_of("deficit_bearer", "call_limit"),
    )


def _returned_step(projection: Projection, paid: float, returned: float) -> Step:
    plan = projection.scenario
    return Step(
        "Less what comes back at the end of the year",
        Sentence(
            "{paid} − {returned}: {share} of what the fund holds above {target} a member",
            {
                "paid": Quantity(paid, "money"),
                "returned": Quantity(returned, "money"),
                "share": Quantity(plan.surplus_returned, "percent"),
                "target": Quantity(plan.target_reserve, "money"),
            },
        ),
        Quantity(paid - returned, "money"),
        sources_of("surplus_returned", "target_reserve"),
    )


def _each(projection: Projection, name: str) -> float:
    """Return a flow of the first year in yuan a member who is in the plan throughout."""
    first = slice(0, PERIODS_PER_YEAR)
    members = projection.array("members")[first]
    flow = projection.array(name)[first] * (members > 0)
    return float((flow / members.clip(min=1.0)).sum())
