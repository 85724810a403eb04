"""Words about mutual aid and insurance: the page's verdict, a person's summary, who bears what."""

from collections.abc import Mapping

from mutualmodel import Case
from mutualmodel.inputs import Basis, Person
from mutualmodel.insurance import SYSTEMS, BreakEven, PersonReport
from mutualmodel.text import N_
from ui.kit.language import AND, _, listed, money, number, percent, sentences

WHO = {"M": N_("man"), "F": N_("woman")}
_GIVES = {
    "mutual": N_("one price for all ages, with little spent on anything but claims"),
    "mutual_insured": N_("a ceiling of 188 yuan a year, with an insurer above it"),
    "one_year": N_(
        "a price fixed for the year, a contract, and an insurer’s capital in a bad year"
    ),
    "level": N_("a price and cover fixed to 60, whatever happens to health, others or the seller"),
}
_LACKS = {
    "mutual": N_("a fixed price, a right to go on, and capital behind it"),
    "mutual_insured": N_("a promise to go on: it was sold for six weeks"),
    "one_year": N_("a price that stays: it rises with age, and renewal is not promised"),
    "level": N_("a low price while young: who stops early has paid ahead for later years"),
}


def spans_in_words(found: BreakEven) -> str:
    """Say at which ages mutual aid is the cheaper."""
    parts = [
        _("from {first} on").format(first=first)
        if last == 59
        else _("at {first}").format(first=first)
        if first == last
        else _("at {first} to {last}").format(first=first, last=last)
        for first, last in found.spans
    ]
    if found.spans == ((0, 59),):
        return _("at every age")
    return listed(parts, AND) if parts else _("at no age")


def verdict(found: Mapping[Basis, tuple[float, BreakEven]], sex: str) -> str:
    """Say where mutual aid is cheaper than a one-year policy, by what it costs now and later.

    ``found`` has on each basis what a member pays, in yuan a year, and the ages.
    """
    (now, ages), (settled, later) = found["now"], found["settled"]
    return _(
        "For a {who}, mutual aid at {now} a year costs less than a one-year policy of the same "
        "benefit {ages}; once its members are past their healthy first years, at {settled}, "
        "{later}. The policy’s price follows age and an insurer with capital owes its cover; the "
        "plan’s price follows the claims, and nobody owes another year of it."
    ).format(
        who=_(WHO[sex]),
        now=money(now),
        ages=spans_in_words(ages),
        settled=money(settled),
        later=spans_in_words(later),
    )


def verdict_in_short(found: Mapping[Basis, tuple[float, BreakEven]], sex: str) -> str:
    """Say the figures of the verdict, to tell those of the baseline."""
    (now, ages), (settled, later) = found["now"], found["settled"]
    return _(
        "for a {who}, at {now} a year less than the policy {ages}; once settled, at {settled}, "
        "{later}."
    ).format(
        who=_(WHO[sex]),
        now=money(now),
        ages=spans_in_words(ages),
        settled=money(settled),
        later=spans_in_words(later),
    )


def summary(report: PersonReport, person: Person) -> list[str]:
    """Say what the systems mean for one person, in sentences."""
    fits, costs = report.fits, report.costs
    other, difference = _other_side(report)
    return [
        sentences(
            _(
                "A {who} of {age} pays **{mutual}** this year in the plan, {share} of an income "
                "of {income}. The same lump sums cost **{one_year}** as a one-year policy "
                "({one_share}) and **{level}** a year as a level policy to 60 ({level_share})."
            ).format(
                who=_(WHO[person.sex]),
                age=person.age,
                mutual=money(costs["mutual"]),
                share=percent(report.shares["mutual"], 1),
                income=money(person.income),
                one_year=money(costs["one_year"]),
                one_share=percent(report.shares["one_year"], 1),
                level=money(costs["level"]),
                level_share=percent(report.shares["level"], 1),
            ),
            _her_risk(person.sex).format(risk=percent(report.risk, 1)),
        ),
        _(
            "**{wish}: {system}.** It offers {gives}. It does not offer {lacks}. From {age} to 60 "
            "it costs {total} in all, between {low} and {high}."
        ).format(
            wish=_wish(person),
            system=_(SYSTEMS[fits].title),
            gives=_(_GIVES[fits]),
            lacks=_(_LACKS[fits]),
            age=person.age,
            total=money(round(report.lifetime[fits].total)),
            low=money(round(report.lifetime[fits].low)),
            high=money(round(report.lifetime[fits].high)),
        ),
        _(
            "**What the other side offers.** {system}: {gives}, for {difference} this year. It "
            "does not offer {lacks}."
        ).format(
            system=_(SYSTEMS[other].title),
            gives=_(_GIVES[other]),
            difference=difference,
            lacks=_(_LACKS[other]),
        ),
    ]


def summary_in_short(report: PersonReport, person: Person) -> str:
    """Say the figures of the summary, to tell those of the baseline."""
    fits = report.fits
    other, difference = _other_side(report)
    told = [
        _(
            "a {who} of {age} with an income of {income} pays {mutual} this year ({share}), "
            "{one_year} as a one-year policy ({one_share}) and {level} as a level policy "
            "({level_share}); a claim before 60 has a chance of {risk}."
        ).format(
            who=_(WHO[person.sex]),
            age=person.age,
            income=money(person.income),
            mutual=money(report.costs["mutual"]),
            share=percent(report.shares["mutual"], 1),
            one_year=money(report.costs["one_year"]),
            one_share=percent(report.shares["one_year"], 1),
            level=money(report.costs["level"]),
            level_share=percent(report.shares["level"], 1),
            risk=percent(report.risk, 1),
        ),
        _(
            "{wish}: {system}, {total} in all from {age} to 60, between {low} and {high}. The "
            "other side, {other}, costs {difference} this year."
        ).format(
            wish=_wish(person),
            system=_(SYSTEMS[fits].title),
            total=money(round(report.lifetime[fits].total)),
            age=person.age,
            low=money(round(report.lifetime[fits].low)),
            high=money(round(report.lifetime[fits].high)),
            other=_(SYSTEMS[other].title),
            difference=difference,
        ),
    ]
    return sentences(*told)


def _her_risk(sex: str) -> str:
    if sex == "F":
        return _("Her chance of a claim before 60 is {risk}.")
    return _("His chance of a claim before 60 is {risk}.")


def _wish(person: Person) -> str:
    return _(Case.fields()["person.wish"].word(person.wish))


def _other_side(report: PersonReport) -> tuple[str, str]:
    """Return the system of the other side, and by how much it costs more or less this year."""
    other, costs = _opposite(report), report.costs
    gap = costs[other] - costs[report.fits]
    says = _("{amount} more") if gap >= 0 else _("{amount} less")
    return other, says.format(amount=money(abs(gap)))


def _opposite(report: PersonReport) -> str:
    """Return the system of the other side: the surest beside mutual aid, else mutual aid."""
    return "level" if report.fits in ("mutual", "mutual_insured") else "mutual"


def years(value: int | None) -> str:
    """Write an age, or that there is none."""
    return "–" if value is None else number(value)
