"""Our own engine through its public functions, asked as any peer is."""

from typing import Any

from worker import Run, serve

from bench.columns import COLUMNS, Column
from mutualmodel import project_many
from mutualmodel.laws import claims_law
from mutualmodel.simulation import simulate


def projecting(column: Column) -> Run:
    """Return what projects all rows of a column."""
    plans = column.plans()

    def run() -> dict[str, Any]:
        batch = project_many(plans)
        charged = batch.array("charged_per_member").sum(axis=1)
        return {"members": batch.array("members")[:, -1].tolist(), "charged": charged.tolist()}

    return run


def simulating(column: Column) -> Run:
    """Return what simulates all paths of a column."""
    return lambda: {"yearly": simulate(column.plan, column.paths).yearly.cost.mean(axis=1).tolist()}


def law(asked: dict[str, Any]) -> Run:
    """Return what works a year's law out, and the one-in-200 year."""
    payouts = {float(place): share for place, share in asked["places"].items()}

    def run() -> dict[str, Any]:
        found = claims_law(asked["claims"], payouts, asked["cv"])
        above = [found.probability_above(value) for value in asked["above"]]
        return {"worst": found.quantile(0.995), "above": above}

    return run


def _of(name: str) -> Any:
    column = COLUMNS[name]
    return lambda _: (simulating if column.paths else projecting)(column)


CAN = {name: _of(name) for name in COLUMNS} | {"law": law}

if __name__ == "__main__":
    serve(CAN)
