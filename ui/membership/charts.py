"""Charts of the membership page: who leaves, what that does to the cost, and the record."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from mutualmodel import Projection
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import MATERIAL, PERIODS_PER_YEAR, settlements_held
from mutualmodel.membership import Composition
from mutualmodel.text import N_
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    apart,
    beside,
    days,
    end_label,
    frame,
    hover,
    key_line,
    label,
    line,
    points,
    pool_unit,
    settlement_times,
    told,
    vertical_rule,
)
from ui.kit.language import _, exact, large, money, ngettext, number, percent, sentences
from ui.kit.palette import Palette

# The baseline's lines that stand beside several of the case are thin.
_THIN = 1.1


def share(projection: Projection, baseline: Projection | None, colours: Palette) -> Chart:
    """Draw what a member pays, at a year's rate."""
    across = Axis(_("Years from now"), years=True, span=(0, projection.scenario.years))
    figure = frame(colours, across, _("¤ a year"))
    charged = _charged(projection)
    times = settlement_times(len(charged))
    ends = [(charged[-1], _("a member pays"), colours.accent)]
    dearest = float(charged.max())
    ended = projection.headline.dissolved_after_years
    if ended is not None:
        vertical_rule(figure, ended, colours.unpaid)
        text = _("the plan dissolves")
        label(figure, ended, 0.04, text, colours.unpaid, xanchor="left", xshift=6, of_height=True)
    if baseline is not None:
        past, ink = _charged(baseline), colours.baseline
        line(figure, settlement_times(len(past)), past, _("baseline"), ink, dash="dash")
        ends.append((past[-1], _("baseline"), ink))
        dearest = max(dearest, float(past.max()))
    line(figure, times, charged, _("a member pays"), colours.accent, width=2.2)
    uncapped = _beyond_caps(projection)
    if uncapped is not None:
        name, ink = _("the bill with no cap"), colours.sponsor
        line(figure, times[-len(uncapped) :], uncapped, name, ink, dash="dot")
        ends.append((uncapped[-1], name, ink))
        dearest = max(dearest, float(uncapped.max()))
    heights = np.array([height for height, _name, _ink in ends])
    for height, (_end, name, ink) in zip(apart(heights, 0.07 * dearest), ends, strict=True):
        label(figure, times[-1], height, name, ink)
    return Chart(
        title=_("What will a member pay?"),
        figure=figure,
        alt=told(_share_alt(projection), _share_alt(baseline) if baseline else None),
        table=lambda: beside(
            _share_table(projection), _share_table(baseline) if baseline else None
        ),
        note="" if uncapped is None else _of_caps(projection),
    )


_BEYOND_CAPS = {
    "sponsor": N_("Dotted: what a member would pay with no cap; the operator pays the rest."),
    "insurer": N_("Dotted: what a member would pay with no cap; an insurer pays the rest."),
    "nobody": N_("Dotted: what a member would pay with no cap; claimants go without the rest."),
}


def _beyond_caps(projection: Projection) -> FloatArray | None:
    """Return the levies with no cap at a year's rate, from where a cap holds on; None if none does.

    What is paid into a fund is no levy, and has no cap.
    """
    if projection.scenario.funding != "after":
        return None
    charged = _charged(projection)
    uncapped = projection.array("gross_per_member")[: len(charged)] * PERIODS_PER_YEAR
    capped = np.flatnonzero(uncapped > (1.0 + MATERIAL) * charged)
    return uncapped[max(capped[0] - 1, 0) :] if len(capped) else None


def _of_caps(projection: Projection) -> str:
    """Say who pays beyond a cap, and why members pay less at the end where they do."""
    plan = projection.scenario
    said = _(_BEYOND_CAPS[plan.cap_bearer])
    charged = _charged(projection)
    members = projection.array("members")[len(charged) - 1]
    all_capped = min(bill for bill in plan.bills if bill > 0) > plan.claim_limit * members
    if not all_capped or charged[-1] > (1.0 - MATERIAL) * charged.max():
        return said
    falls = _(
        "The line falls at the end because by then every claim costs a member no more than the cap "
        "on a claim, and fewer members bring fewer claims."
    )
    return sentences(said, falls)


def _charged(projection: Projection) -> FloatArray:
    """Return the levies of the settlements held, at a year's rate; none is nothing."""
    charged = projection.array("charged_per_member")[: settlements_held(projection)]
    return charged * PERIODS_PER_YEAR if len(charged) else np.zeros(1)


def _share_alt(projection: Projection) -> str:
    by_year = projection.by_year("charged_per_member")
    held = max(math.ceil(settlements_held(projection) / PERIODS_PER_YEAR), 1)
    return _("A member pays {first} in the first year and {last} in year {year}.").format(
        first=money(by_year[0]), last=money(by_year[held - 1]), year=held
    )


