"""Write docs/speed.md and its charts from what the parts ``peers`` and ``growth`` have kept.

A chart is an SVG of a few lines, written here: it needs no browser and shows the same everywhere.
"""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import against, growth
from bench.columns import COLUMNS, LAWS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "speed.md"
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 300, 60, 44, 30
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555")
NAMES = {
    "numba_floor": "numba floor",
    "numpy_by_hand": "numpy loop by hand",
    "numpy_at_once": "numpy at once, two figures",
    "jax_jit": "JAX, CPU, jit",
    "modelx_cells": "modelx, live",
    "modelx_exported": "modelx, exported",
    "heavylight_model": "heavylight",
    "cashflower_points": "cashflower",
    "pandas_table": "pandas",
    "mesa_agents": "Mesa",
    "gemact_law": "gemact",
    "aggregate_law": "aggregate",
    "lossmodels_law": "lossmodels",
}
# Why each grows as it does, as far as it has been looked into.
REASONS = {
    "years": "Steps are in proportion to years; each costs a fixed number of calls into numpy, and "
    "the cells of those yet too young are a few more.",
    "cells": "Up to the usual width the calls into numpy cost more than what they work on. With "
    "more cells the exponential of every cell and class takes over.",
    "rows": "A single plan is all calls. From some tens on arrays leave the processor's nearest "
    "cache and the cost is in proportion; groups of 64 and two threads keep it there.",
    "rows_reacting": "Steps are shared by all plans of a group, so the first ones are nearly free. "
    "Then every plan brings an exponential for each cell, class and settlement.",
    "paths": "Paths come in chunks of 500, which is the least that is worked out. From there on "
    "they cost in proportion.",
    "members": "The lattice grows with the root of the members, and only the frequencies at which "
    "the transform is not negligible are worked out. Below a million members calls are all of it.",
    "members_varied": "With good and bad years the law is as wide as the pool is large, so the "
    "lattice grows in proportion and its one transform takes over from about five million members.",
}  # fmt: skip


