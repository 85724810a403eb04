"""The plan as a heavylight model: methods of t, each kept once worked out."""

import math
from typing import Any

import heavylight
import numpy as np
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "pandas==3.1.1", "heavylight==1.0.11"]
ONE_PLAN = "one model is one plan: a grid or paths are as many runs one after another"
CANNOT = dict.fromkeys(("grid_calm", "grid_feedback", "paths_feedback", "paths_joiners"), ONE_PLAN)


class Mutual(heavylight.LightModel):
    """A plan; capitals and underscores are not kept by the framework."""

    def __init__(self, p: Plan) -> None:
        """Note the tables."""
        self._p = p
        self._by_cell, self._by_class = by_cell_and_class(p)
        self._size, self._incidence = float(p.members[0]), float(p.incidence[0])
        self._before = before_start(p, p.members, p.incidence)[: p.past, 0]
        low, high, most = (float(limit) for limit in p.limits)
        self._limits = low * p.leaving, min(high * p.leaving, most)
        super().__init__(agg_function=None)

    def left(self, t: int) -> np.ndarray:
        """Return the logarithm of the retention."""
        if t == 0:
            return np.zeros((len(self._p.risk), len(self._p.opening)))
        p = self._p
        times = (self.price(t - 1) / (self._incidence * p.level[p.past + t - 1])) ** p.elasticity
        hazard = p.leaving * times * (self._by_class[:, None] * self._by_cell[t - 1])
        return self.left(t - 1) - np.clip(hazard, *self._limits)

    def stay(self, t: int) -> np.ndarray:
        """Return the retention by class and cell."""
        return np.exp(self.left(t))

    def price(self, t: int) -> float:
        """Return the price that members remember."""
        latest = self.charged(t) * self._p.periods_a_year
        if t == 0:
            return latest
        return self.price(t - 1) + forgotten(self._p) * (latest - self.price(t - 1))

    def joined(self, t: int) -> np.ndarray | float:
        """Return those who have joined, over their retention at joining."""
        if t <= 0:
            return 0.0
        return self.joined(t - 1) + self._p.joining[t] * self._p.entering / self.stay(t)

    def Tenured(self, t: int, lag: int) -> np.ndarray | float:  # noqa: N802
        """Return those who joined since the start and have been in for so many periods."""
        return self.joined(t - lag) * self.stay(t) if t > lag and self._p.entering else 0.0

    def members(self, t: int) -> float:
        """Return members at a settlement."""
        if t == 0:
            return self._size
        p = self._p
        people = p.opening * self.stay(t) * self._size * p.opening_shares[0, p.past + t]
        present = people + self.Tenured(t, 1)
        return float(p.risk_weight @ (present @ p.remaining[t])) + p.entering

    def exposed(self, t: int) -> np.ndarray:
        """Return members who can claim, at their select factors."""
        p, whole, part = self._p, int(self._p.waiting), self._p.waiting % 1.0
        waited = (1 - part) * self.Tenured(t, whole) + part * self.Tenured(t, whole + 1)
        first, second = p.select
        old = p.opening * self.stay(t) * self._size * p.opening_shares[2, p.past + t]
        later = (second - first) * self.Tenured(t, 24) + (1 - second) * self.Tenured(t, 48)
        return old + first * waited + later

    def diagnosed(self, t: int) -> np.ndarray:
        """Return claims diagnosed by kind; those before the start are known."""
        p = self._p
        if t < 0:
            return self._before[p.past + t]
        level = p.level[p.past + t] * self._incidence / p.periods_a_year
        return (p.risk * p.risk_weight) @ (self.exposed(t) @ p.claims[p.past + t]) * level

    def charged(self, t: int) -> float:
        """Return what a member is charged at a settlement."""
        p, at = self._p, t - self._p.delay_least
        paid = sum(share * self.diagnosed(at - k) for k, share in enumerate(p.delay))
        return float((paid * np.minimum(p.bills / self.members(t), p.cap)).sum())


def projecting(plan: dict[str, Any]) -> Run:
    """Return what works a plan out, all kept results dropped before."""
    p = Plan(plan)
    model = Mutual(p)

    def run() -> dict[str, Any]:
        model.RunModel(p.periods - 1)
        charges = [model.charged(t) for t in range(p.periods)]
        return {"members": [model.members(p.periods - 1)], "charged": [math.fsum(charges)]}

    return run


CAN = dict.fromkeys(("calm", "feedback", "joiners"), projecting)

if __name__ == "__main__":
    serve(CAN)
