"""How the figures of Versus insurance come about."""

from collections.abc import Callable, Mapping, Sequence

from mutualmodel import Case, InsurerTerms, Scenario, project
from mutualmodel.explain import explain
from mutualmodel.insurance import (
    explain_break_even,
    explain_level,
    explain_one_year,
    settled_plan,
)
from mutualmodel.text import Step
from ui.insurance.case import range_of_cover


def priced(case: Case) -> tuple[Scenario, InsurerTerms, str, int]:
    """Return what a premium is made of: plan, insurer's terms, sex and age."""
    return case.plan, case.insurer, case.person.sex, case.person.age


def _steps_of_mutual(case: Case) -> list[Step]:
    plan = case.plan if case.view.cost_basis == "now" else settled_plan(case.plan)
    return explain(project(plan), "cost_per_member_year")


# By the name of the result that they lead to.
STEPS: Mapping[str, Callable[[Case], Sequence[Step]]] = {
    "cheaper_from": lambda case: explain_break_even(
        case.plan, case.insurer, case.person.sex, case.view.cost_basis, range_of_cover(case)
    ),
    "mutual_year": _steps_of_mutual,
    "one_year_premium": lambda case: explain_one_year(*priced(case)),
    "level_premium": lambda case: explain_level(*priced(case)),
}
