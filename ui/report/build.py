"""A report of a case: what it is, its figures and charts page by page, and how to have it again."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from mutualmodel import Case
from mutualmodel.analysis import RESULTS
from ui.frame.imprint import imprint, origin
from ui.frame.refining import FULL_COURSES
from ui.kit.charts import Chart, whole
from ui.kit.imprint import Imprint
from ui.kit.language import _, counting_in, day_written, named, sentences
from ui.kit.markup import Markup, element
from ui.report import parts
from ui.report.document import document, place
from ui.report.questions import QUESTIONS, USUAL
from ui.report.sections import CHARTS, WHYS
from ui.report.shown import Shown

Progress = Callable[[float], object]


def report(
    case: Case,
    baseline: Case | None = None,
    pages: Sequence[str] = USUAL,
    *,
    made_on: dt.date,
    address: str = "",
    paths: int = FULL_COURSES,
    progress: Progress = lambda share: None,
) -> str:
    """Return the report as one HTML file, in the language that is spoken.

    Parameters
    ----------
    case, baseline
        What is told, and what it is compared with.
    pages
        Of :data:`QUESTIONS`, in the order in which they stand there.
    made_on
        The day that the report bears.
    address
        Where the dashboard is served, for the link back; without one the link is relative.
    paths
        How many paths chance is simulated over; the pages take as many.
    progress
        Called with the share of the pages done between the steps of the work; what it raises leaves
        off the rest.

    Raises
    ------
    ValueError
        When there is no such page, or none is chosen.
    """
    if not pages or (unknown := set(pages) - set(QUESTIONS)):
        known = ", ".join(QUESTIONS)
        asked = ", ".join(sorted(unknown)) if pages else ""
        raise ValueError(f"pages = {asked!r}: allowed are {known}")
    chosen = [page for page in QUESTIONS if page in pages]
    with counting_in(case.plan.currency, case.dollars_of):
        shown = Shown(case, baseline, paths)
        known_as = imprint(case, baseline, origin(case, baseline, address=address), made_on)
        return _written(shown, known_as, chosen, progress)


def _written(shown: Shown, known: Imprint, pages: Sequence[str], progress: Progress) -> str:
    charts: list[Chart] = []
    sections: list[Markup] = []
    for done, page in enumerate(pages):
        watched = replace(shown, watch=_told_again(progress, done / len(pages)))
        sections += _section(page, watched, charts)
    progress(1.0)
    figures = {page: parts.figures_of(page, shown) for page in pages}
    questions = {page: _(question) for page, question in QUESTIONS.items()}
    body = [
        *_head(known, [questions[page] for page in pages]),
        *sections,
        element("h2", _("Supervisory review")),
        *parts.review(shown),
        element("h2", _("Assumptions and sources")),
        parts.assumptions(known),
        parts.references(known),
        element("h2", _("Reproduce these figures")),
        *parts.reproduced(figures, questions),
        *_foot(known),
    ]
    return document(known.origin.plan, body, charts)


def _told_again(progress: Progress, share: float) -> Progress:
    """Return what tells how far the whole is, whatever it is told of a step."""
    return lambda _share: progress(share)


def _head(known: Imprint, questions: Sequence[str]) -> list[Markup]:
    return [
        element("h1", _("A mutual-aid plan: {plan}").format(plan=known.origin.plan)),
        element("p", _dated(known), css="muted"),
        element("p", _("The questions of this report:")),
        element("ul", *(element("li", one) for one in questions), css="plain"),
        element("h2", _("The plan")),
        *parts.plan(known),
    ]


def _dated(known: Imprint) -> str:
    made = _("Made on {day} with version {version} of the model.")
    return made.format(day=day_written(known.made_on), version=known.version)


def _foot(known: Imprint) -> list[Markup]:
    link = known.origin.link
    at_web = link.startswith(("https://", "http://"))
    told = element("a", link, href=link, rel="noreferrer") if at_web else element("span", link)
    return [
        element("h2", _("Where this comes from")),
        element("p", sentences(_dated(known), known.origin.source)),
        element("p", named(_("The same case on the dashboard"), ""), told),
    ]


def _section(page: str, shown: Shown, charts: list[Chart]) -> list[Markup]:
    """Return one page's part, and add its charts to those of the report."""
    found = [element("h2", _(QUESTIONS[page])), parts.headlines(page, shown)]
    if not shown.starts and page != "history":
        told = _("The plan dissolves at the start: there is nothing to draw.")
        return [*found, element("p", told)]
    for chart in CHARTS[page](shown):
        drawn = [element("h3", chart.title), place(len(charts), chart)]
        if chart.note:
            drawn.append(element("figcaption", chart.note))
        found.append(element("figure", *drawn, parts.numbers(chart.alt, whole(chart.table()))))
        charts.append(chart)
    for name, steps in WHYS[page].items():
        if told_steps := steps(shown):
            found.append(parts.why(_(RESULTS[name].title), told_steps))
    return found
