"""What newspapers of 2021 said of the plan, and the published figures that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from mutualmodel.figures.exchange import yuan_a_dollar
from mutualmodel.figures.files import by_id, check_choice, check_filled, read_rows
from mutualmodel.figures.reading import check_figures, numbers_of

VERDICTS = ("right", "partly", "wrong")
_COLUMNS = ("id", "phrase", "verdict", "figure_ids")
_CENTS = 100.0


@dataclass(frozen=True)
class Phrase:
    """One row of ``newspapers.csv``: what was said, how right it is, and the figures behind it.

    ``verdict`` is one of :data:`VERDICTS`, by the figures named in ``figure_ids``.
    """

    id: str
    phrase: str
    verdict: str
    figure_ids: tuple[str, ...]


def newspapers() -> tuple[Phrase, ...]:
    """Return what was said, in the order of the file.

    Raises
    ------
    DataError
        When ``newspapers.csv`` breaks a rule.
    """
    name = "newspapers.csv"
    rows = read_rows(name, _COLUMNS)
    by_id(name, rows)
    for row in rows:
        check_filled(name, row, ("phrase",))
        check_choice(name, row, "verdict", VERDICTS)
    return tuple(
        Phrase(row["id"], row["phrase"], row["verdict"], check_figures(name, row["figure_ids"]))
        for row in rows
    )


def in_dollars(yuan: float) -> float:
    """Return US dollars for yuan at the mean rate of 2021."""
    return yuan / yuan_a_dollar("2021")


@dataclass(frozen=True)
class OneClaim:
    """What one payout to a member below 40 cost each of the members of May 2021, with the fee.

    ``yuan`` = payout x (1 + fee) / members; ``us_cents`` the same at the mean rate of 2021.
    """

    yuan: float
    us_cents: float


def one_claim() -> OneClaim:
    """Divide one payout and its fee by the members of the time."""
    payout, percent, members = (
        numbers_of(name)[0] for name in ("payout_under_40", "fee_8_percent", "members_may_2021")
    )
    yuan = payout * (1.0 + percent / 100.0) / members
    return OneClaim(yuan, _CENTS * in_dollars(yuan))
