"""Why a changed input did not move what a member pays."""

from collections.abc import Callable

from mutualmodel.ages import ADULT_AGE, MIDDLE_AGE, OLDEST_AGE, SENIOR_AGE
from mutualmodel.engine.bearing import borne
from mutualmodel.engine.projection import Projection, project
from mutualmodel.inputs import ScenarioError
from mutualmodel.inputs.declare import OWN
from mutualmodel.inputs.events import EVENT_INPUTS
from mutualmodel.inputs.funding import ASKED, not_asked
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.annual_law import cost_band
from mutualmodel.text import Quantity, Sentence

# Below a tenth of a per cent a reader sees the same figure twice.
SAME_WITHIN = 1e-3

# What the reader's own ages and path of members stand in the place of.
_STATED_AGES = ("share_under_18", "share_40_to_59", "share_60_plus", "share_female")
_RATES_OF_MEMBERSHIP = ("joiners_per_year", "price_elasticity", "price_memory_months")

Reason = Callable[[Projection], Sentence | None]


def why_unmoved(scenario: Scenario, baseline: Scenario) -> list[Sentence]:
    """Return why the first-year cost is the baseline's although inputs differ.

    Empty when nothing differs or when the cost did move by more than :data:`SAME_WITHIN`.
    """
    changes = scenario.changes_from(baseline)
    now, before = project(scenario), project(baseline)
    if not changes or not _same(now, before):
        return []
    if whole := _whatever_the_inputs(now, before):
        return [whole]
    moving = [name for name in changes if not _same(_with_one(baseline, scenario, name), before)]
    still = [_reason(name, now) for name in changes if name not in moving]
    reasons = {str(reason): reason for reason in still if reason}
    if moving:
        offset = Sentence("The changes offset one another: a member pays the same as before.")
        return [*reasons.values(), offset]
    return list(reasons.values()) or [
        Sentence("In the first year of this plan it makes no difference to what a member pays.")
    ]


def _same(one: Projection, other: Projection) -> bool:
    cost, was = (plan.headline.cost_per_member_year for plan in (one, other))
    return abs(cost - was) <= SAME_WITHIN * max(abs(was), 1e-9)


def _with_one(baseline: Scenario, scenario: Scenario, name: str) -> Projection:
    """Project the baseline with one of the changes alone, or all of them if it needs the others."""
    try:
        return project(baseline.with_changes(**{name: getattr(scenario, name)}))
    except ScenarioError:
        return project(scenario)


def _whatever_the_inputs(now: Projection, before: Projection) -> Sentence | None:
    """Say what settles the cost in both plans without regard to most inputs, if anything does."""
    plans = (now, before)
    if all(plan.array("members")[0] == 0 for plan in plans):
        return Sentence("Both plans dissolve at the start, so nothing is shared.")
    caps = [plan.scenario.year_cap for plan in plans]
    costs = [plan.headline.cost_per_member_year for plan in plans]
    if all(cap and cost > cap * (1 - 1e-6) for cap, cost in zip(caps, costs, strict=True)):
        return Sentence(
            "The cap on a year is reached in both: a member pays {cap}, whatever is due.",
            {"cap": Quantity(costs[0], "money")},
        )
    return None


def _reason(name: str, projection: Projection) -> Sentence | None:
    if own := _by_own_tables(name, projection.scenario):
        return own
    rule = _REASONS.get(name)
    return rule(projection) if rule else None


def _by_own_tables(name: str, scenario: Scenario) -> Sentence | None:
    """Say that an input does not count where a table of the reader's own stands in its place."""
    if scenario.age_mix == OWN and name in _STATED_AGES:
        return Sentence("Ages and sexes are those of your own table: the shares do not count.")
    if scenario.members_path == OWN and name in _RATES_OF_MEMBERSHIP:
        return Sentence("Membership follows your own path, whatever would move it otherwise.")
    return None


def _members(projection: Projection) -> Sentence:
    return Sentence(
        "The average does not change with the number of members: twice the members bring twice "
        "the claims. What changes is the share of one claim, {share} now, and how sure a year is.",
        {"share": Quantity(projection.headline.cost_per_claim, "money")},
    )


def _nobody_reacts(projection: Projection) -> Sentence | None:
    scenario = projection.scenario
    if scenario.price_elasticity > 0 or any(event.happens for event in scenario.events):
        return _small_in_a_year(projection)
    return Sentence(
        "Nobody reacts to the price while the reaction is 0, so how well members know their risk "
        "and how long they remember the price make no difference."
    )


def _no_cap_holds() -> Sentence:
    return Sentence(
        "Caps do not apply to a contribution into a fund: it does not follow the claims."
    )


def _one_claim(projection: Projection) -> Sentence | None:
    scenario, headline = projection.scenario, projection.headline
    if scenario.funding == "fund":
        return _no_cap_holds()
    if scenario.members < headline.smallest_pool:
        return None
    if scenario.claim_size_cv > 0.0:
        return Sentence(
            "Hardly any claim is so large that the cap on one claim cuts it: on average one costs "
            "each member {share}.",
            {"share": Quantity(headline.cost_per_claim, "money")},
        )
    return Sentence(
        "The cap on one claim is not reached: a claim costs each member {share} at most.",
        {"share": Quantity(headline.cost_per_claim, "money")},
    )


def _year(projection: Projection) -> Sentence | None:
    if projection.scenario.funding == "fund":
        return _no_cap_holds()
    if projection.headline.cost_per_member_year == 0 or cost_band(projection).year_cap_bites:
        return None
    return Sentence(
        "The cap on a year is not reached: {cost} is due in the first.",
        {"cost": Quantity(projection.headline.cost_per_member_year, "money")},
    )


