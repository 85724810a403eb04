"""Closing a plan: nothing is lost between owed, paid and unpaid, or between members and cover."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mutualmodel import Scenario, ScenarioError, project
from mutualmodel.closing import (
    STAGES,
    WindDown,
    books_at,
    close,
    to_its_own_rule,
    wind_down,
)
from mutualmodel.engine import run
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.delay import PAST_PERIODS, Delay
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.state import PlanRun
from mutualmodel.inputs import WAYS, ClosingTerms, FieldMeta, Value
from mutualmodel.membership import composition
from mutualmodel.periods import DAYS_PER_PERIOD

PLANS = {
    "default": Scenario(),
    "alike": Scenario(claim_delay_days=121.7, claim_delay_cv=0.0),
    "joiners": Scenario(members=1e6, joiners_per_year=4e5, mild_payout=5e4),
    "reacting": Scenario(price_elasticity=1.5, lapse_rate=0.3, risk_spread=0.9),
    "at once": Scenario(claim_delay_days=0.0, claim_delay_cv=0.0),
    "a year late": Scenario(claim_delay_days=365.0, years=2),
    "dissolves": Scenario(members=4e6, minimum_members=3.3e6, lapse_rate=0.5),
    "nothing paid": Scenario(payout_under_40=0.0, payout_40_plus=0.0),
    "capped": Scenario(members=1e5, cap_bearer="nobody", annual_cap=20.0),
    "sponsored": Scenario(members=1e5, annual_cap=20.0, lapse_rate=0.4),
    "never starts": Scenario(members=3e6, minimum_members=5e6),
    "spread": Scenario(claim_delay_cv=0.24, joiners_per_year=4e7),
    "a wide year": Scenario(claim_delay_days=365.0, claim_delay_cv=1.0, years=2),
    "a fund": Scenario(funding="fund", opening_fund=10.0, money_kept="operator"),
    "a large fund": Scenario(funding="fund", opening_fund=500.0, members=5e6, lapse_rate=0.4),
    "an empty fund": Scenario(funding="fund", contribution_month=1.0, years=2),
    "balances": Scenario(funding="prepaid", money_kept="operator", joiners_per_year=1e7),
    "low balances": Scenario(funding="prepaid", opening_balance=6.0, top_up_share=0.9),
}
TERMS = {name: way.terms for name, way in WAYS.items()}


def ends(meta: FieldMeta) -> list[Value]:
    """Give the ends of a field's range, or all of its choices."""
    if meta.choices:
        return list(meta.choices)
    assert meta.minimum is not None
    assert meta.maximum is not None
    limits: list[Value] = [meta.minimum, meta.maximum]
    return [int(meta.minimum), int(meta.maximum)] if meta.integer else limits


def any_value(meta: FieldMeta) -> st.SearchStrategy[Value]:
    if meta.choices:
        return st.sampled_from(meta.choices)
    low, high = meta.minimum or 0, meta.maximum or 0
    inside: st.SearchStrategy[Value] = (
        st.integers(int(low), int(high))
        if meta.integer
        # Nobody types 1e-300, and a product of such numbers is lost.
        else st.floats(low, high).map(lambda number: round(number, 9))
    )
    return inside | st.sampled_from(ends(meta))


any_terms = st.fixed_dictionaries(
    {meta.name: any_value(meta) for meta in ClosingTerms.fields().values()}
).map(lambda values: ClosingTerms(**values))


