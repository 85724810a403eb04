"""Whether figures may take as long as they need; those of a page begin with few courses."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_thorough: ContextVar[bool] = ContextVar("thorough", default=False)


@contextmanager
def thorough() -> Iterator[None]:
    """Have everything worked out from as many courses and sets as a page has at rest."""
    token = _thorough.set(True)
    try:
        yield
    finally:
        _thorough.reset(token)


def is_thorough() -> bool:
    """Whether no figure is to be had from a few."""
    return _thorough.get()
