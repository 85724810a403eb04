"""Who goes first: work beside the page gives way to pages, what follows at rest to moved levers.

A moved lever's own part takes little and a hand waits for it; what follows at rest takes several
times as long, and nobody looks at all of it at once. In a process with many sessions each kind is
done by one of them at a time, as all share one interpreter, and the second kind not while the first
is waited for. Who moves on before it was her turn asks for nothing any more, so that a server with
more readers than it can follow wholly still follows every hand. What is worked out beside a page
waits for both, and for pages that are being opened, though not for long.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Seconds: how often somebody who waits looks whether the reader has gone on; how long a lever's own
# part waits for others'; how long what follows waits for levers, as work beside pages does for all;
# and how long for what follows elsewhere. Then each goes, so that a busy server still draws it and
# one that takes long holds nobody up.
_LOOK_AGAIN = 0.1
HURRY = 1.0
PATIENCE = 4.0
ENDURANCE = 8.0
# Seconds without anybody before work beside pages goes on: there is a moment between two parts of a
# page, and between two moves of a hand.
_QUIET = 0.15


@dataclass
class _Lane:
    """One kind of work: who is at it, and who waits in the order in which they came."""

    busy: bool = False
    waiting: deque[object] = field(default_factory=deque)

    def next(self, ticket: object) -> bool:
        return not self.busy and self.waiting[0] is ticket


class Crossing:
    """Where all kinds of work meet; one for all sessions of a process."""

    def __init__(self) -> None:
        """Begin with nobody at work."""
        self._hands, self._rest = _Lane(), _Lane()
        self._opening = 0
        self._left = 0.0
        self._changed = threading.Condition()

    @property
    def waiting(self) -> int:
        """How many wait to follow at rest."""
        return len(self._rest.waiting)

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Draw a whole page at once."""
        with self._changed:
            self._opening += 1
        try:
            yield
        finally:
            with self._changed:
                self._opening -= 1
                self._leave()

    def let_by(self, look: Callable[[], object], until: float) -> None:
        """Wait while a page is drawn or a lever followed, until the monotonic clock says so.

        ``look`` is as for :meth:`at_rest`.
        """
        while time.monotonic() < until and not self._is_quiet():
            time.sleep(_LOOK_AGAIN / 2)
            look()

    def _is_quiet(self) -> bool:
        with self._changed:
            lanes = self._hands, self._rest
            at_work = self._opening or any(lane.busy or lane.waiting for lane in lanes)
            return not at_work and time.monotonic() > self._left + _QUIET

    def _leave(self) -> None:
        """Note that somebody has gone, and tell those who wait."""
        self._left = time.monotonic()
        self._changed.notify_all()

    @contextmanager
    def moving(self, hurry: float = HURRY) -> Iterator[None]:
        """Go as soon as nobody who came before is at it: a hand is waiting."""
        with self._lane(self._hands, self._hands.next, time.monotonic() + hurry):
            yield

    @contextmanager
    def at_rest(
        self,
        look: Callable[[], object],
        patience: float = PATIENCE,
        endurance: float = ENDURANCE,
    ) -> Iterator[None]:
        """Go when the way is free, or when patience is at an end.

        ``look`` is called again and again meanwhile: it may raise, where there is nothing to wait
        for any more.
        """
        begun = time.monotonic()

        def free(ticket: object) -> bool:
            hands = self._hands.busy or self._hands.waiting
            yields = hands and time.monotonic() < begun + patience
            return self._rest.next(ticket) and not yields

        with self._lane(self._rest, free, begun + endurance, look):
            yield

    @contextmanager
    def _lane(
        self,
        lane: _Lane,
        free: Callable[[object], bool],
        until: float,
        look: Callable[[], object] = lambda: None,
    ) -> Iterator[None]:
        """Take the lane once it is free, or go beside whoever has it when time is up."""
        ticket = object()
        with self._changed:
            lane.waiting.append(ticket)
        mine = False
        try:
            while not mine and time.monotonic() < until:
                with self._changed:
                    mine = self._changed.wait_for(lambda: free(ticket), timeout=_LOOK_AGAIN)
                    lane.busy = lane.busy or mine
                if not mine:
                    look()
        finally:
            with self._changed:
                lane.waiting.remove(ticket)
                self._changed.notify_all()
        try:
            yield
        finally:
            if mine:
                with self._changed:
                    lane.busy = False
                    self._leave()


CROSSING = Crossing()
