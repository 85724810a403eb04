"""The template of all texts is complete, up to date, and makes catalogues that work."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.catalogues import gaps, strange_catalogue
from ui.kit.language import ENGLISH, LOCALE_FOLDER, languages
from ui.locale.template import FILE, catalogue, template, text_of, texts_of_csv, texts_of_python

LANGUAGE = "ui/kit/language.py"
TRANSLATED = [name for name in languages() if name != ENGLISH]


def found(code: str) -> list[str | tuple[str, ...]]:
    file = io.BytesIO(code.encode())
    return [text for _line, _function, text, _comments in texts_of_python(file, (), (), {})]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('_("one text " "in two parts")', ["one text in two parts"]),
        ('_("more" if gap > 0 else "less")', ["more", "less"]),
        ('N_("marked")', ["marked"]),
        ('ngettext("{n} day", "{n} days", n)', [("{n} day", "{n} days")]),
        ('Sentence("{a} of {b}", {"a": "no text"})', ["{a} of {b}"]),
        ('Step("title", Sentence("working"), result)', ["title", "working"]),
        ('Unit("share")', []),
        ('Unit("share", "of claims")', ["of claims"]),
        ('Unit("days", "days", "day")', ["days", ("day", "days")]),
        ('declare(1.0, "Title", group="none", help="Help.")', ["Title", "Help."]),
        ('declare("F", "Who", help="Sex.", words={"F": "Woman"})', ["Who", "Sex.", "Woman"]),
        ("_(text)", []),
        ('f(text="no marker")', []),
    ],
)
def test_texts_are_found_by_their_markers(code: str, texts: list[str]) -> None:
    assert found(code) == texts


def test_texts_are_found_in_the_columns_that_a_page_shows() -> None:
    table = io.BytesIO(b"name,title,note\na,Launch,\nb,Closing,Why\n")
    texts = [text for _, _, text, _ in texts_of_csv(table, (), (), {"columns": ("title", "note")})]
    assert texts == ["Launch", "Closing", "Why"]


def test_the_template_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == text_of(template()), "run: make messages"


def test_the_template_names_files_without_lines_and_no_date() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert "POT-Creation-Date" not in text
    assert all(":" not in line[2:].strip() for line in text.splitlines() if line.startswith("#: "))


def test_a_new_language_begins_empty_and_keeps_what_is_translated(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    begun = catalogue(path, "zh")
    assert len(begun) == len(template())
    assert begun.num_plurals == 1
    begun["Members"].string = "成员"
    begun.add("A text of yesterday", "昨天")
    path.write_text(text_of(begun, header=True), encoding="utf-8")
    again = catalogue(path, "zh")
    assert again["Members"].string == "成员"
    assert "A text of yesterday" not in again
    assert text_of(again, header=True).count("昨天") == 0
    assert "Date:" not in text_of(again, header=True)
    assert faults(again) == []


def compiled(held: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, held)
    return file.getvalue()


def faults(held: Catalog) -> list[str]:
    """Say which translations have other gaps than their text, or too few numbers."""
    wrong = []
    for message in held:
        texts = message.id if isinstance(message.id, tuple | list) else [message.id]
        said = message.string if isinstance(message.string, tuple | list) else [message.string]
        # The singular may leave its number out: "one member".
        allowed = [gaps(str(text)) for text in texts]
        if any(one and gaps(one) not in allowed for one in said):
            wrong.append(f"{texts[0]}: its gaps are not those of {said}")
        if len(texts) > 1 and any(said) and len(said) != held.num_plurals:
            wrong.append(f"{texts[0]}: {len(said)} numbers, not {held.num_plurals}")
    return wrong


def test_a_catalogue_of_the_template_compiles_and_keeps_its_gaps() -> None:
    assert len(compiled(strange_catalogue())) > 100_000
    assert faults(strange_catalogue()) == []


def test_a_translation_that_loses_a_gap_is_found() -> None:
    held = Catalog(locale="de")
    held.add("{a} of {b}", "{b} ohne")
    assert len(faults(held)) == 1


# Without a translation yet there is nothing to look at.
@pytest.mark.parametrize("name", TRANSLATED or [ENGLISH])
def test_every_translation_compiles_and_keeps_its_gaps(name: str) -> None:
    path = LOCALE_FOLDER / name / "LC_MESSAGES" / "messages.po"
    if name == ENGLISH:
        assert not path.exists()
        return
    with path.open("rb") as file:
        held = read_po(file, locale=name)
    assert compiled(held)
    assert faults(held) == []
    assert {message.id for message in held} <= {message.id for message in template()}


# Where texts speak of the published record and its prices, which are in yuan whatever a plan is in.
RECORD_FILES = (
    "data/",
    "mutualmodel/history/",
    "mutualmodel/inputs/presets.py",
    "mutualmodel/insurance/systems.py",
    "ui/history/",
    "ui/limits/",
    "ui/membership/record.py",
)
# And single texts of it elsewhere, by how they begin.
RECORD_TEXTS = (
    "A payout of 50,000 yuan",
    "Chinese yuan",
    "Dotted beside mutual aid: its version at launch",
    "Exchange rates are known here for the yuan alone",
    "Left out are the launch of 2018",
    "The year whose mean exchange rate turns yuan",
    "Told in US dollars at the mean rate",
    "What you set and what is quoted stay in yuan",
    "Of a plan in yuan every figure",
    "Sums and prices in this table are in yuan",
    "Here the history is replayed to the notice",
    "The incomes known here are China’s",
    "Three prices of the bridging policy for 100,000 yuan",
    "No source was found for what a critical illness costs in yuan",
    "The money of all amounts of the plan",
    "Where a member would pay more than this more often",
    "a ceiling of 188 yuan a year",
    "All amounts on this page are of the record",
)


def names_yuan(text: str) -> bool:
    """Say whether a text names the money of the record, apart from the names of its gaps."""
    return bool(re.search(r"\byuan\b|\bfen\b|¥|元", re.sub(r"\{[^{}]*\}", "", text), re.IGNORECASE))


def test_only_texts_of_the_record_name_its_money() -> None:
    """All others have ``¤``, in whose place the plan's own money is told."""
    wrong = set()
    for message in template():
        text = message.id if isinstance(message.id, str) else " ".join(message.id)
        places = [place for place, _line in message.locations]
        elsewhere = [place for place in places if not place.startswith(RECORD_FILES)]
        # The word itself, for a plan in yuan.
        elsewhere = [place for place in elsewhere if (text, place) != ("yuan", LANGUAGE)]
        if names_yuan(text) and elsewhere and not text.startswith(RECORD_TEXTS):
            wrong.add((text, *elsewhere))
    assert wrong == set()


def test_every_listed_text_of_the_record_is_there() -> None:
    texts = [str(message.id) for message in template()]
    assert [start for start in RECORD_TEXTS if not any(map(_begins(start), texts))] == []


def _begins(start: str) -> Callable[[str], bool]:
    return lambda text: text.startswith(start)


@pytest.mark.parametrize("name", TRANSLATED)
def test_translations_keep_the_mark_of_the_plans_money(name: str) -> None:
    with (LOCALE_FOLDER / name / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for message in read_po(file, locale=name):
            if isinstance(message.id, str) and message.string:
                assert ("¤" in str(message.string)) is ("¤" in message.id)
