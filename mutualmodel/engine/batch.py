"""Many scenarios side by side: one column of numbers per input."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import STATED_SHARES
from mutualmodel.engine.delay import Delay
from mutualmodel.engine.risk import class_count
from mutualmodel.inputs.declare import OWN
from mutualmodel.inputs.events import EVENT_INPUTS
from mutualmodel.inputs.own import OwnLevel, OwnMembers
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.once import cached_property
from mutualmodel.periods import DAYS_PER_PERIOD, PERIODS_PER_MONTH, PERIODS_PER_YEAR

# What strikes at random is drawn in simulations, and all rows of a group share the horizon.
NOT_OF_THE_ENGINE = (
    "seed",
    "years",
    "systemic_correlation",
    "bad_year_probability",
    "bad_year_size",
    "run_probability",
    "run_share",
    # All rows of a group share ages and deaths, too.
    "payout_age",
    "exit_age",
    "minimum_age",
    "mortality_multiplier",
)
# Ages and tables, years, whole periods of waiting, risk classes, whether they react, how members
# pay, who does where a fund is empty, and own courses.
_Key = tuple[RateBasis, int, int, int, bool, str, str, OwnMembers | None, OwnLevel | None]
NUMBERS = tuple(
    name for name, meta in fields().items() if not meta.choices and name not in NOT_OF_THE_ENGINE
)
# What the shares of the age-and-sex groups follow from.
_OF_GROUPS = (*STATED_SHARES, "share_female")
# Take values of a scenario's all at once; of the numbers only a cap may be None.
_NUMBERS = itemgetter(*NUMBERS)
_EVENT_SHARES = itemgetter(*(inputs.share for inputs in EVENT_INPUTS.values()))


@dataclass(frozen=True)
class Rows:
    """Scenarios that can move through the engine together.

    ``column`` maps each name of :data:`NUMBERS` to an array (B,); an absent cap is infinity.
    ``helped`` (B,) is False where nobody pays above a cap. ``order`` (B,) says where each row stood
    in the caller's list. All rows share ages and tables, the horizon, the whole periods of waiting,
    whether leaving depends on what came before (``reacts``), the number of risk ``classes`` (one
    where nobody's own risk matters), ``funding`` and, with a fund, ``deficit_bearer``. ``joiners``
    and ``lapse``, both (T, B), replace the constant inputs where membership follows a course of its
    own: members who enter at the end of a period, and the hazard of leaving in it. ``asked``, two
    arrays (B,), puts the question of a survey: members of each row answer the price of the row in
    the first array times the number in the second, whatever they are charged themselves. ``path``
    and ``level`` are the reader's own courses of membership and of incidence, None where they are
    not in use.
    """

    column: dict[str, FloatArray]
    helped: BoolArray
    order: list[int]
    basis: RateBasis
    years: int
    waiting_lag: int
    classes: int
    reacts: bool
    funding: str = "after"
    deficit_bearer: str = ""
    joiners: FloatArray | None = None
    lapse: FloatArray | None = None
    asked: tuple[NDArray[np.intp], FloatArray] | None = None
    path: OwnMembers | None = None
    level: OwnLevel | None = None

    @property
    def periods(self) -> int:
        """Settlements within the horizon."""
        return self.years * PERIODS_PER_YEAR

    def __getitem__(self, name: str) -> FloatArray:
        """Return one input of every row, (B,)."""
        return self.column[name]

    @cached_property
    def weights(self) -> FloatArray:
        """Shares of the age-and-sex groups: (B, K), or (1, K) where all rows agree."""
        if self.alike(*_OF_GROUPS):
            return _weights_of_all(self.basis, tuple(float(self[name][0]) for name in _OF_GROUPS))
        shares = {name: self[name] for name in STATED_SHARES}
        return self.basis.group_weights(shares, self["share_female"])

    @cached_property
    def entering(self) -> FloatArray:
        """Members who enter at the end of each period, (T, B)."""
        constant = self["joiners_per_year"] / PERIODS_PER_YEAR
        return self._by_period(constant if self.joiners is None else self.joiners)

    @property
    def held_at_start(self) -> FloatArray:
        """Yuan that the fund, or all members' balances, hold at the start, (B,)."""
        each = {"fund": "opening_fund", "prepaid": "opening_balance"}.get(self.funding)
        return self["members"] * (self[each] if each else 0.0)

    @cached_property
    def leaving(self) -> FloatArray:
        """Hazard of leaving in each period before any reaction to the share, (T, B)."""
        constant = self["lapse_rate"] / PERIODS_PER_YEAR
        return self._by_period(constant if self.lapse is None else self.lapse)

    @cached_property
    def struck(self) -> dict[int, list[tuple[FloatArray, FloatArray]]]:
        """Events by the period after which members have left: (share leaving, spares), each (B,).

        The share is zero in the rows where the event does not happen then.
        """
        happening: dict[int, list[tuple[FloatArray, FloatArray]]] = {}
        for inputs in EVENT_INPUTS.values():
            share = self[inputs.share]
            if not share.any():
                continue
            # A month is two settlements; who leaves in month m does not share settlement 2 m.
            period = np.rint(self[inputs.month] * PERIODS_PER_MONTH).astype(int) - 1
            for when in np.unique(period[share > 0]):
                strikes = np.where(period == when, share, 0.0)
                happening.setdefault(int(when), []).append((strikes, self[inputs.spares]))
        return happening

    def alike(self, *names: str) -> bool:
        """Say whether all plans have the same value of each of some inputs."""
        columns = (self[name] for name in names)
        return all(len(column) == 1 or (column == column[0]).all() for column in columns)

    def _by_period(self, values: FloatArray) -> FloatArray:
        return np.broadcast_to(values, (self.periods, len(self.order)))

    @cached_property
    def delay(self) -> Delay:
        """From diagnosis to payment."""
        return Delay.of_days(self["claim_delay_days"], self["claim_delay_cv"])

    @cached_property
    def payouts(self) -> FloatArray:
        """What a claim pays on average by payout kind, yuan (B, 3)."""
        named = [self["payout_under_40"], self["payout_40_plus"], self["mild_payout"]]
        return np.stack(named, axis=1) * self["covered_share"][:, None]

    @cached_property
    def bills(self) -> FloatArray:
        """What one claim of each payout kind costs all members, with the fee; yuan (B, 3)."""
        return self.payouts * (1.0 + self["fee_rate"])[:, None]


@lru_cache(maxsize=64)
def _weights_of_all(basis: RateBasis, shares: tuple[float, ...]) -> FloatArray:
    """Return the shares (1, K) of the age-and-sex groups where all plans agree."""
    *stated, women = (np.array([share]) for share in shares)
    weights = basis.group_weights(dict(zip(STATED_SHARES, stated, strict=True)), women)
    weights.flags.writeable = False
    return weights


def grouped(scenarios: Sequence[Scenario], size: int, stepped_size: int) -> Iterator[Rows]:
    """Sort scenarios into groups that can be projected together.

    A group has at most ``size`` rows, or ``stepped_size`` where members react to the share.
    """
    groups: dict[_Key, list[int]] = {}
    for index, scenario in enumerate(scenarios):
        groups.setdefault(_key(scenario), []).append(index)
    for key, members in groups.items():
        basis, years, waiting_lag, classes, reacts, funding, bearer, path, level = key
        most = stepped_size if reacts else size
        for start in range(0, len(members), most):
            order = members[start : start + most]
            chosen = [scenarios[i] for i in order]
            helped = np.array([scenario.cap_bearer != "nobody" for scenario in chosen])
            shared = basis, years, waiting_lag, classes, reacts, funding, bearer
            yield Rows(_columns(chosen), helped, order, *shared, path=path, level=level)


def _key(scenario: Scenario) -> _Key:
    return (
        RateBasis.of(scenario),
        scenario.years,
        int(scenario.waiting_days / DAYS_PER_PERIOD),
        class_count(scenario.risk_spread) if _own_risk_matters(scenario) else 1,
        moves_in_steps(scenario),
        scenario.funding,
        scenario.deficit_bearer if scenario.funding == "fund" else "",
        scenario.own.members if scenario.members_path == OWN else None,
        scenario.own.level if scenario.incidence_path == OWN else None,
    )


def moves_in_steps(scenario: Scenario) -> bool:
    """Whether a plan goes settlement by settlement: who leaves then hangs on what came before."""
    return scenario.funding == "prepaid" or _own_risk_matters(scenario)


def _own_risk_matters(scenario: Scenario) -> bool:
    """Say whether who leaves hangs on her own risk: by her reaction to the share, or at an event.

    Elsewhere classes make no difference, and one group is faster than two.
    """
    return scenario.reacts_to_share or _an_event_selects(scenario)


def _an_event_selects(scenario: Scenario) -> bool:
    """Say whether an event makes members leave who differ in risk from those who stay."""
    # Most plans have no event, and many plans are asked.
    if scenario.risk_spread <= 0 or not any(_EVENT_SHARES(vars(scenario))):
        return False
    return any(event.selects for event in scenario.events)


def _columns(scenarios: Sequence[Scenario]) -> dict[str, FloatArray]:
    values = np.array([_NUMBERS(vars(scenario)) for scenario in scenarios], dtype=float).T.copy()
    columns = dict(zip(NUMBERS, values, strict=True))
    # Of the caps those that hold.
    limits = [(scenario.claim_limit, scenario.year_limit) for scenario in scenarios]
    columns["per_claim_cap"][:], columns["annual_cap"][:] = zip(*limits, strict=True)
    return columns
