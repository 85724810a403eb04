"""What the fairness page says in words: who pays for whom, another cut, what covers cost whom."""

from mutualmodel import Case
from mutualmodel.engine import PAYOUT_AGE
from mutualmodel.fairness import Fairness, equal_payout, incomes_of, years_of_income
from ui.fairness.charts import Burden, Cut, protection_words
from ui.frame import state
from ui.kit.language import _, money, sentences


def verdict(fair: Fairness) -> str:
    """Say which group pays for the other, and how much."""
    if fair.paid == 0 or fair.mean_received == 0:
        return _("Nothing is paid and nothing received, so nobody pays for anybody.")
    young, old = fair.of_ages(0, PAYOUT_AGE), fair.of_ages(PAYOUT_AGE, 60)
    says = _(
        "Everyone pays {paid} a year. For each yuan, members under 40 expect {young} back and "
        "those from 40 on {old}; the fee takes {fee}."
    ).format(
        paid=money(fair.paid),
        young=money(young / fair.paid),
        old=money(old / fair.paid),
        fee=money(fair.fee / fair.paid),
    )
    if abs(young - old) < 0.01 * max(young, old):
        return sentences(says, _("The two groups are in balance."))
    if young > old:
        return sentences(says, _("The old pay for the young."))
    return sentences(says, _("The young pay for the old."))


def cut_words(cut: Cut) -> str:
    """Say what another cut at the same cost would pay, and move."""
    return _filled(
        _(
            "At the same cost to members: **{young}** below {cut} and **{old}** from then on. "
            "{moved} a member and year would change hands, {own} do now. One payout for all "
            "would be {equal}."
        ),
        cut,
    )


def past_cut_words(cut: Cut) -> str:
    """Say what the baseline's other cut would pay, and move."""
    return _filled(
        _(
            "Baseline: **{young}** below {cut} and **{old}** from then on. {moved} a member "
            "and year would change hands, {own} with its own payouts. One payout for all "
            "would be {equal}."
        ),
        cut,
    )


def _filled(text: str, cut: Cut) -> str:
    return text.format(
        young=money(round(float(cut.other.payout[0 if cut.age > 0 else -1]))),
        cut=cut.age,
        old=money(round(float(cut.other.payout[-1]))),
        moved=money(cut.other.moved),
        own=money(cut.plan.moved),
        equal=money(round(equal_payout(cut.plan))),
    )


def protection(case: Case) -> str:
    """Say how many years of income the payouts of a case are worth."""
    payouts = case.plan.payout_under_40, case.plan.payout_40_plus
    year, measure = int(case.view.income_year), case.view.income_measure
    below, above = (years_of_income(payout, year, measure) for payout in payouts)
    return protection_words(payouts, {group: (below[group], above[group]) for group in below})


def income_sources(shown: list[Burden]) -> str:
    """Say where the incomes are from, and what of an illness's cost is not known."""
    names = dict.fromkeys(
        income.figure_id
        for burden in shown
        for income in incomes_of(burden.year, burden.measure).values()
    )
    links = [_linked(_("incomes"), name) for name in names]
    links.append(_linked(_("spending"), "health_spending_2021"))
    known = _(
        "Fifths of households are known for 2021. Policies at the standard terms of the page "
        "Versus insurance. What a critical illness costs its patient out of pocket was not found: "
        "only that 27.7 % of all health spending was in 2021."
    )
    return sentences(known, " · ".join(links))


def _linked(text: str, name: str) -> str:
    return f"[{text}]({state.link_to('sources', figure=name)})"
