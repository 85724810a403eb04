"""Charts of mutual aid beside commercial cover: on maps, over a life, for a yuan."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import SYSTEMS, CheaperMap, LifetimeCost, YuanSplit
from mutualmodel.text import N_
from ui.kit.chart_parts import Chart, Figure, beside, dot, frame, label, lying_bars, told
from ui.kit.language import _, amount, money, number, percent
from ui.kit.palette import Palette

# Of the map: from a quarter of the mutual cost to four times it.
_SHADES = 2.0


@dataclass(frozen=True)
class MapPlace:
    """A map of one case, with where that case's person and plan stand on it."""

    found: CheaperMap
    here: tuple[int, float]


def cheaper_map(
    now: MapPlace,
    before: MapPlace | None,
    words: tuple[str, str],
    scale: float,
    colours: Palette,
) -> Chart:
    """Draw where mutual aid is the cheaper: age across, another input upwards.

    ``words`` are the chart's title and the name of the upright axis; values are shown times
    ``scale``. Both maps have the same levels.
    """
    title, axis = words
    figure = frame(colours, _("Age"), axis)
    found = now.found
    values = np.round(found.levels * scale, 4)
    field = {"x": found.ages, "y": values, "z": _shade(found), "showscale": False}
    edge = 0.03 * (values[-1] - values[0])
    figure["data"].append(_shading(field, found, colours))
    if before is not None:
        name, dashed = _("baseline, equal cost"), {"color": colours.baseline, "dash": "dash"}
        figure["data"].append(_boundary({**field, "z": _shade(before.found)}, dashed, name))
    figure["data"].append(_boundary(field, {"color": colours.text}))
    if before is not None:
        there = before.here[0], before.here[1] * scale
        dot(figure, there, _("baseline"), colours.baseline, "circle-open")
    dot(figure, (now.here[0], now.here[1] * scale), _("you are here"), colours.text, "circle")
    _name_regions(figure, found, scale, colours)
    figure["layout"]["xaxis"] |= {"range": [0, 59], "dtick": 10}
    figure["layout"]["yaxis"] |= {"range": [values[0] - edge, values[-1] + edge], "showgrid": False}
    figure["layout"] |= {"hovermode": "closest", "margin": {"l": 46, "r": 12, "t": 26, "b": 46}}
    return Chart(
        title=title,
        figure=figure,
        alt=told(_map_alt(found), _map_alt(before.found) if before is not None else None),
        table=lambda: beside(
            _map_table(found), _map_table(before.found) if before is not None else None
        ),
        note=_("Line: equal cost. The deeper the shade, the larger the difference. ● you are here")
        + (" · " + _("dashes and ○: the baseline") if before is not None else ""),
    )


def _shading(field: Mapping[str, object], found: CheaperMap, colours: Palette) -> Figure:
    return {
        "type": "heatmap",
        **field,
        "zmin": -_SHADES,
        "zmax": _SHADES,
        "colorscale": [[0, colours.sponsor], [0.5, colours.surface], [1, colours.accent]],
        "opacity": 0.75,
        "customdata": np.round(found.ratio, 2),
        "hovertemplate": _("age %{x}, %{y}: the policy costs %{customdata} × mutual aid")
        + "<extra></extra>",
    }


def _shade(found: CheaperMap) -> FloatArray:
    """Return by how many doublings the policy is the dearer, as far as the shades go."""
    doublings = np.log2(np.maximum(found.ratio, 2**-_SHADES))
    return np.asarray(np.round(np.clip(doublings, -_SHADES, _SHADES), 2))


def _boundary(field: Mapping[str, object], stroke: Mapping[str, object], name: str = "") -> Figure:
    """Return the line of equal cost."""
    return {
        "type": "contour",
        **field,
        **({"name": name} if name else {}),
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
        "line": {**stroke, "width": 2, "smoothing": 0},
        "hoverinfo": "skip",
    }


def _map_alt(found: CheaperMap) -> str:
    return _("Mutual aid is cheaper on {share} of the map.").format(
        share=percent(float(np.nanmean(found.ratio >= 1)) if found.ratio.size else 0.0)
    )


