"""Costs beside incomes: by hand, against the published figures, and with their sources."""

import pytest

from mutualmodel.fairness.affordability import (
    INCOME_GROUPS,
    INCOME_YEARS,
    affordability,
    incomes,
    incomes_of,
    years_of_income,
)
from mutualmodel.figures import figure


def test_every_income_stands_in_the_figure_it_names() -> None:
    for income in incomes():
        assert f"{income.yuan:,.0f}" in figure(income.figure_id).value.split("; ")
        assert str(income.year) in figure(income.figure_id).figure


def test_urban_and_rural_are_known_for_every_year_and_fifths_for_2021() -> None:
    for year in INCOME_YEARS:
        for measure in ("mean", "median"):
            assert {"all", "urban", "rural"} <= set(incomes_of(year, measure))
    assert set(incomes_of(2021)) == set(INCOME_GROUPS)
    assert "fifth_1" not in incomes_of(2020)


def test_the_mean_of_the_fifths_is_near_the_mean_of_all() -> None:
    known = incomes_of(2021)
    fifths = [known[f"fifth_{n}"].yuan for n in range(1, 6)]
    assert fifths == sorted(fifths)
    # Fifths are of households and not of heads, so they agree only about.
    assert sum(fifths) / 5 == pytest.approx(known["all"].yuan, rel=0.08)


def test_shares_of_income_by_hand() -> None:
    table = affordability({"plan": 91.0, "policy": 300.0}, 2020).set_index("group")
    assert table.loc["rural", "plan"] == pytest.approx(91 / 17131)
    assert table.loc["urban", "policy"] == pytest.approx(300 / 43834)
    assert years_of_income(300_000)["fifth_1"] == pytest.approx(36.0, abs=0.01)


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="year = 2017: allowed is 2018 to 2021"):
        incomes_of(2017)
    with pytest.raises(ValueError, match="measure = 'mode': allowed is one of mean, median"):
        incomes_of(2020, "mode")
