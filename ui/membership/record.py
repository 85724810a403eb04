"""The decline of 2021 beside the model: whether members left as they would here."""

import datetime as dt

import pandas as pd
import streamlit as st

from mutualmodel import Quantity, Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.history import FINAL, SETTLEMENT_DATES, fits, membership, replay, scenario_on
from mutualmodel.money import CHINESE
from mutualmodel.periods import DAYS_PER_MONTH
from ui.kit.blocks import chart_card, numbers
from ui.kit.charts import Chart
from ui.kit.language import _, as_told, counting_in, large, number, percent, quantity
from ui.kit.palette import Palette
from ui.kit.theme import palette
from ui.membership import charts

DECLINE_FROM, DECLINE_TO = dt.date(2020, 11, 14), dt.date(2021, 12, 14)


def draw_record(scenario: Scenario, baseline: Scenario | None) -> None:
    """Draw the counted members beside the model, and say what they cannot tell."""
    chart = exits(scenario, baseline, palette())
    words, drawn = st.columns([1, 1.5], gap="large", vertical_alignment="center")
    with drawn:
        chart_card(chart, key="record_exits", height=260)
    with words:
        st.markdown(_record_words(_known()))
    numbers({"record_exits": chart}, key="record_exits")


def exits(scenario: Scenario, baseline: Scenario | None, colours: Palette) -> Chart:
    """Draw the members counted in the decline of 2021 beside the model."""
    days = [day for day in SETTLEMENT_DATES if DECLINE_FROM <= day <= DECLINE_TO]
    return charts.record_exits(
        _known(),
        [pd.Timestamp(day) for day in days],
        _modelled(scenario, len(days)),
        _modelled(baseline, len(days)) if baseline else None,
        colours,
    )


def _known() -> pd.DataFrame:
    counted = membership()
    return counted[counted["path"] & (counted["date"] >= pd.Timestamp(DECLINE_FROM))]


def _modelled(scenario: Scenario, settled: int) -> FloatArray:
    """Members of the plan as it stood when the decline began, with this page's reaction."""
    start = scenario_on(DECLINE_FROM, fits()[FINAL].scenario)
    reacting = start.with_changes(
        years=2,
        joiners_per_year=0.0,
        lapse_rate=scenario.lapse_rate,
        price_elasticity=scenario.price_elasticity,
        price_memory_months=scenario.price_memory_months,
        risk_spread=scenario.risk_spread,
    )
    return project(reacting).array("members")[:settled]


@counting_in(CHINESE)
def _record_words(known: pd.DataFrame) -> str:
    """Tell the exits and the rise of the share in the record, and what cannot be told apart."""
    first, last = known.iloc[0], known.iloc[-1]
    months = (last["date"] - first["date"]).days / DAYS_PER_MONTH
    rate = 1.0 - (last["members"] / first["members"]) ** (1.0 / months)
    early, late = _replayed_shares()
    return _(
        "**Members fell from {first} to {last} in {time}**: {rate} left a month on "
        "average, net. What a member paid at a settlement rose from {early} to {late} ¤ in the "
        "replay, {rise}. In the same months a refused claim became known, the operator’s listing "
        "failed and the regulator warned. Price and events cannot be told apart in this record, "
        "so it shows no elasticity."
    ).format(
        first=large(first["members"]),
        last=large(last["members"]),
        time=quantity(Quantity(round(months), "months")),
        rate=percent(rate, 1),
        early=number(as_told(early), 2),
        late=number(as_told(late), 2),
        rise="+" + percent(late / early - 1),
    )


@st.cache_data(max_entries=1, show_spinner=False)
def _replayed_shares() -> tuple[float, float]:
    """Return the shares of the first and the last settlement of the decline; yuan."""
    table = replay(fits()[FINAL].scenario).set_index("date")["charged_per_member"]
    return float(table[pd.Timestamp(DECLINE_FROM)]), float(table[pd.Timestamp(DECLINE_TO)])
