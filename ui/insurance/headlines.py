"""The head figures of Versus insurance: the break-even age, and what each system costs."""

from mutualmodel.units import YEARS
from ui.frame import state
from ui.frame.why import why_steps
from ui.insurance import words
from ui.insurance.case import YearOfCover
from ui.insurance.steps import EXPLAINED, program
from ui.kit.blocks import figure_row
from ui.kit.headline import Headline, Reading, Writer, headline_figure, yuan
from ui.kit.language import _, label_behind, number

# Pixels of each figure, the large one first.
_WIDTHS = (194, 156, 156, 156)


def draw_headlines(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    """Draw from which age mutual aid is cheaper, and the costs of three systems."""
    first, second, third, fourth = figure_row(_WIDTHS, "xsmall")
    with first:
        _break_even(view, now, before)
    with second:
        _cost("mutual", _("Mutual aid"), _("a year, at every age"), now, before)
        _why(view, "ins_mutual", _("What a member pays in the year"))
    with third:
        _cost("one_year", _("One-year policy"), _("a year, at {age}"), now, before)
        _why(view, "ins_one_year", _("The one-year premium"))
    with fourth:
        _cost("level", _("Level policy to 60"), _("a year, entered at {age}"), now, before)
        _why(view, "ins_level", _("The level premium"))


def _break_even(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    age = now.cheaper.age
    note = _("none") if age is None else _("the policy costs more from here")
    if before is not None:
        past = before.cheaper.age
        was = _("none") if past is None else words.years(past)
        note = _("{note} (baseline: {age})").format(note=note, age=was)
    write = Writer(_years_apart, number)
    reading = Reading(age, note, none=words.years(None), none_unit=_("years"))
    headline_figure(Headline(_("Break-even age"), write, reading), large=True)
    _why(view, "ins_break_even", _("From which age mutual aid costs less"))


def _years_apart(years: float) -> tuple[str, str]:
    return words.years(round(years)), label_behind(round(years), YEARS)


def _cost(system: str, title: str, note: str, now: YearOfCover, before: YearOfCover | None) -> None:
    past = None
    if before is not None:
        other = before.age != now.age and system != "mutual"
        told = _("at {age}").format(age=before.age) if other else ""
        past = Reading(before.at_age(system), told)
    reading = Reading(now.at_age(system), note.format(age=now.age))
    headline_figure(Headline(title, yuan(_("yuan")), reading, past))


def _why(view: state.View, name: str, title: str) -> None:
    why_steps(name, title, lambda: EXPLAINED[name].steps(view.case), lambda: program(view, name))
