"""Plans whose members react, moved settlement by settlement: one plan after the other.

The formulas are those of ``mutualmodel.engine``, which is the reference: ``counting`` and
``exposure`` for who is counted, ``delay`` for when claims are paid, ``caps`` for what members are
charged, ``lapse`` and ``stepping`` for who leaves and who joins. Both ways agree to a rounding
error of sums over cells (tests/model/kernels).
"""

import math

from mutualmodel.arrays import FloatArray
from mutualmodel.kernels.capped import begin, levy, of_kinds
from mutualmodel.kernels.cells import Sums, join, joined_sums, leave, opening_sums, span
from mutualmodel.kernels.compiling import kernel, part
from mutualmodel.kernels.laid_out import Course, Plans
from mutualmodel.periods import PERIODS_PER_YEAR

_NOBODY = 1e-6
_LEAST_YUAN = 1e-9
_LEAST_RESPONSE, _MOST_RESPONSE = 0.05, 20.0
_MOST_LEAVING_A_PERIOD = 0.5


@kernel
def move(
    plans: Plans,
    course: Course,
    first: int,
    last: int,
    besides: FloatArray,
    charging: bool,
    answering: bool,
    counting: bool,
) -> None:
    """Move all plans from a settlement, the ``first``, to that before the ``last``.

    At each members are charged, answer by leaving, and others join; then members and claims of the
    next are counted, the first of all by what follows settlement -1. What is not to be done is
    done by the caller: ``charging``, who then has to put the price in its place, ``answering`` or
    ``counting``. The hazard ``besides`` (1 or B, R) is that of all.
    """
    periods = len(plans.entering)
    for plan in range(len(plans.opening)):
        hazard = besides[plan if len(besides) > 1 else 0]
        for period in range(first, last):
            if charging:
                charge(plans, course, plan, period)
            if answering:
                answer(plans, course, plan, period, hazard)
            if counting:
                count(plans, course, plan, period + 1)
            if counting and period + 1 < periods:
                pay(plans, course, plan, period + 1)


@part
def count(plans: Plans, course: Course, plan: int, period: int) -> None:
    """Count the members and claims of a plan at a period (``engine.counting.count``)."""
    members = survivors = living = covered = young = old = mild = 0.0
    cells = span(plans, course, plan, period)
    for group in range(plans.class_share.shape[1]):
        share, risk = plans.class_share[plan, group], plans.class_risk[plan, group]
        sums = opening_sums(plans, course, plan, period, group, cells)
        if len(course.joined) > 0:
            since = joined_sums(plans, course, plan, period, group, cells)
            sums = both(sums, since)
        members += share * sums[0]
        survivors += share * sums[1]
        living += share * sums[2]
        covered += share * sums[3]
        young += risk * sums[4]
        old += risk * sums[5]
        mild += risk * sums[6]
    if period > 0:
        course.members[period, plan] = members + plans.entering[period - 1, plan]
    course.survivors[period, plan] = survivors
    if plans.columns.shape[1] > 5:
        course.living[period, plan] = living
    course.covered[period, plan] = covered
    at = plans.past + period
    level = plans.level[at, plan] / PERIODS_PER_YEAR
    course.incurred[at, plan, 0] = young * level
    course.incurred[at, plan, 1] = old * level
    course.incurred[at, plan, 2] = mild * level


@part
def both(one: Sums, other: Sums) -> Sums:
    """Add the sums of two sets of members."""
    return (
        one[0] + other[0],
        one[1] + other[1],
        one[2] + other[2],
        one[3] + other[3],
        one[4] + other[4],
        one[5] + other[5],
        one[6] + other[6],
    )


@part
def pay(plans: Plans, course: Course, plan: int, period: int) -> None:
    """Settle the claims expected to be paid (``engine.delay.Delay.paid``)."""
    shares = plans.delay_shares
    rows, many = shares.shape[1] > 1, shares.shape[2] > 1
    paid = course.settled[period, plan]
    paid[:] = 0.0
    for lag in range(len(shares)):
        found = plans.past + period - plans.delay_least - lag
        share = shares[lag, found if rows else 0, plan if many else 0]
        for kind in range(3):
            paid[kind] += share * course.incurred[found, plan, kind]


@part
def charge(plans: Plans, course: Course, plan: int, period: int) -> None:
    """Charge a member's share of a settlement (``engine.caps.YearUnderCap``)."""
    year = course.year[plan]
    if period % PERIODS_PER_YEAR == 0:
        begin(year)
    claims = of_kinds(course.settled[period], plan, 1.0)
    shares = of_kinds(plans.bills, plan, max(course.members[period, plan], _NOBODY))
    sizes = plans.size_cv[plan], plans.claim_cap[plan]
    caps = *sizes, plans.annual_cap[plan], plans.systemic_cv[plan]
    course.charged[plan] = levy(year, claims, shares, caps, plans.counted)[2]
    remember(plans, course, plan, period)


@part
def remember(plans: Plans, course: Course, plan: int, period: int) -> None:
    """Put the latest charge into the price as remembered (``engine.stepping.remembered``)."""
    latest = course.charged[plan] * PERIODS_PER_YEAR
    if period == 0:
        course.price[plan] = latest
    else:
        course.price[plan] += plans.forgetting[plan] * (latest - course.price[plan])


@part
def answer(plans: Plans, course: Course, plan: int, period: int, besides: FloatArray) -> None:
    """Let members leave after a settlement and others join (``engine.lapse``, ``stepping``).

    ``besides`` (R,) is the hazard of leaving that chance and events bring to each class.
    """
    base = plans.leaving[period, plan]
    price = max(course.price[plan] / plans.level[plans.past + period, plan], _LEAST_YUAN)
    price = base * price ** plans.elasticity[plan]
    most = min(_MOST_RESPONSE * base, _MOST_LEAVING_A_PERIOD)
    bounds = min(_LEAST_RESPONSE * base, most), most
    by_cell = plans.by_cell[period, plans.kind[plan]]
    cells = span(plans, course, plan, period)
    stay, latest = 1.0, 0.0
    for group in range(plans.by_class.shape[1]):
        if besides[group] != latest:
            stay, latest = math.exp(-besides[group]), besides[group]
        own = price * plans.by_class[plan, group]
        leave(course.retention, plan, group, cells, by_cell, own, bounds, stay)
    if len(course.joined) > 0:
        join(plans, course, plan, period)
