"""The fairness page: who pays for whom under one price, and who can afford it."""

import html

import streamlit as st

from mutualmodel import Case, Quantity, Scenario, Sentence, project
from mutualmodel.engine import PAYOUT_AGE
from mutualmodel.explain import reproduce
from mutualmodel.fairness import (
    Fairness,
    balancing_payout,
    equal_payout,
    fairness,
    incomes_of,
    with_cut,
    years_of_income,
)
from mutualmodel.inputs import InsurerTerms, fields
from mutualmodel.insurance import SYSTEMS, costs_by_age
from mutualmodel.text import Step
from ui.fairness import charts as charts
from ui.fairness.charts import Burden, Cut
from ui.frame import state
from ui.frame.forms import field, levers, sources_line
from ui.frame.why import why_steps
from ui.kit.blocks import baseline_says, chart_card, headline_figure, numbers, past_note
from ui.kit.language import _, amount, money
from ui.kit.theme import palette

LEVERS = ("plan.payout_under_40", "plan.payout_40_plus")
CUT = ("view.cut_age", "view.cut_ratio")
INCOMES = ("view.income_year", "view.income_measure", "person.sex")
# The inputs of the plan that this page shows itself.
ON_PAGE = LEVERS
_LAYOUT = [0.36, 0.64]


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("Who pays for whom, and who can afford it?"))
    intro = _("Everyone pays the same, whatever the age and sex; what one may expect differs.")
    st.html(f'<div class="insight">{html.escape(intro)}</div>')
    _live()
    st.header(_("Other ways to cut one price"), divider="gray")
    _cuts()
    st.header(_("Who can afford it"), divider="gray")
    _income()


# --------------------------------------------------------------------------- who pays for whom


@st.fragment
def _live() -> None:
    """Draw the payouts and what every age receives; a drag reruns this alone."""
    controls, result = st.columns(_LAYOUT, gap="large")
    with controls:
        on_phone = st.empty()
        levers(LEVERS)
        sources_line(LEVERS)
    view = state.view()
    fair = fairness(view.plan)
    past = fairness(view.past) if view.past else None
    # On a phone the levers fill the screen, so the figure they move stays above them.
    on_phone.html(
        f'<div class="phone-figure" aria-hidden="true"><b>{amount(fair.moved)}</b> '
        f"{html.escape(_('yuan change hands'))}</div>"
    )
    with controls:
        says = _verdict(fair)
        st.html(f'<div class="says" role="status">{html.escape(says)}</div>')
        if past is not None:
            baseline_says(_verdict(past), says)
    with result:
        _figures(view, fair, past)
        chart = charts.receipts(fair, past, palette())
        chart_card(chart, key="receipts", height=400)
        numbers({"receipts": chart}, key="receipts")
    state.follow_levers()


def _verdict(fair: Fairness) -> str:
    """Say which group pays for the other, and how much."""
    if fair.paid == 0 or fair.mean_received == 0:
        return _("Nothing is paid and nothing received, so nobody pays for anybody.")
    young, old = fair.of_ages(0, PAYOUT_AGE), fair.of_ages(PAYOUT_AGE, 60)
    says = _(
        "Everyone pays {paid} a year. For each yuan, members under 40 expect {young} back and "
        "those from 40 on {old}; the fee takes {fee}."
    ).format(
        paid=money(fair.paid),
        young=money(young / fair.paid),
        old=money(old / fair.paid),
        fee=money(fair.fee / fair.paid),
    )
    if abs(young - old) < 0.01 * max(young, old):
        return says + " " + _("The two groups are in balance.")
    if young > old:
        return says + " " + _("The old pay for the young.")
    return says + " " + _("The young pay for the old.")


def _figures(view: state.View, fair: Fairness, past: Fairness | None) -> None:
    total, before = _in_all(view.plan), _in_all(view.past) if view.past else ""
    moved, balance = st.columns([1.4, 1])
    with moved:
        headline_figure(
            _("Changes hands between ages and sexes"),
            amount(fair.moved),
            _("yuan a member and year"),
            total,
            fair.moved,
            past.moved if past else None,
            large=True,
            past_note=past_note(total, before),
        )
        why_steps(
            "fairness_moved",
            _("What changes hands between ages and sexes"),
            lambda: _moved_steps(fair),
            lambda: moved_program(view.case, view.baseline),
        )
    with balance:
        _balance(view, fair, past)
    _received(fair, past)


