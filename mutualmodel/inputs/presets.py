"""Plans worth starting from, each with one sentence on what it shows."""

from dataclasses import dataclass, replace

from mutualmodel.inputs.declare import Value
from mutualmodel.inputs.recorded import RECORDED_LEAVING
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.text import N_


@dataclass(frozen=True)
class PublishedCost:
    """What a plan is known to have cost: the figure that says so, in yuan a member.

    It is of ``months`` months, beside the model's first so many.
    """

    figure_id: str
    months: int = 12


@dataclass(frozen=True)
class Published:
    """All that a plan is known to have cost, and why the model misses it."""

    costs: tuple[PublishedCost, ...]
    why_missed: str


@dataclass(frozen=True)
class Preset:
    """A named scenario. ``assumed`` lists the fields set by assumption and not by the record.

    ``sources`` maps each field that departs from the default to the figure it comes from.
    ``published`` is what such a plan really cost, where that is known.
    """

    name: str
    title: str
    insight: str
    scenario: Scenario
    sources: dict[str, str]
    published: Published | None = None

    @property
    def assumed(self) -> tuple[str, ...]:
        """Fields whose source is an assumption."""
        return tuple(field for field, figure in self.sources.items() if "assumed" in figure)


def _preset(name: str, title: str, insight: str, **changes: tuple[Value, str]) -> Preset:
    values = {field: value for field, (value, _) in changes.items()}
    sources = {field: figure for field, (_, figure) in changes.items()}
    return Preset(name, title, insight, Scenario().with_changes(**values), sources)


