"""The same modelx model exported to plain Python, as modelx offers for speed."""

import importlib
import sys
import tempfile
from typing import Any

from modelx_cells import CANNOT as CANNOT
from modelx_cells import built, told
from tables import Plan
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "modelx==0.33.0"]


def vars_of(space: Any) -> dict[str, Any]:
    """Return the dictionaries among a space's attributes."""
    names = [name for name in dir(space) if isinstance(getattr(space, name, None), dict)]
    return {name: getattr(space, name) for name in names}


def projecting(plan: dict[str, Any]) -> Run:
    """Return what works a plan out in the exported model, its cells emptied before."""
    p = Plan(plan)
    folder = tempfile.mkdtemp()
    name = f"exported_{len(sys.modules)}"
    built(p).export(f"{folder}/{name}")
    sys.path.insert(0, folder)
    model = importlib.import_module(name).mx_model

    # The exported model has no way to forget, but what it keeps are dictionaries.
    kept = [one for name, one in vars_of(model.Plan).items() if name.startswith("_v_")]

    def run() -> dict[str, Any]:
        for one in kept:
            one.clear()
        return told(model.Plan, p.periods)

    return run


CAN = dict.fromkeys(("calm", "feedback", "joiners"), projecting)

if __name__ == "__main__":
    serve(CAN)
