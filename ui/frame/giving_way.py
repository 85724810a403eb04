"""Who goes first: what follows a lever at rest gives way to levers that are being moved.

A moved lever's own part takes little and a hand waits for it; what follows at rest takes several
times as long, and nobody looks at all of it at once. In a process with many sessions the second
kind of work is done by one of them at a time, part by part, and not while the first is waited for.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Seconds: how often somebody who waits looks whether the reader has gone on, and how long a part
# waits at most, so that a busy server still draws it.
_LOOK_AGAIN = 0.03
PATIENCE = 1.0


class Crossing:
    """Where both kinds of work meet; one for all sessions of a process."""

    def __init__(self) -> None:
        """Begin with nobody at work."""
        self._moving = 0
        self._resting = False
        self._changed = threading.Condition()

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Go at once: a hand is waiting."""
        with self._changed:
            self._moving += 1
        try:
            yield
        finally:
            with self._changed:
                self._moving -= 1
                self._changed.notify_all()

    @contextmanager
    def at_rest(self, look: Callable[[], object], patience: float = PATIENCE) -> Iterator[None]:
        """Go when the way is free, or when patience is at an end.

        ``look`` is called again and again meanwhile: it may raise, where there is nothing to wait
        for any more.
        """
        until = time.monotonic() + patience
        while not (mine := self._free()) and time.monotonic() < until:
            look()
        try:
            yield
        finally:
            if mine:
                with self._changed:
                    self._resting = False
                    self._changed.notify_all()

    def _free(self) -> bool:
        """Take the way if it is free, or soon."""
        with self._changed:
            free = self._changed.wait_for(
                lambda: not (self._moving or self._resting), timeout=_LOOK_AGAIN
            )
            self._resting = self._resting or free
            return free


CROSSING = Crossing()
