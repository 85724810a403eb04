"""Words about mutual aid and insurance: the page's verdict, a person's summary, who bears what."""

import html
from collections.abc import Mapping

from mutualmodel import figure
from mutualmodel.insurance import SYSTEMS, BreakEven, PersonReport
from ui import state
from ui.language import _, money, number, percent

WHO = {"M": _("man"), "F": _("woman")}
WISHES = {
    "price": _("The lowest price"),
    "balance": _("Some certainty"),
    "certainty": _("Full certainty"),
}

_GIVES = {
    "mutual": _("one price for all ages, with little spent on anything but claims"),
    "mutual_insured": _("a ceiling of 188 yuan a year, with an insurer above it"),
    "one_year": _("a price fixed for the year, a contract, and an insurer’s capital in a bad year"),
    "level": _("a price and cover fixed to 60, whatever happens to health, others or the seller"),
}
_LACKS = {
    "mutual": _("a fixed price, a right to go on, and capital behind it"),
    "mutual_insured": _("a promise to go on: it was sold for six weeks"),
    "one_year": _("a price that stays: it rises with age, and renewal is not promised"),
    "level": _("a low price while young: who stops early has paid ahead for later years"),
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
    return _(" and ").join(parts) if parts else _("at no age")


def verdict(found: Mapping[str, tuple[float, BreakEven]], sex: str) -> str:
    """Say where mutual aid is cheaper than a one-year policy, by what it costs now and later.

    ``found`` has what a member pays, in yuan a year, and the ages for "now" and "settled".
    """
    (now, ages), (settled, later) = found["now"], found["settled"]
    return _(
        "For a {who}, mutual aid at {now} a year costs less than a one-year policy of the same "
        "benefit {ages}; once its members are past their healthy first years, at {settled}, "
        "{later}. The policy’s price follows age and an insurer with capital owes its cover; the "
        "plan’s price follows the claims, and nobody owes another year of it."
    ).format(
        who=WHO[sex],
        now=money(now),
        ages=spans_in_words(ages),
        settled=money(settled),
        later=spans_in_words(later),
    )


def summary(report: PersonReport, age: int, sex: str, income: float, wish: str) -> list[str]:
    """Say what the systems mean for one person, in sentences."""
    fits, costs = report.fits, report.costs
    other = _opposite(report)
    return [
        _(
            "A {who} of {age} pays **{mutual}** this year in the plan, {share} of an income of "
            "{income}. The same lump sums cost **{one_year}** as a one-year policy ({one_share}) "
            "and **{level}** a year as a level policy to 60 ({level_share}). {whose} chance of "
            "a claim before 60 is {risk}."
        ).format(
            who=WHO[sex],
            whose=_("Her") if sex == "F" else _("His"),
            age=age,
            mutual=money(costs["mutual"]),
            share=percent(report.shares["mutual"], 1),
            income=money(income),
            one_year=money(costs["one_year"]),
            one_share=percent(report.shares["one_year"], 1),
            level=money(costs["level"]),
            level_share=percent(report.shares["level"], 1),
            risk=percent(report.risk, 1),
        ),
        _(
            "**{wish}: {system}.** It offers {gives}. It does not offer {lacks}. From {age} to 60 "
            "it costs {total} in all, between {low} and {high}."
        ).format(
            wish=WISHES[wish],
            system=_(SYSTEMS[fits].title),
            gives=_GIVES[fits],
            lacks=_LACKS[fits],
            age=age,
            total=money(round(report.lifetime[fits].total)),
            low=money(round(report.lifetime[fits].low)),
            high=money(round(report.lifetime[fits].high)),
        ),
        _(
            "**What the other side offers.** {system}: {gives}, for {difference} {way} this year. "
            "It does not offer {lacks}."
        ).format(
            system=_(SYSTEMS[other].title),
            gives=_GIVES[other],
            difference=money(abs(costs[other] - costs[fits])),
            way=_("more") if costs[other] >= costs[fits] else _("less"),
            lacks=_LACKS[other],
        ),
    ]


def _opposite(report: PersonReport) -> str:
    """Return the system of the other side: the surest beside mutual aid, else mutual aid."""
    return "level" if report.fits in ("mutual", "mutual_insured") else "mutual"


_ROWS = ("cover", "bad_year", "change", "closing", "eligible")


def certainty_table() -> str:
    """Return the systems side by side as HTML: what is paid, who bears what, who may join."""
    titles = (
        _("What is paid"),
        _("Who bears a bad year"),
        _("Can price or cover change?"),
        _("What happens at closure"),
        _("Who may join"),
    )
    head = "".join(f"<th>{html.escape(text)}</th>" for text in (_("System"), *titles, _("Sources")))
    rows = "".join(
        f'<tr><td><span class="value">{html.escape(_(system.title))}</span></td>'
        + "".join(
            f'<td style="white-space:normal"><small class="on-phone">{html.escape(title)}</small>'
            f"{html.escape(_(getattr(system, name)))}</td>"
            for name, title in zip(_ROWS, titles, strict=True)
        )
        + f"<td>{_links(system.sources)}</td></tr>"
        for system in SYSTEMS.values()
    )
    widths = "".join(f'<col style="width:{part}%">' for part in (14, 16, 15, 17, 16, 14, 8))
    label = html.escape(_("The systems side by side"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="sources"><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _links(names: tuple[str, ...]) -> str:
    found = [figure(name) for name in names]
    return ", ".join(
        f'<a href="{html.escape(state.link_to("sources", figure=one.id))}" target="_self" '
        f'title="{html.escape(one.figure)}">{place}</a>'
        for place, one in enumerate(found, start=1)
    )


def years(value: int | None) -> str:
    """Write an age, or that there is none."""
    return "–" if value is None else number(value)
