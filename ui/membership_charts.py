"""Charts of the membership page: who leaves, what that does to the cost, where it comes to rest."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from mutualmodel import Composition, Projection
from mutualmodel.cohorts import PERIODS_PER_YEAR, FloatArray
from mutualmodel.tipping import SETTLES_FROM, UNRAVELS_BELOW, BreakEven, OutcomeMap
from ui.chart_parts import Chart, dot, frame, label, line
from ui.language import _, large, money, number, percent
from ui.theme import Palette

AGES = {"0–17": slice(0, 18), "18–39": slice(18, 40), "40–59": slice(40, 60)}


def classes(people: Composition, baseline: Composition | None, colours: Palette) -> Chart:
    """Draw which share of each risk class is still in the plan."""
    figure = frame(colours, _("Years from now"), _("of those at the start and since"))
    figure["layout"]["yaxis"] |= {"tickformat": ".0%"}
    start = people.by_class[0]
    stayed = people.by_class / np.maximum(start, 1e-300)
    inks = (colours.fee, colours.accent, colours.mild, colours.sponsor, colours.unpaid)
    dashes = ("dot", "dashdot", "solid", "dash", "longdash")
    if baseline is not None:
        past = baseline.total / max(float(baseline.total[0]), 1e-300)
        line(figure, baseline.years, past, _("baseline, all"), colours.baseline, dash="dash")
    order = np.argsort(stayed[-1])
    heights = _spread(stayed[-1], 0.055 * max(float(stayed.max()), 1e-9))
    for place in range(len(start)):
        risk = people.relative_risk[place]
        name = _("{risk} × average risk").format(risk=number(float(risk), 2))
        line(figure, people.years, stayed[:, place], name, inks[place], dash=dashes[place])
        figure["data"][-1]["hovertemplate"] = "%{y:.1%}"
        share = percent(float(start[place] / max(start.sum(), 1e-300)), 1)
        text = _("× {risk} ({share})").format(risk=number(float(risk), 2), share=share)
        label(
            figure,
            float(people.years[-1]),
            heights[place],
            text,
            inks[place],
            xanchor="left",
            yanchor="middle",
            xshift=6,
            yshift=0,
        )
    figure["layout"]["margin"] |= {"r": 112}
    first = int(order[0])
    return Chart(
        title=_("Which risks leave first?"),
        figure=figure,
        alt=_(
            "After {years} years the class at {low} times the average risk has {share} left."
        ).format(
            years=number(float(people.years[-1])),
            low=number(float(people.relative_risk[first]), 2),
            share=percent(float(stayed[-1, first])),
        ),
        table=lambda: _class_table(people),
        note=_("Risk against others of the same age and sex; in brackets the share of members."),
    )


def _spread(heights: FloatArray, least: float) -> FloatArray:
    """Move labels apart that would lie closer than ``least``."""
    order = np.argsort(heights)
    placed = np.array(heights, dtype=float)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    return placed


def _class_table(people: Composition) -> pd.DataFrame:
    yearly = slice(None, None, PERIODS_PER_YEAR)
    table = pd.DataFrame({_("years from now"): people.years[yearly]})
    for place, risk in enumerate(people.relative_risk):
        title = _("members at {risk} × risk").format(risk=number(float(risk), 2))
        table[title] = people.by_class[yearly, place].round()
    for name, ages in AGES.items():
        table[_("members aged {ages}").format(ages=name)] = people.by_age[yearly, ages].sum(axis=1)
    table[_("mean risk, × start")] = people.mean_risk[yearly].round(4)
    table[_("mean incidence, × start")] = _growth(people.mean_incidence)[yearly].round(4)
    return table.round(4)


def ages(people: Composition, baseline: Composition | None, colours: Palette) -> Chart:
    """Draw membership by age group."""
    figure = frame(colours, _("Years from now"), _("million members"))
    inks = (colours.fee, colours.under_40, colours.over_40)
    for (name, span), ink, dash in zip(AGES.items(), inks, ("dot", "solid", "dash"), strict=True):
        members = people.by_age[:, span].sum(axis=1) / 1e6
        line(figure, people.years, members, _("aged {ages}").format(ages=name), ink, dash=dash)
        figure["data"][-1]["hovertemplate"] = "%{y:,.3~g} M"
        late = 2 * len(members) // 3
        label(figure, people.years[late], members[late], name, ink)
    total = people.total / 1e6
    line(figure, people.years, total, _("all"), colours.accent, width=2.6)
    figure["data"][-1]["hovertemplate"] = "%{y:,.3~g} M"
    third = len(total) // 3
    label(
        figure, people.years[third], total[third], _("all members"), colours.accent, xanchor="left"
    )
    if baseline is not None:
        past = baseline.total / 1e6
        line(figure, baseline.years, past, _("baseline, all"), colours.baseline, dash="dash")
        label(figure, baseline.years[-1], past[-1], _("baseline"), colours.baseline)
    return Chart(
        title=_("How many stay, and how old are they?"),
        figure=figure,
        alt=_("Members go from {first} to {last} in {years} years.").format(
            first=large(float(people.total[0])),
            last=large(float(people.total[-1])),
            years=number(float(people.years[-1])),
        ),
        table=lambda: _class_table(people),
    )


def share(projection: Projection, baseline: Projection | None, colours: Palette) -> Chart:
    """Draw what a member pays, at a year's rate."""
    figure = frame(colours, _("Years from now"), _("yuan a year"))
    for plan, name, ink, dash in (
        (baseline, _("baseline"), colours.baseline, "dash"),
        (projection, _("a member pays"), colours.accent, "solid"),
    ):
        if plan is not None:
            charged = plan.array("charged_per_member") * PERIODS_PER_YEAR
            years = (np.arange(len(charged)) + 1) / PERIODS_PER_YEAR
            line(figure, years, charged, name, ink, dash=dash, width=2.2)
            label(figure, years[-1], charged[-1], name, ink)
    charged = projection.array("charged_per_member") * PERIODS_PER_YEAR
    return Chart(
        title=_("What does the share become?"),
        figure=figure,
        alt=_("At a year's rate the share goes from {first} to {last}, at most {most}.").format(
            first=money(charged[0]), last=money(charged[-1]), most=money(charged.max())
        ),
        table=lambda: pd.DataFrame(
            {
                _("settlement"): np.arange(1, len(charged) + 1),
                _("charged, yuan a year's rate"): charged.round(2),
                _("members"): projection.array("members").round(),
            }
        ),
    )


