"""What a page's live part would show of another case, noted down and not drawn.

A lever that moves is answered without a run of the page (``ui.frame.ahead``): its live part is
drawn as always, but on a thread of its own where Streamlit sends nothing. What stands still while
a lever moves asks :func:`recording` and is left out; what follows it says so here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Recording:
    """What was noted: charts by their key, as their script takes them, and levers' second lines."""

    charts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


_present: ContextVar[Recording | None] = ContextVar("recording", default=None)


def recording() -> Recording | None:
    """Return where to note what follows a lever, None where it is drawn."""
    return _present.get()


@contextmanager
def recorded() -> Iterator[Recording]:
    """Note what is drawn until the block ends."""
    notes = Recording()
    before = _present.set(notes)
    try:
        yield notes
    finally:
        _present.reset(before)
