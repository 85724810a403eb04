"""The plan as a modelx model: a formula for each quantity, arrays over classes and cells."""

import math
from typing import Any

import modelx as mx
import numpy as np
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "modelx==0.33.0"]
ONE_PLAN = "one model is one plan: a grid or paths are as many runs one after another"
CANNOT = dict.fromkeys(("grid_calm", "grid_feedback", "paths_feedback", "paths_joiners"), ONE_PLAN)


def stay(t):
    """Return the retention by class and cell."""
    return np.exp(left(t)) if t > 0 else np.ones((len(risk), len(opening)))


def left(t):
    """Return the logarithm of the retention."""
    if t == 0:
        return np.zeros((len(risk), len(opening)))
    hazard = leaving * times(t - 1) * (by_class[:, None] * by_cell[t - 1])
    return left(t - 1) - np.clip(hazard, low, high)


def times(t):
    """Return what the remembered price makes of leaving."""
    return (price(t) / (incidence * level[past + t])) ** elasticity


def price(t):
    """Return the price that members remember."""
    latest = charged(t) * 24.0
    return latest if t == 0 else price(t - 1) + forgets * (latest - price(t - 1))


def joined(t):
    """Return those who have joined, over their retention at joining."""
    if t <= 0:
        return np.zeros((len(risk), len(opening)))
    return joined(t - 1) + joining[t] * entering / stay(t)


def tenured(t, lag):
    """Return those who joined since the start and have been in for so many periods."""
    return joined(t - lag) * stay(t) if t > lag and entering else 0.0


def present(t):
    """Return members a period or more in the plan."""
    return opening * stay(t) * size * opening_shares[0, past + t] + tenured(t, 1)


def exposed(t):
    """Return members who can claim, at their select factors."""
    whole, part = int(waiting), waiting % 1.0
    old = opening * stay(t) * size * opening_shares[2, past + t]
    if not entering:
        return old
    waited = (1 - part) * tenured(t, whole) + part * tenured(t, whole + 1)
    first, second = select
    return old + first * waited + (second - first) * tenured(t, 24) + (1 - second) * tenured(t, 48)


def members(t):
    """Return members at a settlement."""
    return size if t == 0 else risk_weight @ (present(t) @ remaining[t]) + entering


def diagnosed(t):
    """Return claims diagnosed by kind; those before the start are known."""
    if t < 0:
        return old_claims[past + t]
    return (
        (risk * risk_weight)
        @ (exposed(t) @ claims[past + t])
        * (level[past + t] * incidence / 24.0)
    )


def paid(t):
    """Return claims paid at a settlement."""
    return sum(share * diagnosed(t - delay_least - k) for k, share in enumerate(delay))


def charged(t):
    """Return what a member is charged at a settlement."""
    return float((paid(t) * np.minimum(bills / members(t), cap)).sum())


FORMULAS = (
    stay, left, times, price, joined, tenured, present, exposed, members, diagnosed, paid, charged,
)  # fmt: skip


def references(p: Plan) -> dict[str, Any]:
    """Return the names that the formulas use."""
    by_cell, by_class = by_cell_and_class(p)
    low, high, most = (float(limit) for limit in p.limits)
    names = (
        "opening", "claims", "remaining", "joining", "opening_shares", "delay", "risk",
        "risk_weight", "level", "bills", "past", "delay_least", "leaving", "entering",
        "elasticity", "cap", "waiting", "select",
    )  # fmt: skip
    return {name: getattr(p, name) for name in names} | {
        "np": np,
        "size": float(p.members[0]),
        "incidence": float(p.incidence[0]),
        "by_cell": by_cell,
        "by_class": by_class,
        "low": low * p.leaving,
        "high": min(high * p.leaving, most),
        "forgets": forgotten(p),
        "old_claims": before_start(p, p.members, p.incidence)[: p.past, 0],
    }


def built(p: Plan) -> Any:
    """Return a model with one space of the plan's cells."""
    model = mx.new_model()
    space = model.new_space("Plan")
    for name, value in references(p).items():
        setattr(space, name, value)
    for formula in FORMULAS:
        space.new_cells(formula=formula)
    return model


def told(space: Any, periods: int) -> dict[str, Any]:
    """Ask for the figures of all settlements in turn."""
    charges = [space.charged(t) for t in range(periods)]
    return {"members": [float(space.members(periods - 1))], "charged": [math.fsum(charges)]}


def projecting(plan: dict[str, Any]) -> Run:
    """Return what works a plan out in the live model, its cells emptied before."""
    p = Plan(plan)
    model = built(p)

    def run() -> dict[str, Any]:
        model.clear_all()
        return told(model.Plan, p.periods)

    return run


CAN = dict.fromkeys(("calm", "feedback", "joiners"), projecting)

if __name__ == "__main__":
    serve(CAN)
