"""What the systems mean for one person, in words."""

from mutualmodel import Case, project
from mutualmodel.inputs import Person
from mutualmodel.insurance import SYSTEMS, PersonReport
from mutualmodel.text import N_
from ui.insurance.case import YearOfCover
from ui.insurance.words import (
    WHO,
    if_it_went_on,
    not_compared,
    on_help,
    on_what_is_paid,
)
from ui.kit.language import _, money, percent, portion, retold, sentences

_GIVES = {
    "mutual": N_("one price for all ages, with little spent on anything but claims"),
    "mutual_insured": N_("a ceiling of 188 yuan a year, with an insurer above it"),
    "one_year": N_(
        "a price fixed for the year, a contract, and an insurer’s capital in a bad year"
    ),
    "level": N_(
        "a price and cover fixed to the end, whatever happens to health, others or the seller"
    ),
}
_LACKS = {
    "mutual": N_("a fixed price, a right to go on, and capital behind it"),
    "mutual_insured": N_("a promise to go on: it was sold for six weeks"),
    "one_year": N_("a price that stays: it rises with age, and renewal is not promised"),
    "level": N_("a low price while young: those who stop early have paid ahead for later years"),
}


def summary(report: PersonReport, year: YearOfCover) -> list[str]:
    """Say what the systems mean for one person, in sentences; not of a plan without a benefit."""
    if year.kind == "no benefit":
        return [not_compared(year, year.basis)]
    if "level" not in report.costs:
        return [_unpublished(report, year)]
    return [
        sentences(
            _in_the_plan(report, year),
            _as_policies(report, year),
            _her_risk(year.case.person.sex).format(
                end=year.case.plan.exit_age, risk=percent(report.risk, 1)
            ),
        ),
        _that_fits(report, year),
        _that_does_not(report),
    ]


def _unpublished(report: PersonReport, year: YearOfCover) -> str:
    """Say what a year costs where it is not published who stays healthy, and what is then left."""
    return sentences(
        _in_the_plan(report, year),
        _("The plan’s lump sums in full cost {one_year} as a one-year policy.").format(
            one_year=money(report.costs["one_year"])
        ),
        _(
            "No source says what share of deaths the illnesses of this table cause, so there is no "
            "level premium, no lifetime cost and no chance of a claim to show."
        ),
    )


def _in_the_plan(report: PersonReport, year: YearOfCover) -> str:
    """Say what a person pays in the plan, and for how much of the benefit, if there is a plan."""
    person = year.case.person
    if reason := not_compared(year, year.basis):
        return reason
    says = (
        _(
            "A {who} of {age} pays **{mutual}** in the first year in the plan, {share} of an "
            "income of {income}."
        )
        if year.basis == "now"
        else _(
            "A {who} of {age} pays **{mutual}** a year in the plan once hardly anyone in it is "
            "new, {share} of an income of {income}."
        )
    )
    return sentences(
        says.format(
            who=_(WHO[person.sex]),
            age=person.age,
            mutual=money(report.costs["mutual"]),
            share=portion(report.shares["mutual"]),
            income=money(person.income),
        ),
        on_help(year.projection),
        on_what_is_paid(year, year.basis),
    )


def _as_policies(report: PersonReport, year: YearOfCover) -> str:
    return _(
        "The plan’s lump sums in full cost **{one_year}** as a one-year policy ({one_share} of the "
        "income) and **{level}** a year as a level policy to {end} ({level_share})."
    ).format(
        one_year=money(report.costs["one_year"]),
        one_share=portion(report.shares["one_year"]),
        level=money(report.costs["level"]),
        level_share=portion(report.shares["level"]),
        end=year.case.plan.exit_age,
    )