def _growth(values: FloatArray) -> FloatArray:
    return values / values[0] if values[0] > 0 else np.ones_like(values)


def incidence(people: Composition, baseline: Composition | None, colours: Palette) -> Chart:
    """Draw the mean incidence of those who stay against those who started, and what made it."""
    figure = frame(colours, _("Years from now"), _("× that of those who started"))
    figure["layout"]["yaxis"] |= {"rangemode": "normal"}
    whole = _growth(people.mean_incidence)
    ageing = whole / np.maximum(people.mean_risk, 1e-300)
    for values, name, ink, dash in (
        (ageing, _("ageing"), colours.fee, "dot"),
        (people.mean_risk, _("the well leave"), colours.sponsor, "dash"),
        (whole, _("together"), colours.accent, "solid"),
    ):
        line(figure, people.years, values, name, ink, dash=dash, width=2.2)
        figure["data"][-1]["hovertemplate"] = "× %{y:.3f}"
    tops = _spread(np.array([ageing[-1], people.mean_risk[-1], whole[-1]]), 0.05 * whole.max())
    names = (_("ageing"), _("the well leave"), _("together"))
    inks = (colours.fee, colours.sponsor, colours.accent)
    for height, name, ink in zip(tops, names, inks, strict=True):
        label(figure, people.years[-1], height, name, ink)
    if baseline is not None:
        past = _growth(baseline.mean_incidence)
        line(figure, baseline.years, past, _("baseline, together"), colours.baseline, dash="dash")
    return Chart(
        title=_("Do those who stay fall ill more often?"),
        figure=figure,
        alt=_(
            "In the end × {whole}: × {ageing} by ageing and × {risk} because the well leave."
        ).format(
            whole=number(float(whole[-1]), 2),
            ageing=number(float(ageing[-1]), 2),
            risk=number(float(people.mean_risk[-1]), 2),
        ),
        table=lambda: _class_table(people),
    )


