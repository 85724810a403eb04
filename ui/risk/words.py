"""What the risk page says in words: how sure a year is, and who pays what is above a cap."""

from mutualmodel import Projection, Quantity, cost_band
from mutualmodel.simulation import Simulation
from mutualmodel.text import N_
from ui.frame.state import View
from ui.kit.language import _, percent, quantity, sentences


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
    members = quantity(Quantity(projection.scenario.members, "members"))
    if chance < common / 5:
        ends = _(
            "With {members} chance is next to nothing and the common factor everything: a larger "
            "pool would not make the cost any surer."
        ).format(members=members)
    elif chance > common:
        ends = _("With {members} it is mostly chance: a larger pool would help.").format(
            members=members
        )
    else:
        ends = _("Both count; a larger pool takes away only the first.")
    return sentences(says, ends)


_WHO_BEARS = {
    "sponsor": N_("Above a cap the operator pays: a promise with no reserve behind it."),
    "insurer": N_("Above a cap an insurer pays, who must hold the capital shown for it."),
    "nobody": N_("Above a cap nobody pays: claimants receive less than they were promised."),
}


def who_bears(now: Simulation, past: Simulation | None) -> str:
    """Say who pays what is above a cap, and who does in the baseline if it is another."""
    words = _(_WHO_BEARS[now.scenario.cap_bearer])
    if past is None or past.scenario.cap_bearer == now.scenario.cap_bearer:
        return words
    before = _(_WHO_BEARS[past.scenario.cap_bearer])
    return sentences(words, _("In the baseline: {words}").format(words=before))


def common_part(view: View) -> str:
    """Write how far a year strays for all alike, and what that is in the baseline."""
    now = "±" + percent(view.plan.systemic_cv)
    if view.past is None:
        return now
    before = percent(view.past.systemic_cv)
    return _("{now} (baseline: ±{common})").format(now=now, common=before)
