"""Cases that a reader keeps by name, to lay them side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from mutualmodel.inputs.case import Case
from mutualmodel.inputs.showing import LONGEST_SHOWN, shown
from mutualmodel.text import N_, Given, Sentence

# More could not be told apart in a chart.
MOST_KEPT = 12


class KeptError(ValueError):
    """What cannot be done with the kept cases; ``sentence`` says why."""

    def __init__(self, sentence: Sentence) -> None:
        """Keep the sentence, and say it in English to a Python user."""
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True)
class NamedCase:
    """A case and what its reader calls it: one line of at most 60 letters."""

    name: str
    case: Case


@dataclass(frozen=True)
class KeptCases:
    """Cases by name, in their reader's order; no name stands twice.

    Examples
    --------
    >>> kept = KeptCases().with_case("small", Case()).with_case("small", Case())
    >>> [one.name for one in kept.renamed("small", "large").moved("small 2", -1)]
    ['small 2', 'large']
    """

    cases: tuple[NamedCase, ...] = ()

    def __iter__(self) -> Iterator[NamedCase]:
        """Go through the cases in their order."""
        return iter(self.cases)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.cases)

    @property
    def is_full(self) -> bool:
        """Whether no further case can be kept."""
        return len(self.cases) >= MOST_KEPT

    def with_case(self, name: str, case: Case) -> "KeptCases":
        """Return the cases with one more at their end; a name that is taken gets a number.

        Raises
        ------
        KeptError
            When there are twelve already, or the name is empty.
        """
        if self.is_full:
            text = N_("No more than {most} cases can be kept. Drop one first.")
            raise KeptError(Sentence(text, {"most": Given(str(MOST_KEPT))}))
        return KeptCases((*self.cases, NamedCase(self._free(_one_line(name)), case)))

    def with_all(self, others: "KeptCases") -> "KeptCases":
        """Return the cases with others at their end, but for those that are among them already.

        Raises
        ------
        KeptError
            When that would be more than twelve.
        """
        found = self
        for one in others:
            if one not in found.cases:
                found = found.with_case(one.name, one.case)
        return found

    def renamed(self, name: str, new: str) -> "KeptCases":
        """Return the cases with another name for one of them.

        Raises
        ------
        KeptError
            When the new name is empty or that of another.
        """
        line = _one_line(new)
        if line != name and any(one.name == line for one in self.cases):
            text = N_("Another case is called {name} already.")
            raise KeptError(Sentence(text, {"name": Given(f"“{line}”")}))
        return KeptCases(
            tuple(NamedCase(line, one.case) if one.name == name else one for one in self.cases)
        )

    def moved(self, name: str, by: int) -> "KeptCases":
        """Return the cases with one of them so many places further down, as far as that goes."""
        cases = [one for one in self.cases if one.name != name]
        (place,) = [at for at, one in enumerate(self.cases) if one.name == name]
        cases.insert(min(max(place + by, 0), len(cases)), self.cases[place])
        return KeptCases(tuple(cases))

    def without(self, name: str) -> "KeptCases":
        """Return the cases but for one."""
        return KeptCases(tuple(one for one in self.cases if one.name != name))

    def _free(self, name: str) -> str:
        taken = {one.name for one in self.cases}
        number = 1
        wanted = name
        while wanted in taken:
            number += 1
            ending = f" {number}"
            wanted = name[: LONGEST_SHOWN - len(ending)] + ending
        return wanted


def _one_line(name: str) -> str:
    line = shown(name)
    if not line:
        raise KeptError(Sentence("A case needs a name."))
    return line
