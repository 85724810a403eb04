"""Sentences with live numbers, kept apart from their numbers so that they can be translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mutualmodel.units import Unit, plainly


@dataclass(frozen=True)
class Quantity:
    """A number and the kind of thing it is: a unit, or a word such as yuan, percent or claims."""

    value: float
    unit: str | Unit

    def __str__(self) -> str:
        """Write the number plainly, as a Python user would read it."""
        if isinstance(self.unit, Unit):
            return plainly(self.value, self.unit)
        if self.unit == "percent":
            return f"{100 * self.value:.3g} %"
        number = f"{self.value:,.0f}" if abs(self.value) >= 1000 else f"{self.value:.4g}"
        return f"{number} {self.unit}".strip()


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
