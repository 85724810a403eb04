"""The engine against 200,000 members who live one by one for three years under every rule.

The simulation shares no code with the engine but the tables. Each member has her own exact age, sex
and risk (from a continuous gamma distribution, where the engine has three points), her own time in
the plan, falls ill by chance, and leaves by chance according to what the plan is worth to her. It
keeps the engine's conventions of time: members enter at settlement dates, so that tenure counts in
whole periods; all that happens in a period happens at the ages of its middle; those who leave do so
between two settlements; who has been paid stays.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from mutualmodel import Projection, Scenario, project
from mutualmodel.figures.rates import incidence, mild_ratio, population

FloatArray = NDArray[np.float64]

YEARS = 3
PERIODS = 24 * YEARS
DAYS_A_PERIOD = 365.25 / 24
# Periods before the start whose claims may still be unpaid then: 45 days are 2.96 of them.
PAST = 4
# How many standard errors apart is too many: one comparison in 16,000 by chance.
MOST = 4.0

# Three times the usual incidence, so that claims are many and standard errors small. The cap on a
# claim binds for those under 40; the cap on a year does not bind in the first and does after it.
SCENARIO = Scenario(
    members=200_000,
    joiners_per_year=40_008,
    share_under_18=0.10,
    share_40_to_59=0.30,
    share_female=0.45,
    opening_tenure_years=1.3,
    incidence_table="CI4",
    incidence_multiplier=3.0,
    incidence_trend=0.04,
    select_year_1=0.31,
    select_year_2=0.63,
    waiting_days=90,
    accident_share=0.6,
    claim_delay_days=45,
    refused_share=0.08,
    payout_under_40=300_000,
    payout_40_plus=100_000,
    mild_payout=50_000,
    fee_rate=0.08,
    per_claim_cap=1.3,
    annual_cap=800.0,
    cap_bearer="sponsor",
    minimum_members=0.0,
    lapse_rate=0.25,
    price_elasticity=1.0,
    price_memory_months=6,
    risk_spread=0.5,
    systemic_cv=0.0,
    years=YEARS,
)
PER_CLAIM_CAP, ANNUAL_CAP = 1.3, 800.0
JOINERS = 1667
BILLS = np.array([300_000, 100_000, 50_000]) * 1.08


@dataclass
class Members:
    """One row a person who ever is a member, opening members first, then by time of joining."""

    sex: NDArray[np.int64]
    age: FloatArray  # exact, at the start of the first period
    risk: FloatArray
    enters: NDArray[np.int64]  # period; negative for those already in
    present: NDArray[np.bool_]


@dataclass
class Record:
    """What happened, by period, and what was to be expected of each member, by year."""

    members: FloatArray = field(default_factory=lambda: np.zeros(PERIODS + 1))
    lapsed: FloatArray = field(default_factory=lambda: np.zeros(PERIODS))
    aged_out: FloatArray = field(default_factory=lambda: np.zeros(PERIODS))
    charged: FloatArray = field(default_factory=lambda: np.zeros(PERIODS))
    sponsor: FloatArray = field(default_factory=lambda: np.zeros(PERIODS))
    paid: FloatArray = field(default_factory=lambda: np.zeros((PERIODS + PAST, 3)))
    expected: list[FloatArray] = field(default_factory=list)


def draw_members(rng: np.random.Generator) -> Members:
    """Draw opening members and three years of joiners."""
    opening = int(SCENARIO.members)
    count = opening + JOINERS * PERIODS
    sex = (rng.random(count) < SCENARIO.share_female).astype(int)
    young, old = SCENARIO.share_under_18, SCENARIO.share_40_to_59
    group = rng.choice(3, count, p=[young, 1 - young - old, old])
    age = np.empty(count)
    persons = population()
    for which, (low, high) in enumerate(((0, 18), (18, 40), (40, 60))):
        for of_sex in (0, 1):
            here = (group == which) & (sex == of_sex)
            shares = persons[of_sex, low:high] / persons[of_sex, low:high].sum()
            age[here] = low + rng.choice(high - low, here.sum(), p=shares)
    age += rng.random(count)
    spread = SCENARIO.risk_spread**2
    risk = rng.gamma(1 / spread, spread, count)
    periods_in = np.floor(rng.random(opening) * SCENARIO.opening_tenure_years * 24).astype(int)
    enters = np.concatenate([-periods_in, np.repeat(np.arange(PERIODS) + 1, JOINERS)])
    age[opening:] -= enters[opening:] / 24  # so that each has her drawn age when she enters
    return Members(sex, age, risk, enters, np.arange(count) < opening)


def rates(people: Members, period: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Age mid-period, and severe and mild diagnoses a year of each person once two years in."""
    age = people.age + (period + 0.5) / 24
    at = np.clip(age, 0, 59).astype(int)
    growth = (1 + SCENARIO.incidence_trend) ** ((period + 0.5) / 24)
    severe = incidence(SCENARIO.incidence_table)[people.sex, at] * people.risk
    severe *= SCENARIO.incidence_multiplier * growth
    return age, severe, severe * mild_ratio()[people.sex, at]


