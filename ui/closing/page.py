"""The closing page: stop the plan on a day, on some terms, and see who is paid and who is not."""

import streamlit as st

from mutualmodel import Case
from mutualmodel.closing import Books, WindDown, close, wind_down
from mutualmodel.history import FINAL, ClosingCheck, bridge_prices, closing_check, fits
from mutualmodel.inputs import WAYS, ClosingTerms, terms_of
from mutualmodel.money import CHINESE
from ui.closing import charts as closing_charts
from ui.closing import tables as closing_tables
from ui.closing import words as closing_words
from ui.closing.form import LEVERS, terms_form, way_row
from ui.closing.headlines import draw_headlines
from ui.closing.sureness import is_whole, owed_sureness, refine, reserve_sureness
from ui.frame import state
from ui.frame.forms import levers, sources_line
from ui.frame.sureness import layer_shown, range_controls, with_assumed
from ui.kit.blocks import (
    baseline_says,
    chart_card,
    numbers,
    phone_figure,
    says,
    strong,
    table_block,
    verdict,
)
from ui.kit.language import _, amount, counting_in, money, percent
from ui.kit.terms import field_terms
from ui.kit.theme import palette


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("What happens on the day the plan stops?"))
    way_row(view)
    whole = is_whole(view)
    _live()
    refine(view, whole=whole)
    terms_form()
    _details()
    field_terms("closing")


def _closed(case: Case) -> WindDown:
    """Close a case on its own terms; a stop beyond the years shown is brought back to their end."""
    return wind_down(case.plan, case.stop_years, case.closing)


def _past(view: state.View) -> WindDown | None:
    return None if view.baseline is None else _closed(view.baseline)


@st.fragment
def _live() -> None:
    """Everything that moves while a lever is dragged; a drag reruns this alone."""
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        on_phone = st.empty()
        levers(LEVERS, {"view.stop_month": closing_words.stop_note(state.view())})
        sources_line(LEVERS)
    view = state.view()
    closed, past = _closed(view.case), _past(view)
    if closed.books.end == "unstarted":
        phone_figure(on_phone, strong(amount(closed.total_unpaid)), _("¤ left unpaid"))
    else:
        cost = strong(amount(closed.operator_total))
        phone_figure(on_phone, cost, _("¤ from the operator in all"))
    with controls:
        _sentences(view, closed, past)
    with result:
        _result(view, closed, past)
    state.follow_levers()


