"""How a peer is asked: one line of JSON a question, one line an answer. Needs Python alone.

A peer is a file that says what it needs (``REQUIREMENTS``), which columns it can express (``CAN``,
each a function from a plan's tables to a function without arguments that works the plan out) and
why it cannot express others (``CANNOT``). It runs in a virtual environment of its own.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Run = Callable[[], dict[str, Any]]
Prepare = Callable[[dict[str, Any]], Run]


def timed(run: Run, number: int) -> dict[str, float]:
    """Return the seconds that one of ``number`` runs takes: by the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(number):
        run()
    seconds, used = time.perf_counter() - clock, time.process_time() - processor
    return {"seconds": seconds / number, "processor": used / number}


def serve(can: Mapping[str, Prepare]) -> None:
    """Answer questions from standard input until it ends."""
    ready: dict[str, Run] = {}
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            reply = _answer(can, ready, asked)
        except Exception as error:  # whatever a peer raises is told and stops no other
            reply = {"error": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


def _answer(
    can: Mapping[str, Prepare], ready: dict[str, Run], asked: dict[str, Any]
) -> Mapping[str, Any]:
    name = asked["column"]
    if asked["do"] == "time":
        return timed(ready[name], asked["number"])
    start = time.perf_counter()
    plan = json.loads(Path(asked["plan"]).read_text(encoding="utf-8"))
    ready[name] = can[asked.get("kind", name)](plan)
    first = ready[name]()
    return {"answer": first, "first": time.perf_counter() - start}
