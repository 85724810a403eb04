"""Charts of the fairness page: what each age receives and pays, and what people can afford."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.fairness import INCOME_GROUPS, Fairness, affordability
from mutualmodel.insurance import SYSTEMS
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    band,
    beside,
    frame,
    hover,
    label,
    line,
    points,
    told,
)
from ui.kit.language import SEMICOLONS, _, listed, money, ngettext, number, portion, sentences
from ui.kit.palette import Palette

# Where a name of the price stands: over the young, or up to the oldest; ages.
_YOUNG, _OLDEST = 16, 59
_MIDDLE: FloatArray = np.arange(60.0) + 0.5


# --------------------------------------------------------------------------- who pays for whom


def receipts(fair: Fairness, baseline: Fairness | None, colours: Palette) -> Chart:
    """Draw what each age and sex expects to receive against the price that all pay."""
    figure = frame(colours, _ages(), _("¤ a year"))
    received, paid, paid_in = (
        fair.received,
        np.full(60, fair.paid),
        np.full(60, fair.paid_in),
    )
    for values in received:
        band(figure, _MIDDLE, paid_in, values, colours.accent_softer)
    if baseline is not None:
        _past_receipts(figure, baseline, colours)
    men, women = received
    line(figure, _MIDDLE, men, _("men receive"), colours.over_40, width=2.2)
    line(figure, _MIDDLE, women, _("women receive"), colours.sponsor, dash="dash", width=2.2)
    line(figure, _MIDDLE, paid, _("everyone pays"), colours.accent, width=2.6)
    high = 54 if men[54] > men[36] else 36
    label(figure, high, men[high], _("men receive"), colours.over_40)
    label(figure, 24, women[24], _("women receive"), colours.sponsor)
    _name_price(figure, fair, colours.accent)
    if fair.parts.others_pay:
        text = _("paid in with help")
        line(figure, _MIDDLE, paid_in, text, colours.fee, dash="dot", width=2.0)
        label(figure, 3, fair.paid_in, text, colours.fee, xanchor="left")
    note = sentences(
        _("A year and member on average, in the first year."),
        _("Shaded: what is received above or below what is paid in for a member, by whomever.")
        if fair.parts.others_pay
        else _("Shaded: what is received above or below the price."),
        _("Grey: the baseline; men dash-dotted, women dotted, both dashed.")
        if baseline is not None
        else "",
    )
    return Chart(
        title=_("What does each age expect to receive, and what does it pay?"),
        figure=figure,
        alt=told(_receipts_alt(fair), _receipts_alt(baseline) if baseline else None),
        table=lambda: _age_table(fair, baseline),
        note=note,
    )


def _name_price(figure: Figure, fair: Fairness, ink: str) -> None:
    """Name the price that all pay, where no line of what is received runs."""
    text = _("everyone pays")
    if fair.paid <= fair.received[:, :_YOUNG].max():
        # Others pay most of it: the price runs below what the young receive.
        label(figure, _OLDEST, fair.paid, text, ink, xanchor="right")
    elif fair.parts.others_pay:
        label(figure, 3, fair.paid, text, ink, xanchor="left", yanchor="top", yshift=-3)
    else:
        label(figure, 3, fair.paid, text, ink, xanchor="left")


def _ages() -> Axis:
    return Axis(_("Age"), span=(0, 60), tick_step=10)


def _past_receipts(figure: Figure, past: Fairness, colours: Palette) -> None:
    """Draw the baseline's lines under those of the case."""
    both = (past.members * past.received).sum(axis=0)
    both = both / np.maximum(past.members.sum(axis=0), 1e-300)
    men, women = past.received
    for values, name, dash, width in (
        (men, _("baseline, men"), "dashdot", 1.2),
        (women, _("baseline, women"), "dot", 1.2),
        (both, _("baseline, both"), "dash", 1.8),
        (np.full(60, past.paid), _("baseline, everyone pays"), "dash", 1.8),
    ):
        line(figure, _MIDDLE, values, name, colours.baseline, dash=dash, width=width)
    label(figure, 59, past.paid, _("baseline"), colours.baseline)


def _receipts_alt(fair: Fairness) -> str:
    men = fair.received[0]
    says = _(
        "Everyone pays {paid}. A man of 20 expects {young}, of 39 {late}, of 40 {cut}, of 59 {old}."
    )
    if fair.parts.others_pay:
        says = _(
            "Everyone pays {paid}, others {help} for each member. A man of 20 expects {young}, of "
            "39 {late}, of 40 {cut}, of 59 {old}."
        )
    return says.format(
        paid=money(fair.paid),
        help=money(fair.help),
        young=money(men[20]),
        late=money(men[39]),
        cut=money(men[40]),
        old=money(men[59]),
    )


