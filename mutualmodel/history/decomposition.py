"""Why the share rose: the rise from 2019 to 2021, one cause switched off at a time.

What a cause adds depends on which others are still there: select factors alone lower every year,
and only once waiting and delay are gone do they show as a rise. So the order is part of the answer.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutualmodel.figures.rulebook import LAUNCH, rule_on
from mutualmodel.history.record import FIRST_SETTLEMENT
from mutualmodel.history.replay import Change, replay
from mutualmodel.history.slow_start import NO_SLOW_START
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd

FIRST, LAST = 2019, 2021
_RULES_OF = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Cause:
    """One cause of the rise and the yuan a year it adds between :data:`FIRST` and :data:`LAST`."""

    name: str
    yuan: float


@dataclass(frozen=True)
class Rise:
    """The share of both years in yuan and the causes, which add up to the difference."""

    first: float
    last: float
    causes: tuple[Cause, ...]


def why_the_share_rose(assumptions: Scenario | None = None) -> Rise:
    """Take the rise of the yearly share apart.

    Causes are switched off one after the other and stay off; what the rise then loses is the
    cause's part.

    1. Changed rules: those of 2020 hold from the launch on.
    2. Members leaving: nobody does. A claim is paid months after it was diagnosed, by those who
       are left.
    3. Waiting, delay and growth: no waiting, and claims are paid at once. In a growing plan both
       put the bill off until there are more to share it.
    4. Members past their healthy first years: no select factors.
    5. Older members: all join at the same ages, whenever they do, and stay at them.

    By then every settlement costs the same but for the trend in incidence, and members paid 23 of
    them in either year. So what is left of the rise is the trend's, where there is one.

    Parameters
    ----------
    assumptions
        Incidence, select factors, delay and ages of the members; by default those of
        :class:`Scenario`.
    """
    base = assumptions or Scenario()
    prompt = base.with_changes(waiting_days=0.0, claim_delay_days=0.0)
    mature = prompt.with_changes(select_year_1=1.0, select_year_2=1.0)
    stays = Change(LAUNCH, no_leavers=True)

    def at_once(plan: Scenario, *, ageing: bool = True) -> pd.DataFrame:
        return replay(plan, stays, ageing=ageing, rules_of=_RULES_OF, slow_start=NO_SLOW_START)

    stages = (
        ("", replay(base)),
        (N_("Changed rules"), replay(base, rules_of=_RULES_OF)),
        ("Members leaving", replay(base, stays, rules_of=_RULES_OF)),
        (N_("Waiting, delay and growth"), at_once(prompt)),
        (N_("Members past their healthy first years"), at_once(mature)),
        (N_("Older members"), at_once(mature, ageing=False)),
    )
    rises = [_share(table, LAST) - _share(table, FIRST) for _, table in stages]
    causes = [
        Cause(name, before - after)
        for (name, _), (before, after) in zip(stages[1:], itertools.pairwise(rises), strict=True)
    ]
    if base.incidence_trend:
        causes.append(Cause(N_("Trend in incidence"), rises[-1]))
    return Rise(
        first=_share(stages[0][1], FIRST),
        last=_share(stages[0][1], LAST),
        causes=tuple(causes),
    )


def _share(table: pd.DataFrame, year: int) -> float:
    """Yuan a member in a year before caps, over the 23 settlements that members paid in each."""
    days = table["date"].map(lambda moment: moment.date())
    paid = days.map(lambda day: day >= FIRST_SETTLEMENT and rule_on(day).members_pay)
    return float(table.loc[paid & (table["date"].dt.year == year), "gross_per_member"].sum())
