"""The plan as a cashflower model: a model point each cell, a variable each figure."""

from typing import Any

import cashflower
import numpy as np
import pandas as pd
from tables import Plan, before_start
from worker import Run, serve

REQUIREMENTS = ["numpy==2.0.1", "pandas==2.2.2", "cashflower==0.10.9"]
APART = "model points are worked out one after another: none sees by how many claims are divided"
ONE_PLAN = "one model is one plan: a grid is as many runs one after another"
CANNOT = {
    **dict.fromkeys(("feedback", "joiners", "paths_feedback", "paths_joiners"), APART),
    **dict.fromkeys(("grid_calm", "grid_feedback"), ONE_PLAN),
}
KINDS = ("first", "second", "third")

# The framework reads the variables' text to find what hangs on what, so they stand in the module.
tables: dict[str, Plan] = {}
main = cashflower.ModelPointSet(pd.DataFrame({"cell": [0]}), name="main")


@cashflower.variable()
def stay(t: int) -> float:
    """Return the share of members who have not left."""
    return 1.0 if t == 0 else stay(t - 1) * float(np.exp(-tables["plan"].leaving))


@cashflower.variable()
def members(t: int) -> float:
    """Return the cell's members at a settlement."""
    p, cell = tables["plan"], main.get("cell")
    if t == 0:
        return float(p.members[0] * p.opening[cell])
    share = p.opening[cell] * p.remaining[t, cell] * p.opening_shares[0, p.past + t]
    return float(p.members[0] * share * stay(t))


@cashflower.variable()
def exposed(t: int) -> float:
    """Return the cell's members who can claim, at their select factors and the year's level."""
    p, cell = tables["plan"], main.get("cell")
    level = p.level[p.past + t] * p.incidence[0] / p.periods_a_year
    return float(p.members[0] * p.opening[cell] * stay(t) * p.opening_shares[2, p.past + t] * level)


def _rate(t: int, kind: int) -> float:
    p = tables["plan"]
    return float(p.claims[p.past + t, main.get("cell"), kind])


@cashflower.variable()
def first(t: int) -> float:
    """Return claims of the first kind."""
    return exposed(t) * _rate(t, 0)


@cashflower.variable()
def second(t: int) -> float:
    """Return claims of the second kind."""
    return exposed(t) * _rate(t, 1)


@cashflower.variable()
def third(t: int) -> float:
    """Return claims of the third kind."""
    return exposed(t) * _rate(t, 2)


def projecting(plan: dict[str, Any]) -> Run:
    """Return what works a plan out; claims are divided among all members at the end."""
    p = tables["plan"] = Plan(plan)
    settings = cashflower.get_settings(
        {
            "SAVE_OUTPUT": False,
            "T_MAX_CALCULATION": p.periods - 1,
            "T_MAX_OUTPUT": p.periods - 1,
        }
    )
    main.data = pd.DataFrame({"cell": np.arange(len(p.opening))})
    found = [stay, members, exposed, first, second, third]
    for one in found:
        one.result = np.empty(p.periods)
    ordered = cashflower.determine_calculation_order(found, settings)
    model = cashflower.Model(ordered, [main], settings)
    before = before_start(p, p.members, p.incidence)[: p.past, 0]

    def run() -> dict[str, Any]:
        output, _ = model.run()
        incurred = np.concatenate([before, output[list(KINDS)].to_numpy()])
        lags = len(p.delay)
        paid = np.array(
            [
                p.delay @ incurred[at - lags + 1 : at + 1][::-1]
                for at in range(p.past - p.delay_least, p.past - p.delay_least + p.periods)
            ]
        )
        everybody = output["members"].to_numpy()
        charged = (paid * np.minimum(p.bills / everybody[:, None], p.cap)).sum()
        return {"members": [float(everybody[-1])], "charged": [float(charged)]}

    return run


CAN = {"calm": projecting}

if __name__ == "__main__":
    serve(CAN)
