"""How a table is refused: all that is wrong with it, each by file, row, column and value."""

from collections.abc import Sequence

from mutualmodel.inputs.declare import Problem
from mutualmodel.inputs.showing import shown
from mutualmodel.text import Given, Part, Sentence

# So many faults are told of one table; who has mended these will see the next.
MOST_TOLD = 12


class OwnTableError(ValueError):
    """A table that cannot be used; ``problems`` say why, each in a sentence."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems and join them into one message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def refused(file: str, text: str, **values: Part | Sentence) -> OwnTableError:
    """Return the error of a whole file; ``text`` has a gap for its name, ``{file}``."""
    sentence = Sentence(text, {"file": quoted(file), **values})
    return OwnTableError([Problem(shown(file), str(sentence), sentence)])


def quoted(text: str) -> Given:
    """Repeat words from outside, cut short and between marks."""
    return Given("“" + shown(text) + "”")
