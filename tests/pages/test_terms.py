"""A practitioner finds the field's terms on the page that speaks of the thing."""

import pytest

from mutualmodel import Case
from tests.pages.app import open_page, part
from ui.kit.terms import TERMS


@pytest.mark.parametrize(
    ("page", "term"),
    [
        ("home", "process risk"),
        ("membership", "persistency"),
        ("risk", "99.5 % VaR"),
        ("fund", "first passage"),
        ("closing", "IBNR"),
        ("insurance", "technical premium"),
        ("fairness", "cross-subsidy"),
    ],
)
def test_the_page_holds_the_fields_term(page: str, term: str) -> None:
    (told,) = part(open_page(page, Case()), "aside")
    assert term in told
    assert all(known in told for _plain, known in TERMS[page])