def _share_table(projection: Projection) -> pd.DataFrame:
    charged = _charged(projection)
    return pd.DataFrame(
        {
            _("settlement"): np.arange(1, len(charged) + 1),
            _("charged, ¤ at a yearly rate"): charged.round(2),
            _("members"): projection.array("members")[: len(charged)].round(),
        }
    )


# -------------------------------------------------------------------------------- who leaves


def classes(people: Composition, baseline: Composition | None, colours: Palette) -> Chart:
    """Draw which share of each risk class is still in the plan."""
    end = float(people.years[-1])
    across = Axis(_("Years from now"), years=True, span=(0, end))
    upwards = Axis(_("share of the number at the start"), tick_format="~%")
    # The lines end at their names, which stand in the margin.
    figure = frame(colours, across, upwards, margins=Margins(right=112))
    note = _(
        "Risk compared with others of the same age and sex; in brackets the share of members "
        "at the start."
    )
    if baseline is not None:
        _past_classes(figure, baseline, colours)
        past = _("Grey: the baseline, all in dashes and its classes dotted.")
        note = sentences(note, past)
    stayed = _stayed(people)
    start = people.by_class[0]
    inks = _class_inks(colours)
    heights = apart(stayed[-1], 0.055 * max(float(stayed.max()), 1e-9))
    for place, risk in enumerate(people.relative_risk):
        _class_line(figure, people, place, _class_name(risk), inks[place], _CLASS_DASHES[place])
        share = percent(float(start[place] / max(start.sum(), 1e-300)), 1)
        text = _("× {risk} ({share})").format(risk=number(float(risk), 2), share=share)
        end_label(figure, end, heights[place], text, inks[place])
    return Chart(
        title=_("Which risks leave first?"),
        figure=figure,
        alt=told(_classes_alt(people), _classes_alt(baseline) if baseline else None),
        table=lambda: _class_table(people, baseline),
        note=note,
    )


# As many as the model has at most, from the lowest risk to the highest.
_CLASS_DASHES = ("dot", "dashdot", "solid", "dash", "longdash", "longdashdot", "solid")


def _class_inks(colours: Palette) -> tuple[str, ...]:
    main = (colours.over_40, colours.accent, colours.mild, colours.sponsor, colours.unpaid)
    return (*main, colours.over_40, colours.text)


def _stayed(people: Composition) -> FloatArray:
    return np.asarray(people.by_class / np.maximum(people.by_class[0], 1e-300))


def _class_name(risk: float) -> str:
    return _("{risk} × average risk").format(risk=number(float(risk), 2))


def _class_line(
    figure: Figure,
    people: Composition,
    place: int,
    name: str,
    ink: str,
    dash: str,
    width: float = 1.8,
) -> None:
    stayed, told_as = _stayed(people)[:, place], hover.percentage()
    line(figure, people.years, stayed, name, ink, dash=dash, width=width, hover=told_as)


def _past_classes(figure: Figure, past: Composition, colours: Palette) -> None:
    for place, risk in enumerate(past.relative_risk):
        name = _("baseline, {name}").format(name=_class_name(risk))
        _class_line(figure, past, place, name, colours.baseline, "dot", _THIN)
    whole = past.total / max(float(past.total[0]), 1e-300)
    ink, told_as = colours.baseline, hover.percentage()
    line(figure, past.years, whole, _("baseline, all"), ink, dash="dash", hover=told_as)


def _classes_alt(people: Composition) -> str:
    last = _stayed(people)[-1]
    first, *_between, most = map(int, np.argsort(last)) if len(last) > 1 else (0, 0)
    years = _span(people)
    fewest = ngettext(
        "After {years} year the class at {low} times the average risk has {share} left.",
        "After {years} years the class at {low} times the average risk has {share} left.",
        years,
    ).format(
        years=exact(years),
        low=number(float(people.relative_risk[first]), 2),
        share=percent(float(last[first])),
    )
    if most == first:
        return fewest
    told = _("The class at {high} times has {share} left.")
    high = number(float(people.relative_risk[most]), 2)
    return sentences(fewest, told.format(high=high, share=percent(float(last[most]))))


def _class_table(people: Composition, baseline: Composition | None) -> pd.DataFrame:
    return beside(_class_columns(people), _class_columns(baseline) if baseline else None)