def check(scenario: Scenario, stop: float, terms: ClosingTerms) -> None:
    """Assert what must hold however a plan closes."""
    closed = close(books_at(scenario, stop), terms)
    owed, books = closed.owed, closed.books
    assert np.isfinite(owed).all()
    assert owed.min() >= -1e-12
    # Every claim that was diagnosed and is not paid, and no other.
    known = float(project(scenario).array("owed")[max(books.stop - 1, 0)])
    by_stage = closed.by_stage
    within = slice(PAST_PERIODS, PAST_PERIODS + terms.notice_settlements)
    after = float((books.diagnosed[within] @ np.array(scenario.payouts)).sum())
    in_time = after * (1.0 - _late_after(closed))
    # The report's law is summed at 32 points: at the worst corner a few ten-thousandths are missed.
    np.testing.assert_allclose(by_stage["in_notice"], in_time, rtol=1e-4, atol=1e-3 * after)
    if closed.books.stop == 0:
        known = project(scenario).headline.owed_at_dissolution
    np.testing.assert_allclose(closed.total_owed - after, known, rtol=1e-9, atol=1e-3)
    # Owed is paid or unpaid, at every settlement.
    paid = closed.paid + closed.from_fund
    owed_then, near = closed.owed_yuan.sum(axis=1), 1e-9 + 1e-12 * closed.held
    np.testing.assert_allclose(paid + closed.unpaid, owed_then, rtol=1e-12, atol=near)
    check_money_in_advance(closed)
    assert closed.unpaid.min(initial=0.0) >= -1e-6
    parts = (closed.members_pay, closed.sponsor_pays, closed.total_unpaid)
    assert min(parts) >= 0.0
    borne = closed.operator_cost["claims"] + sum(parts) + float(closed.from_fund.sum())
    assert borne == pytest.approx(closed.total_owed, rel=1e-12, abs=1e-6)
    # Members in are members at one of the two ends.
    bridge = closed.bridge
    np.testing.assert_allclose(bridge.accepted + bridge.left_out, books.members, rtol=1e-12)
    assert bridge.accepted.min() >= 0
    assert bridge.left_out.min() >= -1e-9
    wanted = terms.bridge_take_up * closed.members
    assert bridge.accepted.sum() == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    prices = (bridge.price_month * books.members.sum(axis=0)).sum() / max(closed.members, 1e-300)
    assert prices == pytest.approx(terms.bridge_price_month, rel=1e-9)


def check_money_in_advance(closed: WindDown) -> None:
    """Assert that all that was held is lost, used for claims or given back, and no other is."""
    plan, used = closed.books.scenario, float(closed.from_fund.sum())
    assert (closed.from_fund >= 0.0).all()
    if plan.funding == "prepaid":
        used = closed.members_pay
    if plan.funding == "after":
        assert closed.held == closed.lost == closed.given_back == used == 0.0
    fails = closed.terms.operator == "fails" and plan.money_kept == "operator"
    assert closed.lost == (closed.held if fails else 0.0)
    told = closed.lost + used + closed.given_back
    assert told == pytest.approx(closed.held, rel=1e-9, abs=1e-3)
    if not closed.books.dissolved and closed.books.stop:
        held = float(project(plan).array("fund")[closed.books.stop - 1])
        assert closed.held == pytest.approx(held, rel=1e-9)


def _late_after(closed: WindDown) -> float:
    """Share of what is diagnosed within the notice that is reported too late, without our code."""
    terms, plan = closed.terms, closed.books.scenario
    days, cv = plan.claim_delay_days, plan.claim_delay_cv
    if cv == 0.0 or days == 0.0:
        return float(terms.reporting_share * days > terms.claim_window_days)
    shape, scale = terms.reporting_share / cv**2, days * cv**2
    return float(stats.gamma.sf(terms.claim_window_days, shape, scale=scale))


@pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("part", [0.02, 0.4, 1.0])
def test_nothing_is_lost(plan: Scenario, terms: ClosingTerms, part: float) -> None:
    check(plan, max(part * plan.years, 1 / 24), terms)


@pytest.mark.parametrize("meta", ClosingTerms.fields().values(), ids=ClosingTerms.fields())
def test_nothing_is_lost_at_the_ends_of_any_term(meta: FieldMeta) -> None:
    for value in ends(meta):
        check(PLANS["joiners"], 2.0, ClosingTerms().with_changes(**{meta.name: value}))


@settings(deadline=None)
@given(any_terms, st.sampled_from(sorted(PLANS)), st.integers(1, 48))
def test_nothing_is_lost_on_any_terms(terms: ClosingTerms, name: str, stop: int) -> None:
    check(PLANS[name], stop / 24, terms)


