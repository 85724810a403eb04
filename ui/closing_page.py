"""The closing page: stop the plan on a day, on some terms, and see who is paid and who is not."""

import html

import streamlit as st

from mutualmodel import Quantity, Scenario, Sentence, Step, project
from mutualmodel.closing import (
    WAYS,
    ClosingTerms,
    WindDown,
    closing_fields,
    reserve_by_month,
    wind_down,
)
from mutualmodel.history.fits import FINAL, fits
from mutualmodel.history.last_books import ClosingCheck, closing_check
from ui import closing_charts, state
from ui.blocks import change_chips, chart_card, headline_figure, numbers, table_block, why_steps
from ui.choices import choose_number
from ui.closing_terms import chosen_terms, terms_form, way_row
from ui.language import _, amount, large, money, percent
from ui.theme import palette


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("What happens on the day the plan stops?"))
    terms = chosen_terms()
    way_row(terms)
    month = _stop_month(view.scenario)
    closed = _closed(view.scenario, month, terms)
    past = None
    if view.baseline is not None:
        past = _closed(view.baseline, min(month, 12 * view.baseline.years), terms)
    if closed is None:
        st.info(_("The plan has no settlement at all: it dissolves at the start."))
        return
    st.html(f'<div class="says" role="status">{html.escape(_verdict(closed))}</div>')
    _figures(closed, past)
    if view.baseline is not None:
        change_chips(view)
    terms_form()
    st.header(_("What is owed"), divider="gray")
    run_off = closing_charts.run_off(closed, past, palette())
    chart_card(run_off, key="run_off", height=360)
    numbers({"run_off": run_off}, key="run_off")
    st.header(_("Five ways of closing, for this plan"), divider="gray")
    _ways(view, month)
    st.header(_("Who is left without cover"), divider="gray")
    _gap(closed, past)
    st.header(_("The reserve that was not there"), divider="gray")
    _reserve(view, month)
    st.header(_("Does it agree with what happened?"), divider="gray")
    _check()


def _stop_month(scenario: Scenario) -> float:
    most = 12 * scenario.years
    left, _rest = st.columns([1, 1], gap="large")
    with left:
        month = choose_number(
            "close_month",
            _("Months until the notice"),
            (1, 120),
            12,
            step=1,
            slider=True,
            help=_("From then on members are charged no more."),
        )
        if month > most:
            told = _("The years shown end after {months} months: the plan is stopped then.")
            st.caption(told.format(months=most))
    return min(month, most)


def _closed(scenario: Scenario, month: float, terms: ClosingTerms) -> WindDown | None:
    if project(scenario).array("members")[0] == 0:
        return None
    return wind_down(scenario, month / 12, terms)


def _verdict(closed: WindDown) -> str:
    """Say what is owed, who pays it and who is left, in two sentences."""
    payer = _("The operator") if closed.terms.payer == "operator" else _("The members")
    says = _(
        "{owed} are owed: a claim diagnosed before the end is paid on average "
        "{delay} days after its diagnosis. {payer} pay {paid}, claimants do without {unpaid}; "
        "{left} of {members} members are left with no cover."
    )
    if closed.terms.payer == "operator":
        says = says.replace("{payer} pay ", "{payer} pays ")
    return says.format(
        owed=money(closed.total_owed),
        delay=round(closed.books.scenario.claim_delay_days),
        payer=payer,
        paid=money(float(closed.paid.sum())),
        unpaid=money(float(closed.unpaid.sum())),
        left=large(closed.without_cover),
        members=large(closed.members),
    )


def _figures(closed: WindDown, past: WindDown | None) -> None:
    owed, operator, unpaid, left = st.columns([1.4, 1, 1, 1])
    with owed:
        headline_figure(
            _("Owed when the plan stops"),
            amount(closed.total_owed),
            _("yuan"),
            _("{share} a member").format(share=money(closed.total_owed / max(closed.members, 1.0))),
            closed.total_owed,
            past.total_owed if past else None,
            large=True,
        )
        why_steps(
            "closing_owed",
            _("What is owed when the plan stops"),
            lambda: _owed_steps(closed),
            lambda: _program(closed),
        )
    with operator:
        headline_figure(
            _("The operator pays"),
            amount(closed.operator_total),
            _("yuan"),
            _("claims, refunds, free months"),
            closed.operator_total,
            past.operator_total if past else None,
            large=False,
        )
        why_steps(
            "closing_operator",
            _("What closing costs the operator"),
            lambda: _operator_steps(closed),
            lambda: _program(closed),
        )
    with unpaid:
        headline_figure(
            _("Claimants short"),
            large(closed.claimants_short),
            "",
            _("paid less than promised"),
            closed.claimants_short,
            past.claimants_short if past else None,
            large=False,
            write=large,
        )
    with left:
        headline_figure(
            _("Without cover"),
            large(closed.without_cover),
            "",
            _("of {members} members").format(members=large(closed.members)),
            closed.without_cover,
            past.without_cover if past else None,
            large=False,
            write=large,
        )


