"""The insurer's own view: its year, the viable price without the young, quotes beside the model."""

import numpy as np
import pandas as pd
import streamlit as st

from mutualmodel.cohorts import FloatArray
from mutualmodel.insurance import Terms, insurer_view, level_premium, mutual_costs, quotes
from ui import insurer_charts, state
from ui.blocks import chart_card, numbers, table_block
from ui.choices import choose_number
from ui.language import _, large, money, number, percent
from ui.theme import palette

_LEFT_AGES = tuple(range(0, 60, 5))


def insurer_section(view: state.View, terms: Terms) -> None:
    """Draw the insurer's year with and without the young, its viable price and the quotes."""
    left, right = st.columns(2, gap="large")
    with left:
        start = int(
            choose_number(
                "ins_left_age",
                _("The young stay with mutual aid up to the age of"),
                (0, 59),
                40,
                step=1,
                slider=True,
            )
        )
        table_block(_insurer_table(view, terms, start), key="ins_insurer")
        st.caption(
            _(
                "One-year policies for the members of those ages. Prices follow age, so the loss "
                "ratio is the same without the young, but a single price is not. In 2020, 99 "
                "insurers paid 38 % of short-term health premiums in claims. Capital is for a bad "
                "year of claims alone; insurers hold more, so the return looks high."
            )
        )
    with right:
        viable = insurer_charts.viable_chart(
            _LEFT_AGES,
            [insurer_view(view.scenario, terms, from_age=age) for age in _LEFT_AGES],
            mutual_costs(view.scenario)["mutual"].settled,
            start,
            palette(),
        )
        chart_card(viable, key="ins_viable", height=330)
    real = insurer_charts.quotes_chart(
        {sex: _net_levels(sex) for sex in ("M", "F")},
        [quote for quote in quotes() if quote.kind == "level" and quote.payments == 30],
        palette(),
    )
    chart_card(real, key="ins_quotes", height=330)
    numbers({"ins_viable": viable, "ins_quotes": real}, key="ins_insurer_side")


@st.cache_data(max_entries=2)
def _net_levels(sex: str) -> FloatArray:
    """Return the net level premium to 70 by age at entry, 30 payments, per 1,000."""
    return np.array([level_premium(age, sex) for age in range(41)])


def _insurer_table(view: state.View, terms: Terms, start: int) -> pd.DataFrame:
    columns = {
        _("all ages"): insurer_view(view.scenario, terms),
        _("from {age} on").format(age=start): insurer_view(view.scenario, terms, from_age=start),
        _("as a group"): insurer_view(view.scenario, terms, group=True),
    }
    if view.baseline is not None:
        columns[_("baseline, all ages")] = insurer_view(view.baseline, terms)
    rows = {
        _("lives insured"): [large(one.lives) for one in columns.values()],
        _("taken of those who apply"): [percent(one.taken) for one in columns.values()],
        _("their incidence, × average"): [number(one.incidence, 2) for one in columns.values()],
        _("premium income"): [money(one.premiums) for one in columns.values()],
        _("expected loss ratio"): [percent(one.loss_ratio, 1) for one in columns.values()],
        _("in the first policy year"): [
            percent(one.first_year_loss_ratio, 1) for one in columns.values()
        ],
        _("capital for the 99.5 % year"): [money(one.capital) for one in columns.values()],
        _("return on it"): [
            "–" if one.return_on_capital is None else percent(one.return_on_capital)
            for one in columns.values()
        ],
        _("average premium a life"): [money(one.market_price) for one in columns.values()],
        _("viable price a life"): [money(one.viable_price) for one in columns.values()],
    }
    return pd.DataFrame(
        {_("a year"): list(rows)}
        | {name: [row[place] for row in rows.values()] for place, name in enumerate(columns)}
    )
