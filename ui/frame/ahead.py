"""What a page's live part shows of a lever in the reader's hand, told without a run of Streamlit's.

Each run of Streamlit has the browser draw the whole page's tree some three times, however little
has changed: most of what a reader waits for. While a lever moves, the browser therefore asks for
the figures, sentences and charts of its live part alone, which are drawn by the very functions that
draw the page, of the session's case with the lever's value in it. The session itself does not
change; it hears of the lever when the hand leaves it, and then all of the page follows.

Here is what a session offers to be asked; ``ui.frame.answers`` answers. Where the server has no
place to ask (``streamlit run dashboard.py``), where what comes does not fit what stands on the page
and where a value is refused, levers are answered by runs of their part.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from ui.kit.plotly_script import plotly_script

# Where in the page it stands, as a key of Streamlit's (live_slider_ahead.js looks for it).
LIVE_PLACE = "live"
_OFFER = "ahead"

T = TypeVar("T")


@dataclass
class _Server:
    """Whether this process takes questions."""

    answers: bool = False


_server = _Server()


def take_questions() -> None:
    """Note that this process serves ``ui.frame.answers``."""
    _server.answers = True


@dataclass(frozen=True)
class Drawn:
    """What a live part was drawn by and of: its function, and what its session held afterwards."""

    draw: Callable[[], object]
    context: ScriptRunContext
    held: Mapping[str, Any]


@dataclass(eq=False)
class Offer:
    """What a session can be asked for; nothing until its live part has been drawn."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    drawn: Drawn | None = None
    drawing: bool = False


# They go with the sessions that hold them.
_offers: WeakValueDictionary[str, Offer] = WeakValueDictionary()


def offer_of(token: str) -> Offer | None:
    """Return what a session offers by its token."""
    return _offers.get(token)


def token() -> str:
    """Return by what the browser asks of the live part that is being drawn; "" if it cannot."""
    offer: Offer | None = st.session_state.get(_OFFER)
    return offer.token if offer is not None and offer.drawing else ""


def drawn(draw: Callable[..., T], given: tuple[Any, ...]) -> T:
    """Draw a live part, and offer what it shows of other places of its levers from then on."""
    context = get_script_run_ctx(suppress_warning=True)
    # Where Streamlit draws the charts they cannot be put into the page.
    if not _server.answers or context is None or plotly_script() is None:
        return draw(*given)
    offer: Offer = st.session_state.setdefault(_OFFER, Offer())
    _offers[offer.token] = offer
    offer.drawing = True
    try:
        found = draw(*given)
    finally:
        offer.drawing = False
    offer.drawn = Drawn(partial(draw, *given), context, _held())
    return found


def remember() -> None:
    """Offer it of what the session holds now, such as work beside the page that was begun since."""
    offer: Offer | None = st.session_state.get(_OFFER)
    if offer is not None and offer.drawn is not None:
        offer.drawn = replace(offer.drawn, held=_held())


def _held() -> dict[str, Any]:
    return {str(key): value for key, value in st.session_state.items() if key != _OFFER}
