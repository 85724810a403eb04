"""The whole analysis as one workbook: inputs, results, a sheet for each table, sources."""

import math
import threading

from mutualmodel.analysis import RESULTS, results
from ui.frame.contents import every_table
from ui.frame.refining import FULL_COURSES
from ui.frame.state import View
from ui.frame.thorough import thorough
from ui.kit.charts import whole
from ui.kit.files import Row, book_of, input_rows, rows_of, sheet_names, source_rows, told_rows
from ui.kit.imprint import Imprint
from ui.kit.language import _, as_told, unit_in_words

# Threads that compute share the interpreter with everyone's levers.
_ONE_AT_A_TIME = threading.Lock()


def whole_analysis(view: View, imprint: Imprint) -> bytes:
    """Return the workbook of a view: what each page shows as a table is a sheet of its own.

    The first sheet says what the others are, and where all of it comes from. It takes seconds, so
    one is made at a time.
    """
    with _ONE_AT_A_TIME, thorough():
        tables = list(every_table(view))
        found = result_rows(view)
    # A title is a question and too long for a tab; the first sheet says which is which.
    short = [key.replace("_", " ") for _page, key, _table in tables]
    about, *names = sheet_names([_("About"), _("Inputs"), _("Results"), *short, _("Sources")])
    sheets: dict[str, list[Row]] = {
        about: [],
        names[0]: input_rows(imprint),
        names[1]: found,
    }
    listing: list[Row] = []
    for name, (page, key, one) in zip(names[2:-1], tables, strict=True):
        sheets[name] = [*rows_of(whole(one.table).raw)]
        listing.append((name, one.title, one.subject or imprint.origin.plan, f"{page}: {key}"))
    sheets[names[-1]] = source_rows(imprint)
    heads = (_("sheet"), _("title"), _("of"), _("page and name"))
    sheets[about] = [*told_rows("", imprint), (), heads, *listing]
    return book_of(sheets)


def result_rows(view: View) -> list[Row]:
    """Return every result of the case and of the baseline with its unit, a title line first."""
    found = results(view.cases, list(RESULTS), paths=FULL_COURSES)
    past = [_("baseline"), _("difference")] if view.baseline is not None else []
    rows: list[Row] = [(_("result"), _("name"), _("value"), _("unit"), *past)]
    for name, result in RESULTS.items():
        now, *before = (_number(as_told(value, result.unit)) for value in found[name])
        gap = [None if None in (now, one) else now - one for one in before]  # type: ignore[operator]
        rows.append((_(result.title), name, now, unit_in_words(result.unit), *before, *gap))
    return rows


def _number(value: float) -> float | None:
    """Return a result, None where a case has no such."""
    return None if math.isnan(value) else float(value)
