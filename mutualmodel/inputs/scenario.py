"""Every input of the model, declared once.

A :class:`Scenario` is a frozen, flat record of plain numbers. Each field carries its title, unit,
range, step, group, help text and the id of the figure it comes from, so that forms, messages, share
links, the command line, the docs and the tests are all drawn from this one declaration.
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from mutualmodel.inputs.declare import FieldMeta, declare
from mutualmodel.inputs.entry import Entry
from mutualmodel.inputs.funding import Funding
from mutualmodel.inputs.own_choices import OwnChoices
from mutualmodel.money import MOST_MONEY
from mutualmodel.text import N_
from mutualmodel.units import A_YEAR, DAYS, MEMBERS, MONEY, MONEY_A_YEAR, MONTHS, SHARE, YEARS, Unit

IncidenceTable = Literal["CI1", "CI2", "CI3", "CI4", "CI7", "own"]
CapBearer = Literal["sponsor", "insurer", "nobody"]
# Its marks are in :data:`mutualmodel.money.MARKS`.
Currency = Literal[
    "CNY", "AUD", "BRL", "CAD", "CHF", "EUR", "GBP", "HKD", "IDR", "INR", "JPY",
    "KES", "KRW", "MXN", "MYR", "NGN", "PHP", "SGD", "THB", "TWD", "USD", "ZAR",
]  # fmt: skip


GROUPS = {
    "membership": N_("Who is in the plan"),
    "entry": N_("Ages and entry"),
    "incidence": N_("How often members fall ill"),
    "benefit": N_("What is paid and charged"),
    "funding": N_("How members pay"),
    "leaving": N_("Who leaves and why"),
    "events": N_("What makes members leave"),
    "uncertainty": N_("Uncertainty and horizon"),
}


class Scenario(Funding, Entry, OwnChoices):
    """One mutual-aid plan and the assumptions about its members.

    Money is in the plan's currency, rates are per year as fractions, shares are fractions of one.
    The default is Xianghubao in 2020, the year in which its membership peaked: see
    ``docs/model.md``.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.

    Examples
    --------
    >>> small = Scenario().with_changes(members=3e6)
    >>> small.changes_from(Scenario())
    {'members': (105803500.0, 3000000.0)}
    """

    GROUPS: ClassVar[Mapping[str, str]] = GROUPS

    members: float = declare(
        105_803_500.0,
        "Members",
        unit=MEMBERS,
        group="membership",
        span=(20, 300_000_000),
        step=1,
        scale="log",
        source="members_peak_2020",
        plausible=(75_000_000, 105_803_500),
        plausible_source="members_plausible",
        help="Members who share the claims at the start.",
    )
    joiners_per_year: float = declare(
        0.0,
        "Joiners",
        unit=Unit("count", "members a year", "member a year"),
        group="membership",
        span=(0, 200_000_000),
        step=100_000,
        source="joiners_assumed",
        plausible=(0, 10_000_000),
        plausible_source="joiners_per_year_plausible",
        help="New members a year, of the same ages and sexes as those who started.",
    )
    share_under_18: float = declare(
        0.10,
        "Members under 18",
        unit=SHARE,
        group="membership",
        span=(0, 1),
        step=0.01,
        source="age_mix_joint",
        plausible=(0.02, 0.16),
        plausible_source="share_under_18_plausible",
        help="Share of members aged 0 to 17. Within a group, ages follow the 2020 census.",
    )
    share_40_to_59: float = declare(
        0.33,
        "Members aged 40 to 59",
        aged=N_("Members aged 40 to {last}"),
        unit=SHARE,
        group="membership",
        span=(0, 1),
        step=0.01,
        source="age_mix_joint",
        plausible=(0.25, 0.39),
        plausible_source="share_40_to_59_plausible",
        help=(
            "Share of members aged 40 to 59, as far as the plan admits them. The rest are 18 to 39."
        ),
    )
    share_female: float = declare(
        0.5,
        "Women",
        unit=SHARE,
        group="membership",
        span=(0, 1),
        step=0.01,
        source="sex_mix_assumed",
        plausible=(0.45, 0.55),
        plausible_source="share_female_plausible",
        help="Share of women in every age group.",
    )
    opening_tenure_years: float = declare(
        1.56,
        "Opening members joined over",
        unit=YEARS,
        group="membership",
        span=(0, 20),
        step=0.01,
        source="opening_tenure_assumed",
        plausible=(1.21, 1.9),
        plausible_source="opening_tenure_years_plausible",
        help="The members at the start joined evenly over this many years before; 0: all new.",
    )
    incidence_table: IncidenceTable = declare(
        "CI4",
        "Incidence table",
        group="incidence",
        source="ci2020",
        own="incidence",
        help=(
            "China critical-illness table of 2020. CI4: 28 diseases and CI3: 6, under the 2020 "
            "definitions; CI2: 25 and CI1: 6, under those of 2007; CI7: severe cancer alone."
        ),
        words={"own": "your table"},
    )
    incidence_multiplier: float = declare(
        0.4234,
        "Incidence",
        unit=Unit("multiple", "× table"),
        group="incidence",
        span=(0.05, 3),
        step=0.01,
        source="fit_incidence_multiplier",
        plausible=(0.364, 0.477),
        plausible_source="incidence_multiplier_plausible",
        help="How often members fall ill once two years in the plan, as a share of the "
        "table's rate.",
    )
    incidence_trend: float = declare(
        0.0,
        "Trend in incidence",
        unit=A_YEAR,
        group="incidence",
        span=(-0.1, 0.2),
        step=0.005,
        source="trend_assumed",
        plausible=(-0.02, 0.04),
        plausible_source="trend_plausible_assumed",
        varied=True,
        help="Yearly growth of every member's incidence, apart from ageing.",
    )
    select_year_1: float = declare(
        0.4012,
        "Incidence in the first year",
        unit=Unit("multiple", "× later years"),
        group="incidence",
        span=(0, 1.5),
        step=0.01,
        source="fit_select_year_1",
        plausible=(0.33, 0.584),
        plausible_source="select_year_1_plausible",
        help="Incidence in a member's first year, as a share of that after two: newcomers are "
        "healthy.",
    )
    select_year_2: float = declare(
        0.6564,
        "Incidence in the second year",
        unit=Unit("multiple", "× later years"),
        group="incidence",
        span=(0, 1.5),
        step=0.01,
        source="fit_select_year_2",
        plausible=(0.542, 0.804),
        plausible_source="select_year_2_plausible",
        help="Incidence in a member's second year, as a share of that after two.",
    )
    waiting_days: float = declare(
        90.0,
        "Waiting period",
        unit=DAYS,
        group="incidence",
        span=(0, 365),
        step=1,
        source="waiting_90_days",
        plausible=(90, 180),
        plausible_source="waiting_days_plausible",
        decided=True,
        help="Days after joining in which a diagnosis is not covered.",
    )
    accident_share: float = declare(
        0.0,
        "Accidents in the waiting period",
        unit=Unit("share", "of first-year claims"),
        group="incidence",
        span=(0, 1),
        step=0.01,
        source="accident_share_not_known",
        plausible=(0, 0.1),
        plausible_source="accident_share_plausible",
        help=(
            "Share of the claims of a member's first year that accidents cause: the waiting period "
            "did not apply to them. How many they were is not known; 0: cover begins after it."
        ),
    )
    claim_delay_days: float = declare(
        78.5,
        "Delay from diagnosis to payment",
        unit=DAYS,
        group="incidence",
        span=(0, 365),
        step=1,
        source="fit_claim_delay",
        plausible=(52.4, 126.3),
        plausible_source="claim_delay_days_plausible",
        help="Reporting, examination and publication, until the claim is shared: the average.",
    )
    claim_delay_cv: float = declare(
        0.262,
        "Spread of the delay",
        unit=SHARE,
        group="incidence",
        span=(0, 1),
        step=0.01,
        source="fit_claim_delay_cv",
        plausible=(0.2, 0.431),
        plausible_source="claim_delay_cv_plausible",
        help=(
            "How far the delay varies from claim to claim: its standard deviation over its "
            "average, gamma distributed. 0: every claim waits equally long."
        ),
    )
    refused_share: float = declare(
        0.0,
        "Claims refused",
        unit=Unit("share", "of claims submitted"),
        group="incidence",
        span=(0, 0.9),
        step=0.01,
        source="refused_share_not_known",
        plausible=(0, 0.1),
        plausible_source="refused_share_plausible",
        help=(
            "Share of the claims submitted that the plan does not pay. Not known, so 0: the "
            "incidence is fitted to claims paid. A larger share keeps the claims submitted and "
            "pays fewer of them."
        ),
    )
    payout_under_40: float = declare(
        300_000.0,
        "Payout under 40",
        aged=N_("Payout under {payout}"),
        unit=MONEY,
        group="benefit",
        span=(0, MOST_MONEY),
        rail=(0, 1_000_000),
        step=10_000,
        source="payout_under_40",
        plausible=(100_000, 500_000),
        plausible_source="payout_under_40_plausible",
        decided=True,
        help=(
            "Lump sum for a critical illness diagnosed before the birthday on which the payout "
            "changes."
        ),
    )
    payout_40_plus: float = declare(
        100_000.0,
        "Payout at 40 and over",
        aged=N_("Payout at {payout} and over"),
        unit=MONEY,
        group="benefit",
        span=(0, MOST_MONEY),
        rail=(0, 1_000_000),
        step=10_000,
        source="payout_40_plus",
        plausible=(50_000, 200_000),
        plausible_source="payout_40_plus_plausible",
        decided=True,
        help=(
            "Lump sum for a critical illness diagnosed from the birthday on which the payout "
            "changes."
        ),
    )
    mild_payout: float = declare(
        0.0,
        "Payout for mild illness",
        unit=MONEY,
        group="benefit",
        span=(0, MOST_MONEY),
        rail=(0, 300_000),
        step=10_000,
        source="mild_removed_2020",
        plausible=(0, 50_000),
        plausible_source="mild_payout_plausible",
        decided=True,
        help="Lump sum for early thyroid cancer and the like; 0: not covered.",
    )
    covered_share: float = declare(
        1.0,
        "Part of a claim that is paid",
        unit=SHARE,
        group="benefit",
        span=(0.01, 1),
        step=0.01,
        source="covered_share_assumed",
        plausible=(0.5, 1),
        plausible_source="covered_share_plausible",
        decided=True,
        help=(
            "The plan pays this part of every claim; the rest stays with the member. 1: all of it."
        ),
    )
    claim_size_cv: float = declare(
        0.0,
        "Spread of the size of claims",
        unit=Unit("share", "of the average"),
        group="benefit",
        span=(0, 3),
        step=0.05,
        source="claim_size_assumed",
        plausible=(0, 1),
        plausible_source="claim_size_cv_plausible",
        help=(
            "How far the size of claims varies: its standard deviation over its average, the "
            "payout; gamma distributed. 0: lump sums, all claims of a kind alike."
        ),
    )
    fee_rate: float = declare(
        0.08,
        "Management fee",
        unit=Unit("share", "of payouts"),
        group="benefit",
        span=(0, 0.5),
        step=0.005,
        source="fee_8_percent",
        plausible=(0.08, 0.1),
        plausible_source="fee_rate_plausible",
        decided=True,
        help="The operator's fee, charged on top of every payout.",
    )
    per_claim_cap: float | None = declare(
        0.10,
        "Cap on one claim",
        unit=Unit("money", "¤ a member"),
        group="benefit",
        span=(0.001, MOST_MONEY),
        rail=(0.001, 100),
        step=0.01,
        first=0.10,
        source="per_claim_cap_010",
        plausible=(0.05, 0.2),
        plausible_source="per_claim_cap_plausible",
        decided=True,
        help="The most a member pays towards one claim; none: no such cap.",
    )
    annual_cap: float | None = declare(
        None,
        "Cap on a year",
        unit=MONEY_A_YEAR,
        group="benefit",
        span=(1, MOST_MONEY),
        rail=(1, 10_000),
        step=1,
        first=188.0,
        source="annual_cap_none_2021",
        plausible=(146, 188),
        plausible_source="annual_cap_plausible",
        decided=True,
        help="The most a member pays in a plan year; none: no such cap.",
    )
    cap_bearer: CapBearer = declare(
        "sponsor",
        "Who pays above a cap",
        group="benefit",
        source="cap_bearer_ant_2019",
        help="The operator (sponsor), an insurer, or nobody: then payouts are scaled down.",
        words={"sponsor": "operator", "insurer": "insurer", "nobody": "nobody"},
    )
    minimum_members: float = declare(
        0.0,
        "Minimum membership",
        unit=MEMBERS,
        group="benefit",
        span=(0, 300_000_000),
        step=100_000,
        source="minimum_explored",
        plausible=(0, 3_300_000),
        plausible_source="minimum_members_plausible",
        decided=True,
        help=(
            "Below it the plan dissolves. Xianghubao's own rule was 3.3 million, as in the "
            "presets of 2018 and 2019; 0 allows smaller pools."
        ),
    )
    currency: Currency = declare(
        "CNY",
        "Currency",
        group="benefit",
        source="currency_yuan",
        help=(
            "The money of all amounts of the plan. It changes no number: nothing is converted. "
            "Published prices and incomes, which are in yuan, are compared with a plan in yuan "
            "only."
        ),
        words={
            "CNY": "Chinese yuan (CNY)",
            "AUD": "Australian dollar (AUD)",
            "BRL": "Brazilian real (BRL)",
            "CAD": "Canadian dollar (CAD)",
            "CHF": "Swiss franc (CHF)",
            "EUR": "Euro (EUR)",
            "GBP": "British pound (GBP)",
            "HKD": "Hong Kong dollar (HKD)",
            "IDR": "Indonesian rupiah (IDR)",
            "INR": "Indian rupee (INR)",
            "JPY": "Japanese yen (JPY)",
            "KES": "Kenyan shilling (KES)",
            "KRW": "South Korean won (KRW)",
            "MXN": "Mexican peso (MXN)",
            "MYR": "Malaysian ringgit (MYR)",
            "NGN": "Nigerian naira (NGN)",
            "PHP": "Philippine peso (PHP)",
            "SGD": "Singapore dollar (SGD)",
            "THB": "Thai baht (THB)",
            "TWD": "Taiwan dollar (TWD)",
            "USD": "US dollar (USD)",
            "ZAR": "South African rand (ZAR)",
        },
    )
    lapse_rate: float = declare(
        0.05,
        "Members leaving",
        unit=A_YEAR,
        group="leaving",
        span=(0, 2),
        step=0.01,
        source="lapse_assumed",
        plausible=(0.02, 0.307),
        plausible_source="lapse_rate_plausible",
        help="Yearly rate of leaving of a member who pays exactly what cover is worth to them.",
    )
    price_elasticity: float = declare(
        0.0,
        "Reaction to the price",
        unit=Unit("plain", "elasticity"),
        group="leaving",
        span=(0, 3),
        step=0.1,
        source="price_elasticity_assumed",
        plausible=(0, 1.14),
        plausible_source="price_elasticity_plausible_derived",
        varied=True,
        help="0: nobody reacts. 1: a member who pays twice what cover is worth to them leaves "
        "twice as fast. The price elasticity of lapse.",
    )
    price_memory_months: float = declare(
        6.0,
        "Memory for the price",
        unit=MONTHS,
        group="leaving",
        span=(0.5, 36),
        step=0.5,
        source="price_memory_assumed",
        plausible=(3, 12),
        plausible_source="price_memory_months_plausible",
        help="Members react to what they paid on average over about this many months.",
    )
    risk_spread: float = declare(
        0.5,
        "Spread of risk between members",
        unit=Unit("share", "of the average"),
        group="leaving",
        span=(0, 1),
        step=0.05,
        source="risk_spread_assumed",
        plausible=(0.25, 0.75),
        plausible_source="risk_spread_plausible_assumed",
        varied=True,
        help="How far members of the same age and sex differ in risk and know it.",
    )
    systemic_cv: float = declare(
        0.10,
        "Spread of good and bad years",
        unit=Unit("share", "of the average"),
        group="uncertainty",
        span=(0, 0.5),
        step=0.01,
        source="systemic_cv_assumed",
        plausible=(0.05, 0.15),
        plausible_source="systemic_cv_plausible_derived",
        varied=True,
        help="How far a year’s incidence varies for all members alike, as a standard "
        "deviation: systematic risk, which no pool is too big for.",
    )
    systemic_correlation: float = declare(
        0.0,
        "Good and bad years, year to year",
        unit=Unit("plain", "correlation"),
        group="uncertainty",
        span=(0, 0.95),
        step=0.05,
        source="systemic_correlation_assumed",
        plausible=(0, 0.5),
        plausible_source="systemic_correlation_plausible_derived",
        varied=True,
        help=(
            "How far a bad year is followed by another, as a correlation; 0: every year is "
            "independent of the others."
        ),
    )
    seed: int = declare(
        20181016,
        "Seed",
        group="uncertainty",
        span=(0, 2_147_483_647),
        step=1,
        source="seed_convention",
        help="Start of the random numbers, so that a simulation can be repeated.",
    )
    years: int = declare(
        5,
        "Years shown",
        unit=YEARS,
        group="uncertainty",
        span=(1, 10),
        step=1,
        source="horizon_convention",
        help="How far ahead the plan is projected.",
    )

    @model_validator(mode="after")
    def _ages_fit(self) -> Self:
        if self.share_under_18 + self.share_40_to_59 + self.share_60_plus > 1 + 1e-9:
            raise ValueError("shares of age groups")
        if self.minimum_age >= self.exit_age:
            raise ValueError("ages of entry and exit")
        return self

    @property
    def paid_multiplier(self) -> float:
        """The multiplier on the table at which claims are paid: without those refused."""
        return self.incidence_multiplier * (1.0 - self.refused_share)

    @property
    def payouts(self) -> tuple[float, float, float]:
        """What a claim pays on average by payout kind, yuan: under 40, 40 and over, mild."""
        named = self.payout_under_40, self.payout_40_plus, self.mild_payout
        young, old, mild = (self.covered_share * payout for payout in named)
        return young, old, mild

    @property
    def bills(self) -> tuple[float, float, float]:
        """What one claim of each payout kind costs all members together, with the fee."""
        young, old, mild = (payout * (1.0 + self.fee_rate) for payout in self.payouts)
        return young, old, mild

    @property
    def largest_bill(self) -> float:
        """The largest of :attr:`bills`."""
        return max(self.bills)

    @property
    def claim_cap(self) -> float | None:
        """The cap on one claim that holds, yuan: what members pay into a fund has none."""
        return None if self.funding == "fund" else self.per_claim_cap

    @property
    def year_cap(self) -> float | None:
        """The cap on a year that holds, yuan: what members pay into a fund has none."""
        return None if self.funding == "fund" else self.annual_cap

    @property
    def claim_limit(self) -> float:
        """The cap on one claim in yuan, infinity where none holds."""
        return math.inf if self.claim_cap is None else self.claim_cap

    @property
    def year_limit(self) -> float:
        """The cap on a year in yuan, infinity where none holds."""
        return math.inf if self.year_cap is None else self.year_cap

    @property
    def reacts_to_share(self) -> bool:
        """Whether members who pay more leave sooner; nobody does who never leaves.

        Nor does anybody where membership goes as the reader's own path does.
        """
        return self.price_elasticity > 0 and self.lapse_rate > 0 and self.members_path != "own"


def plausible() -> dict[str, tuple[float, float, str]]:
    """Return the inputs of a plan that are merely assumed: {field: (low, high, source)}.

    They vary between the two where a range lets in what is assumed. The source is the id of the
    figure in ``data/figures.csv`` that says where the two come from, or that it is a judgement.
    """
    return {
        name: (*meta.plausible, meta.plausible_source)
        for name, meta in fields().items()
        if meta.plausible is not None and meta.varied
    }


def fields() -> dict[str, FieldMeta]:
    """Return the metadata of every field by name, in the order of declaration."""
    return Scenario.fields()
