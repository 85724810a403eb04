"""The plotly.js that the plotly package carries, written where Streamlit serves it.

So a chart that draws itself in the browser needs no other host. Streamlit serves the folder
``static`` beside the main script when ``server.enableStaticServing`` is true.
"""

import contextlib
import os
import tempfile
import threading
from importlib.metadata import version
from pathlib import Path

from plotly.offline import get_plotlyjs

from ui.kit.log import LOG

STATIC_FOLDER = Path(__file__).resolve().parents[2] / "static"

_lock = threading.Lock()
_written: dict[Path, str | None] = {}


def plotly_script(folder: Path | None = None) -> str | None:
    """Path of the script below Streamlit's ``app/static``, writing the file if it is missing.

    Parameters
    ----------
    folder
        The served folder, by default the first one asked for in this process, or else ``static``
        in the project's root.

    Returns
    -------
    str or None
        File name, or None if the file cannot be written (the reason is logged, once).
    """
    with _lock:
        if folder is None:
            folder = next(iter(_written), STATIC_FOLDER)
        if folder not in _written:
            _written[folder] = _write(folder)
        return _written[folder]


def _write(folder: Path) -> str | None:
    name = f"plotly-{version('plotly')}.min.js"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / name).exists():
            _write_whole(folder / name, get_plotlyjs())
    except OSError as problem:
        LOG.warning("Charts are drawn anew at each change: cannot write %s (%s)", name, problem)
        return None
    # What is left of older ones is in nobody's way.
    with contextlib.suppress(OSError):
        for old in folder.glob("plotly-*.min.js"):
            if old.name != name:
                old.unlink(missing_ok=True)
    return name


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever reads half of it, however many processes write it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".plotly-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        # mkstemp lets only the owner read, but another user may serve the folder.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
