"""The plan as one writes it in numpy: a loop over settlements, arrays over rows and cells."""

from typing import Any

import numpy as np
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6"]
ROWS_AT_ONCE = 64
CANNOT: dict[str, str] = {}


class Moving:
    """Members of some rows, settlement by settlement."""

    def __init__(self, p: Plan, members: np.ndarray, incidence: np.ndarray) -> None:
        """Begin with everybody in."""
        self.p, self.members, self.incidence = p, members, incidence
        rows, classes, cells = len(members), len(p.risk), len(p.opening)
        self.people = members[:, None, None] * p.opening
        self.left = np.zeros((rows, classes, cells))
        self.stay = np.ones_like(self.left)
        self.joined: list[np.ndarray] = [np.zeros_like(self.left)]
        self.incurred = before_start(p, members, incidence)
        self.by_cell, self.by_class = by_cell_and_class(p)
        self.price = np.zeros(rows)

    def tenured(self, t: int, lag: int) -> np.ndarray | float:
        """Return those who joined since the start and have been in for so many periods."""
        return self.joined[t - lag] * self.stay if t > lag else 0.0

    def count(self, t: int) -> np.ndarray:
        """Return the members (B,) at a settlement, and note the claims diagnosed."""
        p, past = self.p, self.p.past
        people = self.people * self.stay
        present = people * p.opening_shares[0, past + t]
        exposed = people * p.opening_shares[2, past + t]
        if p.entering:
            present = present + self.tenured(t, 1)
            whole, part = int(p.waiting), p.waiting % 1.0
            waited = (1 - part) * self.tenured(t, whole) + part * self.tenured(t, whole + 1)
            first, second = p.select
            year = p.periods_a_year
            exposed = exposed + first * waited + (second - first) * self.tenured(t, year)
            exposed = exposed + (1 - second) * self.tenured(t, 2 * year)
        claims = np.einsum(
            "brc,r,cg->bg", exposed, p.risk * p.risk_weight, p.claims[past + t], optimize=True
        )
        level = self.incidence * p.level[past + t] / p.periods_a_year
        self.incurred[past + t] = claims * level[:, None]
        if t == 0:
            return self.members
        counted = np.asarray((present @ p.remaining[t]) @ p.risk_weight)
        return counted + p.entering

    def expected(self, t: int) -> np.ndarray:
        """Return the claims (B, 3) expected to be paid at a settlement."""
        p, at = self.p, self.p.past + t - self.p.delay_least
        return np.asarray(sum(share * self.incurred[at - k] for k, share in enumerate(p.delay)))

    def answer(self, t: int, charged: np.ndarray) -> None:
        """Let members leave who do, and others join."""
        p = self.p
        latest = charged * p.periods_a_year
        kept = self.price + forgotten(p) * (latest - self.price)
        self.price = latest if t == 0 else kept
        times = (self.price / (self.incidence * p.level[p.past + t])) ** p.elasticity
        hazard = (p.leaving * times)[:, None, None] * (self.by_class[:, None] * self.by_cell[t])
        low, high, most = p.limits
        self.left -= np.clip(hazard, low * p.leaving, min(high * p.leaving, most))
        np.exp(self.left, out=self.stay)
        if p.entering:
            self.joined.append(self.joined[-1] + p.joining[t + 1] * p.entering / self.stay)
            if len(self.joined) > 2 * p.periods_a_year + 2:
                self.joined[-2 * p.periods_a_year - 3] = self.joined[0]


def moved(
    p: Plan, members: np.ndarray, incidence: np.ndarray, chance: Any = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return members and charges (T, B); ``chance`` turns expected claims into counted ones."""
    run = Moving(p, members, incidence)
    counted, charged = np.empty((2, p.periods, len(members)))
    for t in range(p.periods):
        counted[t] = run.count(t)
        paid = run.expected(t) if chance is None else chance(t, run.expected(t))
        charged[t] = (paid * np.minimum(p.bills / counted[t][:, None], p.cap)).sum(axis=1)
        run.answer(t, charged[t])
    return counted, charged


def projecting(plan: dict[str, Any]) -> Run:
    """Return what projects all rows of a plan, some at a time."""
    p = Plan(plan)

    def run() -> dict[str, Any]:
        starts = range(0, len(p.members), ROWS_AT_ONCE)
        parts = [
            moved(p, p.members[at : at + ROWS_AT_ONCE], p.incidence[at : at + ROWS_AT_ONCE])
            for at in starts
        ]
        members, charged = (np.concatenate(each, axis=1) for each in zip(*parts, strict=True))
        return {"members": members[-1].tolist(), "charged": charged.sum(axis=0).tolist()}

    return run


def simulating(plan: dict[str, Any]) -> Run:
    """Return what simulates all paths of a plan, some at a time."""
    p = Plan(plan)

    def run() -> dict[str, Any]:
        random = np.random.default_rng(p.seed)
        costs = []
        for _ in range(0, p.paths, ROWS_AT_ONCE):
            rows = np.ones(ROWS_AT_ONCE)
            shape = 1 / p.systemic_cv**2
            factor = random.gamma(shape, 1 / shape, (p.periods // p.periods_a_year, ROWS_AT_ONCE))

            def chance(t: int, mean: np.ndarray, factor: np.ndarray = factor) -> np.ndarray:
                return random.poisson(mean * factor[t // p.periods_a_year][:, None])

            _, charged = moved(p, p.members[0] * rows, p.incidence[0] * rows, chance)
            costs.append(charged.reshape(-1, p.periods_a_year, ROWS_AT_ONCE).sum(axis=1))
        return {"yearly": np.concatenate(costs, axis=1).mean(axis=1).tolist()}

    return run


CAN = {
    **dict.fromkeys(("calm", "feedback", "joiners", "grid_calm", "grid_feedback"), projecting),
    **dict.fromkeys(("paths_feedback", "paths_joiners"), simulating),
}

if __name__ == "__main__":
    serve(CAN)
