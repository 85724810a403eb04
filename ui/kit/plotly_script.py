"""The plotly.js that draws the charts, where Streamlit serves it, so that no other host is asked.

``static/plotly`` holds the part of plotly.js that our charts need, a third of the whole. It is used
while it is of the same version as the whole script, which the plotly package carries: that one is
taken where the part is missing or the package has moved on, and is then written where Streamlit
serves it. Streamlit serves the folder ``static`` beside the main script when
``server.enableStaticServing`` is true.
"""

import contextlib
import os
import tempfile
import threading
from functools import cache
from importlib.metadata import version
from pathlib import Path

from plotly.offline import get_plotlyjs, get_plotlyjs_version

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
        Its path in the folder, or None if it cannot be written (the reason is logged, once).
    """
    with _lock:
        if folder is None:
            folder = served_folder()
        if folder not in _written:
            _written[folder] = _lies_in(folder) or _write(folder)
        return _written[folder]


def served_folder() -> Path:
    """Folder that Streamlit serves: the first one asked for in this process."""
    return next(iter(_written), STATIC_FOLDER)


def part_script() -> Path | None:
    """File of the part of plotly.js that charts need, if it is as new as the plotly package."""
    path = STATIC_FOLDER / "plotly" / f"plotly-cartesian-{get_plotlyjs_version()}.min.js"
    return path if path.is_file() else None


def _lies_in(folder: Path) -> str | None:
    """Path of the part within a served folder, None where it does not lie there."""
    part = part_script()
    if part is None or not part.is_relative_to(folder):
        return None
    return part.relative_to(folder).as_posix()


@cache
def plotly_source() -> str:
    """Text of the script that draws the charts: the part, or where there is none the whole."""
    part = part_script()
    return get_plotlyjs() if part is None else part.read_text(encoding="utf-8")


def _write(folder: Path) -> str | None:
    part = part_script()
    name = f"plotly-{version('plotly')}.min.js" if part is None else part.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / name).exists():
            write_whole(folder / name, plotly_source())
    except OSError as problem:
        LOG.warning("Charts are drawn anew at each change: cannot write %s (%s)", name, problem)
        return None
    # What is left of older ones is in nobody's way.
    with contextlib.suppress(OSError):
        for old in folder.glob("plotly-*.min.js"):
            if old.name != name:
                old.unlink(missing_ok=True)
    return name


def write_whole(path: Path, text: str) -> None:
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
