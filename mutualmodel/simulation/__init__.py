"""How sure a plan's cost is and who carries the tail: exact laws, simulated paths, stress tests.

>>> from mutualmodel.simulation import claims_law
>>> law = claims_law(30_000, {100_000: 0.4, 300_000: 0.6}, cv=0.1)
>>> round(law.quantile(0.995) / 1e9, 2)
8.43
"""

from mutualmodel.engine.bearing import Parts
from mutualmodel.laws import ClaimsLaw, claims_law, normal_power_quantile
from mutualmodel.simulation.annual_law import CostBand, cost_band
from mutualmodel.simulation.parameters import plausible_sets, spread_over
from mutualmodel.simulation.paths import Yearly
from mutualmodel.simulation.pools import PoolLayers, pool_layers
from mutualmodel.simulation.promise import Promise, promised, stop_loss_curve
from mutualmodel.simulation.result import (
    LEVELS,
    Difference,
    Event,
    Example,
    Fan,
    Probability,
    Quantiles,
    Simulation,
)
from mutualmodel.simulation.run import simulate
from mutualmodel.simulation.solvency import (
    Needed,
    Solvency,
    needed_contributions,
    solvency,
    solvent_contribution,
)
from mutualmodel.simulation.stress import (
    STRESSES,
    Stress,
    StressResult,
    stress,
    stress_table,
)
from mutualmodel.simulation.tail import TailSplit, pool_law, tail_split
from mutualmodel.simulation.uncertainty import (
    LAYERS,
    Layer,
    Range,
    Uncertainty,
    layered,
    uncertainty,
)
from mutualmodel.simulation.whole_members import FEW_MEMBERS, in_whole_numbers

__all__ = [
    "FEW_MEMBERS",
    "LAYERS",
    "LEVELS",
    "STRESSES",
    "ClaimsLaw",
    "CostBand",
    "Difference",
    "Event",
    "Example",
    "Fan",
    "Layer",
    "Needed",
    "Parts",
    "PoolLayers",
    "Probability",
    "Promise",
    "Quantiles",
    "Range",
    "Simulation",
    "Solvency",
    "Stress",
    "StressResult",
    "TailSplit",
    "Uncertainty",
    "Yearly",
    "claims_law",
    "cost_band",
    "in_whole_numbers",
    "layered",
    "needed_contributions",
    "normal_power_quantile",
    "plausible_sets",
    "pool_law",
    "pool_layers",
    "promised",
    "simulate",
    "solvency",
    "solvent_contribution",
    "spread_over",
    "stop_loss_curve",
    "stress",
    "stress_table",
    "tail_split",
    "uncertainty",
]
