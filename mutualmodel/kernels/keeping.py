"""Where compiled kernels are kept, so that the next process need not compile them."""

import hashlib
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


# numba's own.
CACHE_SETTING = "NUMBA_CACHE_DIR"


@cache
def folder() -> Path | None:
    """Find a folder that can be written to; None where there is none.

    numba's own setting is followed; else it is beside the code, or else the user's, for the package
    may be installed where nobody writes. A kernel has those that it calls compiled in, so the
    folder's name tells of the code of all.
    """
    sources = sorted(_HERE.glob("*.py"))
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    asked = os.environ.get(CACHE_SETTING)
    places = [Path(asked)] if asked else [_HERE / "__pycache__", _of_user()]
    return next((found for place in places if (found := _writable(place, mark))), None)


def kept() -> bool:
    """Say whether kernels that this Python may run have been compiled before."""
    place, version = folder(), f"py{sys.version_info.major}{sys.version_info.minor}"
    return place is not None and any(place.rglob(f"*.{version}.*nbc"))


def _writable(place: Path, mark: str) -> Path | None:
    found = place / f"kernels-{mark}"
    try:
        found.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=found):
            return found
    except OSError:
        return None


def _of_user() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "mutualmodel"
