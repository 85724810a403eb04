"""What all pictures of a page's charts say and look like, handed to the browser once a page.

A chart's own payload has only the mark of the case it shows; a picture is made when the page's has
the same one, so that it never says one plan and shows another.
"""

import dataclasses
import json
from typing import Any

import streamlit as st

from ui.kit.components import source, unseen
from ui.kit.imprint import Imprinter
from ui.kit.language import SEMICOLONS, _, listed, named
from ui.kit.palette import DARK, FONT, LIGHT, Palette

_mount = st.components.v2.component(
    "chart_pictures", html=unseen("chart-pictures"), js=source("page_pictures.js")
)

_TYPEFACE = "app/static/fonts/inter-latin.woff2"
# So many changes and levers are told on a picture; files have all inputs.
_MOST_TOLD = 12


def picture_looks(colours: Palette) -> None:
    """Hand over how the pictures look and what is said of them, before any chart is drawn."""
    told = {
        "dark": colours is DARK,
        "colours": to_light(),
        "inks": {name: getattr(LIGHT, name) for name in ("text", "muted", "grid", "surface")},
        "family": FONT,
        "font": _TYPEFACE,
        "texts": {
            "png_wide": _("PNG, wide"),
            "png_square": _("PNG, square"),
            "svg_wide": _("SVG, wide"),
            "svg_square": _("SVG, square"),
            "copy": _("Copy picture"),
            "embed": _("Copy code to embed"),
            "embed_copied": _("Code copied"),
            "wait": _("One moment: the page is still being worked out."),
            "saved": _("Picture saved"),
            "not_saved": _("The picture could not be made."),
            "copied": _("Picture copied"),
            "not_copied": _("This browser does not let a page copy this."),
        },
    }
    _hand_over("picture_looks", told)


def picture_words(imprinter: Imprinter) -> None:
    """Hand over what the pictures say of the case, after all charts and levers are drawn."""
    origin = imprinter.origin
    changed = listed(origin.changes[:_MOST_TOLD], SEMICOLONS)
    levers = [one for one in origin.levers if one not in origin.changes]
    told = {
        "plan": named(_("Plan"), origin.plan),
        "changes": named(_("Changed"), changed) if changed else "",
        "levers": listed(levers[:_MOST_TOLD], SEMICOLONS),
        "baseline": named(_("Baseline"), origin.baseline) if origin.baseline else "",
        "source": origin.source,
        "link": origin.link,
        "slug": origin.slug,
    }
    _hand_over("picture_words", {"mark": imprinter.mark, "origin": told})


def _hand_over(key: str, told: dict[str, Any]) -> None:
    _mount(key=key, data=json.dumps(told, ensure_ascii=False).encode())


def to_light() -> list[tuple[str, str]]:
    """Return each colour of the dark theme with the light one of the same name, once each."""
    pairs = {
        getattr(DARK, one.name): getattr(LIGHT, one.name) for one in dataclasses.fields(Palette)
    }
    return list(pairs.items())
