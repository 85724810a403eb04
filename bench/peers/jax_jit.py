"""The plan as a scan in JAX, compiled for the processor, in double precision."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from tables import Plan, before_start, by_cell_and_class, forgotten
from worker import Run, serve

jax.config.update("jax_enable_x64", True)

REQUIREMENTS = ["numpy==2.4.6", "jax==0.10.2", "jaxlib==0.10.2"]
CANNOT = {
    "paths_feedback": "counts by its Poisson generator take minutes on a processor; left out",
    "paths_joiners": "counts by its Poisson generator take minutes on a processor; left out",
}
LAGS = 64


def mover(p: Plan) -> Any:
    """Return the function of size, incidence and old claims that moves one row."""
    past, least, many = p.past, p.delay_least, len(p.delay)
    by_cell, by_class = by_cell_and_class(p)
    shares = jnp.asarray(p.opening_shares[:, past:-1].T)
    per = (jnp.asarray(p.claims[past:]), jnp.asarray(p.remaining[:-1]), jnp.asarray(p.joining[1:]))
    steps = (jnp.arange(p.periods), *per, shares, jnp.asarray(p.level[past:]), jnp.asarray(by_cell))
    weight, risk, select = jnp.asarray(p.risk_weight), jnp.asarray(p.risk), p.select
    whole, part = int(p.waiting), p.waiting % 1.0
    low, high, most = (float(limit) for limit in p.limits)
    delay = jnp.asarray(p.delay[::-1].copy())

    def move(size: Any, incidence: Any, before: Any) -> Any:
        people = size * jnp.asarray(p.opening)

        def step(carry: Any, now: Any) -> Any:
            left, price, waiting, joined = carry
            t, claims, remaining, joining, share, level, cell = now
            stay = jnp.exp(left)
            present, exposed = people * share[0] * stay, people * share[2] * stay
            if p.entering:
                was = {
                    lag: joined[(t - lag) % LAGS] * stay * (t > lag)
                    for lag in (1, whole, whole + 1, 24, 48)
                }
                present = present + was[1]
                waited = (1 - part) * was[whole] + part * was[whole + 1]
                exposed = (
                    exposed
                    + select[0] * waited
                    + (select[1] - select[0]) * was[24]
                    + (1 - select[1]) * was[48]
                )
            claimed = (weight * risk) @ (exposed @ claims) * level * incidence / p.periods_a_year
            members = jnp.where(t == 0, size, weight @ (present @ remaining) + p.entering)
            waiting = jnp.concatenate([waiting[1:], claimed[None]])
            paid = delay @ waiting[len(waiting) - least - many : len(waiting) - least]
            charged = (paid * jnp.minimum(p.bills / members, p.cap)).sum()
            latest = charged * p.periods_a_year
            price = jnp.where(t == 0, latest, price + forgotten(p) * (latest - price))
            times = (
                p.leaving * (price / (incidence * level)) ** p.elasticity if p.reacts else p.leaving
            )
            hazard = times * by_class[:, None] * cell
            left = left - jnp.clip(hazard, low * p.leaving, min(high * p.leaving, most))
            if p.entering:
                new = joined[t % LAGS] + joining * p.entering / jnp.exp(left)
                joined = joined.at[(t + 1) % LAGS].set(new)
            return (left, price, waiting, joined), (members, charged)

        shape = (len(p.risk), len(p.opening))
        start = (jnp.zeros(shape), 0.0, before, jnp.zeros((LAGS if p.entering else 1, *shape)))
        _, told = jax.lax.scan(step, start, steps)
        return told

    return move


def projecting(plan: dict[str, Any]) -> Run:
    """Return what projects all rows of a plan."""
    p = Plan(plan)
    alone = len(p.members) == 1
    move = jax.jit(mover(p) if alone else jax.vmap(mover(p)))

    def run() -> dict[str, Any]:
        before = before_start(p, p.members, p.incidence)[: p.past].swapaxes(0, 1)
        given = (p.members, p.incidence, before)
        told = move(*(one[0] for one in given)) if alone else move(*given)
        members, charged = (np.atleast_2d(np.asarray(one)) for one in told)
        return {"members": members[:, -1].tolist(), "charged": charged.sum(axis=1).tolist()}

    return run


CAN = dict.fromkeys(("calm", "feedback", "joiners", "grid_calm", "grid_feedback"), projecting)

if __name__ == "__main__":
    serve(CAN)
