"""The results that are worked out of one case at a time."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from mutualmodel.analysis.read_off import far
from mutualmodel.analysis.result import OfCase, Page, Result, Worked, only_started
from mutualmodel.engine.bearing import settlements_held
from mutualmodel.engine.projection import project
from mutualmodel.fairness import Fairness, balancing_payout
from mutualmodel.insurance.comparison import break_even_age
from mutualmodel.insurance.life import sex_index
from mutualmodel.insurance.premiums import level_premiums, one_year_premiums
from mutualmodel.insurance.systems import mutual_costs
from mutualmodel.levels import ONE_IN_200
from mutualmodel.membership import YEARS_AHEAD, composition
from mutualmodel.simulation import Event
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS

Uses = Mapping[str, Sequence[str]]

# ----------------------------------------------------------------------------------- how sure it is


def _end(which: Literal["low", "high"]) -> OfCase:
    def end(worked: Worked) -> float:
        band = worked.spread.range_of(worked.case.view.range_of)
        return float(getattr(band, which)[0])

    return only_started(end)


def _one_in_200(worked: Worked) -> float:
    return float(worked.spread.range_of().one_in_200[0])


def _worst_year(worked: Worked) -> float:
    return float(worked.courses.quantiles("cost", (ONE_IN_200,)).values[0, 0])


def _chance_of(event: Event) -> OfCase:
    """Return the chance of an event within the years that are asked for."""

    def chance(worked: Worked) -> float:
        happened = getattr(worked.courses.yearly, event)[: worked.within] > 0
        return float(happened.any(axis=0).mean())

    return chance


# ------------------------------------------------------------------------------------- and the rest


def _ruin(worked: Worked) -> float:
    if worked.case.plan.funding == "after":
        return 0.0
    return worked.courses.probability("ruined").value


def _solvent_contribution(worked: Worked) -> float:
    needed = worked.needed.at(ONE_IN_200)
    return needed if np.isfinite(needed) else np.nan


def _risk_ten(worked: Worked) -> float:
    plan = far(worked.case.plan)
    held = settlements_held(project(plan))
    everyone = composition(plan)
    lasts = project(plan).headline.dissolved_after_years is None
    return float((everyone if lasts else everyone.until(held)).mean_risk[-1])


def _operator_pays(worked: Worked) -> float:
    return np.nan if worked.closed.books.end == "unstarted" else worked.closed.operator_total


def _cheaper_from(sex: str = "") -> OfCase:
    """Return the age of a sex, by default of the person of the case."""

    def age(worked: Worked) -> float:
        case = worked.case
        found = break_even_age(
            case.plan, case.insurer, sex or case.person.sex, basis=case.view.cost_basis
        ).age
        return np.nan if found is None else float(found)

    return age


def _of_admitted(price: OfCase) -> OfCase:
    """Return a result that is NaN where the plan admits no member of the person's age."""

    def of_member(worked: Worked) -> float:
        case = worked.case
        return price(worked) if case.plan.admits(case.person.age) else np.nan

    return of_member


def _mutual_year(worked: Worked) -> float:
    case = worked.case
    return float(mutual_costs(case.plan)["mutual"].at(case.view.cost_basis))


def _one_year_premium(worked: Worked) -> float:
    case = worked.case
    premiums = one_year_premiums(case.plan, case.insurer)
    return float(premiums[sex_index(case.person.sex), case.person.age])


def _level_premium(worked: Worked) -> float:
    case = worked.case
    return float(level_premiums(case.plan, case.insurer, case.person.sex)[case.person.age])


def _received(group: Literal["young", "old"]) -> OfCase:
    def mean(worked: Worked) -> float:
        fair: Fairness = worked.fair
        found = float(getattr(fair, group))
        # Without members of those ages there is nothing that they receive.
        return found if found or fair.two_groups else np.nan

    return only_started(mean)


# ----------------------------------------------------------------------------------------- declared

_SPREAD = "uncertainty(case.plan, assumed=case.view.varies_assumed)"
_UNCERTAIN: Uses = {"mutualmodel": ("uncertainty",)}
_SIMULATED: Uses = {"mutualmodel.simulation": ("simulate",)}
_COURSES = "simulate(case.plan, {paths})"
_CLOSED: Uses = {"mutualmodel": ("wind_down",)}
_WIND_DOWN = "wind_down(case.plan, case.stop_years, case.closing)"
_INSURED = "mutualmodel.insurance"
_PRICED = "case.plan, case.insurer, case.person.sex"
_FAIR: Uses = {"mutualmodel.fairness": ("fairness",)}


def _declared(
    name: str, title: str, unit: str, page: Page, of_case: OfCase, expression: str, uses: Uses
) -> Result:
    return Result(name, title, OF_RESULTS[unit], page, expression, uses, of_case=of_case)


