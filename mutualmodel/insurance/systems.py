"""The systems side by side: what each is, who bears what, and what it costs at every age."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.bearing import ends_in_first_year, never_starts
from mutualmodel.engine.projection import Projection, project_many
from mutualmodel.figures.rulebook import LAUNCH, rule_on, rules
from mutualmodel.inputs.choices import Basis
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.life import quotes, sex_index
from mutualmodel.insurance.premiums import (
    AS_XIANGHUBAO,
    bridging_premiums,
    level_premiums,
    one_year_premiums,
)
from mutualmodel.money import CHINESE
from mutualmodel.text import N_

BASES: tuple[Basis, ...] = ("now", "settled")
SETTLED_TENURE_YEARS = 20.0


@dataclass(frozen=True)
class System:
    """One way of being covered, in plain words; ``sources`` are ids in ``data/figures.csv``.

    ``same_benefit`` says whether it pays what the plan pays, so that prices compare;
    ``follows_trend`` whether its price is set anew every year, ``shares_bad_year`` whether those
    covered pay for a bad year themselves. ``currency`` is that of a system with a published price
    or sum, which is compared with no plan in other money; empty where all follows from the plan.
    """

    name: str
    title: str
    cover: str
    bad_year: str
    change: str
    closing: str
    eligible: str
    same_benefit: bool
    follows_trend: bool
    shares_bad_year: bool
    sources: tuple[str, ...]
    currency: str = ""


_ONE_PRICE = N_("Health questions, at the plan’s ages. One price for all.")

SYSTEMS = {
    system.name: system
    for system in (
        System(
            "mutual",
            N_("Mutual aid, operator alone"),
            N_("The plan's lump sums by age."),
            N_("The members, up to a cap; above it whoever stands behind the cap."),
            N_("The share follows the claims; the operator may change rules and payouts."),
            N_("Cover ends at short notice; nothing is paid back."),
            _ONE_PRICE,
            True,
            True,
            True,
            ("eligible_age_30_days_59", "closing_no_refund", "closing_cover_end"),
        ),
        System(
            "mutual_insured",
            N_("Mutual aid, underwritten (launch of 2018)"),
            N_("The same, as a group policy of Trust Mutual Life."),
            N_("The members up to 188 yuan a year; the insurer above it."),
            N_("The share follows the claims up to 188 yuan; fee of 10 %."),
            N_("The insurer owes what was claimed; sales stopped after six weeks."),
            _ONE_PRICE,
            True,
            True,
            True,
            ("underwriter_2018", "annual_cap_188", "fee_10_percent", "conversion_2018"),
            CHINESE,
        ),
        System(
            "one_year",
            N_("One-year policy, online"),
            N_("The plan's lump sums by age, for a year."),
            N_("The insurer, from its capital."),
            N_(
                "Not within the year. At renewal the price "
                "rises with age, and the tariff may change."
            ),
            N_("Cover runs to the end of the year; a withdrawn product may not be renewed."),
            N_("Health questions; some are declined or pay more. Price by age and sex."),
            True,
            True,
            False,
            ("pricing_level_quotes", "loading_cap_individual", "quote_one_year_picc"),
        ),
        System(
            "level",
            N_("Level policy"),
            N_("The plan's lump sums by age, until membership would end."),
            N_("The insurer, from its capital."),
            N_("Neither price nor cover, as long as premiums are paid."),
            N_("The contract runs on to its end."),
            N_(
                "Health questions once; some are declined or pay more. "
                "Price by age at entry and sex."
            ),
            True,
            False,
            False,
            ("quotes_level_kunlun", "level_interest_assumed", "mortality_cl2013", "k2020"),
        ),
        System(
            "bridging",
            N_("Bridging policy of 2022 (smaller sums)"),
            N_(
                "To 39: 100,000 yuan critical, 40,000 moderate, 20,000 mild; from 40 on 40,000, "
                "20,000, 10,000."
            ),
            N_("The insurer: PICC (Life or Health, reports differ) or Sunshine Life."),
            N_("Not within the year; the price rises with age."),
            N_("Cover runs to the end of the year."),
            N_("Members at the closing: no new questions, no waiting, three months free."),
            False,
            True,
            False,
            (
                "closing_policy_cover",
                "closing_transfer",
                "closing_free_months_cost",
                "bridge_price_points",
                "bridge_insurer_picc_life",
                "bridge_insurer_picc_health",
            ),
            CHINESE,
        ),
        System(
            "medical",
            N_("Million-yuan medical cover (another kind)"),
            N_("Hospital bills above a deductible, not a lump sum."),
            N_("The insurer, from its capital."),
            N_("Price rises with age; the tariff may change."),
            N_("Some promise renewal for six years."),
            N_("Health questions; with social insurance."),
            False,
            False,
            False,
            ("quotes_medical_picc", "quotes_medical_taikang"),
            CHINESE,
        ),
    )
}
COMPARED = tuple(name for name, system in SYSTEMS.items() if system.same_benefit)


def compares(name: str, scenario: Scenario) -> bool:
    """Say whether a system's price may stand beside a plan's: nothing is converted."""
    return SYSTEMS[name].currency in ("", scenario.currency)


@dataclass(frozen=True, eq=False)
class MutualCosts:
    """What a member pays in twelve months, yuan, whatever her age, on either basis.

    ``years`` by basis. ``now``: the scenario's first year. ``settled``: a year with the same
    members when hardly any of them is still in her first two years.
    """

    years: Mapping[Basis, Projection]

    @property
    def now(self) -> float:
        """The cost of the first year: :meth:`at`."""
        return self.at("now")

    @property
    def settled(self) -> float:
        """The cost of a year once settled: :meth:`at`."""
        return self.at("settled")

    def at(self, basis: Basis) -> float:
        """Return what a member pays, to the end of a plan that ends within the year.

        NaN where the plan never starts: there is no plan then, and no cost.
        """
        year = self.years[basis]
        return math.nan if never_starts(year) else year.headline.cost_per_member_year

    def whole_year(self, basis: Basis) -> float:
        """Return the cost of a whole year, which a premium compares with; NaN if there is none."""
        return math.nan if ends_in_first_year(self.years[basis]) else self.at(basis)

    def benefit_paid(self, basis: Basis) -> float:
        """Return the share of the year's benefits that is paid; 1 where none is due."""
        headline = self.years[basis].headline
        return 1.0 - headline.unpaid / headline.payout if headline.payout else 1.0

    def per_whole_benefit(self, basis: Basis) -> float:
        """Return what a member pays a year for each whole benefit that is paid; NaN for no year."""
        share = self.benefit_paid(basis)
        return self.whole_year(basis) / share if share > 0.0 else math.nan


