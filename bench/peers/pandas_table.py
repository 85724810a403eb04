"""The plan in pandas: one row for each cell and class, a loop over settlements on its columns."""

import math
from typing import Any

import numpy as np
import pandas as pd
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "pandas==3.1.1"]
MANY = "a table of so many plans, cells and classes does not fit"
CANNOT = dict.fromkeys(("grid_calm", "grid_feedback", "paths_feedback", "paths_joiners"), MANY)
KINDS = ["under_40", "40_plus", "mild"]


def rows_of(p: Plan) -> pd.DataFrame:
    """Return the table of cells and classes at the start."""
    cells, classes = len(p.opening), len(p.risk)
    _, by_class = by_cell_and_class(p)
    return pd.DataFrame(
        {
            "cell": np.tile(np.arange(cells), classes),
            "opening": np.tile(p.opening * p.members[0], classes),
            "weight": np.repeat(p.risk_weight, cells),
            "risk": np.repeat(p.risk, cells),
            "by_class": np.repeat(by_class, cells),
            "left": 0.0,
        }
    )


class Loop:
    """A plan on its way."""

    def __init__(self, p: Plan) -> None:
        """Lay the tables out by period."""
        self.p, self.classes = p, len(p.risk)
        self.table = rows_of(p)
        by_cell, _ = by_cell_and_class(p)
        self.by_cell = pd.DataFrame(np.tile(by_cell, self.classes))
        self.remaining = pd.DataFrame(np.tile(p.remaining, self.classes))
        self.joining = pd.DataFrame(np.tile(p.joining, self.classes))
        self.incurred = pd.DataFrame(before_start(p, p.members, p.incidence)[:, 0], columns=KINDS)
        self.joined = {0: pd.Series(0.0, index=self.table.index)}

    def tenured(self, t: int, lag: int, stay: pd.Series) -> pd.Series | float:
        """Return those who joined since the start and have been in for so many periods."""
        return self.joined[t - lag] * stay if t > lag and self.p.entering else 0.0

    def count(self, t: int) -> float:
        """Return members at a settlement, and note the claims diagnosed."""
        p, table, past = self.p, self.table, self.p.past
        stay = np.exp(table["left"])
        people = table["opening"] * stay
        present = people * p.opening_shares[0, past + t] + self.tenured(t, 1, stay)
        exposed = people * p.opening_shares[2, past + t]
        if p.entering:
            whole, part = int(p.waiting), p.waiting % 1.0
            waited = (1 - part) * self.tenured(t, whole, stay)
            waited = waited + part * self.tenured(t, whole + 1, stay)
            first, second = p.select
            exposed = exposed + first * waited + (second - first) * self.tenured(t, 24, stay)
            exposed = exposed + (1 - second) * self.tenured(t, 48, stay)
        claims = pd.DataFrame(np.tile(p.claims[past + t], (self.classes, 1)), columns=KINDS)
        level = p.level[past + t] * p.incidence[0] / p.periods_a_year
        diagnosed = claims.mul(exposed * table["risk"] * table["weight"], axis=0).sum() * level
        self.incurred.loc[past + t] = diagnosed
        counted = float((present * table["weight"] * self.remaining.loc[t]).sum()) + p.entering
        return float(p.members[0]) if t == 0 else counted

    def charge(self, t: int, members: float) -> float:
        """Return what a member is charged at a settlement."""
        p, at = self.p, self.p.past + t - self.p.delay_least
        last = self.incurred.loc[at - len(p.delay) + 1 : at]
        paid = last.mul(p.delay[::-1], axis=0).sum()
        return float((paid * np.minimum(pd.Series(p.bills, KINDS) / members, p.cap)).sum())

    def leave(self, t: int, price: float) -> None:
        """Let members leave who do, and others join."""
        p = self.p
        times = (price / (p.incidence[0] * p.level[p.past + t])) ** p.elasticity
        hazard = p.leaving * times * self.table["by_class"] * self.by_cell.loc[t]
        low, high, most = p.limits
        self.table["left"] -= hazard.clip(low * p.leaving, min(high * p.leaving, most))
        if p.entering:
            new = self.joining.loc[t + 1] * p.entering / np.exp(self.table["left"])
            self.joined[t + 1] = self.joined[t] + new


def projecting(plan: dict[str, Any]) -> Run:
    """Return what works a plan out."""
    p = Plan(plan)

    def run() -> dict[str, Any]:
        loop, price, members, charges = Loop(p), 0.0, 0.0, []
        for t in range(p.periods):
            members = loop.count(t)
            charges.append(loop.charge(t, members))
            latest = charges[-1] * p.periods_a_year
            price = latest if t == 0 else price + forgotten(p) * (latest - price)
            loop.leave(t, price)
        return {"members": [members], "charged": [math.fsum(charges)]}

    return run


CAN = dict.fromkeys(("calm", "feedback", "joiners"), projecting)

if __name__ == "__main__":
    serve(CAN)
