"""How the figures of Versus insurance come about: their steps, and programs that give the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mutualmodel import Case, InsurerTerms, Scenario, project
from mutualmodel.explain import explain, reproduce
from mutualmodel.insurance import (
    explain_break_even,
    explain_level,
    explain_one_year,
    settled_plan,
)
from mutualmodel.text import Step
from ui.frame.state import View
from ui.insurance.case import range_of_cover, year_of_cover


def priced(case: Case) -> tuple[Scenario, InsurerTerms, str, int]:
    """Return what a premium is made of: plan, insurer's terms, sex and age."""
    return case.plan, case.insurer, case.person.sex, case.person.age


def _steps_of_mutual(case: Case) -> list[Step]:
    plan = case.plan if case.view.cost_basis == "now" else settled_plan(case.plan)
    return explain(project(plan), "cost_per_member_year")


@dataclass(frozen=True)
class Explained:
    """How a figure of a case comes about, and the Python that gives it again."""

    steps: Callable[[Case], Sequence[Step]]
    expression: str
    uses: str


_PRICED = "case.plan, case.insurer, case.person.sex"
EXPLAINED = {
    "ins_break_even": Explained(
        lambda case: explain_break_even(
            case.plan, case.insurer, case.person.sex, case.view.cost_basis, range_of_cover(case)
        ),
        f"break_even_age({_PRICED}, basis=case.view.cost_basis).age",
        "break_even_age",
    ),
    "ins_mutual": Explained(
        _steps_of_mutual,
        'mutual_costs(case.plan)["mutual"].at(case.view.cost_basis)',
        "mutual_costs",
    ),
    "ins_one_year": Explained(
        lambda case: explain_one_year(*priced(case)),
        f'float(costs_by_age({_PRICED})["one_year"][case.person.age])',
        "costs_by_age",
    ),
    "ins_level": Explained(
        lambda case: explain_level(*priced(case)),
        f"float(level_premiums({_PRICED})[case.person.age])",
        "level_premiums",
    ),
}


def program(view: View, name: str) -> str:
    """Return Python that gives a figure again, of the baseline too where both can be compared."""
    past = view.baseline
    # Between an age and none there is no difference.
    if past is not None and name == "ins_break_even":
        ages = [year_of_cover(case).cheaper.age for case in (view.case, past)]
        past = None if None in ages else past
    figure = EXPLAINED[name]
    uses = {"mutualmodel.insurance": (figure.uses,)}
    return reproduce(figure.expression, uses, view.case, past)
