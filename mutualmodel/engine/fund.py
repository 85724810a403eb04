"""A fund into which members pay in advance, and who steps in where it does not reach.

At every settlement each member's contribution is credited before the claims are paid:

    F_(t+1) = (F_t + c N_t + insurer - payouts - fee + called + operator - returned) (1 + i)^(1/24)

What is lacking is met as ``deficit_bearer`` says; what nobody meets, claimants do without. At the
end of a plan year a share of what exceeds the target reserve goes back to the members, but no more
than one of them has paid in that year.
"""

from dataclasses import dataclass, fields

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR

# A fund that is short by less than this part of a bill is not: the last digits of a sum may be.
_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Money:
    """What moves in and out of members' money at each settlement: arrays (T, B), in yuan.

    ``contributions`` members pay in, ``called`` those called in besides; ``sponsor`` an operator's
    or insurer's; ``unpaid`` of the payouts due, and ``fee`` on the rest; ``returned`` to members,
    ``interest`` earned; ``deficit`` is what lacked before anyone stepped in and ``fund`` what is
    left: fund = fund before + contributions + called + sponsor + interest - (payout due - unpaid) -
    fee - returned.
    """

    contributions: FloatArray
    called: FloatArray
    sponsor: FloatArray
    unpaid: FloatArray
    fee: FloatArray
    returned: FloatArray
    interest: FloatArray
    deficit: FloatArray
    fund: FloatArray


def no_money(shape: tuple[int, ...]) -> Money:
    """Return what is paid in advance where nothing is."""
    none = np.zeros(shape)
    return Money(*(none for _ in fields(Money)))


class Fund:
    """The funds of B plans, moved settlement by settlement."""

    def __init__(self, rows: Rows) -> None:
        """Begin with what the funds hold for the opening members."""
        self.rows = rows
        self.contribution = rows["contribution_month"] / 2.0
        # So far in the plan year: called from a member; billed, and met by an insurer.
        self._called, self._billed, self._insured = np.zeros((3, len(rows.order)))
        self.held = rows["opening_fund"] * rows["members"]
        self._attachment = np.zeros(len(rows.order))

    def settle(self, period: int, members: FloatArray, due: FloatArray) -> dict[str, FloatArray]:
        """Settle the next period: ``members`` (B,) pay for payouts ``due`` (B,), in yuan.

        Returns the figures of :class:`Money`, each (B,).
        """
        rows, fee_rate = self.rows, self.rows["fee_rate"]
        if period % PERIODS_PER_YEAR == 0:
            self._begin_year(members)
        contributions = self.contribution * members
        bill = due * (1.0 + fee_rate)
        insured = self._insurer_pays(bill)
        lacking = bill - insured - self.held - contributions
        deficit = np.where(lacking > _NOTHING * bill, lacking, 0.0)
        called = self._call(members, deficit)
        operator = deficit if rows.deficit_bearer == "operator" else 0.0
        short = deficit - called - operator
        unpaid = short / (1.0 + fee_rate)
        left = np.maximum(-lacking, 0.0)
        returned = self._give_back(period, members, left)
        interest = (left - returned) * np.expm1(np.log1p(rows["fund_interest"]) / PERIODS_PER_YEAR)
        self.held[:] = left - returned + interest
        return {
            "contributions": contributions,
            "called": called,
            "sponsor": insured + operator,
            "unpaid": unpaid,
            "fee": (due - unpaid) * fee_rate,
            "returned": returned,
            "interest": interest,
            "deficit": deficit,
            "fund": self.held.copy(),
        }

    def charged(self, flows: dict[str, FloatArray], members: FloatArray) -> FloatArray:
        """Return what a member pays at a settlement, net of what comes back; yuan (B,)."""
        each = (flows["called"] - flows["returned"]) / np.maximum(members, 1.0)
        return np.asarray(self.contribution + each)

    def _begin_year(self, members: FloatArray) -> None:
        for so_far in (self._called, self._billed, self._insured):
            so_far[:] = 0.0
        year = PERIODS_PER_YEAR * self.contribution * members
        self._attachment[:] = self.rows["stop_loss_attachment"] * year

    def _insurer_pays(self, bill: FloatArray) -> FloatArray:
        """Return what an insurer pays of a bill: the year's bills above the attachment."""
        if self.rows.deficit_bearer != "insurer":
            return np.zeros_like(bill)
        self._billed[:] += bill
        above = np.maximum(self._billed - self._attachment, 0.0) - self._insured
        # The last digits of two running totals are no bill.
        insured = np.clip(above, 0.0, bill)
        self._insured[:] += insured
        return insured

    def _call(self, members: FloatArray, deficit: FloatArray) -> FloatArray:
        """Return what members are called for: within the year, up to the limit."""
        if self.rows.deficit_bearer != "members":
            return np.zeros_like(deficit)
        limit = self.rows["call_limit"] * PERIODS_PER_YEAR * self.contribution
        called = np.minimum(deficit, np.maximum(limit - self._called, 0.0) * members)
        self._called[:] += called / np.maximum(members, 1.0)
        return called

    def _give_back(self, period: int, members: FloatArray, left: FloatArray) -> FloatArray:
        """Return what goes back to members: at the end of a plan year, of what is surplus."""
        if (period + 1) % PERIODS_PER_YEAR:
            return np.zeros_like(left)
        surplus = np.maximum(left - self.rows["target_reserve"] * members, 0.0)
        paid = PERIODS_PER_YEAR * self.contribution + self._called
        return np.minimum(self.rows["surplus_returned"] * surplus, paid * members)


