"""Two pages: one asks again and again how far its work is, the other takes its time to be drawn."""

import sys
import time
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ui.frame.background import ask_again

ASK_MS = 150
SECONDS = 1.5


def _asking() -> None:
    @st.fragment
    def look() -> None:
        st.session_state["looks"] = st.session_state.get("looks", 0) + 1
        st.markdown(f"looked {st.session_state['looks']} times")
        ask_again("how_far", ASK_MS)

    look()


def _slow() -> None:
    time.sleep(SECONDS)
    st.markdown("drawn at last")


pages = [
    st.Page(_asking, title="Asking", default=True),
    st.Page(_slow, title="Slow", url_path="slow"),
]
shown = st.navigation(pages)
st.page_link(pages[1])
shown.run()
