"""Figures that guard themselves: nothing that does not add up leaves the engine.

Tests show that the laws of conservation hold where they look. Whoever reads a figure on a page is
elsewhere, so the laws are checked in every projection and simulation too: all figures are finite,
none is negative that cannot be, and every yuan that is due is charged, borne or left unpaid.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.text import N_, Given, Sentence

_PEOPLE = ("members", "covered", "joined", "lapsed", "died", "aged_out")
_MONEY = (
    *("payout", "fee", "sponsor", "unpaid", "owed"),
    *("contributions", "called", "returned", "deficit", "fund"),
)
_OTHERS = ("claims", "submitted", "diagnosed", "gross_per_member", "charged_per_member")
_CHECKED = (*_PEOPLE, *_MONEY, *_OTHERS, "claim_share", "interest")

# Relative to the largest figure beside it: sums over millions of members lose the last digits.
TOLERANCE = 1e-8


class FigureFault(ArithmeticError):  # noqa: N818 - it is the figure that is at fault
    """The model cannot stand behind its own figures: a fault of the model, never of an input.

    ``law`` says for a Python user what is broken, ``sentence`` for the reader of a page.
    """

    def __init__(self, law: str, figure: str) -> None:
        """Say which law is broken and by which figure."""
        self.law, self.figure = law, figure
        super().__init__(f"{figure}: {law}")

    def __reduce__(self) -> tuple[type["FigureFault"], tuple[str, str]]:
        """Let it come back from a worker."""
        return type(self), (self.law, self.figure)

    @property
    def sentence(self) -> Sentence:
        """What a reader is told; the figure goes by its name in the tables of results."""
        return Sentence(_TOLD[self.law], {"figure": Given(self.figure)})


FINITE = "every figure is a finite number"
POSITIVE = "it cannot be negative"
MONEY = "what is charged, borne and unpaid is what is due"

_TOLD: Mapping[str, str] = {
    FINITE: N_("A figure that should be a number is none ({figure})."),
    POSITIVE: N_("A figure that cannot be negative is ({figure})."),
    MONEY: N_("What members pay, others bear and nobody pays is not what is due ({figure})."),
}


def check_finite(names: Sequence[str], figures: FloatArray) -> None:
    """Check that figures (N, ...), called by N names, are finite.

    Raises
    ------
    FigureFault
        When one is not.
    """
    # What is not finite leaves its mark in the sum, which is quicker than looking at each.
    if not np.isfinite(figures.sum()):
        finite = np.isfinite(figures).reshape(len(names), -1).all(axis=1)
        raise FigureFault(FINITE, names[int(np.argmin(finite))])


def check_positive(names: Sequence[str], figures: FloatArray, beside: float) -> None:
    """Check that figures (N, ...) are not negative but for rounding.

    ``beside`` is the largest figure of their kind.

    Raises
    ------
    FigureFault
        When one is negative, or no number at all.
    """
    if not figures.min(initial=0.0) >= -TOLERANCE * max(beside, 1.0):
        lowest = figures.reshape(len(names), -1).min(axis=1)
        raise FigureFault(POSITIVE, names[int(np.argmin(lowest))])


def check_balance(name: str, left: FloatArray, right: FloatArray, beside: float = 0.0) -> None:
    """Check that two sides of an account, arrays of one shape, are equal but for rounding.

    ``beside`` is the largest figure that went into them, where it is larger than they are.

    Raises
    ------
    FigureFault
        When they are not, or when one is no number.
    """
    gap = np.abs(left - right).max(initial=0.0)
    largest = np.abs(right).max(initial=0.0)
    if not gap <= TOLERANCE * max(largest, beside, 1.0):
        raise FigureFault(MONEY, name)


def check_ledger(figures: Mapping[str, FloatArray], funding: str, opening: FloatArray) -> None:
    """Check the ledger of some plans: arrays (T, B) by the names of its figures.

    Parameters
    ----------
    funding
        How members pay: ``after``, ``fund`` or ``prepaid``.
    opening
        (B,): yuan that the fund, or all balances, hold at the start.

    Raises
    ------
    FigureFault
        When a figure is not finite, is negative and cannot be, or an account does not balance.
    """
    table = np.array([figures[name] for name in _CHECKED])
    check_finite(_CHECKED, table)
    people, money = table[: len(_PEOPLE)], table[len(_PEOPLE) : len(_PEOPLE) + len(_MONEY)]
    members = figures["members"]
    check_positive(_PEOPLE, people, float(members.max(initial=0.0)))
    check_positive(_MONEY, money, float(money.max(initial=0.0)))
    check_money(figures, members, funding, opening)


def check_paths(figures: Mapping[str, FloatArray]) -> None:
    """Check what simulated paths came to, year by year: figures (Y, B) by name.

    Raises
    ------
    FigureFault
        When a figure is not finite or is negative; what is charged less what comes back may be.
    """
    check_finite(tuple(figures), np.array([*figures.values()]))
    bill = max(float(figures[name].max(initial=0.0)) for name in ("payout", "fund"))
    for name, values in figures.items():
        if name not in ("cost", "members_pay"):
            largest = float(values.max(initial=0.0))
            check_positive((name,), values[None], max(largest, bill))


def check_money(
    figures: Mapping[str, FloatArray], members: FloatArray, funding: str, opening: FloatArray
) -> None:
    """Check that every yuan of some plans or paths goes somewhere, as :func:`check_ledger` has it.

    ``members`` (T, B or 1) are those who share each settlement, none once a plan is over.

    Raises
    ------
    FigureFault
        When an account does not balance.
    """
    charged = figures["charged_per_member"] * members
    bill, fund = figures["payout"] + figures["fee"], figures["fund"]
    largest = max(float(bill.max(initial=0.0)), float(fund.max(initial=0.0)))
    if funding == "fund":
        paid = figures["contributions"] + figures["called"] - figures["returned"]
        check_balance("charged_per_member", charged, paid * (members > 0), largest)
    else:
        borne = charged + figures["sponsor"] + figures["unpaid"]
        check_balance("charged_per_member", borne, bill, largest)
    if funding != "after":
        came, went = _account(figures, funding, charged)
        before = np.concatenate([np.broadcast_to(opening, fund[:1].shape), fund[:-1]])
        check_balance("fund", before + came - went, fund, largest)


def _account(
    figures: Mapping[str, FloatArray], funding: str, charged: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what came into members' money and what went out of it, (T, B)."""
    if funding == "prepaid":
        return figures["contributions"], charged + figures["returned"]
    came = figures["contributions"] + figures["called"] + figures["interest"] + figures["sponsor"]
    went = figures["payout"] + figures["fee"] - figures["unpaid"] + figures["returned"]
    return came, went