def _sentences(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    end = closed.books.end
    verdict(
        closing_words.verdict(closed),
        None if past is None else closing_words.verdict(past),
        alert=end != "stopped",
    )
    if end == "unstarted":
        says(closing_words.on_the_terms(close(closed.books, view.case.closing)))


def _result(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    spreads = [owed_sureness(view, view.case)]
    if view.baseline is not None:
        spreads.append(owed_sureness(view, view.baseline))
    draw_headlines(view, closed, past, spreads)
    run_off = closing_charts.run_off(closed, past, palette())
    chart_card(run_off, key="run_off", height=340)
    range_controls()
    numbers({"run_off": run_off}, key="run_off")


def _details() -> None:
    """Draw what follows the levers once they rest."""
    view = state.view()
    closed, past = _closed(view.case), _past(view)
    st.header(_("Ways of closing, for this plan"), divider="gray")
    _ways(view, closed, past)
    st.header(_("Who is left without cover"), divider="gray")
    _gap(closed, past)
    st.header(_("The reserve that was not there"), divider="gray")
    _reserve(view)
    st.header(_("Does it agree with what happened?"), divider="gray")
    # What was paid then, and what the replay of it comes to, is in yuan whatever the plan is in.
    with counting_in(CHINESE):
        _check()


def _ways(view: state.View, now: WindDown, before: WindDown | None) -> None:
    closed = all_ways(now.books, view.case.closing)
    past = {}
    if before is not None and view.baseline is not None:
        past = all_ways(before.books, view.baseline.closing)
    chart = closing_charts.ways(closed, past, palette())
    chart_card(chart, key="ways", height=490 if past else 370)
    table_block(closing_tables.ways_table(closed, past), key="ways", title=chart.title)
    if past:
        st.markdown("**" + _("The same ways for the baseline") + "**")
        table_block(closing_tables.ways_table(past), key="ways_baseline", title=_("The baseline"))


def all_ways(books: Books, terms: ClosingTerms) -> dict[str, WindDown]:
    """Close a plan in each of the ways, whoever would do it; amounts may be those of ``terms``."""
    currency = books.scenario.currency
    return {name: close(books, terms_of(way, terms, currency)) for name, way in WAYS.items()}


def _gap(closed: WindDown, past: WindDown | None) -> None:
    chart = closing_charts.gap(closed, past, palette())
    chart_card(chart, key="gap", height=closing_charts.GAP_HEIGHT)
    says(closing_words.loss_words(closed))
    if past is not None:
        baseline_says(closing_words.loss_words(past), closing_words.loss_words(closed))
    st.caption(
        _(
            "Prices here follow expected claims, by what the terms say. Of the real price table "
            "three points were found; they stand beside the model's at the end of the page. "
            "Moderate illness is not counted, for want of a table."
        )
    )
    numbers({"gap": chart}, key="gap")


def _reserve(view: state.View) -> None:
    now = reserve_sureness(view, view.case), 12 * view.case.stop_years
    past = None
    if view.baseline is not None:
        past = reserve_sureness(view, view.baseline), 12 * view.baseline.stop_years
    if not any(len(one[0].month) for one in (now, past) if one is not None):
        says(closing_charts.reserve_alt(*now))
        return
    covers = closing_words.reserve_covers(layer_shown(view), assumed=with_assumed(view))
    chart = closing_charts.reserves(now, past, palette(), covers)
    chart_card(chart, key="reserve", height=closing_charts.RESERVE_HEIGHT)
    numbers({"reserve": chart}, key="reserve")


@st.cache_data(max_entries=1, show_spinner=False)
def _real_closing() -> ClosingCheck:
    return closing_check(fits()[FINAL].scenario)


def _check() -> None:
    check = _real_closing()
    closed = check.closed
    st.markdown(
        _(
            "The history replayed to the notice of 28 December 2021 and closed as it was: the "
            "three settlements that the operator paid come to {ours} against {theirs} published, "
            "{gap}. All claims to the last come to {claims}; nearly 5 bn yuan were reported in the "
            "end. The free months come to {free}, reported were about 400 million."
        ).format(
            ours=money(sum(check.modelled)),
            theirs=money(sum(check.published)),
            gap=percent(check.difference, 1),
            claims=money(closed.operator_cost["claims"]),
            free=money(closed.operator_cost["free_months"]),
        )
    )
    table_block(
        closing_tables.check_table(check.modelled, check.published),
        key="closing_check",
        title=_("The settlements that the operator paid, in the model and as published"),
        subject=_("Xianghubao’s record and its replay"),
    )
    names = ("closing_three_payouts", "closing_cost_paid", "closing_free_months_cost")
    links = " · ".join(
        f"[{title}]({state.link_to('sources', figure=name)})"
        for name, title in zip(
            names, (_("three settlements"), _("in the end"), _("free months")), strict=True
        )
    )
    st.caption(_("Sources: {links}").format(links=links))
    _prices(closed)


def _prices(closed: WindDown) -> None:
    points = bridge_prices(closed)
    st.markdown(closing_words.prices(points))
    table_block(
        closing_tables.prices_table(points),
        key="bridge_prices",
        title=_("The bridging policy’s prices, in the model and as published"),
        subject=_("The published prices and the model’s"),
    )
    name = "bridge_price_points"
    link = f"[{_('prices of the bridging policy')}]({state.link_to('sources', figure=name)})"
    st.caption(_("Sources: {links}").format(links=link))
