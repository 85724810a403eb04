"""Each term of art is explained where it stands, from one file."""

import re
from collections import Counter

import pytest

from mutualmodel import Case
from tests.marks import one_in
from tests.pages.app import open_page, plain, raw_html
from ui.frame.menu import PAGES
from ui.kit.glossary import ENTRIES, explained, heading, meanings

MARK = re.compile(r'<span class="term" tabindex="0" role="term" data-term="(\w+)">([^<]*)</span>')


def terms(text: str) -> list[tuple[str, str]]:
    """Give the terms that are marked in a sentence, as (name, words)."""
    return MARK.findall(explained(text))


def test_a_term_is_marked_where_it_stands_first() -> None:
    assert terms("IBNR and RBNS; more IBNR.") == [("ibnr", "IBNR"), ("rbns", "RBNS")]


def test_the_longest_spelling_is_found_and_no_part_of_a_word() -> None:
    assert terms("A level premium.") == [("level_premium", "level premium")]
    assert terms("Collapse, ruinous, non-settlement, ibnrs.") == []
    assert terms("Lapse, at the head of a sentence.") == [("lapse", "Lapse")]


def test_words_around_a_term_are_escaped() -> None:
    assert explained("<b> & IBNR") == (
        '&lt;b&gt; &amp; <span class="term" tabindex="0" role="term" data-term="ibnr">IBNR</span>'
    )


def test_no_spelling_means_two_things() -> None:
    found = Counter(
        spelling.casefold()
        for entry in ENTRIES.values()
        if entry.spellings
        for spelling in entry.spellings.split("|")
    )
    assert [spelling for spelling, count in found.items() if count > 1] == []
    assert all(spelling.strip() == spelling for spelling in found)


def test_a_meaning_is_a_sentence_or_two() -> None:
    for name, (head, meaning) in meanings().items():
        assert head == heading(ENTRIES[name])
        assert meaning.endswith(".")
        assert len(meaning.split()) <= 36, name


@pytest.mark.parametrize("page", ["home", "risk", "membership", "closing", "insurance"])
def test_a_page_marks_terms_that_have_a_meaning(page: str) -> None:
    found = [MARK.findall(piece) for piece in raw_html(open_page(page, Case()))]
    names = {name for piece in found for name, _words in piece}
    assert names
    assert names <= set(meanings())


def test_the_glossary_lists_every_term() -> None:
    shown = plain(" ".join(raw_html(open_page("glossary", Case()))))
    for entry in ENTRIES.values():
        assert entry.word in shown
        assert entry.meaning in shown


@pytest.mark.parametrize("page", one_in(3, PAGES, first=1))
def test_the_menu_asks_what_the_page_answers(page: str) -> None:
    assert [one.value for one in open_page(page, Case()).title] == [PAGES[page].question]