def _age_table(fair: Fairness, baseline: Fairness | None) -> pd.DataFrame:
    table = _age_columns(fair)
    if baseline is None:
        return table
    for sex, name in enumerate((_("men"), _("women"))):
        gap = fair.received[sex] - baseline.received[sex]
        table[_("{who}: difference, ¤").format(who=name)] = gap.round(2)
    return beside(table, _age_columns(baseline))


def _age_columns(fair: Fairness) -> pd.DataFrame:
    table = pd.DataFrame({_("age"): np.arange(60)})
    for sex, name in enumerate((_("men"), _("women"))):
        table[_("{who}: receive, ¤").format(who=name)] = fair.received[sex].round(2)
        table[_("{who}: fair price, ¤").format(who=name)] = fair.fair_price[sex].round(2)
        table[_("{who}: from others, ¤").format(who=name)] = fair.subsidy[sex].round(2)
        table[_("{who}: for each ¤ paid in").format(who=name)] = fair.per_yuan[sex].round(3)
    table[_("everyone pays, ¤")] = round(fair.paid, 2)
    table[_("others pay for a member, ¤")] = round(fair.help, 2)
    return table


# ------------------------------------------------------------------------------- another cut


@dataclass(frozen=True)
class Cut:
    """A plan's payouts by age beside another cut of the same cost, at ``age``."""

    plan: Fairness
    other: Fairness
    age: int


def other_cuts(now: Cut, baseline: Cut | None, colours: Palette) -> Chart:
    """Draw benefits by age, both sexes together, under the plan's cut and another."""
    own, other = now.plan, now.other
    figure = frame(colours, _ages(), _("¤ a year"))
    if baseline is not None:
        _past_cuts(figure, baseline, colours)
    for fair, name, ink, dash in (
        (own, _("the plan’s payouts"), colours.over_40, "dash"),
        (other, _("the cut named here"), colours.accent, "solid"),
    ):
        line(figure, _MIDDLE, _both(fair), name, ink, dash=dash, width=2.2)
    line(figure, _MIDDLE, np.full(60, own.paid), _("everyone pays"), colours.text, dash="dot")
    _name_price(figure, own, colours.text)
    # Each line is named where it runs above the other.
    higher = _both(other)[55] >= _both(own)[55]
    plan_at, cut_at = (38, 55) if higher else (55, max(now.age - 2, 8))
    label(figure, plan_at, _both(own)[plan_at], _("the plan’s payouts"), colours.over_40)
    label(figure, cut_at, _both(other)[cut_at], _("the cut named here"), colours.accent)
    return Chart(
        title=_("And with another cut, or the same payout for all?"),
        figure=figure,
        alt=told(_cut_alt(now), _cut_alt(baseline) if baseline else None),
        table=lambda: beside(_cut_table(now), _cut_table(baseline) if baseline else None),
        note=""
        if baseline is None
        else _(
            "Grey: the baseline; its payouts dashed, the cut named there dotted, its price in long "
            "dashes."
        ),
    )


def _past_cuts(figure: Figure, past: Cut, colours: Palette) -> None:
    for values, name, dash in (
        (_both(past.plan), _("baseline, its payouts"), "dash"),
        (_both(past.other), _("baseline, the cut"), "dot"),
        (np.full(60, past.plan.paid), _("baseline, everyone pays"), "longdash"),
    ):
        line(figure, _MIDDLE, values, name, colours.baseline, dash=dash)


def _cut_alt(cut: Cut) -> str:
    return _(
        "Below {cut} {young}, from then on {old}: {moved} a member and year change hands, "
        "against {own} with the plan's payouts."
    ).format(
        cut=cut.age,
        young=money(float(cut.other.payout[0])),
        old=money(float(cut.other.payout[-1])),
        moved=money(cut.other.moved),
        own=money(cut.plan.moved),
    )


def _cut_table(cut: Cut) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("age"): np.arange(60),
            _("the plan’s payout, ¤"): cut.plan.payout,
            _("the payout here, ¤"): cut.other.payout.round(),
            _("the plan’s benefit, ¤"): _both(cut.plan).round(2),
            _("the benefit here, ¤"): _both(cut.other).round(2),
        }
    )


def _both(fair: Fairness) -> FloatArray:
    members = fair.members.sum(axis=0)
    mean = (fair.members * fair.received).sum(axis=0) / np.where(members > 0, members, 1.0)
    return np.asarray(np.where(members > 0, mean, fair.received.mean(axis=0)))


# ----------------------------------------------------------------------- what it costs whom


@dataclass(frozen=True)
class Burden:
    """What covers cost a person a year, yuan by name, beside the incomes of a year."""

    costs: Mapping[str, float]
    year: int
    measure: str
    person: str

    def table(self) -> pd.DataFrame:
        """Return the costs as shares of disposable income, one row a group."""
        return affordability(self.costs, self.year, self.measure)


