"""The picture of plans that all fit the past and differ in the years to come."""

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.history.alike import PlansAlike
from ui.history.tables import RECORD
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    band,
    frame,
    hover,
    key_line,
    label,
    line,
    points,
    vertical_rule,
)
from ui.kit.language import _, as_told, number
from ui.kit.palette import Palette

# Lines in the picture: enough to see how they spread, few enough to tell one from another.
DRAWN = 40


def alike_chart(alike: PlansAlike, colours: Palette) -> Chart:
    """Draw yearly shares of the past beside the reports, and the default's years from then on."""
    past, ahead = _places(alike)
    ticks = {float(at): str(year) for at, year in zip(past, alike.years, strict=True)}
    ticks |= {float(at): number(year) for year, at in enumerate(ahead, start=1)}
    top = 1.3 * float(max(alike.ahead.max(), alike.past.max()))
    figure = frame(
        colours,
        Axis(
            _("years of the record | years of the default"),
            span=(past[0] - 0.5, ahead[-1] + 0.5),
            ticks=ticks,
        ),
        Axis(_("¤ a year"), span=(0, top)),
        hover="closest",
        margins=Margins(bottom=52),
    )
    band(figure, ahead, alike.low, alike.high, colours.accent_soft)
    told_as = _("one of the plausible plans")
    _thin_lines(figure, alike, told_as, colours)
    for places, values in ((past, alike.fitted_past), (ahead, alike.fitted_ahead)):
        told = hover.named(_("as fitted"), hover.money())
        line(figure, places, values, _("as fitted"), colours.accent, width=3.2, hover=told)
    points(
        figure,
        past,
        alike.reported.tolist(),
        _("reported"),
        colours.text,
        symbol="circle-open",
        stroke=2,
    )
    vertical_rule(figure, (past[-1] + ahead[0]) / 2, colours.muted, dash="dot", width=1.2)
    # Above the dearest of the lines, so that none runs through it.
    top = max(alike.high[-1], alike.ahead[:, -1].max())
    label(figure, ahead[-1], top, _range(alike), colours.muted, xanchor="right")
    _key(figure, colours)
    return Chart(
        title=_("These plans all fit the past: how do they differ in year five?"),
        figure=figure,
        alt=_alt(alike),
        table=lambda: _table(alike),
        subject=_(RECORD),
        note=_(
            "Past years are shown as expected: the gap between a line and its report is the year’s "
            "luck, more than 10 % either way in one year of three. On the right nobody knows which "
            "line is the true one."
        ),
    )


def _places(alike: PlansAlike) -> tuple[FloatArray, FloatArray]:
    """Return where the past years and those to come stand, with a gap between them."""
    past = np.arange(len(alike.years), dtype=float)
    return past, past[-1] + 2.0 + np.arange(alike.ahead.shape[1])


def _thin_lines(figure: Figure, alike: PlansAlike, name: str, colours: Palette) -> None:
    """Draw all sets as one line with gaps: a picture of its own for each would be slow."""
    for places, values in zip(_places(alike), (alike.past, alike.ahead), strict=True):
        gaps = np.full((len(values), 1), np.nan)
        every = np.concatenate([values, gaps], axis=1).ravel()
        along = np.tile(np.append(places, places[-1]), len(values))
        told = hover.named(name, hover.money())
        line(figure, along, every, name, colours.baseline, width=1, opacity=0.4, hover=told)


def _range(alike: PlansAlike) -> str:
    return _("{low} to {high} ¤").format(
        low=number(as_told(alike.low[-1])), high=number(as_told(alike.high[-1]))
    )


def _key(figure: Figure, colours: Palette) -> None:
    words = (
        (_("○ reported"), colours.text),
        (_("— as fitted"), colours.accent),
        (_("thin: other plausible plans"), colours.baseline),
        (_("shaded: nine in ten of all"), colours.muted),
    )
    for text, colour in words:
        key_line(figure, text, colour)


def _alt(alike: PlansAlike) -> str:
    return _(
        "{count} plans that all fit the years {first} to {last}. In the default plan’s fifth year "
        "nine in ten of them cost {low} to {high} ¤, the fitted one {fitted} ¤."
    ).format(
        count=number(len(alike.ahead)),
        first=str(alike.years[0]),
        last=str(alike.years[-1]),
        low=number(as_told(alike.low[-1])),
        high=number(as_told(alike.high[-1])),
        fitted=number(as_told(alike.fitted_ahead[-1])),
    )


def _table(alike: PlansAlike) -> pd.DataFrame:
    columns = {
        _("plan"): [_("as fitted"), *(number(at) for at in range(1, len(alike.past) + 1))],
    }
    past = np.vstack([alike.fitted_past, alike.past])
    ahead = np.vstack([alike.fitted_ahead, alike.ahead])
    shares = {
        _("share of {year}, ¤").format(year=year): values.round(2)
        for year, values in zip(alike.years, past.T, strict=True)
    }
    costs = {
        _("year {year} of the default, ¤").format(year=number(year)): values.round(2)
        for year, values in enumerate(ahead.T, start=1)
    }
    return pd.DataFrame({**columns, **shares, **costs})