def launch_cap() -> float:
    """Return the cap on a year, yuan, that was promised first."""
    return next(rule.annual_cap for rule in rules() if rule.annual_cap is not None)


def launch_terms(scenario: Scenario) -> Scenario:
    """Return the scenario with the fee of the launch, the first cap on a year, and an insurer.

    Fee and cap are those of the rules of the record, 10 % and 188 yuan.
    """
    fee_rate = rule_on(LAUNCH).fee_rate
    return scenario.with_changes(fee_rate=fee_rate, annual_cap=launch_cap(), cap_bearer="insurer")


def settled_plan(scenario: Scenario) -> Scenario:
    """Return the plan when hardly any of the same members is still in her first two years."""
    return scenario.with_changes(opening_tenure_years=SETTLED_TENURE_YEARS, joiners_per_year=0.0)


def mutual_costs(scenario: Scenario) -> dict[str, MutualCosts]:
    """Return the costs of both kinds of mutual aid by system name; see :func:`compares`."""
    kinds = {"mutual": scenario, "mutual_insured": launch_terms(scenario)}
    kinds = {name: kind for name, kind in kinds.items() if compares(name, scenario)}
    first = [kind.with_changes(years=1) for kind in kinds.values()]
    plans = project_many([plan for kind in first for plan in (kind, settled_plan(kind))])
    return {
        name: MutualCosts({"now": plans[2 * i], "settled": plans[2 * i + 1]})
        for i, name in enumerate(kinds)
    }


def costs_by_age(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    basis: Basis = "now",
    closing: ClosingTerms = AS_XIANGHUBAO,
) -> dict[str, FloatArray]:
    """Return the yearly cost (A,) below the exit age of every system that :func:`compares`.

    The bridging policy is that of the terms of closing. A level policy's cost is that of who enters
    at the age; medical cover's is the published price of PICC Health. A mutual plan that does not
    last a year has NaN: a part of a year compares with no year's price.
    """
    place = sex_index(sex)
    mutual = {
        name: np.full(scenario.exit_age, one.whole_year(basis))
        for name, one in mutual_costs(scenario).items()
    }
    costs = mutual | {
        "one_year": one_year_premiums(scenario, terms)[place],
        "level": level_premiums(scenario, terms, sex),
        "bridging": bridging_premiums(scenario, terms, closing)[place],
        "medical": medical_prices(scenario.exit_age),
    }
    return {name: cost for name, cost in costs.items() if compares(name, scenario)}


def medical_prices(exit_age: int) -> FloatArray:
    """Return the published price of one million-yuan medical cover, yuan a year.

    By age below ``exit_age``; NaN at ages for which none is published.
    """
    prices = np.full(exit_age, np.nan)
    for quote in quotes():
        if quote.figure_id == "quotes_medical_picc":
            prices[quote.age_from : quote.age_to + 1] = quote.premium
    return prices