def _class_columns(people: Composition) -> pd.DataFrame:
    yearly = slice(None, None, PERIODS_PER_YEAR)
    table = pd.DataFrame({_("years from now"): people.years[yearly]})
    for place, risk in enumerate(people.relative_risk):
        title = _("members at {risk} × risk").format(risk=number(float(risk), 2))
        table[title] = people.by_class[yearly, place].round()
    for name, ages in people.scenario.age_bands.items():
        table[_("members aged {ages}").format(ages=name)] = people.by_age[yearly, ages].sum(axis=1)
    table[_("average risk, × start")] = people.mean_risk[yearly].round(4)
    table[_("average incidence, × start")] = _growth(people.mean_incidence)[yearly].round(4)
    return table.round(4)


def ages(people: Composition, baseline: Composition | None, colours: Palette) -> Chart:
    """Draw membership by age group."""
    unit = pool_unit()
    figure = frame(colours, Axis(_("Years from now"), years=True), _(unit.members))
    if baseline is not None:
        _past_ages(figure, baseline, colours)
    bands = people.scenario.age_bands
    groups = [people.by_age[:, span].sum(axis=1) / unit.size for span in bands.values()]
    total = people.total / unit.size
    top = max(float(total.max()), float(baseline.total.max()) / unit.size if baseline else 0.0)
    late, third = 2 * len(total) // 3, len(total) // 3
    heights = apart(np.array([members[late] for members in groups]), 0.065 * top)
    looks = zip(bands, groups, heights, _band_looks(colours, len(bands)), strict=True)
    for name, members, height, (ink, dash) in looks:
        _members_line(figure, people, members, _("aged {ages}").format(ages=name), ink, dash)
        anchor = _anchor(members, late)
        label(figure, people.years[late], height, name, ink, xanchor=anchor)
    _members_line(figure, people, total, _("all"), colours.accent, "solid", 2.6)
    place, name, ink = (people.years[third], total[third]), _("all members"), colours.accent
    label(figure, *place, name, ink, xanchor=_anchor(total, third))
    return Chart(
        title=_("How many remain, and how old are they?"),
        figure=figure,
        alt=told(_ages_alt(people), _ages_alt(baseline) if baseline else None),
        table=lambda: _class_table(people, baseline),
        note=""
        if baseline is None
        else _("Grey: the baseline, all in dashes and its ages dotted, in the same order."),
    )


def _band_looks(colours: Palette, count: int) -> list[tuple[str, str]]:
    """Return colour and dash of each band of age; where there are fewer, those of the oldest."""
    inks = (colours.mild, colours.under_40, colours.over_40)
    return list(zip(inks, ("dot", "solid", "dash"), strict=True))[-count:]


def _members_line(
    figure: Figure,
    people: Composition,
    members: FloatArray,
    name: str,
    ink: str,
    dash: str,
    width: float = 1.8,
) -> None:
    told_as = hover.in_unit(hover.digits(), pool_unit())
    line(figure, people.years, members, name, ink, dash=dash, width=width, hover=told_as)


def _past_ages(figure: Figure, past: Composition, colours: Palette) -> None:
    for name, span in past.scenario.age_bands.items():
        told_as = _("baseline, aged {ages}").format(ages=name)
        members = past.by_age[:, span].sum(axis=1) / pool_unit().size
        _members_line(figure, past, members, told_as, colours.baseline, "dot", _THIN)
    total = past.total / pool_unit().size
    _members_line(figure, past, total, _("baseline, all"), colours.baseline, "dash")
    half = len(total) // 2
    anchor = _anchor(total, half)
    label(figure, past.years[half], total[half], _("baseline"), colours.baseline, xanchor=anchor)


def _anchor(values: FloatArray, place: int) -> Literal["left", "right"]:
    """Say to which side of a point its name stands above the line."""
    return "right" if values[-1] > values[place] else "left"


def _at_last_settlement(people: Composition) -> float:
    """Return the members who share the last settlement, as the headline has them."""
    goes_on = len(people.total) > people.scenario.years * PERIODS_PER_YEAR
    return float(people.total[-2] if goes_on else people.total[-1])


def _span(people: Composition) -> float:
    """Return the years that are drawn."""
    return round(float(people.years[-1]), 1)


def _ages_alt(people: Composition) -> str:
    years = _span(people)
    return ngettext(
        "Members go from {first} to {last} in {years} year.",
        "Members go from {first} to {last} in {years} years.",
        years,
    ).format(
        first=large(float(people.total[0])),
        last=large(_at_last_settlement(people)),
        years=exact(years),
    )


