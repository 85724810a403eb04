"""What explains the terms of art in a page's sentences: one tip for all of them."""

import json

import streamlit as st

from ui.kit.components import source, unseen
from ui.kit.glossary import meanings

_mount = st.components.v2.component(
    "glossary_tips", html=unseen("glossary-tips"), js=source("glossary.js"), isolate_styles=False
)


def explain_terms() -> None:
    """Have each marked term explained on hover, on focus and by a tap."""
    _mount(key="glossary_tips", data=json.dumps(meanings(), ensure_ascii=False).encode())
