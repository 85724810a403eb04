"""Inputs about the ages of a plan: who may join, until when, and what changes at which birthday.

They are part of every :class:`~mutualmodel.inputs.scenario.Scenario`; only their declarations
live here.
"""

from mutualmodel.ages import OLDEST_AGE, age_bands
from mutualmodel.inputs.declare import Declared, declare
from mutualmodel.units import AGE, SHARE, Unit


class Entry(Declared):
    """The birthdays that matter to a plan, and deaths where members get old."""

    payout_age: int = declare(
        40,
        "Age at which the payout changes",
        unit=AGE,
        group="entry",
        span=(0, OLDEST_AGE),
        step=1,
        source="payout_age_40",
        plausible=(35, 45),
        plausible_source="payout_age_plausible",
        decided=True,
        help="From this birthday on a critical illness is paid the second of the two lump sums.",
    )
    exit_age: int = declare(
        60,
        "Age at which membership ends",
        unit=AGE,
        group="entry",
        span=(30, OLDEST_AGE),
        step=1,
        source="exit_rules",
        plausible=(55, 70),
        plausible_source="exit_age_plausible",
        decided=True,
        help=(
            "Membership and cover end on this birthday. From 60 on deaths are counted "
            "separately; mild illness is counted to 60 only, for no rate is published beyond."
        ),
    )
    minimum_age: int = declare(
        0,
        "Youngest age of members",
        unit=AGE,
        group="entry",
        span=(0, OLDEST_AGE - 1),
        step=1,
        source="eligible_age_30_days_59",
        plausible=(0, 18),
        plausible_source="minimum_age_plausible",
        decided=True,
        help="Whoever is younger cannot join. Below the age at which membership ends.",
    )
    share_60_plus: float = declare(
        0.0,
        "Members aged 60 and over",
        unit=SHARE,
        group="entry",
        span=(0, 1),
        step=0.01,
        source="share_60_plus_assumed",
        plausible=(0, 0.1),
        plausible_source="share_60_plus_plausible",
        help=(
            "Share of members from 60 on. It counts where membership goes on beyond 60; groups "
            "that the plan's ages rule out are left out and the others scaled up."
        ),
    )
    mortality_multiplier: float = declare(
        1.0,
        "Deaths from 60 on",
        unit=Unit("multiple", "× life table"),
        group="entry",
        span=(0, 3),
        step=0.05,
        source="mortality_multiplier_assumed",
        plausible=(0.7, 1),
        plausible_source="mortality_multiplier_plausible",
        help=(
            "How often members die, as a share of the life table's rate (CL1 men, CL2 women). "
            "Below 60 deaths are among the members leaving."
        ),
    )

    @property
    def age_bands(self) -> dict[str, slice]:
        """Single ages of the bands that charts and tables show, by name."""
        return age_bands(self.payout_age, self.exit_age, self.minimum_age)

    def admits(self, age: int) -> bool:
        """Whether members may have an age."""
        return self.minimum_age <= age < self.exit_age