def _name_regions(figure: Figure, found: CheaperMap, scale: float, colours: Palette) -> None:
    """Write what a shade means in the middle of its region, where it is large enough."""
    for inside, text in (
        (found.ratio >= 1, _("mutual aid cheaper")),
        (found.ratio < 1, _("policy cheaper")),
    ):
        rows, ages = np.nonzero(inside)
        if len(rows) > 0.06 * inside.size:
            # The widest stretch of ages is on the row that has most of the region.
            row = int(np.argmax(inside.sum(axis=1)))
            level = round((row + float(np.median(rows))) / 2)
            across = ages[rows == level] if (rows == level).any() else ages[rows == row]
            label(
                figure,
                float(found.ages[int(np.median(across))]),
                float(found.levels[level]) * scale,
                text,
                colours.text,
                xanchor="center",
                yanchor="middle",
                yshift=0,
                bgcolor=colours.surface,
                opacity=0.9,
            )


def _map_table(found: CheaperMap) -> pd.DataFrame:
    columns = [str(int(age)) for age in found.ages[::5]]
    table = pd.DataFrame(np.round(found.ratio[:, ::5], 2), columns=columns)
    table.insert(0, _("premium over mutual cost, by age"), np.round(found.levels, 4))
    return table


@dataclass(frozen=True)
class Lifetime:
    """What the systems cost one case's person from an age to 60."""

    costs: Mapping[str, LifetimeCost]
    age: int


# Beside a bar of now stands a slim one of the baseline: widths and offsets, of a row.
_NOW = {"width": 0.46, "offset": -0.36}
_SLIM = {"width": 0.18, "offset": 0.16}
_SLIM_NOTE = N_("Slim and pale: the baseline.")


def lifetime_chart(now: Lifetime, before: Lifetime | None, colours: Palette) -> Chart:
    """Draw what each system costs from an age to 60, with the range around it."""
    figure = frame(colours, "", "")
    figure["layout"]["annotations"].clear()
    tints = [_tint(name, colours) for name in now.costs]
    bars = _lifetime_bars(now, {"color": tints}, colours.text)
    figure["data"].append(bars | _NOW if before else bars)
    if before is not None:
        pale = {"color": colours.baseline, "opacity": 0.45}
        slim = _lifetime_bars(before, pale, colours.baseline)
        slim["error_x"] |= {"thickness": 1, "width": 2}
        figure["data"].append({**slim, **_SLIM, "name": _("baseline")})
    for name, cost in now.costs.items():
        end = {"xanchor": "left", "yanchor": "middle", "xshift": 8}
        end["yshift"] = 0 if before is None else 6
        label(figure, cost.high, 0.0, amount(round(cost.total)), colours.text, **end)
        figure["layout"]["annotations"][-1]["y"] = _short(name)
    highest = max(cost.high for one in (now, before) if one for cost in one.costs.values())
    figure["layout"]["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    figure["layout"]["xaxis"] |= {"showgrid": True, "range": [0, 1.18 * highest], "nticks": 5}
    figure["layout"] |= {"hovermode": "closest", "margin": {"l": 10, "r": 10, "t": 6, "b": 32}}
    return Chart(
        title=_("What does it cost from {age} to 60?").format(age=now.age),
        figure=figure,
        alt=told(_lifetime_alt(now), _lifetime_alt(before) if before is not None else None),
        table=lambda: beside(
            _lifetime_table(now), _lifetime_table(before) if before is not None else None
        ),
        note=_(
            "Yuan of who stays well; nothing discounted. Bars: expected. Whiskers: prices drift "
            "either way, and for mutual aid bad and good years. A level price does not move."
        )
        + _slim_note(now, before),
    )


def _lifetime_bars(lifetime: Lifetime, marker: Figure, stroke: str) -> Figure:
    costs = lifetime.costs.values()
    totals = np.array([cost.total for cost in costs])
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": np.array([cost.high for cost in costs]) - totals,
        "arrayminus": totals - np.array([cost.low for cost in costs]),
        "color": stroke,
        "thickness": 1.4,
        "width": 4,
    }
    return {
        "type": "bar",
        "orientation": "h",
        "y": [_short(name) for name in lifetime.costs],
        "x": totals.round(),
        "marker": marker,
        "error_x": whiskers,
        "hovertemplate": "%{y}: %{x:,.0f} " + _("yuan") + "<extra></extra>",
    }


def _slim_note(now: Lifetime, before: Lifetime | None) -> str:
    if before is None:
        return ""
    if before.age == now.age:
        return f" {_(_SLIM_NOTE)}"
    return " " + _("Slim and pale: the baseline, from {age} on.").format(age=before.age)


def _lifetime_alt(lifetime: Lifetime) -> str:
    return "; ".join(
        f"{_short(name)}: {money(cost.total)}" for name, cost in lifetime.costs.items()
    )