def affordable(now: Burden, baseline: Burden | None, colours: Palette) -> Chart:
    """Draw yearly costs as shares of disposable income, group by group."""
    rows = [_(INCOME_GROUPS[group]) for group in _groups(now, baseline)][::-1]
    across = Axis(
        _("of disposable income a head"), log=True, ticks=_INCOME_SHARES, tick_format="~%"
    )
    upwards = Axis(categories=rows, from_zero=False)
    figure = frame(colours, across, upwards, hover="closest", legend=True)
    if baseline is not None:
        _past_marks(figure, baseline, colours)
    table = now.table()
    for name in now.costs:
        look = _look(name, colours)
        _marks(figure, table, name, name, look)
    return Chart(
        title=_("What share of income does it cost?"),
        figure=figure,
        alt=told(_income_alt(now), _income_alt(baseline) if baseline else None),
        table=lambda: _income_table(now, baseline),
        note=""
        if baseline is None
        else _("Hollow: the baseline, for {person}, {measure} incomes of {year}.").format(
            person=baseline.person, measure=_(baseline.measure), year=baseline.year
        ),
    )


_INCOME_SHARES = (
    *(1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4),
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
)


class _Look(NamedTuple):
    """How a system is marked: its colour, its symbol, and the symbol's size in pixels."""

    ink: str
    symbol: str
    size: int


def _look(title: str, colours: Palette) -> _Look:
    """Return how a system is marked, whichever others are shown."""
    place = [_(system.title) for system in SYSTEMS.values()].index(title)
    inks = (
        colours.accent,
        colours.over_40,
        colours.mild,
        colours.fee,
        colours.sponsor,
        colours.unpaid,
    )
    symbols = ("circle", "diamond", "square", "triangle-up", "cross", "star")
    # Both kinds of mutual aid often cost the same: the first is seen around the second.
    return _Look(inks[place], symbols[place], 15 if place == 0 else 10)


def _marks(
    figure: Figure,
    table: pd.DataFrame,
    cost: str,
    name: str,
    look: _Look,
    *,
    listed: bool = True,
) -> None:
    """Mark one cover's shares of income, group by group, called ``name``."""
    points(
        figure,
        table[cost].to_numpy()[::-1].round(7),
        [_(INCOME_GROUPS[group]) for group in table["group"]][::-1],
        name,
        look.ink,
        symbol=look.symbol,
        size=look.size,
        hover=hover.named(hover.in_row(name), hover.percentage(2, "x")),
        listed=listed,
    )


def _past_marks(figure: Figure, past: Burden, colours: Palette) -> None:
    """Draw the baseline's marks, hollow; the note says so, the legend names the symbols."""
    table = past.table()
    for cost in past.costs:
        look, name = _look(cost, colours), _("baseline, {name}").format(name=cost)
        hollow = _Look(colours.baseline, f"{look.symbol}-open", look.size + 1)
        _marks(figure, table, cost, name, hollow, listed=False)


def _income_alt(burden: Burden) -> str:
    shares = burden.table()
    says = _("In {year} {name} costs from {low} to {high} of disposable income a head.")
    first = next(iter(burden.costs))
    return says.format(
        year=burden.year,
        name=first,
        low=portion(float(shares[first].min()), 2),
        high=portion(float(shares[first].max()), 2),
    )


def _income_table(now: Burden, baseline: Burden | None) -> pd.DataFrame:
    groups = _groups(now, baseline)
    table = _income_columns(now).reindex(groups)
    # Either may be about groups that are unknown in the other's year.
    table[_("group")] = [_(INCOME_GROUPS[group]) for group in groups]
    return beside(table, _income_columns(baseline) if baseline else None)


def _groups(now: Burden, baseline: Burden | None) -> list[str]:
    """Return the groups of either, in their order."""
    known = {group for one in (now, baseline) if one is not None for group in one.table()["group"]}
    return [group for group in INCOME_GROUPS if group in known]


def _income_columns(burden: Burden) -> pd.DataFrame:
    """Return incomes and what of them each cover costs, by group."""
    table = burden.table().set_index("group")
    shown = pd.DataFrame({_("group"): "", _("disposable income, yuan"): table["income"]})
    for name in burden.costs:
        shown[_("{part}, %").format(part=name)] = (100 * table[name]).round(3)
    return shown


def protection_words(payouts: tuple[float, float], years: Mapping[str, tuple[float, float]]) -> str:
    """Say how many years of income the two payouts are worth to some groups."""
    lines = [
        ngettext("{group}: {young} and {old} year", "{group}: {young} and {old} years", old).format(
            group=_(INCOME_GROUPS[group]), young=number(young, 1), old=number(old, 1)
        )
        for group, (young, old) in years.items()
    ]
    says = _("{young} and, from 40 on, {old} are worth, in years of disposable income: {list}.")
    return says.format(
        young=money(payouts[0]), old=money(payouts[1]), list=listed(lines, SEMICOLONS)
    )
