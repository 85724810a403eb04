"""One person's choice: what each system costs her, how sure that is, and what she gives up."""

import math
from dataclasses import dataclass

import numpy as np

from mutualmodel.engine.basis import RateBasis
from mutualmodel.inputs.choices import Basis
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.person import Wish
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.comparison import LifetimeCost, lifetime_costs
from mutualmodel.insurance.life import (
    check_member_age,
    healthy_survival,
    sex_index,
    survival_known,
)
from mutualmodel.insurance.premiums import AS_XIANGHUBAO
from mutualmodel.insurance.systems import COMPARED, costs_by_age

WISHES: tuple[Wish, ...] = ("price", "balance", "certainty")


@dataclass(frozen=True)
class PersonReport:
    """What the systems of the plan's benefit mean for one person.

    ``costs`` are yuan a year by system on the basis asked for, ``shares`` the same over income,
    ``lifetime`` from now to the exit age; a plan that does not last a year is left out of them.
    ``cheapest`` names a system that lasts, and so does ``fits``, the one that meets the wish: the
    cheapest for price, the level policy for certainty, and in between the cheapest whose cost of a
    bad year somebody else bears. ``risk`` is the chance of a claim before the exit age at the
    members' incidence; NaN where it is not published who stays healthy.
    """

    costs: dict[str, float]
    shares: dict[str, float]
    lifetime: dict[str, LifetimeCost]
    cheapest: str
    fits: str
    risk: float


def person_report(
    scenario: Scenario,
    terms: InsurerTerms,
    *,
    age: int,
    sex: str,
    income: float,
    wish: Wish = "balance",
    basis: Basis = "now",
    closing: ClosingTerms = AS_XIANGHUBAO,
) -> PersonReport:
    """Compare the systems of the same benefit for one person.

    Parameters
    ----------
    age : int
        One that a member can have.
    sex : str
        "M" or "F".
    income : float
        Disposable income, yuan a year, above 0.
    wish : str
        One of :data:`WISHES`.
    closing : ClosingTerms
        Those of the bridging policy.

    Raises
    ------
    ValueError
        When a value is out of its range.
    """
    check_member_age("age", age, RateBasis.of(scenario))
    if not 0 < income < np.inf:
        raise ValueError(f"income = {income!r}: allowed is above 0")
    if wish not in WISHES:
        raise ValueError(f"wish = {wish!r}: allowed is one of {', '.join(WISHES)}")
    by_age = costs_by_age(scenario, terms, sex, basis, closing)
    lifetime = lifetime_costs(scenario, terms, sex, age, closing)
    costs = {name: float(by_age[name][age]) for name in COMPARED if name in by_age}
    costs = {name: cost for name, cost in costs.items() if not math.isnan(cost)}
    lasting = [name for name in costs if name in lifetime]
    cheapest = min(lasting, key=lambda name: costs[name])
    middle = min((name for name in lasting if name != "mutual"), key=lambda name: costs[name])
    certain = "level" if "level" in lasting else "one_year"
    return PersonReport(
        costs=costs,
        shares={name: cost / income for name, cost in costs.items()},
        lifetime=lifetime,
        cheapest=cheapest,
        fits={"price": cheapest, "balance": middle, "certainty": certain}[wish],
        risk=claim_chance(scenario, age, sex),
    )


def claim_chance(scenario: Scenario, age: int, sex: str) -> float:
    """Return the chance that a healthy person of this age is diagnosed before the exit age.

    At the members' incidence after two years; deaths from other causes end the chance. NaN where
    these are not published for the illnesses that the table covers.
    """
    level, basis = scenario.incidence_multiplier, RateBasis.of(scenario)
    if not survival_known(basis):
        return math.nan
    healthy = healthy_survival(age, sex, basis.exit_age, basis=basis, level=level)
    ill = level * basis.severe[sex_index(sex), age:]
    return float((healthy[:-1] * ill).sum())
