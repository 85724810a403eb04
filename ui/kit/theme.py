"""The theme a reader has chosen, and the product's own styles in the page."""

import json

import streamlit as st

from mutualmodel.locale import ENGLISH
from ui.kit.components import source, unseen
from ui.kit.language import _, language
from ui.kit.palette import DARK, FONT, LIGHT, PAPER, Palette

_SHEETS = (
    "page.css",
    "layout.css",
    "tables.css",
    "glossary.css",
    "tour.css",
    "projector.css",
    "focus.css",
    "print.css",
)

_watch = st.components.v2.component(
    "theme_watch",
    html=unseen("theme-watch"),
    js=source("theme_watch.js"),
)

_fold = st.components.v2.component(
    "sidebar_fold",
    html=unseen("sidebar-fold"),
    js=source("sidebar_fold.js"),
)


def palette() -> Palette:
    """Return the colours of the theme the reader has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def follow_theme() -> None:
    """Run the page again when the reader, or the system at dusk, turns to the other theme."""
    drawn = "dark" if palette() is DARK else "light"
    _watch(key="theme_watch", data=drawn, on_shown_change=lambda: None)


def fold_sidebar() -> None:
    """Fold the sidebar on windows that have no room for it beside the page."""
    _fold(key="sidebar_fold")


def write_style_sheet() -> None:
    """Put the product's own styles into the page."""
    colours = palette()
    inks = (
        f":root {{ --accent-ink: {colours.accent}; --alert-ink: {colours.unpaid}; "
        f"--page-surface: {colours.surface}; --page-text: {colours.text}; "
        f"--page-font: {FONT}; --muted-ink: {colours.muted}; "
        f"--line-ink: {colours.grid}; }}"
    )
    st.html(f"<style>{inks}{source(*_SHEETS)}{_on_paper(colours)}{_said_for_streamlit()}</style>")


def _said_for_streamlit() -> str:
    """Return what says a file box's own words in other languages than English.

    Streamlit has them in English only. They keep their place and lose their size: what is hidden
    would leave the button without a name for those who hear it.
    """
    if language() == ENGLISH:
        return ""
    size = st.get_option("server.maxUploadSize")
    box = '[data-testid="stFileUploaderDropzone"]'
    said = {
        f"{box} button p": _("Choose a file"),
        f'{box} [data-testid="stFileUploaderDropzoneInstructions"] span': _(
            "at most {size} MB"
        ).format(size=size),
    }
    return "".join(
        f"{part} {{ font-size: 0; }} {part}::after {{ "
        f"font-size: 0.875rem; content: {json.dumps(words, ensure_ascii=False)}; }} "
        for part, words in said.items()
    )


def paper_inks(colours: Palette) -> dict[str, str]:
    """Return what stands for each colour of a theme on a light sheet, where it is another."""
    of_sheet = vars(PAPER)
    return {ink: of_sheet[name] for name, ink in vars(colours).items() if ink != of_sheet[name]}


def _on_paper(colours: Palette) -> str:
    """Return the colours of a sheet, whatever the theme; charts read theirs here."""
    return (
        f":root {{ --paper-inks: {json.dumps(paper_inks(colours))}; --paper-text: {PAPER.text}; }} "
        f"@media print {{ :root {{ --accent-ink: {PAPER.accent}; --alert-ink: {PAPER.unpaid}; "
        f"--page-surface: {PAPER.surface}; --muted-ink: {PAPER.muted}; "
        f"--line-ink: {PAPER.grid}; }} }}"
    )