PEAK_2020 = _preset(
    "peak_2020",
    N_("Peak 2020"),
    N_("106 million members: a claim of 300,000 yuan costs each a third of a fen, a year 91 yuan."),
)
LAUNCH_2018 = _preset(
    "launch_2018",
    N_("Launch 2018"),
    N_(
        "Almost nobody can claim yet: members are new and wait 90 days, so cover looks nearly free."
    ),
    members=(3_300_000.0, "members_launch_threshold_2018"),
    joiners_per_year=(90_000_000.0, "joiners_2018_derived"),
    years=(1, "growth_ended_2019"),
    opening_tenure_years=(0.0, "opening_tenure_2018"),
    share_under_18=(0.107, "members_under_18_2018_derived"),
    share_40_to_59=(0.192, "members_40_to_59_2018_derived"),
    claim_delay_days=(111.0, "claim_delay_2019_replayed"),
    incidence_table=("CI2", "definitions_2007"),
    fee_rate=(0.10, "fee_10_percent"),
    annual_cap=(188.0, "annual_cap_188"),
    cap_bearer=("insurer", "underwriter_2018"),
    minimum_members=(3_300_000.0, "minimum_3_3m"),
)
GROWTH_2019 = _preset(
    "growth_2019",
    N_("Growth 2019"),
    N_("80 million join in a year: the new members share the cost before they can claim."),
    members=(26_900_000.0, "members_dec_2018_read"),
    joiners_per_year=(82_000_000.0, "joiners_2019_replayed"),
    years=(1, "growth_ended_2019"),
    opening_tenure_years=(0.23, "opening_tenure_2019_replayed"),
    share_under_18=(0.101, "members_ages_2019_replayed"),
    share_40_to_59=(0.305, "members_ages_2019_replayed"),
    claim_delay_days=(111.0, "claim_delay_2019_replayed"),
    incidence_table=("CI2", "definitions_2007"),
    annual_cap=(188.0, "annual_cap_188"),
    minimum_members=(3_300_000.0, "minimum_3_3m"),
)
DECLINE_2021 = _preset(
    "decline_2021",
    N_("Decline 2021"),
    N_(
        "Members are past their healthy first years and more than a quarter leave in the year: the "
        "share climbs."
    ),
    members=(101_007_600.0, "members_jan_2021"),
    opening_tenure_years=(4.0, "opening_tenure_2021_replayed"),
    lapse_rate=(0.27, "lapse_2021_replayed"),
)
SMALL_100K = _preset(
    "small_100k",
    N_("Small plan"),
    N_("100,000 members pay the same on average, but one claim costs each of them 3.24 yuan."),
    members=(100_000.0, "small_pool_assumed"),
    per_claim_cap=(None, "small_pool_assumed"),
)
SCANDAL_RUN = _preset(
    "scandal_run",
    N_("Scandal"),
    N_(
        "As in 2020 and 2021: a refused claim drives some out at once, and a quarter follow each "
        "year. Those who stay also share the claims of those who left, and pay more."
    ),
    **RECORDED_LEAVING,
)
UNRAVELLING = _preset(
    "unravelling",
    N_("Unravelling"),
    N_(
        "Members leave as fast as in 2021, and faster the more they pay above what their cover is "
        "worth: the healthy go first, the rest pay more, and the plan unravels."
    ),
    years=(10, "unravelling_assumed"),
    lapse_rate=(0.307, "lapse_2021_derived"),
    price_elasticity=(1.0, "unravelling_assumed"),
)
BAD_YEAR_HARD_CAP = _preset(
    "bad_year_hard_cap",
    N_("Hard cap"),
    N_(
        "Half as many claims again as in 2021: members pay no more than 188 yuan, nobody pays the "
        "rest, and claimants are paid less than promised."
    ),
    members=(101_007_600.0, "members_jan_2021"),
    opening_tenure_years=(4.0, "opening_tenure_2021_replayed"),
    lapse_rate=(0.27, "lapse_2021_replayed"),
    years=(1, "bad_year_incidence_assumed"),
    incidence_multiplier=(0.6351, "bad_year_incidence_assumed"),
    annual_cap=(188.0, "annual_cap_2020_forecast"),
    cap_bearer=("nobody", "annual_cap_2020_forecast"),
)
OPERATOR_STOPS = _preset(
    "operator_stops",
    N_("No operator"),
    N_(
        "Half a million members at ten fen a claim raise 50,000 yuan for one of 300,000 yuan: "
        "with no operator behind the cap, most of what was promised stays unpaid."
    ),
    members=(500_000.0, "minimum_baidu_500000"),
    cap_bearer=("nobody", "operator_stops_assumed"),
)
SENIORS_2020 = replace(
    _preset(
        "seniors_2020",
        N_("Senior plan 2020"),
        N_(
            "Xianghubao’s pool for ages 60 to 70: cancer alone pays 100,000 yuan, at most 1 yuan a "
            "claim, no cap on a year. Assumed: a million members who joined evenly since the plan "
            "began, leaving, selection and level of incidence of the younger plan; milder cancers, "
            "for which no rate is published, are not counted."
        ),
        members=(1_000_000.0, "senior_members_assumed"),
        minimum_age=(60, "senior_plan"),
        exit_age=(70, "senior_age_60_69"),
        incidence_table=("CI7", "senior_plan"),
        # Nobody is below 40, but the largest payout is what one claim may cost.
        payout_under_40=(100_000.0, "senior_plan"),
        per_claim_cap=(1.0, "senior_plan"),
        opening_tenure_years=(0.65, "senior_tenure_assumed"),
        incidence_multiplier=(0.4234, "senior_level_assumed"),
        select_year_1=(0.4012, "senior_level_assumed"),
        select_year_2=(0.6564, "senior_level_assumed"),
    ),
    published=Published(
        (PublishedCost("cost_2020_senior"),),
        N_(
            "The level of incidence and the healthy first years are fitted to members below 60; "
            "without those healthy years the model comes close. How many members there were, how "
            "long they had been in and what milder cancers cost is not known."
        ),
    ),
)
WATERDROP_PREPAID = replace(
    _preset(
        "waterdrop_prepaid",
        N_("Waterdrop, prepaid"),
        N_(
            "Members pay in advance into balances of their own, from which each claim is drawn; "
            "when the plan closed, balances went back. Not published, so taken from Xianghubao: "
            "ages, incidence, fee, delay, leaving and the payout at 40 and over. Assumed: no caps, "
            "members who joined evenly since 2016, balances and top-ups of 30 yuan."
        ),
        members=(13_120_000.0, "waterdrop_members_aug_2020"),
        funding=("prepaid", "waterdrop_closing"),
        payout_under_40=(300_000.0, "waterdrop_payout"),
        per_claim_cap=(None, "platform_caps_assumed"),
        opening_tenure_years=(4.25, "waterdrop_tenure_assumed"),
    ),
    published=Published(
        (PublishedCost("waterdrop_cost_2019"), PublishedCost("waterdrop_cost_2020", months=8)),
        N_(
            "Its members’ ages, incidence and joining are not known. With members who are all new "
            "the model comes to about the published cost; with members of four years, to three "
            "times as much."
        ),
    ),
)
# As it was, then what may go wrong.
PRESETS = {
    preset.name: preset
    for preset in (
        LAUNCH_2018,
        GROWTH_2019,
        PEAK_2020,
        DECLINE_2021,
        SMALL_100K,
        SCANDAL_RUN,
        UNRAVELLING,
        BAD_YEAR_HARD_CAP,
        OPERATOR_STOPS,
    )
}


# Plans of another kind than Xianghubao's main one.
OTHER_PLANS = {preset.name: preset for preset in (SENIORS_2020, WATERDROP_PREPAID)}
ALL_PRESETS = {**PRESETS, **OTHER_PLANS}


def preset_named(name: str) -> Preset:
    """Return a preset by name, whichever kind of plan it is."""
    return ALL_PRESETS[name]


def preset_of(scenario: Scenario) -> Preset | None:
    """Return the preset that is exactly this scenario, or None: an edited one has no name.

    Tables of a reader's own that lie beside and are not used do not matter.
    """
    plain = scenario if scenario.by_own_tables else scenario.without_own
    return next((preset for preset in ALL_PRESETS.values() if preset.scenario == plain), None)