def _short(name: str) -> str:
    return {
        "mutual": _("mutual aid"),
        "mutual_insured": _("underwritten"),
        "one_year": _("one-year"),
        "level": _("level to 60"),
        "bridging": _("bridging*"),
        "medical": _("medical*"),
    }[name]


def _tint(name: str, colours: Palette) -> str:
    return {
        "mutual": colours.accent,
        "mutual_insured": colours.sponsor,
        "one_year": colours.over_40,
        "level": colours.mild,
    }.get(name, colours.fee)


def _lifetime_table(lifetime: Lifetime) -> pd.DataFrame:
    costs = lifetime.costs.values()
    return pd.DataFrame(
        {
            _("system"): [_(SYSTEMS[name].title) for name in lifetime.costs],
            _("expected, yuan"): [round(cost.total) for cost in costs],
            _("low, yuan"): [round(cost.low) for cost in costs],
            _("high, yuan"): [round(cost.high) for cost in costs],
        }
    )


Splits = Mapping[str, YuanSplit]


def _parts() -> dict[str, str]:
    return {
        "benefits": _("benefits"),
        "fee": _("fee"),
        "commission": _("commission"),
        "expenses": _("expenses"),
        "capital": _("capital"),
        "rest": _("left to insurer"),
    }


def yuan_chart(splits: Splits, before: Splits | None, colours: Palette) -> Chart:
    """Draw what 100 yuan paid buy in each system of the same benefit."""
    figure = frame(colours, "", "")
    figure["layout"]["annotations"].clear()
    rows = [_short(name) for name in splits]
    for part, name in _parts().items():
        shares = _shares(splits, part)
        lying_bars(
            figure,
            rows,
            shares,
            name,
            _part_tint(part, colours),
            surface=colours.surface,
            unit=_("yuan"),
            texts=[f"{name}<br>{number(v)}" if abs(v) >= 20 else "" for v in shares],
        )
        if before is not None:
            figure["data"][-1] |= _NOW
    if before is not None:
        _slim_bars(figure, before, colours)
    layout = figure["layout"]
    layout |= {"barmode": "relative", "bargap": 0.28, "hovermode": "closest"}
    layout |= {"margin": {"l": 10, "r": 10, "t": 6, "b": 32}}
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    layout["xaxis"] |= {"dtick": 25}
    one_year = {
        name: getattr(splits["one_year"], part) for part, name in _parts().items() if part != "fee"
    }
    return Chart(
        title=_("What do 100 yuan buy?"),
        figure=figure,
        alt=told(_split_alt(splits), _split_alt(before) if before is not None else None),
        table=lambda: beside(
            _split_table(splits), _split_table(before) if before is not None else None
        ),
        note=_("Of 100 yuan for a one-year policy: {parts}.").format(
            parts=", ".join(f"{name} {number(100 * part)}" for name, part in one_year.items())
        )
        + (f" {_(_SLIM_NOTE)}" if before is not None else ""),
    )


def _shares(splits: Splits, part: str) -> FloatArray:
    return np.array([100 * getattr(split, part) for split in splits.values()])


def _part_tint(part: str, colours: Palette) -> str:
    return {
        "benefits": colours.accent,
        "fee": colours.fee,
        "commission": colours.over_40,
        "expenses": colours.mild,
        "capital": colours.unpaid,
    }.get(part, colours.sponsor)


def _slim_bars(figure: Figure, splits: Splits, colours: Palette) -> None:
    """Draw the baseline's parts below those of now; each begins where those before it end."""
    right, left = np.zeros(len(splits)), np.zeros(len(splits))
    for part, name in _parts().items():
        shares = _shares(splits, part)
        base = np.where(shares >= 0, right, left)
        right, left = right + np.maximum(shares, 0), left + np.minimum(shares, 0)
        lying_bars(
            figure,
            [_short(system) for system in splits],
            shares,
            _("{part}, baseline").format(part=name),
            _part_tint(part, colours),
            surface=colours.surface,
            unit=_("yuan"),
        )
        # Bars with a base of their own are not put on top of the others.
        figure["data"][-1] |= {"base": base, "opacity": 0.55, **_SLIM}


def _split_alt(splits: Splits) -> str:
    return _("Paid back in benefits: {benefits}.").format(
        benefits=" · ".join(
            f"{_short(name)} {percent(split.benefits)}" for name, split in splits.items()
        )
    )


def _split_table(splits: Splits) -> pd.DataFrame:
    parts = {
        _(name): [round(100 * getattr(split, name), 1) for split in splits.values()]
        for name in _parts()
    }
    return pd.DataFrame({_("system"): [_(SYSTEMS[name].title) for name in splits], **parts})
