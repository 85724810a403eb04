"""What the record shows of hazards that the default leaves out, each value with its figure."""

from collections.abc import Mapping

# Value and id in ``data/figures.csv`` by field of :class:`Scenario`.
Recorded = Mapping[str, tuple[float, str]]

# The refused claim of November 2020 and what followed it. Whether members reacted to the share
# cannot be told from events, so there is no elasticity here.
RECORDED_LEAVING: Recorded = {
    "scandal_month": (1.0, "refused_claim_2020"),
    "scandal_share": (0.016, "scandal_share_derived"),
    "lapse_rate": (0.293, "lapse_beside_scandal_derived"),
}
# The same as chance has it: one run in the years in which members paid. The record has no bad year.
RECORDED_RUNS: Recorded = {
    "run_probability": (0.34, "run_probability_derived"),
    "run_share": (0.016, "scandal_share_derived"),
}
