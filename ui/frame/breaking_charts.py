"""How near a plan is to breaking: one bar for each input that can break it."""

import math

import pandas as pd

from mutualmodel import Scenario, Sentence, project
from mutualmodel.engine.cohorts import STATED_SHARES
from mutualmodel.inputs import fields
from mutualmodel.text import N_
from mutualmodel.units import YEARS
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Table,
    end_label,
    frame,
    horizontal_bars,
    hover,
    key_line,
    label,
    points,
    told,
    whole_beside,
)
from ui.kit.language import (
    _,
    as_set,
    beside,
    listed,
    measured,
    money,
    named,
    sentence,
    sentences,
    unit_in_words,
)
from ui.kit.palette import Palette

# What breaks, as it is said behind a value.
BREAK_WORDS = {
    "minimum": N_("too few members are left, and the plan dissolves"),
    "unravels": N_("the plan unravels"),
    "claim_cap": N_("one claim reaches its cap"),
    "annual_cap": N_("the cap on a year is reached"),
    "fund": N_("what members pay in advance is not enough"),
    "unpaid": N_("claims stay unpaid"),
    "sponsor": N_("someone else must pay"),
    "costly_year": N_("one year in 200 costs more than the limit set"),
}
# Letters of a line of a row's name.
_LETTERS = 25
# Beyond these a bar says little: the input would have to be moved most of its range.
SHOWN = 8


def breaking_rows(found: pd.DataFrame) -> pd.DataFrame:
    """Return the nearest breaks with the words of a page: ``row`` and ``at``, beside the rest."""
    rows = found.head(SHOWN).copy()
    rows["row"] = [row_name(one["title"], one["way"]) for _place, one in rows.iterrows()]
    rows["at"] = [
        value_words(one["input"], one["value"], one["way"]) for _place, one in rows.iterrows()
    ]
    return rows


def row_name(name: Sentence, way: str) -> str:
    """Name an input and the way it is moved."""
    title = sentence(name)
    return (
        _("{input}, up").format(input=title)
        if way == "up"
        else _("{input}, down").format(input=title)
    )


def value_words(field: str, value: float, way: str) -> str:
    """Write the value at which it breaks, beside the input's title."""
    return beside(fields()[field], just_past(field, value, way))


def just_past(field: str, value: float, way: str) -> float:
    """Round a value to four digits away from where the input stands, so that it breaks there."""
    meta = fields()[field]
    assert meta.minimum is not None
    assert meta.maximum is not None
    # Shares of ages sum to no more than one: the least more could be too much.
    if value == 0.0 or field in STATED_SHARES:
        return value
    digit = 10.0 ** (math.floor(math.log10(abs(value))) - 3)
    away = math.ceil if way == "up" else math.floor
    rounded = float(f"{away(round(value / digit, 6)) * digit:.10g}")
    return min(max(rounded, meta.minimum), meta.maximum)


def nearness(found: pd.DataFrame, baseline: pd.DataFrame | None, colours: Palette) -> Chart:
    """Draw how far each input can be moved, of the way to the end of its range, until a break."""
    rows = breaking_rows(found)
    figure = frame(
        colours,
        Axis(_("how far to the end, %"), span=(0.0, 100.0)),
        Axis("", downward=True, grid=False),
        hover="closest",
        bar_gap=0.35,
    )
    tints = [_tint(one, colours) for one in rows["breaks"]]
    said = [_(BREAK_WORDS[one]) for one in rows["breaks"]]
    # In lines, so that a narrow chart has room for its bars.
    lines = [hover.wrapped(row, _LETTERS) for row in rows["row"]]
    for row, line, share, at, words, tint in zip(
        rows["row"], lines, 100 * rows["nearness"], rows["at"], said, tints, strict=True
    ):
        told_as = hover.alone(named(row, listed((at, words))))
        horizontal_bars(figure, [line], [share], "", tint, edge=colours.surface, hover=told_as)
        _value(figure, line, float(share), at, colours)
    for words, tint in dict(zip(said, tints, strict=True)).items():
        key_line(figure, f"■ {words}", tint)
    if baseline is not None:
        _past(figure, baseline, lines, colours)
    return Chart(
        title=_("How far can each input move before something breaks?"),
        figure=figure,
        alt=told(_alt(found), None if baseline is None else _alt(baseline)),
        table=lambda: _tables(found, baseline),
        note=_(
            "How far: from where an input stands to the end of its range. Each is moved alone; "
            "the others stay."
        ),
    )


def _value(figure: Figure, row: str, share: float, text: str, colours: Palette) -> None:
    """Write the value behind its bar, or within a long one."""
    if share <= 50:
        end_label(figure, share, row, text, colours.text)
    else:
        label(figure, share, row, text, colours.surface, yanchor="middle", yshift=0, xshift=-6)


