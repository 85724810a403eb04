"""What a session holds of ours, which pages ask for some hundred times a run.

Streamlit looks up a session through locks and proxies, and at each look whether the run is to be
broken off. What nobody but us sets is therefore remembered for as long as this thread draws the
session's runs. It must be set by :func:`put` alone; what a widget sets is asked of
``st.session_state``.
"""

import sys
import threading
from typing import Any

_NONE = object()


class _Remembered(threading.local):
    """What was found in the session of the context of a page that this thread runs."""

    def __init__(self) -> None:
        self.context: object = None
        self.held: dict[str, Any] = {}


_remembered = _Remembered()


def get(key: str, default: Any = None) -> Any:
    """Return what the session of the page that is drawn holds; the default outside of one."""
    session = _session()
    if session is None:
        return default
    held = _remembered.held
    if key not in held:
        try:
            held[key] = session[key]
        except KeyError:
            held[key] = _NONE
    found = held[key]
    return default if found is _NONE else found


def put(key: str, value: Any) -> None:
    """Set what :func:`get` returns; nothing outside of a page.

    Strings that stand there already are not set again.
    """
    session = _session()
    if session is None or (isinstance(value, str) and get(key) == value):
        return
    session[key] = value
    _remembered.held[key] = value


def forget() -> None:
    """Let go of the session that this thread has drawn for."""
    _remembered.context, _remembered.held = None, {}


def _session() -> Any:
    """Return the session of the page that is drawn, None outside of one."""
    # Charts are drawn without Streamlit too: where it is not loaded, there is no session.
    running = sys.modules.get("streamlit.runtime.scriptrunner")
    context: Any = running and running.get_script_run_ctx(suppress_warning=True)
    if not context:
        return None
    if _remembered.context is not context:
        _remembered.context, _remembered.held = context, {}
    return context.session_state
