"""The parts of a report that are told in words and tables."""

import math
from collections.abc import Mapping, Sequence

from mutualmodel import Case, Quantity, uncertainty
from mutualmodel.analysis import HEADLINES, RESULTS, results
from mutualmodel.closing import owed_uncertainty
from mutualmodel.explain import PageFigures
from mutualmodel.explain.page import HISTORY
from mutualmodel.fairness import fairness, moved_sureness
from mutualmodel.figures import figure
from mutualmodel.history import replay_headlines
from mutualmodel.text import Step
from mutualmodel.units import OF_RESULTS
from ui.frame.layers import range_note
from ui.frame.reproduce import page_figures_of
from ui.insurance.case import range_of_cover, year_of_cover
from ui.insurance.words import ages_between
from ui.kit.charts import Table
from ui.kit.counting import in_full
from ui.kit.imprint import Imprint
from ui.kit.language import _, listed, money, named, published, quantity, sentence
from ui.kit.markup import Markup, element
from ui.kit.paper_table import paper_table
from ui.report.shown import Shown
from ui.risk.review_words import (
    review_sentence,
    reviewed,
    state_words,
    threshold_words,
    value_words,
)

_WORD_OF = {unit: word for word, unit in OF_RESULTS.items()}
_MOST_ROWS, _MOST_COLUMNS = 40, 12
_RANGES = {"likely_low", "likely_high"}


def table_of(
    titles: Sequence[str], rows: Sequence[Sequence[Markup | str]], css: str = ""
) -> Markup:
    """Return a table of words."""
    head = element("thead", element("tr", *(element("th", title) for title in titles)))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    return element("div", element("table", head, element("tbody", *body), css=css), css="wide")


def fold(summary: str, *content: Markup | str, css: str = "") -> Markup:
    """Return what is unfolded by a press, and on paper."""
    return element("details", element("summary", summary), *content, css=css)


# ------------------------------------------------------------------------------------- headlines


def headlines(page: str, shown: Shown) -> Markup:
    """Return what stands large on a page: the plan's, its range, the baseline's."""
    cases = [shown.case, *([shown.baseline] if shown.baseline is not None else [])]
    figures = figures_of(page, shown)
    if page == HISTORY:
        found = [replay_headlines(case.view) for case in cases]
        rows = [[_replayed(name), *(money(each[name]) for each in found)] for name in found[0]]
        return table_of(_titles(cases, ranged=False), rows, "headlines")
    names = [name for name in HEADLINES[page] if name not in _RANGES]
    table = results(cases, names, paths=figures.paths, within=figures.within, progress=shown.watch)
    ranges = [_range_of(name, shown) for name in names]
    ranged = any(ranges)
    rows = []
    for name, likely in zip(names, ranges, strict=True):
        now, *past = (written(name, float(value)) for value in table[name])
        rows.append([_(RESULTS[name].title), now, *([likely] if ranged else []), *past])
    return table_of(_titles(cases, ranged=ranged), rows, "headlines")


def _titles(cases: Sequence[Case], *, ranged: bool) -> list[str]:
    titles = [_("Figure"), _("This plan"), *([_("How sure")] if ranged else [])]
    return [*titles, *([_("Baseline")] if cases[1:] else [])]


def _replayed(name: str) -> str:
    fixed = {
        "last_settlement": _("The last settlement, as it was replayed"),
        "last_settlement_otherwise": _("The last settlement, with the change asked for"),
    }
    if name in fixed:
        return fixed[name]
    return _("A member paid in {year}, as replayed").format(year=name.rpartition("_")[2])


def written(name: str, value: float) -> str:
    """Write a result with its unit; a dash where a case does not have it."""
    if not math.isfinite(value):
        return "–"
    return quantity(Quantity(value, _WORD_OF[RESULTS[name].unit]))


