"""Numbers and sentences as a reader sees them."""

import pytest

from mutualmodel import PRESETS, Quantity, Scenario, Sentence, project
from mutualmodel.explain import explain, why_unmoved
from mutualmodel.explain.steps import EXPLAINED
from ui.kit.language import (
    amount,
    change,
    large,
    money,
    number,
    percent,
    quantity,
    ratio,
    sentence,
    significant,
)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (1234.5, 0, "1,234"),
        (1234.5, 2, "1,234.50"),
        (-3, 1, "−3.0"),
        (300_000_000, 0, "300,000,000"),
    ],
)
def test_a_number_has_exactly_so_many_decimals(value: float, decimals: int, written: str) -> None:
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.00306, "0.00306"),
        (0.1, "0.100"),
        (1, "1.00"),
        (9.996, "10.00"),
        (12.34, "12.3"),
        (123.4, "123"),
        (1234, "1,234"),
        (1e-12, "0.00000000"),
    ],
)
def test_significant_digits_never_cut_the_whole_part(value: float, written: str) -> None:
    assert significant(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (59.4, "59.4"),
        (999, "999"),
        (1000, "1,000"),
        (105_803_500, "106 million"),
        (3_240_000, "3.24 million"),
        (8.65e9, "8.65 bn"),
        (-2e6, "−2.00 million"),
    ],
)
def test_large_numbers_are_told_in_millions(value: float, written: str) -> None:
    assert large(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (91.23, "91.2"),
        (3.8, "3.80"),
        (0.0030623, "0.0031"),
        (0.1, "0.10"),
        (0.108, "0.11"),
        (0.999, "1.00"),
        (0.9949, "0.99"),
        (300_000, "300,000"),
        (1500.4, "1,500"),
        (8_650_000_000, "8.65 bn"),
        (-12.34, "−12.3"),
        (-0.05, "−0.050"),
    ],
)
def test_amounts_are_as_fine_as_they_are_small(value: float, written: str) -> None:
    assert amount(value) == written
    assert money(value) == f"{written} yuan"


def test_a_difference_has_its_sign() -> None:
    assert change(3.2) == "+3.20 yuan"
    assert change(-3.2) == "−3.20 yuan"
    assert change(0) == "0 yuan"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1.042, "+4.2 %"),
        (0.5, "−50 %"),
        (1.0, "0.0 %"),
        (2.5, "+150 %"),
        (3, "× 3.00"),
        (32.7, "× 32.7"),
    ],
)
def test_a_ratio_is_a_change_or_a_multiple(value: float, written: str) -> None:
    assert ratio(value) == written


def test_a_percentage_has_its_space() -> None:
    assert percent(0.0823, 1) == "8.2 %"
    assert percent(-0.1) == "−10 %"


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (Quantity(0.07, "percent"), "7 %"),
        (Quantity(0.125, "percent"), "12.5 %"),
        (Quantity(0.6, "times"), "0.60"),
        (Quantity(91.2, "yuan"), "91.2 yuan"),
        (Quantity(91.2, "yuan a year"), "91.2 yuan a year"),
        (Quantity(105_803_500, "members"), "106 million members"),
        (Quantity(0.29, "percent"), "29 %"),
        (Quantity(90.0, "days"), "90 days"),
        (Quantity(0.9, "years"), "0.900 years"),
    ],
)
def test_a_quantity_has_its_unit(item: Quantity, written: str) -> None:
    assert quantity(item) == written


def test_a_sentence_takes_numbers_and_words() -> None:
    item = Sentence("{who} pays {share}", {"who": "CI4", "share": Quantity(3, "yuan")})
    assert sentence(item) == "CI4 pays 3.00 yuan"


@pytest.mark.parametrize("name", PRESETS)
def test_every_sentence_of_the_model_can_be_written(name: str) -> None:
    plan = PRESETS[name].scenario
    for figure in EXPLAINED:
        for step in explain(project(plan), figure):
            assert "{" not in sentence(step.working)
            assert "nan" not in quantity(step.result)
    for change_made in ({"risk_spread": 1.0}, {"seed": 1}, {"years": 2}, {"cap_bearer": "nobody"}):
        for reason in why_unmoved(plan.with_changes(**change_made), plan):
            assert "{" not in sentence(reason)


def test_the_published_figures_are_recognisable() -> None:
    headline = project(Scenario()).headline
    assert amount(headline.cost_per_claim) == "0.0031"
    assert large(headline.smallest_pool) == "3.24 million"
