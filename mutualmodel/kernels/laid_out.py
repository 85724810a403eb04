"""What kernels are given: arrays of the engine, laid out cell by cell in memory."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray


class Plans(NamedTuple):
    """The inputs of B plans that move together; no kernel writes to them.

    C cells, T periods, R risk classes, G age-and-sex groups; U
    kinds of members who react alike; ``past`` periods before the start are known.

    - ``columns`` (T + 1, 5 or 6, C): the share of a cell's members at a period, a period before,
      where deaths are counted of these who live on, and claims by payout kind,
    - ``opening`` (B, C), ``opening_shares`` (3, T + 1, B), ``class_share`` and ``class_risk``
      (B, R): as in the engine's
      state,
    - ``level`` (past + T + 1, B): the multiplier on the table,
    - ``entering``, ``leaving`` (T, B), ``joining`` (T + 1, G, C), ``weights`` (1 or B, G),
    - ``waiting_lag``, ``waiting_part`` (B,): whole periods of waiting and what is over,
      ``select_1``, ``select_2`` and ``accidents`` (B,),
    - ``delay_least``, ``delay_shares`` (K, 1 or past + T, 1 or B): when claims are paid,
    - ``counted``: whether claims are counted, and not expected; ``bills`` (B, 3), ``claim_cap``,
      ``annual_cap``, ``size_cv``, ``systemic_cv`` (B,): as in the engine's caps,
    - ``elasticity``, ``forgetting`` (B,): the part of the price that gives way in a period,
      ``by_class`` (B, R), ``by_cell`` (T, U, C), ``kind`` (B,): as in the engine's reaction.
    """

    past: int
    columns: FloatArray
    opening: FloatArray
    opening_shares: FloatArray
    class_share: FloatArray
    class_risk: FloatArray
    level: FloatArray
    entering: FloatArray
    leaving: FloatArray
    joining: FloatArray
    weights: FloatArray
    waiting_lag: int
    waiting_part: FloatArray
    select_1: FloatArray
    select_2: FloatArray
    accidents: FloatArray
    delay_least: int
    delay_shares: FloatArray
    counted: bool
    bills: FloatArray
    claim_cap: FloatArray
    annual_cap: FloatArray
    size_cv: FloatArray
    systemic_cv: FloatArray
    elasticity: FloatArray
    forgetting: FloatArray
    by_class: FloatArray
    by_cell: FloatArray
    kind: NDArray[np.intp]


class Course(NamedTuple):
    """What kernels fill in while plans move.

    ``members``, ``survivors``, ``living``, ``covered`` (T + 1, B), ``incurred``
    (past + T + 1, B, 3) and ``settled`` (T, B, 3): as the engine's run has them; ``living`` is not
    written where deaths are not counted. ``retention`` (B, R, C); ``joined`` (kept, B, R, C), its
    rows used again and again, without any row where nobody joins. ``charged`` and ``price`` (B,):
    yuan of the latest settlement, and a year as remembered; ``year`` (B, 7): the year in progress,
    as ``kernels.capped`` has it. ``entering`` (C,) is room for those who join one plan.
    """

    members: FloatArray
    survivors: FloatArray
    living: FloatArray
    covered: FloatArray
    incurred: FloatArray
    settled: FloatArray
    retention: FloatArray
    joined: FloatArray
    charged: FloatArray
    price: FloatArray
    year: FloatArray
    entering: FloatArray
