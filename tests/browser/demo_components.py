"""Two live sliders and two live charts, for the browser tests and for looking at."""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import streamlit as st

if __name__ == "__main__":
    # The tests copy this file beside an empty static folder; only here is the root two up.
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from mutualmodel.inputs.numerals import NumeralError, read_number
from ui.kit.live_chart import live_chart
from ui.kit.live_slider import live_slider
from ui.kit.plotly_script import plotly_script


@st.cache_resource
def _start() -> None:
    """Once a process: the script for the charts, and a full collection made cheap."""
    plotly_script(Path(__file__).parent / "static")
    gc.collect()
    gc.freeze()


def _template(dark: bool) -> go.layout.Template:
    ink, grid = ("#e6e9ef", "#39404d") if dark else ("#22303c", "#dde3ea")
    paper = "#12191d" if dark else "#fbfaf7"
    axis = {"gridcolor": grid, "zerolinecolor": grid, "linecolor": grid}
    return go.layout.Template(
        layout={
            "colorway": ["#3d9ab8", "#d98a3d"] if dark else ["#1f6f8b", "#b4621b"],
            # Real colours: behind a transparent chart Plotly takes white for the page.
            "paper_bgcolor": paper,
            "plot_bgcolor": paper,
            "font": {"color": ink, "family": "Source Sans, sans-serif"},
            "margin": {"l": 48, "r": 12, "t": 8, "b": 40},
            "legend": {"orientation": "h", "y": 1.08},
            "hovermode": "x unified",
            "hoverlabel": {"bgcolor": "#1d2430" if dark else "#ffffff", "bordercolor": grid},
            "xaxis": {**axis, "hoverformat": ".0f", "spikecolor": ink, "spikethickness": 1},
            "yaxis": {**axis, "hoverformat": ".2f"},
        }
    )


# A template of one's own, made once, costs a figure 1 ms; one of Plotly's, named, costs 20 ms.
TEMPLATES = {dark: _template(dark) for dark in (False, True)}


def _figure(members: float, incidence: float, dark: bool, curves: int) -> go.Figure:
    ages = np.linspace(0, 100, 200)
    costs = incidence * np.exp(ages / 30) / np.log10(members)
    return go.Figure(
        data=[
            {"type": "scatter", "x": ages, "y": costs * curve, "name": f"Group {curve}"}
            for curve in range(1, curves + 1)
        ],
        layout={
            "template": TEMPLATES[dark],
            "xaxis": {"title": {"text": "Age, years"}},
            "yaxis": {"title": {"text": "Yuan a year"}},
            "meta": {"stamp": f"{members:.0f}/{incidence:g}"},
        },
    )


def _reader(
    low: float, high: float, scale: float = 1.0
) -> Callable[[str], tuple[float | None, str]]:
    """Return what reads the numbers typed into a box."""

    def read(text: str) -> tuple[float | None, str]:
        try:
            value = read_number(text).value * scale
        except NumeralError as error:
            return None, f"{error}."
        inside = low <= value <= high
        return value, "" if inside else f"{value:g} is not from {low:g} to {high:g}."

    return read


def _preset() -> None:
    st.session_state.members, st.session_state.incidence = 50e6, 2.5


@st.fragment
def _body() -> None:
    state = st.session_state
    left, right = st.columns(2)
    with left:
        members = live_slider(
            "Membership",
            key="members_slider",
            value=state.members,
            minimum=1e4,
            maximum=1e9,
            step=1,
            scale="log",
            ticks=[
                (1e4, "10 k"),
                (1e5, "100 k"),
                (1e6, "1 M"),
                (1e7, "10 M"),
                (1e8, "100 M"),
                (1e9, "1 bn"),
            ],
            unit="members",
            large=True,
            read=_reader(1e4, 1e9),
            baseline=105.8e6,
            default=105.8e6,
            help="People who share each pay-out. The plan had 105.8 million at its peak.",
        )
    with right:
        incidence = live_slider(
            "Critical illness, new cases a year",
            key="incidence_slider",
            value=state.incidence,
            minimum=0.0,
            maximum=5.0,
            step=0.05,
            ticks=[(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")],
            unit="per 1,000 members",
            read=_reader(0.0, 5.0),
            note=f"{1e5 * state.incidence / 1e3:.0f} cases a year in 100,000 members",
            baseline=1.4,
        )
        share = live_slider(
            "Share of women",
            key="share_slider",
            value=state.share,
            minimum=0.0,
            maximum=1.0,
            step=0.01,
            unit="of members",
            percent=True,
            read=_reader(0.0, 1.0, scale=0.01),
            default=0.5,
            live=False,
            compact=True,
        )
    state.share = share.value
    state.members, state.incidence = members.value, incidence.value
    time.sleep(float(st.query_params.get("slow", "0")))
    st.text(f"members={members.value:.0f} incidence={incidence.value:g}")
    st.text(f"resting={members.resting and incidence.resting}")
    st.text(f"share={share.value:g}")
    dark = st.context.theme.type == "dark"
    if not st.checkbox("Show charts", value=True):
        return
    for chart in range(int(st.query_params.get("charts", "2"))):
        figure = _figure(state.members, state.incidence, dark, curves=chart + 1)
        live_chart(figure, key=f"chart{chart}", alt=f"Cost by age, {chart}", height=320)


st.set_page_config(layout="wide")
_start()
st.session_state.setdefault("members", 105.8e6)
st.session_state.setdefault("incidence", 1.4)
st.session_state.setdefault("share", 0.4)
st.button("Load preset", on_click=_preset)
_body()
