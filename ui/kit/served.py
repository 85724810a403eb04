"""Scripts and styles of components, served as files so that no frame has to carry them.

Streamlit sends a component's whole script and style with every element of it, at every run. What
is sent instead is a line that fetches the file, which a browser then keeps. The files lie where
Streamlit serves the chart's script (:mod:`ui.kit.plotly_script`), their names changing with what
is in them; where they cannot be written all is sent as before.
"""

import hashlib
import logging
from functools import cache
from pathlib import Path

from ui.kit.components import source
from ui.kit.plotly_script import STATIC_FOLDER, write_whole

_log = logging.getLogger(__name__)
_contents: dict[str, str] = {}

_LOADER = """
const bundle = document.querySelector('script[src*="static/js/"]');
const root = bundle ? bundle.src.replace(/static\\/js\\/.*$/, "") : document.baseURI;
const address = new URL("app/static/{name}", new URL(root, document.baseURI)).href;
let loaded;
export default (component) => {{
  if (loaded) return loaded.default(component);
  return import(address).then((module) => {{
    loaded = module;
    return module.default(component);
  }});
}};
"""


def served_script(*names: str) -> str:
    """Return a module that fetches some files of the components, or else all that is in them."""
    text = source(*names)
    served = _served(names[-1], text)
    return text if served is None else _LOADER.format(name=served)


def served_style(*names: str) -> str:
    """Return a style sheet that fetches some files of the components, or else these themselves.

    What must not be seen before it is styled has ``style="visibility: hidden"``, and its style
    sheet makes it visible.
    """
    text = source(*names)
    served = _served(names[-1], text)
    # Relative to the page: wherever the app is served, pages and files lie beside each other. Of
    # one line Streamlit would think that it is the name of a file.
    return text if served is None else f'@import url("app/static/{served}");\n:host {{}}'


def serve_from(folder: Path) -> None:
    """Write all that has been asked for so far into the folder of another main script too."""
    for name, text in _contents.items():
        _write(folder, name, text)


def _served(file: str, text: str) -> str | None:
    """Return the name under which a text is served, None where it cannot be written."""
    stem, _, ending = file.rpartition(".")
    name = f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"
    if not _can_serve():
        return None
    _write(STATIC_FOLDER, name, text)
    for old in STATIC_FOLDER.glob(f"{stem}-{'?' * 12}.{ending}"):
        if old.name != name:
            old.unlink(missing_ok=True)
    _contents[name] = text
    return name


@cache
def _can_serve() -> bool:
    """Whether files can be written where they would be served; logged once if not."""
    probe = STATIC_FOLDER / ".served.tmp"
    try:
        STATIC_FOLDER.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as problem:
        _log.warning("Scripts are sent with every element: cannot write %s (%s)", probe, problem)
        return False
    return True


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / name).exists():
        write_whole(folder / name, text)
