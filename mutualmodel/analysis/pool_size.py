"""What the size of the pool does to a plan."""

from dataclasses import dataclass
from typing import Literal

from mutualmodel.engine.bearing import MATERIAL, ends_in_first_year
from mutualmodel.engine.projection import Projection
from mutualmodel.simulation.annual_law import CostBand, cost_band
from mutualmodel.simulation.promise import promised

Regime = Literal["dissolved", "cap_binds", "year_cap", "chance", "systemic", "certain"]


@dataclass(frozen=True)
class PoolEffect:
    """What the size of the pool does to a plan in its first year.

    ``regime``: the plan has ``dissolved``; the per-claim cap binds (``cap_binds``), of claims that
    vary in size so many of the larger ones that what it cuts off is worth a word; the cap on a
    year takes off a part worth a word (``year_cap``); the spread of the yearly cost is mostly
    ``chance``; mostly the ``systemic`` factor; or there is none (``certain``). ``claim_share`` and
    ``uncapped_claim_share``: yuan of one claim a member. ``chance_cv`` and ``systemic_cv``: their
    standard deviations over the mean cost, all before an annual cap. ``above_cap``: yuan a year
    that the two caps keep from members.
    """

    regime: Regime
    members: float
    smallest_pool: float
    claim_share: float
    uncapped_claim_share: float
    gross_cost: float
    chance_cv: float
    systemic_cv: float
    above_cap: float


def pool_effect(projection: Projection) -> PoolEffect:
    """Say which of the pool's effects governs this plan; see :class:`PoolEffect`."""
    scenario, headline = projection.scenario, projection.headline
    band = cost_band(projection)
    chance = band.chance_sd / band.due if band.due else 0.0
    systemic = band.systemic_sd / band.due if band.due else 0.0
    return PoolEffect(
        regime=_regime(projection, band, chance, systemic),
        members=scenario.members,
        smallest_pool=headline.smallest_pool,
        claim_share=headline.cost_per_claim,
        uncapped_claim_share=scenario.largest_bill / scenario.members,
        gross_cost=headline.gross_per_member_year,
        chance_cv=chance,
        systemic_cv=systemic,
        above_cap=headline.sponsor + headline.unpaid,
    )


def _regime(projection: Projection, band: CostBand, chance: float, systemic: float) -> Regime:
    if ends_in_first_year(projection):
        return "dissolved"
    if band.due > 0 and _claim_cap_binds(projection):
        return "cap_binds"
    if band.year_cap_bites:
        return "year_cap"
    if chance == systemic == 0:
        return "certain"
    return "chance" if chance > systemic else "systemic"


def _claim_cap_binds(projection: Projection) -> bool:
    plan = projection.scenario
    if plan.members < projection.headline.smallest_pool:
        return True
    if plan.claim_size_cv == 0.0:
        return False
    return promised(projection).claim_cap > MATERIAL * projection.headline.payout
