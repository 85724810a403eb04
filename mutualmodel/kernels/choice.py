"""Which of the two ways the engine goes: numpy, which is the reference, or compiled kernels.

``MUTUALMODEL_KERNELS`` says which: ``numpy``; ``numba``, which loads the kernels when they are
first wanted and fails where there are none; or ``auto``, the default: numpy, and kernels once the
engine has loaded them. What runs in parts takes one way in all of them: :func:`way` is asked once,
and :func:`held` holds each part to the answer.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from typing import Literal, TypeVar

Way = Literal["numpy", "numba"]
Given = TypeVar("Given")
T = TypeVar("T")

SETTING = "MUTUALMODEL_KERNELS"
_held: ContextVar[Way | None] = ContextVar("way of the engine", default=None)
_ready = False


@cache
def installed() -> bool:
    """Say whether there is a numba to compile kernels with; it is not loaded."""
    return find_spec("numba") is not None


def ready() -> bool:
    """Say whether kernels have been made ready in this process."""
    return _ready


def set_ready() -> None:
    """Have ``auto`` take the kernels from now on."""
    global _ready
    _ready = True


def way() -> Way:
    """Return the way that the engine goes here and now.

    Raises
    ------
    ValueError
        When the environment names another way than there are.
    RuntimeError
        When it asks for numba and none is installed.
    """
    if held_to := _held.get():
        return held_to
    wanted = os.environ.get(SETTING, "auto")
    if wanted == "auto":
        return "numba" if _ready else "numpy"
    if wanted == "numba":
        _refuse_without_numba()
        return "numba"
    if wanted != "numpy":
        raise ValueError(f"{SETTING} = {wanted!r}: allowed are numpy, numba and auto")
    return "numpy"


@contextmanager
def held(to: Way) -> Iterator[None]:
    """Hold the engine to one way, in this thread and until the end of the block.

    Raises
    ------
    RuntimeError
        When that is numba's and none is installed.
    """
    if to == "numba":
        _refuse_without_numba()
    token = _held.set(to)
    try:
        yield
    finally:
        _held.reset(token)


def carried(work: Callable[[Given], T]) -> Callable[[Given], T]:
    """Return some work that goes the present way in whatever thread it is done."""
    present = way()

    def carry(given: Given) -> T:
        with held(present):
            return work(given)

    return carry


def _refuse_without_numba() -> None:
    """Refuse to go on another way than was asked for, or than the other parts of a run go."""
    if not installed():
        raise RuntimeError(
            "kernels are wanted and numba is not installed: pip install 'mutualmodel[fast]'"
        )