# ---------------------------------------------------------------------------------------- by hand


@pytest.mark.parametrize(("window", "late"), [(8.0, 0.0), (7.0, 1.0)])
def test_the_stages_by_hand(window: float, late: float) -> None:
    """A delay of just two half-months, the report a quarter into it: after 7.6 days."""
    plan = Scenario(claim_delay_days=2 * DAYS_PER_PERIOD, claim_delay_cv=0.0, lapse_rate=0.0)
    terms = ClosingTerms(notice_settlements=1, claim_window_days=window, reporting_share=0.25)
    closed = wind_down(plan, 1.0, terms)
    claims = closed.books.diagnosed.sum(axis=1)
    earlier, latest, noticed = claims[PAST_PERIODS - 2 : PAST_PERIODS + 1]
    # Who was diagnosed in the first half of the last half-month has reported by the notice.
    unreported = latest / 2
    wanted = [
        [earlier, 0, 0, 0, 0],
        [0, latest / 2, unreported * (1 - late), 0, unreported * late],
        [0, 0, 0, noticed * (1 - late), noticed * late],
    ]
    np.testing.assert_allclose(closed.owed.sum(axis=2), wanted, rtol=1e-9, atol=1e-9)
    assert list(closed.by_stage) == list(STAGES)


def test_the_first_settlement_after_the_notice_is_what_the_plan_would_have_paid() -> None:
    for plan in (Scenario(), PLANS["joiners"]):
        closed = wind_down(plan, 2.0, ClosingTerms(notice_settlements=4))
        going_on = project(plan).array("payout")[48:53].copy()
        # Cover has ended by the fifth: without the claims of its own half-month that are paid then.
        days = np.array([plan.claim_delay_days])
        at_once = np.sum(Delay.of_days(days, plan.claim_delay_cv).portions[0])
        assert 0.0 < at_once < 1e-7
        diagnosed = project(plan.with_changes(claim_delay_days=0.0)).array("payout")
        going_on[4] -= at_once * diagnosed[52]
        np.testing.assert_allclose(closed.owed_yuan.sum(axis=1)[:5], going_on, rtol=1e-9)


def test_what_each_way_costs_and_leaves_by_hand() -> None:
    plan = Scenario(members=1e6, per_claim_cap=None)
    closed = {name: wind_down(plan, 1.0, terms) for name, terms in TERMS.items()}
    owed = closed["qingsong"].total_owed
    in_time = owed - closed["qingsong"].by_stage["too_late"]
    assert closed["qingsong"].operator_total == 0
    assert closed["qingsong"].members_pay == pytest.approx(0.46 * in_time)
    assert closed["qingsong"].unpaid.sum() == pytest.approx(owed - 0.46 * in_time)
    projection = project(plan)
    charged = projection.array("charged_per_member") * projection.array("members")
    assert closed["meituan"].refund == pytest.approx(charged[:24].sum(), rel=1e-12)
    free = 3 * (closed["xianghubao"].bridge.accepted * closed["xianghubao"].bridge.price_month)
    assert closed["xianghubao"].operator_cost["free_months"] == pytest.approx(free.sum())
    assert closed["baidu"].without_cover == pytest.approx(closed["baidu"].members)
    assert closed["dissolved"].total_unpaid == pytest.approx(owed)
    assert closed["dissolved"].operator_total == closed["dissolved"].members_pay == 0.0


def test_a_plan_that_has_dissolved_closes_at_its_last_settlement() -> None:
    plan = PLANS["dissolves"]
    last = int((project(plan).array("members") > 0).sum())
    closed = wind_down(plan, 5.0)
    assert closed.books.stop == last
    assert closed.members == pytest.approx(float(composition(plan).total[last]))


# ------------------------------------------------------------------------- without anyone to pay


