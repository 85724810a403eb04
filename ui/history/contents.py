"""What the history page shows as charts and tables, in yuan, made of a view without drawing it."""

import pandas as pd

from mutualmodel.history import (
    FINAL,
    compare_with_record,
    conflicts,
    early_fits,
    events,
    fit_own_record,
    fits,
    membership,
    platforms,
    replay,
    why_the_share_rose,
    yearly_reported,
)
from mutualmodel.history.alike import plans_alike
from mutualmodel.money import CHINESE
from ui.frame.state import View
from ui.history import charts as history_charts
from ui.history.alike_chart import DRAWN, alike_chart
from ui.history.known import known_table
from ui.history.newspapers import newspapers_table
from ui.history.own_charts import own_misses, own_replay
from ui.history.tables import RECORD, fit_table
from ui.kit.charts import Chart, Titled
from ui.kit.language import _, counting_in
from ui.kit.palette import Palette


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key."""
    with counting_in(CHINESE):
        table = replay(fits()[FINAL].scenario)
        return {
            **replayed(table, colours),
            **own(view, colours),
            "history_alike": alike_chart(plans_alike(DRAWN), colours),
            "rise": rise(colours),
            "history_change": otherwise(view, table, colours),
            "plans": timeline(colours),
        }


def tables_of(_view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key."""
    with counting_in(CHINESE):
        return {"fit": fit(), "known": known_table(), "newspapers": newspapers_table()}


def replayed(table: pd.DataFrame, colours: Palette) -> dict[str, Chart]:
    """Draw the share and the members as they were reported and as they are replayed."""
    early = [replay(fit.scenario, slow_start=fit.slow_start) for fit in early_fits().values()]
    return {
        "history_share": history_charts.share_history(
            table, early, yearly_reported(), events(), colours
        ),
        "history_members": history_charts.members_history(
            table, membership(), conflicts(), colours
        ),
    }


def own(view: View, colours: Palette) -> dict[str, Chart]:
    """Draw the replay of the reader's own record; none where she has brought none."""
    record = view.case.beside.record
    if record is None:
        return {}
    fitted = fit_own_record(view.plan, record)
    return {"own_replay": own_replay(fitted, colours), "own_misses": own_misses(fitted, colours)}


def fit() -> Titled:
    """Return every reported point beside the model's."""
    points = compare_with_record(fits()[FINAL])
    return Titled(_("How good is the fit?"), fit_table(points), _(RECORD))


def rise(colours: Palette) -> Chart:
    """Draw why the share rose."""
    return history_charts.rise_waterfall(why_the_share_rose(fits()[FINAL].scenario), colours)


def timeline(colours: Palette) -> Chart:
    """Draw the plans of the time."""
    return history_charts.plans_timeline(platforms(), colours)


def otherwise(view: View, real: pd.DataFrame, colours: Palette) -> Chart:
    """Draw how it would have gone under another turn."""
    final = fits()[FINAL].scenario
    now, past = history_charts.other_course(final, view.case.view), None
    if view.baseline is not None:
        past = history_charts.other_course(final, view.baseline.view)
    return history_charts.other_path(real, now, past, colours)
