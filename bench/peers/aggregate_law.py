"""A year's law by aggregate, declared in its language; the caller chooses the lattice's length."""

from typing import Any

from aggregate import build
from worker import Run, serve

REQUIREMENTS = ["aggregate==0.30.1"]
CANNOT: dict[str, str] = {}


def law(asked: dict[str, Any]) -> Run:
    """Return what works a year's law out; the declaration is read beforehand."""
    places, shares = (
        " ".join(map(str, each)) for each in zip(*asked["places"].items(), strict=True)
    )
    count = f"mixed gamma {asked['cv']}" if asked["cv"] > 0 else "poisson"
    told = f"agg Year {asked['claims']} claims dsev [{places}] [{shares}] {count}"
    year = build(told, update=False)

    def run() -> dict[str, Any]:
        year.update(log2=asked["points"].bit_length() - 1, bs=1)
        above = [float(year.sf(at)) for at in asked["above"]]
        return {"worst": float(year.q(0.995)), "above": above}

    return run


CAN = {"law": law}

if __name__ == "__main__":
    serve(CAN)
