"""Sentences with live numbers, kept apart from their numbers so that they can be translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quantity:
    """A number and the kind of thing it is: yuan, members, claims, percent, times, years, ..."""

    value: float
    unit: str

    def __str__(self) -> str:
        """Write the number plainly, as a Python user would read it."""
        if self.unit == "percent":
            return f"{100 * self.value:.3g} %"
        number = f"{self.value:,.0f}" if abs(self.value) >= 1000 else f"{self.value:.4g}"
        return f"{number} {self.unit}".strip()


@dataclass(frozen=True)
class Sentence:
    """An English sentence with named gaps, and what goes into them."""

    text: str
    values: Mapping[str, Quantity | str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Fill the gaps in English."""
        return self.text.format(**{name: str(value) for name, value in self.values.items()})