def _range_of(name: str, shown: Shown) -> str:
    """Say between what a figure lies, where that is known."""
    case, layer = shown.case, shown.case.view.range_of
    assumed = case.view.varies_assumed
    if not shown.starts:
        return ""
    if name == "first_year":
        spread = uncertainty(case.plan, assumed=assumed)
        return range_note(spread.range_of(layer), layer, limit=case.plan.year_limit)
    if name == "owed_at_closing":
        owed = owed_uncertainty(case.plan, case.stop_years, case.closing, assumed=assumed)
        return range_note(owed.range_of(layer), layer)
    if name == "cheaper_from" and case.plan.admits(case.person.age):
        whole = year_of_cover(case).kind == "a year"
        return ages_between(range_of_cover(case)) if whole else ""
    if name == "changes_hands" and fairness(case.plan).moved > 0:
        moved = moved_sureness(case.plan, assumed=assumed)
        return range_note(moved.range_of(layer), layer, limit=moved.limit)
    return ""


def figures_of(page: str, shown: Shown) -> PageFigures:
    """Return the figures of a page, for programs that give them again."""
    return page_figures_of(page, shown.case, shown.baseline, shown.paths)


# ------------------------------------------------------------------------------------------ whys


@in_full()
def why(title: str, steps: Sequence[Step]) -> Markup:
    """Return how a figure comes about, step by step, with the numbers at hand and the sources."""
    lines = []
    for step in steps:
        told = [element("b", _(step.title)), named("", ""), sentence(step.working), " = "]
        told.append(element("b", quantity(step.result)))
        if step.sources:
            links = listed(_(figure(name).figure) for name in dict.fromkeys(step.sources))
            told += [element("br"), element("small", _("Sources: {links}").format(links=links))]
        lines.append(element("li", *told))
    return fold(_("Why? {figure}").format(figure=title), element("ol", *lines, css="steps"))


def numbers(alt: str, table: Table) -> Markup:
    """Return the numbers behind a chart, and what it says in words."""
    shown = table.shown
    whole = element("div", paper_table(shown), css="wide")
    rows, columns = shown.shape
    # On paper these would fill sheets, or be too small to read.
    on_screen = rows > _MOST_ROWS or columns > _MOST_COLUMNS
    return fold(_("The numbers"), element("p", alt), whole, css="on-screen" if on_screen else "")


# --------------------------------------------------------------------------------- plan, sources


def plan(imprint: Imprint) -> list[Markup]:
    """Return the plan in words, what was changed, and what it is compared with."""
    origin = imprint.origin
    parts = [element("p", element("b", origin.plan))]
    if origin.changes:
        parts.append(element("p", _("Changed from the plan of that name and from the defaults:")))
        parts.append(element("ul", *(element("li", one) for one in origin.changes), css="plain"))
    if origin.baseline:
        told = _("Compared with the baseline: {baseline}.").format(baseline=origin.baseline)
        parts.append(element("p", told))
    return [*parts, *(element("p", note) for note in imprint.notes)]


def assumptions(imprint: Imprint) -> Markup:
    """Return every input with its value and where that comes from."""
    titles = [_("Input"), _("Value"), _("Where it comes from")]
    rows = []
    for one in imprint.settings:
        named = listed(_(figure(name).figure) for name in one.figures)
        rows.append([one.title, one.written, listed(filter(None, (one.origin, named)))])
    return fold(_("Every input and where its value comes from"), table_of(titles, rows))


def references(imprint: Imprint) -> Markup:
    """Return the published sources; only an address of the web is made a link."""
    lines = []
    for one in imprint.references:
        told: Markup | str = one.title
        if one.url.startswith(("https://", "http://")):
            told = element("a", one.title, href=one.url, rel="noreferrer")
        said = published(one.outlet, one.published)
        lines.append(element("li", told, " ", element("small", said)))
    return fold(_("Sources"), element("ol", *lines))


# ---------------------------------------------------------------------------------------- review


def review(shown: Shown) -> list[Markup]:
    """Return what a supervisor watches, and which warnings the plan crosses."""
    now = reviewed(shown.case)
    rows = [
        [_(one["title"]), value_words(one), threshold_words(one), state_words(one)]
        for _place, one in now.iterrows()
    ]
    titles = [_("What is watched"), _("Now"), _("Threshold"), _("State")]
    told = review_sentence(now, shown.plan.years)
    return [element("p", told), table_of(titles, rows)]


def reproduced(figures: Mapping[str, PageFigures], titles: Mapping[str, str]) -> list[Markup]:
    """Return Python and commands that give the figures of some pages again."""
    parts = []
    for page, one in figures.items():
        parts += [element("h3", titles[page]), element("pre", one.python().rstrip())]
        parts.append(element("pre", one.command()))
    return parts
