"""Axes of large numbers in a language that counts in ten thousands."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    StepColours,
    frame,
    horizontal_bars,
    line,
    vertical_bars,
    waterfall,
)
from ui.kit.language import speaking
from ui.kit.palette import LIGHT

Draw = Callable[[Figure], None]


def ticks(
    draw: Draw, x: Axis | str = "", y: Axis | str = "", language: str = "zh", **more: Any
) -> Any:
    """Give the axes of a chart that is whole."""
    with speaking(language):
        figure = frame(LIGHT, x, y, **more)
        draw(figure)
        Chart("", figure, "", pd.DataFrame)
    axes = figure["layout"]
    return axes["xaxis"].get("ticktext"), axes["yaxis"].get("ticktext")


def rising(last: float) -> Draw:
    return lambda figure: line(
        figure, np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, last]), "", "red"
    )


def test_large_numbers_are_marked_in_ten_thousands() -> None:
    assert ticks(rising(5e5)) == (None, ["0", "10万", "20万", "30万", "40万", "50万"])
    assert ticks(rising(1.2e8))[1][-2:] == ["1亿", "1.25亿"]


def test_nothing_changes_in_english_and_for_small_numbers() -> None:
    assert ticks(rising(5e5), language="en") == (None, None)
    assert ticks(rising(5e3)) == (None, None)


def test_both_signs_are_told() -> None:
    assert ticks(rising(-2e4))[1] == ["−2万", "−1.5万", "−1万", "−5,000", "0"]


@pytest.mark.parametrize(
    "axis",
    [Axis(ticks=(0.0, 5e4)), Axis(tick_format="~%"), Axis(log=True), Axis(categories=("a", "b"))],
)
def test_an_axis_of_its_own_ticks_is_left(axis: Axis) -> None:
    assert ticks(rising(5e5), y=axis)[1] is None


def test_a_given_range_decides_and_no_more_ticks_than_wanted() -> None:
    assert ticks(rising(1.0), y=Axis(span=(0.0, 3e5)))[1][-1] == "30万"
    assert ticks(rising(5e5), y=Axis(most_ticks=3))[1] == ["0", "20万", "40万"]


def test_days_and_names_are_no_numbers() -> None:
    def draw(figure: Figure) -> None:
        line(figure, ["2020-01-01", "2020-02-01"], np.array([0.0, 1.0]), "", "red")

    assert ticks(draw, Axis(dates=True)) == (None, None)


def parts(figure: Figure) -> None:
    for _part in range(2):
        horizontal_bars(figure, ["one", "two"], [6e3, 1e3], "part", "red")


def test_parts_on_top_of_each_other_are_added_up() -> None:
    assert ticks(parts, bars="stack")[0][-1] == "1.25万"
    assert ticks(parts) == (None, None)


def test_parts_on_both_sides_are_added_up_apart() -> None:
    def draw(figure: Figure) -> None:
        for height in (8e3, 8e3, -3e4):
            vertical_bars(figure, [0, 1], [height, 0.0], "part", "red")

    found = ticks(draw, bars="relative")[1]
    assert (found[0], found[-1]) == ("−3万", "1万")


def test_the_steps_of_a_waterfall_are_added_up() -> None:
    def draw(figure: Figure) -> None:
        ink = StepColours("red", "red", "red", "red")
        waterfall(figure, ["a", "b", "c"], [9e3, 1.2e4, 2.1e4], ["", "", ""], ink, hover="")

    assert ticks(draw)[0][-1] == "2万"


def test_an_axis_that_is_counted_in_ten_thousands_has_plain_numbers() -> None:
    assert ticks(rising(1.1e4), y="万人")[1][-1] == "10,000"
