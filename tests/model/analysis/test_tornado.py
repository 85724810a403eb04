"""Each input low and high, by itself: against projecting both ends one by one and a closed form."""

import numpy as np
import pytest

from mutualmodel import Case, Scenario, project, wind_down
from mutualmodel.analysis import RESULTS, plausible_span, tornado
from mutualmodel.analysis.results import values_of
from mutualmodel.inputs import Value


def test_both_ends_are_the_plan_with_that_input() -> None:
    plan = Scenario(price_elasticity=0.5, years=2)
    found = tornado(plan, "last_year")
    here = project(plan).years["charged_per_member"].iloc[-1]
    assert found["at_present"].to_numpy() == pytest.approx(here)
    for path in ("plan.lapse_rate", "plan.members", "plan.fee_rate"):
        row = found.loc[path]
        for end in ("low", "high"):
            value = dict(zip(found.index, found[end].tolist(), strict=True))[path]
            changed = Case(plan=plan).with_changes({path: value}).plan
            wanted = project(changed).years["charged_per_member"].iloc[-1]
            assert row[f"at_{end}"] == pytest.approx(wanted, rel=1e-9)


def test_a_fee_makes_its_own_share_of_the_cost() -> None:
    row = tornado(Scenario(), "first_year").loc["plan.fee_rate"]
    assert row["at_high"] == pytest.approx(row["at_present"] * 1.10 / 1.08)
    assert row["effect"] == pytest.approx(row["at_present"] * 0.02 / 1.08)


def test_the_largest_effect_comes_first_and_every_range_is_there() -> None:
    found = tornado(Scenario(), "first_year")
    assert (np.diff(found["effect"]) <= 0).all()
    ranged = {path for path, meta in Case.fields().items() if meta.plausible is not None}
    assert set(found.index) == ranged
    assert bool(found.loc["plan.fee_rate", "decided"])
    assert not found.loc["plan.incidence_multiplier", "decided"]


def test_what_a_result_does_not_hang_on_leaves_it_as_it_is() -> None:
    found = tornado(Case(), "owed_at_closing")
    assert found.loc["insurer.loading", "effect"] == 0.0
    low = found.loc["closing.notice_settlements"]
    case = Case().with_changes({"closing.notice_settlements": 0})
    assert low["at_low"] == pytest.approx(wind_down(case.plan, 1.0, case.closing).total_owed)


# Records of a case that no result hangs on: the tornado passes over what is not read.
@pytest.mark.parametrize("name", RESULTS)
def test_a_result_reads_no_other_records_than_it_says(name: str) -> None:
    case = Case().with_changes({"plan.years": 2, "plan.funding": "fund"})
    changed = case.with_changes(
        {
            path: meta.plausible[1]
            for path, meta in Case.fields().items()
            if meta.plausible is not None and path.partition(".")[0] not in RESULTS[name].reads
        }
    )
    assert values_of([changed], name) == pytest.approx(values_of([case], name), nan_ok=True)


@pytest.mark.parametrize(
    ("changes", "path", "wanted"),
    [
        ({}, "plan.incidence_multiplier", (0.364, 0.477)),
        # Within its range it keeps it, beyond it takes it along in proportion.
        ({"plan.incidence_multiplier": 0.4}, "plan.incidence_multiplier", (0.364, 0.477)),
        (
            {"plan.incidence_multiplier": 0.8468},
            "plan.incidence_multiplier",
            (2 * 0.364, 2 * 0.477),
        ),
        # Or by as much where the default is none, and never out of the allowed range.
        ({"plan.incidence_trend": 0.1}, "plan.incidence_trend", (0.08, 0.14)),
        ({"plan.incidence_trend": 0.19}, "plan.incidence_trend", (0.17, 0.2)),
        # What counts members goes with the pool.
        ({"plan.members": 105_803.5}, "plan.joiners_per_year", (0.0, 10_000.0)),
        ({"plan.members": 3e6}, "plan.members", (2_127_000.0, 3e6)),
        # A cap that is not there is set against none.
        ({}, "plan.annual_cap", (146.0, None)),
        ({"plan.annual_cap": 150.0}, "plan.annual_cap", (146.0, 188.0)),
        ({"plan.payout_age": 60}, "plan.payout_age", (52, 68)),
        ({}, "plan.seed", None),
        ({}, "person.age", None),
    ],
)
def test_an_input_has_its_range_beside_the_rest_of_the_case(
    changes: dict[str, Value], path: str, wanted: tuple[Value, Value] | None
) -> None:
    found = plausible_span(Case().with_changes(changes), path)
    if wanted is None or found is None:
        assert found is wanted
    else:
        assert found == tuple(None if end is None else pytest.approx(end) for end in wanted)


def test_an_end_that_does_not_fit_the_rest_has_no_result() -> None:
    plan = Scenario(share_under_18=0.2, share_40_to_59=0.7)
    found = tornado(plan, "first_year").loc["plan.share_40_to_59"]
    # 0.39 / 0.33 of 0.7 is 0.83, more than the children leave room for.
    assert np.isnan(found["at_high"])
    assert found["effect"] == pytest.approx(abs(found["at_low"] - found["at_present"]))


def test_a_plan_that_never_starts_has_no_result_and_no_effect() -> None:
    found = tornado(Scenario(members=1e6, minimum_members=2e8), "first_year")
    assert np.isnan(found["at_present"]).all()
    # Its minimum goes along with the pool and lets it start.
    assert (found["effect"] == 0).all()


def test_long_work_tells_how_far_it_is() -> None:
    told: list[float] = []
    tornado(Scenario(years=1), "cheaper_from_men", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 3


def test_an_unknown_result_is_refused() -> None:
    with pytest.raises(ValueError, match="result = 'cost': allowed is one of first_year"):
        tornado(Scenario(), "cost")
