"""The Python that a page offers: it runs, gives the figure, and names only what departs."""

import pytest

from mutualmodel import Case, cost_band, project
from mutualmodel.explain import reproduce
from tests.programs import value_of

COST = "project(case.plan).headline.cost_per_member_year"
CHANGED = Case().with_changes({"plan.members": 3e6, "insurer.loading": 0.2, "person.sex": "M"})


@pytest.mark.parametrize("case", [Case(), CHANGED])
def test_it_gives_the_figure_to_the_last_bit(case: Case) -> None:
    program = reproduce(COST, {"mutualmodel": ["project"]}, case)
    assert value_of(program) == project(case.plan).headline.cost_per_member_year


def test_with_a_baseline_it_gives_both_and_the_difference() -> None:
    uses = {"mutualmodel": ["project", "cost_band"]}
    program = reproduce("cost_band(project(case.plan)).high", uses, CHANGED, Case())
    now, before = (cost_band(project(case.plan)).high for case in (CHANGED, Case()))
    assert value_of(program) == (now, before, now - before)


def test_it_names_only_what_departs_from_the_default() -> None:
    assert reproduce(COST, {"mutualmodel": ["project"]}, Case()).splitlines() == [
        "from mutualmodel import Case, project",
        "",
        "case = Case()",
        COST,
    ]
    program = reproduce(COST, {"mutualmodel": ["project"]}, CHANGED)
    assert program.count('    "') == 3


def test_names_of_other_modules_come_from_there() -> None:
    uses = {"mutualmodel.fairness": ["fairness"]}
    program = reproduce("fairness(case.plan).paid", uses, Case())
    assert "from mutualmodel import Case\nfrom mutualmodel.fairness import fairness\n" in program
    assert value_of(program) > 0