def break_even(curve: BreakEven, baseline: BreakEven | None, colours: Palette) -> Chart:
    """Draw average cost against the share charged, with the points where they meet."""
    figure = frame(
        colours, _("share charged, yuan a year"), _("cost of those who stay, yuan a year")
    )
    figure["layout"] |= {"hovermode": "closest"}
    top = 2.2 * max([curve.opening_cost, *(point.price for point in curve.resting)])
    within = curve.prices <= max(top, 1e-9)
    even = np.array([0.0, top])
    line(figure, even, even, _("cost = share"), colours.muted, dash="dot", width=1.2)
    label(figure, 0.97 * top, 0.97 * top, _("cost = share"), colours.muted, yanchor="top")
    if baseline is not None and len(baseline.prices):
        held = baseline.prices <= max(top, 1e-9)
        past = baseline.prices[held], baseline.cost[held]
        line(figure, *past, _("baseline"), colours.baseline, dash="dash")
    line(figure, curve.prices[within], curve.cost[within], _("cost"), colours.accent, width=2.4)
    for point in curve.resting:
        name = _("comes to rest") if point.stable else _("tipping point")
        symbol = "circle" if point.stable else "circle-open"
        ink = colours.accent if point.stable else colours.unpaid
        dot(figure, (point.price, point.price), name, ink, symbol)
        text = _("{name}: {price}").format(name=name, price=money(point.price))
        label(figure, point.price, point.price, text, ink, xanchor="left", yanchor="top", xshift=8)
    return Chart(
        title=_("At which share would those who accept it cost just as much?"),
        figure=figure,
        alt=_break_even_alt(curve),
        table=lambda: pd.DataFrame(
            {
                _("share charged, yuan a year"): curve.prices.round(2),
                _("cost of those who stay, yuan a year"): curve.cost.round(2),
                _("members who stay, %"): (100 * curve.staying).round(2),
            }
        ),
        note=_(
            "Who is left after {years} years of a share, without ageing; full dots attract, open "
            "ones tip over."
        ).format(years=number(curve.years)),
    )


def _break_even_alt(curve: BreakEven) -> str:
    if not curve.resting:
        return _(
            "The cost of those who stay meets the share nowhere: the plan cannot come to rest."
        )
    points = "; ".join(
        _("{kind} at {price}").format(
            kind=_("rest") if point.stable else _("tipping point"), price=money(point.price)
        )
        for point in curve.resting
    )
    return _("The opening members cost {cost} a year; {points}.").format(
        cost=money(curve.opening_cost), points=points
    )


