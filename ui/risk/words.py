"""What the risk page says in words: how sure a year is, and who pays what is above a cap."""

from mutualmodel import Projection, cost_band
from mutualmodel.simulation import Simulation
from ui.frame.state import View
from ui.kit.language import _, large, percent


def verdict(projection: Projection) -> str:
    """Say how far a year strays, by which of the two causes, and whether size would help."""
    band = cost_band(projection)
    if band.due == 0:
        return _("Nothing is shared, so nothing is uncertain.")
    chance, common = band.chance_sd / band.due, band.systemic_sd / band.due
    says = _(
        "A year strays from its average by ±{chance} through chance and by ±{common} through what "
        "is common to all members."
    ).format(chance=percent(chance, 1), common=percent(common, 1))
    members = large(projection.scenario.members)
    if chance < common / 5:
        return (
            says
            + " "
            + _(
                "With {members} members chance is next to nothing and the common factor "
                "everything: a larger pool would not make the cost any surer."
            ).format(members=members)
        )
    if chance > common:
        return (
            says
            + " "
            + _("With {members} members it is mostly chance: a larger pool would help.").format(
                members=members
            )
        )
    return says + " " + _("Both count; a larger pool takes away only the first.")


_WHO_BEARS = {
    "sponsor": "Above a cap the operator pays: a promise with no reserve behind it.",
    "insurer": "Above a cap an insurer pays, who must hold the capital shown for it.",
    "nobody": "Above a cap nobody pays: claimants receive less than they were promised.",
}


def who_bears(now: Simulation, past: Simulation | None) -> str:
    """Say who pays what is above a cap, and who does in the baseline if it is another."""
    words = _(_WHO_BEARS[now.scenario.cap_bearer])
    if past is None or past.scenario.cap_bearer == now.scenario.cap_bearer:
        return words
    before = _(_WHO_BEARS[past.scenario.cap_bearer])
    return words + " " + _("In the baseline: {words}").format(words=before)


def common_part(view: View) -> str:
    """Write how far a year strays for all alike, and what that is in the baseline."""
    now = "±" + percent(view.plan.systemic_cv)
    if view.past is None:
        return now
    before = _("baseline: ±{common}").format(common=percent(view.past.systemic_cv))
    return f"{now} ({before})"
