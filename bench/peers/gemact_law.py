"""A year's law by gemact's transform; the caller chooses how long the lattice is."""

from typing import Any

import numpy as np
from gemact.calculators import LossModelCalculator
from gemact.lossmodel import Frequency
from worker import Run, serve

REQUIREMENTS = ["numpy==2.4.6", "scipy==1.17.1", "gemact==1.3.0"]
CANNOT: dict[str, str] = {}


def law(asked: dict[str, Any]) -> Run:
    """Return what works a year's law out."""
    places = np.array([int(place) for place in asked["places"]])
    shares = np.zeros(places.max() + 1)
    shares[places] = list(asked["places"].values())
    severity = {"nodes": np.arange(len(shares), dtype=float), "fj": shares}
    claims, cv, points = asked["claims"], asked["cv"], asked["points"]
    count = ("poisson", {"mu": claims})
    if cv > 0:
        # It cuts the shape off to a whole number.
        count = ("nbinom", {"n": round(1 / cv**2), "p": 1 / (1 + claims * cv**2)})

    def run() -> dict[str, Any]:
        frequency = Frequency(count[0], dict(count[1]))
        found = LossModelCalculator.fast_fourier_transform(
            severity, frequency, points, 1.0, False, 0
        )
        worst = int(np.searchsorted(found["cdf"], 0.995))
        return {"worst": worst, "above": [1 - float(found["cdf"][at]) for at in asked["above"]]}

    return run


CAN = {"law": law}

if __name__ == "__main__":
    serve(CAN)
