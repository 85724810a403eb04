"""The guided tour as data: each step's case, page, chart and two sentences.

A step's numbers are never typed: they come from the model, or from the register by a figure's id,
so that they follow when a default changes. What the sentences claim beyond them is tested.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mutualmodel import Case
from mutualmodel.inputs import Value, preset_named
from mutualmodel.text import N_
from ui.frame import tour_numbers as numbers
from ui.frame.past import Snapshot
from ui.kit.language import _


@dataclass(frozen=True, eq=False)
class TourStep:
    """One question of the tour.

    ``changes`` are made to the case of ``preset``, or to the default; ``baseline`` holds what a
    pinned baseline has otherwise, None where none is pinned. ``chart`` is its key as in
    :mod:`ui.frame.contents`; one that the page draws small is on a projector ``enlarged`` so many
    times, and has its row for itself. ``numbers`` fills the gaps of ``title`` and ``told``.
    """

    name: str
    title: str
    told: str
    page: str
    chart: str
    numbers: Callable[[Case, Case | None], Mapping[str, str]]
    preset: str = ""
    changes: Mapping[str, Value] = field(default_factory=dict)
    baseline: Mapping[str, Value] | None = None
    enlarged: float | None = None

    @property
    def shown(self) -> Snapshot:
        """The case that the step shows, with the baseline that it pins."""
        return self.shown_with({})

    def shown_with(self, further: Mapping[str, Value]) -> Snapshot:
        """Return the same with further changes to both."""
        start = Case(plan=preset_named(self.preset).scenario) if self.preset else Case()
        case = start.with_changes({**self.changes, **further})
        return Snapshot(case, None if self.baseline is None else case.with_changes(self.baseline))

    def words(self) -> tuple[str, str]:
        """Return the title and the two sentences in the reader's language."""
        shown = self.shown
        filled = self.numbers(shown.case, shown.baseline)
        return _(self.title).format(**filled), _(self.told).format(**filled)


STEPS: tuple[TourStep, ...] = (
    TourStep(
        "rise",
        N_("How {first} became {last}"),
        N_(
            "The first settlement, in {first_month}, was {first} a member; that of {last_month} "
            "would have been {last}, had the operator not paid it. {settled} of the rise from "
            "{first_year} to {last_year} came because members were past their healthy first "
            "years, and only {leaving} because members left."
        ),
        "history",
        "history_share",
        numbers.rise,
    ),
    TourStep(
        "pool",
        N_("Why {members} members do not make it cheaper"),
        N_(
            "With {small} members or with {members}, a member is expected to pay the same {cost} a "
            "year: more members bring more claims. A large plan only steadies the bill: nine "
            "years in ten lie between {low} and {high}, not between {small_low} and {small_high}."
        ),
        "home",
        "pool",
        numbers.pool,
    ),
    TourStep(
        "payers",
        N_("Who pays for whom"),
        N_(
            "Everyone pays the same {cost} a year, but members under {age} are expected to receive "
            "{young} and the others {old}. On average {moved} a year is paid for members of "
            "another age or sex; with the same payout at every age it would be {equal}."
        ),
        "fairness",
        "receipts",
        numbers.payers,
    ),
    TourStep(
        "cap",
        N_("The cap, and who stands behind it"),
        N_(
            "With {more} more claims than expected and a cap of {cap}, members pay {members} of "
            "the bill. An operator behind the cap pays the rest, {sponsor}, as in the baseline; "
            "with nobody behind it, claimants go without {unpaid}."
        ),
        "home",
        "bearers",
        numbers.cap,
        preset="bad_year_hard_cap",
        baseline={"plan.cap_bearer": "sponsor"},
        enlarged=2.2,
    ),
    TourStep(
        "spiral",
        N_("The spiral: price, leaving, price"),
        N_(
            "Suppose {leaving} of the members leave a year, and more the higher the price is above "
            "what their cover is worth. In year {years} those who remain then pay {cost} instead "
            "of {calm_cost}, {members} of them are left instead of {calm_members}, and their risk "
            "is {risk} times the average of their age."
        ),
        "membership",
        "membership_share",
        numbers.spiral,
        preset="unravelling",
        baseline={"plan.price_elasticity": 0.0},
    ),
    TourStep(
        "fund",
        N_("What a fund would have changed"),
        N_(
            "With {contribution} paid in advance, a fund meets every settlement in at least "
            "{safe} of the simulated runs. But the first year then costs a member {cost} instead "
            "of {after}, and up to {held} of members’ money has to be kept safe."
        ),
        "fund",
        "held",
        numbers.fund,
        changes={"plan.funding": "fund", "plan.contribution_month": 20.0},
        baseline={"plan.funding": "after"},
    ),
    TourStep(
        "closing",
        N_("The closing, and who was left"),
        N_(
            "In {month} nearly {members} were told that the plan would close, and more than "
            "{switched} moved to a policy that they were offered. In the model’s plan of that year "
            "{owed} is owed on that day, and {share} of the members are left without cover."
        ),
        "closing",
        "gap",
        numbers.closing,
        preset="decline_2021",
    ),
    TourStep(
        "insurance",
        N_("What insurance would have cost"),
        N_(
            "For a woman of {age} a year of mutual aid costs {mutual}, a one-year policy "
            "{one_year} and a level policy {level}. Mutual aid is cheaper than the one-year "
            "policy from age {from_age} on, but nobody promises its price, or that a claim is "
            "paid in full."
        ),
        "insurance",
        "ins_costs",
        numbers.insurance,
    ),
    TourStep(
        "unknown",
        N_("What we do not know"),
        N_(
            "Many plans fit what was published of {first_year} to {last_year} about equally well, "
            "yet in year {year} of the default nine in ten of them cost a member between {low} and "
            "{high}. Nothing on record says which is right, and the page Limits lists what this "
            "model must not be used for."
        ),
        "history",
        "history_alike",
        numbers.unknown,
    ),
)
