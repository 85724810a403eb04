"""Charts of the fairness page: what each age receives and pays, and what people can afford."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mutualmodel.affordability import INCOME_GROUPS, affordability
from mutualmodel.cohorts import FloatArray
from mutualmodel.fairness import Fairness
from ui.chart_parts import Chart, frame, label, line, ribbon
from ui.language import _, money, number, percent
from ui.theme import Palette

_MIDDLE: FloatArray = np.arange(60.0) + 0.5


def receipts(fair: Fairness, baseline: Fairness | None, colours: Palette) -> Chart:
    """Draw what each age and sex expects to receive against the price that all pay."""
    figure = frame(colours, _("Age"), _("yuan a year"))
    received, paid = fair.received, np.full(60, fair.paid)
    for values in received:
        ribbon(figure, _MIDDLE, paid, values, colours.accent_softer)
    if baseline is not None:
        both = (baseline.members * baseline.received).sum(axis=0)
        past = both / np.maximum(baseline.members.sum(axis=0), 1e-300)
        line(figure, _MIDDLE, past, _("baseline, both"), colours.baseline, dash="dash")
    men, women = received
    line(figure, _MIDDLE, men, _("men receive"), colours.over_40, width=2.2)
    line(figure, _MIDDLE, women, _("women receive"), colours.sponsor, dash="dash", width=2.2)
    line(figure, _MIDDLE, paid, _("everyone pays"), colours.accent, width=2.6)
    figure["layout"]["xaxis"] |= {"range": [0, 60], "dtick": 10}
    for values, age, name, ink in (
        (men, 36, _("men receive"), colours.over_40),
        (women, 24, _("women receive"), colours.sponsor),
        (paid, 3, _("everyone pays"), colours.accent),
    ):
        side = "left" if age < 10 else "right"
        label(figure, age, values[age], name, ink, xanchor=side)
    return Chart(
        title=_("What does each age expect to receive, and what does it pay?"),
        figure=figure,
        alt=_(
            "Everyone pays {paid}. A man of 20 expects {young}, of 39 {late}, of 40 {cut}, of 59 "
            "{old}."
        ).format(
            paid=money(fair.paid),
            young=money(men[20]),
            late=money(men[39]),
            cut=money(men[40]),
            old=money(men[59]),
        ),
        table=lambda: _age_table(fair, baseline),
        note=_(
            "A year and member on average; who stays all year is charged a little more where "
            "members leave. Shaded: what is received above or below the price."
        ),
    )


def _age_table(fair: Fairness, baseline: Fairness | None) -> pd.DataFrame:
    table = pd.DataFrame({_("age"): np.arange(60)})
    for sex, name in enumerate((_("men"), _("women"))):
        table[_("{who}: receive, yuan").format(who=name)] = fair.received[sex].round(2)
        table[_("{who}: fair price, yuan").format(who=name)] = fair.fair_price[sex].round(2)
        table[_("{who}: from others, yuan").format(who=name)] = fair.subsidy[sex].round(2)
        table[_("{who}: for each yuan").format(who=name)] = fair.per_yuan[sex].round(3)
        if baseline is not None:
            gap = fair.received[sex] - baseline.received[sex]
            table[_("{who}: difference, yuan").format(who=name)] = gap.round(2)
    table[_("everyone pays, yuan")] = round(fair.paid, 2)
    return table


def other_cuts(own: Fairness, other: Fairness, cut: int, colours: Palette) -> Chart:
    """Draw benefits by age, both sexes together, under the plan's cut and another."""
    figure = frame(colours, _("Age"), _("yuan a year"))
    for fair, name, ink, dash in (
        (own, _("the plan’s payouts"), colours.baseline, "dash"),
        (other, _("the cut named here"), colours.accent, "solid"),
    ):
        line(figure, _MIDDLE, _both(fair), name, ink, dash=dash, width=2.2)
    line(figure, _MIDDLE, np.full(60, own.paid), _("everyone pays"), colours.muted, dash="dot")
    label(figure, 2, own.paid, _("everyone pays"), colours.muted, xanchor="left")
    label(figure, 58, _both(own)[57], _("the plan’s payouts"), colours.baseline)
    at = min(max(cut + 8, 8), 57)
    label(figure, at, _both(other)[at], _("the cut named here"), colours.accent)
    figure["layout"]["xaxis"] |= {"range": [0, 60], "dtick": 10}
    return Chart(
        title=_("And with another cut, or the same payout for all?"),
        figure=figure,
        alt=_(
            "Below {cut} {young}, from then on {old}: {moved} a member and year change hands, "
            "against {own} with the plan's payouts."
        ).format(
            cut=cut,
            young=money(float(other.payout[0])),
            old=money(float(other.payout[-1])),
            moved=money(other.moved),
            own=money(own.moved),
        ),
        table=lambda: pd.DataFrame(
            {
                _("age"): np.arange(60),
                _("the plan’s payout, yuan"): own.payout,
                _("the payout here, yuan"): other.payout.round(),
                _("the plan’s benefit, yuan"): _both(own).round(2),
                _("the benefit here, yuan"): _both(other).round(2),
            }
        ),
    )