def _received(fair: Fairness, past: Fairness | None) -> None:
    for column, title, low, high in zip(
        st.columns([1.4, 1]),
        (_("Under 40 receive"), _("From 40 on receive")),
        (0, PAYOUT_AGE),
        (PAYOUT_AGE, 60),
        strict=True,
    ):
        with column:
            headline_figure(
                title,
                amount(fair.of_ages(low, high)),
                _("yuan"),
                _("a member and year"),
                fair.of_ages(low, high),
                past.of_ages(low, high) if past else None,
                large=False,
            )


def _balance(view: state.View, fair: Fairness, past: Fairness | None) -> None:
    """Draw the payout at which both groups receive the same, and offer to set it."""
    payout = balancing_payout(fair)
    earlier = balancing_payout(past) if past else None
    known, known_before = payout == payout, earlier == earlier
    was = ""
    if earlier is not None and not (known and known_before):
        was = money(round(earlier)) if known_before else _("none")
    headline_figure(
        _("Balancing payout"),
        amount(round(payout)) if known else _("none"),
        _("yuan") if known else "",
        _("from 40 on") if known else _("there is one group only"),
        payout if known else 0.0,
        earlier if known and known_before else None,
        large=False,
        was=was,
    )
    if known:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            why_steps(
                "fairness_balance",
                _("The payout from 40 on that balances both groups"),
                lambda: _balance_steps(view.plan, fair),
                lambda: balance_program(view.case, view.baseline),
            )
            _offer(payout)


def _offer(payout: float) -> None:
    meta = fields()["payout_40_plus"]
    most = float(meta.maximum or payout)
    st.button(
        _("Use it"),
        key="use_balance",
        on_click=state.change,
        args=({"plan.payout_40_plus": float(min(round(payout), most))},),
        help=_("Sets the payout at 40 and over; the largest allowed is {most}.").format(
            most=money(most)
        ),
    )


def _in_all(scenario: Scenario) -> str:
    members = project(scenario.with_changes(years=1)).headline.mean_members
    return _("{total} a year in all").format(total=money(fairness(scenario).moved * members))


def _moved_steps(fair: Fairness) -> list[Step]:
    mix = ("share_under_18", "share_40_to_59", "share_female")
    sources = tuple(fields()[name].source for name in (*mix, "incidence_table"))
    return [
        Step(
            "What a member pays, and what of it goes into benefits",
            Sentence(
                "{paid} − fee {fee} + help from others {help}",
                {
                    "paid": Quantity(fair.paid, "yuan"),
                    "fee": Quantity(fair.fee, "yuan"),
                    "help": Quantity(fair.help, "yuan"),
                },
            ),
            Quantity(fair.mean_received, "yuan a member"),
            (fields()["fee_rate"].source,),
        ),
        Step(
            "What each age and sex receives more or less than that",
            Sentence(
                "incidence × payout at the age: under 40 {young}, from 40 on {old} on average",
                {
                    "young": Quantity(fair.of_ages(0, PAYOUT_AGE), "yuan"),
                    "old": Quantity(fair.of_ages(PAYOUT_AGE, 60), "yuan"),
                },
            ),
            Quantity(float((fair.members * fair.subsidy).sum()), "yuan in sum"),
            sources,
        ),
        Step(
            "The part above zero, over all members",
            Sentence("sum over ages and sexes of share of members × what is received above"),
            Quantity(fair.moved, "yuan a member"),
            ("census2020",),
        ),
    ]


def _balance_steps(scenario: Scenario, fair: Fairness) -> list[Step]:
    payout = balancing_payout(fair)
    old = fair.of_ages(PAYOUT_AGE, 60)
    claims = old / scenario.payout_40_plus if scenario.payout_40_plus else 0.0
    return [
        Step(
            "What a member under 40 receives",
            Sentence(
                "payout {payout} × expected claims",
                {"payout": Quantity(scenario.payout_under_40, "yuan")},
            ),
            Quantity(fair.of_ages(0, PAYOUT_AGE), "yuan"),
            (fields()["payout_under_40"].source,),
        ),
        Step(
            "What a member from 40 on receives for each yuan of payout",
            Sentence(
                "{old} / {payout}",
                {
                    "old": Quantity(old, "yuan"),
                    "payout": Quantity(scenario.payout_40_plus, "yuan"),
                },
            ),
            Quantity(1000 * claims, "yuan for 1,000"),
            (fields()["payout_40_plus"].source,),
        ),
        Step(
            "The payout at which both receive the same",
            Sentence("the first over the second; mild illness taken off both sides"),
            Quantity(payout, "yuan"),
        ),
    ]


def moved_program(case: Case, baseline: Case | None) -> str:
    """Return the Python that gives what changes hands."""
    uses = {"mutualmodel.fairness": ("fairness",)}
    return reproduce("fairness(case.plan).moved", uses, case, baseline)