def _bearer(projection: Projection) -> Sentence:
    if projection.scenario.funding == "fund":
        return _no_cap_holds()
    parts = borne(projection)
    if parts.others_pay or parts.some_unpaid:
        return Sentence(
            "Who pays above a cap changes nothing for the members, only for the others."
        )
    return Sentence("No cap is reached, so there is nothing for anyone else to pay.")


def _minimum(projection: Projection) -> Sentence | None:
    if projection.headline.dissolved_after_years is not None:
        return None
    return Sentence(
        "Membership stays above the minimum of {minimum}, so the plan goes on.",
        {"minimum": Quantity(projection.scenario.minimum_members, "members")},
    )


def _reaction(projection: Projection) -> Sentence:
    if projection.scenario.lapse_rate == 0:
        return Sentence("Nobody leaves while the rate of leaving is 0, so nobody can react.")
    return _small_in_a_year(projection)


def _accidents(projection: Projection) -> Sentence:
    if projection.scenario.waiting_days == 0:
        return Sentence("Without a waiting period accidents are covered like all else.")
    return _small_in_a_year(projection)


def _waiting(projection: Projection) -> Sentence | None:
    if projection.scenario.accident_share < 1:
        return None
    return Sentence(
        "Where accidents cause all claims of the first year, the waiting period keeps none out."
    )


def _first_year_only(_: Projection) -> Sentence:
    return Sentence("The headline is the first year's: it does not depend on the years shown.")


def _average_only(_: Projection) -> Sentence:
    return Sentence("This changes how far a year may be from its average, not the average.")


def _sizes(projection: Projection) -> Sentence:
    if projection.scenario.per_claim_cap is None:
        return _average_only(projection)
    return Sentence(
        "This changes how far a year may be from its average. It changes the average only where "
        "the cap on one claim cuts off a part of the largest claims."
    )


def _years_together(_: Projection) -> Sentence:
    return Sentence(
        "This changes how far bad years follow one another, not the average of any year."
    )


def _money_only(_: Projection) -> Sentence:
    return Sentence("The currency names the money and changes no number: nothing is converted.")


def _event(name: str) -> Reason:
    """Give the reason of an input of the event with this name."""

    def reason(projection: Projection) -> Sentence:
        if any(event.happens for event in projection.scenario.events if event.name == name):
            return _small_in_a_year(projection)
        return Sentence("The event does not happen while the share that leaves is 0.")

    return reason


def _simulated_only(_: Projection) -> Sentence:
    return Sentence("Bad years and mass exits happen in simulations only; the average has none.")


def _paid_in_advance(name: str) -> Reason:
    """Give the reason of an input about how members pay."""

    def reason(projection: Projection) -> Sentence | None:
        plan = projection.scenario
        if name in not_asked(plan):
            return Sentence("It plays no part in a plan whose members pay as they do here.")
        if plan.funding == "prepaid":
            return Sentence(
                "Balances change when members pay and who remains, not what a claim costs them."
            )
        if not projection.array("deficit")[:PERIODS_PER_YEAR].any():
            return Sentence(
                "The fund is enough throughout the first year, so members pay their contribution."
            )
        return None

    return reason


def _of_an_age(first: int, end: int) -> Reason:
    """Give the reason of the share of members from one age to below another."""

    def reason(projection: Projection) -> Sentence | None:
        plan = projection.scenario
        if plan.minimum_age < end and plan.exit_age > first:
            return _small_in_a_year(projection)
        return Sentence(
            "Members are from {youngest} to below {exit} years old, so this share is left out and "
            "the others stand for all.",
            {
                "youngest": Quantity(plan.minimum_age, ""),
                "exit": Quantity(plan.exit_age, ""),
            },
        )

    return reason


def _deaths(projection: Projection) -> Sentence:
    if projection.scenario.exit_age > SENIOR_AGE:
        return _small_in_a_year(projection)
    return Sentence(
        "Deaths below {age} count as leaving, and nobody is older here.",
        {"age": Quantity(SENIOR_AGE, "")},
    )


def _where_it_lies(_: Projection) -> Sentence:
    return Sentence(
        "Where the money is kept matters when the operator fails; see Fund and Closing."
    )


def _small_in_a_year(_: Projection) -> Sentence:
    return Sentence("In the first year this hardly shows; look at the later years.")


_REASONS: dict[str, Reason] = {
    "members": _members,
    "joiners_per_year": _small_in_a_year,
    "lapse_rate": _small_in_a_year,
    "waiting_days": _waiting,
    "accident_share": _accidents,
    "incidence_trend": _small_in_a_year,
    "price_elasticity": _reaction,
    "risk_spread": _nobody_reacts,
    "price_memory_months": _nobody_reacts,
    "per_claim_cap": _one_claim,
    "annual_cap": _year,
    "cap_bearer": _bearer,
    "minimum_members": _minimum,
    "currency": _money_only,
    "years": _first_year_only,
    "claim_size_cv": _sizes,
    "systemic_cv": _average_only,
    "systemic_correlation": _years_together,
    "seed": _average_only,
    "bad_year_probability": _simulated_only,
    "bad_year_size": _simulated_only,
    "run_probability": _simulated_only,
    "run_share": _simulated_only,
    **{name: _paid_in_advance(name) for names in ASKED.values() for name in names},
    "money_kept": _where_it_lies,
    "share_under_18": _of_an_age(0, ADULT_AGE),
    "share_40_to_59": _of_an_age(MIDDLE_AGE, SENIOR_AGE),
    "share_60_plus": _of_an_age(SENIOR_AGE, OLDEST_AGE + 1),
    "mortality_multiplier": _deaths,
    **{name: _event(event) for event, inputs in EVENT_INPUTS.items() for name in inputs.names},
}
