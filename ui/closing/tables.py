"""Tables of the closing page: the numbers behind its charts, with the baseline's beside them."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.closing import RESERVE_LEVELS, STAGES, Reserve, WindDown
from mutualmodel.history import PricePoint
from mutualmodel.inputs import WAYS
from mutualmodel.text import N_
from ui.kit.charts import beside, scale_of
from ui.kit.language import _, percent

STAGE_TITLES = {
    "published": N_("published"),
    "reported": N_("reported, being examined"),
    "to_report": N_("diagnosed, reported later"),
    "in_notice": N_("diagnosed during the notice"),
    "too_late": N_("reported too late"),
}


def run_off_table(closed: WindDown, baseline: WindDown | None) -> pd.DataFrame:
    """Return what falls due at each settlement after the notice, by stage."""
    if baseline is None:
        return _run_off_columns(closed, len(closed.owed_yuan))
    rows = max(len(closed.owed_yuan), len(baseline.owed_yuan))
    table = beside(_run_off_columns(closed, rows), _run_off_columns(baseline, rows))
    due, past = (_to_length(plan.owed_yuan, rows).sum(axis=1) for plan in (closed, baseline))
    table[_("due, difference, ¤")] = (due - past).round()
    return table


def _run_off_columns(closed: WindDown, rows: int) -> pd.DataFrame:
    owed = _to_length(closed.owed_yuan, rows)
    table = pd.DataFrame({_("settlement after the notice"): np.arange(1, rows + 1)})
    for place, stage in enumerate(STAGES):
        table[_("{what}, ¤").format(what=_(STAGE_TITLES[stage]))] = owed[:, place].round()
    table[_("paid, ¤")] = _to_length(closed.paid, rows).round()
    table[_("unpaid, ¤")] = _to_length(closed.unpaid, rows).round()
    return table


def _to_length(values: FloatArray, rows: int) -> FloatArray:
    """Add rows of nothing: after its last settlement nothing of a plan falls due."""
    more = [(0, rows - len(values))] + [(0, 0)] * (values.ndim - 1)
    return np.pad(values, more)


def ways_table(
    closed: Mapping[str, WindDown], past: Mapping[str, WindDown] | None = None
) -> pd.DataFrame:
    """Return the ways of closing side by side; ``past`` are the baseline's, if there is one."""
    plans = list(closed.values())
    table = pd.DataFrame(
        {
            _("closed as"): [_(WAYS[name].title) for name in closed],
            _("operator pays, ¤"): [round(p.operator_total) for p in plans],
            _("of which refunds, ¤"): [round(p.refund) for p in plans],
            _("members still pay, ¤"): [round(p.members_pay) for p in plans],
            _("claims unpaid, ¤"): [round(p.total_unpaid) for p in plans],
            _("people paid less than promised"): [round(p.claimants_short) for p in plans],
            _("members without cover"): [round(p.without_cover) for p in plans],
        }
    )
    if any(plan.held for plan in plans):
        table[_("from the fund, ¤")] = [round(float(p.from_fund.sum())) for p in plans]
        table[_("back to members, ¤")] = [round(p.given_back) for p in plans]
        table[_("members’ money lost, ¤")] = [round(p.lost) for p in plans]
    if someone_behind_the_caps(closed):
        paid = [round(p.sponsor_pays) for p in plans]
        table.insert(4, _("sponsor or insurer pays, ¤"), paid)
    if past:
        pairs = [(closed[name], past[name]) for name in closed]
        gaps = [round(now.operator_total - then.operator_total) for now, then in pairs]
        table.insert(2, _("operator pays, difference, ¤"), gaps)
        table[_("without cover, difference")] = [
            round(now.without_cover - then.without_cover) for now, then in pairs
        ]
    return table


def someone_behind_the_caps(ways: Mapping[str, WindDown]) -> bool:
    """Say whether in any of the ways a sponsor or an insurer pays a part worth a word."""
    return any(plan.cut_by_caps and plan.sponsor_pays > 0.0 for plan in ways.values())


