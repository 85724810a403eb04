"""A Plotly chart drawn in place: zoom and hover survive new data, and nothing flashes.

``st.plotly_chart`` mounts its chart anew whenever the data change. This one hands the new figure to
``Plotly.react``. The script comes from the installed plotly package through Streamlit's static
folder (see ``plotly_script``); where that cannot be written, ``st.plotly_chart`` draws instead.

In AppTest a chart is an element of ``at.get("bidi_component")`` whose ``proto.component_name`` is
"live_chart"; ``json.loads(element.proto.bytes)`` has ``key``, ``alt``, ``height`` and ``figure``.
"""

import json
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from mutualmodel.text import N_
from ui.kit.component import component
from ui.kit.components import source
from ui.kit.language import _
from ui.kit.markup import element
from ui.kit.plotly_language import plotly_language
from ui.kit.plotly_script import plotly_script
from ui.kit.recording import recording

FAILED = N_("The drawing script could not be loaded, so the chart is described in words.")

_mount = component(
    "live_chart",
    html=source("live_chart.html"),
    styles=("live_chart.css",),
    scripts=(
        "app_address.js",
        "label_places.js",
        "hover_years.js",
        "chart_picture.js",
        "chart_take.js",
        "live_chart.js",
    ),
    # Plotly puts its styles into the document's head, which do not reach into a shadow root.
    isolate_styles=False,
)


def live_chart(
    figure: go.Figure | Mapping[str, Any],
    *,
    key: str,
    alt: str,
    height: int,
    title: str = "",
    note: str = "",
    take: str = "",
    subject: str = "",
    alone: str = "",
    of: str = "",
    config: Mapping[str, Any] | None = None,
    failed: str = FAILED,
) -> None:
    """Draw a figure, or redraw it in place where one with this key already stands.

    Parameters
    ----------
    figure
        A Plotly figure or the same as a dict. Must name its own template and colours, because
        importing Streamlit sets a default template of placeholders. ``layout.uirevision`` is set
        to a constant where it is None, so that zoom outlives new data; change it on purpose to
        reset the zoom.
    key
        Unique on the page.
    alt
        The chart in words, read aloud in its place.
    height
        Pixels, kept free from the start so that the page does not jump.
    title, note
        Text above and below the chart. They are drawn here and not as elements of their own
        because Streamlit looks at every element of a page again for each update.
    take, subject, alone, of
        What the button says that offers pictures of the chart, empty for none; what the chart is
        of where that is not the plan at hand; its title on a picture; the mark of the case it
        shows, see :mod:`ui.kit.pictures`.
    config
        Further Plotly settings; its language is the reader's by itself.
    failed
        Shown above ``alt`` where the script does not load.
    """
    script = plotly_script()
    settings = {**plotly_language(), **(config or {})}
    if script is None:
        st.markdown(f"### {title}")
        st.plotly_chart(
            go.Figure(figure),
            key=key,
            alt=alt,
            height=height,
            theme=None,
            config={"displaylogo": False, **settings},
        )
        _told_below(figure, note)
        return
    envelope = json.dumps(
        {
            "of": of,
            "key": key,
            "alt": alt,
            "height": height,
            "title": title,
            "note": note,
            "take": take,
            "subject": subject,
            "alone": alone,
            "script": script,
            "failed": _(failed),
            "config": settings,
        }
    )
    # Bytes travel as they are, while a string would be escaped a second time and a dict checked
    # for data frames and encoded twice. The mark stands first, where the browser cuts it off:
    # a chart that only has another one is not drawn anew.
    drawn = to_json_plotly(figure)
    told = f'{envelope[:-1]}, "figure": {drawn}}}'
    if (notes := recording()) is not None:
        notes.charts[key] = told
    else:
        _mount(key=key, data=told.encode())


def _told_below(figure: go.Figure | Mapping[str, Any], note: str) -> None:
    """Write a chart's keys and its note below it, where its own script does not."""
    for label in go.Figure(figure).layout.annotations:
        if label.name == "key":
            st.html(element("div", label.text, css="notes"))
    st.caption(note)
