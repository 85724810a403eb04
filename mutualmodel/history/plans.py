"""The other plans of the time as presets, as far as they are known.

A plan is here if its members and at least one of its rules (payout, fee, waiting period or minimum
membership) were found; the others of ``platforms.csv`` lack one or both. Where counts of members
contradict each other the lowest is taken, since registered members do not share. Members are taken
to have joined evenly from the launch to the day of the count. What was not found keeps the default,
which is Xianghubao's, and is listed as assumed: so the cost says more of a plan's rules than of its
members.
"""

from __future__ import annotations

from dataclasses import dataclass

from mutualmodel.inputs import Value
from mutualmodel.inputs.presets import Preset
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.text import N_

# The inputs on which the cost of a plan depends most.
MAIN_FIELDS = (
    "members",
    "joiners_per_year",
    "opening_tenure_years",
    "share_under_18",
    "share_40_to_59",
    "incidence_table",
    "incidence_multiplier",
    "waiting_days",
    "payout_under_40",
    "payout_40_plus",
    "mild_payout",
    "fee_rate",
    "per_claim_cap",
    "annual_cap",
    "minimum_members",
    "lapse_rate",
)
# Xianghubao's cap of a tenth of a yuan a claim is no other plan's.
_NO_CAP = (None, "platform_caps_assumed")


@dataclass(frozen=True)
class Plan:
    """One plan of the time as a preset.

    ``platform`` is its row in ``platforms.csv``. ``known`` are the fields of :class:`Scenario` that
    a figure gives, also where it is the same as the default; ``assumed`` those of
    :data:`MAIN_FIELDS` that are not known.
    """

    preset: Preset
    platform: str
    known: tuple[str, ...]
    assumed: tuple[str, ...]


def _plan(platform: str, name: str, title: str, insight: str, **fields: tuple[Value, str]) -> Plan:
    values = {field: value for field, (value, _) in fields.items()}
    sources = {field: figure for field, (_, figure) in fields.items()}
    preset = Preset(name, title, insight, Scenario().with_changes(**values), sources)
    known = tuple(field for field in fields if field not in preset.assumed)
    assumed = tuple(field for field in MAIN_FIELDS if field not in known)
    return Plan(preset, platform, known, assumed)


TRUST_MUTUAL = _plan(
    "Xianghubao (insurance)",
    "trust_mutual_2018",
    N_("Trust Mutual Life 2018"),
    N_(
        "Six weeks old when its sales stopped: "
        "20 million are insured and none of them can claim yet."
    ),
    members=(20_000_000.0, "members_nov_2018"),
    joiners_per_year=(0.0, "conversion_2018"),
    opening_tenure_years=(0.12, "opening_tenure_2019"),
    incidence_table=("CI2", "definitions_2007"),
    waiting_days=(90.0, "waiting_90_days"),
    payout_under_40=(300_000.0, "payout_under_40"),
    payout_40_plus=(100_000.0, "payout_40_plus"),
    mild_payout=(0.0, "definitions_2007"),
    fee_rate=(0.10, "fee_10_percent"),
    per_claim_cap=(0.10, "per_claim_cap_010"),
    cap_bearer=("insurer", "underwriter_2018"),
    minimum_members=(3_300_000.0, "minimum_3_3m"),
)
# From May 2016 to the count of March 2020.
WATERDROP = _plan(
    "Waterdrop Mutual",
    "waterdrop_2020",
    N_("Waterdrop 2020"),
    N_(
        "Reported were 43.9 yuan for 2019, a third of what Xianghubao's members would have cost it."
    ),
    members=(14_000_000.0, "waterdrop_members_mar_2020"),
    opening_tenure_years=(3.9, "waterdrop_dates"),
    payout_under_40=(300_000.0, "waterdrop_payout"),
    per_claim_cap=_NO_CAP,
)
# From the middle of 2016, as only the year is known, to the count of March 2020.
QINGSONG = _plan(
    "Qingsong Mutual",
    "qingsong_2020",
    N_("Qingsong 2020"),
    N_(
        "60 million had joined and 15 million shared the cost; it stopped at once and left claims "
        "part-paid."
    ),
    members=(15_000_000.0, "qingsong_members_mar_2020"),
    opening_tenure_years=(3.7, "qingsong_dates"),
    payout_under_40=(300_000.0, "qingsong_payout"),
    per_claim_cap=_NO_CAP,
)
# The payouts of up to 350,000 and 1,000,000 yuan were mostly against bills and are no lump sums.
MEITUAN = _plan(
    "Meituan Mutual",
    "meituan_2021",
    N_("Meituan 2021"),
    N_(
        "It closed after 382 claims; with members like "
        "Xianghubao's there would have been thousands."
    ),
    members=(15_000_000.0, "meituan_members_2021"),
    opening_tenure_years=(1.6, "meituan_dates"),
    fee_rate=(0.08, "meituan_fee"),
    per_claim_cap=_NO_CAP,
)
BAIDU = _plan(
    "Baidu Denghuo",
    "baidu_2020",
    N_("Baidu Denghuo 2020"),
    N_("At its own minimum of 500,000 members a plan dissolves as soon as anyone leaves."),
    members=(500_000.0, "baidu_members"),
    opening_tenure_years=(0.85, "baidu_dates"),
    fee_rate=(0.08, "baidu_fee"),
    per_claim_cap=_NO_CAP,
    minimum_members=(500_000.0, "minimum_baidu_500000"),
)
DIDI = _plan(
    "Didi's plan",
    "didi_2020",
    N_("Didi 2020"),
    N_("Twice the waiting period, which saves little once members have served it."),
    members=(500_000.0, "didi_members"),
    opening_tenure_years=(1.5, "didi_dates"),
    waiting_days=(180.0, "didi_waiting"),
    per_claim_cap=_NO_CAP,
)
# The average payout stands for those at all ages; the largest was not found.
EHUZHU = _plan(
    "e Mutual",
    "ehuzhu_2020",
    N_("e Mutual 2020"),
    N_(
        "If its average payout of 220,000 yuan holds at every age, members over 40 make it "
        "expensive."
    ),
    members=(3_400_000.0, "ehuzhu_members"),
    payout_under_40=(220_000.0, "ehuzhu_payout_mean"),
    payout_40_plus=(220_000.0, "ehuzhu_payout_mean"),
    per_claim_cap=_NO_CAP,
)
PLANS: dict[str, Plan] = {
    plan.preset.name: plan
    for plan in (TRUST_MUTUAL, WATERDROP, QINGSONG, MEITUAN, BAIDU, DIDI, EHUZHU)
}
