"""The real history of the plan: the record, its replay by the model, and what follows from it.

>>> from mutualmodel.history import SETTLEMENT_DATES, members_on
>>> round(members_on([SETTLEMENT_DATES[-1]])[0])
75000000
"""

from mutualmodel.figures.rulebook import COVER_END, LAUNCH, Rule, rule_on, rules
from mutualmodel.history.calibration import (
    FITTED,
    LEVELS_AT_END_OF_2020,
    Calibration,
    calibrate,
    calibrate_to_2020,
    compare_with_record,
)
from mutualmodel.history.decomposition import Cause, Rise, why_the_share_rose
from mutualmodel.history.fits import FINAL, early_fits, fits
from mutualmodel.history.handover import scenario_on
from mutualmodel.history.last_books import ClosingCheck, closing_check
from mutualmodel.history.plans import MAIN_FIELDS, PLANS, Plan
from mutualmodel.history.record import (
    CLOSING_PRECISIONS,
    EVENT_KINDS,
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
    "FITTED",
    "LAUNCH",
    "LEVELS_AT_END_OF_2020",
    "MAIN_FIELDS",
    "PEAK_DEFINITIONS",
    "PLANS",
    "SETTLEMENT_DATES",
    "Calibration",
    "Cause",
    "Change",
    "ClosingCheck",
    "Course",
    "Plan",
    "Rise",
    "Rule",
    "calibrate",
    "calibrate_to_2020",
    "closing_check",
    "compare_with_record",
    "conflicts",
    "course",
    "early_fits",
    "events",
    "fits",
    "members_on",
    "membership",
    "platforms",
    "replay",
    "rule_on",
    "rules",
    "scenario_on",
    "settlements",
    "why_the_share_rose",
    "yearly_reported",
]
