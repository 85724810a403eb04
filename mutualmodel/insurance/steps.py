"""From the inputs to a premium or a break-even age in ordered steps, with numbers and sources."""

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.inputs.choices import Basis
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.insurance.comparison import BreakEven, break_even_age
from mutualmodel.insurance.life import sex_index
from mutualmodel.insurance.premiums import (
    level_premiums,
    level_values,
    one_year_premiums,
    priced,
    yearly_benefits,
)
from mutualmodel.insurance.ranges import BreakEvenRange
from mutualmodel.insurance.systems import mutual_costs
from mutualmodel.text import N_, Quantity, Sentence, Step

_PREMIUM = "money a year"


def _sources(*names: str) -> tuple[str, ...]:
    known = {**fields(), **InsurerTerms.fields()}
    return tuple(known[name].source for name in names)


def explain_one_year(scenario: Scenario, terms: InsurerTerms, sex: str, age: int) -> list[Step]:
    """Return the steps to the one-year premium at an age; the last result is the premium."""
    place, basis = sex_index(sex), priced(scenario, terms)
    table = float(RateBasis.of(basis).severe[place, age])
    benefits = float(yearly_benefits(basis, terms.pricing_level)[place, age])
    payout = "payout_under_40" if age < scenario.payout_age else "payout_40_plus"
    ill = Step(
        "Incidence in the price",
        Sentence(
            "{table} in the table at age {age}, times {level}",
            {
                "table": Quantity(1000 * table, "in 1,000"),
                "age": Quantity(age, ""),
                "level": Quantity(terms.pricing_level, "times"),
            },
        ),
        Quantity(1000 * table * terms.pricing_level, "in 1,000"),
        _sources("incidence_table", "pricing_level"),
    )
    claims = Step(
        "Expected claims of a year",
        Sentence(
            "that incidence times {payout}, and mild illness at {mild}",
            {
                "payout": Quantity(scenario.payouts[age >= scenario.payout_age], "money"),
                "mild": Quantity(scenario.payouts[2], "money"),
            },
        ),
        Quantity(benefits, _PREMIUM),
        _sources(payout, "mild_payout"),
    )
    return [ill, claims, _loaded(benefits, terms, one_year_premiums(scenario, terms)[place, age])]


def explain_level(scenario: Scenario, terms: InsurerTerms, sex: str, age: int) -> list[Step]:
    """Return the steps to the level premium of who enters at an age."""
    claims, paying = (
        float(values[age])
        for values in level_values(priced(scenario, terms), terms, sex, terms.pricing_level)
    )
    value = Step(
        "Value of all benefits to the end of membership",
        Sentence(
            "benefits of every year while still healthy, discounted at {interest} from mid-year",
            {"interest": Quantity(terms.interest, "percent")},
        ),
        Quantity(claims, "money"),
        (*_sources("pricing_level", "interest", "waiting_days"), "mortality_cl2013", "k2020"),
    )
    payments = Step(
        "Value of one ¤ a year to the end of membership",
        Sentence("paid at the start of every year while healthy, discounted alike"),
        # So many times what is paid a year, in any money.
        Quantity(paying, "times"),
    )
    price = float(level_premiums(scenario, terms, sex)[age])
    return [value, payments, _loaded(claims / paying, terms, price)]


def _loaded(net: float, terms: InsurerTerms, price: float) -> Step:
    return Step(
        "With the loading",
        Sentence(
            "{net} over 1 less {loading}",
            {"net": Quantity(net, _PREMIUM), "loading": Quantity(terms.loading, "percent")},
        ),
        Quantity(float(price), _PREMIUM),
        _sources("loading"),
    )


def explain_break_even(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    basis: Basis = "now",
    sure: BreakEvenRange | None = None,
) -> list[Step]:
    """Return the steps to the age from which mutual aid is cheaper than a one-year policy.

    Of a plan that lasts a year. With ``sure`` the steps to the ends of its range follow.
    """
    steps = _to_the_age(scenario, terms, sex, basis)
    if sure is None:
        return steps
    premiums = one_year_premiums(scenario, terms)[sex_index(sex)]
    return [*steps, *_to_the_range(sure, premiums)]


def _to_the_range(sure: BreakEvenRange, premiums: FloatArray) -> list[Step]:
    """Return the steps to the age in a year that costs little, and in one that costs much."""
    spread = Step(
        "What a member may pay",
        Sentence(
            "{low} to {high}; the premium is agreed before the year and stays",
            {"low": Quantity(sure.low, _PREMIUM), "high": Quantity(sure.high, _PREMIUM)},
        ),
        Quantity(sure.high - sure.low, _PREMIUM),
        _sources("systemic_cv"),
    )
    ends = (
        (N_("If the year costs little"), sure.if_low),
        (N_("If the year costs much"), sure.if_high),
    )
    return [spread, *(_end(title, found, premiums) for title, found in ends)]


def _end(title: str, found: BreakEven, premiums: FloatArray) -> Step:
    if found.age is None:
        nowhere = Sentence("a one-year policy costs less at every adult age")
        return Step(title, nowhere, Quantity(float(premiums.max()), _PREMIUM))
    here = Sentence(
        "one-year premium at {age}: {premium}",
        {
            "age": Quantity(found.age, ""),
            "premium": Quantity(float(premiums[found.age]), _PREMIUM),
        },
    )
    return Step(title, here, Quantity(found.age, "age"))


def _to_the_age(scenario: Scenario, terms: InsurerTerms, sex: str, basis: Basis) -> list[Step]:
    cost = mutual_costs(scenario)["mutual"].whole_year(basis)
    premiums = one_year_premiums(scenario, terms)[sex_index(sex)]
    found = break_even_age(scenario, terms, sex, basis=basis).age
    member = Step(
        "What a member pays",
        Sentence("the same at every age"),
        Quantity(cost, _PREMIUM),
        _sources("incidence_multiplier", "fee_rate"),
    )
    if found is None:
        nowhere = Sentence("a one-year policy costs less at every adult age")
        return [member, Step("No age", nowhere, Quantity(float(premiums.max()), _PREMIUM))]
    before = [
        Step(
            "The year before, the policy costs less",
            Sentence("one-year premium at {age}", {"age": Quantity(found - 1, "")}),
            Quantity(float(premiums[found - 1]), _PREMIUM),
        )
    ]
    here = Step(
        "From this age on it costs more",
        Sentence(
            "one-year premium at {age}: {premium}",
            {"age": Quantity(found, ""), "premium": Quantity(float(premiums[found]), _PREMIUM)},
        ),
        Quantity(found, "age"),
        _sources("pricing_level", "loading"),
    )
    return [member, *(before if found else []), here]
