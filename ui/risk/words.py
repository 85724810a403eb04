"""What the risk page says in words: how sure a year is, and who pays what is above a cap."""

from mutualmodel import (
    CostBand,
    Projection,
    Quantity,
    Scenario,
    Uncertainty,
    cost_band,
    project,
)
from mutualmodel.engine import never_starts
from mutualmodel.simulation import FEW_MEMBERS, Simulation, in_whole_numbers
from mutualmodel.text import N_
from ui.frame.layers import LAYER_NAMES, parts
from ui.frame.standing import ends
from ui.frame.state import View
from ui.kit.language import LEAST_YUAN, _, money, percent, quantity, sentences
from ui.risk.steps import one_in_200


def answer(simulation: Simulation) -> str:
    """Answer the page's question with the numbers of the plan: how sure a year is, who pays."""
    plan = simulation.scenario
    projection = project(plan)
    if never_starts(projection):
        return ends(projection)
    if means_differ(plan):
        expected = float(simulation.means("cost")[0][0])
    else:
        expected = projection.headline.cost_per_member_year
    said = _(
        "In the first year a member pays {expected} on average, and more than {worst} in one year "
        "in 200."
    ).format(expected=money(expected), worst=money(one_in_200(simulation)[0]))
    return sentences(said, _bad_year(plan))


def _bad_year(plan: Scenario) -> str:
    """Say who pays in a bad year; how a fund is filled up again the page Fund says."""
    if plan.funding == "fund":
        return ""
    if plan.claim_cap is None and plan.year_cap is None:
        return _("Members pay for a bad year alone: there is no cap.")
    return _(_WHO_BEARS[plan.cap_bearer])


def verdict(projection: Projection, spread: Uncertainty) -> str:
    """Say how far a year strays, by which of the two causes, and whether size would help.

    Size does not help where a layer beside chance and the common factor outweighs both.
    """
    band = cost_band(projection)
    if never_starts(projection):
        return ends(projection)
    if band.due < LEAST_YUAN:
        return sentences(_("Nothing is shared, so nothing is uncertain."), ends(projection))
    chance, common = band.chance_sd / band.due, band.systemic_sd / band.due
    says = _(
        "A year varies around its average by ±{chance} through chance and by ±{common} through "
        "good and bad years."
    ).format(chance=percent(chance, 1), common=percent(common, 1))
    larger = _larger(projection.scenario, band, spread)
    return sentences(says, larger, _year_cap(projection, band), ends(projection))


def _larger(plan: Scenario, band: CostBand, spread: Uncertainty) -> str:
    """Say whether a larger pool would make the first year surer."""
    members = quantity(Quantity(plan.members, "members"))
    if band.chance_sd < band.systemic_sd / 5:
        return _(
            "With {members} chance is next to nothing beside good and bad years: a larger pool "
            "would not make the cost any surer."
        ).format(members=members)
    if band.chance_sd <= band.systemic_sd:
        return _("Both count; a larger pool takes away only the first.")
    most = max(parts(spread), key=lambda part: part.deviation)
    if most.layer != "process" and most.deviation > band.chance_sd:
        return _(
            "With {members} chance is the larger of the two, but {layer} outweighs it: ±{open}. A "
            "larger pool would not narrow that."
        ).format(
            members=members,
            layer=_(LAYER_NAMES[most.layer]),
            open=percent(most.deviation / band.due, 1),
        )
    return _("With {members} it is mostly chance: a larger pool would help.").format(
        members=members
    )


_CAPPED = {
    "sponsor": N_(
        "The cap on a year cuts that off above {cap}: what then varies is what the operator pays."
    ),
    "insurer": N_(
        "The cap on a year cuts that off above {cap}: what then varies is what the insurer pays."
    ),
    "nobody": N_(
        "The cap on a year cuts that off above {cap}: what then varies is what claimants are not "
        "paid."
    ),
}


def _year_cap(projection: Projection, band: CostBand) -> str:
    """Say what a cap on the year does to the spread, where it does anything."""
    if not band.year_cap_bites:
        return ""
    plan = projection.scenario
    return _(_CAPPED[plan.cap_bearer]).format(cap=money(plan.year_limit))


_WHO_BEARS = {
    "sponsor": N_("Above a cap the operator pays: a promise with no reserve behind it."),
    "insurer": N_("Above a cap an insurer pays, which must hold the capital shown for it."),
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


def whole_members(view: View) -> str:
    """Say that courses count members one by one, where a pool is so small that they do."""
    if not any(in_whole_numbers(plan) for plan in view.plans):
        return ""
    return _(
        "In a pool of fewer than {few} the runs count members one by one: who they are and which "
        "of them leave is a matter of chance too."
    ).format(few=quantity(Quantity(FEW_MEMBERS, "members")))


def means_differ(plan: Scenario) -> bool:
    """Say whether the mean of simulated courses is another than the cost expected without chance.

    Bad years and runs strike in courses only, and members who react to the levy of their own course
    leave oftener after a dear year than they stay on after a cheap one.
    """
    return plan.reacts_to_share or plan.bad_years_strike or plan.runs_strike