def test_a_plan_that_never_starts_is_left_to_its_own_rule() -> None:
    plan = PLANS["never starts"].with_changes(claim_delay_cv=0.0)
    closed = wind_down(plan, 1.0)
    books = closed.books
    assert (books.stop, books.dissolved, books.contributed, books.unpaid) == (0, True, 0.0, 0.0)
    # The claims that are diagnosed before the start, which the same plan without a minimum has at
    # its start too.
    started = plan.with_changes(minimum_members=0.0)
    first = project(started).array("payout")
    diagnosed = project(started.with_changes(claim_delay_days=0.0)).array("payout")
    owed = project(plan).headline.owed_at_dissolution
    whole = int(plan.claim_delay_days / DAYS_PER_PERIOD)
    part = plan.claim_delay_days / DAYS_PER_PERIOD - whole
    # All of the first settlements was diagnosed before, and of the next what is left without the
    # part of the first half-month's claims that then falls due and here never comes.
    fall_due = closed.owed_yuan.sum(axis=1)
    np.testing.assert_allclose(fall_due[:whole], first[:whole], rtol=1e-9)
    never_comes = (1.0 - part) * diagnosed[0]
    assert fall_due[whole] == pytest.approx(first[whole] - never_comes, rel=1e-9)
    assert (fall_due[whole + 1 :] == 0.0).all()
    assert closed.total_owed == pytest.approx(owed, rel=1e-9)
    assert closed.total_unpaid == pytest.approx(closed.total_owed, rel=1e-12)
    assert closed.operator_total == closed.members_pay == closed.sponsor_pays == 0.0
    assert closed.members == closed.without_cover == pytest.approx(3e6)
    assert closed.claimants_short == pytest.approx(float(closed.owed.sum()))


@pytest.mark.parametrize("years", [1, 5, 10])
@pytest.mark.parametrize("name", ["never starts", "dissolves"])
def test_what_a_plan_that_dissolves_leaves_unpaid_is_the_projections(name: str, years: int) -> None:
    plan = PLANS[name].with_changes(years=years)
    headline = project(plan).headline
    if headline.dissolved_after_years is None:
        return
    closed = close(books_at(plan, years), to_its_own_rule(ClosingTerms(reporting_share=0.2)))
    assert closed.books.dissolved
    assert closed.total_unpaid == pytest.approx(headline.owed_at_dissolution, rel=1e-9)
    assert closed.by_stage["in_notice"] == 0.0
    # But for the tail of the delay's law beyond half a year.
    assert closed.by_stage["too_late"] <= 1e-12 * closed.total_owed
    assert closed.terms.reporting_share == 0.2


def test_a_plan_stopped_before_it_dissolves_has_not_dissolved() -> None:
    plan = PLANS["dissolves"]
    last = int((project(plan).array("members") > 0).sum())
    assert not books_at(plan, (last - 1) / 24).dissolved
    assert books_at(plan, last / 24).dissolved
    assert not books_at(Scenario(), 5.0).dissolved


def test_what_would_dissolve_a_plan_just_after_its_horizon_is_not_told_of_it() -> None:
    plan = Scenario(years=2, lapse_rate=0.2)
    members = project(plan.with_changes(years=3)).array("members")
    ending = plan.with_changes(minimum_members=float(members[47] + members[48]) / 2)
    assert project(ending.with_changes(years=3)).headline.dissolved_after_years == 2.0
    assert project(ending).headline.dissolved_after_years is None
    assert not books_at(ending, 2.0).dissolved


# ------------------------------------------------------------------------------ who is too late


@pytest.mark.parametrize(
    ("delay", "window", "late"),
    [(121.7, 180.0, False), (121.7, 60.9, False), (121.7, 60.0, True), (365.0, 180.0, True)],
)
def test_nobody_is_too_late_whose_report_comes_in_time(
    delay: float, window: float, late: bool
) -> None:
    plan = Scenario(claim_delay_days=delay, claim_delay_cv=0.0)
    terms = ClosingTerms(claim_window_days=window)
    closed = wind_down(plan, 1.0, terms)
    assert closed.reporting_days == delay / 2
    assert closed.some_too_late == late
    noticed = closed.owed_yuan[-1, 3:]
    assert noticed[1] / noticed.sum() == float(late)
    assert (closed.by_stage["too_late"] > 0) == late
    assert (closed.total_unpaid > 0) == late


