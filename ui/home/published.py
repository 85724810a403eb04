"""What a plan is known to have cost beside what the model says, and why the two differ."""

from mutualmodel import Projection
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.inputs import Published, PublishedCost
from mutualmodel.periods import PERIODS_PER_YEAR
from ui.frame import state
from ui.kit.language import _, as_told, exact, money, ratio, sentences, with_unit


def published_beside(published: Published, projection: Projection) -> str:
    """Say what was published, what the model has instead, and why it misses."""
    told = [_beside(cost, projection) for cost in published.costs]
    return sentences(*told, _(published.why_missed))


def _beside(cost: PublishedCost, projection: Projection) -> str:
    (was,) = numbers_of(cost.figure_id)
    settlements = PERIODS_PER_YEAR * cost.months // 12
    found = float(projection.array("charged_per_member")[:settlements].sum())
    if cost.months == 12:
        pattern = _(
            "Published for {year}: [{was} a member]({link}). The model says {found} in the first "
            "year, {error}."
        )
    else:
        pattern = _(
            "Published for the first {months} months of {year}: [{was} a member]({link}). The "
            "model says {found} in as many months, {error}."
        )
    return pattern.format(
        months=cost.months,
        year=figure(cost.figure_id).as_of[:4],
        was=with_unit(exact(round(as_told(was), 2)), _("¤")),
        link=state.link_to("sources", figure=cost.figure_id),
        found=money(found),
        error=ratio(found / was),
    )
