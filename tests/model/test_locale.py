"""Catalogues are read as Babel reads them, without Babel."""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mutualmodel.locale import FOLDER, languages, translations
from tests.catalogues import STRANGE, write_strange


def by_babel(path: Path) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def same_in_both(language: str, folder: Path) -> None:
    """Hold every text of a catalogue, in each of its numbers, against another reader's."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    ours, theirs = translations(language, folder), by_babel(path)
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert messages
    for message in messages:
        if isinstance(message.id, str):
            assert ours.gettext(message.id) == theirs.gettext(message.id)
            continue
        one, many = message.id
        for count in range(4):
            assert ours.ngettext(one, many, count) == theirs.ngettext(one, many, count)


def test_the_catalogues_there_are_are_read_as_another_reader_does() -> None:
    assert languages()[0] == "en"
    for language in languages()[1:]:
        same_in_both(language, FOLDER)


def test_a_catalogue_of_another_grammar_is_read_so_too(tmp_path: Path) -> None:
    write_strange(tmp_path)
    assert languages(tmp_path) == ("en", STRANGE)
    same_in_both(STRANGE, tmp_path)


def test_guesses_and_what_is_not_translated_are_left_in_english(tmp_path: Path) -> None:
    held = Catalog(locale="pl", fuzzy=False)
    held.add('Marks: "\\ and\ttabs\nin lines', 'Znaki: "\\ i\ttabulatory\nw wierszach')
    held.add("Members", "Osoby", flags=["fuzzy"])
    held.add("Costs")
    held.add(("{n} day", "{n} days"), ("{n} dzień", "{n} dni", "{n} dnia"))
    path = tmp_path / "pl" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, held)
    same_in_both("pl", tmp_path)
    found = translations("pl", tmp_path)
    assert found.gettext("Members") == "Members"
    assert found.gettext("Costs") == "Costs"
    assert found.gettext('Marks: "\\ and\ttabs\nin lines').startswith('Znaki: "\\')


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_language_without_a_catalogue_is_english(language: str) -> None:
    assert translations(language).gettext("Members") == "Members"