@pytest.mark.parametrize("window", [180.0, 50.0])
def test_some_are_too_late_from_a_thousandth_of_what_is_owed_on(window: float) -> None:
    closed = wind_down(Scenario(), 1.0, ClosingTerms(claim_window_days=window))
    late = closed.by_stage["too_late"]
    assert late > 0.0
    assert closed.some_too_late == (late > closed.total_owed / 1000.0) == (window == 50.0)


@pytest.mark.parametrize(("unpaid", "told"), [(0.999, False), (1.0005, False), (1.002, True)])
def test_some_went_unpaid_before_from_a_thousandth_of_the_bill_on(
    unpaid: float, told: bool
) -> None:
    books = replace(books_at(Scenario(), 1.0), contributed=1000.0, unpaid=unpaid)
    assert books.some_unpaid == told == (unpaid / (1000.0 + unpaid) > 0.001)


def test_a_run_off_ends_with_the_last_settlement_at_which_anything_falls_due() -> None:
    """Claims that are paid at once are all due at the first; a notice adds its own settlements."""
    for notice, settlements in ((0, 1), (1, 1), (3, 3)):
        closed = wind_down(PLANS["at once"], 1.0, ClosingTerms(notice_settlements=notice))
        assert len(closed.owed) == settlements


def test_the_average_loss_ratio_is_that_of_a_policy_that_all_take_alike() -> None:
    alike = ClosingTerms(take_up_risk=0.0)
    same, chosen = (wind_down(Scenario(), 1.0, terms).bridge for terms in (alike, ClosingTerms()))
    assert same.average_loss_ratio == pytest.approx(same.loss_ratio, rel=1e-9)
    assert 0.0 < chosen.average_loss_ratio < chosen.loss_ratio
    nobody = wind_down(Scenario(), 1.0, ClosingTerms(bridge_take_up=0.0)).bridge
    assert (nobody.loss_ratio, nobody.average_loss_ratio) == (0.0, 0.0)


def test_where_nothing_is_owed_nobody_does_without() -> None:
    closed = wind_down(PLANS["nothing paid"], 1.0)
    assert closed.total_owed == 0.0
    assert not closed.nobody_pays
    assert not closed.some_unpaid
    assert not closed.some_too_late
    assert not closed.cut_by_caps
    assert closed.claimants_short == 0.0


def test_nobody_pays_where_the_terms_pay_no_part_of_it() -> None:
    assert wind_down(Scenario(), 1.0, ClosingTerms(paid_share=0.0)).nobody_pays
    assert not wind_down(Scenario(), 1.0, ClosingTerms(paid_share=0.1)).nobody_pays


def test_a_spread_makes_some_of_them_too_late() -> None:
    """The tail of a gamma at half of the shape, of all that is diagnosed within the notice."""
    plan = Scenario(claim_delay_days=121.7, claim_delay_cv=0.24)
    terms = ClosingTerms(claim_window_days=90.0)
    closed = wind_down(plan, 1.0, terms)
    before = wind_down(plan, 1.0, terms.with_changes(notice_settlements=0)).by_stage["too_late"]
    late = stats.gamma.sf(90.0, 0.5 / 0.24**2, scale=121.7 * 0.24**2)
    of_notice = closed.by_stage["too_late"] - before
    assert of_notice / (closed.by_stage["in_notice"] + of_notice) == pytest.approx(late, abs=2e-5)
    assert 0.05 < late < 0.15


# ------------------------------------------------------------------------------ under the caps


def members_pay(plan: Scenario, stop: float, **terms: Value) -> WindDown:
    usual: dict[str, Value] = {"payer": "members", "notice_settlements": 0, "bridge_take_up": 0.0}
    return wind_down(plan, stop, ClosingTerms().with_changes(**usual | terms))


