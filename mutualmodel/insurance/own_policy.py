"""A policy whose prices the reader has brought: one more system beside the others."""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.inputs.own import OwnPrices
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.life import sex_index
from mutualmodel.insurance.systems import System
from mutualmodel.text import N_

OWN_POLICY = System(
    "own",
    N_("Your policy (your prices)"),
    N_("As in your table, at the plan's lump sums."),
    N_("What your policy says of it is not known here."),
    N_("What your policy says of it is not known here."),
    N_("What your policy says of it is not known here."),
    N_("Price by age and sex, as in your table."),
    True,
    True,
    False,
    ("own_tables_convention",),
)


def own_policy_costs(scenario: Scenario, prices: OwnPrices, sex: str) -> FloatArray:
    """Return what the reader's policy costs a year (A,) by age for the plan's benefit, yuan.

    Her premium in proportion: x the plan's lump sum at the age / the benefit that her prices are
    for. NaN at ages without a price. Payouts for mild illness are left out.
    """
    basis, place = RateBasis.of(scenario), sex_index(sex)
    given = [prices.price(place, age) for age in range(basis.exit_age)]
    premium = np.array([np.nan if one is None else one for one in given], dtype=float)
    lump_sum = basis.by_payout_age(scenario.payout_under_40, scenario.payout_40_plus)
    return np.asarray(premium * lump_sum / prices.benefit)
