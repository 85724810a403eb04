"""How kernels are compiled: the one decorator they have, and where what is compiled is kept.

Loading this module loads numba. Kernels are plain functions, which say in Python what they do; with
``NUMBA_DISABLE_JIT=1`` they are run as such.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

from mutualmodel.kernels.keeping import folder

Function = TypeVar("Function", bound=Callable[..., Any])

# Sums may be taken in any order and products fused with them, so that a processor can take several
# cells at once. Infinity, an absent cap, is a number like others.
_FLAGS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"reassoc", "contract", "nsz"},
}
_FOLDER = folder()


def kernel(function: Function) -> Function:
    """Have a function compiled when it is first called, and kept for the next process.

    A kernel lets other threads run meanwhile. Where no folder can be written to, it is compiled
    anew in each process.
    """
    if _FOLDER is None:
        return _compiled(function)
    # Where numba keeps a function is settled here; the setting is everyone's, so it is put back.
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(_FOLDER)
    try:
        return _compiled(function, cache=True)
    finally:
        numba.config.CACHE_DIR = before


def part(function: Function) -> Function:
    """Have a function compiled as a part of kernels, by which alone it is called."""
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def _compiled(function: Function, **more: bool) -> Function:
    compiled: Function = numba.njit(**_FLAGS, **more)(function)
    return compiled