def balance_program(case: Case, baseline: Case | None) -> str:
    """Return the Python that gives the balancing payout."""
    uses = {"mutualmodel.fairness": ("balancing_payout", "fairness")}
    return reproduce("balancing_payout(fairness(case.plan))", uses, case, baseline)


# ------------------------------------------------------------------------------- another cut


@st.fragment
def _cuts() -> None:
    """Draw another cut by age at the same cost; a drag reruns this alone."""
    controls, drawn = st.columns(_LAYOUT, gap="large")
    with controls:
        levers(CUT, {"view.cut_ratio": _("of the payout below that age")})
        sources_line(CUT)
    view = state.view()
    cut, past = _cut(view.case), _cut(view.baseline) if view.baseline else None
    with controls:
        says = _(
            "At the same cost to members: **{young}** below {cut} and **{old}** from then on. "
            "{moved} a member and year would change hands, {own} do now. One payout for all "
            "would be {equal}."
        )
        st.markdown(_cut_words(says, cut))
        if past is not None:
            says = _(
                "Baseline: **{young}** below {cut} and **{old}** from then on. {moved} a member "
                "and year would change hands, {own} with its own payouts. One payout for all "
                "would be {equal}."
            )
            st.markdown(_cut_words(says, past))
    with drawn:
        chart = charts.other_cuts(cut, past, palette())
        chart_card(chart, key="other_cuts", height=380)
        numbers({"other_cuts": chart}, key="cuts")
    state.follow_levers()


def _cut(case: Case) -> Cut:
    plan = fairness(case.plan)
    return Cut(plan, with_cut(plan, case.view.cut_age, case.view.cut_ratio), case.view.cut_age)


def _cut_words(text: str, cut: Cut) -> str:
    return text.format(
        young=money(round(float(cut.other.payout[0 if cut.age > 0 else -1]))),
        cut=cut.age,
        old=money(round(float(cut.other.payout[-1]))),
        moved=money(cut.other.moved),
        own=money(cut.plan.moved),
        equal=money(round(equal_payout(cut.plan))),
    )


# ----------------------------------------------------------------------- what it costs whom


@st.fragment
def _income() -> None:
    """Draw what covers cost a person beside incomes; a drag reruns this alone."""
    controls, drawn = st.columns(_LAYOUT, gap="large")
    with controls:
        for path in INCOMES:
            field(path, caption=False)
        levers(("person.age",))
        sources_line((*INCOMES, "person.age"))
    view = state.view()
    now, past = _burden(view.case), _burden(view.baseline) if view.baseline else None
    with controls:
        st.markdown(_protection(view.case))
        if view.baseline is not None:
            st.markdown(_("Baseline: {says}").format(says=_protection(view.baseline)))
    with drawn:
        chart = charts.affordable(now, past, palette())
        chart_card(chart, key="affordable", height=430)
        st.caption(_sources([now] if past is None else [now, past]))
        numbers({"affordable": chart}, key="income")
    state.follow_levers()


def _burden(case: Case) -> Burden:
    """Return what each system costs the person of a case a year, at an insurer's usual terms."""
    age, sex = case.person.age, case.person.sex
    by_age = costs_by_age(case.plan, InsurerTerms(), sex)
    return Burden(
        costs={
            _(SYSTEMS[name].title): float(cost[age])
            for name, cost in by_age.items()
            if cost[age] == cost[age] and cost[age] > 0
        },
        year=int(case.view.income_year),
        measure=case.view.income_measure,
        person=(_("a woman of {age}") if sex == "F" else _("a man of {age}")).format(age=age),
    )


def _protection(case: Case) -> str:
    """Say how many years of income the payouts of a case are worth."""
    payouts = case.plan.payout_under_40, case.plan.payout_40_plus
    year, measure = int(case.view.income_year), case.view.income_measure
    below, above = (years_of_income(payout, year, measure) for payout in payouts)
    return charts.protection_words(
        payouts, {group: (below[group], above[group]) for group in below}
    )


def _sources(shown: list[Burden]) -> str:
    names = dict.fromkeys(
        income.figure_id
        for burden in shown
        for income in incomes_of(burden.year, burden.measure).values()
    )
    links = [_linked(_("incomes"), name) for name in names]
    return _(
        "Fifths of households are known for 2021. Policies at the standard terms of the "
        "page Versus insurance. What a critical illness costs its patient out of pocket "
        "was not found: only that 27.7 % of all health spending was in 2021. {links}"
    ).format(links=" · ".join([*links, _linked(_("spending"), "health_spending_2021")]))


def _linked(text: str, name: str) -> str:
    return f"[{text}]({state.link_to('sources', figure=name)})"
