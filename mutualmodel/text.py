"""Sentences with live numbers, kept apart from their numbers so that they can be translated.

The model speaks English; a page looks every text up in its reader's language. So that all of them
can be found, a text is marked where it is defined: by :func:`N_`, or by standing in a
:class:`Sentence`, a :class:`Step`, a :class:`~mutualmodel.units.Unit` or the declaration of an
input. See ``docs/languages.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mutualmodel.units import OF_RESULTS, Unit, briefly, plainly


def N_(text: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark a text for translation where it is defined, and return it as it is."""
    return text


@dataclass(frozen=True)
class Quantity:
    """A number and the kind of thing it is: an input's unit, or a word that names a result's.

    Raises
    ------
    ValueError
        When the word is none of :data:`~mutualmodel.units.OF_RESULTS`.
    """

    value: float
    unit: str | Unit

    def __post_init__(self) -> None:
        """Refuse a word that nobody has marked for translation."""
        if isinstance(self.unit, str) and self.unit not in OF_RESULTS:
            known = ", ".join(filter(None, OF_RESULTS))
            raise ValueError(f"unit = {self.unit!r}: allowed is one of {known}, or a Unit")

    def __str__(self) -> str:
        """Write the number plainly, as a Python user would read it."""
        if isinstance(self.unit, Unit):
            return plainly(self.value, self.unit)
        return briefly(self.value, OF_RESULTS[self.unit])


@dataclass(frozen=True)
class Given:
    """Words from outside, such as a link's: never translated, and never more than text."""

    text: str

    def __str__(self) -> str:
        """Repeat them."""
        return self.text


Part = Quantity | Given | str | tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """An English sentence with named gaps, and what goes into them.

    A gap takes a number, a text of the product (which is translated too), several such texts, words
    from outside or another sentence.
    """

    text: str
    values: Mapping[str, Part | Sentence] = field(default_factory=dict)

    def __str__(self) -> str:
        """Fill the gaps in English."""
        filled = {
            name: ", ".join(value) if isinstance(value, tuple) else str(value)
            for name, value in self.values.items()
        }
        return self.text.format(**filled)


@dataclass(frozen=True)
class Step:
    """One step of a calculation: what it gives, how, from which figures.

    ``working`` shows the arithmetic with the live numbers; ``result`` is what it comes to;
    ``sources`` are ids in ``data/figures.csv`` of the inputs that enter at this step.
    """

    title: str
    working: Sentence
    result: Quantity
    sources: tuple[str, ...] = ()
