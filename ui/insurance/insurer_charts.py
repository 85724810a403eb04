"""Charts of the insurer's side: published quotes beside the model, and the viable price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import InsurerView, Quote
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    NamePlaces,
    beside,
    dot,
    end_label,
    frame,
    hover,
    line,
    name_at,
    plot_height,
    points,
    told,
)
from ui.kit.language import _, listed, money, number, sentences
from ui.kit.palette import Palette

# Of the chart of viable prices: six lines need more room for their names than three.
_HEIGHT, _TALL = 330, 430


def quotes_chart(
    curves: Mapping[str, FloatArray], quotes: Sequence[Quote], colours: Palette
) -> Chart:
    """Draw net level premiums by age at entry beside published quotes, men and women."""
    across = Axis(_("Age at entry"), span=(-1, 48), tick_step=10)
    figure = frame(colours, across, _("a year for a sum of 1,000"), hover="closest")
    tints = {"M": colours.over_40, "F": colours.accent}
    words = {"M": _("men"), "F": _("women")}
    for sex, values in curves.items():
        ages: FloatArray = np.arange(len(values), dtype=np.float64)
        name = _("model, {who}").format(who=words[sex])
        line(figure, ages, values, name, tints[sex], width=2.2, hover=hover.digits())
        end_label(figure, ages[-1], values[-1], words[sex], tints[sex])
    for insurer, product, symbol in _products(quotes):
        for sex, tint in tints.items():
            mine = [q for q in quotes if q.product == product and q.sex == sex]
            points(
                figure,
                [quote.age_from for quote in mine],
                [quote.premium for quote in mine],
                listed(
                    (
                        _("{product} ({insurer})").format(product=_(product), insurer=_(insurer)),
                        words[sex],
                    )
                ),
                tint,
                symbol=symbol,
                size=9,
                stroke=2,
                hover=hover.alone(hover.named(listed((_(product), words[sex])), hover.digits())),
            )
    at_30 = {sex: float(values[30]) for sex, values in curves.items()}
    text = _("Net level premium at 30: {men} for men, {women} for women, per 1,000.").format(
        men=number(at_30["M"], 2), women=number(at_30["F"], 2)
    )
    return Chart(
        title=_("Do real premiums agree? Level policies to 70, 30 payments"),
        figure=figure,
        alt=text,
        table=lambda: _quotes_table(curves, quotes),
        subject=_("Published premiums and the model’s"),
        note=_(
            "Lines: the model without loading, at the table’s full incidence (CI4, 3.5 % "
            "interest). Rings and squares: published prices of two products of 2020, which include "
            "a loading and lesser illnesses. At a loading of 35 % they imply 0.67 to 0.70 of the "
            "table’s incidence."
        ),
    )


def _products(quotes: Sequence[Quote]) -> list[tuple[str, str, str]]:
    known = dict.fromkeys((quote.insurer, quote.product) for quote in quotes)
    return [(*names, s) for names, s in zip(known, ("circle-open", "square-open"), strict=False)]


def _quotes_table(curves: Mapping[str, FloatArray], quotes: Sequence[Quote]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("product"): [_(quote.product) for quote in quotes],
            _("age"): [quote.age_from for quote in quotes],
            _("sex"): [_("men") if quote.sex == "M" else _("women") for quote in quotes],
            _("quote for a sum of 1,000"): [quote.premium for quote in quotes],
            _("model, net, for a sum of 1,000"): [
                round(float(curves[q.sex][q.age_from]), 2) for q in quotes
            ],
        }
    )


@dataclass(frozen=True)
class Viable:
    """An insurer's year by the youngest age it is left with, in one case.

    ``mutual`` is what mutual aid costs once settled, NaN of a plan that does not last a year;
    ``start`` the age that is looked at, ``step`` what to know of a bend in the lines.
    """

    ages: Sequence[int]
    views: Sequence[InsurerView]
    mutual: float
    start: int
    step: str = ""

    @property
    def market(self) -> FloatArray:
        """Average premium at each age."""
        return np.array([view.market_price for view in self.views])

    @property
    def price(self) -> FloatArray:
        """Viable price at each age."""
        return np.array([view.viable_price for view in self.views])

    @property
    def chosen(self) -> float:
        """Viable price at the age that is looked at."""
        return float(np.interp(self.start, self.ages, self.price))

    def lines(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return average premium, viable price and mutual aid's cost by age."""
        return self.market, self.price, np.full(len(self.ages), self.mutual)


