"""Any valid case through every answer of the model: figures that are numbers, and can be."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Case, ScenarioError, project, simulate
from mutualmodel.analysis import pool_effect
from mutualmodel.explain import explain
from mutualmodel.explain.steps import EXPLAINED
from mutualmodel.simulation import pool_law, promised, stress_table, tail_split, uncertainty
from tests.fuzz.fuzzing import tried
from tests.model.engine.test_invariants import check, check_what_is_said_of, scenarios
from tests.model.inputs.cases import any_case
from tests.model.test_every_input import RESULTS, figures

PATHS = 60


@tried(0.006, usually=12)
@given(scenarios)
def test_any_plan_is_projected_and_told(plan: Any) -> None:
    projection = project(plan)
    check(projection)
    check_what_is_said_of(projection)
    for name in EXPLAINED:
        for step in explain(projection, name):
            assert math.isfinite(step.result.value), (name, str(step.working))


@pytest.mark.parametrize("place", range(len(RESULTS)))
@tried(0.001, usually=3)
@given(case=any_case())
def test_every_answer_is_made_of_finite_figures(place: int, case: Case) -> None:
    try:
        found = list(figures(RESULTS[place](case)))
    except ValueError as refused:
        # Whom the plan would not admit has no answer, and is told so.
        assert re.match(r"\w+ = .*: allowed is ", str(refused))
        return
    assert all(isinstance(figure, str) or not math.isinf(figure) for figure in found)


@tried(0.001, usually=3)
@given(scenarios)
def test_chance_leaves_nothing_negative(plan: Any) -> None:
    plan = plan.with_changes(years=min(plan.years, 2))
    found = simulate(plan, PATHS)
    law = pool_law(plan)
    assert law.sd >= 0.0
    split = tail_split(found)
    assert split.insurer_capital >= 0.0
    for part in (promised(project(plan)), pool_effect(project(plan)), split.mean, split.worst):
        for name, value in vars(part).items():
            assert not isinstance(value, float) or value >= 0.0, name
    table = stress_table(plan).select_dtypes("number").to_numpy()
    assert not np.isinf(table).any()
    for bound in vars(uncertainty(plan).range_of()).values():
        assert np.isfinite(bound).all()


@tried(0.02, usually=40)
@given(any_case(), st.sampled_from(sorted(Case.fields())), st.floats() | st.text(max_size=20))
def test_a_change_gives_a_case_or_is_refused(case: Case, path: str, value: Any) -> None:
    try:
        changed = case.with_changes({path: value})
    except ScenarioError as error:
        assert error.problems
        return
    taken = changed.value(path)
    assert not isinstance(taken, float) or math.isfinite(taken)
