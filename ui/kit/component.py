"""Parts that run in the browser, of which it fetches script and styles once.

Streamlit sends the whole code of a component with each message to it, some ten times of what it
has to say. Here the code lies in the served folder, under a name that changes with it, and what is
sent only says where. Where the folder cannot be written the code is sent as Streamlit does.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui.kit.components import source
from ui.kit.log import LOG
from ui.kit.plotly_script import served_folder, write_whole

_FOLDER = "components"

_lock = threading.Lock()


def component(
    name: str,
    *,
    html: str,
    scripts: Sequence[str],
    styles: Sequence[str] = (),
    isolate_styles: bool = True,
) -> Callable[..., Any]:
    """Return a function that mounts a component as ``st.components.v2.component`` gives one.

    ``scripts`` and ``styles`` are files of ``ui.kit.components``. The code is laid where it is
    served when the first page mounts it, for until then that folder is not known.
    """
    found: list[Callable[..., Any]] = []

    def mount(**arguments: Any) -> Any:
        with _lock:
            if not found:
                found.append(_made(name, html, source(*scripts), source(*styles), isolate_styles))
        return found[0](**arguments)

    return mount


def _made(
    name: str, html: str, script: str, style: str, isolate_styles: bool
) -> Callable[..., Any]:
    try:
        told = {"SCRIPT": _laid(name, "js", script), "STYLES": _laid(name, "css", style)}
    except OSError as problem:
        LOG.warning("The code of %s is sent with each message (%s)", name, problem)
        js, css = script, style
    else:
        places = [f"const {const} = {json.dumps(place)};" for const, place in told.items()]
        js = "\n".join([*places, source("app_address.js", "served.js")])
        css, html = "", _to_come(html)
    return st.components.v2.component(
        name, html=html, css=css or None, js=js, isolate_styles=isolate_styles
    )


def _to_come(html: str) -> str:
    """Keep what has no name and no styles yet from eyes, keys and screen readers.

    ``served.js`` shows it with the script that names it; it takes its room from the start.
    """
    return f'<div class="to-come" style="visibility: hidden">{html}</div>'


def _laid(name: str, ending: str, text: str) -> str:
    """Write a file of a component unless it is there, and return its path in the served folder."""
    if not text:
        return ""
    folder = served_folder() / _FOLDER
    file = folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        write_whole(file, text)
    for old in folder.glob(f"{name}-*.{ending}"):
        if old != file:
            old.unlink(missing_ok=True)
    return f"{_FOLDER}/{file.name}"
