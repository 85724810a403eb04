"""The commercial side's inputs: declared once, refused in words, and what follows from them."""

import pytest

from mutualmodel import ScenarioError
from mutualmodel.figures import figure
from mutualmodel.inputs import InsurerTerms


def test_every_input_has_a_group_a_range_and_a_figure() -> None:
    for meta in InsurerTerms.fields().values():
        assert meta.group in InsurerTerms.GROUPS
        if meta.choices:
            assert meta.default in meta.choices
            continue
        assert meta.minimum is not None
        assert meta.maximum is not None
        assert meta.step
        assert isinstance(meta.default, float)
        assert meta.minimum <= meta.default <= meta.maximum
        assert figure(meta.source).topic == "insurance"


def test_the_defaults_of_the_law_are_the_limits() -> None:
    assert figure("loading_cap_individual").value == "35 %"
    assert figure("loading_cap_group").value == "25 %"
    with pytest.raises(ScenarioError, match=r"loading = 0\.36: allowed is 0 to 0\.35"):
        InsurerTerms(loading=0.36)
    with pytest.raises(ScenarioError, match=r"group_loading = 0\.26: allowed is 0 to 0\.25"):
        InsurerTerms(group_loading=0.26)


def test_an_unknown_input_is_named() -> None:
    with pytest.raises(ScenarioError, match=r"lodaing = 0\.2: there is no such input; .* loading"):
        InsurerTerms(lodaing=0.2)  # type: ignore[call-arg]


@pytest.mark.parametrize("loading", [0.0, 0.2, 0.35])
def test_the_parts_of_the_loading_add_up(loading: float) -> None:
    terms = InsurerTerms(loading=loading, commission_share=0.6, margin_share=0.4)
    assert terms.commission + terms.expenses + terms.margin == pytest.approx(loading)
    assert terms.expenses == pytest.approx(0.0)
    assert InsurerTerms(
        loading=0.3, commission_share=0.5, margin_share=0.1
    ).expenses == pytest.approx(0.12)


def test_underwriting_of_a_hundred_applicants() -> None:
    # 10 declined with 2.5 times the average leave 90 with (100 - 25) / 90 of it; 18 of the 100
    # pay 1.5 times the price, so that the 90 pay (72 + 18 x 1.5) / 90 of it.
    terms = InsurerTerms(
        declined_share=0.10, declined_incidence=2.5, loaded_share=0.15, loaded_extra=0.5
    )
    assert terms.accepted_share == pytest.approx(0.90)
    assert terms.accepted_incidence == pytest.approx(75 / 90)
    assert terms.accepted_price == pytest.approx((75 + 15 * 1.5) / 90)
    nobody = InsurerTerms(declined_share=0.0, loaded_share=0.0)
    assert (nobody.accepted_share, nobody.accepted_incidence, nobody.accepted_price) == (1, 1, 1)


def test_underwriting_never_leaves_less_than_nothing() -> None:
    worst = InsurerTerms(declined_share=0.15, declined_incidence=4.0)
    assert worst.accepted_incidence == pytest.approx(0.4 / 0.85)