def incidence(people: Composition, baseline: Composition | None, colours: Palette) -> Chart:
    """Draw the mean incidence of those who stay against those who started, and what made it."""
    upwards = Axis(_("× that of those who started"), from_zero=False)
    figure = frame(colours, Axis(_("Years from now"), years=True), upwards)
    if baseline is not None:
        past = _("baseline, ageing"), _("baseline, the healthy leave"), _("baseline, together")
        for values, name, dash in zip(_causes(baseline), past, _PAST_DASHES, strict=True):
            thin = 1.8 if name == past[-1] else _THIN
            _times_line(figure, baseline, values, name, (colours.baseline, dash, thin))
    causes = _causes(people)
    names = (_("ageing"), _("the healthy leave"), _("together"))
    inks = (colours.over_40, colours.sponsor, colours.accent)
    for values, name, ink, dash in zip(causes, names, inks, _DASHES, strict=True):
        _times_line(figure, people, values, name, (ink, dash, 2.2))
    tops = apart(np.array([values[-1] for values in causes]), 0.05 * causes[-1].max())
    for height, name, ink in zip(tops, names, inks, strict=True):
        label(figure, people.years[-1], height, name, ink)
    return Chart(
        title=_("Do those who remain fall ill more often?"),
        figure=figure,
        alt=told(_incidence_alt(people), _incidence_alt(baseline) if baseline else None),
        table=lambda: _class_table(people, baseline),
        note=""
        if baseline is None
        else _(
            "Grey: the baseline; together dashed, ageing dotted, the healthy leave dash-dotted."
        ),
    )


# Ageing, the well leave, together.
_DASHES, _PAST_DASHES = ("dot", "dash", "solid"), ("dot", "dashdot", "dash")


def _times_line(
    figure: Figure, people: Composition, values: FloatArray, name: str, look: tuple[str, str, float]
) -> None:
    ink, dash, width = look
    line(figure, people.years, values, name, ink, dash=dash, width=width, hover=hover.times())


def _causes(people: Composition) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return how incidence grows by ageing, because the well leave, and by both."""
    whole = _growth(people.mean_incidence)
    return whole / np.maximum(people.mean_risk, 1e-300), people.mean_risk, whole


def _growth(values: FloatArray) -> FloatArray:
    return values / values[0] if values[0] > 0 else np.ones_like(values)


def _incidence_alt(people: Composition) -> str:
    ageing, risk, whole = (float(values[-1]) for values in _causes(people))
    return _(
        "In the end × {whole}: × {ageing} by ageing and × {risk} because the healthy leave."
    ).format(whole=number(whole, 2), ageing=number(ageing, 2), risk=number(risk, 2))


# --------------------------------------------------------------------------------- the record


def record_exits(
    record: pd.DataFrame,
    dates: Sequence[pd.Timestamp],
    modelled: FloatArray,
    baseline: FloatArray | None,
    colours: Palette,
) -> Chart:
    """Draw the counted members of the decline beside the model of the page's reaction."""
    unit = pool_unit()
    figure = frame(colours, "", Axis(_(unit.members), from_zero=False))
    when, told_as = days(dates), hover.in_unit(hover.decimals(1), unit)
    if baseline is not None:
        name, ink, held = _("baseline, model"), colours.baseline, _in_unit(baseline)
        line(figure, when, held, name, ink, dash="dash", hover=told_as)
        key_line(figure, "-- " + name, ink)
    ours, ink = _in_unit(modelled), colours.accent
    line(figure, when, ours, _("model"), ink, width=2.4, hover=told_as)
    counted, held = days(record["date"]), _in_unit(record["members"].to_numpy())
    name, ink = _("record"), colours.sponsor
    points(figure, counted, held, name, ink, symbol="diamond", hover=told_as)
    text = _("model, with this page’s reaction")
    label(figure, when[-1], modelled[-1] / unit.size, text, colours.accent)
    if baseline is not None and abs(baseline[-1] / max(modelled[-1], 1.0) - 1) > 0.02:
        label(figure, when[-1], baseline[-1] / unit.size, _("baseline"), colours.baseline)
    last = float(record["members"].iloc[-1]) / unit.size
    label(figure, counted[-1], last, _("◆ counted"), colours.sponsor)
    columns = {_("date"): when, _("model, members"): modelled.round()}
    if baseline is not None:
        columns |= {_("baseline, model, members"): baseline.round()}
    return Chart(
        title=_("Did the real plan’s members leave as they would here?"),
        figure=figure,
        alt=_record_alt(record, modelled, baseline),
        table=lambda: pd.DataFrame(columns),
    )


def _in_unit(members: FloatArray) -> FloatArray:
    return np.asarray(np.round(members / pool_unit().size, 3))


def _record_alt(record: pd.DataFrame, modelled: FloatArray, baseline: FloatArray | None) -> str:
    counted = [large(float(record["members"].iloc[place])) for place in (0, -1)]
    says = _("Counted members fall from {first} to {last}; the model ends at {ours}.").format(
        first=counted[0], last=counted[1], ours=large(float(modelled[-1]))
    )
    if baseline is None:
        return says
    before = large(float(baseline[-1]))
    past = _("With the baseline's reaction it ends at {before}.").format(before=before)
    return sentences(says, past)
