"""At the foot of a page: Python and a command line that give the figures on screen again."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from mutualmodel import Case
from mutualmodel.analysis import HEADLINES, RESULTS
from mutualmodel.analysis.result import Page
from mutualmodel.explain import FILE, PageFigures
from mutualmodel.explain.page import HISTORY
from mutualmodel.explain.program import need_file
from ui.frame import state
from ui.frame.refining import FULL_COURSES
from ui.kit.language import _

WITH_FIGURES = (*get_args(Page), HISTORY)


def page_figures(page: str, view: state.View) -> PageFigures:
    """Return the figures of a page, counted over as many paths as it counts once it is at rest."""
    return page_figures_of(page, view.case, view.baseline, FULL_COURSES)


def page_figures_of(page: str, case: Case, baseline: Case | None, paths: int) -> PageFigures:
    """Return the figures of a page for a case, counted over so many paths where it counts any.

    Events of two plans are counted over the years that both have, as the page does.
    """
    if not any(RESULTS[name].is_counted for name in HEADLINES.get(page, ())):
        return PageFigures(page, case, baseline)
    years = {one.plan.years for one in (case, baseline) if one is not None}
    return PageFigures(
        page, case, baseline, paths=paths, within=min(years) if len(years) > 1 else None
    )


def reproduce_page(page: str, view: state.View) -> None:
    """Offer what gives the figures of a page again; it is made once it is opened."""
    if page not in WITH_FIGURES:
        return

    def programs() -> tuple[str, str]:
        figures = page_figures(page, view)
        return figures.python(), figures.command()

    note = _(
        "Both print the large figures of this page, and the baseline’s if there is one. In a "
        "checkout the command is python -m mutualmodel, and Python runs in its folder; elsewhere "
        "the package must be installed."
    )
    reproduce_box(view, programs, note)


def reproduce_box(
    view: state.View,
    programs: Callable[[], tuple[str, str]],
    note: str,
    more: Callable[[], None] = lambda: None,
) -> None:
    """Offer Python and command lines that give figures of a view again, made once it is opened.

    ``programs`` makes both, ``note`` says what they do, and ``more`` draws what else there is in
    Python.
    """
    box = st.expander(
        _("Reproduce these figures"),
        key="reproduce",
        icon=":material/code:",
        on_change="rerun",
    )
    if not box.open:
        return
    python, command = programs()
    with box:
        if need_file(view.case, view.baseline):
            told = _(
                "The case has tables of your own, which a case file alone carries: save it as "
                "{file} where you run this."
            )
            st.caption(told.format(file=FILE))
        st.markdown("**" + _("In Python") + "**")
        st.code(python, language="python", wrap_lines=True)
        more()
        st.markdown("**" + _("On the command line") + "**")
        st.code(command, language="bash", wrap_lines=True)
        st.caption(note)
