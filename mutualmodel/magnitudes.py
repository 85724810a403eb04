"""How languages count what is large: in thousands, or in ten thousands as in East Asia."""

from dataclasses import dataclass

from mutualmodel.text import N_


@dataclass(frozen=True)
class Magnitude:
    """A unit in which large numbers are counted.

    ``word`` is its name behind a number, ``written`` how a number in it stands in a sentence and
    ``short`` on an axis; ``money`` and ``members`` are titles of axes in it.
    """

    size: float
    word: str
    written: str
    short: str
    money: str
    members: str


_THOUSAND = Magnitude(
    1e3,
    N_("thousand"),
    N_("{number} thousand"),
    N_("{number} k"),
    N_("thousand ¤"),
    N_("thousand members"),
)
_MILLION = Magnitude(
    1e6,
    N_("million"),
    N_("{number} million"),
    N_("{number} M"),
    N_("million ¤"),
    N_("million members"),
)
_BILLION = Magnitude(
    1e9, N_("bn"), N_("{number} bn"), N_("{number} bn"), N_("bn ¤"), N_("bn members")
)
_TEN_THOUSAND = Magnitude(
    1e4,
    N_("ten thousand"),
    N_("{number} ten thousand"),
    N_("{number} ten thousand"),
    N_("ten thousand ¤"),
    N_("ten thousand members"),
)
_HUNDRED_MILLION = Magnitude(
    1e8,
    N_("hundred million"),
    N_("{number} hundred million"),
    N_("{number} hundred million"),
    N_("hundred million ¤"),
    N_("hundred million members"),
)
_BY_TEN_THOUSANDS = frozenset({"zh", "ja", "ko"})


def counts_by_ten_thousands(language: str) -> bool:
    """Whether a language has words for ten thousand and a hundred million."""
    return language.partition("_")[0] in _BY_TEN_THOUSANDS


def of_sentences(language: str) -> tuple[Magnitude, ...]:
    """Return the units in which a language rounds large numbers, the largest first."""
    if counts_by_ten_thousands(language):
        return _HUNDRED_MILLION, _TEN_THOUSAND
    return _BILLION, _MILLION


def rounded_from(language: str) -> float:
    """Return the amount from which on one is told in large units, to three digits."""
    return 1e5 if counts_by_ten_thousands(language) else 1e6


def of_inputs(language: str) -> tuple[Magnitude, ...]:
    """Return the units in which a language writes large numbers exactly, the largest first."""
    if counts_by_ten_thousands(language):
        return _HUNDRED_MILLION, _TEN_THOUSAND
    return (_MILLION,)


def of_axes(language: str) -> tuple[Magnitude, ...]:
    """Return the units in which a language marks an axis, the largest first."""
    if counts_by_ten_thousands(language):
        return _HUNDRED_MILLION, _TEN_THOUSAND
    return _MILLION, _THOUSAND


def of_pools(language: str) -> Magnitude:
    """Return the unit in which a language counts the members of large pools along an axis."""
    return _TEN_THOUSAND if counts_by_ten_thousands(language) else _MILLION
