"""The catalogues of translations: which languages there are, and what is said in one of them.

A catalogue is a file of gettext's, ``LANGUAGE/LC_MESSAGES/messages.po``, and is read as it is: for
the pages and for the command line alike, so nothing need be compiled before either is used. How
texts are marked and looked up is told in ``docs/languages.md``.
"""

import gettext
import io
import os
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

ENGLISH = "en"
FOLDER = Path(__file__).parent
_FILE = Path("LC_MESSAGES", "messages.po")
# Where programs look for their reader's language: the first that is set says it.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_KEYWORD = re.compile(r"(msg(?:id|id_plural|str(?:\[\d+\])?)) (\".*\")$")
# Of a file that gettext reads: its mark and version, and the place of its first table.
_MAGIC, _FORMAT, _HEADER = 0x950412DE, 0, 28


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the languages there are: English, and each that has a catalogue."""
    found = (path.parents[1].name for path in sorted(folder.glob(f"*/{_FILE}")))
    return (ENGLISH, *found)


def of_environment(variables: Mapping[str, str] = os.environ) -> str:
    """Return the language of the environment, such as zh of ``LANG=zh_CN.UTF-8``, else English."""
    said = next((variables[name] for name in _VARIABLES if variables.get(name)), "")
    spoken = re.split(r"[_.@-]", said)[0].lower()
    return spoken if spoken in languages() else ENGLISH


@cache
def translations(language: str, folder: Path = FOLDER) -> gettext.NullTranslations:
    """Return what looks texts up in a language; without a catalogue it gives them as they are."""
    path = folder / language / _FILE
    if not path.exists():
        return gettext.NullTranslations()
    with path.open(encoding="utf-8") as file:
        return gettext.GNUTranslations(io.BytesIO(_compiled(_entries(file))))


def _entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give texts and translations; forms of one text in several numbers are parted by a null."""
    entry: dict[str, str] = {}
    keyword, fuzzy = "", False
    for line in (*lines, ""):
        line = line.strip()
        if found := _KEYWORD.match(line):
            keyword, line = found.groups()
            entry[keyword] = ""
        if line.startswith('"'):
            entry[keyword] += _unescaped(line[1:-1])
        elif line.startswith("#,"):
            fuzzy = "fuzzy" in line
        elif not line and entry:
            said = [text for name, text in entry.items() if name.startswith("msgstr")]
            if any(said) and not fuzzy:
                asked = [text for name, text in entry.items() if name.startswith("msgid")]
                yield "\0".join(asked), "\0".join(said)
            entry, fuzzy = {}, False


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)


def _compiled(entries: Iterable[tuple[str, str]]) -> bytes:
    """Return texts and translations as the file that gettext reads, which has them in order."""
    pairs = sorted((asked.encode(), said.encode()) for asked, said in entries)
    asked_at, said_at = _HEADER, _HEADER + 8 * len(pairs)
    start = said_at + 8 * len(pairs)
    tables, held = [], io.BytesIO()
    for texts in ([asked for asked, _said in pairs], [said for _asked, said in pairs]):
        for text in texts:
            tables.append(struct.pack("<II", len(text), start + held.tell()))
            held.write(text + b"\0")
    head = struct.pack("<7I", _MAGIC, _FORMAT, len(pairs), asked_at, said_at, 0, start)
    return b"".join([head, *tables, held.getvalue()])
