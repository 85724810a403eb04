"""Charts of the risk page: who carries the tail, and which stress would break the plan."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mutualmodel import fields
from mutualmodel.simulation import StressResult, TailSplit
from ui.chart_parts import Chart, Figure, frame, label, lying_bars
from ui.language import _, amount, money, number
from ui.theme import Palette


def tail_bars(split: TailSplit, baseline: TailSplit | None, colours: Palette) -> Chart:
    """Draw who bears the year that comes once in two hundred beyond the average, a member."""
    bearers = {
        _("members"): (split.above.members, colours.accent),
        _("sponsor or insurer"): (split.above.sponsor, colours.sponsor),
        _("claimants unpaid"): (split.above.claimants, colours.unpaid),
    }
    figure = frame(colours, _("yuan a member"), "")
    figure["layout"] |= {"barmode": "relative", "hovermode": "closest"}
    figure["layout"]["margin"] |= {"l": 120}
    figure["layout"]["yaxis"] |= {"rangemode": "normal", "automargin": True}
    plan, insurer = _("mutual aid"), _("an insurer’s capital")
    for name, (yuan, colour) in bearers.items():
        _bar(figure, plan, split.per_member(yuan), name, colour, colours)
    _bar(
        figure,
        insurer,
        split.per_member(split.insurer_capital),
        _("capital held"),
        colours.fee,
        colours,
    )
    if baseline is not None:
        past = _("baseline")
        for name, (colour, yuan) in zip(
            bearers,
            (
                (colours.accent, baseline.above.members),
                (colours.sponsor, baseline.above.sponsor),
                (colours.unpaid, baseline.above.claimants),
            ),
            strict=True,
        ):
            _bar(figure, past, baseline.per_member(yuan), name, colour, colours)
    figure["layout"]["yaxis"] |= {"categoryorder": "array"}
    order = [insurer, *([_("baseline")] if baseline else []), plan]
    figure["layout"]["yaxis"] |= {"categoryarray": order}
    return Chart(
        title=_("Who carries the year that comes once in two hundred?"),
        figure=figure,
        alt=_(
            "Above the average that year costs {total}: members bear {members}, a sponsor or "
            "insurer {sponsor}, claimants {claimants}. An insurer would hold {capital}."
        ).format(
            total=money(split.above.total),
            members=money(split.above.members),
            sponsor=money(split.above.sponsor),
            claimants=money(split.above.claimants),
            capital=money(split.insurer_capital),
        ),
        note=_("An insurer’s capital covers payouts; members also bear the fee on them."),
        table=lambda: _tail_table(split, baseline),
    )


def _bar(figure: Figure, row: str, value: float, name: str, colour: str, colours: Palette) -> None:
    text = f"{name} {amount(value)}" if abs(value) > 1e-9 else ""
    unit = _("yuan a member")
    lying_bars(
        figure, [row], [value], name, colour, surface=colours.surface, unit=unit, texts=[text]
    )


def _tail_table(split: TailSplit, baseline: TailSplit | None) -> pd.DataFrame:
    def column(chosen: TailSplit) -> list[float]:
        parts = (chosen.above.members, chosen.above.sponsor, chosen.above.claimants)
        return [*parts, chosen.above.total, chosen.insurer_capital]

    rows = [_("members"), _("sponsor or insurer"), _("claimants unpaid"), _("together")]
    table = pd.DataFrame({_("above the average"): [*rows, _("an insurer’s capital")]})
    table[_("yuan")] = np.round(column(split))
    table[_("yuan a member")] = [round(split.per_member(yuan), 3) for yuan in column(split)]
    if baseline is not None:
        table[_("baseline, yuan")] = np.round(column(baseline))
        table[_("difference, yuan")] = table[_("yuan")] - table[_("baseline, yuan")]
    return table


def stress_bars(
    results: Sequence[StressResult], past: Sequence[StressResult], year: int, colours: Palette
) -> Chart:
    """Draw what each stress makes of a year's cost, expected and once in two hundred.

    ``past`` are the same stresses of the baseline, empty without one.
    """
    place = year - 1
    shown = list(results)[::-1]
    figure = frame(colours, _("yuan a member in year {year}").format(year=year), "")
    figure["layout"] |= {"hovermode": "closest"}
    figure["layout"]["margin"] |= {"l": 170}
    figure["layout"]["yaxis"] |= {"rangemode": "normal", "automargin": True}
    titles = [_(result.title) for result in shown]
    for name, values, symbol, colour in (
        (_("expected"), [r.cost[place] for r in shown], "circle", colours.accent),
        (
            _("one year in 200"),
            [r.one_in_200[place] for r in shown],
            "diamond-open",
            colours.unpaid,
        ),
    ):
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "y": titles,
                "x": np.round(values, 3),
                "name": name,
                "marker": {"color": colour, "size": 11, "symbol": symbol, "line": {"width": 2}},
                "hovertemplate": f"%{{y}}, {name}: %{{x:,.3~g}} " + _("yuan"),
            }
        )
    held = [result for result in past[::-1] if len(result.cost) >= year]
    if held:
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "y": [_(result.title) for result in held],
                "x": np.round([result.cost[place] for result in held], 3),
                "name": _("baseline, expected"),
                "marker": {"color": colours.baseline, "size": 11, "symbol": "circle-open"},
                "hovertemplate": "%{y}, " + _("baseline") + ": %{x:,.3~g} " + _("yuan"),
            }
        )
    for result in shown:
        stroke = {"color": colours.grid, "width": 5}
        ends = {"x0": float(result.cost[place]), "x1": float(result.one_in_200[place])}
        shape = {"type": "line", "layer": "below", **ends, "line": stroke}
        figure["layout"]["shapes"].append(shape | dict.fromkeys(("y0", "y1"), _(result.title)))
    base = results[0]
    label(
        figure,
        base.cost[place],
        len(shown) - 1,
        _("expected"),
        colours.accent,
        xanchor="center",
        yshift=10,
    )
    label(
        figure,
        base.one_in_200[place],
        len(shown) - 1,
        _("one in 200"),
        colours.unpaid,
        xanchor="center",
        yshift=10,
    )
    worst = max(results[1:], key=lambda result: result.cost[place])
    return Chart(
        title=_("Which stress costs members most?"),
        figure=figure,
        alt=_("In year {year} the plan costs {base}; {worst} makes it {cost}.").format(
            year=year,
            base=money(base.cost[place]),
            worst=_(worst.title).lower(),
            cost=money(worst.cost[place]),
        ),
        table=lambda: stress_table(results, past),
    )


def stress_table(
    results: Sequence[StressResult], past: Sequence[StressResult] = ()
) -> pd.DataFrame:
    """Return the effects of every stress, one a row, and the baseline's cost of the first year."""
    last = len(results[0].cost)

    def years(value: float | None) -> str:
        return _("never") if value is None else number(value, 1)

    table = pd.DataFrame(
        {
            _("stress"): [_(result.title) for result in results],
            _("year 1, yuan"): [round(float(r.cost[0]), 2) for r in results],
            _("change, yuan"): [round(float(r.cost_change[0]), 2) for r in results],
            _("year {year}, yuan").format(year=last): [
                round(float(r.cost[-1]), 2) for r in results
            ],
            _("one in 200, yuan"): [round(float(r.one_in_200[0]), 2) for r in results],
            _("claim cap after, years"): [years(r.claim_cap_after_years) for r in results],
            _("above caps, yuan"): [round(float(r.above_caps.sum())) for r in results],
            _("dissolves after, years"): [years(r.dissolved_after_years) for r in results],
            _("owed then, yuan"): [round(float(r.owed_at_dissolution)) for r in results],
            _("reserve at 99.5 %, yuan"): [round(float(r.reserve[0])) for r in results],
            _("cut at the range of"): [
                ", ".join(_(fields()[name].title).lower() for name in r.limited) for r in results
            ],
        }
    )
    if past:
        before = [round(float(result.cost[0]), 2) for result in past]
        table[_("baseline, year 1, yuan")] = before
        table[_("difference, yuan")] = (table[_("year 1, yuan")] - before).round(2)
    return table
