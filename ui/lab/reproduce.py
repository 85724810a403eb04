"""At the foot of the lab: Python and command lines that answer again what it is asked."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from mutualmodel import Case
from mutualmodel.analysis import RESULTS, Goal
from mutualmodel.explain import FILE
from mutualmodel.explain.page import case_words
from mutualmodel.explain.program import beginning, need_file
from ui.frame import kept, state
from ui.frame.reproduce import reproduce_box
from ui.kit.language import _


@dataclass(frozen=True)
class Sought:
    """A goal: which input may move, and what a result should be."""

    path: str
    result: str
    target: float
    goal: Goal


@dataclass(frozen=True)
class Asked:
    """What the lab is asked: of which result the inputs matter, a goal, and two inputs at once.

    ``goal`` is None while the target cannot be read; ``surface`` is across, upwards and of what.
    """

    matters: str
    goal: Sought | None
    surface: tuple[str, str, str]


def python_of(asked: Asked, case: Case, baseline: Case | None) -> str:
    """Return a program that prints the tornado, the goal's values and where the surface stands."""
    shares = RESULTS[asked.matters].at_once
    names = ["surface", "tornado", *(["solve"] if asked.goal else [])]
    names += ["variance_shares"] if shares else []
    uses: Mapping[str, list[str]] = {"mutualmodel.analysis": names}
    imports, lines = beginning(uses, case, baseline)
    x, y, result = asked.surface
    body = [f'print(tornado(one, "{asked.matters}").head(12))']
    body += [f'print(variance_shares(one, "{asked.matters}").table)'] if shares else []
    if asked.goal is not None:
        goal = asked.goal
        wanted = f'"{goal.path}", "{goal.result}", {goal.target!r}, "{goal.goal}"'
        body.append(f"print(solve(one, {wanted}).spans)")
    body.append(f'print(surface(one, "{x}", "{y}", "{result}").here)')
    each = "case" if baseline is None else "case, baseline"
    loop = [f"for one in [{each}]:", *(f"    {line}" for line in body)]
    return "\n".join([*imports, "", *lines, *loop, ""])


def commands_of(asked: Asked, case: Case, baseline: Case | None) -> str:
    """Return lines for a POSIX shell that print the same of the case, as tables."""
    words = case_words(case, in_file=need_file(case, baseline))
    lines = [["tornado", asked.matters, *words]]
    lines += (
        [["tornado", asked.matters, "--shares", *words]] if RESULTS[asked.matters].at_once else []
    )
    if asked.goal is not None:
        goal = asked.goal
        name = goal.path.removeprefix("plan.")
        sought = ["solve", name, goal.result, f"{goal.target!r}", "--goal", goal.goal]
        lines.append([*sought, *words])
    x, _y, result = asked.surface
    lines.append(["sweep", x.removeprefix("plan."), "--result", result, *words])
    return "\n".join(shlex.join(["mutualmodel", *line]) for line in lines)


def python_of_kept() -> str:
    """Return a program that prints what is compared of the kept cases, from the saved case file."""
    at_once = [name for name, result in RESULTS.items() if result.at_once]
    return "\n".join(
        [
            "from pathlib import Path",
            "",
            "from mutualmodel.analysis import results",
            "from mutualmodel.inputs import from_file",
            "",
            f'kept = from_file(Path("{FILE}").read_bytes()).kept',
            f"found = results([one.case for one in kept], {at_once!r})",
            "found.index = [one.name for one in kept]",
            "print(found.T.to_string())",
            "",
        ]
    )


def reproduce_lab(asked: Asked, view: state.View) -> None:
    """Offer what answers the lab's questions again; it is made once it is opened."""

    def programs() -> tuple[str, str]:
        of_view = asked, view.case, view.baseline
        return python_of(*of_view), commands_of(*of_view)

    note = _(
        "The commands answer for this case; of the map’s two inputs they move the one across. In a "
        "checkout the command is python -m mutualmodel, and Python runs in its folder; elsewhere, "
        "install the package first."
    )
    reproduce_box(view, programs, note, _kept_cases)


def _kept_cases() -> None:
    if len(kept.kept_cases()):
        told = _("The kept cases side by side; they are in the case file, saved as {file}.")
        st.caption(told.format(file=FILE))
        st.code(python_of_kept(), language="python", wrap_lines=True)
