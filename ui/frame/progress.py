"""How far work beside the page is, a press that stops it, and what stands once it is stopped."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.frame.background import Job, ask_again, go_on, stop
from ui.kit.blocks import says
from ui.kit.heard import heard
from ui.kit.language import _


def how_far(
    name: str,
    jobs: Sequence[Job[Any]],
    told: str,
    left_off: str,
    *,
    after_ms: int = 500,
    counted: bool = True,
) -> None:
    """Show how far some jobs are and look again; of stopped ones say what stands, and go on.

    Parameters
    ----------
    name
        The page's own for this work.
    told, left_off
        What is being done, and what stands where it has been stopped.
    after_ms
        Milliseconds until the page looks again.
    counted
        Whether the work says how far it is; else it says only that it is being done.
    """
    if any(job.running for job in jobs):
        with st.container(horizontal=True, vertical_alignment="center"):
            if counted:
                st.progress(float(np.mean([job.progress for job in jobs])), text=told)
            else:
                st.caption(told)
            st.button(
                heard(_("Stop"), told),
                key=f"{name}_stop",
                icon=":material/stop_circle:",
                type="tertiary",
                on_click=stop,
                args=(jobs,),
            )
        ask_again(f"{name}_progress", after_ms)
    elif any(job.stopped for job in jobs):
        with st.container(horizontal=True, vertical_alignment="center"):
            says(left_off)
            st.button(
                heard(_("Work it out"), told),
                key=f"{name}_go_on",
                icon=":material/play_circle:",
                type="tertiary",
                on_click=go_on,
                args=(jobs,),
            )
