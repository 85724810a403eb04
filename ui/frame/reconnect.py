"""A page that lives on when its connection has been lost and has come back."""

import secrets

import streamlit as st

from ui.kit.components import source, unseen

_watch = st.components.v2.component(
    "reconnect",
    html=unseen("reconnect"),
    js=source("reconnect.js"),
)


def run_after_reconnect() -> None:
    """Run the whole page once when its connection has come back, or a lever gets no answer.

    A server that has lost the session knows none of the page's fragments, and Streamlit drops what
    is asked of them. To be called outside every fragment. The data is another in each run, by which
    the browser sees that the whole page has run.
    """
    _watch(key="reconnect", data=secrets.token_hex(8), on_wanted_change=lambda: None)
