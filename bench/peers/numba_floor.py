"""The floor: the plan's loop in compiled code, as bare as it can be, with two threads over rows."""

from typing import Any

import numpy as np
from numba import njit, prange
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "numba==0.68.1"]
CANNOT: dict[str, str] = {}
# So many periods of joiners are kept.
KEPT = 64


@njit(cache=True, inline="always")
def older(joined, t, lag, r, c):
    """Return those who joined since the start, if they can have been in for so many periods."""
    return joined[(t - lag) % KEPT, r, c] if t > lag else 0.0


@njit(cache=True, inline="always")
def since_start(joined, t, r, c, waiting, select):
    """Return those in the pool, and those who can claim at their select factors."""
    whole, part = int(waiting), waiting % 1.0
    waited = (1.0 - part) * older(joined, t, whole, r, c) + part * older(joined, t, whole + 1, r, c)
    second_year = (select[1] - select[0]) * older(joined, t, 24, r, c)
    later = (1.0 - select[1]) * older(joined, t, 48, r, c)
    return older(joined, t, 1, r, c), select[0] * waited + second_year + later


@njit(cache=True)
def count(t, tables, people, stay, joined, scalars, select, diagnosed):
    """Return members at a settlement but for those who have just joined; sum their claims."""
    claims, remaining, here, can, risk, weight = tables
    members = 0.0
    for r in range(len(risk)):
        for c in range(len(people)):
            in_pool, exposed = people[c] * here[t], people[c] * can[t]
            if scalars[3] > 0.0:
                pool, covered = since_start(joined, t, r, c, scalars[7], select)
                in_pool, exposed = in_pool + pool, exposed + covered
            members += weight[r] * in_pool * stay[r, c] * remaining[t, c]
            ill = weight[r] * risk[r] * exposed * stay[r, c]
            for kind in range(3):
                diagnosed[kind] += ill * claims[t, c, kind]
    return members


@njit(cache=True)
def charge(at, t, delay, incurred, members, bills, cap, factor):
    """Return what a member is charged for the claims paid at a settlement."""
    charged = 0.0
    for kind in range(3):
        paid = 0.0
        for k in range(len(delay)):
            paid += delay[k] * incurred[at - k, kind]
        if len(factor):
            # The generator of compiled code is the old one.
            paid = np.random.poisson(paid * factor[t // 24])  # noqa: NPY002
        charged += paid * min(bills[kind] / members, cap)
    return charged


@njit(cache=True)
def leave(t, times, by_class, by_cell, low, high, left, stay, joined, joining, entering):
    """Let members leave who do, and others join."""
    for r in range(left.shape[0]):
        for c in range(left.shape[1]):
            left[r, c] -= min(max(times * by_class[r] * by_cell[t, c], low), high)
            stay[r, c] = np.exp(left[r, c])
            if entering > 0.0:
                new = joining[t + 1, c] * entering / stay[r, c]
                joined[(t + 1) % KEPT, r, c] = joined[t % KEPT, r, c] + new


@njit(cache=True)
def move_row(
    tables, opening, joining, delay, level, bills, by_cell, by_class, incurred, scalars, limits,
    select, factor, counted, charged,
):  # fmt: skip
    """Move one row from start to end; ``factor`` (Y,) is that of chance, empty without."""
    past, least, leaving, entering, elasticity, forgets, cap, _, size, incidence = scalars
    past, people = int(past), opening * size
    shape = (len(by_class), len(opening))
    left, stay, joined = np.zeros(shape), np.ones(shape), np.zeros((KEPT, *shape))
    low, high, price = limits[0] * leaving, min(limits[1] * leaving, limits[2]), 0.0
    for t in range(len(counted)):
        diagnosed = np.zeros(3)
        members = count(t, tables, people, stay, joined, scalars, select, diagnosed) + entering
        counted[t] = size if t == 0 else members
        for kind in range(3):
            incurred[past + t, kind] = diagnosed[kind] * level[t] * incidence / 24.0
        at = past + t - int(least)
        charged[t] = charge(at, t, delay, incurred, counted[t], bills, cap, factor)
        latest = charged[t] * 24.0
        price = latest if t == 0 else price + forgets * (latest - price)
        times = leaving
        if elasticity > 0.0:
            times *= (price / (incidence * level[t])) ** elasticity
        leave(t, times, by_class, by_cell, low, high, left, stay, joined, joining, entering)


@njit(cache=True, parallel=True)
def move_rows(
    tables, opening, joining, delay, level, bills, by_cell, by_class, incurred, scalars, limits,
    select, factor, counted, charged,
):  # fmt: skip
    """Move all rows (B, ...), on as many threads as there are."""
    for row in prange(len(counted)):
        move_row(
            tables, opening, joining, delay, level, bills, by_cell, by_class, incurred[row],
            scalars[row], limits, select, factor[row], counted[row], charged[row],
        )  # fmt: skip


def arguments(p: Plan, size: np.ndarray, incidence: np.ndarray, factor: np.ndarray) -> list[Any]:
    """Return what the loop needs, in its order, with room for what it gives."""
    incurred = np.ascontiguousarray(before_start(p, size, incidence).swapaxes(0, 1))
    one = np.ones_like(size)
    scalars = [
        p.past, p.delay_least, p.leaving, p.entering, p.elasticity, forgotten(p), p.cap, p.waiting,
    ]  # fmt: skip
    table = np.stack([*(value * one for value in scalars), size, incidence], axis=1)
    shares = p.opening_shares[:, p.past :]
    tables = (p.claims[p.past :], p.remaining, shares[0], shares[2], p.risk, p.risk_weight)
    return [
        tables, p.opening, p.joining, p.delay, p.level[p.past :], p.bills, *by_cell_and_class(p),
        incurred, table, p.limits, p.select, factor, *np.empty((2, len(size), p.periods)),
    ]  # fmt: skip


def projecting(plan: dict[str, Any]) -> Run:
    """Return what projects all rows of a plan."""
    p = Plan(plan)
    alone = len(p.members) == 1

    def run() -> dict[str, Any]:
        given = arguments(p, p.members, p.incidence, np.empty((len(p.members), 0)))
        if alone:
            rows = [one[0] if at in (8, 9, 12, 13, 14) else one for at, one in enumerate(given)]
            move_row(*rows)
        else:
            move_rows(*given)
        return {"members": given[-2][:, -1].tolist(), "charged": given[-1].sum(axis=1).tolist()}

    return run


def simulating(plan: dict[str, Any]) -> Run:
    """Return what simulates all paths of a plan."""
    p = Plan(plan)
    years = p.periods // p.periods_a_year

    def run() -> dict[str, Any]:
        shape = 1 / p.systemic_cv**2
        factor = np.random.default_rng(p.seed).gamma(shape, 1 / shape, (p.paths, years))
        one = np.ones(p.paths)
        given = arguments(p, p.members[0] * one, p.incidence[0] * one, factor)
        move_rows(*given)
        yearly = given[-1].reshape(p.paths, years, -1).sum(axis=2)
        return {"yearly": yearly.mean(axis=0).tolist()}

    return run


CAN = {
    **dict.fromkeys(("calm", "feedback", "joiners", "grid_calm", "grid_feedback"), projecting),
    **dict.fromkeys(("paths_feedback", "paths_joiners"), simulating),
}

if __name__ == "__main__":
    serve(CAN)