@pytest.mark.parametrize("bearer", ["sponsor", "insurer", "nobody"])
def test_the_cap_on_one_claim_holds_when_members_pay_by_hand(bearer: str) -> None:
    """Of 300,000 and of 100,000 yuan alike a member pays ten fen, a claim's share being more."""
    plan = Scenario(members=1e5, cap_bearer=bearer, per_claim_cap=0.1)
    for share in (1.0, 0.46):
        closed = members_pay(plan, 1.0, paid_share=share)
        claims = closed.in_time.sum(axis=1)
        np.testing.assert_allclose(closed.levied, 0.1 * closed.members * claims, rtol=1e-12)
        cut = share * closed.total_owed - closed.members_pay
        assert closed.sponsor_pays == pytest.approx(0.0 if bearer == "nobody" else cut)
        left = closed.total_owed - closed.members_pay - closed.sponsor_pays
        assert closed.total_unpaid == pytest.approx(left)
        short = bearer == "nobody" or share < 1.0
        assert closed.claimants_short == pytest.approx(closed.in_time.sum() if short else 0.0)


@pytest.mark.parametrize("months", [12.0, 18.0])
def test_what_is_left_of_the_cap_on_a_year_by_hand(months: float) -> None:
    """A pool so large that a year is all but certain: its bill meets the cap where it is due."""
    plan = Scenario(
        members=3e8, systemic_cv=0.0, annual_cap=80.0, cap_bearer="nobody", lapse_rate=0.0
    )
    closed = members_pay(plan, months / 12)
    stop = closed.books.stop
    room = 80.0 - project(plan).array("charged_per_member")[24:stop].sum()
    bills, paid = closed.promised / closed.members, []
    for place, bill in enumerate(bills):
        # A plan year ends with its 24th settlement, and the next has its own cap.
        room = 80.0 if (stop + place) % 24 == 0 else room
        paid.append(min(bill, room))
        room -= paid[-1]
    np.testing.assert_allclose(closed.levied / closed.members, paid, rtol=2e-3, atol=2e-2)
    left = bills.sum() - sum(paid)
    assert closed.total_unpaid / closed.members == pytest.approx(left, rel=0.01, abs=1e-3)
    assert (left > 10.0) == (months == 18.0)


def test_the_next_settlement_costs_members_what_the_plan_would_have_charged() -> None:
    """Without a fee, E[min(X, cap)] of the plan year under way, going on in the closing.

    With one delay for all, so that no claim falls due in the half-month in which it is diagnosed:
    the plan has those of the half-month after the notice, and the closing has not.
    """
    alike = Scenario(members=2e6, fee_rate=0.0, cap_bearer="nobody", claim_delay_cv=0.0)
    for cap in (20.0, 60.0, 90.0):
        plan = alike.with_changes(annual_cap=cap)
        charged = project(plan).array("charged_per_member") * project(plan).array("members")
        for stop in (5, 18, 24, 40):
            closed = members_pay(plan, stop / 24)
            # But for the few that are diagnosed after the notice and would be paid at once.
            assert closed.levied[0] == pytest.approx(charged[stop], rel=1e-6, abs=1.0)
            before = project(plan).array("unpaid")[:stop].sum()
            assert closed.books.unpaid == pytest.approx(before)


def test_an_operator_pays_what_the_caps_would_cut() -> None:
    capped = Scenario(members=1e5, cap_bearer="nobody", annual_cap=20.0)
    free = capped.with_changes(annual_cap=None, per_claim_cap=None)
    paid = [wind_down(plan, 1.5).operator_cost["claims"] for plan in (capped, free)]
    assert paid[0] == pytest.approx(paid[1], rel=1e-12)
    # But for a yuan or less that is reported too late.
    assert wind_down(capped, 1.5).total_unpaid == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize("stop", [0.0, 5.1, -1.0])
def test_a_stop_outside_the_horizon_is_refused(stop: float) -> None:
    with pytest.raises(ValueError, match=r"stop = .* allowed is 0.042 to 5 years"):
        books_at(Scenario(), stop)


def test_wrong_terms_are_named() -> None:
    with pytest.raises(ScenarioError, match=r"paid_share = 2: allowed is 0 to 1"):
        ClosingTerms(paid_share=2)
    with pytest.raises(ScenarioError, match="did you mean free_months"):
        ClosingTerms(free_month=2)  # type: ignore[call-arg]


