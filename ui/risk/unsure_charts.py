"""Chart of what makes each year unsure: the layers' parts of its variance."""

from collections.abc import Sequence

import numpy as np

from mutualmodel import Uncertainty
from mutualmodel.simulation import LAYERS, Layer
from ui.frame.layers import LAYER_NAMES, parts, parts_table
from ui.kit.charts import Axis, Chart, Margins, beside, frame, horizontal_bars, hover, told
from ui.kit.language import _, entry, listed, money, number, percent, sentences
from ui.kit.palette import Palette

# Pixels of a year's row, and of all that is above and below the rows.
_ROW, _LEGEND, _AROUND = 34, 62, 112
# A part of so many per cent has room for its number.
_HAS_ROOM = 9.0


def height(now: Uncertainty, past: Uncertainty | None) -> int:
    """Return how high the chart is, in pixels."""
    return _AROUND + _ROW * sum(one.scenario.years for one in (now, past) if one is not None)


def layers_by_year(now: Uncertainty, past: Uncertainty | None, colours: Palette) -> Chart:
    """Draw each layer's part of every year's variance; the names of the years say how far it goes.

    The years of a baseline stand below those of the plan.
    """
    rows = [(_("year {year}"), now, year) for year in range(now.scenario.years)]
    if past is not None:
        rows += [(_("baseline, year {year}"), past, year) for year in range(past.scenario.years)]
    titles = [_row_title(name, spread, year) for name, spread, year in rows]
    figure = frame(
        colours,
        Axis(_("part of the variance, %"), span=(0, 100.5), tick_step=25),
        Axis(categories=titles[::-1], from_zero=False, grid=False),
        hover="closest",
        margins=Margins(left=118 if past is None else 186, top=_LEGEND),
        bars="stack",
        legend=True,
        bar_gap=0.25,
    )
    tints = {
        "process": colours.over_40,
        "systematic": colours.accent,
        "parameters": colours.mild,
        "assumed": colours.unpaid,
    }
    for layer in _layers(now, past):
        shares = [100 * _share(spread, layer, year) for _name, spread, year in rows]
        texts = [number(share) if share >= _HAS_ROOM else "" for share in shares]
        name, tint = _(LAYER_NAMES[layer]), tints[layer]
        told_as = hover.named(name, _("{share} %").format(share=hover.decimals(0, "x")))
        horizontal_bars(
            figure, titles, shares, name, tint, edge=colours.surface, texts=texts, hover=told_as
        )
    return Chart(
        title=_("What makes it unsure?"),
        figure=figure,
        alt=told(_alt(now), None if past is None else _alt(past)),
        note=_(
            "After each year: how far it varies, its standard deviation. Its square, the "
            "variance, is the sum of the layers’."
        ),
        table=lambda: beside(parts_table(now), None if past is None else parts_table(past)),
    )


def _layers(now: Uncertainty, past: Uncertainty | None) -> Sequence[Layer]:
    present = {layer for one in (now, past) if one is not None for layer in one.layers}
    return [layer for layer in LAYERS if layer in present]


def _share(spread: Uncertainty, layer: Layer, year: int) -> float:
    """Return a layer's part of a year's variance; none of a year that nothing makes unsure."""
    whole = float(spread.variance[year])
    return max(float(spread.variances[layer][year]), 0.0) / whole if whole > 0 else 0.0


def _row_title(name: str, spread: Uncertainty, year: int) -> str:
    deviation = "±" + money(float(np.sqrt(spread.variance[year])))
    return entry(name.format(year=year + 1), deviation)


def _alt(spread: Uncertainty) -> str:
    years = (1, spread.scenario.years)
    return sentences(
        *(
            _("In year {year}: {parts}.").format(
                year=year,
                parts=listed(
                    entry(_(LAYER_NAMES[part.layer]), percent(part.share, 1))
                    for part in parts(spread, year)
                ),
            )
            for year in dict.fromkeys(years)
        )
    )
