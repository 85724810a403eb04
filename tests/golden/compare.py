"""Whether what was recorded is still there, with the same numbers.

Tolerant in one direction only: there may be more than was recorded, and in another place, but all
that was recorded must be found. Things that share a name, such as traces of a chart, are found in
their order.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.golden.figures import Model, Page, Sum

# Processors, and threads, round the last digits differently, and a plan that unravels makes them
# larger. What is left over when millions are taken from millions is right to a millionth of a yuan.
MODEL_TOLERANCE, LEFT_OVER = 1e-9, 1e-6
# There such a digit may also decide on which side of a limit one of some hundred courses falls.
PAGE_TOLERANCE = 1e-4

Thing = Mapping[str, Any]


def lost_model(recorded: Model, present: Model) -> list[str]:
    """Say which of a plan's recorded figures are lost or have moved."""
    return [
        f"{kind} {name}: {value} was recorded, now {present[kind].get(name)}"
        for kind, values in recorded.items()
        for name, value in values.items()
        if not _same(value, present[kind].get(name), MODEL_TOLERANCE)
    ]


def lost_page(recorded: Page, present: Page) -> list[str]:
    """Say which of a page's recorded figures are lost or have moved."""
    missing = Counter(recorded["sentences"]) - Counter(present["sentences"])
    return [
        *_lost(recorded["figures"], present["figures"], ("title",), _same_figure),
        *_lost(recorded["traces"], present["traces"], ("chart", "name"), _same_trace),
        *_lost_tables(recorded["tables"], present["tables"]),
        *(f"sentence: {sentence}" for sentence in missing),
    ]


def _same(recorded: Any, present: Any, tolerance: float = PAGE_TOLERANCE) -> bool:
    """Compare two numbers, two sums or two texts."""
    if isinstance(recorded, list):
        return isinstance(present, list) and _same_sum(recorded, present, tolerance)
    if isinstance(recorded, str) or isinstance(present, str | list | None):
        return bool(recorded == present)
    if math.isnan(recorded) or math.isnan(present):
        return math.isnan(recorded) and math.isnan(present)
    return math.isclose(recorded, present, rel_tol=tolerance, abs_tol=LEFT_OVER)


def _same_sum(recorded: Sum, present: Sum, tolerance: float) -> bool:
    *counts, total, scale = recorded
    return counts == present[:2] and abs(total - present[2]) <= max(tolerance * scale, LEFT_OVER)


def _same_figure(recorded: Thing, present: Thing) -> bool:
    return dict(recorded) == dict(present)


def _same_trace(recorded: Thing, present: Thing) -> bool:
    return _has(present["axes"], recorded["axes"])


def _has(present: Thing, recorded: Thing) -> bool:
    return all(_same(value, present.get(name)) for name, value in recorded.items())


def _lost(
    recorded: Sequence[Thing],
    present: Sequence[Thing],
    key: tuple[str, ...],
    same: Callable[[Thing, Thing], bool],
) -> list[str]:
    """Seek each recorded thing behind the one found before it under the same name."""
    left = {
        _name(one, key): [o for o in present if _name(o, key) == _name(one, key)]
        for one in recorded
    }
    lost = []
    for one in recorded:
        rest = left[_name(one, key)]
        place = next((place for place, other in enumerate(rest) if same(one, other)), None)
        if place is None:
            lost.append(f"{dict(one)} was recorded, now {[dict(other) for other in rest]}")
        else:
            del rest[: place + 1]
    return lost


def _name(one: Thing, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(one[part] for part in key)


def _lost_tables(recorded: Sequence[Thing], present: Sequence[Thing]) -> list[str]:
    """Seek each recorded table; one that has gained columns is the same still."""
    rest, lost = list(present), []
    for table in recorded:
        found = next((other for other in rest if _has(other, table)), None)
        if found is None:
            lost.append(f"table {dict(table)} was recorded, now {_akin(table, rest)}")
        else:
            rest.remove(found)
    return lost


def _akin(table: Thing, others: Sequence[Thing]) -> list[Thing]:
    """Return the tables that share a column with this one, for the message."""
    return [dict(other) for other in others if table.keys() & other.keys()]
