"""The real history of the plan: the record, its replay by the model, and what follows from it.

>>> from mutualmodel.history import SETTLEMENT_DATES, members_on
>>> round(members_on([SETTLEMENT_DATES[-1]])[0])
75000000
"""

from mutualmodel.figures.rulebook import COVER_END, LAUNCH, Rule, rule_on, rules
from mutualmodel.history.calibration import (
    LEVELS_AT_END_OF_2020,
    Calibration,
    calibrate,
    calibrate_to_2020,
    compare_with_record,
)
from mutualmodel.history.decomposition import Cause, Rise, why_the_share_rose
from mutualmodel.history.fits import FINAL, FITTED, Fit, early_fits, fits
from mutualmodel.history.handover import scenario_on
from mutualmodel.history.headline import replay_headlines, turn_of
from mutualmodel.history.last_books import (
    ClosingCheck,
    PricePoint,
    bridge_prices,
    closing_check,
)
from mutualmodel.history.newspapers import OneClaim, Phrase, in_dollars, newspapers, one_claim
from mutualmodel.history.own_record import YEARS_FOR_A_TREND, OwnFit, fit_own_record
from mutualmodel.history.plans import MAIN_FIELDS, PLANS, Plan
from mutualmodel.history.record import (
    CLOSING_PRECISIONS,
    EVENT_KINDS,
    FIRST_SETTLEMENT,
    PEAK_DEFINITIONS,
    SETTLEMENT_DATES,
    conflicts,
    events,
    members_on,
    membership,
    platforms,
    settlements,
    yearly_reported,
)
from mutualmodel.history.replay import Change, Course, course, replay

__all__ = [
    "CLOSING_PRECISIONS",
    "COVER_END",
    "EVENT_KINDS",
    "FINAL",
    "FIRST_SETTLEMENT",
    "FITTED",
    "LAUNCH",
    "LEVELS_AT_END_OF_2020",
    "MAIN_FIELDS",
    "PEAK_DEFINITIONS",
    "PLANS",
    "SETTLEMENT_DATES",
    "YEARS_FOR_A_TREND",
    "Calibration",
    "Cause",
    "Change",
    "ClosingCheck",
    "Course",
    "Fit",
    "OneClaim",
    "OwnFit",
    "Phrase",
    "Plan",
    "PricePoint",
    "Rise",
    "Rule",
    "bridge_prices",
    "calibrate",
    "calibrate_to_2020",
    "closing_check",
    "compare_with_record",
    "conflicts",
    "course",
    "early_fits",
    "events",
    "fit_own_record",
    "fits",
    "in_dollars",
    "members_on",
    "membership",
    "newspapers",
    "one_claim",
    "platforms",
    "replay",
    "replay_headlines",
    "rule_on",
    "rules",
    "scenario_on",
    "settlements",
    "turn_of",
    "why_the_share_rose",
    "yearly_reported",
]
