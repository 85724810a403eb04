"""The fund page: whether money paid in advance lasts, what that takes, who could lose it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import project
from mutualmodel.engine import never_starts
from ui.frame import parts, state
from ui.frame.forms import field, levers, sources_line
from ui.frame.menu import page_title
from ui.frame.standing import paid_by
from ui.fund import bearer_charts, contents, words
from ui.fund.contents import charted
from ui.fund.courses import drop_unasked, is_refined, outlooks, refine
from ui.fund.headlines import draw_headlines
from ui.fund.outlook import Outlooks
from ui.kit.blocks import (
    answer,
    baseline_says,
    chart_card,
    numbers,
    phone_figure,
    says,
    strong,
    titled_block,
    verdict,
)
from ui.kit.headline import notes_below
from ui.kit.language import _, amount, chances
from ui.kit.terms import field_terms
from ui.kit.theme import palette

# What each way of paying is moved by on the page.
LEVERS = {
    "after": ("plan.systemic_cv", "plan.members"),
    "fund": (
        "plan.contribution_month",
        "plan.opening_fund",
        "plan.target_reserve",
        "plan.systemic_cv",
    ),
    "prepaid": (
        "plan.opening_balance",
        "plan.top_up",
        "plan.top_up_share",
        "plan.systemic_cv",
    ),
}
# Choices that stand where they matter.
_CHOICE_WIDTH = 340
_CHOICES = ("plan.funding", "plan.deficit_bearer", "plan.money_kept")


# The shell leaves these out of the sidebar, whichever way is chosen: it asks no others' there.
ON_PAGE = (*_CHOICES, *dict.fromkeys(path for paths in LEVERS.values() for path in paths))


# In the session: whether the levers' part was drawn from many courses.
_DRAWN_FROM_MANY = "fund_drawn_from_many"


def show(_view: state.View) -> None:
    """Draw the whole page."""
    page_title("fund", answered=True)
    with st.container(width=_CHOICE_WIDTH):
        field("plan.funding", caption=False)
    _live()
    _refining()
    _what_it_takes()
    _who_pays()
    _operator()
    field_terms("fund")
    # The choice above: all others stand in the parts.
    parts.follow_alone(lambda view: view.plan.funding)


@parts.part("refining")
def _refining() -> None:
    parts.follow()
    refine(state.view(), refined=st.session_state[_DRAWN_FROM_MANY], follow=parts.run)


# ------------------------------------------------------------------------------- while it moves


@parts.part(parts.LIVE)
def _live() -> None:
    """Answer, levers, headlines and the fund: from few runs while a lever moves."""
    place = st.container()
    controls, result = st.columns([0.36, 0.64], gap="large")
    asked = LEVERS[state.view().plan.funding]
    with controls:
        levers(asked, then=parts.run)
        sources_line(asked)
    view = state.view()
    drop_unasked(view)
    st.session_state[_DRAWN_FROM_MANY] = is_refined(view)
    shown = outlooks(view)
    with place:
        answer(words.answer(shown.now))
    _on_phone(controls, shown)
    with controls:
        past = None if shown.past is None else words.verdict(shown.past)
        verdict(words.verdict(shown.now), past, alert=_is_alarming(shown))
    with result:
        draw_headlines(view, shown)
        if not never_starts(project(view.plan)):
            notes_below(paid_by(project(view.plan)))
            _moving_chart(charted(shown))
    parts.follow()


def _on_phone(place: DeltaGenerator, shown: Outlooks) -> None:
    projection = project(shown.now.plan)
    if never_starts(projection):
        phone_figure(place, strong(_("no plan")))
    elif shown.now.plan.funding == "after":
        cost = projection.headline.cost_per_member_year
        phone_figure(place, strong(amount(cost)), _("¤ in the first year"))
    else:
        ruin = shown.now.simulation.probability("ruined").value
        phone_figure(place, _("money runs out:"), strong(chances(ruin)))


def _is_alarming(shown: Outlooks) -> bool:
    return shown.now.simulation.probability("ruined").value > words.SAFE


def _moving_chart(shown: Outlooks) -> None:
    for name, drawn in contents.held(shown, palette()).items():
        chart_card(drawn, key=name, height=350)
        numbers({name: drawn}, key=name)


# -------------------------------------------------------------------------------- further down


@parts.part("takes", later=True)
def _what_it_takes() -> None:
    parts.follow()
    view = state.view()
    if never_starts(project(view.plan)):
        return
    st.header(_("Which contribution is enough?"), divider="gray")
    drawn = contents.takes(charted(outlooks(view)), palette())
    if "by_year" in drawn:
        for column, name in zip(st.columns(2, gap="large"), ("by_year", "needed"), strict=True):
            if name in drawn:
                with column:
                    chart_card(drawn[name], key=name, height=330)
                    numbers({name: drawn[name]}, key=name)
    if "surface" not in drawn:
        says(
            _(
                "Members react to what they pay, so the contribution that is enough and the "
                "members who remain are worked out in turns: that takes a while."
            )
        )
        return
    chart_card(drawn["surface"], key="surface", height=390)
    numbers({"surface": drawn["surface"]}, key="surface")


@parts.part("who_pays", later=True)
def _who_pays() -> None:
    """Draw who pays, year by year and beside the same plan after the event."""
    parts.follow()
    view = state.view()
    if never_starts(project(view.plan)) or view.plan.funding == "after":
        return
    shown = charted(outlooks(view))
    st.header(_("A bad year and a good year"), divider="gray")
    _years(view, shown)
    st.header(_("Compared with paying after the event"), divider="gray")
    _beside(shown)


def _years(view: state.View, shown: Outlooks) -> None:
    if view.plan.funding == "fund":
        with st.container(width=_CHOICE_WIDTH):
            field("plan.deficit_bearer", caption=False)
    drawn = contents.who_pays(shown, palette())
    chart_card(drawn, key="who_pays", height=310 if shown.past is None else 380)
    if view.plan.funding == "fund":
        says(words.who_steps_in(view.plan))
        said = words.returned_words(shown.now)
        says(said)
        if shown.past is not None and (before := words.returned_words(shown.past)):
            baseline_says(before, said)
        st.caption(
            _(
                "In a real fund of this kind, Japan’s prefectural kyosai, [a third of the "
                "contributions came back in 2021 and 12 % in 2022]({link}), a bad year."
            ).format(link=state.link_to("sources", figure="kyosai_bad_year_2022"))
        )
    numbers({"who_pays": drawn}, key="who_pays")


def _beside(shown: Outlooks) -> None:
    drawn = bearer_charts.beside_after(shown, palette())
    chart_card(drawn, key="beside_after", height=340)
    bearers = contents.bearers_of_ways(shown)
    st.markdown(f"### {bearers.title}")
    titled_block(bearers, key="bearers_of_ways")
    numbers({"beside_after": drawn}, key="beside_after")


@parts.part("operator", later=True)
def _operator() -> None:
    parts.follow()
    view = state.view()
    if never_starts(project(view.plan)):
        return
    st.header(_("What could the operator run away with?"), divider="gray")
    st.markdown(
        _(
            "[The regulator’s article of September 2020]({link}) named this worry: plans that "
            "charge in advance build up balances and may run off with them."
        ).format(link=state.link_to("sources", figure="regulator_worries_2020"))
    )
    if view.plan.funding == "after":
        says(_("Nothing: in this plan members pay after the event, so no money is held for them."))
        return
    field("plan.money_kept", caption=False)
    says(words.kept_words(view.plan))
    drawn = contents.operator(view, palette())
    chart_card(drawn, key="operator", height=330)
    numbers({"operator": drawn}, key="operator")
