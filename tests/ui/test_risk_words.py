"""What the risk page says of how sure a year is, each on its condition."""

import pytest

from mutualmodel import Case, Scenario, cost_band, project, uncertainty
from mutualmodel.simulation import FEW_MEMBERS
from ui.frame.state import View
from ui.kit.language import percent
from ui.risk.words import common_part, verdict, whole_members


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "chance is next to nothing beside good and bad years"),
        ({"members": 2e6}, "Both count; a larger pool takes away only the first."),
        ({"members": 1e4}, "it is mostly chance: a larger pool would help."),
        ({"systemic_cv": 0.0}, "but what the record leaves open outweighs it"),
    ],
    ids=str,
)
def test_whether_size_would_help_follows_the_two_spreads(
    changes: dict[str, float], words: str
) -> None:
    plan = Scenario().with_changes(**changes)
    band = cost_band(project(plan))
    ratio = band.chance_sd / max(band.systemic_sd, 1e-12)
    least, most = {
        "chance": (0.0, 0.2),
        "Both c": (0.2, 1.0),
        "it is ": (1.0, float("inf")),
        "but wh": (1.0, float("inf")),
    }[words[:6]]
    assert least <= ratio <= most
    told = verdict(project(plan), uncertainty(plan, sets=40))
    assert words in told
    chance, common = (percent(each / band.due, 1) for each in (band.chance_sd, band.systemic_sd))
    assert f"by ±{chance} through chance and by ±{common} through" in told


def test_how_far_a_year_strays_for_all_alike_beside_the_baselines() -> None:
    now, past = Case(plan=Scenario(systemic_cv=0.1)), Case(plan=Scenario(systemic_cv=0.2))
    assert common_part(View(now, None)) == f"±{percent(0.1)}"
    assert common_part(View(now, past)) == f"±{percent(0.1)} (baseline: ±{percent(0.2)})"


def test_members_are_counted_one_by_one_where_either_pool_is_small() -> None:
    large, small = (Case(plan=Scenario(members=members)) for members in (1e6, FEW_MEMBERS / 2))
    assert whole_members(View(large, None)) == ""
    for view in (View(small, None), View(large, small), View(small, large)):
        assert "20,000 members the runs count members one by one" in whole_members(view)
