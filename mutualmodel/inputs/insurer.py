"""The commercial side's inputs, declared once as those of a scenario are."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from mutualmodel.inputs.declare import Declared, declare
from mutualmodel.text import N_
from mutualmodel.units import A_YEAR, DAYS, Unit

_GROUPS = {
    "price": N_("How the premium is made"),
    "underwriting": N_("Whom the insurer accepts"),
    "capital": N_("Capital and the long run"),
}


class InsurerTerms(Declared):
    """How an insurer prices and whom it takes.

    Shares are fractions of one, rates are a year. The legal limits of loading are the ranges of
    ``loading`` and ``group_loading``; commission, expenses and margin are parts of the loading.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.

    Examples
    --------
    >>> round(InsurerTerms(loading=0.25).expenses, 4)
    0.1125
    """

    GROUPS: ClassVar[Mapping[str, str]] = _GROUPS

    pricing_level: float = declare(
        0.67,
        "Incidence in the price",
        unit=Unit("multiple", "× table"),
        group="price",
        span=(0.2, 1.5),
        step=0.01,
        source="pricing_level_quotes",
        plausible=(0.67, 0.81),
        plausible_source="pricing_level_plausible",
        help="Incidence in the insurer’s price, as a share of the scenario's table.",
    )
    prices_by: Literal["published", "own"] = declare(
        "published",
        "Table in the price",
        group="price",
        source="own_tables_convention",
        own="incidence",
        help=(
            "Where the plan uses your own incidence table, an insurer may still price by the "
            "published one (CI4), or by yours."
        ),
        words={"published": "published table", "own": "your table"},
    )
    loading: float = declare(
        0.35,
        "Loading, individual policies",
        unit=Unit("share", "of premium"),
        group="price",
        span=(0.0, 0.35),
        step=0.01,
        source="loading_cap_individual",
        plausible=(0.25, 0.35),
        plausible_source="loading_plausible",
        decided=True,
        help="Commission, expenses and margin together. The law allows 35 % at most.",
    )
    group_loading: float = declare(
        0.25,
        "Loading, group policies",
        unit=Unit("share", "of premium"),
        group="price",
        span=(0.0, 0.25),
        step=0.01,
        source="loading_cap_group",
        plausible=(0.15, 0.25),
        plausible_source="group_loading_plausible",
        decided=True,
        help="The same for a group policy of a year or less. The law allows 25 % at most.",
    )
    commission_share: float = declare(
        0.40,
        "Commission",
        unit=Unit("share", "of loading"),
        group="price",
        span=(0.0, 0.6),
        step=0.05,
        source="commission_share_assumed",
        plausible=(0.2, 0.5),
        plausible_source="commission_share_plausible",
        decided=True,
        help="Part of the loading that goes to whoever sells.",
    )
    margin_share: float = declare(
        0.15,
        "Margin",
        unit=Unit("share", "of loading"),
        group="price",
        span=(0.0, 0.4),
        step=0.05,
        source="margin_share_assumed",
        plausible=(0.05, 0.25),
        plausible_source="margin_share_plausible",
        decided=True,
        help="Part of the loading that is to pay for capital; the rest is expenses.",
    )
    interest: float = declare(
        0.035,
        "Interest in level premiums",
        unit=A_YEAR,
        group="price",
        span=(0.0, 0.06),
        step=0.005,
        source="level_interest_assumed",
        plausible=(0.02, 0.045),
        plausible_source="interest_plausible",
        help="Rate at which later claims and premiums are discounted.",
    )
    declined_share: float = declare(
        0.05,
        "Declined",
        unit=Unit("share", "of applicants"),
        group="underwriting",
        span=(0.0, 0.15),
        step=0.01,
        source="declined_share_assumed",
        plausible=(0.02, 0.1),
        plausible_source="declined_share_plausible",
        help="Applicants whom the insurer refuses.",
    )
    declined_incidence: float = declare(
        3.0,
        "Incidence of the declined",
        unit=Unit("multiple", "× average"),
        group="underwriting",
        span=(1.0, 4.0),
        step=0.1,
        source="declined_incidence_assumed",
        plausible=(2, 4),
        plausible_source="declined_incidence_plausible",
        help="How often the declined fall ill, as a multiple of the average applicant of "
        "their age and sex.",
    )
    loaded_share: float = declare(
        0.05,
        "Accepted at a higher price",
        unit=Unit("share", "of applicants"),
        group="underwriting",
        span=(0.0, 0.15),
        step=0.01,
        source="loaded_share_assumed",
        plausible=(0.02, 0.1),
        plausible_source="loaded_share_plausible",
        help="Applicants whom the insurer accepts at more than the usual price.",
    )
    loaded_extra: float = declare(
        0.5,
        "What they pay on top",
        unit=Unit("share", "of price"),
        group="underwriting",
        span=(0.0, 1.0),
        step=0.05,
        source="loaded_extra_assumed",
        plausible=(0.25, 1),
        plausible_source="loaded_extra_plausible",
        help="On top of the usual price; their incidence is above the average by the same share.",
    )
    waiting_days: float = declare(
        90.0,
        "Waiting period of the policy",
        unit=DAYS,
        group="underwriting",
        span=(0, 365),
        step=1,
        source="insurer_waiting_assumed",
        plausible=(90, 180),
        plausible_source="insurer_waiting_plausible",
        decided=True,
        help="Days of the first policy year in which a diagnosis is not covered.",
    )
    cost_of_capital: float = declare(
        0.08,
        "What capital must earn",
        unit=A_YEAR,
        group="capital",
        span=(0.0, 0.2),
        step=0.005,
        source="cost_of_capital_assumed",
        plausible=(0.06, 0.1),
        plausible_source="cost_of_capital_plausible",
        help="The return on the capital needed for a 1-in-200 year.",
    )
    trend_range: float = declare(
        0.02,
        "How far prices may drift",
        unit=A_YEAR,
        group="capital",
        span=(0.0, 0.05),
        step=0.005,
        source="trend_range_assumed",
        plausible=(0.01, 0.04),
        plausible_source="trend_range_plausible",
        help="Yearly growth above or below the scenario's trend, for the range of a lifetime.",
    )

    @property
    def commission(self) -> float:
        """Commission as a share of an individual premium."""
        return self.loading * self.commission_share

    @property
    def margin(self) -> float:
        """Margin as a share of an individual premium."""
        return self.loading * self.margin_share

    @property
    def expenses(self) -> float:
        """Expenses as a share of an individual premium."""
        return self.loading - self.commission - self.margin

    @property
    def accepted_share(self) -> float:
        """Share of applicants who are taken."""
        return 1.0 - self.declined_share

    @property
    def accepted_incidence(self) -> float:
        """Incidence of those taken over that of all applicants of their age and sex.

        With a share d declined at r times the average it is (1 - d r) / (1 - d).
        """
        return (1.0 - self.declined_share * self.declined_incidence) / self.accepted_share

    @property
    def accepted_price(self) -> float:
        """Average premium of those taken over the usual one."""
        return 1.0 + self.loaded_share * self.loaded_extra / self.accepted_share
