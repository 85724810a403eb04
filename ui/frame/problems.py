"""What of a link or a file could not be used."""

from collections.abc import Sequence

import streamlit as st

from mutualmodel import Problem
from ui.frame import state
from ui.frame.presses import safely
from ui.kit.blocks import alert_list
from ui.kit.language import _, sentence

_PROBLEMS_TOLD = 8


def problem_list(problems: Sequence[Problem]) -> None:
    """Say what of a link or a file could not be used; the rest has been.

    The link's own words are written as plain text: in Markdown they could fetch a picture or write
    a heading.
    """
    if problems:
        st.warning(
            _("Some of what was opened could not be used. The rest was kept."),
            icon=":material/link_off:",
        )
        told = [sentence(problem.sentence) for problem in problems[:_PROBLEMS_TOLD]]
        if more := len(problems) - len(told):
            told.append(_("{count} more").format(count=more))
        alert_list(told)
        st.button(_("Understood"), on_click=safely(state.dismiss_link_problems), key="dismiss_link")
