"""What the components that a hand moves keep of a session, so that each reading is taken once."""

import secrets

import streamlit as st

_EPOCH = "readings:epoch"


def memory_of(key: str) -> str:
    """Name the place where a session keeps which reading of a component it has taken."""
    return f"{key}:taken"


def epoch() -> str:
    """Name this session: after a lost one the browser still holds what it told the one before."""
    if _EPOCH not in st.session_state:
        st.session_state[_EPOCH] = secrets.token_hex(8)
    return str(st.session_state[_EPOCH])


def no_callback() -> None:
    """Streamlit shows a state only where it has a callback."""
