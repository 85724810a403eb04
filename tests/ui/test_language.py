"""Numbers and sentences as a reader sees them."""

import threading
from pathlib import Path

import pytest

from mutualmodel import PRESETS, Case, Quantity, Scenario, Sentence, project
from mutualmodel.explain import explain, why_unmoved
from mutualmodel.explain.steps import EXPLAINED
from mutualmodel.units import DAYS, MEMBERS, SHARE, YEARS, Unit
from tests.catalogues import STRANGE, write_strange
from ui.kit import language
from ui.kit.language import (
    AND,
    SEMICOLONS,
    _,
    amount,
    change,
    decimal_mark,
    entry,
    group_mark,
    inside,
    large,
    listed,
    measured,
    money,
    named,
    ngettext,
    number,
    percent,
    portion,
    quantity,
    ratio,
    sentence,
    sentences,
    set_to,
    significant,
    speaking,
    speechless,
    written,
)
from ui.locale.template import catalogue, text_of


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
        (Quantity(91.2, "money"), "91.2 yuan"),
        (Quantity(91.2, "money a year"), "91.2 yuan a year"),
        (Quantity(105_803_500, "members"), "106 million members"),
        (Quantity(0.29, "percent"), "29 %"),
        (Quantity(90.0, "days"), "90 days"),
        (Quantity(0.9, "years"), "0.900 years"),
        (Quantity(1, "days"), "1 day"),
        (Quantity(1, "claims"), "1 claim"),
        (Quantity(2, "claims"), "2 claims"),
        (Quantity(0, "members"), "0 members"),
        (Quantity(1.001, "years"), "1.00 years"),
        (Quantity(1, "settlements"), "1 settlement"),
        (Quantity(0.031, "money a claim"), "0.031 yuan a claim"),
        (Quantity(3.1, "in 1,000"), "3.10 in 1,000"),
    ],
)
def test_a_quantity_has_its_unit(item: Quantity, written: str) -> None:
    assert quantity(item) == written


def test_a_sentence_takes_numbers_and_words() -> None:
    item = Sentence("{who} pays {share}", {"who": "CI4", "share": Quantity(3, "money")})
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


@pytest.mark.parametrize(
    ("value", "unit", "shown", "plain"),
    [
        (1, YEARS, "1 year", "1 year"),
        (1.5, YEARS, "1.5 years", "1.5 years"),
        (1, MEMBERS, "1 member", "1 member"),
        (1e6, MEMBERS, "1 million members", "1,000,000 members"),
        (0, DAYS, "0 days", "0 days"),
        (0.01, Unit("share", "of parts", "of a part"), "1 % of a part", "1 % of a part"),
        (0.01, SHARE, "1 %", "1 %"),
    ],
)
def test_one_is_no_plural(value: float, unit: Unit, shown: str, plain: str) -> None:
    assert measured(value, unit) == shown
    assert str(Quantity(value, unit)) == plain


def test_an_input_of_one_is_no_plural() -> None:
    meta = Case.fields()["plan.years"]
    assert [written(meta, years) for years in (1, 2)] == ["1 year", "2 years"]


def test_a_result_has_a_unit_that_is_known() -> None:
    with pytest.raises(ValueError, match="unit = 'parsecs': allowed is one of percent, times"):
        Quantity(1.0, "parsecs")


def test_half_a_per_cent_is_rounded_as_it_is_written() -> None:
    # In binary figures 100 times 0.285 is less than 28.5.
    assert percent(0.285) == "28 %"
    assert percent(0.295) == "30 %"
    assert percent(-0.0001) == "0 %"


# ----------------------------------------------------------------------------- other languages


@pytest.fixture
def _strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_strange(tmp_path)
    monkeypatch.setattr(language, "LOCALE_FOLDER", tmp_path)