def viable_chart(now: Viable, before: Viable | None, colours: Palette) -> Chart:
    """Draw the price at which a pool is viable as ever more of the young stay with mutual aid."""
    drawn = [*now.lines(), *(before.lines() if before is not None else ())]
    top = 1.08 * float(np.nanmax(np.concatenate(drawn))) or 1.0
    across = _("Youngest age that buys from the insurer")
    figure = frame(colours, across, Axis(_("¤ a year"), span=(0.0, top)))
    ages = np.array(now.ages, dtype=float)
    if before is not None:
        for values, name in zip(before.lines(), _viable_names(pinned=True), strict=True):
            if np.isnan(values).all():
                continue
            line(figure, ages, values, name, colours.baseline, dash="dash", width=1.4)
    for values, name, (tint, dash, width) in zip(
        now.lines(),
        _viable_names(pinned=False),
        (
            (colours.over_40, "dash", 1.8),
            (colours.over_40, "solid", 2.6),
            (colours.accent, "dot", 1.8),
        ),
        strict=True,
    ):
        if not np.isnan(values).all():
            line(figure, ages, values, name, tint, dash=dash, width=width)
    if before is not None:
        there = before.start, before.chosen
        dot(figure, there, _("chosen, baseline"), colours.baseline, "circle-open")
    dot(figure, (now.start, now.chosen), _("chosen"), colours.over_40, "circle")
    _name_viable(figure, now, before, top, colours)
    return Chart(
        title=_("What price does the insurer need if the young stay away?"),
        figure=figure,
        alt=told(_viable_alt(now), _viable_alt(before) if before is not None else None),
        table=lambda: beside(
            _viable_table(now), _viable_table(before) if before is not None else None
        ),
        note=sentences(now.step, _("Grey dashes and ○: the baseline.") if before else ""),
    )


def _viable_names(*, pinned: bool) -> tuple[str, str, str]:
    if pinned:
        return (
            _("average premium, baseline"),
            _("price needed, baseline"),
            _("mutual aid, baseline"),
        )
    return _("average premium"), _("price needed"), _("mutual aid")


def _name_viable(
    figure: Figure, now: Viable, before: Viable | None, top: float, colours: Palette
) -> None:
    """Name the lines where there is room, those of the baseline only where they differ."""
    years: FloatArray = np.arange(now.ages[0], now.ages[-1] + 1.0)

    def by_year(view: Viable, values: FloatArray) -> FloatArray:
        return np.interp(years, view.ages, values)

    present = [by_year(now, values) for values in now.lines()]
    past = [by_year(before, values) for values in before.lines()] if before is not None else []
    places = NamePlaces(years, (0.0, top), plot_height(viable_height(before)))
    for values in (*present, *past):
        places.keep_clear(values)
    tints = (colours.over_40, colours.over_40, colours.accent)
    names = (_("average premium"), _("price needed"), _("mutual aid, hardly anyone new"))
    for values, name, tint, near in zip(present, names, tints, (8.0, 20.0, 45.0), strict=True):
        name_at(figure, places.find(values, name, near, "above"), name, tint)
    for values, here, name in zip(past, present, _viable_names(pinned=True), strict=False):
        # A line that stands where it stood is covered by the present one and needs no second name.
        if not np.array_equal(values, here):
            place = places.find(values, name, 30.0, "above")
            name_at(figure, place, name, colours.baseline)


def viable_height(before: Viable | None) -> int:
    """Return the height of the chart of viable prices, in pixels."""
    return _HEIGHT if before is None else _TALL


def _viable_alt(viable: Viable) -> str:
    return _("The insurer needs {all} with all ages, {some} with those from {age} on.").format(
        all=money(viable.price[0]), some=money(viable.chosen), age=viable.start
    )


def _viable_table(viable: Viable) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("youngest age"): list(viable.ages),
            _("price needed, ¤ a year"): viable.price.round(2),
            _("average premium, ¤ a year"): viable.market.round(2),
            _("loss ratio, as a fraction"): [round(view.loss_ratio, 4) for view in viable.views],
            _("capital, ¤"): [round(view.capital) for view in viable.views],
        }
    )