def _owed_steps(closed: WindDown) -> list[Step]:
    books, terms = closed.books, closed.terms
    stages = closed.by_stage
    diagnosed = sum(stages[name] for name in ("published", "reported", "to_report"))
    late = stages["too_late"]
    return [
        Step(
            "Diagnosed before the notice, not yet paid, claimed in time",
            Sentence(
                "published {published} + reported {reported} + reported later {later}; paid "
                "{delay} days after diagnosis",
                {
                    "published": Quantity(stages["published"], "yuan"),
                    "reported": Quantity(stages["reported"], "yuan"),
                    "later": Quantity(stages["to_report"], "yuan"),
                    "delay": Quantity(books.scenario.claim_delay_days, ""),
                },
            ),
            Quantity(diagnosed, "yuan"),
            ("fit_claim_delay", "reporting_days_assumed"),
        ),
        Step(
            "Diagnosed while cover goes on after the notice",
            Sentence(
                "{settlements} half-months", {"settlements": Quantity(terms.notice_settlements, "")}
            ),
            Quantity(stages["in_notice"], "yuan"),
            (closing_fields()["notice_settlements"].source,),
        ),
        Step(
            "Reported too late",
            Sentence(
                "later than {window} days after diagnosis, reports taking {mean} days on average",
                {
                    "window": Quantity(terms.claim_window_days, ""),
                    "mean": Quantity(terms.reporting_days, ""),
                },
            ),
            Quantity(late, "yuan"),
            (closing_fields()["claim_window_days"].source,),
        ),
        Step(
            "Owed in all",
            Sentence(
                "{before} + {notice} + {late}",
                {
                    "before": Quantity(diagnosed, "yuan"),
                    "notice": Quantity(stages["in_notice"], "yuan"),
                    "late": Quantity(late, "yuan"),
                },
            ),
            Quantity(closed.total_owed, "yuan"),
        ),
    ]


def _operator_steps(closed: WindDown) -> list[Step]:
    cost, bridge, terms = closed.operator_cost, closed.bridge, closed.terms
    return [
        Step(
            "Claims",
            Sentence(
                "{share} of the {owed} claimed in time",
                {
                    "share": Quantity(terms.paid_share, "percent"),
                    "owed": Quantity(float(closed.owed_yuan[:, :-1].sum()), "yuan"),
                },
            )
            if terms.payer == "operator"
            else Sentence("the members pay them"),
            Quantity(cost["claims"], "yuan"),
            (closing_fields()["paid_share"].source,),
        ),
        Step(
            "Contributions paid back",
            Sentence(
                "{share} of {charged} charged since the start",
                {
                    "share": Quantity(terms.refund_share, "percent"),
                    "charged": Quantity(closed.books.contributed, "yuan"),
                },
            ),
            Quantity(cost["refund"], "yuan"),
            (closing_fields()["refund_share"].source,),
        ),
        Step(
            "Free months of the bridging policy",
            Sentence(
                "{taken} members × {months} months × their price",
                {
                    "taken": Quantity(float(bridge.accepted.sum()), ""),
                    "months": Quantity(terms.free_months, ""),
                },
            ),
            Quantity(cost["free_months"], "yuan"),
            tuple(
                closing_fields()[name].source
                for name in ("bridge_take_up", "free_months", "bridge_price_month")
            ),
        ),
        Step(
            "The operator pays in all",
            Sentence("claims + refunds + free months"),
            Quantity(closed.operator_total, "yuan"),
        ),
    ]


def _program(closed: WindDown) -> str:
    """Return Python code that closes the same plan on the same terms."""
    return (
        "from mutualmodel import Scenario\n"
        "from mutualmodel.closing import ClosingTerms, wind_down\n\n"
        f"scenario = {closed.books.scenario.code()}\n"
        f"terms = {closed.terms.code()}\n"
        f"closed = wind_down(scenario, {closed.books.stop} / 24, terms)\n"
        f"closed.total_owed, closed.operator_total  # {closed.total_owed:.0f}, "
        f"{closed.operator_total:.0f}\n"
    )


def _ways(view: state.View, month: float) -> None:
    closed, past = _all_ways(view.scenario, month), _all_ways(view.baseline, month)
    chart = closing_charts.ways(closed, palette())
    chart_card(chart, key="ways", height=330)
    table_block(closing_charts.ways_table(closed, past), key="ways")


def _all_ways(scenario: Scenario | None, month: float) -> dict[str, WindDown]:
    """Close a plan in all five ways; nothing without a plan that holds a settlement."""
    if scenario is None:
        return {}
    stop = min(month, 12 * scenario.years)
    closed = {name: _closed(scenario, stop, way.terms) for name, way in WAYS.items()}
    return {name: one for name, one in closed.items() if one is not None}


def _gap(closed: WindDown, past: WindDown | None) -> None:
    left, right = st.columns([1.5, 1], gap="large", vertical_alignment="center")
    with left:
        chart = closing_charts.gap(closed, past, palette())
        chart_card(chart, key="gap", height=320)
    with right:
        st.html(f'<div class="says">{html.escape(closing_charts.loss_words(closed))}</div>')
        st.caption(
            _(
                "The price table of the real policies was not found: prices here follow expected "
                "claims by age and sex. Moderate illness is not counted, for want of a table."
            )
        )
    numbers({"gap": chart}, key="gap")


def _reserve(view: state.View, month: float) -> None:
    past = reserve_by_month(view.baseline) if view.baseline else None
    chart = closing_charts.reserves(reserve_by_month(view.scenario), month, past, palette())
    chart_card(chart, key="reserve", height=340)
    numbers({"reserve": chart}, key="reserve")


@st.cache_data(max_entries=1, show_spinner=False)
def _real_closing() -> ClosingCheck:
    return closing_check(fits()[FINAL])


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
    table_block(closing_charts.check_table(check.modelled, check.published), key="closing_check")
    names = ("closing_three_payouts", "closing_cost_paid", "closing_free_months_cost")
    links = " · ".join(
        f"[{title}]({state.link_to('sources', figure=name)})"
        for name, title in zip(
            names, (_("three settlements"), _("in the end"), _("free months")), strict=True
        )
    )
    st.caption(_("Sources: {links}").format(links=links))