_OF_RANGES = (
    _declared(
        "likely_low",
        N_("First year, one year in 20 costs less than"),
        "money a year",
        "home",
        _end("low"),
        f"{_SPREAD}.range_of(case.view.range_of).low[0]",
        _UNCERTAIN,
    ),
    _declared(
        "likely_high",
        N_("First year, one year in 20 costs more than"),
        "money a year",
        "home",
        _end("high"),
        f"{_SPREAD}.range_of(case.view.range_of).high[0]",
        _UNCERTAIN,
    ),
    _declared(
        "one_in_200",
        N_("First year, one year in 200 costs more than"),
        "money a year",
        "risk",
        only_started(_one_in_200),
        f"{_SPREAD}.range_of().one_in_200[0]",
        _UNCERTAIN,
    ),
)
_OF_COURSES = (
    _declared(
        "worst_year",
        N_("First year, one in 200 costs more than, by chance and good and bad years"),
        "money a year",
        "risk",
        only_started(_worst_year),
        f'{_COURSES}.quantiles("cost", ({ONE_IN_200},)).values[0, 0]',
        _SIMULATED,
    ),
    _declared(
        "cap_met",
        N_("A cap is reached"),
        "percent",
        "risk",
        _chance_of("cap"),
        f'{_COURSES}.probability("cap").value',
        _SIMULATED,
    ),
    _declared(
        "dissolves",
        N_("The plan dissolves"),
        "percent",
        "risk",
        _chance_of("dissolved"),
        f'{_COURSES}.probability("dissolved").value',
        _SIMULATED,
    ),
    _declared(
        "stays_unpaid",
        N_("Bills stay unpaid"),
        "percent",
        "risk",
        _chance_of("unpaid"),
        f'{_COURSES}.probability("unpaid").value',
        _SIMULATED,
    ),
    _declared(
        "ruin",
        N_("The money runs out"),
        "percent",
        "fund",
        _ruin,
        f'{_COURSES}.probability("ruined").value',
        _SIMULATED,
    ),
    _declared(
        "solvent_contribution",
        N_("Contribution enough in 99.5 % of runs"),
        "money a month",
        "fund",
        _solvent_contribution,
        f"needed_contributions(case.plan, paths={{paths}}).at({ONE_IN_200})",
        {"mutualmodel.simulation": ("needed_contributions",)},
    ),
)
_OF_CLOSING = (
    _declared(
        "owed_at_closing",
        N_("Owed at the notice and within the time to claim"),
        "money in sum",
        "closing",
        lambda worked: worked.closed.total_owed,
        f"{_WIND_DOWN}.total_owed",
        _CLOSED,
    ),
    _declared(
        "operator_pays",
        N_("Closing costs the operator"),
        "money in sum",
        "closing",
        _operator_pays,
        f"{_WIND_DOWN}.operator_total",
        _CLOSED,
    ),
    _declared(
        "claimants_short",
        N_("People paid less than promised at closing"),
        "members",
        "closing",
        lambda worked: worked.closed.claimants_short,
        f"{_WIND_DOWN}.claimants_short",
        _CLOSED,
    ),
    _declared(
        "without_cover",
        N_("Members without cover after closing"),
        "members",
        "closing",
        lambda worked: worked.closed.without_cover,
        f"{_WIND_DOWN}.without_cover",
        _CLOSED,
    ),
)
_OF_INSURANCE = (
    _declared(
        "cheaper_from",
        N_("Mutual aid beats a one-year policy from age, the person’s sex"),
        "age",
        "insurance",
        _cheaper_from(),
        f"break_even_age({_PRICED}, basis=case.view.cost_basis).age",
        {_INSURED: ("break_even_age",)},
    ),
    _declared(
        "mutual_year",
        N_("A year of mutual aid, as compared with insurance"),
        "money a year",
        "insurance",
        _mutual_year,
        'mutual_costs(case.plan)["mutual"].at(case.view.cost_basis)',
        {_INSURED: ("mutual_costs",)},
    ),
    _declared(
        "one_year_premium",
        N_("The one-year premium of the person"),
        "money a year",
        "insurance",
        _of_admitted(_one_year_premium),
        f'float(costs_by_age({_PRICED})["one_year"][case.person.age])',
        {_INSURED: ("costs_by_age",)},
    ),
    _declared(
        "level_premium",
        N_("The level premium of the person"),
        "money a year",
        "insurance",
        _of_admitted(_level_premium),
        f"float(level_premiums({_PRICED})[case.person.age])",
        {_INSURED: ("level_premiums",)},
    ),
    *(
        _declared(
            name,
            title,
            "age",
            "insurance",
            _cheaper_from(sex),
            f'break_even_age(case.plan, case.insurer, "{sex}", basis=case.view.cost_basis).age',
            {_INSURED: ("break_even_age",)},
        )
        for name, title, sex in (
            ("cheaper_from_men", N_("Mutual aid beats a one-year policy from age, men"), "M"),
            ("cheaper_from_women", N_("Mutual aid beats a one-year policy from age, women"), "F"),
        )
    ),
)
_OF_FAIRNESS = (
    _declared(
        "changes_hands",
        N_("Paid by some ages and sexes for others"),
        "money a member",
        "fairness",
        only_started(lambda worked: worked.fair.moved),
        "fairness(case.plan).moved",
        _FAIR,
    ),
    _declared(
        "balancing_payout",
        N_("Payout from the payout age that balances both groups"),
        "money",
        "fairness",
        only_started(lambda worked: balancing_payout(worked.fair)),
        "balancing_payout(fairness(case.plan))",
        {"mutualmodel.fairness": ("balancing_payout", "fairness")},
    ),
    _declared(
        "received_young",
        N_("Received below the payout age"),
        "money a member",
        "fairness",
        _received("young"),
        "fairness(case.plan).young",
        _FAIR,
    ),
    _declared(
        "received_old",
        N_("Received from the payout age"),
        "money a member",
        "fairness",
        _received("old"),
        "fairness(case.plan).old",
        _FAIR,
    ),
)
WORKED_OUT = (
    *_OF_RANGES,
    _declared(
        "risk_ten",
        N_("Risk of those who remain after ten years"),
        "times",
        "membership",
        only_started(_risk_ten),
        f"composition(case.plan.with_changes(years={YEARS_AHEAD})).mean_risk[-1]",
        {"mutualmodel.membership": ("composition",)},
    ),
    *_OF_COURSES,
    *_OF_CLOSING,
    *_OF_INSURANCE,
    *_OF_FAIRNESS,
)
