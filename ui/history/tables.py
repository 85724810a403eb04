"""Tables of the history page: the record and the replay, with titles and units for readers."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.figures import figure, sources
from mutualmodel.text import N_
from ui.kit.as_published import as_kept
from ui.kit.charts import Table
from ui.kit.counting import telling
from ui.kit.language import (
    SEMICOLONS,
    _,
    as_told,
    language,
    large,
    listed,
    number,
    published,
    significant,
)

# A settlement within this of its report is told as met: the target set for the fit.
MET_WITHIN = 0.10
# What is told here, whatever plan is at hand.
RECORD = N_("Xianghubao’s record and its replay")


# ------------------------------------------------------------------------- the replay and the fit


def replay_table(replayed: pd.DataFrame) -> pd.DataFrame:
    """Return every settlement as the model has it, and what of it was reported."""
    return pd.DataFrame(
        {
            _("settlement of"): replayed["date"].dt.date,
            _("members"): replayed["members"].round(),
            _("charged, ¤ a member"): replayed["charged_per_member"].round(4),
            _("before caps, ¤ a member"): replayed["gross_per_member"].round(4),
            _("claims"): replayed["claims"].round(1),
            _("payouts, ¤"): replayed["payout"].round(),
            _("fee, ¤"): replayed["fee"].round(),
            _("the operator pays, ¤"): replayed["sponsor"].round(),
            _("reported share, ¤ a member"): replayed["reported_share"],
            _("reported claims"): replayed["reported_claims"],
            _("reported payouts, ¤"): replayed["reported_payout"],
        }
    )


def fit_table(points: pd.DataFrame) -> Table:
    """Return each reported point beside the model's."""
    reported, model, unit = _("reported"), _("model"), _("unit")
    numbers = {name: _as_told(points, name) for name in ("reported", "model")}
    raw = {
        _("date"): list(points["date"]),
        _("what"): [_(what) for what in points["quantity"]],
        reported: numbers["reported"],
        model: numbers["model"],
        unit: [_unit(what) for what in points["quantity"]],
        _("error, %"): (100.0 * points["error"]).round(1).to_numpy(),
        _("seen by the fit"): [_("yes") if used else _("no") for used in points["used"]],
        _("within 10 %"): [
            "✓" if abs(error) <= MET_WITHIN else _("missed") for error in points["error"]
        ],
    }
    words = {
        reported: [_point(value) for value in numbers["reported"]],
        model: [_point(value) for value in numbers["model"]],
    }
    return Table(pd.DataFrame(raw), pd.DataFrame(words), (unit,))


def _as_told(points: pd.DataFrame, column: str) -> FloatArray:
    """Return numbers of the record, those of amounts as they are told."""
    told = [
        value if _counts(what) else as_told(value)
        for value, what in zip(points[column], points["quantity"], strict=True)
    ]
    return np.round(told, 4 if telling().in_dollars else 2)


def _counts(quantity: str) -> bool:
    return "claim" in quantity and "payout" not in quantity


def _unit(quantity: str) -> str:
    """Return what a quantity of the record is counted in."""
    if _counts(quantity):
        return _("claims")
    return _("¤ a member") if "share" in quantity else _("¤")


def _point(value: float) -> str:
    if value >= 1e6:
        return large(value)
    # A settlement's share is some cents of a dollar.
    if telling().in_dollars:
        return significant(value)
    return number(value, 0 if value >= 1000 else 2)


