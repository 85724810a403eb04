"""What the fairness page says in words: who pays for whom, another cut, what covers cost whom."""

from mutualmodel import Case, Projection, project
from mutualmodel.engine import ends_in_first_year, never_starts
from mutualmodel.fairness import Fairness, equal_payout, incomes_of, years_of_income
from mutualmodel.figures import figure
from ui.fairness.charts import Burden, Cut, protection_words
from ui.frame import state
from ui.frame.standing import ends, paid_by
from ui.kit.counting import of_each
from ui.kit.heard import heard
from ui.kit.language import _, money, money_word, portion, sentences


def verdict(fair: Fairness, plan: Projection) -> str:
    """Say which group pays for the other, how much, and with whose money; or that there is none."""
    if never_starts(plan):
        return sentences(ends(plan), _("So nobody pays for anybody."))
    if fair.paid_in == 0 or fair.mean_received == 0:
        return _("Nothing is paid and nothing received, so nobody pays for anybody.")
    return sentences(
        _who_for_whom(fair),
        _expected(fair),
        _paid(fair, plan),
        _left_unpaid(fair),
        short_lived(plan),
    )


def _paid(fair: Fairness, plan: Projection) -> str:
    """Say what everyone pays, and others for them; with what a whole year costs, if it is one."""
    paid = money(fair.paid)
    if ends_in_first_year(plan):
        everyone = _("In its first year everyone pays {paid} for a year of membership.")
    else:
        everyone = _(
            "In the first year everyone pays {paid} on average; those who stay all year pay {cost}."
        )
    helped = {
        "insurer": _("For each member an insurer pays another {help}."),
        "sponsor": _("For each member the sponsor pays another {help}."),
        "nobody": "",
    }[plan.scenario.cap_bearer]
    return sentences(
        everyone.format(paid=paid, cost=money(plan.headline.cost_per_member_year)),
        helped.format(help=money(fair.help)) if fair.parts.others_pay else "",
    )


@of_each()
def _expected(fair: Fairness) -> str:
    """Say what each group expects back for each yuan that is paid in, and whose yuan that is."""
    return _expectation(fair).format(
        age=fair.payout_age,
        mean=money(fair.mean_received / fair.paid_in),
        young=money(fair.young / fair.paid_in),
        old=money(fair.old / fair.paid_in),
        fee=money(fair.fee / fair.paid_in),
        share=portion(fair.paid / fair.paid_in),
    )


def _expectation(fair: Fairness) -> str:
    """Return the text of what is expected: of both groups, or of all where there is one only."""
    if not fair.two_groups and fair.parts.others_pay:
        return _(
            "For each ¤ paid in, members expect {mean} back; the fee takes {fee}. Of that ¤ "
            "members pay {share}, others the rest."
        )
    if not fair.two_groups:
        return _("For each ¤ paid in, members expect {mean} back; the fee takes {fee}.")
    if fair.parts.others_pay:
        return _(
            "For each ¤ paid in, members under {age} expect {young} back and those from {age} on "
            "{old}; the fee takes {fee}. Of that ¤ members pay {share}, others the rest."
        )
    return _(
        "For each ¤ paid in, members under {age} expect {young} back and those from {age} on "
        "{old}; the fee takes {fee}."
    )


def _left_unpaid(fair: Fairness) -> str:
    if not fair.parts.some_unpaid:
        return ""
    due = fair.mean_received + fair.unpaid
    return _(
        "Of the benefits due {share} is left unpaid; all ages are assumed to lose alike."
    ).format(share=portion(fair.unpaid / due))


def _who_for_whom(fair: Fairness) -> str:
    if not fair.two_groups:
        return _("All members are of an age that is paid the same.")
    young, old = fair.young, fair.old
    if abs(young - old) < 0.01 * max(young, old):
        return _("Neither age group pays for the other.")
    return _("The old pay for the young.") if young > old else _("The young pay for the old.")


def short_lived(plan: Projection) -> str:
    """Say of a plan that ends within the year what its amounts are for."""
    if not ends_in_first_year(plan):
        return ""
    return sentences(
        ends(plan), _("Amounts are for a year of membership, though the plan does not last one.")
    )


def cut_words(cut: Cut) -> str:
    """Say what another cut at the same cost would pay, and move."""
    return _filled(
        _(
            "At the same cost to members: **{young}** below {cut} and **{old}** from then on. Some "
            "would then pay {moved} a member and year for others; now it is {own}. One payout for "
            "all would be {equal}."
        ),
        cut,
    )


def past_cut_words(cut: Cut) -> str:
    """Say what the baseline's other cut would pay, and move."""
    return _filled(
        _(
            "Baseline: **{young}** below {cut} and **{old}** from then on. Some would then pay "
            "{moved} a member and year for others; with its own payouts it is {own}. One payout "
            "for all would be {equal}."
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
    payouts = case.plan.payouts[:2]
    if not any(payouts):
        return _("The plan pays nothing out for a critical illness.")
    year, measure = int(case.view.income_year), case.view.income_measure
    below, above = (years_of_income(payout, year, measure) for payout in payouts)
    years = {group: (below[group], above[group]) for group in below}
    return protection_words(payouts, case.plan.payout_age, years)


def mutual_aid_note(case: Case) -> str:
    """Say who pays what mutual aid is shown to cost, or why it is not shown."""
    plan = project(case.plan)
    if never_starts(plan):
        return _("Mutual aid is not shown: there is no plan.")
    if ends_in_first_year(plan):
        return _("Mutual aid is not shown: the plan does not last a year.")
    return paid_by(plan)


def income_sources(shown: list[Burden]) -> str:
    """Say where the incomes are from, and what of an illness's cost is not known."""
    names = dict.fromkeys(
        income.figure_id
        for burden in shown
        for income in incomes_of(burden.year, burden.measure).values()
    )
    links = [_linked(_("incomes"), name) for name in names]
    links.append(_linked(_("spending"), "health_spending_2021"))
    links.append(_linked(_("what patients pay"), "critical_illness_own_share"))
    known = sentences(
        _("The incomes of each fifth of households are known for 2021."),
        _(
            "Mutual aid is shown at the cost of its first year, policies at the insurer’s terms on "
            "the page Versus insurance."
        ),
        _(
            "No source was found for what a critical illness costs in yuan. Patients pay 45 to 55 "
            "% of it themselves, or 40 % by the operator’s own paper; of all health spending 27.7 "
            "% was out of pocket in 2021."
        ),
    )
    return sentences(known, " · ".join(links))


def _linked(text: str, name: str) -> str:
    return f"[{heard(text, _(figure(name).figure))}]({state.link_to('sources', figure=name)})"


def other_money() -> str:
    """Say why no incomes stand beside a plan in other money than they were published in."""
    return _(
        "The incomes known here are China’s, in yuan. This plan counts in {currency}, and nothing "
        "is converted, so its costs are not compared with them."
    ).format(currency=money_word())
