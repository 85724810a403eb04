"""What the closing page shows as charts and tables, made of a view without drawing it."""

import streamlit as st

from mutualmodel import Case
from mutualmodel.closing import Books, Reserve, WindDown, close, wind_down
from mutualmodel.history import FINAL, ClosingCheck, bridge_prices, closing_check, fits
from mutualmodel.inputs import WAYS, ClosingTerms, terms_of
from mutualmodel.money import CHINESE
from ui.closing import charts, tables, words
from ui.closing.sureness import reserve_sureness
from ui.frame.state import View
from ui.frame.sureness import layer_shown, with_assumed
from ui.kit.charts import Chart, Titled
from ui.kit.language import _, counting_in, sentences
from ui.kit.palette import Palette


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; the reserve only where there is a month of it."""
    now, past = closed(view.case), past_of(view)
    found = {
        "run_off": charts.run_off(now, past, colours),
        "ways": ways(view, colours),
        "gap": charts.gap(now, past, colours),
    }
    chart = reserve(view, colours)
    return found if chart is None else {**found, "reserve": chart}


def tables_of(view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key; those of the record are in yuan."""
    with counting_in(CHINESE):
        record = {"closing_check": check_table(), "bridge_prices": prices_table()}
    return {**ways_tables(view), **record}


def closed(case: Case) -> WindDown:
    """Close a case on its own terms; a stop beyond the years shown is brought back to their end."""
    return wind_down(case.plan, case.stop_years, case.closing)


def past_of(view: View) -> WindDown | None:
    """Close the baseline, if there is one."""
    return None if view.baseline is None else closed(view.baseline)


def _both_ways(view: View) -> tuple[dict[str, WindDown], dict[str, WindDown]]:
    now, past = all_ways(closed(view.case).books, view.case.closing), {}
    if view.baseline is not None:
        past = all_ways(closed(view.baseline).books, view.baseline.closing)
    return now, past


def all_ways(books: Books, terms: ClosingTerms) -> dict[str, WindDown]:
    """Close a plan in each of the ways, whoever would do it; amounts may be those of ``terms``."""
    currency = books.scenario.currency
    return {name: close(books, terms_of(way, terms, currency)) for name, way in WAYS.items()}


def ways(view: View, colours: Palette) -> Chart:
    """Draw what each way of closing costs."""
    return charts.ways(*_both_ways(view), colours)


def ways_tables(view: View) -> dict[str, Titled]:
    """Return the ways of closing side by side, and the same of the baseline."""
    now, past = _both_ways(view)
    found = {"ways": Titled(_("Ways of closing, for this plan"), tables.ways_table(now, past))}
    if past:
        title = _("The same ways for the baseline")
        found["ways_baseline"] = Titled(title, tables.ways_table(past))
    return found


def reserve_now(view: View) -> tuple[Reserve, float]:
    """Return the reserve of the case and the month of its stop."""
    return reserve_sureness(view, view.case), 12 * view.case.stop_years


def reserve(view: View, colours: Palette) -> Chart | None:
    """Draw the reserve month by month; None where neither plan has a month of it."""
    now, past = reserve_now(view), None
    if view.baseline is not None:
        past = reserve_sureness(view, view.baseline), 12 * view.baseline.stop_years
    if not any(len(one[0].month) for one in (now, past) if one is not None):
        return None
    note = sentences(
        words.reserve_covers(layer_shown(view), assumed=with_assumed(view)),
        words.end_of_the_climb(view.plan, now[0]),
    )
    return charts.reserves(now, past, colours, note)


@st.cache_data(max_entries=1, show_spinner=False)
def real_closing() -> ClosingCheck:
    """Close the replayed history as it was closed."""
    return closing_check(fits()[FINAL].scenario)


def check_table() -> Titled:
    """Return the settlements that the operator paid beside the model's."""
    check = real_closing()
    return Titled(
        _("The settlements that the operator paid, in the model and as published"),
        tables.check_table(check.modelled, check.published),
        _("Xianghubao’s record and its replay"),
    )


def prices_table() -> Titled:
    """Return the published prices of the bridging policy beside the model's."""
    return Titled(
        _("The bridging policy’s prices, in the model and as published"),
        tables.prices_table(bridge_prices(real_closing().closed)),
        _("The published prices and the model’s"),
    )
