"""Maps of where mutual aid is the cheaper: age across, another input upwards."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import CheaperMap
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    Table,
    border,
    dot,
    frame,
    heat_map,
    hover,
    label,
    round_step,
    told,
    whole_beside,
)
from ui.kit.language import _, exact, number, percent, sentences
from ui.kit.palette import Palette

# Of the map: from a quarter of the mutual cost to four times it.
_SHADES = 2.0


@dataclass(frozen=True)
class MapPlace:
    """A map of one case, with where that case's person and plan stand on it."""

    found: CheaperMap
    here: tuple[int, float]


@dataclass(frozen=True)
class Upwards:
    """What a map has upwards: the chart's title, the axis' name, how values are shown.

    They are shown times ``scale``. ``endless`` names a last level that is infinite: it stands one
    step above the last but one.
    """

    title: str
    axis: str
    scale: float = 1.0
    endless: str = ""

    def shown(self, levels: FloatArray) -> FloatArray:
        """Return where levels (N,) stand on the axis."""
        values = np.round(levels * self.scale, 4)
        if self.endless:
            values[-1] = 2.0 * values[-2] - values[-3]
        return values

    def place(self, level: float, values: FloatArray) -> float:
        """Return where one level stands on an axis with these values."""
        return level * self.scale if np.isfinite(level) else float(values[-1])

    def ticks(self, values: FloatArray) -> dict[float, str] | None:
        """Return what stands beside the axis where its last level is no number."""
        if not self.endless:
            return None
        step = round_step(float(values[-1]) / 6.0)
        places = np.arange(step, values[-1] - 0.6 * step, step)
        return {float(place): exact(float(place)) for place in places} | {
            float(values[-1]): self.endless
        }


def cheaper_map(
    now: MapPlace,
    before: MapPlace | None,
    upwards: Upwards,
    colours: Palette,
) -> Chart:
    """Draw where mutual aid is the cheaper: age across, another input upwards.

    Both maps have the same levels.
    """
    found = now.found
    values = upwards.shown(found.levels)
    edge = 0.03 * (values[-1] - values[0])
    figure = frame(
        colours,
        Axis(_("Age"), span=(float(found.ages[0]), float(found.ages[-1])), tick_step=10),
        Axis(
            upwards.axis,
            span=(values[0] - edge, values[-1] + edge),
            grid=False,
            ticks=upwards.ticks(values),
        ),
        hover="closest",
        margins=Margins(left=46, right=12, bottom=46),
    )
    _shading(figure, values, found, colours)
    if before is not None:
        name, ink = _("baseline, equal cost"), colours.baseline
        _equal_cost(figure, values, before.found, ink, name=name, dash="dash")
    _equal_cost(figure, values, found, colours.text)
    if before is not None:
        there = before.here[0], upwards.place(before.here[1], values)
        _mark(figure, there, _("baseline"), colours.baseline, "circle-open")
    here = now.here[0], upwards.place(now.here[1], values)
    _mark(figure, here, _("you are here"), colours.text, "circle")
    _name_regions(figure, found, values, colours)
    return Chart(
        title=upwards.title,
        figure=figure,
        alt=told(_map_alt(found), _map_alt(before.found) if before is not None else None),
        table=lambda: whole_beside(
            _map_table(found, upwards),
            _map_table(before.found, upwards) if before is not None else None,
        ),
        note=_map_note(found, pinned=before is not None),
    )


def _mark(figure: Figure, place: tuple[float, float], name: str, colour: str, symbol: str) -> None:
    """Mark where a person and a plan stand: at an age and a level, of which neither is money."""
    told_as = hover.alone(hover.named(name, hover.plain("y")))
    dot(figure, place, name, colour, symbol, hover=told_as)


def _map_note(found: CheaperMap, *, pinned: bool) -> str:
    note = sentences(
        _("Blank: the plan does not last a year.") if np.isnan(found.ratio).any() else "",
        _("Line: equal cost. The deeper the shade, the larger the difference. ● you are here"),
    )
    return _("{note} · dashes and ○: the baseline").format(note=note) if pinned else note


def _shading(figure: Figure, values: FloatArray, found: CheaperMap, colours: Palette) -> None:
    told_as = _("age {age}, {level}: the policy costs {ratio} × mutual aid").format(
        age=hover.plain("x"), level=hover.plain("y"), ratio=hover.detail()
    )
    heat_map(
        figure,
        found.ages,
        values,
        _shade(found),
        span=(-_SHADES, _SHADES),
        scale=((0, colours.sponsor), (0.5, colours.surface), (1, colours.accent)),
        hover=hover.alone(told_as),
        details=np.round(found.ratio, 2),
        opacity=0.75,
    )


def _shade(found: CheaperMap) -> FloatArray:
    """Return by how many doublings the policy is the dearer, as far as the shades go."""
    doublings = np.log2(np.maximum(found.ratio, 2**-_SHADES))
    return np.asarray(np.round(np.clip(doublings, -_SHADES, _SHADES), 2))


def _equal_cost(
    figure: Figure,
    values: FloatArray,
    found: CheaperMap,
    colour: str,
    *,
    name: str = "",
    dash: str = "solid",
) -> None:
    """Draw the line of equal cost."""
    border(
        figure,
        found.ages,
        values,
        _shade(found),
        0,
        colour,
        name=name,
        dash=dash,
        width=2,
        smooth=False,
    )


def _map_alt(found: CheaperMap) -> str:
    compared = found.ratio[np.isfinite(found.ratio)]
    if not compared.size:
        return _("There is nothing to compare on the map.")
    low, high = (number(float(end), 2) for end in (compared.min(), compared.max()))
    return sentences(
        _("Mutual aid is cheaper on {share} of the map.").format(
            share=percent(float((compared >= 1).mean()))
        ),
        _("Insurance costs from {low} to {high} times as much.").format(low=low, high=high),
    )


def _name_regions(figure: Figure, found: CheaperMap, values: FloatArray, colours: Palette) -> None:
    """Write what a shade means in the middle of its region, where it is large enough."""
    for inside, text in (
        (found.ratio >= 1, _("mutual aid cheaper")),
        (found.ratio < 1, _("policy cheaper")),
    ):
        rows, ages = np.nonzero(inside)
        if len(rows) > 0.06 * inside.size:
            # The widest stretch of ages is on the row that has most of the region.
            row = int(np.argmax(inside.sum(axis=1)))
            level = round((row + float(np.median(rows))) / 2)
            across = ages[rows == level] if (rows == level).any() else ages[rows == row]
            label(
                figure,
                float(found.ages[int(np.median(across))]),
                float(values[level]),
                text,
                colours.text,
                xanchor="center",
                yanchor="middle",
                yshift=0,
                opacity=0.9,
            )


def _map_table(found: CheaperMap, upwards: Upwards) -> Table:
    """Return the ratios by level; a page names a last one without end, which files leave empty."""
    premium = _("premium at {age}, × cost of mutual aid")
    columns = [premium.format(age=int(age)) for age in found.ages[::5]]
    table = pd.DataFrame(np.round(found.ratio[:, ::5], 2), columns=columns)
    levels = upwards.shown(found.levels)
    if not upwards.endless:
        table.insert(0, upwards.axis, levels)
        return Table(table)
    table.insert(0, upwards.axis, [*levels[:-1], np.nan])
    told = [*map(exact, levels[:-1].tolist()), upwards.endless]
    return Table(table, pd.DataFrame({upwards.axis: told}))
