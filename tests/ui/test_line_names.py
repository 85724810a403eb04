"""Names at lines stand where they touch neither lines nor each other."""

import numpy as np
import pytest

from mutualmodel.arrays import FloatArray
from ui.kit.charts import NamePlaces

AGES: FloatArray = np.arange(60, dtype=np.float64)
# One unit is one pixel.
SPAN, HEIGHT = (0.0, 300.0), 300.0


def flat(level: float) -> FloatArray:
    return np.full(60, level)


def places(*lines: FloatArray) -> NamePlaces:
    free = NamePlaces(AGES, SPAN, HEIGHT)
    for line in lines:
        free.keep_clear(line)
    return free


def test_a_name_stands_where_it_is_wished_for() -> None:
    line = flat(100)
    found = places(line).find(line, "name", 30.0, "above")
    assert found is not None
    assert found.x == pytest.approx(30.0, abs=0.5)
    assert (found.y, found.side) == (100.0, "above")
    assert found.anchors["yanchor"] == "bottom"


def test_a_name_goes_to_the_other_side_of_its_line_where_another_is_near() -> None:
    line = flat(100)
    found = places(line, flat(110)).find(line, "name", 30.0, "above")
    assert found is not None
    assert found.side == "below"


def test_a_name_is_not_crossed_by_a_line() -> None:
    line, steep = flat(100), 100 + 8 * (AGES - 30)
    found = places(line, steep).find(line, "name", 33.0, "above")
    assert found is not None
    # To the left the other line is below, to the right it soon is above the name.
    assert not 30 < found.x < 32


def test_no_line_parts_a_name_from_its_own() -> None:
    rising, level = 100 + 0.5 * AGES, flat(105.0)
    found = places(rising, level).find(rising, "a long name", 30.0, "below")
    assert found is not None
    assert found.side == "above" or rising[round(found.x)] < 105


def test_a_second_name_keeps_clear_of_the_first() -> None:
    line = flat(100)
    free = places(line)
    first, second = (free.find(line, "a name", 30.0, "above") for _ in range(2))
    assert first is not None
    assert second is not None
    assert second.side == "below" or abs(second.x - first.x) > 4


def test_where_all_is_crowded_a_name_stands_where_it_covers_least() -> None:
    line = flat(100)
    near = np.where(AGES < 40, 8.0, 14.0)
    found = places(line, line + near, line - near).find(line, "name", 10.0, "above")
    assert found is not None
    assert found.x > 40


def test_a_line_that_is_nowhere_has_no_name() -> None:
    assert places(flat(np.nan)).find(flat(np.nan), "name", 30.0, "above") is None
