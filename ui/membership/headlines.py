"""The head figures of the membership page: who is left, at what share, how ill, and till when."""

from mutualmodel import Projection
from mutualmodel.engine import never_starts
from mutualmodel.membership import months_to_minimum
from mutualmodel.units import MONTHS
from ui.frame import state
from ui.frame.standing import months_to_end
from ui.frame.why import why
from ui.kit.blocks import figure_pair
from ui.kit.charts import pool_unit
from ui.kit.headline import Headline, Reading, Writer, figures_together, headline_figure, in_money
from ui.kit.language import (
    _,
    amount,
    label_behind,
    large,
    ngettext,
    number,
    percent,
    significant,
)
from ui.membership.ahead import last_members, people
from ui.membership.steps import member_steps


def draw_headlines(view: state.View, plan: Projection, past: Projection | None) -> None:
    """Draw members and share after ten years, the risk of who stays, and when it is too few."""
    left, dear = figure_pair()
    with left:
        _members_left(view, plan, past)
    with dear:
        title, write = _("The price then"), in_money(_("¤ a year"))
        headline_figure(Headline(title, write, _share(plan), _share(past) if past else None))
    title, write = _("Risk of those who remain"), Writer(_times_apart, _times)
    ill = Headline(title, write, _risk(plan), _risk(past) if past else None)
    title, write = _("Below its minimum"), Writer(_months_apart, _months)
    ends = Headline(title, write, _end(plan), _end(past) if past else None)
    figures_together((ill, ends))


def _members_left(view: state.View, plan: Projection, past: Projection | None) -> None:
    title = _("Members after ten years")
    write = Writer(_people_apart, large)
    figure = Headline(title, write, _members(plan), _members(past) if past else None)
    headline_figure(figure, large=True)
    why(view, "members_ten", lambda: member_steps(plan))


# ------------------------------------------------------------------------- read from a projection


def _members(plan: Projection) -> Reading:
    ended = plan.headline.dissolved_after_years
    if ended is not None:
        return Reading(None, _ended(ended), none=_("no plan"))
    members = last_members(plan)
    share = percent(members / plan.scenario.members, 1)
    return Reading(members, _("{share} of those who started").format(share=share))


def _ended(years: float) -> str:
    if years == 0.0:
        return _("it dissolves at the start")
    return _("it dissolves after {months}").format(months=months_to_end(years))


def _share(plan: Projection) -> Reading:
    ended = plan.headline.dissolved_after_years
    if ended == 0.0:
        return Reading(None, none=_("no plan"))
    first = amount(plan.headline.cost_per_member_year)
    if ended is not None:
        return Reading(None, _("first year {cost}").format(cost=first), none=_("no plan"))
    last = float(plan.by_year("charged_per_member")[-1])
    return Reading(last, _("first year {cost}").format(cost=first))


def _risk(plan: Projection) -> Reading:
    if never_starts(plan):
        return Reading(None, none=_("no plan"))
    ended = plan.headline.dissolved_after_years
    note = _("at the same age and sex") if ended is None else _("when it dissolves")
    return Reading(float(people(plan.scenario).mean_risk[-1]), note)


def _end(plan: Projection) -> Reading:
    """Read when membership falls below its minimum, which it may never."""
    minimum = _("minimum {members}").format(members=large(plan.scenario.minimum_members))
    return Reading(months_to_minimum(plan), minimum, none=_("never"))


# ----------------------------------------------------------------------------------- and written


def _people_apart(members: float) -> tuple[str, str]:
    unit = pool_unit()
    if members >= unit.size:
        return number(members / unit.size, 1), _(unit.word)
    return large(members), ""


def _times_apart(value: float) -> tuple[str, str]:
    return "× " + number(value, 2), ""


def _times(value: float) -> str:
    """Write a multiple or a difference of two, so that none but nothing reads as nothing."""
    return number(value, 2) if value == 0 or abs(value) >= 0.005 else significant(value, 1)


def _months_apart(value: float) -> tuple[str, str]:
    return number(value, 1), label_behind(value, MONTHS)


def _months(value: float) -> str:
    return ngettext("{months} month", "{months} months", value).format(months=number(value, 1))
