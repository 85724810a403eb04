"""A headline figure: its number, its difference from the baseline and what that was, in one place.

A figure is read from the present case and from the baseline, and a single writer writes both
numbers and their difference, so that what stands large can never be another number than the one
that is compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from ui.kit.counting import in_full
from ui.kit.glossary import explained
from ui.kit.language import (
    _,
    amount,
    less_than_a_penny,
    money,
    money_word,
    persons,
    ratio,
)
from ui.kit.markup import Markup, element, joined

# Letters; what is longer is words, which need more room than numbers have.
_LONGEST_NUMBER = 13


@dataclass(frozen=True)
class Writer:
    """How the numbers of a figure are written.

    ``apart`` gives the number that stands large and the unit behind it; ``whole`` writes the
    baseline's number and the difference of the two, with what unit they need. ``relative`` has the
    difference told as a share of the baseline's number too.
    """

    apart: Callable[[float], tuple[str, str]]
    whole: Callable[[float], str]
    relative: bool = False


def in_money(unit: str) -> Writer:
    """Return the writer of an amount of money, large before a unit such as "yuan a year"."""

    def apart(value: float) -> tuple[str, str]:
        if less_than_a_penny(value):
            return _("less than a penny"), unit.removeprefix(money_word()).strip()
        return amount(value), unit

    return Writer(apart, money, relative=True)


PEOPLE = Writer(lambda value: (persons(value), ""), persons)


@dataclass(frozen=True)
class Reading:
    """A figure of one case: its number, or where that is None the word in its place; and a note."""

    value: float | None
    note: str = ""
    none: str = ""
    none_unit: str = ""


@dataclass(frozen=True)
class Headline:
    """A figure of the present case and of the baseline, which is None where none is pinned.

    The note of the baseline is told where it is given and says something else than the present
    one's.
    """

    title: str
    write: Writer
    now: Reading
    past: Reading | None = None

    @property
    def shown(self) -> tuple[str, str]:
        """What stands large, and its unit."""
        if self.now.value is None:
            return self.now.none, self.now.none_unit
        return self.write.apart(self.now.value)

    @property
    def is_as_before(self) -> bool:
        """Whether the baseline has the same number, or neither has one and for the same reason."""
        assert self.past is not None
        now, before = self.now.value, self.past.value
        if now is None or before is None:
            return now is before and self.now.none == self.past.none
        return abs(now - before) <= 1e-9 * max(abs(before), 1e-12)


def headline_figure(figure: Headline, *, large: bool = False, line_below: bool = False) -> None:
    """Draw a headline figure with its difference from the baseline below it.

    ``line_below`` keeps a line free under it, so that what follows stands level with what follows
    a figure beside it whose baseline has a note.
    """
    st.html(headline_markup(figure, large=large, line_below=line_below))


def headline_markup(figure: Headline, *, large: bool = False, line_below: bool = False) -> Markup:
    """Return what :func:`headline_figure` draws."""
    number, unit = figure.shown
    if len(number) > _LONGEST_NUMBER:
        number = element("span", number, css="words")
    parts = [
        element("div", explained(figure.title), css="title"),
        element("div", number, element("span", f" {unit}", css="unit"), css="value"),
        element("div", explained(figure.now.note), css="note"),
    ]
    if figure.past is not None:
        parts.append(element("div", *_comparison(figure, figure.past), css="delta"))
    if past_note := _past_note(figure) or ("\u00a0" if line_below else ""):
        parts.append(element("div", past_note, css="note past"))
    return element("div", *parts, css="figure large" if large else "figure")


def figures_together(
    figures: Sequence[Headline],
    widths: Sequence[int] = (),
    *,
    notes: Sequence[str] = (),
    gap: Literal["small", "medium"] = "small",
) -> None:
    """Draw a row of figures in one element: each that a page has is sent and drawn by itself.

    ``widths`` in pixels and ``gap`` as in :func:`ui.kit.blocks.figure_row`; without widths two
    figures share a row as those of :func:`ui.kit.blocks.figure_pair` do. ``notes`` stand below.
    """
    given = [f"flex-basis: {width}px" for width in widths] or [""] * len(figures)
    cells = [
        element("div", headline_markup(figure), css="cell", style=width)
        for figure, width in zip(figures, given, strict=True)
    ]
    row = element("div", *cells, css=f"figures {gap}" if widths else "figures halves")
    st.html(joined((row, _notes(notes))))


def notes_below(*lines: str) -> None:
    """Write what is to be known beside a row of figures, a line each; empty ones are left out."""
    if told := _notes(lines):
        st.html(told)


def _notes(lines: Sequence[str]) -> Markup:
    told = [element("div", explained(line), css="note") for line in lines if line]
    return element("div", *told, css="notes") if told else Markup("")


def _comparison(figure: Headline, past: Reading) -> list[Markup | str]:
    """Return the difference and the baseline's number, or what there is of the two."""
    if figure.is_as_before:
        return [_("as in the baseline")]
    now, before, write = figure.now.value, past.value, figure.write
    if now is None or before is None:
        was = past.none if before is None else write.whole(before)
        return [_("baseline: {was}").format(was=was)]
    direction, sign = ("up", "+") if now > before else ("down", "")
    with in_full():
        gap = sign + write.whole(now - before)
    if before and write.relative:
        gap = _("{difference} ({relative})").format(difference=gap, relative=ratio(now / before))
    return [
        element("span", gap, css=direction),
        element("br"),
        _("baseline {before}").format(before=write.whole(before)),
    ]


def _past_note(figure: Headline) -> str:
    note = figure.past.note if figure.past is not None else ""
    return "" if note in ("", figure.now.note) else _("baseline: {note}").format(note=note)
