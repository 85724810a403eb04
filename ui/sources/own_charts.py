"""Charts of a reader's own tables, each beside what was published of the same."""

import numpy as np
import pandas as pd

from mutualmodel import Projection
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import PERIODS_PER_YEAR
from mutualmodel.figures import incidence, population
from mutualmodel.inputs.own import (
    OwnAges,
    OwnIncidence,
    OwnMembers,
    OwnPath,
    OwnPrices,
    OwnRecord,
    OwnTable,
)
from mutualmodel.text import N_
from ui.kit.charts import (
    Axis,
    Chart,
    Figure,
    Margins,
    day,
    days,
    frame,
    hover,
    line,
    settlement_times,
)
from ui.kit.language import _, large, money, named, number
from ui.kit.palette import Palette

_SEXES = (N_("men"), N_("women"))
_DASHES = ("solid", "dash")
# Up to here a published table is of interest beside a plan's.
_LAST_AGE = 80
_PUBLISHED = "CI4"


def preview(table: OwnTable, colours: Palette) -> Chart:
    """Draw a table of the reader's own."""
    if isinstance(table, OwnIncidence):
        return _incidence(table, colours)
    if isinstance(table, OwnAges):
        return _ages(table, colours)
    if isinstance(table, OwnPath):
        return _path(table, colours)
    if isinstance(table, OwnRecord):
        return _record(table, colours)
    assert isinstance(table, OwnPrices)
    return _prices(table, colours)


def _incidence(table: OwnIncidence, colours: Palette) -> Chart:
    figure = frame(
        colours, Axis(_("Age"), span=(0, _LAST_AGE)), _("in 1,000 a year"), margins=Margins(top=44),
        legend=True,
    )  # fmt: skip
    published = incidence(_PUBLISHED)
    _by_sex(figure, 1000.0 * published, _PUBLISHED, colours.baseline)
    _by_sex(figure, 1000.0 * table.array, _("yours"), colours.accent)
    rate = 1000.0 * table.array[:, 40]
    alt = _("At 40 your table has {men} in 1,000 men a year and {women} in 1,000 women.").format(
        men=number(float(rate[0]), 2), women=number(float(rate[1]), 2)
    )
    title = _("How often do people fall ill, by your table?")
    return Chart(title, figure, alt, lambda: _rows(table))


def _by_sex(figure: Figure, values: FloatArray, whose: str, ink: str) -> None:
    ages = np.arange(_LAST_AGE + 1, dtype=float)
    for sex, (title, dash) in enumerate(zip(_SEXES, _DASHES, strict=True)):
        name = named(whose, _(title))
        shown = values[sex, : _LAST_AGE + 1]
        line(figure, ages, shown, name, ink, dash=dash, hover=hover.digits())


def _ages(table: OwnAges, colours: Palette) -> Chart:
    across = Axis(_("Age"), span=(0, _LAST_AGE))
    upwards = Axis(_("of all"), tick_format=".1~%")
    figure = frame(colours, across, upwards, margins=Margins(top=44), legend=True)
    mine, persons = table.array / table.array.sum(), np.zeros_like(table.array)
    counted = population().shape[1]
    persons[:, :counted] = population() * (table.array.sum(axis=0)[:counted] > 0)
    census = persons / max(persons.sum(), 1.0)
    _shares(figure, census, _("census"), colours.baseline)
    _shares(figure, mine, _("yours"), colours.accent)
    mean = float((mine.sum(axis=0) * np.arange(mine.shape[1])).sum())
    alt = _("Members by your table are {age} years old on average.").format(age=number(mean, 1))
    note = _("The census of the same ages.")
    return Chart(_("How old are the members?"), figure, alt, lambda: _rows(table), note)


def _shares(figure: Figure, values: FloatArray, whose: str, ink: str) -> None:
    ages = np.arange(_LAST_AGE + 1, dtype=float)
    for sex, (title, dash) in enumerate(zip(_SEXES, _DASHES, strict=True)):
        name = named(whose, _(title))
        shown = values[sex, : _LAST_AGE + 1]
        line(figure, ages, shown, name, ink, dash=dash, hover=hover.percentage(2))


def _path(table: OwnPath, colours: Palette) -> Chart:
    members = isinstance(table, OwnMembers)
    figure = frame(colours, _("Months from the start"), _("members") if members else _("factor"))
    months, values = np.array(table.months), np.array(table.values)
    told = hover.decimals(0) if members else hover.times()
    line(figure, months, values, _("yours"), colours.accent, hover=told, symbol="circle")
    if members:
        title = _("How does membership change?")
        alt = _("Your path goes from {first} members to {last} in month {month}.").format(
            first=large(values[0]), last=large(values[-1]), month=number(float(months[-1]), 0)
        )
    else:
        title = _("How does incidence change?")
        alt = _(
            "Your path goes from a factor of {first} to one of {last} in month {month}."
        ).format(
            first=number(float(values[0]), 2),
            last=number(float(values[-1]), 2),
            month=number(float(months[-1]), 0),
        )
    return Chart(title, figure, alt, lambda: _rows(table))


def _record(table: OwnRecord, colours: Palette) -> Chart:
    across = Axis(dates=True, tick_format=_("%b\n%Y"))
    figure = frame(colours, across, _("claims"))
    claims = np.array([np.nan if one is None else one for one in table.claims])
    at = days([day(one) for one in table.days])
    line(figure, at, claims, _("claims"), colours.accent, hover=hover.decimals(0), symbol="circle")
    alt = _("Your record has {settlements} settlements and {claims} claims.").format(
        settlements=number(len(table.days), 0), claims=large(float(np.nansum(claims)))
    )
    return Chart(_("What did your plan settle?"), figure, alt, lambda: _rows(table))


def _prices(table: OwnPrices, colours: Palette) -> Chart:
    figure = frame(colours, Axis(_("Age")), _("¤ a year"), margins=Margins(top=44), legend=True)
    ages = np.arange(len(table.premium[0]), dtype=float)
    for sex, (title, dash) in enumerate(zip(_SEXES, _DASHES, strict=True)):
        price = np.array([np.nan if one is None else one for one in table.premium[sex]])
        line(figure, ages, price, named(_("yours"), _(title)), colours.accent, dash=dash)
    alt = _("Your policy has {prices} prices by age and sex.").format(
        prices=number(sum(1 for _row in table.rows()), 0)
    )
    return Chart(_("What does your policy cost?"), figure, alt, lambda: _rows(table))


def paid(projection: Projection, colours: Palette) -> Chart:
    """Draw what a member pays by the plan with a path, at a year's rate."""
    across = Axis(_("Years from now"), years=True, span=(0, projection.scenario.years))
    figure = frame(colours, across, _("¤ a year"))
    charged = PERIODS_PER_YEAR * projection.array("charged_per_member")
    line(figure, settlement_times(len(charged)), charged, _("a member pays"), colours.accent)
    by_year = projection.by_year("charged_per_member")
    alt = _("A member pays {first} in the first year and {last} in the last.").format(
        first=money(float(by_year[0])), last=money(float(by_year[-1]))
    )
    years = np.arange(1, len(by_year) + 1)
    table = {_("year"): years, _("¤ a year"): by_year.round(2)}
    return Chart(_("What does a member pay then?"), figure, alt, lambda: pd.DataFrame(table))


def _rows(table: OwnTable) -> pd.DataFrame:
    return pd.DataFrame(list(table.rows()), columns=list(table.kind.heads))
