"""Inputs about what befalls a plan: events with a date, and those that chance may bring.

They are part of every :class:`~mutualmodel.inputs.scenario.Scenario`; only their declarations
live here.
"""

from dataclasses import dataclass
from typing import Any

from mutualmodel.inputs.declare import Declared, declare
from mutualmodel.text import N_
from mutualmodel.units import SHARE, Unit


@dataclass(frozen=True)
class EventInputs:
    """Names of the inputs that say when an event happens, who leaves, and how far risks stay."""

    month: str
    share: str
    spares: str

    @property
    def names(self) -> tuple[str, str, str]:
        """All three, in the order in which a form asks for them."""
        return self.month, self.share, self.spares


# Links, files and users' code carry the flat names; everything else takes them from here.
EVENT_INPUTS = {
    "scandal": EventInputs("scandal_month", "scandal_share", "scandal_spares"),
    "notice": EventInputs("notice_month", "notice_share", "notice_spares"),
    "listing": EventInputs("listing_month", "listing_share", "listing_spares"),
}


@dataclass(frozen=True)
class PlanEvent:
    """What makes members of a plan leave at once.

    ``month``: months from now until it happens; ``share`` of the members who leave, 0 where it does
    not happen; ``spares``: the power of own risk to which their leaving falls.
    """

    name: str
    month: float
    share: float
    spares: float

    @property
    def happens(self) -> bool:
        """Whether anyone leaves on its account."""
        return self.share > 0

    @property
    def selects(self) -> bool:
        """Whether those who leave differ in risk from those who stay."""
        return self.happens and self.spares > 0


def _month(title: str, default: float) -> Any:
    return declare(
        default,
        title,
        unit=Unit("months", "months from now", "month from now"),
        group="events",
        span=(1, 120),
        step=1,
        source="event_month_assumed",
        plausible=(0.5 * default, 1.5 * default),
        plausible_source="event_month_plausible",
        help="Months until it happens; those who leave do not share the settlement of that day.",
    )


def _share(title: str) -> Any:
    return declare(
        0.0,
        title,
        unit=SHARE,
        group="events",
        span=(0, 0.9),
        step=0.01,
        source="event_share_assumed",
        plausible=(0, 0.05),
        plausible_source="event_share_plausible",
        help="Share of the members who leave at once because of it; 0: it does not happen.",
    )


def _spares(title: str) -> Any:
    return declare(
        0.0,
        title,
        unit=Unit("plain", "selection exponent"),
        group="events",
        span=(0, 2),
        step=0.1,
        source="event_spares_assumed",
        plausible=(0, 1),
        plausible_source="event_spares_plausible",
        help="0: all leave alike; 1: a member at twice the risk is half as likely to leave. "
        "The selection exponent.",
    )


class Events(Declared):
    """Three events that each make a share of the members leave, bad years and runs.

    By the settlement of its month an event has made its share of the members leave. Their hazard of
    leaving is proportional to own risk ** -spares among members of one age and sex. Bad years and
    runs strike at random, in simulations only.
    """

    scandal_month: float = _month(N_("A scandal: when"), 12.0)
    scandal_share: float = _share(N_("A scandal: share who leave"))
    scandal_spares: float = _spares(N_("A scandal: how strongly the sick stay"))
    notice_month: float = _month(N_("A regulator's notice: when"), 24.0)
    notice_share: float = _share(N_("A regulator's notice: share who leave"))
    notice_spares: float = _spares(N_("A regulator's notice: how strongly the sick stay"))
    listing_month: float = _month(N_("The operator's failed listing: when"), 30.0)
    listing_share: float = _share(N_("The operator's failed listing: share who leave"))
    listing_spares: float = _spares(N_("The operator's failed listing: how strongly the sick stay"))
    bad_year_probability: float = declare(
        0.0,
        "Chance of a bad year",
        unit=SHARE,
        group="uncertainty",
        span=(0, 0.5),
        step=0.01,
        source="bad_year_probability_assumed",
        plausible=(0, 0.05),
        plausible_source="bad_year_probability_plausible",
        help="Chance that screening or a pandemic makes a year a bad one; in simulations.",
    )
    bad_year_size: float = declare(
        0.25,
        "A bad year's extra claims",
        unit=SHARE,
        group="uncertainty",
        span=(0, 2),
        step=0.05,
        source="bad_year_size_assumed",
        plausible=(0.15, 0.5),
        plausible_source="bad_year_size_plausible",
        help="How many more claims a bad year has than an ordinary one; in simulations.",
    )
    run_probability: float = declare(
        0.0,
        "Chance of a mass exit",
        unit=SHARE,
        group="uncertainty",
        span=(0, 0.5),
        step=0.01,
        source="run_probability_assumed",
        plausible=(0, 0.34),
        plausible_source="run_probability_plausible",
        help="Chance in a year that many members leave together at one settlement; in simulations.",
    )
    run_share: float = declare(
        0.20,
        "Share who leave in a mass exit",
        unit=SHARE,
        group="uncertainty",
        span=(0, 0.9),
        step=0.01,
        source="run_share_assumed",
        plausible=(0.016, 0.3),
        plausible_source="run_share_plausible",
        help="Share of the members who leave in a mass exit; in simulations.",
    )

    @property
    def bad_years_strike(self) -> bool:
        """Whether chance may bring a year of more claims."""
        return self.bad_year_probability > 0 and self.bad_year_size > 0

    @property
    def runs_strike(self) -> bool:
        """Whether chance may make members leave together."""
        return self.run_probability > 0 and self.run_share > 0

    @property
    def events(self) -> tuple[PlanEvent, ...]:
        """The three events, in the order of their declaration."""
        return tuple(
            PlanEvent(name, *(getattr(self, field) for field in inputs.names))
            for name, inputs in EVENT_INPUTS.items()
        )
