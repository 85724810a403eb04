"""The tables of a plan as arrays of numpy, for all peers that use it."""

from typing import Any

import numpy as np


class Plan:
    """The tables of a plan as arrays; where nobody reacts all members are of one class."""

    def __getattr__(self, name: str) -> Any:
        """Say of what is set at run time that it may be anything."""
        raise AttributeError(name)

    def __init__(self, plan: dict[str, Any]) -> None:
        """Read them."""
        for name, value in plan.items():
            setattr(self, name, np.array(value) if isinstance(value, list) else value)
        self.opening = self.joining[0]
        self.reacts = plan["elasticity"] > 0
        if not self.reacts:
            self.risk, self.risk_weight = np.ones(1), np.ones(1)


def before_start(p: Plan, members: np.ndarray, incidence: np.ndarray) -> np.ndarray:
    """Return claims (PAST + T, B, 3), those from before the start filled in."""
    past = p.past
    incurred = np.zeros((past + p.periods, len(members), 3))
    each = (p.opening @ p.claims[:past]) * (p.level[:past] * p.opening_shares[2, :past])[:, None]
    incurred[:past] = each[:, None, :] * (members * incidence)[:, None] / p.periods_a_year
    return incurred


def by_cell_and_class(p: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Return benefit (T, C) and risk (R,) to the power of minus the elasticity."""
    benefit = (p.claims[p.past :] @ p.payouts) / np.maximum(p.remaining[:-1], 1e-9)
    return np.maximum(benefit, 1e-9) ** -p.elasticity, np.maximum(p.risk, 1e-9) ** -p.elasticity


def forgotten(p: Plan) -> float:
    """Return the part of the remembered price that a settlement replaces."""
    return float(-np.expm1(-0.5 / p.memory_months))
