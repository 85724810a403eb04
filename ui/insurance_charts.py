"""Charts of mutual aid beside commercial cover: by age, on maps, over a life, for a yuan."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mutualmodel.cohorts import FloatArray
from mutualmodel.insurance import (
    SYSTEMS,
    CheaperMap,
    LifetimeCost,
    Quote,
    YuanSplit,
)
from ui.chart_parts import Chart, Figure, dot, frame, label, line, lying_bars
from ui.language import _, amount, money, number, percent
from ui.theme import Palette

_AGES: FloatArray = np.arange(60, dtype=np.float64)
# Prices of children and of the oldest lie a hundredfold apart.
_LEAST, _TICKS = 15.0, (30, 100, 300, 1000, 3000)
# Of the map: from a quarter of the mutual cost to four times it.
_SHADES = 2.0


def costs_chart(
    costs: Mapping[str, FloatArray],
    baseline: float | None,
    person: tuple[int, float],
    quotes: Sequence[Quote],
    colours: Palette,
) -> Chart:
    """Draw the yearly cost of every system by age; each line is named where it runs."""
    figure = frame(colours, _("Age"), _("yuan a year"))
    top = max(float(np.nanmax(values)) for values in costs.values())
    _line_of(figure, costs, "medical", colours.muted, "dot", 1.4)
    _line_of(figure, costs, "bridging", colours.fee, "dash", 1.6)
    _line_of(figure, costs, "level", colours.mild, "longdash", 2.0)
    _line_of(figure, costs, "one_year", colours.over_40, "solid", 2.4)
    _line_of(figure, costs, "mutual_insured", colours.sponsor, "dot", 1.6)
    _line_of(figure, costs, "mutual", colours.accent, "solid", 2.8)
    if baseline:
        flat = np.full(60, baseline)
        line(figure, _AGES, flat, _("mutual aid, baseline"), colours.baseline, dash="dash")
    for quote in quotes:
        dot(
            figure,
            (quote.age_from, quote.premium),
            _("quote, {insurer}").format(insurer=quote.insurer),
            colours.over_40,
            "diamond-open",
        )
        beside = {"xanchor": "left", "xshift": 10, "yanchor": "middle", "yshift": 0}
        text = _("{insurer}, with more").format(insurer=quote.insurer)
        height = float(np.log10(quote.premium))
        label(figure, quote.age_from, height, text, colours.over_40, **beside)
    age, cost = person
    if cost > 0:
        dot(figure, (age, cost), _("this person, mutual aid"), colours.accent, "circle")
    _name_lines(figure, costs, colours)
    _log_axis(figure, top)
    figure["layout"]["xaxis"] |= {"range": [0, 60], "dtick": 10}
    return Chart(
        title=_("What does the same cover cost at each age?"),
        figure=figure,
        alt=_costs_alt(costs, age),
        table=lambda: _costs_table(costs),
        note=_(
            "Same lump sums at every age, but for the bridging policy (smaller sums) and medical "
            "cover (another kind: it pays bills). Level: the premium of who enters at that age. "
            "Dotted along mutual aid: its launch version, fee 10 %, 188 yuan at most."
        ),
    )


def _line_of(
    figure: Figure,
    costs: Mapping[str, FloatArray],
    name: str,
    colour: str,
    dash: str,
    width: float,
) -> None:
    # A logarithmic axis has no place for what is free.
    values = np.where(costs[name] > 0, costs[name], np.nan)
    line(figure, _AGES, values, _(SYSTEMS[name].title), colour, dash=dash, width=width)


def _name_lines(figure: Figure, costs: Mapping[str, FloatArray], colours: Palette) -> None:
    """Write a short name beside each line, at an age where its neighbours leave room."""
    names = (
        ("mutual", _("mutual aid"), 59, colours.accent, "top", "right"),
        ("one_year", _("one-year"), 8, colours.over_40, "top", "center"),
        ("level", _("level to 60"), 22, colours.mild, "bottom", "right"),
        ("bridging", _("bridging"), 47, colours.fee, "top", "left"),
        ("medical", _("medical (other kind)"), 57, colours.muted, "bottom", "right"),
    )
    for name, text, age, colour, side, anchor in names:
        if costs[name][age] > 0:
            height = float(np.log10(max(costs[name][age], _LEAST)))
            shift = -5 if side == "top" else 4
            label(figure, age, height, text, colour, yanchor=side, yshift=shift, xanchor=anchor)


def _log_axis(figure: Figure, top: float) -> None:
    span = [float(np.log10(_LEAST)), float(np.log10(max(1.25 * top, 200.0)))]
    ticks = {"tickvals": list(_TICKS), "ticktext": [number(tick) for tick in _TICKS]}
    figure["layout"]["yaxis"] |= {"type": "log", "range": span, "rangemode": "normal", **ticks}


def _costs_alt(costs: Mapping[str, FloatArray], age: int) -> str:
    parts = [f"{_(SYSTEMS[name].title)} {money(values[age])}" for name, values in costs.items()]
    return _("A year of cover at {age}: {parts}.").format(age=age, parts="; ".join(parts))


def _costs_table(costs: Mapping[str, FloatArray]) -> pd.DataFrame:
    columns = {_(SYSTEMS[name].title): np.round(values, 2) for name, values in costs.items()}
    return pd.DataFrame({_("age"): _AGES.astype(int), **columns})


def cheaper_map(
    found: CheaperMap,
    here: tuple[int, float],
    words: tuple[str, str],
    scale: float,
    colours: Palette,
) -> Chart:
    """Draw where mutual aid is the cheaper: age across, another input upwards.

    ``words`` are the chart's title and the name of the upright axis; values are shown times
    ``scale``.
    """
    title, axis = words
    figure = frame(colours, _("Age"), axis)
    shade = np.round(np.clip(np.log2(np.maximum(found.ratio, 2**-_SHADES)), -_SHADES, _SHADES), 2)
    values = np.round(found.levels * scale, 4)
    field = {"x": found.ages, "y": values, "z": shade, "showscale": False}
    edge = 0.03 * (values[-1] - values[0])
    tints = [[0, colours.sponsor], [0.5, colours.surface], [1, colours.accent]]
    figure["data"].append(
        {
            "type": "heatmap",
            **field,
            "zmin": -_SHADES,
            "zmax": _SHADES,
            "colorscale": tints,
            "opacity": 0.75,
            "customdata": np.round(found.ratio, 2),
            "hovertemplate": _("age %{x}, %{y}: the policy costs %{customdata} × mutual aid")
            + "<extra></extra>",
        }
    )
    figure["data"].append(
        {
            "type": "contour",
            **field,
            "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
            "line": {"color": colours.text, "width": 2, "smoothing": 0},
            "hoverinfo": "skip",
        }
    )
    dot(figure, (here[0], here[1] * scale), _("you are here"), colours.text, "circle")
    _name_regions(figure, found, scale, colours)
    figure["layout"]["xaxis"] |= {"range": [0, 59], "dtick": 10}
    figure["layout"]["yaxis"] |= {"range": [values[0] - edge, values[-1] + edge], "showgrid": False}
    figure["layout"] |= {"hovermode": "closest", "margin": {"l": 46, "r": 12, "t": 26, "b": 46}}
    return Chart(
        title=title,
        figure=figure,
        alt=_("Mutual aid is cheaper on {share} of the map.").format(
            share=percent(float(np.nanmean(found.ratio >= 1)) if shade.size else 0.0)
        ),
        table=lambda: _map_table(found),
        note=_("Line: equal cost. The deeper the shade, the larger the difference. ● you are here"),
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


def lifetime_chart(lifetime: Mapping[str, LifetimeCost], age: int, colours: Palette) -> Chart:
    """Draw what each system costs from an age to 60, with the range around it."""
    figure = frame(colours, "", "")
    figure["layout"]["annotations"].clear()
    names = [_short(name) for name in lifetime]
    totals = np.array([cost.total for cost in lifetime.values()])
    low = np.array([cost.low for cost in lifetime.values()])
    high = np.array([cost.high for cost in lifetime.values()])
    tints = [_tint(name, colours) for name in lifetime]
    whiskers = {"type": "data", "symmetric": False, "array": high - totals}
    figure["data"].append(
        {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "x": totals.round(),
            "marker": {"color": tints},
            "error_x": whiskers
            | {"arrayminus": totals - low, "color": colours.text, "thickness": 1.4, "width": 4},
            "hovertemplate": "%{y}: %{x:,.0f} " + _("yuan") + "<extra></extra>",
        }
    )
    for name, cost in zip(names, lifetime.values(), strict=True):
        beside = {"xanchor": "left", "yanchor": "middle", "yshift": 0, "xshift": 8}
        label(figure, cost.high, 0.0, amount(round(cost.total)), colours.text, **beside)
        figure["layout"]["annotations"][-1]["y"] = name
    figure["layout"]["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    figure["layout"]["xaxis"] |= {"showgrid": True, "range": [0, 1.18 * float(high.max())]}
    figure["layout"]["xaxis"]["nticks"] = 5
    figure["layout"] |= {"hovermode": "closest", "margin": {"l": 10, "r": 10, "t": 6, "b": 32}}
    return Chart(
        title=_("What does it cost from {age} to 60?").format(age=age),
        figure=figure,
        alt="; ".join(
            f"{name}: {money(cost.total)}"
            for name, cost in zip(names, lifetime.values(), strict=True)
        ),
        table=lambda: _lifetime_table(lifetime),
        note=_(
            "Yuan of who stays well; nothing discounted. Bars: expected. Whiskers: prices drift "
            "either way, and for mutual aid bad and good years. A level price does not move."
        ),
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


def _lifetime_table(lifetime: Mapping[str, LifetimeCost]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("system"): [_(SYSTEMS[name].title) for name in lifetime],
            _("expected, yuan"): [round(cost.total) for cost in lifetime.values()],
            _("low, yuan"): [round(cost.low) for cost in lifetime.values()],
            _("high, yuan"): [round(cost.high) for cost in lifetime.values()],
        }
    )


def yuan_chart(splits: Mapping[str, YuanSplit], colours: Palette) -> Chart:
    """Draw what 100 yuan paid buy in each system of the same benefit."""
    figure = frame(colours, "", "")
    figure["layout"]["annotations"].clear()
    tints = (
        ("benefits", _("benefits"), colours.accent),
        ("fee", _("fee"), colours.fee),
        ("commission", _("commission"), colours.over_40),
        ("expenses", _("expenses"), colours.mild),
        ("capital", _("capital"), colours.unpaid),
        ("rest", _("left to insurer"), colours.sponsor),
    )
    rows = [_short(name) for name in splits]
    for part, name, tint in tints:
        shares = [100 * getattr(split, part) for split in splits.values()]
        lying_bars(
            figure,
            rows,
            shares,
            name,
            tint,
            surface=colours.surface,
            unit=_("yuan"),
            texts=[f"{name}<br>{number(v)}" if abs(v) >= 20 else "" for v in shares],
        )
    layout = figure["layout"]
    layout |= {"barmode": "relative", "bargap": 0.28, "hovermode": "closest"}
    layout |= {"margin": {"l": 10, "r": 10, "t": 6, "b": 32}}
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    layout["xaxis"] |= {"dtick": 25}
    benefits = " · ".join(
        f"{_short(name)} {percent(split.benefits)}" for name, split in splits.items()
    )
    one_year = {
        name: getattr(splits["one_year"], part) for part, name, _tint in tints if part != "fee"
    }
    return Chart(
        title=_("What do 100 yuan buy?"),
        figure=figure,
        alt=_("Paid back in benefits: {benefits}.").format(benefits=benefits),
        table=lambda: _split_table(splits),
        note=_("Of 100 yuan for a one-year policy: {parts}.").format(
            parts=", ".join(f"{name} {number(100 * part)}" for name, part in one_year.items())
        ),
    )


def _split_table(splits: Mapping[str, YuanSplit]) -> pd.DataFrame:
    parts = {
        _(name): [round(100 * getattr(split, name), 1) for split in splits.values()]
        for name in ("benefits", "fee", "commission", "expenses", "capital", "rest")
    }
    return pd.DataFrame({_("system"): [_(SYSTEMS[name].title) for name in splits], **parts})
