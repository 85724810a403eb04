"""The numbers that the sentences of the tour tell, from the model or from the register."""

import datetime as dt
from collections.abc import Mapping
from functools import cache, lru_cache

from mutualmodel import Case, project
from mutualmodel.analysis import results
from mutualmodel.closing import wind_down
from mutualmodel.engine import borne
from mutualmodel.fairness import fairness, with_cut
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import FINAL, Rise, fits, why_the_share_rose
from mutualmodel.history.alike import plans_alike
from mutualmodel.history.decomposition import FIRST, LAST
from mutualmodel.inputs import preset_named
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import cost_band
from ui.kit.language import (
    amount,
    large,
    measured,
    money,
    month,
    number,
    percent,
    significant,
    written,
)

# Only the limits of all plausible plans are told here, whatever number of them is drawn.
_FEWEST_DRAWN = 1

_FIRST_SHARE, _LAST_SHARE = "share_2019_01_p2", "share_2021_12_p2_derived"
_MEMBERS_TOLD, _SWITCHED = "members_dec_2021", "closing_switched_12m"

Told = Mapping[str, str]


def rise(_case: Case, _baseline: Case | None) -> Told:
    """Tell the first and the last share of the record, and what made a year more expensive."""
    rose = _rise()
    parts = {cause.name: cause.yuan / (rose.last - rose.first) for cause in rose.causes}
    return {
        "first": money(_published(_FIRST_SHARE)),
        "first_month": _month_of(_FIRST_SHARE),
        "last": money(_published(_LAST_SHARE)),
        "last_month": _month_of(_LAST_SHARE),
        "first_year": str(FIRST),
        "last_year": str(LAST),
        "settled": percent(parts["Members past their healthy first years"]),
        "leaving": percent(parts["Members leaving"]),
    }


def pool(case: Case, _baseline: Case | None) -> Told:
    """Tell what a member of a small and of a large plan pays, and how far that varies by chance."""
    plan = case.plan.with_changes(per_claim_cap=None, years=1)
    small = preset_named("small_100k").scenario.members
    here, there = (cost_band(project(plan.with_changes(members=m))) for m in (plan.members, small))
    return {
        "members": large(plan.members),
        "small": large(small),
        "cost": money(here.mean),
        "low": amount(here.low),
        "high": money(here.high),
        "small_low": amount(there.low),
        "small_high": money(there.high),
    }


def payers(case: Case, _baseline: Case | None) -> Told:
    """Tell what all pay, what the young and the old receive, and what some pay for others."""
    fair = fairness(case.plan)
    alike = with_cut(fair, len(fair.payout), 1.0)
    return {
        "cost": money(fair.paid),
        "age": number(case.plan.payout_age),
        "young": money(fair.young),
        "old": money(fair.old),
        "moved": money(fair.moved),
        "equal": money(alike.moved),
    }


def cap(case: Case, baseline: Case | None) -> Told:
    """Tell who bears the first year's bill, with a sponsor behind the cap and with nobody."""
    assert baseline is not None
    backed = borne(project(baseline.plan))
    usual = preset_named("decline_2021").scenario.incidence_multiplier
    return {
        "more": percent(case.plan.incidence_multiplier / usual - 1.0),
        "cap": _set_to(case, "plan.annual_cap"),
        "members": percent(backed.share(backed.members)),
        "sponsor": money(backed.sponsor),
        "unpaid": money(borne(project(case.plan)).claimants),
    }


def spiral(case: Case, baseline: Case | None) -> Told:
    """Tell what becomes of a plan whose members react to its price, and of one whose do not."""
    assert baseline is not None
    names = ("share_ten", "members_ten", "risk_ten")
    cost, members, risk = _results(case, *names)
    calm_cost, calm_members, _risk = _results(baseline, *names)
    return {
        "leaving": percent(case.plan.lapse_rate, 1),
        "years": number(case.plan.years),
        "cost": money(cost),
        "calm_cost": money(calm_cost),
        "members": large(members),
        "calm_members": large(calm_members),
        "risk": significant(risk, 2),
    }


def fund(case: Case, baseline: Case | None) -> Told:
    """Tell what a fund asks of a member and holds, beside paying after the event."""
    assert baseline is not None
    cost, held = _results(case, "first_year", "held_most")
    (after,) = _results(baseline, "first_year")
    return {
        "contribution": _set_to(case, "plan.contribution_month"),
        "safe": percent(ONE_IN_200, 1),
        "cost": money(cost),
        "after": money(after),
        "held": money(held),
    }


def closing(case: Case, _baseline: Case | None) -> Told:
    """Tell what is on record of the closing, and what a plan like it leaves behind."""
    closed = wind_down(case.plan, case.stop_years, case.closing)
    return {
        "month": _month_of(_MEMBERS_TOLD),
        "members": _people(_MEMBERS_TOLD),
        "switched": _people(_SWITCHED),
        "owed": money(closed.total_owed),
        "share": percent(closed.without_cover / closed.members),
    }


def insurance(case: Case, _baseline: Case | None) -> Told:
    """Tell what the person pays for a year in a plan and with two policies."""
    names = ("mutual_year", "one_year_premium", "level_premium", "cheaper_from")
    mutual, one_year, level, from_age = _results(case, *names)
    return {
        "age": number(case.person.age),
        "mutual": money(mutual),
        "one_year": money(one_year),
        "level": money(level),
        "from_age": number(from_age),
    }


def unknown(_case: Case, _baseline: Case | None) -> Told:
    """Tell how far plans that all fit the past differ in the last year."""
    alike = plans_alike(_FEWEST_DRAWN)
    return {
        "first_year": str(alike.years[0]),
        "last_year": str(alike.years[-1]),
        "year": number(len(alike.low)),
        "low": amount(alike.low[-1]),
        "high": money(alike.high[-1]),
    }


@cache
def _rise() -> Rise:
    return why_the_share_rose(fits()[FINAL].scenario)


@lru_cache(maxsize=32)
def _results(case: Case, *names: str) -> tuple[float, ...]:
    return tuple(map(float, results([case], list(names)).iloc[0]))


def _set_to(case: Case, path: str) -> str:
    """Write an input as it is set, in the money of the plan."""
    return written(Case.fields()[path], case.value(path))


def _people(figure_id: str) -> str:
    return measured(_published(figure_id), Case.fields()["plan.members"].unit)


def _published(figure_id: str) -> float:
    return numbers_of(figure_id)[0]


def _month_of(figure_id: str) -> str:
    return month(dt.date.fromisoformat(figure(figure_id).as_of))