def gap_table(closed: WindDown, baseline: WindDown | None) -> pd.DataFrame:
    """Return members by age and risk class with and without the bridging policy."""
    table = _gap_columns(closed)
    if baseline is None:
        return table.reset_index(drop=True)
    # The classes are the same by their order; how far apart they lie, and so their number, is an
    # input.
    past = _gap_columns(baseline)
    table = table.reindex(table.index.union(past.index))
    table[_("age")] = table.index.get_level_values(0)
    return beside(table, past).reset_index(drop=True)


def _gap_columns(closed: WindDown) -> pd.DataFrame:
    left, members = closed.bridge.left_out, closed.books.members
    bands = closed.books.scenario.age_bands
    rows = [
        (
            name,
            round(float(risk), 2),
            round(members[place, :, ages].sum()),
            round(left[place, :, ages].sum()),
        )
        for name, ages in bands.items()
        for place, risk in enumerate(closed.books.relative_risk)
    ]
    columns = [_("age"), _("own risk, × average"), _("members"), _("without cover")]
    places = range(len(closed.books.relative_risk))
    index = pd.MultiIndex.from_product([list(bands), places])
    return pd.DataFrame(rows, columns=columns, index=index)


def reserve_table(now: Reserve, baseline: Reserve | None) -> pd.DataFrame:
    """Return the reserve of each month, to the end of the longer of the two."""
    if baseline is None:
        return _reserve_columns(now)
    past = _reserve_columns(baseline)
    rows = range(max(len(now.month), len(past)))
    table = _reserve_columns(now).reindex(rows)
    table[_("months from the start")] = np.arange(1.0, len(rows) + 1.0)
    return beside(table, past)


def _reserve_columns(reserve: Reserve) -> pd.DataFrame:
    table = pd.DataFrame(
        {_("months from the start"): reserve.month, _("owed, ¤"): reserve.owed.round()}
    )
    table[_("owed, 5 % point, ¤")] = reserve.low.round()
    for place, level in enumerate(RESERVE_LEVELS):
        title = _("reserve at {level}, ¤").format(level=level_name(level))
        table[title] = reserve.needed[:, place].round()
    a_member = reserve.needed[:, -1] / np.maximum(reserve.members, 1)
    table[_("reserve at 99.5 %, ¤ a member")] = a_member.round(2)
    return table


def level_name(level: float) -> str:
    """Write with what probability a reserve is enough."""
    return percent(level, 1 if level > 0.99 else 0)


def check_table(modelled: Sequence[float], published: Sequence[float]) -> pd.DataFrame:
    """Return the three settlements that the operator paid, in the model and as published."""
    dates = ["2021-12-28", "2022-01-14", "2022-01-28", _("together")]
    ours, theirs = [*modelled, sum(modelled)], [*published, sum(published)]
    size, unit = scale_of(max(published))
    # To a hundred thousand, which is more exact than what was published.
    digits = round(math.log10(size)) - 5
    return pd.DataFrame(
        {
            _("settlement"): dates,
            _("model, {unit}").format(unit=unit): [round(yuan / size, digits) for yuan in ours],
            _("published, {unit}").format(unit=unit): [
                round(yuan / size, digits) for yuan in theirs
            ],
            _("difference, %"): [
                _per_cent(one, other) for one, other in zip(ours, theirs, strict=True)
            ],
        }
    )


def prices_table(points: Sequence[PricePoint]) -> pd.DataFrame:
    """Return the published prices of the bridging policy beside the model's, in both ways."""
    who = {"F": _("woman of {age}"), "M": _("man of {age}")}
    return pd.DataFrame(
        {
            _("for"): [who[point.sex].format(age=point.age) for point in points],
            _("published, ¤ a year"): [point.published for point in points],
            _("priced by age and sex, ¤"): [round(point.by_age, 1) for point in points],
            _("error by age and sex, %"): [
                _per_cent(point.by_age, point.published) for point in points
            ],
            _("priced by ten-year age group, ¤"): [round(point.by_band, 1) for point in points],
            _("error by ten-year age group, %"): [
                _per_cent(point.by_band, point.published) for point in points
            ],
        }
    )


def _per_cent(modelled: float, published: float) -> float:
    """Return by how many per cent of what was published the model is off."""
    return round(100.0 * (modelled / published - 1.0), 1)
