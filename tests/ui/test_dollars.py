"""Amounts of yuan told in US dollars: by hand from the exchange rates, seam by seam."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mutualmodel import Case
from mutualmodel.figures import figure
from mutualmodel.figures.exchange import yuan_a_dollar
from mutualmodel.inputs import ALL_PRESETS
from mutualmodel.money import CHINESE
from mutualmodel.units import MONEY, MONEY_FOR_1000, YEARS
from ui.kit import language
from ui.kit.charts import (
    Axis,
    Chart,
    Table,
    Titled,
    frame,
    hover,
    line,
    scale_of,
    whole,
    with_names,
)
from ui.kit.counting import as_set, counting_in, in_full, of_each, telling
from ui.kit.files import csv_file
from ui.kit.headline import in_money
from ui.kit.language import _
from ui.kit.palette import LIGHT

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _in_dollars() -> Iterator[None]:
    with counting_in(CHINESE, "2018"):
        yield


def test_every_year_that_can_be_chosen_has_its_rate() -> None:
    years = Case.fields()["view.rate_year"].choices
    with (ROOT / "data" / "figures.csv").open(encoding="utf-8") as file:
        rates = {one["id"]: one["value"] for one in csv.DictReader(file)}
    for year in years:
        assert yuan_a_dollar(year) == float(rates[f"exchange_rate_{year}"])
        assert figure(f"exchange_rate_{year}").sources
    assert yuan_a_dollar("2018") == 6.609


def test_amounts_are_divided_by_hand() -> None:
    assert language.money(300_000) == "45,393 dollars"  # 300,000 / 6.609
    assert language.money(91.1) == "13.8 dollars"
    assert language.money(8.65e9) == "1.31 bn dollars"
    assert language.change(-10) == "−1.51 dollars"
    with counting_in(CHINESE, "2024"):
        assert language.money(300_000) == "41,692 dollars"  # / 7.1957
    with counting_in("EUR"):
        assert language.money(300_000) == "300,000 EUR"
    with counting_in(CHINESE, ""):
        assert language.money(300_000) == "300,000 yuan"


def test_less_than_a_cent_is_said_so_but_in_a_calculation() -> None:
    assert language.money(0.0031) == "less than a penny"
    assert language.amount(0.0031) == "less than 0.01"
    assert in_money(_("¤ a year")).apart(0.0031) == ("less than a penny", "a year")
    assert language.money(0.0) == "0 dollars"
    assert language.money(0.01 * 6.609) == "0.010 dollars"
    with in_full():
        assert language.money(0.0031) == "0.00047 dollars"


def test_what_is_set_and_what_is_a_ratio_stay() -> None:
    with as_set():
        assert language.money(300_000) == "300,000 yuan"
    assert language.measured(300_000, MONEY) == "300,000 yuan"
    with of_each():
        assert language.money(0.92) == "0.92 dollars"
    assert language.rounded(6.5, MONEY_FOR_1000) == "6.50 dollars for 1,000"
    assert language.as_told(6.5, MONEY_FOR_1000) == 6.5
    assert language.as_told(5.0, YEARS) == 5.0


def test_one_of_it_is_one_dollar() -> None:
    assert _("For each ¤ members expect {mean} back; the fee takes {fee}.").startswith(
        "For each dollar members"
    )
    assert _("Over a lifetime, and for every ¤") == "Over a lifetime, and for every dollar"
    assert _("Value of one ¤ a year to the end of membership").startswith("Value of one dollar a")


def test_a_sum_is_drawn_in_the_unit_of_what_is_told() -> None:
    assert scale_of(5e9) == (1e6, "million dollars")  # 757 million dollars
    assert scale_of(7e9) == (1e9, "bn dollars")


def test_texts_with_amounts_of_yuan_are_told_whole_or_not_at_all() -> None:
    assert language.retold("168 to 220 yuan in nine") == "25.4 to 33.3 dollars in nine"
    assert language.retold("nearly 5 bn yuan were") == "nearly 757 million dollars were"
    assert language.retold("30 万元") == "45,393 dollars"
    for preset in ALL_PRESETS.values():
        told = language.retold(preset.insight)
        assert "yuan" not in told, told
        # No amount has lost its unit on the way: what is bare was bare before.
        for word in ("300,000", "50,000", "100,000 yuan"):
            assert word not in told, told


def _chart(axis: Axis, *, log: bool = False) -> Chart:
    figure = frame(LIGHT, Axis("years"), axis)
    line(figure, np.array([1.0, 2.0]), np.array([66.09, 660.9]), "cost", "#000")
    figure["layout"]["shapes"].append({"type": "line", "x0": 1, "x1": 2, "y0": 66.09, "y1": 66.09})
    figure["layout"]["annotations"].append(
        {"text": "a", "x": 1, "y": math.log10(66.09) if log else 66.09}
    )
    return Chart("t", figure, "", lambda: pd.DataFrame({_("cost, ¤"): [66.09], "years": [1.0]}))


def test_a_figure_is_divided_as_a_whole() -> None:
    chart = _chart(Axis(_("¤ a year"), span=(0.0, 660.9), ticks={0.0: "0", 500.0: "500"}))
    layout = chart.figure["layout"]
    np.testing.assert_allclose(chart.figure["data"][0]["y"], [10.0, 100.0])
    np.testing.assert_allclose(chart.figure["data"][0]["x"], [1.0, 2.0])
    assert hover.money() in chart.figure["data"][0]["hovertemplate"]
    assert (layout["shapes"][0]["y0"], layout["shapes"][0]["x1"]) == (10.0, 2)
    assert layout["annotations"][-1]["y"] == 10.0
    assert layout["yaxis"]["range"] == [0.0, 100.0]
    assert layout["yaxis"]["ticktext"] == ["0", "20", "40", "60", "80", "100"]
    assert "meta" not in layout


def test_a_logarithmic_axis_is_moved() -> None:
    ticks = {10.0: "10", 100.0: "100", 1000.0: "1,000"}
    axis = Axis(_("¤ a year"), span=(6.609, 6609.0), log=True, ticks=ticks)
    layout = _chart(axis, log=True).figure["layout"]
    np.testing.assert_allclose(layout["yaxis"]["range"], [0.0, 3.0])
    assert layout["yaxis"]["ticktext"] == ["1", "10", "100", "1,000"]
    assert layout["annotations"][-1]["y"] == pytest.approx(1.0)


def test_an_axis_that_is_not_of_money_stays() -> None:
    chart = _chart(Axis("members", span=(0.0, 660.9)))
    np.testing.assert_allclose(chart.figure["data"][0]["y"], [66.09, 660.9])


def test_a_table_is_divided_once_where_its_head_says_so() -> None:
    raw = pd.DataFrame(
        {_("paid, ¤"): [66.09, None], _("ruined at 2 ¤, %"): [5.0, 6.0], "n": [1, 2]}
    )
    told = Titled("t", Table(raw)).table
    assert isinstance(told, Table)
    assert told.raw.iloc[0].tolist() == [10.0, 5.0, 1.0]
    assert told.raw.iloc[:, 0].isna().tolist() == [False, True]
    again = Titled("t", told).table
    assert isinstance(again, Table)
    assert again.raw.iloc[0, 0] == 10.0
    assert raw.iloc[0, 0] == 66.09


def test_a_chart_has_its_table_in_its_own_money_whenever_it_is_made() -> None:
    chart = _chart(Axis(_("¤ a year")))
    with counting_in("EUR"):
        table = chart.table()
    assert isinstance(table, pd.DataFrame)
    assert list(table) == ["cost, dollars", "years"]
    assert table.iloc[0, 0] == 10.0
    assert "cost, dollars" in csv_file(Table(table), None).decode("utf-8-sig")


def test_every_case_says_whether_it_is_told_in_dollars() -> None:
    dollars = Case().with_changes({"view.money": "dollars", "view.rate_year": "2020"})
    assert (Case().dollars_of, dollars.dollars_of) == ("", "2020")
    assert dollars.with_changes({"plan.currency": "EUR"}).dollars_of == ""
    assert telling().in_dollars


def test_a_name_from_outside_is_never_taken_for_a_unit() -> None:
    members, cost = _("{name}: members"), _("{name}, ¤ a year")
    names = ("dollars", "10 % fee", "plain")
    heads = {one.format(name=name): one for name in names for one in (members, cost)}
    raw = with_names(pd.DataFrame({head: [66.09] for head in heads}), heads)
    figure = frame(LIGHT, Axis(""), Axis(""))
    for told in (Titled("t", raw).table, Chart("t", figure, "", lambda: raw).table()):
        frame_told = whole(told).raw
        assert [frame_told[head][0] for head in heads] == [66.09, 10.0] * 3
