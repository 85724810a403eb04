"""A lever, a number and a chart in Streamlit's own elements: what opening such a page takes."""

import numpy as np
import streamlit as st

YEARS = np.arange(1, 121) / 24

st.set_page_config(layout="wide")
value = st.slider("Incidence", 0.05, 3.0, 0.6)
st.metric("Cost", f"{value:.2f}")
st.plotly_chart({"data": [{"type": "scatter", "x": YEARS, "y": value * np.sqrt(YEARS)}]})
