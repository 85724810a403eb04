"""A year's law by lossmodels: its transform where counts are Poisson, else Panjer's recursion."""

from typing import Any

import numpy as np
from lossmodels.aggregate.fft import fft_aggregate_poisson
from lossmodels.aggregate.panjer import panjer_recursion
from lossmodels.frequency import NegativeBinomial, Poisson
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "scipy==1.17.1", "pandas==3.1.1", "lossmodels==0.8.2"]
CANNOT = {"law_huge": "its recursion starts from the chance of no claim, which is no number here"}


def law(asked: dict[str, Any]) -> Run:
    """Return what works a year's law out."""
    places = np.array([int(place) for place in asked["places"]])
    shares = np.zeros(places.max() + 1)
    shares[places] = list(asked["places"].values())
    claims, cv, steps = asked["claims"], asked["cv"], asked["points"] - 1

    def run() -> dict[str, Any]:
        if cv > 0:
            count = NegativeBinomial(1 / cv**2, 1 / (1 + claims * cv**2))
            found = panjer_recursion(count, shares, steps)
        else:
            found = fft_aggregate_poisson(Poisson(claims), shares, steps)
        up_to = np.cumsum(found)
        above = [1 - float(up_to[at]) for at in asked["above"]]
        return {"worst": int(np.searchsorted(up_to, 0.995)), "above": above}

    return run


CAN = {"law": law}

if __name__ == "__main__":
    serve(CAN)
