"""Charts of the insurer's side: published quotes beside the model, and the viable price."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mutualmodel.cohorts import FloatArray
from mutualmodel.insurance import InsurerView, Quote
from ui.chart_parts import YUAN_HOVER, Chart, dot, frame, label, line
from ui.language import _, money, number
from ui.theme import Palette


def quotes_chart(
    curves: Mapping[str, FloatArray], quotes: Sequence[Quote], colours: Palette
) -> Chart:
    """Draw net level premiums by age at entry beside published quotes, men and women."""
    figure = frame(colours, _("Age at entry"), _("yuan a year per 1,000"))
    tints = {"M": colours.over_40, "F": colours.accent}
    words = {"M": _("men"), "F": _("women")}
    for sex, values in curves.items():
        ages: FloatArray = np.arange(len(values), dtype=np.float64)
        line(figure, ages, values, _("model, {who}").format(who=words[sex]), tints[sex], width=2.2)
        end = {"xanchor": "left", "yanchor": "middle", "xshift": 6, "yshift": 0}
        label(figure, ages[-1], values[-1], words[sex], tints[sex], **end)
    for insurer, product, symbol in _products(quotes):
        for sex, tint in tints.items():
            mine = [q for q in quotes if q.product == product and q.sex == sex]
            figure["data"].append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [quote.age_from for quote in mine],
                    "y": [quote.premium for quote in mine],
                    "name": f"{product} ({insurer}), {words[sex]}",
                    "marker": {"symbol": symbol, "color": tint, "size": 9, "line": {"width": 2}},
                    "hovertemplate": f"{product}, {words[sex]}: {YUAN_HOVER}" + "<extra></extra>",
                }
            )
    figure["layout"]["xaxis"] |= {"range": [-1, 48], "dtick": 10}
    figure["layout"]["hovermode"] = "closest"
    at_30 = {sex: float(values[30]) for sex, values in curves.items()}
    text = _("Net level premium at 30: {men} for men, {women} for women, per 1,000.").format(
        men=number(at_30["M"], 2), women=number(at_30["F"], 2)
    )
    return Chart(
        title=_("Are these premiums real? Level policies to 70, 30 payments"),
        figure=figure,
        alt=text,
        table=lambda: _quotes_table(curves, quotes),
        note=_(
            "Lines: model without any loading, on the whole table (CI4, 3.5 %). Rings and "
            "squares: published prices of two products of 2020 with their loading, and with "
            "lesser illnesses. At a loading of 35 % they price with 0.67 to 0.70 of the table."
        ),
    )


def _products(quotes: Sequence[Quote]) -> list[tuple[str, str, str]]:
    known = dict.fromkeys((quote.insurer, quote.product) for quote in quotes)
    return [(*names, s) for names, s in zip(known, ("circle-open", "square-open"), strict=False)]


def _quotes_table(curves: Mapping[str, FloatArray], quotes: Sequence[Quote]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("product"): [quote.product for quote in quotes],
            _("age"): [quote.age_from for quote in quotes],
            _("sex"): [quote.sex for quote in quotes],
            _("quote, per 1,000"): [quote.premium for quote in quotes],
            _("model, net"): [round(float(curves[q.sex][q.age_from]), 2) for q in quotes],
        }
    )


def viable_chart(
    ages: Sequence[int], views: Sequence[InsurerView], mutual: float, start: int, colours: Palette
) -> Chart:
    """Draw the price at which a pool is viable as ever more of the young stay with mutual aid."""
    figure = frame(colours, _("Youngest age that the insurer is left with"), _("yuan a year"))
    x = np.array(ages, dtype=float)
    market = np.array([view.market_price for view in views])
    viable = np.array([view.viable_price for view in views])
    line(figure, x, market, _("average premium"), colours.over_40, dash="dash")
    line(figure, x, viable, _("viable price"), colours.accent, width=2.6)
    line(figure, x, np.full(len(x), mutual), _("mutual aid"), colours.baseline, dash="dot")
    dot(figure, (start, float(np.interp(start, x, viable))), _("chosen"), colours.accent, "circle")
    middle = len(x) // 3
    label(figure, x[middle], market[middle], _("average premium"), colours.over_40)
    label(figure, x[middle], viable[middle], _("viable price"), colours.accent)
    label(figure, x[-1], mutual, _("mutual aid, once settled"), colours.baseline)
    return Chart(
        title=_("At what price is this pool viable, if the young stay away?"),
        figure=figure,
        alt=_("Viable at {all} with all ages, at {some} from {age} on.").format(
            all=money(viable[0]), some=money(float(np.interp(start, x, viable))), age=start
        ),
        table=lambda: pd.DataFrame(
            {
                _("youngest age"): list(ages),
                _("viable price, yuan a year"): viable.round(2),
                _("average premium, yuan a year"): market.round(2),
                _("loss ratio"): [round(view.loss_ratio, 4) for view in views],
                _("capital, yuan"): [round(view.capital) for view in views],
            }
        ),
    )
