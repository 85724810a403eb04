"""The template of all texts, for translators: found in the code and the data, not kept by hand.

    python -m ui.locale.template            # write it, and bring every catalogue up to date
    python -m ui.locale.template zh         # and begin a catalogue of a new language

Babel's own reader of Python looks at strings beside each other, so it makes one text of the two in
``_("more" if gap > 0 else "less")`` and cannot tell ``help=`` from ``title=``. The one here reads
the syntax tree.
"""

import ast
import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from mutualmodel.figures.values import units_of, words_of
from mutualmodel.locale import FOLDER as CATALOGUES

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("messages.pot")

# Which arguments are texts, by place and by name. A dict's values are texts; two places that stand
# in a tuple are one text in its two numbers.
Argument = int | str
MARKERS: Mapping[str, tuple[Argument | tuple[Argument, Argument], ...]] = {
    "_": (0,),
    "N_": (0,),
    "ngettext": ((0, 1),),
    "inside": (0,),
    "Sentence": (0,),
    "Step": (0,),
    "Unit": (1, (2, 1)),
    "declare": (1, "title", "help", "words"),
}

# The columns of data that a page shows in words. Names, numbers, dates and sources stay as they
# are: see docs/languages.md.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "data/events.csv": ("title", "text"),
    "data/figures.csv": ("figure", "value", "unit", "kind", "note"),
    "data/commercial_quotes.csv": ("insurer", "product"),
    "data/newspapers.csv": ("phrase",),
    "data/sources.csv": ("outlet",),
    "data/platforms.csv": ("operator", "yearly_cost_year", "how_closed", "note"),
}

# What of a cell is a text, where that is not the whole.
_TAKEN: Mapping[str, Callable[[str], list[str]]] = {"value": words_of, "unit": units_of}

_DATES = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:')

Found = Iterator[tuple[int, str | None, str | tuple[str, ...], list[str]]]


def template() -> Catalog:
    """Return every text there is, sorted, each with the files in which it stands."""
    catalog = Catalog(project="mutual-aid-dashboard", charset="utf-8", fuzzy=False)
    methods: Any = [
        ("mutualmodel/**.py", texts_of_python),
        ("ui/**.py", texts_of_python),
        *((path, texts_of_csv) for path in COLUMNS),
    ]
    options = {path: {"columns": columns} for path, columns in COLUMNS.items()}
    found = extract_from_dir(ROOT, methods, options, strip_comment_tags=True)
    for path, _line, message, comments, context in sorted(found, key=lambda one: one[:2]):
        # Not the line: it would move with every change above it.
        catalog.add(message, None, [(Path(path).as_posix(), 0)], (), comments, context=context)
    return catalog


def catalogue(path: Path, language: str) -> Catalog:
    """Return a language's catalogue, with every text of the template and no other."""
    held = Catalog(locale=language, project="mutual-aid-dashboard", charset="utf-8", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            held = read_po(file, locale=language)
    # A guess at what a changed text means would look like a translation.
    held.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    held.obsolete.clear()
    return held


def text_of(catalog: Catalog, *, header: bool = False) -> str:
    """Return a catalogue as a file that changes only where its texts do."""
    for message in catalog:
        # Gaps are in braces: Babel takes the per cent in "35 % of" for one as well.
        message.flags.discard("python-format")
    written = io.BytesIO()
    write_po(
        written,
        catalog,
        width=100,
        sort_output=True,
        include_lineno=False,
        omit_header=not header,
    )
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_DATES))


def texts_of_python(
    file: IO[bytes], _keywords: object, _comment_tags: object, options: object
) -> Found:
    """Find the texts in a Python file, by :data:`MARKERS`; one of Babel's methods."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and (name := _called(node)) in MARKERS:
            for place in MARKERS[name]:
                for text in _texts(node, place):
                    yield node.lineno, None if isinstance(text, str) else "ngettext", text, []


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts(call: ast.Call, place: Any) -> Iterator[str | tuple[str, ...]]:
    if isinstance(place, tuple):
        pair = tuple(text for one in place for text in _texts(call, one) if isinstance(text, str))
        if len(pair) == len(place):
            yield pair
        return
    for value in _arguments(call, place):
        yield from _literals(value)


def _arguments(call: ast.Call, place: Argument) -> Iterator[ast.expr]:
    if isinstance(place, int):
        yield from call.args[place : place + 1]
    else:
        yield from (keyword.value for keyword in call.keywords if keyword.arg == place)


def _literals(value: ast.expr) -> Iterator[str]:
    """Give the texts that an expression can come to."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _literals(value.body)
        yield from _literals(value.orelse)
    elif isinstance(value, ast.Dict):
        for one in value.values:
            yield from _literals(one)


def texts_of_csv(
    file: IO[bytes], _keywords: object, _comment_tags: object, options: Mapping[str, Any]
) -> Found:
    """Find the texts in the columns of a table; one of Babel's methods."""
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8"), newline=""))
    for place, row in enumerate(rows, start=2):
        for column in options["columns"]:
            # Of a published value the words alone: numbers and days are written anew.
            texts = _TAKEN[column](row[column]) if column in _TAKEN else [row[column]]
            yield from ((place, None, text, []) for text in texts if text)


def main(wanted: Sequence[str]) -> None:
    """Write the template, and every catalogue that exists or is wanted."""
    FILE.write_text(text_of(template()), encoding="utf-8")
    known = {path.parents[1].name for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po")}
    for language in sorted(known | set(wanted)):
        path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        held = catalogue(path, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(held, header=True), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