@pytest.mark.usefixtures("_strange")
def test_a_language_is_spoken_until_it_is_left() -> None:
    assert language.languages() == ("en", STRANGE)
    with speaking(STRANGE):
        assert _("Members") == "«Members»"
        assert [ngettext("day", "days", n) for n in (1, 1.5, 2)] == ["«day»", "«days»", "«days»"]
        assert inside("Members") == "«Members»"
        with speaking("en"):
            assert _("Members") == "Members"
    assert _("Members") == "Members"
    assert inside("Members") == "members"


@pytest.mark.usefixtures("_strange")
def test_numbers_are_written_in_the_readers_way() -> None:
    with speaking(STRANGE):
        assert number(-1234.5, 1) == "−1.234,5"
        assert money(91.23) == "91,2« »«yuan»"
        assert large(105_803_500) == "106« million»"
        assert percent(0.0823, 1) == "8,2« %»"
        assert quantity(Quantity(1, "days")) == "1« »«day»"
        assert (decimal_mark(), group_mark()) == (",", ".")
    assert (decimal_mark(), group_mark()) == (".", ",")


@pytest.mark.usefixtures("_strange")
def test_another_thread_does_not_hear_it() -> None:
    heard: list[str] = []
    with speaking(STRANGE):
        thread = threading.Thread(target=lambda: heard.append(_("Members")))
        thread.start()
        thread.join()
    assert heard == ["Members"]


def test_what_readers_of_all_languages_share_has_no_text() -> None:
    with speechless(), pytest.raises(RuntimeError, match="holds no text of one of them"):
        _("Members")


def test_a_language_without_a_catalogue_is_english_with_its_own_numbers() -> None:
    with speaking("fr"):
        assert _("Members") == "Members"
        assert number(0.5, 1) == "0,5"


def test_texts_are_put_together_in_one_place() -> None:
    assert sentences("One.", "", "Two.") == "One. Two."
    assert sentences("", "Two.") == "Two."
    assert listed(["men", "women", "all"]) == "men, women, all"
    assert listed(["men", "women"], AND) == "men and women"
    assert listed([named("fee", "8 %"), entry("rest", "92")], SEMICOLONS) == "fee: 8 %; rest 92"
    assert listed([]) == sentences() == ""


def test_a_language_may_put_texts_together_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "zh" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    # No space between sentences, and marks of its own.
    held = catalogue(path, "zh")
    held["{several} {one}"].string = "{several}{one}"
    held["{several}, {one}"].string = "{several}、{one}"
    held["{name}: {value}"].string = "{name}：{value}"
    path.write_text(text_of(held, header=True), encoding="utf-8")
    monkeypatch.setattr(language, "LOCALE_FOLDER", tmp_path)
    with speaking("zh"):
        assert sentences("一。", "二。") == "一。二。"
        assert named("男", listed(["甲", "乙"])) == "男：甲、乙"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0.0 %"),
        (1e-6, "less than 0.1 %"),
        (0.0005, "less than 0.1 %"),
        (0.00051, "0.1 %"),
        (0.083, "8.3 %"),
        (1.0, "100.0 %"),
        (-0.2, "−20.0 %"),
        (9.99, "999.0 %"),
        (10.0, "× 10.0"),
        (200.139, "× 200"),
        (-12.0, "× −12.0"),
    ],
)
def test_a_part_is_never_nothing_and_never_thousands_of_per_cent(value: float, told: str) -> None:
    assert portion(value) == told


def test_a_bare_number_stands_behind_its_name_and_a_unit_is_said_once() -> None:
    known = Case.fields()
    elasticity, members, years = (
        known[f"plan.{name}"] for name in ("price_elasticity", "members", "years")
    )
    assert written(elasticity, 2.0) == "elasticity 2"
    plan = Case().plan
    assert set_to(members, plan, 3e6, 5e6) == "Members: 3 million → 5 million"
    assert set_to(years, plan, 5) == "Years shown: 5 years"
    with speaking("zh"):
        assert written(elasticity, 2.0) == "弹性2"
        assert set_to(members, plan, 3e6) == "成员数：300万人"
