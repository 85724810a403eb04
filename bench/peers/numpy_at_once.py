"""Where nobody reacts all settlements go at once in numpy, and no more is asked than two figures.

Ours gives the whole ledger of 24 columns; this is what a table of members and charges alone takes.
"""

from typing import Any

import numpy as np
from tables import Plan, before_start
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6"]
CANNOT = dict.fromkeys(
    ("feedback", "joiners", "grid_feedback", "paths_feedback", "paths_joiners"),
    "who leaves hangs on the settlement before",
)


def calm(p: Plan, members: np.ndarray, incidence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return members and charges (T, B): nobody reacts, so all settlements go at once."""
    past, periods = p.past, p.periods
    stay = np.exp(-p.leaving * np.arange(periods))
    incurred = before_start(p, members, incidence)
    pool = (p.remaining[:-1] @ p.opening) * stay * p.opening_shares[0, past:-1]
    counted = pool[:, None] * members
    counted[0] = members
    each = (p.opening @ p.claims[past:]) * (stay * p.level[past:] * p.opening_shares[2, past:-1])[
        :, None
    ]
    incurred[past:] = each[:, None, :] * (members * incidence)[:, None] / p.periods_a_year
    paid = sum(
        share * incurred[past - p.delay_least - k : past - p.delay_least - k + periods]
        for k, share in enumerate(p.delay)
    )
    return counted, (paid * np.minimum(p.bills / counted[:, :, None], p.cap)).sum(axis=2)


def projecting(plan: dict[str, Any]) -> Run:
    """Return what projects all rows of a plan."""
    p = Plan(plan)

    def run() -> dict[str, Any]:
        members, charged = calm(p, p.members, p.incidence)
        return {"members": members[-1].tolist(), "charged": charged.sum(axis=0).tolist()}

    return run


CAN = dict.fromkeys(("calm", "grid_calm"), projecting)

if __name__ == "__main__":
    serve(CAN)