# ----------------------------------------------------------------------------------- brute force


def test_selective_take_up_against_individual_members() -> None:
    """Half a million single members, each accepting or not by a draw of her own."""
    plan = Scenario(risk_spread=0.7)
    terms = ClosingTerms(bridge_take_up=0.3, take_up_risk=1.2, take_up_price=0.6)
    closed = wind_down(plan, 1.0, terms)
    books, bridge = closed.books, closed.bridge
    rng = np.random.default_rng(7)
    flat = (books.members / books.members.sum()).ravel()
    people = rng.choice(len(flat), size=500_000, p=flat)
    risk, sex, age = np.unravel_index(people, books.members.shape)
    price = bridge.price_month[sex, age]
    drive = books.relative_risk[risk] ** 1.2 * price**-0.6
    # The level at which three in ten accept, found on these members alone.
    low, high = 0.0, 1e3
    for _ in range(200):
        level = (low + high) / 2
        low, high = (level, high) if -np.expm1(-level * drive).mean() < 0.3 else (low, level)
    accepts = rng.random(len(people)) < -np.expm1(-level * drive)
    # Risk of takers, share of takers by age, and what the insurer pays a yuan of premium.
    mean_risk = books.relative_risk[risk][accepts].mean()
    by_class = bridge.accepted.sum(axis=(1, 2))
    wanted = float(by_class @ books.relative_risk / by_class.sum())
    assert mean_risk == pytest.approx(wanted, rel=0.01)
    old = age >= 40
    share_old = bridge.accepted[:, :, 40:].sum() / books.members[:, :, 40:].sum()
    assert accepts[old].mean() == pytest.approx(share_old, rel=0.02)
    worth = 12 * bridge.price_month * bridge.average_loss_ratio
    paid = (books.relative_risk[risk] * worth[sex, age])[accepts].sum()
    assert paid / (12 * price[accepts]).sum() == pytest.approx(bridge.loss_ratio, rel=0.01)
    assert bridge.loss_ratio > 1.1 * bridge.average_loss_ratio


@pytest.mark.parametrize("stop", [1.0, 4.0])
def test_a_price_by_band_is_what_the_mean_member_of_the_band_claims(stop: float) -> None:
    terms = ClosingTerms(bridge_price_by="band", bridge_price_month=20.0)
    bridge = wind_down(Scenario(), stop, terms).bridge
    by_age = wind_down(Scenario(), stop, terms.with_changes(bridge_price_by="age")).bridge
    present = (bridge.accepted + bridge.left_out).sum(axis=0)
    for first in range(0, 60, 10):
        ages = slice(first, first + 10)
        paid = claims = lives = 0.0
        for sex in (0, 1):
            for age in range(first, first + 10):
                lives += present[sex, age]
                claims += present[sex, age] * by_age.price_month[sex, age]
                paid += present[sex, age] * bridge.price_month[sex, age]
        assert paid == pytest.approx(claims, rel=1e-9)
        np.testing.assert_allclose(bridge.price_month[:, ages], claims / lives, rtol=1e-9)
    mean = (bridge.price_month * present).sum() / present.sum()
    assert mean == pytest.approx(20.0, rel=1e-9)


def test_a_band_without_members_has_the_price_of_its_ages() -> None:
    terms = ClosingTerms(bridge_price_by="band")
    plan = Scenario(share_under_18=0.0, share_40_to_59=0.0)
    price = wind_down(plan, 1 / 24, terms).bridge.price_month
    assert np.isfinite(price).all()
    # Children's and the oldest members' bands are empty, and rise with age all the same.
    assert price[0, 0] < price[0, 25] < price[0, 55]


def test_who_accepts_alike_is_of_average_risk() -> None:
    closed = wind_down(Scenario(), 1.0, ClosingTerms(take_up_risk=0.0, take_up_price=0.0))
    bridge = closed.bridge
    np.testing.assert_allclose(bridge.accepted, 0.147 * closed.books.members, rtol=1e-9)
    assert bridge.loss_ratio == pytest.approx(bridge.average_loss_ratio, rel=1e-12)


