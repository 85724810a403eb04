"""The least a live page can be: one lever, one number and one chart, with nothing to compute.

What this page takes is the platform's own time; ``bench/latency.py`` measures ours beside it. It
runs a copy of this file in an empty folder, where the script for the chart is then written.
"""

import gc
from pathlib import Path

import numpy as np
import streamlit as st

from ui.kit.live_chart import live_chart
from ui.kit.live_slider import live_slider
from ui.kit.plotly_script import plotly_script

YEARS = np.arange(1, 121) / 24


@st.cache_resource
def _start() -> None:
    plotly_script(Path(__file__).parent / "static")
    gc.collect()
    gc.freeze()


@st.fragment
def _live() -> None:
    value = float(st.session_state.setdefault("value", 0.6))
    reading = live_slider(
        "Incidence",
        key="lever",
        value=value,
        minimum=0.05,
        maximum=3,
        step=0.01,
        read=lambda text: (float(text), ""),
    )
    value = st.session_state["value"] = reading.value or value
    st.html(f'<div class="figure large"><div class="value">{value:.2f}</div></div>')
    figure = {
        "data": [{"type": "scatter", "x": YEARS, "y": value * np.sqrt(YEARS)}],
        "layout": {"template": {}, "margin": {"l": 52, "r": 16, "t": 26, "b": 44}},
    }
    live_chart(figure, key="share_path", alt="A curve", height=292)


st.set_page_config(layout="wide")
_start()
_live()
