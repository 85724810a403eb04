"""What a plan is known to have cost beside what the model says, and why the two differ."""

from mutualmodel import Projection
from mutualmodel.figures.reading import numbers_of
from mutualmodel.inputs import Published
from ui.frame import state
from ui.kit.language import _, money, number, ratio, sentences, with_unit


def published_beside(published: Published, projection: Projection) -> str:
    """Say what was published, what the model has instead, and why it misses."""
    (was,) = numbers_of(published.figure_id)
    found = projection.headline.cost_per_member_year
    told = _("Published: [{was} a member]({link}). The model says {found}, {error}.").format(
        was=with_unit(number(was), _("¤")),
        link=state.link_to("sources", figure=published.figure_id),
        found=money(found),
        error=ratio(found / was),
    )
    return sentences(told, _(published.why_missed))