def outcomes(
    found: OutcomeMap,
    here: tuple[float, float],
    before: tuple[float, float] | None,
    years: int,
    colours: Palette,
) -> Chart:
    """Draw the share of members kept over reaction and knowledge of one's own risk.

    ``here`` and ``before`` are elasticity and spread of the plan and of the baseline.
    """
    figure = frame(colours, _("reaction to the share, elasticity"), _("spread of own risk, known"))
    figure["layout"] |= {"hovermode": "closest"}
    figure["layout"]["yaxis"] |= {"rangemode": "normal"}
    kept = np.where(found.dissolved, 0.0, np.clip(found.kept, 0.0, 1.25)).T
    scale = [
        [0.0, colours.unpaid],
        [0.35, colours.mild],
        [0.75, colours.surface],
        [1.0, colours.accent],
    ]
    figure["data"].append(
        {
            "type": "heatmap",
            "x": found.elasticities,
            "y": found.spreads,
            "z": np.round(kept, 4),
            "zmin": 0.0,
            "zmax": 1.0,
            "colorscale": scale,
            "showscale": False,
            "hovertemplate": _("elasticity %{x:.2f}, spread %{y:.2f}: %{z:.0%} kept")
            + "<extra></extra>",
        }
    )
    for level, name, corner in (
        (SETTLES_FROM, _("settles"), 0.02),
        (UNRAVELS_BELOW, _("unravels"), 0.98),
    ):
        figure["data"].append(
            {
                "type": "contour",
                "x": found.elasticities,
                "y": found.spreads,
                "z": np.round(kept, 4),
                "contours": {"start": level, "end": level, "size": 1, "coloring": "none"},
                "line": {"color": colours.text, "width": 1.6},
                "showscale": False,
                "hoverinfo": "skip",
            }
        )
        side: dict[str, Any] = {
            "xref": "paper",
            "yref": "paper",
            "bgcolor": colours.surface,
            "yanchor": "top",
        }
        side |= {"xanchor": "left" if corner < 0.5 else "right", "yshift": -4}
        label(figure, corner, 1.0, name, colours.text, **side)
    marks = [(before, _("baseline"), "circle-open"), (here, _("you are here"), "circle")]
    for place, name, symbol in marks:
        if place is not None:
            dot(figure, place, name, colours.text, symbol)
            figure["data"][-1]["hovertemplate"] = name
    return Chart(
        title=_("Where does the plan settle, shrink or unravel?"),
        figure=figure,
        alt=_(
            "With an elasticity of {elasticity} and a spread of {spread} the plan keeps {kept} of "
            "the members whom the base rate of leaving alone would leave after {years} years."
        ).format(
            elasticity=number(here[0], 1),
            spread=number(here[1], 2),
            kept=percent(_at(found, kept, here)),
            years=years,
        ),
        table=lambda: _map_table(found),
        note=_(
            "Share of members kept after {years} years, against leaving at the base rate alone; "
            "lines at three quarters and one quarter. ● you are here, ○ the baseline"
        ).format(years=years),
    )


def _at(found: OutcomeMap, kept: FloatArray, here: tuple[float, float]) -> float:
    column = int(np.argmin(np.abs(found.elasticities - here[0])))
    return float(kept[int(np.argmin(np.abs(found.spreads - here[1]))), column])


def _map_table(found: OutcomeMap) -> pd.DataFrame:
    places = [(r, c) for r in range(len(found.elasticities)) for c in range(len(found.spreads))]
    return pd.DataFrame(
        {
            _("elasticity"): [found.elasticities[r] for r, _c in places],
            _("spread of risk"): [found.spreads[c] for _r, c in places],
            _("members kept"): [round(float(found.kept[r, c]), 4) for r, c in places],
            _("outcome"): [_(found.outcome(r, c)) for r, c in places],
        }
    )


def record_exits(
    record: pd.DataFrame, days: Sequence[pd.Timestamp], modelled: FloatArray, colours: Palette
) -> Chart:
    """Draw the counted members of the decline beside the model of the page's reaction."""
    figure = frame(colours, "", _("million members"))
    figure["layout"]["yaxis"] |= {"rangemode": "normal"}
    when = [day.isoformat()[:10] for day in days]
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": when,
            "y": np.round(modelled / 1e6, 3),
            "name": _("model"),
            "line": {"color": colours.accent, "width": 2.4},
            "hovertemplate": "%{y:,.1f} M",
        }
    )
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [day.isoformat()[:10] for day in record["date"]],
            "y": (record["members"] / 1e6).round(3).tolist(),
            "name": _("record"),
            "marker": {"color": colours.sponsor, "size": 10, "symbol": "diamond"},
            "hovertemplate": "%{y:,.1f} M",
        }
    )
    label(
        figure, when[-1], modelled[-1] / 1e6, _("model, with this page’s reaction"), colours.accent
    )
    last = record.iloc[-1]
    text = _("◆ counted")
    label(figure, last["date"].isoformat()[:10], last["members"] / 1e6, text, colours.sponsor)
    return Chart(
        title=_("Did members leave in the record as they would here?"),
        figure=figure,
        alt=_(
            "Counted members fall from {first} to {last} million; the model ends at {ours}."
        ).format(
            first=number(float(record["members"].iloc[0]) / 1e6, 1),
            last=number(float(last["members"]) / 1e6, 1),
            ours=number(float(modelled[-1]) / 1e6, 1),
        ),
        table=lambda: pd.DataFrame({_("date"): when, _("model, members"): modelled.round()}),
    )
