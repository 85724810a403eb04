"""Whether a reader may come in, where the operator asks readers to sign in (docs/deployment.md)."""

import streamlit as st

from ui.frame.presses import safely
from ui.kit.blocks import plain_title
from ui.kit.language import _

_SIGNED_IN = "is_logged_in"


def admitted() -> bool:
    """Say whether this reader may see the pages; draw the way in where they may not yet.

    Where the secrets have no part ``auth``, Streamlit says nothing of it and everybody may.
    """
    if st.user.to_dict().get(_SIGNED_IN, True):
        return True
    plain_title(_("Sign in"))
    st.caption(_("Whoever runs this dashboard asks its readers to sign in."))
    st.button(_("Sign in"), key="sign_in", type="primary", on_click=safely(st.login))
    return False


def offer_sign_out() -> None:
    """Draw the way out for who has signed in."""
    if st.user.to_dict().get(_SIGNED_IN, False):
        st.button(_("Sign out"), key="sign_out", type="tertiary", on_click=safely(st.logout))
