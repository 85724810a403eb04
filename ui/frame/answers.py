"""Answers what a browser asks while a lever moves: the live part of that lever's next place."""

import json
import math
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import add_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context_attr import (
    SCRIPT_RUN_CONTEXT_ATTR_NAME,
)
from streamlit.runtime.scriptrunner_utils.shared_run_state import SharedRunState
from streamlit.runtime.state import SafeSessionState, SessionState

from mutualmodel import Case
from ui.frame import state
from ui.frame.ahead import Drawn, offer_of
from ui.frame.forms import value_at
from ui.frame.giving_way import CROSSING
from ui.kit import session
from ui.kit.blocks import FADED
from ui.kit.components import source
from ui.kit.log import LOG
from ui.kit.recording import recorded

# What else fades meanwhile: what follows runs of the live part, and stands still here.
_FADED = f"{FADED}<style>{source('ahead.css')}</style>"
# Bytes; a question has some hundred.
LARGEST = 2_000
# As of HTTP: what is asked for is not there, is nonsense, cannot be told.
FOUND, NONSENSE, GONE, REFUSED, FAILED = 200, 400, 404, 409, 500


@dataclass(frozen=True)
class _Question:
    """Where the browser has levers: the session's token, and their places on the rail by input."""

    token: str
    places: Mapping[str, float]


@dataclass
class _Sent:
    """What Streamlit would have sent: texts by where they stand on the page."""

    texts: dict[tuple[int, ...], str] = field(default_factory=dict)

    def take(self, message: ForwardMsg) -> None:
        """Keep a message's text if it has one."""
        element = message.delta.new_element
        if element.WhichOneof("type") == "html":
            self.texts[tuple(message.metadata.delta_path)] = element.html.body


def reply(question: bytes) -> tuple[int, dict[str, Any]]:
    """Answer a question as it comes, with the status of HTTP.

    An answer has ``texts``, markup in the order in which it stands on the page; ``charts`` by their
    keys, each as its script takes it; ``notes``, second lines of levers by their paths; and
    ``faded``, markup by which all that does not follow fades meanwhile.
    """
    asked = _read(question)
    if asked is None:
        return NONSENSE, {}
    offer = offer_of(asked.token)
    if offer is None or offer.drawn is None:
        return GONE, {}
    try:
        with CROSSING.moving():
            told = _answer(offer.drawn, asked)
    except Exception:
        # The lever's own part runs then, and tells the reader what it cannot show.
        LOG.exception("A moving lever could not be answered")
        return FAILED, {}
    return (REFUSED, {}) if told is None else (FOUND, told)


def _read(question: bytes) -> _Question | None:
    """Read a question; None if it is none."""
    if len(question) > LARGEST:
        return None
    try:
        told = json.loads(question)
        places = {str(path): float(place) for path, place in told["levers"].items()}
        asked = _Question(str(told["of"]), places)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
    known = places and all(path in Case.fields() for path in places)
    return asked if known and all(map(math.isfinite, places.values())) else None


def _answer(drawn: Drawn, asked: _Question) -> dict[str, Any] | None:
    """Draw a live part of the case with levers' values in it; None where these are refused."""
    sent, places = _Sent(), asked.places.items()
    with _apart(drawn, sent), recorded() as notes:
        if not all(state.has_lever(path) for path in asked.places):
            return None
        state.change({path: value_at(Case.fields()[path], at) for path, at in places})
        if state.input_problems():
            return None
        for path in asked.places:
            state.note_movement(path, resting=False)
        drawn.draw()
    texts = [sent.texts[path] for path in sorted(sent.texts)]
    return {"texts": texts, "charts": notes.charts, "notes": notes.notes, "faded": _FADED}


@contextmanager
def _apart(drawn: Drawn, sent: _Sent) -> Iterator[None]:
    """Have this thread draw for a session of its own, which holds what the reader's has held."""
    held = SessionState()
    context = replace(
        drawn.context,
        _enqueue=sent.take,
        session_state=SafeSessionState(held, lambda: None),
        shared=SharedRunState(),
        cursors={},
        cached_message_hashes=frozenset(),
        script_requests=None,
        parallel_coordinator=None,
        yield_check=lambda: None,
    )
    add_script_run_ctx(ctx=context)
    try:
        for key, value in drawn.held.items():
            held[key] = value
        # As at the beginning of a run: what was set before it may be that of a widget.
        held._compact_state()
        yield
    finally:
        delattr(threading.current_thread(), SCRIPT_RUN_CONTEXT_ATTR_NAME)
        session.forget()
