"""How a figure comes about, unfolded below it: steps, sources and the program that gives it."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from mutualmodel import Case, Projection, Uncertainty
from mutualmodel.analysis import RESULTS
from mutualmodel.analysis.results import values_of
from mutualmodel.engine import never_starts
from mutualmodel.explain import explain, range_steps, reproduce
from mutualmodel.figures import figure
from mutualmodel.simulation import Layer
from mutualmodel.text import Step
from ui.frame import state
from ui.frame.forms import is_own, source_link
from ui.frame.sureness import draw_parts, layer_shown, sets_used
from ui.kit.counting import in_full
from ui.kit.heard import heard
from ui.kit.language import _, listed, quantity, sentence, title_of
from ui.kit.recording import recording

_RANGE_USES = {"mutualmodel": ("uncertainty",)}


def why(
    view: state.View,
    name: str,
    steps: Callable[[], Sequence[Step]],
    *,
    paths: int | None = None,
    parts: Callable[[], None] | None = None,
) -> None:
    """Offer the steps that lead to a result by its name, with the numbers at hand and the sources.

    ``paths`` is how many it was counted over, ``parts`` draws what it is made of, before the steps.
    """
    title = _(RESULTS[name].title)
    why_steps(name, title, steps, lambda: program_of(view, name, paths), parts=parts)


def program_of(view: state.View, name: str, paths: int | None = None) -> str:
    """Return the Python that gives a result again, of the baseline too where both have it."""
    result, past = RESULTS[name], view.baseline
    # Between a number and none there is no difference.
    if past is not None and not result.is_counted:
        both = values_of([view.case, past], name)
        past = past if np.isfinite(both).all() else None
    return reproduce(result.code(paths), result.uses, view.case, past)


def why_range(view: state.View, projection: Projection, spread: Uncertainty) -> None:
    """Offer the layers of the first year's range, and the steps that lead to its upper end."""
    layer = layer_shown(view)

    def steps() -> Sequence[Step]:
        if never_starts(projection):
            return explain(projection, "likely_high")
        return range_steps(spread, layer)

    why_steps(
        "likely_high",
        _("The likely range of the first year"),
        steps,
        lambda: reproduce(range_program(spread, layer), _RANGE_USES, view.case, view.baseline),
        label=_("Why this range?"),
        parts=None if never_starts(projection) else lambda: draw_parts(spread),
    )


def range_program(spread: Uncertainty, layer: Layer) -> str:
    """Return the expression that gives the upper end of a case's range in the first year."""
    asked = [f"sets={sets}"] if (sets := sets_used(spread)) is not None else []
    asked += ["assumed=True"] if "assumed" in spread.layers else []
    return f'uncertainty({", ".join(["case.plan", *asked])}).range_of("{layer}").high[0]'


def why_steps(
    name: str,
    title: str,
    steps: Callable[[], Sequence[Step]],
    program: Callable[[], str],
    label: str = "",
    parts: Callable[[], None] | None = None,
) -> None:
    """Offer some steps and a program that gives the same; both are made once it is opened.

    ``parts`` draws what the figure is made of, before the steps.
    """
    if recording():
        return
    button = st.popover(
        heard(label or _("Why?"), title),
        key=f"why_{name}",
        on_change="rerun",
        type="tertiary",
        icon=":material/function:",
    )
    if button.open:
        with button:
            st.markdown(f"**{title}**")
            if parts is not None:
                parts()
            for place, step in enumerate(steps(), start=1):
                # The smallest amounts too: they must multiply up.
                with in_full():
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
    own: dict[str, str] = {}
    plan = state.view().plan
    for path, meta in Case.fields().items():
        if is_own(path):
            link = source_link(path, title_of(meta, plan))
            own[meta.source] = listed(filter(None, (own.get(meta.source), link)))
        known = inputs.get(meta.source)
        inputs[meta.source] = listed(filter(None, (known, title_of(meta, plan))))
    links = [
        own.get(name)
        or f"[{inputs.get(name) or _(figure(name).figure)}]"
        f"({state.link_to('sources', figure=name)})"
        for name in dict.fromkeys(names)
    ]
    return _("Sources: {links}").format(links=" · ".join(links))
