"""Texts by the columns they take in a terminal, where a Chinese letter takes two."""

import re
from unicodedata import east_asian_width

# What stays on one line: a word, or one East Asian letter, with the marks that cling to either.
_TOKEN = re.compile(r"\s+|[（“]*(?:[^\s\u2e80-\uffef“”]+|[\u2e80-\uffef“”])[，。；：、）”？]*")


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def left(text: str, columns: int) -> str:
    """Return a text at the left of so many columns."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Return a text at the right of so many columns."""
    return " " * (columns - width(text)) + text


def lines_of(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns, at spaces or East Asian letters."""
    lines, line = [], ""
    for token in _TOKEN.findall(text):
        piece = " " if token.isspace() else token
        if line and width(line) + width(piece) > columns:
            lines.append(line.rstrip())
            line = ""
        line = (line + piece).lstrip()
    return [*lines, line.rstrip()]
