"""Whether figures may take as long as they need; those of a page begin with few courses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watch = Callable[[float], None]

_watch: ContextVar[Watch | None] = ContextVar("thorough", default=None)


@contextmanager
def thorough(watch: Watch = lambda share: None) -> Iterator[None]:
    """Have everything worked out from as many courses and sets as a page has at rest.

    ``watch`` is called between the steps of what takes long; what it raises leaves that off.
    """
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def is_thorough() -> bool:
    """Whether no figure is to be had from a few."""
    return _watch.get() is not None


def watched() -> Watch | None:
    """Return what thorough work is to call between its steps; None where nobody watches."""
    return _watch.get()
