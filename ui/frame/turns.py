"""Whose turn it is: a few threads for all sessions, so that nobody waits for one's many tasks."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Task = Callable[[], None]

# Of one session; a page asks for some ten things, and what it asked for before is cancelled.
MOST_WAITING = 24
_MOST_REMEMBERED = 500


class Turns:
    """A few threads that serve sessions in turn.

    Among the sessions that wait, the one with the fewest tasks at work is served next, of these the
    one that was served longest ago. So a session that asks for ten long things has all threads only
    while nobody else waits.
    """

    def __init__(self, workers: int) -> None:
        """Start no thread yet: the pool does when the first task comes."""
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="background")
        self._waiting: dict[str, deque[tuple[Task, Task]]] = {}
        self._at_work: dict[str, int] = {}
        # In which order sessions were served; who is not in it was not served of late.
        self._served: dict[str, int] = {}
        self._lock = threading.Lock()

    def queue(self, session: str, task: Task, dropped: Task) -> None:
        """Have a task of a session done in its turn.

        ``dropped`` is called instead where the session asks for more than may wait: its oldest.
        """
        with self._lock:
            tasks = self._waiting.setdefault(session, deque())
            tasks.append((task, dropped))
            oldest = tasks.popleft()[1] if len(tasks) > MOST_WAITING else None
        if oldest is None:
            self._pool.submit(self._serve)
        else:
            oldest()

    def close(self) -> None:
        """Serve nobody any more once what is at work is done, and drop what waits."""
        with self._lock:
            given_up = [dropped for tasks in self._waiting.values() for _, dropped in tasks]
            self._waiting.clear()
        self._pool.shutdown(wait=False)
        for dropped in given_up:
            dropped()

    def _serve(self) -> None:
        """Do the task whose turn it is: there is one for each call, unless all were given up."""
        with self._lock:
            if not self._waiting:
                return
            session, task = self._next()
        try:
            task()
        finally:
            with self._lock:
                self._at_work[session] -= 1
                if not self._at_work[session]:
                    del self._at_work[session]

    def _next(self) -> tuple[str, Task]:
        session = min(
            self._waiting, key=lambda one: (self._at_work.get(one, 0), self._served.get(one, 0))
        )
        tasks = self._waiting[session]
        task, _ = tasks.popleft()
        if not tasks:
            del self._waiting[session]
        self._at_work[session] = self._at_work.get(session, 0) + 1
        if len(self._served) > _MOST_REMEMBERED:
            self._served.clear()
        self._served[session] = 1 + max(self._served.values(), default=0)
        return session, task
