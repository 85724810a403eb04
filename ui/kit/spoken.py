"""The language of a page as the browser is told, for screen readers, hyphens and fonts."""

import json

import streamlit as st

from ui.kit.language import language

# Chinese is written in two scripts, and ours is told.
_TAGS = {"zh": "zh-Hans"}


def tell_language() -> None:
    """Have the browser know in which language the page is."""
    tag = json.dumps(language_tag(language()))
    st.html(
        f"<script>document.documentElement.lang = {tag};</script>", unsafe_allow_javascript=True
    )


def language_tag(chosen: str) -> str:
    """Return a language as HTML names it."""
    return _TAGS.get(chosen, chosen)
