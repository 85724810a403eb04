"""Cases side by side: what a member pays in each year, and how sure the first one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel import project
from mutualmodel.inputs import NamedCase
from mutualmodel.simulation import Range
from ui.kit.charts import (
    Axis,
    Chart,
    End,
    Margins,
    Whiskers,
    frame,
    horizontal_bars,
    hover,
    label_ends,
    line,
    plot_height,
    with_names,
)
from ui.kit.language import _, listed, money, named
from ui.kit.palette import Palette

# Letters of a name at the end of a line, and about how many pixels each takes.
_LONGEST, _LETTER = 18, 7
_DASHES = ("solid", "dash", "dot", "longdash", "dashdot")


@dataclass(frozen=True)
class Compared:
    """A case under its name, and how sure its years are: None where it has no year."""

    named: NamedCase
    likely: Range | None


def costs_chart(cases: Sequence[NamedCase], height: int, colours: Palette) -> Chart:
    """Draw what a member pays in each plan year, one line a case."""
    costs = {one.name: _costs(one) for one in cases}
    longest = max(len(cost) for cost in costs.values())
    span = (1.0, max(longest, 2))
    shown = {name: _short(name) for name in costs}
    figure = frame(
        colours,
        Axis(_("Plan year"), span=(span[0] - 0.1, span[1] + 0.1), tick_step=1),
        _("¤ a year"),
        hover="closest",
        margins=Margins(right=16 + _LETTER * max(map(len, shown.values()))),
    )
    highest = max(
        (float(np.nanmax(cost)) for cost in costs.values() if np.isfinite(cost).any()), default=1.0
    )
    ends = []
    for place, (name, cost) in enumerate(costs.items()):
        ink, dash = _stroke(place, colours)
        years = np.arange(1.0, len(cost) + 1.0)
        line(
            figure,
            years,
            cost,
            _inert(name),
            ink,
            dash=dash,
            width=2.6 if place == 0 else 1.8,
            symbol="circle",
            size=5,
            hover=hover.alone(hover.named(_inert(name), hover.money())),
        )
        held = np.flatnonzero(np.isfinite(cost))
        if len(held):
            ends.append(
                End(float(years[held[-1]]), float(cost[held[-1]]), _inert(shown[name]), ink)
            )
    label_ends(figure, ends, highest=1.05 * highest, pixels=plot_height(height))
    return Chart(
        title=_("What does a member pay in each case?"),
        figure=figure,
        alt=_costs_alt(costs),
        table=lambda: _costs_table(costs),
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _inert(name: str) -> str:
    """Return a name whose signs Plotly does not take for marks, links or gaps."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("{", "&#123;")):
        name = name.replace(sign, entity)
    return name


def _stroke(place: int, colours: Palette) -> tuple[str, str]:
    """Return the colour and the dash of a line: both together tell many apart."""
    inks = (
        colours.accent,
        colours.over_40,
        colours.sponsor,
        colours.unpaid,
        colours.mild,
        colours.muted,
    )
    return inks[place % len(inks)], _DASHES[place // len(inks) % len(_DASHES)]


def _costs(one: NamedCase) -> np.ndarray:
    """Return what a member pays in each plan year, NaN from where the plan is over."""
    projection = project(one.case.plan)
    cost = projection.by_year("charged_per_member")
    going = projection.array("members").reshape(len(cost), -1)[:, 0] > 0
    return np.where(going, cost, np.nan)


def _costs_alt(costs: Mapping[str, np.ndarray]) -> str:
    return listed(
        named(
            name,
            _("{first} in the first year, {last} in the last").format(
                first=money(float(cost[0])), last=money(float(cost[np.isfinite(cost)][-1]))
            )
            if np.isfinite(cost).any()
            else _("the plan never starts"),
        )
        for name, cost in costs.items()
    )


def _costs_table(costs: Mapping[str, np.ndarray]) -> pd.DataFrame:
    longest = max(len(cost) for cost in costs.values())
    table = pd.DataFrame({_("plan year"): np.arange(1, longest + 1)})
    head = _("{name}, ¤ a year")
    titles = {name: head.format(name=name) for name in costs}
    for name, cost in costs.items():
        table[titles[name]] = pd.Series(cost).reindex(table.index)
    return with_names(table, dict.fromkeys(titles.values(), head))


def sure_chart(cases: Sequence[Compared], colours: Palette) -> Chart:
    """Draw the first year of each case with its likely range."""
    there = [(one.named.name, _costs(one.named)[0], one.likely) for one in cases]
    shown = [(name, cost, sure) for name, cost, sure in there if sure is not None]
    figure = frame(
        colours,
        Axis(_("first year, ¤ a year")),
        Axis("", downward=True, grid=False),
        hover="closest",
        bar_gap=0.45,
    )
    for place, (name, cost, sure) in enumerate(shown):
        low, high = float(sure.low[0]), float(sure.high[0])
        told = _("{name}: {cost}, nine years in ten {low} to {high}").format(
            name=_inert(name), cost=money(cost), low=money(low), high=money(high)
        )
        horizontal_bars(
            figure,
            [_inert(name)],
            [cost],
            "",
            colours.accent if place == 0 else colours.baseline,
            whiskers=Whiskers(
                np.array([max(cost - low, 0.0)]), np.array([max(high - cost, 0.0)]), colours.text
            ),
            hover=hover.alone(told),
            listed=False,
        )
    return Chart(
        title=_("How sure is the first year of each?"),
        figure=figure,
        alt=listed(
            named(
                name,
                _("{cost}, nine years in ten {low} to {high}").format(
                    cost=money(cost), low=money(float(sure.low[0])), high=money(float(sure.high[0]))
                ),
            )
            for name, cost, sure in shown
        ),
        table=lambda: pd.DataFrame(
            {
                _("case"): [name for name, _cost, _sure in shown],
                _("first year, ¤ a year"): [cost for _name, cost, _sure in shown],
                _("5 % point, ¤"): [float(sure.low[0]) for _name, _cost, sure in shown],
                _("95 % point, ¤"): [float(sure.high[0]) for _name, _cost, sure in shown],
            }
        ),
        note=_("Whiskers: nine years in ten, with all that makes the cost unsure taken together."),
    )