def _both(fair: Fairness) -> FloatArray:
    members = fair.members.sum(axis=0)
    mean = (fair.members * fair.received).sum(axis=0) / np.where(members > 0, members, 1.0)
    return np.asarray(np.where(members > 0, mean, fair.received.mean(axis=0)))


def affordable(costs: Mapping[str, float], year: int, measure: str, colours: Palette) -> Chart:
    """Draw yearly costs as shares of disposable income, group by group."""
    table = affordability(costs, year, measure)
    groups = [_(INCOME_GROUPS[group]) for group in table["group"]][::-1]
    figure = frame(colours, _("of disposable income a head"), "")
    figure["layout"] |= {"hovermode": "closest", "showlegend": True}
    font = {"size": 12, "color": colours.text}
    place = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right"}
    figure["layout"]["legend"] = {**place, "font": font}
    marks = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]
    figure["layout"]["xaxis"] |= {"type": "log", "tickformat": "~%", "tickvals": marks}
    figure["layout"]["yaxis"] |= {"rangemode": "normal"}
    names = ("accent", "over_40", "mild", "fee", "sponsor", "unpaid")
    inks = [getattr(colours, name) for name in names]
    symbols = ("circle", "diamond", "square", "triangle-up", "cross", "star")
    for place_of, name in enumerate(costs):
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "y": groups,
                "x": table[name].to_numpy()[::-1].round(7),
                "name": name,
                "marker": {
                    "color": inks[place_of % len(inks)],
                    "size": 10,
                    "symbol": symbols[place_of % len(symbols)],
                },
                "hovertemplate": f"%{{y}}, {name}: %{{x:.2%}}",
            }
        )
    first = next(iter(costs))
    low, high = table[first].min(), table[first].max()
    return Chart(
        title=_("What share of income does it cost?"),
        figure=figure,
        alt=_("In {year} {name} costs from {low} to {high} of disposable income a head.").format(
            year=year, name=first, low=percent(float(low), 2), high=percent(float(high), 2)
        ),
        table=lambda: _income_table(table, costs),
    )


def _income_table(table: pd.DataFrame, costs: Mapping[str, float]) -> pd.DataFrame:
    shown = pd.DataFrame(
        {
            _("group"): [_(INCOME_GROUPS[group]) for group in table["group"]],
            _("disposable income, yuan"): table["income"],
        }
    )
    for name in costs:
        shown[f"{name}, %"] = (100 * table[name]).round(3)
    return shown


def protection_words(payouts: tuple[float, float], years: Mapping[str, tuple[float, float]]) -> str:
    """Say how many years of income the two payouts are worth to some groups."""
    lines = [
        _("{group}: {young} and {old} years").format(
            group=_(INCOME_GROUPS[group]), young=number(young, 1), old=number(old, 1)
        )
        for group, (young, old) in years.items()
    ]
    says = _("{young} and, from 40 on, {old} are worth, in years of disposable income: {list}.")
    return says.format(young=money(payouts[0]), old=money(payouts[1]), list="; ".join(lines))
