"""How far work beside the page is, a press that stops it, and what stands once it is stopped."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.frame.background import Job, ask_again, go_on, stop
from ui.frame.presses import safely
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
    """
    running = any(job.running for job in jobs)
    if not running and not any(job.stopped for job in jobs):
        return
    label, icon, press = (
        (_("Stop"), "stop_circle", stop) if running else (_("Work it out"), "play_circle", go_on)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if running:
            st.progress(float(np.mean([job.progress for job in jobs])), text=told)
        else:
            says(left_off)
        st.button(
            heard(label, told),
            key=f"{name}_stop" if running else f"{name}_go_on",
            icon=f":material/{icon}:",
            type="tertiary",
            on_click=safely(press),
            args=(jobs,),
        )
    if running:
        ask_again(f"{name}_progress", after_ms)