def funded(
    rows: Rows, members: FloatArray, alive: BoolArray, due: FloatArray, debts: FloatArray
) -> Money:
    """Move the funds of some plans through their horizon.

    ``members`` (T, 1 or B) and payouts ``due`` (T, B) are zero once a plan has dissolved; then the
    fund pays the ``debts`` (T, 1 or B) as far as it reaches, and what is left goes back.
    """
    fund = Fund(rows)
    size = np.broadcast_shapes(due.shape, members.shape, debts.shape)
    members, due, debts = (np.broadcast_to(one, size) for one in (members, due, debts))
    alive = np.broadcast_to(alive, size)
    found: dict[str, list[FloatArray]] = {}
    for period in range(size[0]):
        on = alive[period]
        held = fund.held.copy()
        flows = fund.settle(period, members[period] * on, due[period] * on)
        if not on.all():
            ended = _wound_up(held, debts[period], rows["fee_rate"])
            flows = {name: np.where(on, values, ended[name]) for name, values in flows.items()}
            fund.held[:] = flows["fund"]
        for name, values in flows.items():
            found.setdefault(name, []).append(values)
    return Money(**{name: np.array(values) for name, values in found.items()})


def _wound_up(held: FloatArray, debts: FloatArray, fee_rate: FloatArray) -> dict[str, FloatArray]:
    """Pay the debts of a plan that has dissolved from its fund, and give back what is left."""
    none = np.zeros_like(held)
    paid = np.minimum(debts, held / (1.0 + fee_rate))
    return {
        "contributions": none,
        "called": none,
        "sponsor": none,
        "unpaid": debts - paid,
        "fee": paid * fee_rate,
        "returned": held - paid * (1.0 + fee_rate),
        "interest": none,
        "deficit": np.maximum(debts * (1.0 + fee_rate) - held, 0.0),
        "fund": none,
    }


def paid_in_all(charged: FloatArray) -> FloatArray:
    """Return what a member pays in a year in all, from what each settlement charges her (..., 24).

    At most what was paid in comes back from a fund. What all came back of costs nothing, and not
    the last digit that is left over.
    """
    total = charged.sum(axis=-1)
    return np.where(total > _NOTHING * np.abs(charged).sum(axis=-1), total, 0.0)


def cost_of_year(
    scenario: Scenario, bill: FloatArray | float, fund: FloatArray | float
) -> FloatArray:
    """Return what a member is charged in a plan year of which her part of the bill is known; yuan.

    After the event, and from a balance, that is the bill up to the cap on a year. With a fund of
    ``fund`` yuan a member at the year's start it is the contribution, a call where both do not
    reach, less what comes back: as if the whole year were settled at its end, without interest.
    """
    if scenario.funding != "fund":
        return np.minimum(bill, scenario.year_limit)
    year = PERIODS_PER_YEAR * scenario.contribution
    if scenario.deficit_bearer == "insurer":
        bill = np.minimum(bill, scenario.stop_loss_attachment * year)
    left = fund + year - np.asarray(bill)
    called = np.zeros_like(left)
    if scenario.deficit_bearer == "members":
        called = np.clip(-left, 0.0, scenario.call_limit * year)
    surplus = np.maximum(left - scenario.target_reserve, 0.0)
    return year + called - np.minimum(scenario.surplus_returned * surplus, year + called)
