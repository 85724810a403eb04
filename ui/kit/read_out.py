"""What a screen reader says by itself: one line, once the page rests after a move."""

import json

import streamlit as st

from ui.kit.components import source, unseen

_mount = st.components.v2.component(
    "read_out", html=unseen("read-out"), js=source("read_out.js"), isolate_styles=False
)


def read_out(text: str) -> None:
    """Have a text read out if it is another than the last one; none is silence."""
    _mount(key="read_out", data=json.dumps(text, ensure_ascii=False).encode())
