"""The head figures of Versus insurance: the break-even age, and what each system costs."""

import math
from collections.abc import Callable

from mutualmodel import project
from mutualmodel.units import AGE
from ui.frame import state
from ui.frame.layers import RANGE_NAMES
from ui.frame.standing import months_to_end, paid_by, years_after
from ui.frame.sureness import draw_parts, layer_shown
from ui.frame.why import why
from ui.insurance import words
from ui.insurance.case import YearOfCover, range_of_cover, spread_of_cover
from ui.insurance.steps import STEPS
from ui.kit.blocks import figure_row
from ui.kit.headline import Headline, Reading, Writer, headline_figure, in_money, notes_below
from ui.kit.language import SEMICOLONS, _, entry, label_behind, listed, money, number, sentences

# Pixels of each figure, the large one first.
_WIDTHS = (194, 156, 156, 156)


def draw_headlines(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    """Draw from which age mutual aid is cheaper, and the costs of three systems.

    Below them stands who pays the bill, and what the plan costs later.
    """
    first, second, third, fourth = figure_row(_WIDTHS, "xsmall")
    with first:
        _break_even(view, now, before)
    with second:
        _mutual(view, now, before)
    with third:
        _cost("one_year", _("One-year policy"), _("a year, at {age}"), now, before)
        _why(view, "one_year_premium")
    with fourth:
        _cost(
            "level",
            _("Level policy to {age}").format(age=view.plan.exit_age),
            _("a year, entered at {age}"),
            now,
            before,
        )
        if not math.isnan(now.at_age("level")):
            _why(view, "level_premium")
    if now.kind != "no plan":
        notes_below(
            paid_by(now.projection, settled=now.basis == "settled"),
            later_note(now),
            words.how_sure(now, range_of_cover(now.case), layer_shown(view)),
        )


def later_note(year: YearOfCover) -> str:
    """Say what the plan costs in the years beside the one that is compared, if it has a cost."""
    if year.kind_on("now") != "a year":
        return ""
    plan = project(year.case.plan)
    first = _("The first year costs a member {cost}.").format(
        cost=money(plan.headline.cost_per_member_year)
    )
    return sentences(first if year.basis == "settled" else "", years_after(plan))


def _break_even(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    note = _no_age(now) or _from_here(now)
    if before is not None:
        past = before.cheaper.age
        was = _no_age(before) if past is None else words.years(past)
        note = _("{note} (baseline: {age})").format(note=note, age=was)
    note = listed(filter(None, (note, *_ranges(view, now, before))), SEMICOLONS)
    write = Writer(_years_apart, number)
    reading = Reading(now.cheaper.age, note, none=words.years(None), none_unit=label_behind(2, AGE))
    headline_figure(Headline(_("Break-even age"), write, reading), large=True)
    if now.kind == "a year":
        _why(
            view,
            "cheaper_from",
            lambda: draw_parts(spread_of_cover(view.case)),
        )


def _ranges(view: state.View, now: YearOfCover, before: YearOfCover | None) -> list[str]:
    """Say between which ages it lies, now and in the baseline, by the layer that is shown."""
    if now.kind != "a year":
        return []
    name = _(RANGE_NAMES[layer_shown(view)])
    told = entry(name, words.ages_between(range_of_cover(now.case)))
    if before is None or before.kind != "a year":
        return [told]
    past = words.ages_between(range_of_cover(before.case, now.case))
    return [_("{note} (baseline: {age})").format(note=told, age=past)]


def _from_here(year: YearOfCover) -> str:
    if year.cheaper.everywhere:
        return _("at every age")
    return _("from this age the policy costs more")


def _no_age(year: YearOfCover) -> str:
    """Say why there is no break-even age; nothing where there is one."""
    return {
        "no plan": _("no plan"),
        "part of a year": _("no whole year to compare"),
        "no benefit": _("nothing to compare"),
        "a year": "" if year.cheaper.age is not None else _("none"),
    }[year.kind]


def _years_apart(years: float) -> tuple[str, str]:
    return words.years(round(years)), label_behind(round(years), AGE)


def _mutual(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    past = _mutual_reading(before) if before is not None else None
    headline_figure(Headline(_("Mutual aid"), in_money(_("¤")), _mutual_reading(now), past))
    if now.kind != "no plan":
        _why(view, "mutual_year")


def _mutual_reading(year: YearOfCover) -> Reading:
    if year.kind == "no plan":
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    ended = year.projection.headline.dissolved_after_years
    if year.kind == "part of a year" and ended is not None:
        note = _("until it dissolves after {months}").format(months=months_to_end(ended))
    elif year.basis == "now":
        note = _("in the first year")
    else:
        note = _("a year, once hardly anyone is new")
    return Reading(year.mutual_cost, note)


def _cost(system: str, title: str, note: str, now: YearOfCover, before: YearOfCover | None) -> None:
    past = None
    if before is not None:
        told = _("at {age}").format(age=before.age) if before.age != now.age else ""
        past = _reading(before, system, told)
    reading = _reading(now, system, note.format(age=now.age))
    headline_figure(Headline(title, in_money(_("¤")), reading, past))


def _reading(year: YearOfCover, system: str, note: str) -> Reading:
    """Read what a policy costs the person; none where too little is published to price it."""
    cost = year.at_age(system)
    if math.isnan(cost):
        return Reading(None, _("deaths from the covered illness are not published"), none=_("none"))
    return Reading(cost, note)


def _why(view: state.View, name: str, parts: Callable[[], None] | None = None) -> None:
    why(view, name, lambda: STEPS[name](view.case), parts=parts)
