"""The whole analysis as one workbook: inputs, results, a sheet for each table, sources."""

import math

import numpy as np

from mutualmodel.analysis import RESULTS, results
from mutualmodel.locale import ENGLISH
from ui.frame.background import Report
from ui.frame.contents import WITH_CONTENTS, tables_of
from ui.frame.refining import FULL_COURSES
from ui.frame.state import View
from ui.frame.thorough import thorough
from ui.kit.charts import whole
from ui.kit.files import Row, book_of, input_rows, rows_of, sheet_names, source_rows, told_rows
from ui.kit.imprint import Imprint
from ui.kit.language import _, as_told, language, unit_in_words

# About how long the tables of a page take, where most take one; the results, and the file itself.
_LONG = {"home": 3, "membership": 3, "risk": 4, "fund": 16}
_RESULTS, _FILE = 3, 3


def whole_analysis(view: View, imprint: Imprint, report: Report = lambda share: None) -> bytes:
    """Return the workbook of a view: what each page shows as a table is a sheet of its own.

    The first sheet says what the others are, and where all of it comes from. It takes seconds:
    ``report`` is told how far it is, and what it raises leaves off the rest.
    """
    weights = [_LONG.get(page, 1) for page in WITH_CONTENTS]
    ends = np.cumsum([0.0, *weights, _RESULTS, _FILE])
    shares = (ends / ends[-1]).tolist()
    tables = []
    for page, begun, ended in zip(WITH_CONTENTS, shares, shares[1:], strict=False):
        report(begun)
        with thorough(_of_the_whole(report, begun, ended)):
            tables += [(page, key, one) for key, one in tables_of(page, view).items()]
    begun, ended, _whole = shares[-3:]
    found = result_rows(view, _of_the_whole(report, begun, ended))
    short = [_tab(key, table.title) for _page, key, table in tables]
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


def _tab(key: str, title: str) -> str:
    """Name the sheet of a table.

    In English a title is a question and too long for a tab; the first sheet says which is which.
    Elsewhere nobody would know the keys, and in Chinese most titles fit.
    """
    return key.replace("_", " ") if language() == ENGLISH else title


def _of_the_whole(report: Report, begun: float, ended: float) -> Report:
    """Return what tells of the whole how far it is, told of works that each begin anew."""
    furthest = begun

    def tell(share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, begun + (ended - begun) * share)
        report(furthest)

    return tell


def result_rows(view: View, report: Report = lambda share: None) -> list[Row]:
    """Return every result of the case and of the baseline with its unit, a title line first."""
    found = results(view.cases, list(RESULTS), paths=FULL_COURSES, progress=report)
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
