"""How the members after ten years come about: the steps, and the program that gives the same."""

from mutualmodel import Case, Projection, Quantity, Sentence
from mutualmodel.engine import never_starts, settlements_held
from mutualmodel.explain import reproduce
from mutualmodel.inputs import fields
from mutualmodel.text import Step
from ui.membership.ahead import YEARS, last_members
from ui.membership.form import LEVERS


def member_steps(plan: Projection) -> list[Step]:
    """Return the steps that lead to the members at the last settlement."""
    scenario = plan.scenario
    if never_starts(plan):
        return [_never_started(plan)]
    until = max(settlements_held(plan) - 1, 0)
    totals = {
        name: float(plan.array(name)[:until].sum()) for name in ("joined", "lapsed", "aged_out")
    }
    end = last_members(plan)
    return [
        Step(
            "Members at the start",
            Sentence("as set"),
            Quantity(scenario.members, "members"),
            (fields()["members"].source,),
        ),
        Step(
            "Who comes and goes until the last settlement",
            Sentence(
                "joined {joined}, left {lapsed}, turned sixty {aged}",
                {
                    "joined": Quantity(totals["joined"], ""),
                    "lapsed": Quantity(totals["lapsed"], ""),
                    "aged": Quantity(totals["aged_out"], ""),
                },
            ),
            Quantity(totals["joined"] - totals["lapsed"] - totals["aged_out"], "members"),
            tuple(Case.fields()[path].source for path in LEVERS),
        ),
        Step(
            "Members at the last settlement",
            Sentence(
                "{start} + {joined} − {lapsed} − {aged}; each leaves at {rate} × (share / own "
                "expected benefit) ^ {elasticity}",
                {
                    "start": Quantity(scenario.members, ""),
                    "joined": Quantity(totals["joined"], ""),
                    "lapsed": Quantity(totals["lapsed"], ""),
                    "aged": Quantity(totals["aged_out"], ""),
                    "rate": Quantity(scenario.lapse_rate, "percent"),
                    "elasticity": Quantity(scenario.price_elasticity, "times"),
                },
            ),
            Quantity(end, "members"),
        ),
    ]


def _never_started(plan: Projection) -> Step:
    scenario = plan.scenario
    return Step(
        "The plan dissolves at the start",
        Sentence(
            "{members}, fewer than its minimum of {minimum}",
            {
                "members": Quantity(scenario.members, "members"),
                "minimum": Quantity(scenario.minimum_members, "members"),
            },
        ),
        Quantity(0.0, "settlements"),
        (fields()["minimum_members"].source,),
    )


def members_program(case: Case, baseline: Case | None) -> str:
    """Return the Python that gives the members after ten years."""
    expression = f'project(case.plan.with_changes(years={YEARS})).array("members")[-1]'
    return reproduce(expression, {"mutualmodel": ("project",)}, case, baseline)