@pytest.mark.parametrize("stop", [1.0, 5.0])
def test_selection_starts_from_the_members_still_there(stop: float) -> None:
    """Where low risks have left, alike means like those who stayed, not like those who began."""
    plan = PLANS["reacting"]
    alike = wind_down(plan, stop, ClosingTerms(take_up_risk=0.0)).bridge
    members, risk = alike.accepted + alike.left_out, books_at(plan, stop).relative_risk
    assert (members.sum(axis=(1, 2)) @ risk) / members.sum() > 1.05
    assert alike.loss_ratio == pytest.approx(alike.average_loss_ratio, rel=1e-9)
    keen = wind_down(plan, stop, ClosingTerms(take_up_risk=1.0)).bridge
    assert keen.loss_ratio > 1.02 * keen.average_loss_ratio


@pytest.mark.parametrize("stop", [0.5, 5.0])
def test_closing_a_plan_runs_the_engine_once(stop: float, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def counted(rows: Rows, ages: np.ndarray | None = None) -> PlanRun:
        runs.append(rows.years)
        return run_plans(rows, ages=ages)

    monkeypatch.setattr(run, "run_plans", counted)
    plan = Scenario(members=7.1e6, price_elasticity=1.0)
    wind_down(plan, stop)
    wind_down(plan, stop, ClosingTerms(notice_settlements=0))
    # At the end of the horizon diagnoses of the notice lie beyond it.
    assert runs == [5 if stop < 5.0 else 6]


# ------------------------------------------------------------------------- money paid in advance

FUND = Scenario(funding="fund", contribution_month=9.0, opening_fund=20.0, members=1e6, years=2)


def test_a_fund_pays_claims_until_it_is_empty_and_the_operator_its_share_of_the_rest() -> None:
    terms = ClosingTerms(paid_share=0.5)
    closed = wind_down(FUND, 1.0, terms)
    due, left = closed.in_time @ closed.payouts, closed.held
    fund, operator = [], []
    for one in due:
        fund.append(min(one, left))
        left -= fund[-1]
        operator.append(0.5 * (one - fund[-1]))
    np.testing.assert_allclose(closed.from_fund, fund, atol=1e-6 * closed.held)
    np.testing.assert_allclose(closed.paid, operator, atol=1e-6 * closed.held)
    assert 0.0 < sum(operator) < sum(due) - sum(fund)


def test_what_was_not_kept_apart_goes_with_an_operator_who_fails() -> None:
    fails = WAYS["aliera"].terms
    kept, gone = (
        wind_down(FUND.with_changes(money_kept=where), 1.0, fails)
        for where in ("apart", "operator")
    )
    assert kept.lost == 0.0
    assert kept.given_back == pytest.approx(kept.held - float(kept.from_fund.sum()))
    assert gone.lost == gone.held == kept.held
    assert gone.given_back == 0.0
    # Aliera: of the claims in time at most a twentieth was paid.
    in_time = float((gone.in_time @ gone.payouts).sum())
    assert float(gone.paid.sum()) == pytest.approx(0.05 * in_time)
    assert wind_down(FUND.with_changes(money_kept="operator"), 1.0).lost == 0.0


def test_members_pay_from_balances_no_more_than_these_hold() -> None:
    plan = Scenario(funding="prepaid", opening_balance=8.0, balance_floor=0.0, top_up=1.0)
    closed = wind_down(plan, 1.0, WAYS["qingsong"].terms.with_changes(paid_share=1.0))
    assert closed.balances_short
    assert closed.members_pay == pytest.approx(closed.held)
    assert closed.given_back == 0.0
    assert closed.total_unpaid == pytest.approx(closed.total_owed - closed.held)
    rich = wind_down(plan.with_changes(opening_balance=900.0), 1.0, WAYS["qingsong"].terms)
    assert not rich.balances_short
    assert rich.given_back == pytest.approx(rich.held - rich.members_pay)
