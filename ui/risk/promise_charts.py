"""What a promise to pay above a cap on the year is worth, and the account of who gives it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from ui.kit.charts import Axis, Chart, beside, dot, frame, label, line, told
from ui.kit.language import _, amount, money, percent, sentences
from ui.kit.palette import Palette

_EXPECTED_AT, _ASKED_AT = 0.22, 0.1


@dataclass(frozen=True)
class Curve:
    """E[(X - cap)+] in yuan a member and year over caps on the year, and where the plan stands.

    ``cap`` and ``here`` are the plan's own cap and what is expected above it, None without one.
    ``loading`` is what is asked on top, as a share of what is expected.
    """

    caps: FloatArray
    above: FloatArray
    loading: float
    cap: float | None
    here: float | None

    @property
    def asked(self) -> FloatArray:
        """The price with the loading, yuan a member and year."""
        return (1.0 + self.loading) * self.above


def price_curve(now: Curve, past: Curve | None, colours: Palette) -> Chart:
    """Draw what is expected above each cap on the year, and what should be asked for it."""
    across = Axis(_("cap on a year, ¤"), span=(float(now.caps[0]), float(now.caps[-1])))
    figure = frame(colours, across, _("¤ a member and year"))
    if past is not None:
        line(figure, past.caps, past.above, _("baseline, expected"), colours.baseline, dash="dash")
    line(figure, now.caps, now.asked, _("with the loading"), colours.sponsor, dash="dot")
    line(figure, now.caps, now.above, _("expected"), colours.accent, width=2.4)
    for at, values, name, ink in (
        (_EXPECTED_AT, now.above, _("expected"), colours.accent),
        (_ASKED_AT, now.asked, _("with the loading"), colours.sponsor),
    ):
        place = int(at * len(now.caps))
        label(figure, now.caps[place], values[place], name, ink, xanchor="left", xshift=6)
    if now.cap is not None and now.here is not None and now.caps[0] <= now.cap <= now.caps[-1]:
        dot(figure, (now.cap, now.here), _("this plan’s cap"), colours.accent, "circle")
    return Chart(
        title=_("What should a promise to pay above a cap on the year cost?"),
        figure=figure,
        alt=told(_alt(now), None if past is None else _alt(past)),
        table=lambda: beside(_table(now), None if past is None else _table(past)),
        note=sentences(
            _(
                "Expected: E[(X − cap)+], where X is what the year would cost a member "
                "without the cap."
            ),
            _("Grey dashes: the baseline.") if past is not None else "",
        ),
    )


def _alt(curve: Curve) -> str:
    middle = len(curve.caps) // 2
    return _(
        "Expected above a cap of {low}: {first} a member and year; above {mid}: {middle}; above "
        "{high}: {last}; a loading of {loading} comes on top."
    ).format(
        low=money(curve.caps[0]),
        first=amount(curve.above[0]),
        mid=money(curve.caps[middle]),
        middle=amount(curve.above[middle]),
        high=money(curve.caps[-1]),
        last=amount(curve.above[-1]),
        loading=percent(curve.loading),
    )


def _table(curve: Curve) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("cap on a year, ¤"): curve.caps.round(1),
            _("expected above it, ¤ a member"): curve.above.round(5),
            _("with the loading, ¤ a member"): np.round(curve.asked, 5),
        }
    )


@dataclass(frozen=True)
class Account:
    """The operator's first year, in yuan; ``members`` are those who share it on average.

    ``fee`` income and the ``promise`` it gives, expected and once in two hundred years (``worst``);
    ``closing``: what ending the plan would cost it on the terms of the page Closing.
    """

    members: float
    fee: float
    promise: float
    worst: float
    closing: float

    @property
    def result(self) -> float:
        """Fee less the promise, before the operator's own costs."""
        return self.fee - self.promise


def account_table(now: Account, past: Account | None) -> pd.DataFrame:
    """Return the operator's account, an item a row."""
    return beside(_account(now), None if past is None else _account(past))


def _account(account: Account) -> pd.DataFrame:
    rows = (
        (_("fee income"), account.fee),
        (_("paid above the caps, expected"), -account.promise),
        (_("left for the operator’s own costs"), account.result),
        (_("paid above the caps, one year in 200"), -account.worst),
        (_("closing the plan, on the terms of the page Closing"), -account.closing),
    )
    yuan = [value for _name, value in rows]
    return pd.DataFrame(
        {
            _("operator’s first year"): [name for name, _value in rows],
            _("¤"): [round(value) + 0 for value in yuan],
            _("¤ a member"): [
                round(value / account.members, 2) + 0.0 if account.members else 0.0
                for value in yuan
            ],
        }
    )
