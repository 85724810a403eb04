"""The compiled way of moving plans step by step: a state laid out for kernels, and put back.

What kernels have no formula for is done here by numpy between two of them: a fund, balances, sizes
of claims that are drawn, and whatever else chance adds. Who is counted, who leaves and who joins,
which is most of the work, is always theirs.
"""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.compiled_settling import own
from mutualmodel.engine.counting import members_by_age
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.lapse import Reaction, event_hazard
from mutualmodel.engine.state import State
from mutualmodel.engine.stepping import Noise, Paying, answered, forgetting, remembered
from mutualmodel.kernels import stepped
from mutualmodel.kernels.capped import YEAR
from mutualmodel.kernels.laid_out import Course, Plans
from mutualmodel.once import cached_property
from mutualmodel.periods import DAYS_PER_PERIOD


def step_by_step(state: State, noise: Noise | None) -> None:
    """Move all rows to the end of the horizon."""
    plans, course = _laid_out(state)
    charging = _charged_by_kernels(state)
    if noise is None and charging and state.run.by_age is None:
        _in_stretches(state, plans, course)
    else:
        _Settlements(state, noise, plans, course, charging).move()


def _charged_by_kernels(state: State) -> bool:
    """Say whether kernels know what members are charged: their share, up to what the caps let."""
    rows = state.rows
    return rows.funding == "after" and rows.asked is None and state.run.sizes is None


def _in_stretches(state: State, plans: Plans, course: Course) -> None:
    """Move all rows from event to event, as all between is known to kernels."""
    start, end = -1, state.rows.periods
    none = np.zeros((1, len(state.class_share)))
    stepped.move(plans, course, start, 0, none, False, False, True)
    first = 0
    for event in sorted(period for period in state.rows.struck if period < end):
        stepped.move(plans, course, first, event, none, True, True, True)
        struck = _struck(state, course, event)
        stepped.move(plans, course, event, event + 1, struck, True, True, True)
        first = event + 1
    stepped.move(plans, course, first, end, none, True, True, True)


def _struck(state: State, course: Course, period: int) -> FloatArray:
    """Return the hazard (1 or B, R) with which events make each class leave after a settlement."""
    hazard = np.zeros((1, len(state.class_share)))
    if period not in state.rows.struck:
        return hazard
    people = state.opening_shares[0, period, 0, 0][:, None, None] * state.opening[:, None, :]
    if state.joined_sum is not None:
        people = people + state.joined_by(period - 1)[0]
    present = people * course.retention * state.columns[period, :, 0]
    newcomers = state.rows.entering[max(period - 1, 0)] * (period > 0)
    by_class = (present.sum(axis=2) + newcomers[:, None]) * state.class_share.T
    for share, spares in state.rows.struck[period]:
        hazard = hazard + event_hazard(share, spares, state.relative_risk, by_class)
    return hazard


@dataclass(frozen=True, eq=False)
class _Settlements:
    """Plans moved by kernels one settlement at a time, for something is done in between."""

    state: State
    noise: Noise | None
    plans: Plans
    course: Course
    charging: bool

    def move(self) -> None:
        """Move all rows to the end of the horizon."""
        paying = None if self.charging else Paying(self.state)
        apart = self.state.rows.funding == "prepaid"
        none = np.zeros((1, len(self.state.class_share)))
        self._step(-1, none, answering=False)
        for period in range(self.state.rows.periods):
            if paying is not None:
                self._charge(paying, period)
            besides = _struck(self.state, self.course, period)
            if self.noise is not None:
                besides = besides + self.noise.leaving(period)[:, None]
            if paying is None or not apart:
                self._step(period, besides)
                continue
            # Who has run dry is left out before members are counted.
            self._step(period, besides, counting=False)
            paying.admit(period)
            paying.prepare(period + 1)
            self._step(period, none, answering=False)
        if paying is not None:
            paying.close(self.course.retention)

    def _step(
        self, period: int, besides: FloatArray, *, answering: bool = True, counting: bool = True
    ) -> None:
        """Have members leave and join after a settlement, and count those of the next."""
        run, charging = self.state.run, self.charging and answering
        move = self.plans, self.course, period, period + 1, besides, charging, answering, counting
        stepped.move(*move)
        at = period + 1
        if counting and self.noise is not None and at < run.periods:
            run.settled[at] = self.noise.paid(at, at + 1, run.settled[at : at + 1])[0]
        if counting and run.by_age is not None:
            (run.by_age[at],) = members_by_age(self.state, at, at + 1, self.course.retention)

    def _charge(self, paying: Paying, period: int) -> None:
        charged = paying.charge(period, self.course.retention)
        self.price[:] = remembered(self.state, period, self.price, charged)
        self.course.price[:] = answered(self.state.rows, self.price)

    @cached_property
    def price(self) -> FloatArray:
        """The yearly price (B,) as members remember it, where it is not the kernels' own."""
        return np.zeros(len(self.state.rows.order))


def _laid_out(state: State) -> tuple[Plans, Course]:
    """Lay a state out for kernels; what they fill in are the arrays of its run."""
    run, rows = state.run, state.rows
    size, (classes, width) = len(rows.order), (len(state.class_share), state.opening.shape[1])
    nobody = np.zeros((0, size, classes, width))
    run.members[0] = rows["members"]
    course = Course(
        members=run.members,
        survivors=run.survivors,
        living=run.living,
        covered=run.covered,
        incurred=run.incurred,
        settled=run.settled,
        retention=np.ones((size, classes, width)),
        joined=nobody if state.joined_sum is None else state.joined_sum,
        charged=np.zeros(size),
        price=np.zeros(size),
        year=np.zeros((size, YEAR)),
        entering=np.zeros(width),
    )
    return _plans(state), course


def _plans(state: State) -> Plans:
    rows, cells = state.rows, state.run.cells
    reaction = Reaction.of(rows, cells)
    waiting = rows["waiting_days"] / DAYS_PER_PERIOD - rows.waiting_lag
    return Plans(
        past=PAST_PERIODS,
        columns=cells.by_column,
        opening=state.opening,
        opening_shares=own(state.opening_shares[:, :, 0, 0]),
        class_share=own(state.class_share.T),
        class_risk=own(state.class_risk.T),
        level=state.incidence,
        entering=own(rows.entering),
        leaving=own(rows.leaving),
        joining=cells.joining,
        weights=own(rows.weights),
        waiting_lag=rows.waiting_lag,
        waiting_part=waiting,
        select_1=rows["select_year_1"],
        select_2=rows["select_year_2"],
        accidents=rows["accident_share"],
        delay_least=rows.delay.least,
        delay_shares=own(rows.delay.shares),
        counted=state.run.counted,
        bills=own(rows.bills),
        claim_cap=rows["per_claim_cap"],
        annual_cap=rows["annual_cap"],
        size_cv=rows["claim_size_cv"],
        systemic_cv=rows["systemic_cv"],
        elasticity=rows["price_elasticity"],
        forgetting=forgetting(rows),
        by_class=own(reaction.by_class),
        by_cell=own(reaction.by_cell),
        kind=own(reaction.kind),
    )