def _cell(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return ""
    if found["ratio"] is None:
        return "-"
    return f"{_short(found['ratio'])} ({_short(found['work'])})"


def _short(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10.0 else f"{ratio:.2g}"


def table(told: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[str]:
    """Return the rows of a table of ratios, a peer a row."""
    by_place = {(one["peer"], one["column"]): one for one in told}
    asked = [name for name in columns if any(one["column"] == name for one in told)]
    titles = [(COLUMNS | LAWS)[name].title for name in asked]
    rows = [f"| | {' | '.join(titles)} |", f"|---|{'---|' * len(titles)}"]
    for peer in dict.fromkeys(one["peer"] for one in told):
        found = [by_place.get((peer, name)) for name in asked]
        if any(found):
            rows.append(f"| {NAMES.get(peer, peer)} | {' | '.join(map(_cell, found))} |")
    return rows


def reasons(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return why peers have no figure, each reason once."""
    named: dict[str, list[str]] = {}
    for one in told:
        if one["problem"]:
            title = (COLUMNS | LAWS)[one["column"]].title if one["column"] else "all"
            key = f"{NAMES.get(one['peer'], one['peer'])}: {one['problem']}"
            named.setdefault(key, []).append(title)
    return [f"- {key} ({', '.join(titles)})." for key, titles in named.items()]


def exactness(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the rows of a table of how exact laws are far out."""
    rows = ["| | relative error | ours |", "|---|---|---|"]
    for one in told:
        if one["column"] in LAWS and one["off"] is not None:
            title = f"{NAMES[one['peer']]}, {LAWS[one['column']].title}"
            rows.append(f"| {title} | {one['off']:.0e} | {one['ours_off']:.0e} |")
    return rows


def bars(told: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Draw ratios on a logarithmic axis: a row of dots for each peer, a colour for each column."""
    measured = [one for one in told if one["work"] and one["column"] in columns]
    peers = list(dict.fromkeys(one["peer"] for one in measured))
    colours = dict(zip(columns, COLOURS, strict=False))
    low = math.floor(min((math.log10(one["work"]) for one in measured), default=0))
    high = math.ceil(max((math.log10(one["work"]) for one in measured), default=1))
    height = TOP + 22 * len(peers) + BOTTOM
    left, span = 190, WIDTH - 220

    def x(ratio: float) -> float:
        return left + span * (math.log10(ratio) - low) / max(high - low, 1)

    parts = []
    for power in range(low, high + 1):
        at = x(10.0**power)
        weight = 2 if power == 0 else 0.5
        parts.append(_line(at, TOP - 8, at, height - BOTTOM, "#888", weight))
        parts.append(_text(at, height - BOTTOM + 16, f"{10.0**power:g} x", "middle"))
    for row, peer in enumerate(peers):
        y = TOP + 22 * row + 6
        parts.append(_text(left - 8, y + 4, NAMES.get(peer, peer), "end"))
        for one in measured:
            if one["peer"] == peer:
                colour = colours[one["column"]]
                parts.append(f'<circle cx="{x(one["work"]):.1f}" cy="{y}" r="5" fill="{colour}"/>')
    shown = {one["column"] for one in measured}
    keys = {
        (COLUMNS | LAWS)[name].title: colour for name, colour in colours.items() if name in shown
    }
    legend, bottom = _legend(keys, height - 8)
    return _drawing(bottom + 8, parts + legend)


def curve(grown: Mapping[str, Any]) -> str:
    """Draw time over size, both logarithmic, with a line in proportion beside it."""
    sizes, seconds = grown["sizes"], grown["seconds"]
    rel = [value / seconds[0] for value in seconds]
    span_x = math.log(sizes[-1] / sizes[0])
    span_y = max(math.log(max(rel)), math.log(2.0)) * 1.1
    wide, tall = WIDTH - LEFT - 20, HEIGHT - BOTTOM - TOP

    def place(size: float, ratio: float) -> tuple[float, float]:
        x = LEFT + wide * math.log(size / sizes[0]) / span_x
        return x, TOP + tall * (1.0 - max(math.log(ratio), 0.0) / span_y)

    parts = [_line(LEFT, TOP + tall, LEFT + wide, TOP + tall, "#888", 1)]
    points = [place(size, ratio) for size, ratio in zip(sizes, rel, strict=True)]
    for (x1, y1), (x2, y2) in pairwise(points):
        parts.append(_line(x1, y1, x2, y2, COLOURS[0], 2))
    most = min(span_x, span_y)
    x, y = place(sizes[0] * math.exp(most), math.exp(most))
    parts.append(_line(*place(sizes[0], 1.0), x, y, "#888", 1, "4 4"))
    for (x, y), size, ratio in zip(points, sizes, rel, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[0]}"/>')
        if size in (sizes[0], sizes[-1], sizes[len(sizes) // 2]):
            parts.append(_text(x, y - 8, f"{ratio:.3g} x", "end" if x > WIDTH / 2 else "start"))
            parts.append(_text(x, TOP + tall + 16, f"{size:,.4g}", "middle"))
    parts.append(_text(LEFT + wide / 2, HEIGHT - 10, grown["unit"], "middle"))
    parts.append(_text(LEFT, 18, f"{grown['title']}: time over the first; dashed: in proportion"))
    return _drawing(HEIGHT, parts)


def _drawing(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" font-family="sans-serif" font-size="12">\n'
        '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dashes: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _legend(keys: Mapping[str, str], y: float) -> tuple[list[str], float]:
    """Write what the colours are, in as many lines as it takes, and return where the last is."""
    parts, x = [], 12.0
    for title, colour in keys.items():
        wide = 7.0 * len(title) + 28
        if x + wide > WIDTH:
            x, y = 12.0, y + 18
        parts.append(f'<circle cx="{x:.1f}" cy="{y - 4:.1f}" r="4" fill="{colour}"/>')
        parts.append(_text(x + 8, y, title))
        x += wide
    return parts, y


def _peers_told(kept: Mapping[str, Any]) -> list[str]:
    lines = []
    for setting, told in kept["settings"].items():
        name = f"speed_peers_{setting}.svg"
        asked = [column for column in COLUMNS if any(one["column"] == column for one in told)]
        (IMAGES / name).write_text(bars(told, asked), encoding="utf-8")
        lines += [
            f"### Ours with {setting}", "", *table(told, list(COLUMNS)), "",
            f"![Processor time of each peer over ours](images/{name})", "",
            "The law of a year's claims, its one-in-200 year and two probabilities far out:", "",
            *table(told, list(LAWS)), "",
            "How exact the probability of a year is that is passed once in 10^9, against sums over "
            "one of the two payouts:", "", *exactness(told), "", *reasons(told), "",
        ]  # fmt: skip
    lines += [f"- {name}: {why}." for name, why in kept["not_run"].items()]
    before, after = kept["load"][0], kept["load"][-1]
    return [*lines, "", f"Load average {before:.0f} before and {after:.0f} after, two cores.", ""]


def _growth_told(kept: Mapping[str, Any]) -> list[str]:
    lines = ["## Growth", "", "Processor time, doubled until it bends; the dashed line is growth "
             "in proportion.", ""]  # fmt: skip
    for name, grown in kept["grown"].items():
        picture = f"speed_{name}.svg"
        (IMAGES / picture).write_text(curve(grown), encoding="utf-8")
        lines += [f"![{grown['title']}](images/{picture})", "", REASONS[name], ""]
    return lines


def main() -> int:
    """Write the page from what has been kept; parts that were not run are left out."""
    lines = [
        "# Speed",
        "",
        'Written by `make bench ARGS="peers growth page"`. A number is a peer\'s time over ours in '
        "the same round, the median of the rounds: above 1 the peer is slower. In brackets the "
        "same of the processor's time, which a busy machine moves less. Same plan, five years of "
        "24 settlements, answers equal to 3e-15 (paths: their means to half a percent). Peers are "
        "handed the plan's tables and give members and charges; ours works the tables out from "
        "the inputs and gives the whole ledger. Every peer is written by hand in `bench/peers`.",
        "",
    ]
    for path, told in ((against.RESULTS, _peers_told), (growth.RESULTS, _growth_told)):
        if path.exists():
            lines += told(json.loads(path.read_text(encoding="utf-8")))
    PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
