"""The figures of the record's replay that the history page tells, for the turn that a case asks."""

import datetime as dt

from mutualmodel.history.calibration import compare_with_record
from mutualmodel.history.fits import FINAL, fits
from mutualmodel.history.replay import Change, replay
from mutualmodel.inputs import Choices

# What a claim from the age of 40 on pays in the turn that is about payouts, yuan.
_OTHER_PAYOUT = 50_000.0


def turn_of(asked: Choices) -> Change:
    """Return the turn that history did not take and that is asked for."""
    return Change(
        dt.date.fromisoformat(asked.history_day),
        payout_40_plus=_OTHER_PAYOUT if asked.history_turn == "payout" else None,
        no_joiners=asked.history_turn == "joiners",
        no_leavers=asked.history_turn == "leavers",
    )


def replay_headlines(asked: Choices) -> dict[str, float]:
    """Return what the replay of the fitted plan comes to, by name.

    ``share_2019`` and so on: what a member pays in each year whose share was reported, yuan;
    ``last_settlement``: the share of the last settlement before caps, as it was replayed, and
    ``last_settlement_otherwise``: as it would have been after the turn that is asked for.
    """
    fit = fits()[FINAL]
    points = compare_with_record(fit)
    years = points[points["quantity"] == "share of the year"]
    found = {
        f"share_{day.year}": float(yuan)
        for day, yuan in zip(years["date"], years["model"], strict=True)
    }
    courses = {"last_settlement": None, "last_settlement_otherwise": turn_of(asked)}
    for name, turn in courses.items():
        found[name] = float(replay(fit.scenario, turn)["gross_per_member"].iloc[-1])
    return found
