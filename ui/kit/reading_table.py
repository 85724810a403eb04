"""A table to read rather than to reckon with: words, strong values and links to sources."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from ui.kit.charts import Titled, whole
from ui.kit.glossary import explained
from ui.kit.language import named
from ui.kit.markup import Markup, element
from ui.kit.taking import take_table


@dataclass(frozen=True)
class Link:
    """Words that lead to an address; what stands behind them; whether it is another site's."""

    text: str
    address: str
    tip: str = ""
    after: str = ""
    away: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: strong words, plain ones, a small line below, links.

    ``stacked`` links stand one below the other, others in a row. ``whole`` words are not broken.
    """

    text: str = ""
    strong: str = ""
    small: str = ""
    links: Sequence[Link] = field(default_factory=tuple)
    stacked: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Column:
    """The title of a column and its share of the table's width, in per cent.

    ``titled`` cells repeat the title on a phone, which shows no line of titles.
    """

    title: str
    width: int
    titled: bool = False


def reading_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    taken: Titled,
    *,
    key: str,
    chosen: int | None = None,
    copy: bool = True,
) -> None:
    """Draw a table to read, and offer to take it away.

    Parameters
    ----------
    columns, rows
        What is read.
    taken
        What is taken away of it, numbers as numbers; its title names it for screen readers.
    key
        Unique on the page; begins the names of its files.
    chosen
        Place of a row that is marked.
    copy
        Whether it can be copied as well; a long one is offered as a file only.
    """
    widths = [element("col", style=f"width:{column.width}%") for column in columns]
    titles = [element("th", explained(column.title), scope="col") for column in columns]
    body = [
        element(
            "tr",
            *(_cell(cell, column) for cell, column in zip(row, columns, strict=True)),
            css="chosen" if place == chosen else "",
        )
        for place, row in enumerate(rows)
    ]
    table = element(
        "table",
        element("colgroup", *widths),
        element("thead", element("tr", *titles)),
        element("tbody", *body),
        css="sources",
    )
    st.html(
        element("div", table, css="scroll", tabindex="0", role="region", aria_label=taken.title)
    )
    take_table(whole(taken.table), key=key, title=taken.title, subject=taken.subject, copy=copy)


def _cell(cell: Cell, column: Column) -> Markup:
    content: list[str] = []
    if column.titled:
        content.append(element("small", column.title, css="on-phone"))
    if cell.strong:
        content += [element("span", explained(cell.strong), css="value"), " "]
    content.append(explained(cell.text))
    if cell.small:
        content += [element("br"), element("small", cell.small)]
    for place, link in enumerate(cell.links):
        if place:
            content.append(element("br") if cell.stacked else ", ")
        content += [_anchor(link), link.after]
    return element("td", *content, css="whole" if cell.whole else "")


def _anchor(link: Link) -> Markup:
    return element(
        "a",
        link.text,
        href=link.address,
        title=link.tip,
        aria_label=named(link.text, link.tip) if link.tip else "",
        target="_blank" if link.away else "_self",
        rel="noopener" if link.away else "",
    )