def fall_ill(people: Members, period: int, record: Record, rng: np.random.Generator) -> None:
    """Draw the diagnoses of a period and put each where it will be paid."""
    tenure = period - people.enters
    covered = np.clip(tenure + 1 - SCENARIO.waiting_days / DAYS_A_PERIOD, 0, 1)
    later = np.where(tenure < 48, SCENARIO.select_year_2, 1.0)
    select = np.where(tenure < 24, SCENARIO.select_year_1, later)
    age, severe, mild = rates(people, period)
    # While she waits she may still have an accident: the other part of the period.
    accidents = SCENARIO.accident_share * (1 - covered)
    exposed = people.present * (tenure >= 0) * (age < 60) * (covered + accidents) * select / 24
    if period >= 0:
        record.expected[period // 24] += exposed * (severe + mild) * (1 - SCENARIO.refused_share)
    for is_mild, rate in enumerate((severe, mild)):
        counts = rng.poisson(exposed * rate)
        ill = np.repeat(np.flatnonzero(counts), counts[counts > 0])
        ill = ill[rng.random(len(ill)) >= SCENARIO.refused_share]
        waiting = rng.random(len(ill)) * (covered + accidents)[ill] >= covered[ill]
        late = 1 - rng.random(len(ill)) * covered[ill]
        when = period + np.where(waiting, rng.random(len(ill)) * (1 - covered[ill]), late)
        settled = np.floor(when + SCENARIO.claim_delay_days / DAYS_A_PERIOD).astype(int)
        kind = np.where(is_mild, 2, age[ill] >= 40)
        np.add.at(record.paid, (settled[settled >= 0], kind[settled >= 0]), 1)


def settle(members: float, paid: FloatArray, charged_before: float) -> tuple[float, float]:
    """Return what a member is charged and what is left to the sponsor."""
    due = float((paid * np.minimum(BILLS / members, PER_CLAIM_CAP)).sum())
    charged = min(due, ANNUAL_CAP - charged_before)
    return charged, float((paid * BILLS).sum()) - charged * members


def leave(
    people: Members, period: int, price: float, record: Record, rng: np.random.Generator
) -> None:
    """Let members lapse by what the plan is worth to them, then those who turn sixty."""
    age, severe, mild = rates(people, period)
    worth = severe * np.where(age < 40, 300_000, 100_000) + mild * 50_000
    worth *= 1 - SCENARIO.refused_share
    response = np.clip(price / np.maximum(worth, 1e-9), 0.05, 20.0)  # elasticity 1
    hazard = np.minimum(SCENARIO.lapse_rate / 24 * response, 0.5)
    lapses = people.present & (rng.random(len(hazard)) < -np.expm1(-hazard))
    people.present &= ~lapses
    turned = people.present & (people.age + (period + 1) / 24 >= 60)
    people.present &= ~turned
    record.lapsed[period], record.aged_out[period] = lapses.sum(), turned.sum()


@cache
def simulate(seed: int) -> Record:
    """Live through three years."""
    rng = np.random.default_rng(seed)
    people, record = draw_members(rng), Record()
    record.expected = [np.zeros(len(people.sex)) for _ in range(YEARS)]
    for period in range(-PAST, 0):
        fall_ill(people, period, record, rng)
    remembered = 1 - np.exp(-0.5 / SCENARIO.price_memory_months)
    price = charged_in_year = 0.0
    for period in range(PERIODS):
        if period > 0:
            people.present |= people.enters == period
        if period % 24 == 0:
            charged_in_year = 0.0
        record.members[period] = people.present.sum()
        fall_ill(people, period, record, rng)
        charged, sponsor = settle(record.members[period], record.paid[period], charged_in_year)
        record.charged[period], record.sponsor[period] = charged, sponsor
        charged_in_year += charged
        price = 24 * charged if period == 0 else price + remembered * (24 * charged - price)
        leave(people, period, price, record, rng)
    record.members[PERIODS] = people.present.sum() + JOINERS
    return record


# ----------------------------------------------------------------------------------- comparison


def by_year(values: FloatArray) -> FloatArray:
    """Add up the periods of each year."""
    return np.asarray(values[:PERIODS].reshape(YEARS, 24, *values.shape[1:]).sum(axis=1))


@pytest.fixture(scope="module")
def expected() -> Projection:
    """Give the engine's expectation."""
    return project(SCENARIO)


@pytest.fixture(params=[11, 12], ids=["seed_11", "seed_12"])
def lived(request: pytest.FixtureRequest) -> Record:
    """Give one of two simulated histories."""
    return simulate(request.param)


def standard_errors(expected: Projection) -> dict[str, FloatArray]:
    """Return the standard error of each simulated figure by year.

    Claims are Poisson. A year's cost is their sum at their shares; its relative error passes on to
    the lapses, which are proportional to the share remembered, besides their own binomial error.
    Members carry the errors of all lapses before; whatever is counted per member carries theirs.
    """
    claims = by_year(expected.array("claims_by_kind"))
    members = expected.array("members")[12::24][:, None]
    share = np.minimum(BILLS / members, PER_CLAIM_CAP)
    cost = np.sqrt((claims * share**2).sum(axis=1))
    of_cost = cost / (claims * share).sum(axis=1)
    lapses = by_year(expected.array("lapsed"))
    lapsed = np.sqrt(lapses + (lapses * of_cost) ** 2)
    of_members = np.sqrt(np.cumsum(lapsed**2)) / members[:, 0]
    aged_out = by_year(expected.array("aged_out"))
    # Above the caps: what a claim costs beyond its cap, or all of it once the year's is reached.
    full = by_year(expected.array("charged_per_member")) > ANNUAL_CAP - 1e-6
    beyond = np.where(full[:, None], BILLS, np.maximum(BILLS - PER_CLAIM_CAP * members, 0))
    bills = (claims * BILLS).sum(axis=1)
    return {
        "claims": np.sqrt(claims + (claims * of_members[:, None]) ** 2),
        "cost": cost * ~full,
        "lapsed": lapsed,
        "aged_out": np.sqrt(aged_out + (aged_out * of_members) ** 2),
        "members": of_members * members[:, 0],
        "sponsor": np.sqrt((claims * beyond**2).sum(axis=1) + (bills * of_members) ** 2),
        "of_members": of_members,
    }


def test_the_standard_errors_are_small_enough_to_find_an_error(expected: Projection) -> None:
    errors = standard_errors(expected)
    claims = by_year(expected.array("claims_by_kind"))
    assert (errors["claims"] / claims).max() < 0.08  # the fewest: 159 under 40 in the first year
    assert (errors["claims"].sum(axis=1) / claims.sum(axis=1)).max() < 0.06
    assert errors["cost"][0] < 0.05 * by_year(expected.array("charged_per_member"))[0]
    assert (errors["members"] / expected.array("members")[24::24].max()).max() < 0.02
    assert (errors["sponsor"] < 0.12 * by_year(expected.array("sponsor"))).all()


def test_every_rule_is_at_work(expected: Projection) -> None:
    headline = expected.headline
    assert headline.cost_per_member_year < headline.gross_per_member_year
    charged = by_year(expected.array("charged_per_member"))
    np.testing.assert_allclose(charged[1:], ANNUAL_CAP)
    # Far enough from the cap that chance alone does not reach it in one case and not the other.
    due = by_year(expected.array("gross_per_member"))
    assert charged[0] < 0.75 * ANNUAL_CAP
    assert due[1] > 1.3 * ANNUAL_CAP


def test_claims_by_kind_and_year(expected: Projection, lived: Record) -> None:
    error = standard_errors(expected)["claims"]
    apart = by_year(lived.paid) - by_year(expected.array("claims_by_kind"))
    assert np.abs(apart / error).max() < MOST


def test_claims_that_were_to_be_expected_of_these_very_members(
    expected: Projection, lived: Record
) -> None:
    """Chance in who falls ill taken out, what is left is who the members are: half a per cent."""
    diagnosed = by_year(expected.array("diagnosed"))
    errors = standard_errors(expected)
    for year, of_each in enumerate(lived.expected):
        who = np.sqrt(np.square(of_each).sum()) / diagnosed[year]
        assert who < 0.005
        # Dearer years drive away the healthy, who claim little: their number matters less.
        error = np.hypot(who, errors["of_members"][year] / 4)
        assert abs(of_each.sum() / diagnosed[year] - 1) < MOST * error


def test_members_at_the_end_of_each_year(expected: Projection, lived: Record) -> None:
    table = expected.periods
    after = table["members"] + table["joined"] - table["lapsed"] - table["aged_out"]
    apart = lived.members[24::24] - after.to_numpy()[23::24]
    assert np.abs(apart / standard_errors(expected)["members"]).max() < MOST


@pytest.mark.parametrize("name", ["lapsed", "aged_out"])
def test_those_who_leave(expected: Projection, lived: Record, name: str) -> None:
    apart = by_year(getattr(lived, name)) - by_year(expected.array(name))
    assert np.abs(apart / standard_errors(expected)[name]).max() < MOST


def test_cost_of_a_member(expected: Projection, lived: Record) -> None:
    apart = by_year(lived.charged) - by_year(expected.array("charged_per_member"))
    assert abs(apart[0]) < MOST * standard_errors(expected)["cost"][0]
    np.testing.assert_allclose(apart[1:], 0.0, atol=1e-6)  # the cap on a year, in both


def test_what_the_sponsor_pays(expected: Projection, lived: Record) -> None:
    apart = by_year(lived.sponsor) - by_year(expected.array("sponsor"))
    assert np.abs(apart / standard_errors(expected)["sponsor"]).max() < MOST
