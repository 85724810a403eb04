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
from ui.kit.language import (
    SEMICOLONS,
    _,
    listed,
    money,
    named,
    ngettext,
    number,
    portion,
    sentences,
)
from ui.kit.palette import Palette

# Where names stand: so far along the ages that are drawn.
_EARLY, _YOUNG, _WOMEN, _BEFORE_CUT, _AFTER_CUT, _OLDEST = 0.05, 0.27, 0.4, 0.6, 0.9, 0.99


# --------------------------------------------------------------------------- who pays for whom


def receipts(fair: Fairness, baseline: Fairness | None, colours: Palette, step: str = "") -> Chart:
    """Draw what each age and sex expects to receive against the price that all pay.

    ``step`` says where the payout changes with age.
    """
    figure = frame(colours, _ages(fair, baseline), _("¤ a year"))
    middle = _middles(fair)
    received = fair.received[:, fair.ages]
    paid, paid_in = np.full(len(middle), fair.paid), np.full(len(middle), fair.paid_in)
    for values in received:
        band(figure, middle, paid_in, values, colours.accent_softer)
    if baseline is not None:
        _past_receipts(figure, baseline, colours)
    men, women = received
    line(figure, middle, men, _("men receive"), colours.over_40, width=2.2)
    line(figure, middle, women, _("women receive"), colours.sponsor, dash="dash", width=2.2)
    line(figure, middle, paid, _("everyone pays"), colours.accent, width=2.6)
    late, cut = (_along(fair, part) for part in (_AFTER_CUT, _BEFORE_CUT))
    high = late if fair.received[0, late] > fair.received[0, cut] else cut
    label(figure, high, fair.received[0, high], _("men receive"), colours.over_40)
    early = _along(fair, _WOMEN)
    label(figure, early, fair.received[1, early], _("women receive"), colours.sponsor)
    _name_price(figure, fair, colours.accent)
    if fair.parts.others_pay:
        text = _("paid in, with others’ help")
        line(figure, middle, paid_in, text, colours.fee, dash="dot", width=2.0)
        label(figure, _along(fair, _EARLY), fair.paid_in, text, colours.fee, xanchor="left")
    note = sentences(
        _("Per member and year, on average over the first year."),
        _("Shaded: what members receive above or below what they and others pay in for them.")
        if fair.parts.others_pay
        else _("Shaded: what members receive above or below what they pay."),
        step,
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
    early, oldest = (_along(fair, part) for part in (_EARLY, _OLDEST))
    young = max(_along(fair, _YOUNG), fair.first_age + 1)
    if fair.paid <= fair.received[:, fair.first_age : young].max():
        # Others pay most of it: the price runs below what the young receive.
        label(figure, oldest, fair.paid, text, ink, xanchor="right")
    elif fair.parts.others_pay:
        label(figure, early, fair.paid, text, ink, xanchor="left", yanchor="top", yshift=-3)
    else:
        label(figure, early, fair.paid, text, ink, xanchor="left")


def _middles(fair: Fairness) -> FloatArray:
    """Return the middle of every year of age that members may have."""
    return np.arange(fair.ages.start, fair.ages.stop) + 0.5


def _along(fair: Fairness, part: float) -> int:
    """Return the age so far along those that members may have."""
    first, end = fair.first_age, len(fair.payout)
    return first + int(part * (end - first))


def _ages(*plans: Fairness | None) -> Axis:
    """Return an axis with the ages of all plans that are drawn."""
    spans = [plan.ages for plan in plans if plan is not None]
    first, last = min(ages.start for ages in spans), max(ages.stop for ages in spans)
    return Axis(_("Age"), span=(first, last), tick_step=10 if last - first > 20 else 5)


def _past_receipts(figure: Figure, past: Fairness, colours: Palette) -> None:
    """Draw the baseline's lines under those of the case."""
    both = (past.members * past.received).sum(axis=0)
    both = both / np.maximum(past.members.sum(axis=0), 1e-300)
    middle, (men, women) = _middles(past), past.received[:, past.ages]
    for values, name, dash, width in (
        (men, _("baseline, men"), "dashdot", 1.2),
        (women, _("baseline, women"), "dot", 1.2),
        (both[past.ages], _("baseline, both"), "dash", 1.8),
        (np.full(len(middle), past.paid), _("baseline, everyone pays"), "dash", 1.8),
    ):
        line(figure, middle, values, name, colours.baseline, dash=dash, width=width)
    label(figure, _along(past, _OLDEST), past.paid, _("baseline"), colours.baseline)


def _receipts_alt(fair: Fairness) -> str:
    says = (
        _("Everyone pays {paid}, others {help} for each member. A man expects: {list}.")
        if fair.parts.others_pay
        else _("Everyone pays {paid}. A man expects: {list}.")
    )
    told_at = {fair.first_age + 20, fair.payout_age - 1, fair.payout_age, fair.ages.stop - 1}
    expects = [
        named(_("at {age}").format(age=age), money(fair.received[0, age]))
        for age in sorted(told_at)
        if fair.ages.start <= age < fair.ages.stop
    ]
    return says.format(
        paid=money(fair.paid), help=money(fair.help), list=listed(expects, SEMICOLONS)
    )


def _age_table(fair: Fairness, baseline: Fairness | None) -> pd.DataFrame:
    table = _age_columns(fair)
    if baseline is None:
        return table
    past = _age_columns(baseline)
    for name in (_("men"), _("women")):
        received = _("{who}: receive, ¤").format(who=name)
        table[_("{who}: difference, ¤").format(who=name)] = table[received] - past[received]
    return _of_all_ages(table, past)


def _of_all_ages(table: pd.DataFrame, past: pd.DataFrame | None) -> pd.DataFrame:
    """Return both side by side, with the ages of either."""
    if past is not None and not past.index.equals(table.index):
        table = table.reindex(table.index.union(past.index))
        table[_("age")] = table.index
    return beside(table, past)


def _age_columns(fair: Fairness) -> pd.DataFrame:
    ages = np.arange(fair.ages.start, fair.ages.stop)
    table = pd.DataFrame({_("age"): ages}, index=ages)
    for sex, name in enumerate((_("men"), _("women"))):
        columns = {
            _("{who}: receive, ¤"): fair.received[sex].round(2),
            _("{who}: fair price, ¤"): fair.fair_price[sex].round(2),
            _("{who}: from others, ¤"): fair.subsidy[sex].round(2),
            _("{who}: received, × paid in"): fair.per_yuan[sex].round(3),
        }
        for title, values in columns.items():
            table[title.format(who=name)] = values[fair.ages]
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


def other_cuts(now: Cut, baseline: Cut | None, colours: Palette, step: str = "") -> Chart:
    """Draw benefits by age, both sexes together, under the plan's cut and another.

    ``step`` says where the plan's payout changes with age.
    """
    own, other = now.plan, now.other
    past = None if baseline is None else baseline.plan
    figure = frame(colours, _ages(own, past), _("¤ a year"))
    middle = _middles(own)
    if baseline is not None:
        _past_cuts(figure, baseline, colours)
    for fair, name, ink, dash in (
        (own, _("the plan’s payouts"), colours.over_40, "dash"),
        (other, _("the payouts tried here"), colours.accent, "solid"),
    ):
        line(figure, middle, _both(fair)[own.ages], name, ink, dash=dash, width=2.2)
    paid = np.full(len(middle), own.paid)
    line(figure, middle, paid, _("everyone pays"), colours.text, dash="dot")
    _name_price(figure, own, colours.text)
    # Each line is named where it runs above the other.
    late, before = _along(own, _AFTER_CUT), _along(own, _BEFORE_CUT)
    higher = _both(other)[late] >= _both(own)[late]
    first, end = own.ages.start + 8, own.ages.stop - 1
    plan_at, cut_at = (before, late) if higher else (late, min(max(now.age - 2, first), end))
    label(figure, plan_at, _both(own)[plan_at], _("the plan’s payouts"), colours.over_40)
    label(figure, cut_at, _both(other)[cut_at], _("the payouts tried here"), colours.accent)
    return Chart(
        title=_("What if the age limit or the payouts changed?"),
        figure=figure,
        alt=told(_cut_alt(now), _cut_alt(baseline) if baseline else None),
        table=lambda: _of_all_ages(_cut_table(now), _cut_table(baseline) if baseline else None),
        note=sentences(
            step,
            _("The payouts tried change at {age}.").format(age=now.age) if _steps(now) else "",
            _(
                "Grey: the baseline; its payouts dashed, the payouts tried there dotted, its price "
                "in long dashes."
            )
            if baseline is not None
            else "",
        ),
    )


def _steps(cut: Cut) -> bool:
    """Say whether the payouts that are tried change at an age that is drawn."""
    payout = cut.other.payout[cut.plan.ages]
    return bool(payout[0] != payout[-1])


def _past_cuts(figure: Figure, past: Cut, colours: Palette) -> None:
    middle, ages = _middles(past.plan), past.plan.ages
    for values, name, dash in (
        (_both(past.plan)[ages], _("baseline, its payouts"), "dash"),
        (_both(past.other)[ages], _("baseline, payouts tried"), "dot"),
        (np.full(len(middle), past.plan.paid), _("baseline, everyone pays"), "longdash"),
    ):
        line(figure, middle, values, name, colours.baseline, dash=dash)


def _cut_alt(cut: Cut) -> str:
    return _(
        "With {young} below {cut} and {old} from then on, some pay {moved} a member and year for "
        "others, against {own} with the plan’s payouts."
    ).format(
        cut=cut.age,
        young=money(float(cut.other.payout[0])),
        old=money(float(cut.other.payout[-1])),
        moved=money(cut.other.moved),
        own=money(cut.plan.moved),
    )


def _cut_table(cut: Cut) -> pd.DataFrame:
    ages = cut.plan.ages
    return pd.DataFrame(
        {
            _("age"): np.arange(ages.start, ages.stop),
            _("the plan’s payout, ¤"): cut.plan.payout[ages],
            _("the payout tried, ¤"): cut.other.payout[ages].round(),
            _("the plan’s benefit, ¤"): _both(cut.plan)[ages].round(2),
            _("the benefit tried, ¤"): _both(cut.other)[ages].round(2),
        },
        index=np.arange(ages.start, ages.stop),
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
        else _("Hollow marks: the baseline, for {person}, {measure} incomes of {year}.").format(
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
    shown = pd.DataFrame({_("group"): "", _("disposable income, ¤"): table["income"]})
    for name in burden.costs:
        shown[_("{part}, %").format(part=name)] = (100 * table[name]).round(3)
    return shown


def protection_words(
    payouts: tuple[float, float], age: int, years: Mapping[str, tuple[float, float]]
) -> str:
    """Say how many years of income the two payouts are worth to some groups."""
    lines = [
        ngettext("{group}: {young} and {old} year", "{group}: {young} and {old} years", old).format(
            group=_(INCOME_GROUPS[group]), young=number(young, 1), old=number(old, 1)
        )
        for group, (young, old) in years.items()
    ]
    says = _("{young} and, from {age} on, {old} are worth, in years of disposable income: {list}.")
    return says.format(
        young=money(payouts[0]), age=age, old=money(payouts[1]), list=listed(lines, SEMICOLONS)
    )
