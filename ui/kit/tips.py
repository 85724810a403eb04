"""The language of a page, and what explains the terms of art in it: one tip for all of them."""

import json

import streamlit as st

from ui.kit.components import source, unseen
from ui.kit.glossary import meanings
from ui.kit.language import language_tag

_mount = st.components.v2.component(
    "glossary_tips", html=unseen("glossary-tips"), js=source("glossary.js"), isolate_styles=False
)


def explain_terms() -> None:
    """Have each marked term explained on hover, on focus and by a tap.

    The browser is told in which language they and the page are, for screen readers and fonts.
    """
    told = {"language": language_tag(), "meanings": meanings()}
    _mount(key="glossary_tips", data=json.dumps(told, ensure_ascii=False).encode())
