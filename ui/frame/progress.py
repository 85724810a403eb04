"""How far work beside the page is, a press that stops it, and what stands once it is stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from ui.frame.background import Job, ask_again, go_on, stop
from ui.frame.faults import fragment
from ui.frame.presses import safely
from ui.kit.blocks import says
from ui.kit.heard import heard
from ui.kit.language import _

# Until the page runs again for what has been worked out; milliseconds.
AT_ONCE_MS = 50


@dataclass(frozen=True)
class _Wait:
    """Jobs that a page waits for, as :func:`how_far` takes them; ``begun``: some are running."""

    name: str
    jobs: Sequence[Job[Any]]
    told: str
    left_off: str
    after_ms: int
    follow: Callable[[], None]
    begun: bool

    @property
    def running(self) -> bool:
        """Whether something is still to finish."""
        return any(job.running for job in self.jobs)


def how_far(
    name: str,
    jobs: Sequence[Job[Any]],
    told: str,
    left_off: str,
    *,
    after_ms: int = 500,
    follow: Callable[[], None] = st.rerun,
) -> None:
    """Show how far some jobs are and look again; of stopped ones say what stands, and go on.

    Only this is drawn again until the jobs are done, and then what shows their results.

    Parameters
    ----------
    name
        The page's own for this work.
    told, left_off
        What is being done, and what stands where it has been stopped; empty where the work is too
        short to be stopped and says nothing of how far it is.
    after_ms
        Milliseconds until it looks again.
    follow
        Has what shows the results run again, by default the whole page; it is called as a widget's
        callback is.
    """
    begun = any(job.running for job in jobs)
    if begun or any(job.stopped for job in jobs):
        _look(_Wait(name, jobs, told, left_off, after_ms, follow, begun))


@fragment()
def _look(wait: _Wait) -> None:
    if wait.running:
        _running(wait)
        ask_again(f"{wait.name}_progress", wait.after_ms)
    elif any(job.stopped for job in wait.jobs):
        _stopped(wait)
    elif wait.begun:
        ask_again(f"{wait.name}_done", AT_ONCE_MS, wait.follow)


def _running(wait: _Wait) -> None:
    if not wait.left_off:
        st.caption(wait.told)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        progress = float(np.mean([job.progress for job in wait.jobs]))
        st.progress(progress, text=wait.told)
        st.button(
            heard(_("Stop"), wait.told),
            key=f"{wait.name}_stop",
            icon=":material/stop_circle:",
            type="tertiary",
            on_click=safely(_then(stop, wait)),
        )


def _stopped(wait: _Wait) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        says(wait.left_off)
        st.button(
            heard(_("Work it out"), wait.told),
            key=f"{wait.name}_go_on",
            icon=":material/play_circle:",
            type="tertiary",
            on_click=safely(_then(go_on, wait)),
        )


def _then(do: Callable[[Sequence[Job[Any]]], None], wait: _Wait) -> Callable[[], None]:
    """Return a press that does something with the jobs and has what shows them run again."""

    def press() -> None:
        do(wait.jobs)
        wait.follow()

    return press
