"""What the size of the pool does to a plan, in a sentence with its numbers."""

from mutualmodel import Projection
from mutualmodel.analysis import PoolEffect
from ui.kit.language import _, large, money, ngettext, number, percent


def pool_sentence(effect: PoolEffect, projection: Projection) -> str:
    """Say which effect of the pool's size governs, and why."""
    return _WORDS[effect.regime](effect, projection)


def _dissolved(effect: PoolEffect, projection: Projection) -> str:
    headline, after = projection.headline, projection.headline.dissolved_after_years
    when = _after(12 * after) if after else _("at once")
    return _(
        "The plan dissolves {when}: it has fewer members than its minimum of {minimum}. Members "
        "pay nothing from then on, and claims of {owed}, diagnosed and not yet paid, are left "
        "unpaid."
    ).format(
        when=when,
        minimum=large(projection.scenario.minimum_members),
        owed=money(headline.owed_at_dissolution),
    )


def _after(months: float) -> str:
    text = ngettext("after {months} month", "after {months} months", round(months))
    return text.format(months=number(months))


def _cap_binds(effect: PoolEffect, projection: Projection) -> str:
    bearer = {
        "sponsor": _("the sponsor pays the rest, {above} a year"),
        "insurer": _("the insurer pays the rest, {above} a year"),
        "nobody": _("nobody pays the rest, and claimants go without {above} a year"),
    }[projection.scenario.cap_bearer].format(above=money(effect.above_cap))
    return _(
        "The pool is below {smallest}, the smallest that needs no help. One claim would cost each "
        "member {uncapped}; the cap holds it at {share}, and {bearer}. The bill of an average year "
        "is still {gross} a member, because fewer members bring fewer claims; what grew is its "
        "spread: ±{chance} by chance alone."
    ).format(
        smallest=large(effect.smallest_pool),
        uncapped=money(effect.uncapped_claim_share),
        share=money(effect.claim_share),
        bearer=bearer,
        gross=money(effect.gross_cost),
        chance=percent(effect.chance_cv, 1),
    )


def _chance(effect: PoolEffect, projection: Projection) -> str:
    return _(
        "Size does not lower the average, {gross} a year: fewer members bring fewer claims. It "
        "does widen the year's spread: with {members} members chance alone makes it ±{chance}, "
        "more than the ±{systemic} that hits every pool alike."
    ).format(
        gross=money(effect.gross_cost),
        members=large(effect.members),
        chance=percent(effect.chance_cv, 1),
        systemic=percent(effect.systemic_cv, 1),
    )


def _systemic(effect: PoolEffect, projection: Projection) -> str:
    room = effect.members / effect.smallest_pool if effect.smallest_pool else 0.0
    distance = (
        _(
            " The pool is {room} times the {smallest} below which a claim would meet the cap."
        ).format(room=large(room), smallest=large(effect.smallest_pool))
        if room
        else ""
    )
    return (
        _(
            "More members would not make this cheaper: they bring as many more claims, and the "
            "average stays {gross} a year. Chance has all but died out (±{chance}); what is left "
            "is the uncertainty that all members share, ±{systemic}."
        ).format(
            gross=money(effect.gross_cost),
            chance=percent(effect.chance_cv, 1),
            systemic=percent(effect.systemic_cv, 1),
        )
        + distance
    )


def _certain(effect: PoolEffect, projection: Projection) -> str:
    return _("Nothing is paid out, so there is nothing to share.")


_WORDS = {
    "dissolved": _dissolved,
    "cap_binds": _cap_binds,
    "chance": _chance,
    "systemic": _systemic,
    "certain": _certain,
}