def _past(figure: Figure, past: pd.DataFrame, rows: list[str], colours: Palette) -> None:
    """Mark where the baseline breaks in the rows that are drawn."""
    names = [row_name(one["title"], one["way"]) for _place, one in past.iterrows()]
    known = past.assign(row=[hover.wrapped(name, _LETTERS) for name in names])
    known = known[known["row"].isin(rows)]
    points(
        figure,
        list(100 * known["nearness"]),
        list(known["row"]),
        _("baseline"),
        colours.baseline,
        symbol="circle-open",
        size=11,
        stroke=2,
        hover=hover.alone(hover.in_row(_("baseline"))),
        clipped=False,
    )
    key_line(figure, "○ " + _("baseline"), colours.baseline)


def _tint(name: str, colours: Palette) -> str:
    if name in ("minimum", "unravels", "unpaid"):
        return colours.unpaid
    return colours.over_40 if name == "costly_year" else colours.sponsor


def _alt(found: pd.DataFrame) -> str:
    if not len(found):
        return _("No input, moved alone within its range, breaks the plan.")
    rows = breaking_rows(found)
    return _("Nearest first: {rows}.").format(
        rows=listed(named(row, at) for row, at in zip(rows["row"], rows["at"], strict=True))
    )


@as_set()
def _unit_as_set(name: str) -> str:
    return unit_in_words(fields()[name].unit)


def _table(found: pd.DataFrame) -> Table:
    rows = [one for _place, one in found.iterrows()]
    # A baseline may break at other inputs: its rows stand beside those of the same name.
    names = pd.Index([row_name(one["title"], one["way"]) for one in rows], dtype=object)
    at, unit = _("breaks at"), _("unit of that")
    raw = {
        _("input"): names,
        at: [just_past(one["input"], one["value"], one["way"]) for one in rows],
        unit: [_unit_as_set(one["input"]) for one in rows],
        _("what breaks"): [_(BREAK_WORDS[one]) for one in found["breaks"]],
        _("of its present value, %"): (100 * found["relative"]).round(1).to_numpy(),
        _("how far to the end of its range, %"): (100 * found["nearness"]).round(1).to_numpy(),
        _("then the operator or an insurer pays in total, ¤"): found["sponsor"].round().to_numpy(),
        _("then unpaid in total, ¤"): found["unpaid"].round().to_numpy(),
    }
    words = {at: [value_words(one["input"], one["value"], one["way"]) for one in rows]}
    return Table(pd.DataFrame(raw, index=names), pd.DataFrame(words, index=names), (unit,))


def _tables(found: pd.DataFrame, baseline: pd.DataFrame | None) -> Table:
    """Return the breaks of the case and the baseline's beside them, input by input."""
    now = _table(found)
    if baseline is None:
        return now
    past = _table(baseline)
    rows = now.raw.index.union(past.raw.index, sort=False)
    every = now.raw.reindex(rows)
    every[every.columns[0]] = rows
    return whole_beside(Table(every, now.words.reindex(rows), now.unread), past)


def breaking_sentence(found: pd.DataFrame, standing: tuple[str, ...], plan: Scenario) -> str:
    """Say what is broken as the plan stands, or what breaks it first, and who is left unpaid."""
    years = measured(plan.years, YEARS)
    if standing:
        sponsor, unpaid = (float(project(plan).array(name).sum()) for name in ("sponsor", "unpaid"))
        return sentences(
            _("As it stands: {broken}.").format(
                broken=listed(_(BREAK_WORDS[one]) for one in standing)
            ),
            _("The operator or an insurer pays {yuan} within {years}.").format(
                yuan=money(sponsor), years=years
            )
            if "sponsor" in standing
            else "",
            _("Claims of {yuan} stay unpaid within {years}.").format(
                yuan=money(unpaid), years=years
            )
            if "unpaid" in standing
            else "",
        )
    if not len(found):
        return _("No input, moved alone within its range, breaks the plan.")
    first = found.iloc[0]
    nearest = _("Nothing breaks as it stands. Nearest: {input}, at {value}: {breaks}.").format(
        input=row_name(first["title"], first["way"]),
        value=value_words(first["input"], first["value"], first["way"]),
        breaks=_(BREAK_WORDS[first["breaks"]]),
    )
    borne = []
    if first["sponsor"] > 0:
        text = _("The operator or an insurer then pays {yuan} within {years}.")
        borne.append(text.format(yuan=money(first["sponsor"]), years=years))
    if first["unpaid"] > 0:
        text = _("Claims of {yuan} then stay unpaid within {years}.")
        borne.append(text.format(yuan=money(first["unpaid"]), years=years))
    return sentences(nearest, *borne)
