"""What the size of the pool does to a plan, in a sentence with its numbers."""

from mutualmodel import Projection, Quantity
from mutualmodel.analysis import PoolEffect
from ui.frame.standing import ends
from ui.kit.language import _, large, money, percent, quantity, sentences


def pool_sentence(effect: PoolEffect, projection: Projection) -> str:
    """Say which effect of the pool's size governs, and why; and when the plan ends, if it does."""
    says = _WORDS[effect.regime](effect, projection)
    return says if effect.regime == "dissolved" else sentences(says, ends(projection))


def is_alarming(effect: PoolEffect, projection: Projection) -> bool:
    """Say whether the sentence tells of a plan that ends, or whose cost others bear."""
    ended = projection.headline.dissolved_after_years is not None
    return ended or effect.regime in ("dissolved", "cap_binds", "year_cap")


def _dissolved(effect: PoolEffect, projection: Projection) -> str:
    return ends(projection)


def _cap_binds(effect: PoolEffect, projection: Projection) -> str:
    return sentences(
        _cap_on_varying(effect, projection)
        if projection.scenario.claim_size_cv > 0.0
        else _cap_on_all(effect, projection),
        _(
            "The first year’s bill is still {gross} a member, because fewer members bring fewer "
            "claims. It is less sure, though: ±{chance} by chance alone."
        ).format(gross=money(effect.gross_cost), chance=percent(effect.chance_cv, 1)),
    )


def _cap_on_varying(effect: PoolEffect, projection: Projection) -> str:
    """Say what a cap leaves of claims of which it cuts the larger ones."""
    held = {
        "sponsor": _(
            "Claims vary in size: one of the larger payout would cost each member {uncapped} on "
            "average. The operator pays what is above the cap of {cap} on one claim, {above} in "
            "the first year; {share} on average is left."
        ),
        "insurer": _(
            "Claims vary in size: one of the larger payout would cost each member {uncapped} on "
            "average. The insurer pays what is above the cap of {cap} on one claim, {above} in "
            "the first year; {share} on average is left."
        ),
        "nobody": _(
            "Claims vary in size: one of the larger payout would cost each member {uncapped} on "
            "average. Nobody pays what is above the cap of {cap} on one claim: claimants are "
            "paid {above} less in the first year; {share} on average is left."
        ),
    }[projection.scenario.cap_bearer]
    return held.format(
        uncapped=money(effect.uncapped_claim_share),
        cap=money(projection.scenario.claim_limit),
        share=money(effect.claim_share),
        above=money(effect.above_cap),
    )


def _cap_on_all(effect: PoolEffect, projection: Projection) -> str:
    held = {
        "sponsor": _(
            "One claim would cost each member {uncapped}; the cap keeps it at {share}, and the "
            "operator pays the rest, {above} in the first year."
        ),
        "insurer": _(
            "One claim would cost each member {uncapped}; the cap keeps it at {share}, and the "
            "insurer pays the rest, {above} in the first year."
        ),
        "nobody": _(
            "One claim would cost each member {uncapped}; the cap keeps it at {share}. Nobody "
            "pays the rest: claimants are paid {above} less in the first year."
        ),
    }[projection.scenario.cap_bearer]
    return sentences(
        _("The pool is below {smallest}, the smallest that stays under the cap.").format(
            smallest=large(effect.smallest_pool)
        ),
        held.format(
            uncapped=money(effect.uncapped_claim_share),
            share=money(effect.claim_share),
            above=money(effect.above_cap),
        ),
    )


def _year_cap(effect: PoolEffect, projection: Projection) -> str:
    held = {
        "sponsor": _(
            "The first year’s bill is {gross} a member; the cap on a year keeps what they pay at "
            "{cost} on average, and the operator pays the rest, {above} in the first year."
        ),
        "insurer": _(
            "The first year’s bill is {gross} a member; the cap on a year keeps what they pay at "
            "{cost} on average, and the insurer pays the rest, {above} in the first year."
        ),
        "nobody": _(
            "The first year’s bill is {gross} a member; the cap on a year keeps what they pay at "
            "{cost} on average. Nobody pays the rest: claimants are paid {above} less."
        ),
    }[projection.scenario.cap_bearer]
    return sentences(
        held.format(
            gross=money(effect.gross_cost),
            cost=money(projection.headline.cost_per_member_year),
            above=money(effect.above_cap),
        ),
        _(
            "Once the cap is used up members pay nothing until the plan year ends. A larger pool "
            "would not help: fewer or more members bring fewer or more claims."
        ),
    )


def _chance(effect: PoolEffect, projection: Projection) -> str:
    return _(
        "Size does not change the average, {gross} in the first year: fewer members bring fewer "
        "claims. But a small pool is less sure: with {members} chance alone makes it ±{chance}, "
        "more than the ±{systemic} of good and bad years."
    ).format(
        gross=money(effect.gross_cost),
        members=quantity(Quantity(effect.members, "members")),
        chance=percent(effect.chance_cv, 1),
        systemic=percent(effect.systemic_cv, 1),
    )


def _systemic(effect: PoolEffect, projection: Projection) -> str:
    room = effect.members / effect.smallest_pool if effect.smallest_pool else 0.0
    far = _(
        "The pool is {room} times the {smallest} members below which a claim would reach the cap."
    )
    if projection.scenario.claim_size_cv > 0.0:
        far = _(
            "The pool is {room} times the {smallest} members below which a claim of average size "
            "would reach the cap."
        )
    distance = far.format(room=large(room), smallest=large(effect.smallest_pool)) if room else ""
    return sentences(
        _(
            "More members would not make this cheaper: they bring just as many more claims, and "
            "the first year still costs {gross} on average. Chance hardly matters any more "
            "(±{chance}); what is left is good and bad years, ±{systemic}, and what the record "
            "leaves open."
        ).format(
            gross=money(effect.gross_cost),
            chance=percent(effect.chance_cv, 1),
            systemic=percent(effect.systemic_cv, 1),
        ),
        distance,
    )


def _certain(effect: PoolEffect, projection: Projection) -> str:
    return _("Nothing is paid out, so there is nothing to share.")


_WORDS = {
    "dissolved": _dissolved,
    "cap_binds": _cap_binds,
    "year_cap": _year_cap,
    "chance": _chance,
    "systemic": _systemic,
    "certain": _certain,
}