def _that_fits(report: PersonReport, year: YearOfCover) -> str:
    fits = report.fits
    ended = project(year.case.plan).headline.dissolved_after_years
    return sentences(
        _(
            "**{wish}: {system}.** It offers {gives}. It does not offer {lacks}. From {age} to "
            "{end} it costs {total} in all, between {low} and {high}."
        ).format(
            wish=_wish(year.case.person),
            system=_(SYSTEMS[fits].title),
            gives=retold(_(_GIVES[fits])),
            lacks=_(_LACKS[fits]),
            age=year.age,
            end=year.case.plan.exit_age,
            total=money(round(report.lifetime[fits].total)),
            low=money(round(report.lifetime[fits].low)),
            high=money(round(report.lifetime[fits].high)),
        ),
        on_what_is_paid(year, "settled") if fits == "mutual" else "",
        if_it_went_on(ended) if fits in ("mutual", "mutual_insured") else "",
    )


def _that_does_not(report: PersonReport) -> str:
    other, difference = _other_side(report)
    return _(
        "**What the other side offers.** {system}: {gives}, for {difference} a year. It does not "
        "offer {lacks}."
    ).format(
        system=_(SYSTEMS[other].title),
        gives=retold(_(_GIVES[other])),
        difference=difference,
        lacks=_(_LACKS[other]),
    )


def summary_in_short(report: PersonReport, year: YearOfCover) -> str:
    """Say the figures of the summary, to tell those of the baseline."""
    if year.kind == "no benefit":
        return not_compared(year, year.basis)
    if "level" not in report.costs:
        return _unpublished(report, year)
    person, fits = year.case.person, report.fits
    other, difference = _other_side(report)
    figures = {
        "who": _(WHO[person.sex]),
        "age": person.age,
        "income": money(person.income),
        "one_year": money(report.costs["one_year"]),
        "one_share": portion(report.shares["one_year"]),
        "level": money(report.costs["level"]),
        "level_share": portion(report.shares["level"]),
        "risk": percent(report.risk, 1),
        "end": year.case.plan.exit_age,
    }
    if "mutual" in report.costs:
        says = _(
            "a {who} of {age} with an income of {income} pays {mutual} a year ({share}), "
            "{one_year} as a one-year policy ({one_share}) and {level} as a level policy "
            "({level_share}); a claim before {end} has a chance of {risk}."
        )
        figures["mutual"] = money(report.costs["mutual"])
        figures["share"] = portion(report.shares["mutual"])
    else:
        says = _(
            "a {who} of {age} with an income of {income} has no plan that lasts a year, and pays "
            "{one_year} for a one-year policy ({one_share}) or {level} for a level policy "
            "({level_share}); a claim before {end} has a chance of {risk}."
        )
    return sentences(
        says.format(**figures),
        _(
            "{wish}: {system}, {total} in all from {age} to {end}, between {low} and {high}. The "
            "other side, {other}, costs {difference} a year."
        ).format(
            wish=_wish(person),
            system=_(SYSTEMS[fits].title),
            total=money(round(report.lifetime[fits].total)),
            age=person.age,
            end=year.case.plan.exit_age,
            low=money(round(report.lifetime[fits].low)),
            high=money(round(report.lifetime[fits].high)),
            other=_(SYSTEMS[other].title),
            difference=difference,
        ),
    )


def _her_risk(sex: str) -> str:
    if sex == "F":
        return _("Her chance of a claim before {end} is {risk}.")
    return _("His chance of a claim before {end} is {risk}.")


def _wish(person: Person) -> str:
    return _(Case.fields()["person.wish"].word(person.wish))


def _other_side(report: PersonReport) -> tuple[str, str]:
    """Return the system of the other side, and by how much it costs more or less a year."""
    other, costs = _opposite(report), report.costs
    gap = costs[other] - costs[report.fits]
    says = _("{amount} more") if gap >= 0 else _("{amount} less")
    return other, says.format(amount=money(abs(gap)))


def _opposite(report: PersonReport) -> str:
    """Return the system of the other side: the surest beside mutual aid, else mutual aid.

    Where there is no mutual aid it is the other one of the policies.
    """
    if report.fits in ("mutual", "mutual_insured"):
        return "level"
    if "mutual" in report.costs:
        return "mutual"
    return "one_year" if report.fits == "level" else "level"
