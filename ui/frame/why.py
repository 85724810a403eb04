"""How a figure comes about, unfolded below it: steps, sources and the program that gives it."""

from collections.abc import Callable, Sequence

import streamlit as st

from mutualmodel import Case, Projection
from mutualmodel.explain import explain, reproduce
from mutualmodel.figures import figure
from mutualmodel.text import Step
from ui.frame import state
from ui.kit.language import _, listed, quantity, sentence

# How the figures that the model explains are had from a case.
_EXPRESSIONS = {
    "cost_per_member_year": ("project(case.plan).headline.cost_per_member_year", ("project",)),
    "cost_per_settlement": ("project(case.plan).headline.cost_per_settlement", ("project",)),
    "cost_per_claim": ("project(case.plan).headline.cost_per_claim", ("project",)),
    "likely_high": ("cost_band(project(case.plan)).high", ("cost_band", "project")),
}


def why(view: state.View, projection: Projection, name: str, title: str, label: str = "") -> None:
    """Offer the steps that lead to a figure of the plan, with the live numbers and the sources."""
    expression, names = _EXPRESSIONS[name]
    why_steps(
        name,
        title,
        lambda: explain(projection, name),
        lambda: reproduce(expression, {"mutualmodel": names}, view.case, view.baseline),
        label=label,
    )


def why_steps(
    name: str,
    title: str,
    steps: Callable[[], Sequence[Step]],
    program: Callable[[], str],
    label: str = "",
) -> None:
    """Offer some steps and a program that gives the same; both are made once it is opened."""
    button = st.popover(
        label or _("Why?"),
        key=f"why_{name}",
        on_change="rerun",
        type="tertiary",
        icon=":material/function:",
    )
    if button.open:
        with button:
            st.markdown(f"**{title}**")
            for place, step in enumerate(steps(), start=1):
                st.markdown(
                    f"{place}. **{_(step.title)}**  \n"
                    f"   {sentence(step.working)} = **{quantity(step.result)}**"
                )
                if step.sources:
                    st.caption(_source_links(step.sources))
            st.caption(_("The same in Python"))
            st.code(program(), language="python")


def _source_links(names: Sequence[str]) -> str:
    """Name the inputs or figures that enter a step, each leading to its source."""
    inputs: dict[str, str] = {}
    for meta in Case.fields().values():
        known = inputs.get(meta.source)
        inputs[meta.source] = listed(filter(None, (known, _(meta.title))))
    links = [
        f"[{inputs.get(name) or _(figure(name).figure)}]({state.link_to('sources', figure=name)})"
        for name in dict.fromkeys(names)
    ]
    return _("Sources: {links}").format(links=" · ".join(links))
