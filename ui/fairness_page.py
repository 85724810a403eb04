"""The fairness page: who pays for whom under one price, and who can afford it."""

import html

import streamlit as st

from mutualmodel import Quantity, Scenario, Sentence, Step, fields, project
from mutualmodel.affordability import INCOME_YEARS, incomes_of, years_of_income
from mutualmodel.cohorts import PAYOUT_AGE
from mutualmodel.fairness import Fairness, balancing_payout, equal_payout, fairness, with_cut
from mutualmodel.insurance import SYSTEMS, Terms, costs_by_age, term_fields
from ui import fairness_charts as charts
from ui import state
from ui.blocks import change_chips, chart_card, headline_figure, numbers, why_steps
from ui.choices import choose_number, choose_one
from ui.language import _, amount, money
from ui.theme import palette

_SEXES = {"F": "Woman", "M": "Man"}


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("Who pays for whom, and who can afford it?"))
    fair = fairness(view.scenario)
    past = fairness(view.baseline) if view.baseline else None
    st.html(f'<div class="says" role="status">{html.escape(_verdict(fair))}</div>')
    _figures(view.scenario, fair, view.baseline, past)
    if view.baseline is not None:
        change_chips(view)
    chart = charts.receipts(fair, past, palette())
    chart_card(chart, key="receipts", height=400)
    numbers({"receipts": chart}, key="receipts")
    st.header(_("Other ways to cut one price"), divider="gray")
    _cuts(view.scenario, fair)
    st.header(_("Who can afford it"), divider="gray")
    _income(view.scenario)


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


def _figures(
    scenario: Scenario, fair: Fairness, before: Scenario | None, past: Fairness | None
) -> None:
    moved, of_young, of_old, balance = st.columns([1.5, 1, 1, 1])
    with moved:
        headline_figure(
            _("Changes hands between ages and sexes"),
            amount(fair.moved),
            _("yuan a member and year"),
            _("{total} a year in all").format(total=money(fair.moved * _mean_members(scenario))),
            fair.moved,
            past.moved if past else None,
            large=True,
        )
        why_steps(
            "fairness_moved",
            _("What changes hands between ages and sexes"),
            lambda: _moved_steps(scenario, fair),
            lambda: _program(scenario, "fair.moved", fair.moved),
        )
    for column, title, low, high in (
        (of_young, _("Under 40 receive"), 0, PAYOUT_AGE),
        (of_old, _("From 40 on receive"), PAYOUT_AGE, 60),
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
    with balance:
        payout = balancing_payout(fair)
        earlier = balancing_payout(past) if past else None
        known = payout == payout
        headline_figure(
            _("Balancing payout"),
            amount(round(payout)) if known else _("none"),
            _("yuan") if known else "",
            _("from 40 on") if known else _("there is one group only"),
            payout if known else 0.0,
            earlier if known and earlier == earlier else None,
            large=False,
        )
        if known:
            why_steps(
                "fairness_balance",
                _("The payout from 40 on that balances both groups"),
                lambda: _balance_steps(scenario, fair),
                lambda: _program(scenario, "balancing_payout(fair)", payout),
            )
            _offer(payout)


def _offer(payout: float) -> None:
    meta = fields()["payout_40_plus"]
    most = float(meta.maximum or payout)
    st.button(
        _("Use it"),
        key="use_balance",
        on_click=state.change,
        kwargs={"payout_40_plus": float(min(round(payout), most))},
        help=_("Sets the payout at 40 and over; the largest allowed is {most}.").format(
            most=money(most)
        ),
    )


def _mean_members(scenario: Scenario) -> float:
    return project(scenario.with_changes(years=1)).headline.mean_members


def _moved_steps(scenario: Scenario, fair: Fairness) -> list[Step]:
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


def _program(scenario: Scenario, what: str, value: float) -> str:
    return (
        "from mutualmodel import Scenario\n"
        "from mutualmodel.fairness import balancing_payout, fairness\n\n"
        f"scenario = {scenario.code()}\n"
        f"fair = fairness(scenario)\n{what}  # {value:.4f}\n"
    )


def _cuts(scenario: Scenario, fair: Fairness) -> None:
    levers, drawn = st.columns([1, 2], gap="large")
    with levers:
        cut = choose_number("fair_cut", _("Cut at age"), (0, 60), 40, step=1, slider=True)
        ratio = choose_number(
            "fair_ratio",
            _("Payout from there on, % of that below"),
            (0.0, 2.0),
            1.0,
            step=0.05,
            scale=100.0,
            slider=True,
        )
        other = with_cut(fair, round(cut), ratio)
        st.markdown(
            _(
                "At the same cost to members: **{young}** below {cut} and **{old}** from then on. "
                "{moved} a member and year would change hands, {own} do now. One payout for all "
                "would be {equal}."
            ).format(
                young=money(round(float(other.payout[0] if cut > 0 else other.payout[-1]))),
                cut=round(cut),
                old=money(round(float(other.payout[-1]))),
                moved=money(other.moved),
                own=money(fair.moved),
                equal=money(round(equal_payout(fair))),
            )
        )
    with drawn:
        chart = charts.other_cuts(fair, other, round(cut), palette())
        chart_card(chart, key="other_cuts", height=330)
    numbers({"other_cuts": chart}, key="cuts")


def _income(scenario: Scenario) -> None:
    levers, drawn = st.columns([1, 2], gap="large")
    with levers:
        years = {str(year): str(year) for year in INCOME_YEARS}
        year = int(choose_one("income_year", _("Incomes of"), years, "2021"))
        kinds = {"mean": _("mean"), "median": _("median")}
        measure = choose_one("income_measure", _("Income a head"), kinds, "mean")
        sex = choose_one("fair_sex", _("Policies for"), {k: _(v) for k, v in _SEXES.items()}, "F")
        age = round(choose_number("fair_age", _("Age"), (0, 59), 30, step=1, slider=True))
        costs = _costs(scenario, sex, age)
        young, old = scenario.payout_under_40, scenario.payout_40_plus
        below, above = (years_of_income(payout, year, measure) for payout in (young, old))
        both = {group: (below[group], above[group]) for group in below}
        st.markdown(charts.protection_words((young, old), both))
    with drawn:
        chart = charts.affordable(costs, year, measure, palette())
        chart_card(chart, key="affordable", height=400)
        names = dict.fromkeys(income.figure_id for income in incomes_of(year, measure).values())
        links = [_linked(_("incomes"), name) for name in names]
        st.caption(
            _(
                "Fifths of households are known for 2021. Policies at the standard terms of the "
                "page Versus insurance. What a critical illness costs its patient out of pocket "
                "was not found: only that 27.7 % of all health spending was in 2021. {links}"
            ).format(links=" · ".join([*links, _linked(_("spending"), "health_spending_2021")]))
        )
    numbers({"affordable": chart}, key="income")


def _linked(text: str, name: str) -> str:
    return f"[{text}]({state.link_to('sources', figure=name)})"


def _costs(scenario: Scenario, sex: str, age: int) -> dict[str, float]:
    """Return what each system costs a person a year, by its title."""
    terms = Terms(**{name: meta.default for name, meta in term_fields().items()})
    by_age = costs_by_age(scenario, terms, sex)
    return {
        _(SYSTEMS[name].title): float(cost[age])
        for name, cost in by_age.items()
        if cost[age] == cost[age] and cost[age] > 0
    }
