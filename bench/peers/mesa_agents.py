"""The plan in Mesa: an agent for each cell and class, who answers the share that the model charges.

One agent a member would be a hundred million; members of one cell and class are alike, so an agent
stands for all of them.
"""

import math
from typing import Any

import mesa
import numpy as np
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "mesa==3.3.1"]
CANNOT = dict.fromkeys(
    ("joiners", "grid_calm", "grid_feedback", "paths_feedback", "paths_joiners"),
    "an agent each for every settlement's joiners, or for every row, takes minutes; left out",
)


class Alike(mesa.Agent):
    """All members of one cell and one class."""

    def __init__(self, model: "Pool", cell: int, kind: int) -> None:
        """Join at the start."""
        super().__init__(model)
        p = model.p
        self.cell, self.weight, self.risk = cell, float(p.risk_weight[kind]), float(p.risk[kind])
        self.opening = float(p.opening[cell] * p.members[0] * self.weight)
        self.by_class = float(model.by_class[kind])
        self.left = 0.0

    def count(self) -> None:
        """Be counted, and report what illnesses are expected."""
        model, p, t = self.model, self.model.p, self.model.t
        here = self.opening * math.exp(self.left)
        model.members += here * p.remaining[t, self.cell] * p.opening_shares[0, p.past + t]
        model.diagnosed += here * self.risk * p.claims[p.past + t, self.cell]

    def answer(self) -> None:
        """Leave in part, by what the plan costs and is worth."""
        p, model = self.model.p, self.model
        hazard = model.times * self.by_class * model.by_cell[model.t, self.cell]
        low, high, most = p.limits
        self.left -= min(max(hazard, low * p.leaving), min(high * p.leaving, most))


class Pool(mesa.Model):
    """The plan."""

    def __init__(self, p: Plan) -> None:
        """Take the opening members in."""
        super().__init__()
        self.p, self.t, self.price, self.charges = p, 0, 0.0, []
        self.by_cell, self.by_class = by_cell_and_class(p)
        self.incurred = before_start(p, p.members, p.incidence)[:, 0]
        for kind in range(len(p.risk)):
            for cell in range(len(p.opening)):
                Alike(self, cell, kind)

    def step(self) -> None:
        """Hold one settlement."""
        p, t = self.p, self.t
        self.members, self.diagnosed = 0.0, np.zeros(3)
        self.agents.do("count")
        if t == 0:
            self.members = float(p.members[0])
        level = p.level[p.past + t] * p.incidence[0]
        can = p.opening_shares[2, p.past + t]
        self.incurred[p.past + t] = self.diagnosed * can * level / p.periods_a_year
        at = p.past + t - p.delay_least
        paid = sum(share * self.incurred[at - k] for k, share in enumerate(p.delay))
        charged = float((paid * np.minimum(p.bills / self.members, p.cap)).sum())
        self.charges.append(charged)
        latest = charged * p.periods_a_year
        self.price = latest if t == 0 else self.price + forgotten(p) * (latest - self.price)
        self.times = p.leaving * float((self.price / level) ** p.elasticity)
        self.agents.do("answer")
        self.t += 1


def projecting(plan: dict[str, Any]) -> Run:
    """Return what works a plan out."""
    p = Plan(plan)

    def run() -> dict[str, Any]:
        pool = Pool(p)
        for _ in range(p.periods):
            pool.step()
        return {"members": [float(pool.members)], "charged": [math.fsum(pool.charges)]}

    return run


CAN = dict.fromkeys(("calm", "feedback"), projecting)

if __name__ == "__main__":
    serve(CAN)