def course_table(
    real: pd.DataFrame, changed: pd.DataFrame, past: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the settlements as they were replayed, as they would have been, and the baseline's."""
    courses = {_("as it was"): real, _("otherwise"): changed}
    if past is not None:
        courses[_("baseline")] = past
    columns = {_("settlement of"): real["date"].dt.date}
    for course, table in courses.items():
        told = {
            _("members, {course}"): table["members"].round(),
            _("before caps, ¤ a member, {course}"): table["gross_per_member"].round(4),
            _("claims, {course}"): table["claims"].round(1),
            _("payouts, ¤, {course}"): table["payout"].round(),
        }
        columns |= {title.format(course=course): values for title, values in told.items()}
    return pd.DataFrame(columns)


# ------------------------------------------------------------------------------------ the record


def members_table(counts: pd.DataFrame) -> pd.DataFrame:
    """Return every published count of members, with who is counted and where it was read."""
    return pd.DataFrame(
        {
            _("date"): counts["date"].dt.date,
            _("exactness of the date"): _in_words(counts["date_precision"]),
            _("reported as"): _in_words(counts["members_sign"]),
            _("members"): counts["members"],
            _("who is counted"): _in_words(counts["definition"]),
            _("kind"): [_(kind) for kind in counts["kind"]],
            _("reliability"): counts["reliability"],
            _("how good"): [_(figure(name).quality) for name in counts["figure_id"]],
            _("another report differs"): _yes_or_nothing(counts["conflict"]),
            _("source"): [
                _outlets(source.id for source in figure(name).sources)
                for name in counts["figure_id"]
            ],
        }
    )


def plan_names(platforms: pd.DataFrame) -> list[str]:
    """Return what the plans of the time are called: in Chinese by their own names."""
    return list(platforms["name_zh" if language().startswith("zh") else "platform"])


def plans_table(platforms: pd.DataFrame) -> pd.DataFrame:
    """Return the plans of the time, with what is known of their size, price and end."""
    names = plan_names(platforms)
    # Whoever is told their own names needs no other.
    chinese = (
        {} if names == list(platforms["name_zh"]) else {_("name in Chinese"): platforms["name_zh"]}
    )
    return pd.DataFrame(
        {
            _("plan"): names,
            **chinese,
            _("operator"): [_(name) for name in platforms["operator"]],
            _("opened"): platforms["launch"],
            _("closed"): [
                day or _words(exactness)
                for day, exactness in zip(
                    platforms["closing"], platforms["closing_precision"], strict=True
                )
            ],
            _("most members, at least"): platforms["peak_members_low"],
            _("most members, at most"): platforms["peak_members_high"],
            _("who is counted"): _in_words(platforms["peak_definition"]),
            _("another report differs"): _yes_or_nothing(platforms["conflict"]),
            _("largest payout, ¤"): platforms["largest_payout_yuan"],
            _("a member paid, ¤ a year"): [as_kept(cost) for cost in platforms["yearly_cost_yuan"]],
            _("in the years"): [_(years) for years in platforms["yearly_cost_year"]],
            _("fee, % of payouts"): (100.0 * platforms["fee_rate"]).round(2),
            _("minimum of members"): platforms["minimum_members"],
            _("how it closed"): [_(text) for text in platforms["how_closed"]],
            _("note"): [_(text) for text in platforms["note"]],
            _("sources"): [_outlets(names.split(";")) for names in platforms["source_ids"]],
        }
    )


def _in_words(codes: Iterable[str]) -> list[str]:
    return [_words(code) for code in codes]


def _words(code: str) -> str:
    """Return what a code of the record says."""
    return {
        "day": _("to the day"),
        "approx": _("about that day"),
        "month": _("to the month"),
        "year": _("to the year"),
        "open": _("still open"),
        "unknown": _("not known"),
        "=": _("as many as"),
        "~": _("about"),
        ">": _("more than"),
        ">=": _("at least"),
        "<": _("fewer than"),
        "registered": _("registered members"),
        "sharing": _("members who share"),
        "mixed": _("registered in one report, sharing in another"),
        "not_stated": _("not said"),
    }[code]


def _yes_or_nothing(names: Iterable[str]) -> list[str]:
    return [_("yes") if name else "" for name in names]


def _outlets(names: Iterable[str]) -> str:
    """Name who published some sources, and when."""
    known = sources()
    told = (known.loc[name] for name in names if name)
    parts = (published(str(one["outlet"]), str(one["published"])) for one in told)
    return listed(parts, SEMICOLONS)
