"""Make the compiled kernels ready: at once, or beside the work of a server.

A process that finds them compiled loads numba and them; else they are compiled first, by a process
of its own, so that the one that serves goes on as before.
"""

import logging
import os
import sys
from collections.abc import Callable
from threading import Timer

from mutualmodel.engine.projection import ledger_of
from mutualmodel.engine.run import run_single
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import SETTING, held, installed, set_ready
from mutualmodel.kernels.keeping import CACHE_SETTING, folder, kept

_log = logging.getLogger(__name__)

# Seconds after which the first page is drawn, and its reader has something to look at.
_FIRST_PAGE = 3.0
# Seconds that compiling may take on a slow and busy machine.
_PATIENCE = 600.0


def load_kernels() -> None:
    """Load the compiled kernels, compile them where need be, and take them from now on.

    Raises
    ------
    RuntimeError
        When numba is not installed.
    """
    with held("numba"):
        ledger_of(run_single(Scenario(years=1, price_elasticity=1.0)))
    set_ready()


def load_kernels_beside(then: Callable[[], object], after: float = _FIRST_PAGE) -> Timer | None:
    """Have them loaded while other work goes on, ``after`` some seconds, and do something ``then``.

    Nothing is done where numba is not installed, or the environment asks for numpy. Whatever goes
    wrong is logged, and numpy goes on serving.
    """
    if not installed() or os.environ.get(SETTING, "auto") == "numpy":
        return None

    def load() -> None:
        try:
            if folder() is None:
                _keep_for_this_process()
            if not kept():
                _compile_elsewhere()
            load_kernels()
        except Exception:
            _log.warning("kernels could not be loaded; numpy does their work", exc_info=True)
        else:
            then()

    timer = Timer(after, load)
    timer.daemon = True
    timer.start()
    return timer


def _keep_for_this_process() -> None:
    """Keep kernels in a folder of this process alone, where nothing else can be written.

    Compiling in the process that serves would hold up its readers.
    """
    import atexit
    import shutil
    import tempfile

    place = tempfile.mkdtemp(prefix="mutualmodel-kernels-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    os.environ[CACHE_SETTING] = place
    folder.cache_clear()


def _compile_elsewhere() -> None:
    import subprocess

    program = "import os; os.nice(10) if hasattr(os, 'nice') else None; "
    program += f"from {__name__} import load_kernels; load_kernels()"
    path = os.pathsep.join(entry for entry in sys.path if entry)
    subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": path},
        check=True,
        timeout=_PATIENCE,
        capture_output=True,
    )
