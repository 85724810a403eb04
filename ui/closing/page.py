"""The closing page: stop the plan on a day, on some terms, and see who is paid and who is not."""

from collections.abc import Hashable

import streamlit as st

from mutualmodel.closing import WindDown, close
from mutualmodel.history import bridge_prices
from mutualmodel.money import CHINESE
from ui.closing import charts as closing_charts
from ui.closing import contents
from ui.closing import words as closing_words
from ui.closing.form import LEVERS, terms_form, way_row
from ui.closing.headlines import draw_headlines
from ui.closing.sureness import is_whole, owed_sureness, refine
from ui.frame import parts, state
from ui.frame.forms import levers, sources_line
from ui.frame.menu import page_title
from ui.frame.sureness import range_controls
from ui.kit.blocks import (
    baseline_says,
    chart_card,
    lede,
    numbers,
    phone_figure,
    says,
    strong,
    titled_block,
    verdict,
)
from ui.kit.language import _, amount, counting_in, money, percent, retold, sentences
from ui.kit.terms import field_terms
from ui.kit.theme import palette


def show(view: state.View) -> None:
    """Draw the whole page."""
    page_title("closing", answered=True)
    _way()
    whole = is_whole(view)
    _live()
    refine(view, whole=whole)
    _terms()
    _details()
    st.header(_("Does it agree with what happened?"), divider="gray")
    # What was paid then, and what the replay of it comes to, is in yuan whatever the plan is in.
    with counting_in(CHINESE):
        _check()
    field_terms("closing")
    parts.follow_alone(_waited_for)


def _waited_for(view: state.View) -> Hashable:
    """Return what is being worked out beside the page, if anything is."""
    return None if is_whole(view) else view.case


@parts.part("way")
def _way() -> None:
    parts.follow()
    way_row(state.view())


@parts.part("terms")
def _terms() -> None:
    parts.follow()
    terms_form()


@parts.part(parts.LIVE)
def _live() -> None:
    """Everything that moves while a lever is dragged; a drag reruns this alone."""
    answered = st.container()
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        notes = {"view.stop_month": closing_words.stop_note(state.view())}
        levers(LEVERS, notes, then=parts.run)
        sources_line(LEVERS)
    view = state.view()
    closed, past = contents.closed(view.case), contents.past_of(view)
    with answered:
        lede(closing_words.answer(closed))
    if closed.books.end == "unstarted":
        phone_figure(controls, strong(amount(closed.total_unpaid)), _("¤ left unpaid"))
    else:
        cost = strong(amount(closed.operator_total))
        phone_figure(controls, cost, _("¤ from the operator in all"))
    with controls:
        _sentences(view, closed, past)
    with result:
        _result(view, closed, past)
    parts.follow()


def _sentences(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    end = closed.books.end
    verdict(closing_words.verdict(closed), alert=end != "stopped")
    if past is not None:
        baseline_says(*(_whole(one) for one in (past, closed)))
    if end == "unstarted":
        says(closing_words.on_the_terms(close(closed.books, view.case.closing)))


def _whole(closed: WindDown) -> str:
    """Say what stands above the levers and below them, to compare it with the baseline's."""
    return sentences(closing_words.answer(closed), closing_words.verdict(closed))


def _result(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    spreads = [owed_sureness(view, view.case)]
    if view.baseline is not None:
        spreads.append(owed_sureness(view, view.baseline))
    draw_headlines(view, closed, past, spreads)
    run_off = closing_charts.run_off(closed, past, palette())
    chart_card(run_off, key="run_off", height=340)
    range_controls()
    numbers({"run_off": run_off}, key="run_off")


@parts.part("details", later=True)
def _details() -> None:
    """Draw what follows the levers once they rest."""
    parts.follow()
    view = state.view()
    closed, past = contents.closed(view.case), contents.past_of(view)
    st.header(_("Ways of closing, for this plan"), divider="gray")
    _ways(view)
    st.header(_("Who is left without cover"), divider="gray")
    _gap(closed, past)
    st.header(_("The reserve that was not there"), divider="gray")
    _reserve(view)


def _ways(view: state.View) -> None:
    chart = contents.ways(view, palette())
    chart_card(chart, key="ways", height=490 if view.baseline else 370)
    tables = contents.ways_tables(view)
    titled_block(tables["ways"], key="ways")
    if past := tables.get("ways_baseline"):
        st.markdown(f"**{past.title}**")
        titled_block(past, key="ways_baseline")


def _gap(closed: WindDown, past: WindDown | None) -> None:
    chart = closing_charts.gap(closed, past, palette())
    chart_card(chart, key="gap", height=closing_charts.GAP_HEIGHT)
    says(closing_words.loss_words(closed))
    if past is not None:
        baseline_says(closing_words.loss_words(past), closing_words.loss_words(closed))
    st.caption(
        _(
            "Prices here follow expected claims, in the way the terms set. Only three prices of "
            "the real table were found; they stand beside the model’s at the end of the page. "
            "Moderate illness is left out, as no rates for it were found."
        )
    )
    numbers({"gap": chart}, key="gap")


def _reserve(view: state.View) -> None:
    chart = contents.reserve(view, palette())
    if chart is None:
        says(closing_charts.reserve_alt(*contents.reserve_now(view)))
        return
    chart_card(chart, key="reserve", height=closing_charts.RESERVE_HEIGHT)
    numbers({"reserve": chart}, key="reserve")


def _check() -> None:
    check = contents.real_closing()
    closed = check.closed
    says = _(
        "Here the history is replayed to the notice of 28 December 2021 and closed as it "
        "really was. The three settlements that the operator paid come to {ours}; {theirs} was "
        "published, a difference of {gap}. All claims to the last come to {claims}; nearly "
        "5 bn yuan was reported in the end. The free months come to {free}; about 400 million "
        "yuan was reported."
    )
    st.markdown(
        retold(says).format(
            ours=money(sum(check.modelled)),
            theirs=money(sum(check.published)),
            gap=percent(check.difference, 1),
            claims=money(closed.operator_cost["claims"]),
            free=money(closed.operator_cost["free_months"]),
        )
    )
    titled_block(contents.check_table(), key="closing_check")
    names = ("closing_three_payouts", "closing_cost_paid", "closing_free_months_cost")
    links = " · ".join(
        f"[{title}]({state.link_to('sources', figure=name)})"
        for name, title in zip(
            names, (_("three settlements"), _("paid in the end"), _("free months")), strict=True
        )
    )
    st.caption(_("Sources: {links}").format(links=links))
    _prices(closed)


def _prices(closed: WindDown) -> None:
    points = bridge_prices(closed)
    st.markdown(closing_words.prices(points))
    titled_block(contents.prices_table(), key="bridge_prices")
    name = "bridge_price_points"
    link = f"[{_('prices of the bridging policy')}]({state.link_to('sources', figure=name)})"
    st.caption(_("Sources: {links}").format(links=link))
