"""Record the golden figures anew: see ``figures.py`` for how and when."""

import argparse
import logging
import math
import os
from typing import Any

import numpy as np

from mutualmodel import Scenario
from mutualmodel.inputs import FieldMeta, fields
from mutualmodel.kernels import SETTING
from tests.golden.compare import lost_model, lost_page
from tests.golden.figures import (
    MODEL_FILE,
    PAGES_FILE,
    Page,
    load,
    model_figures,
    page_figures,
    save,
)
from tests.golden.links import VISITS

SEED, SCENARIOS = 20260101, 300
_CHANGED, _CORNER = 1 / 3, 0.25
# Horizons and what a plan's fate is made to be take turns, so that none of them is rare.
_YEARS = (1, 10, None, None, None)


def main() -> None:
    """Record the model's figures and the pages', and print what has changed."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--draw", action="store_true", help="draw new scenarios")
    # As the tests do: in the last digits kernels may draw another count of claims.
    os.environ[SETTING] = "numpy"
    _record_model(draw=reader.parse_args().draw)
    _record_pages()


# --- the model -------------------------------------------------------------------------------


def _record_model(*, draw: bool) -> None:
    before = load(MODEL_FILE)["plans"] if MODEL_FILE.exists() and not draw else []
    scenarios = [plan["changes"] for plan in before] or _drawn()
    plans = [{"changes": one, "figures": model_figures(one)} for one in scenarios]
    for place, (old, new) in enumerate(zip(before, plans, strict=False)):
        _tell(f"plan {place}", lost_model(old["figures"], new["figures"]))
    save(MODEL_FILE, {"plans": plans})


def _drawn() -> list[dict[str, Any]]:
    random = np.random.default_rng(SEED)
    return [_plan(random, place) for place in range(SCENARIOS)]


def _plan(random: np.random.Generator, place: int) -> dict[str, Any]:
    """Draw a plan: about a third of all fields, then what its turn asks for."""
    known = fields()
    changes = {
        name: _value(random, meta) for name, meta in known.items() if random.random() < _CHANGED
    }
    changes |= _ages(random, changes)
    years = _YEARS[place % len(_YEARS)]
    changes |= {} if years is None else {"years": years}
    changes |= _fate(random, place % 7, changes.get("members", Scenario().members))
    # As the record holds them: without what equals the default after all.
    now = Scenario(**changes).changes_from(Scenario())
    return {name: value for name, (_before, value) in now.items()}


def _value(random: np.random.Generator, meta: FieldMeta) -> Any:
    if meta.choices:
        return str(random.choice([choice for choice in meta.choices if choice != "own"]))
    if meta.optional and random.random() < _CORNER:
        return None
    assert meta.minimum is not None
    assert meta.maximum is not None
    if random.random() < _CORNER:
        value = float(random.choice([meta.minimum, meta.maximum]))
    elif meta.minimum > 0:  # evenly over orders of magnitude, so that small values come up too
        value = math.exp(random.uniform(math.log(meta.minimum), math.log(meta.maximum)))
    else:
        value = random.uniform(meta.minimum, meta.maximum)
    short = min(max(float(f"{value:.6g}"), meta.minimum), meta.maximum)
    return round(value) if meta.integer else short


def _ages(random: np.random.Generator, changes: dict[str, Any]) -> dict[str, Any]:
    """Make room for a drawn share of the old beside the young."""
    young, old = (
        changes.get(name, getattr(Scenario(), name))
        for name in ("share_under_18", "share_40_to_59")
    )
    if young + old <= 1:
        return {}
    part = 1.0 if random.random() < _CORNER else random.random()
    return {"share_40_to_59": math.floor(1e4 * part * (1.0 - young)) / 1e4}


def _fate(random: np.random.Generator, turn: int, members: float) -> dict[str, Any]:
    """Have some plans dissolve at the start or on the way, some meet caps, some be tiny."""
    if turn == 0:
        return {"minimum_members": float(round(min(3e8, members * random.uniform(1.0, 1.5))))}
    if turn in (1, 2):
        lowest = float(round(members * random.uniform(0.3, 0.95)))
        return {"minimum_members": lowest, "lapse_rate": round(random.uniform(0.1, 1.0), 3)}
    free = {"minimum_members": 0.0}
    if turn == 3:
        return free | {"members": float(round(random.uniform(1e4, 1e5)))}
    if turn == 4:
        return free | {
            "annual_cap": round(random.uniform(1.0, 60.0), 2),
            "per_claim_cap": round(math.exp(random.uniform(-6.0, -2.0)), 6),
        }
    return free


# --- the pages -------------------------------------------------------------------------------


def _record_pages() -> None:
    before = load(PAGES_FILE)["links"] if PAGES_FILE.exists() else {}
    logging.disable(logging.WARNING)  # Streamlit warns at every step that no server is running
    links: dict[str, dict[str, Page]] = {}
    for link, page in VISITS:
        figures = links.setdefault(link, {})[page] = page_figures(link, page)
        if page in before.get(link, {}):
            _tell(f"{page} of {link!r}", lost_page(before[link][page], figures))
    save(PAGES_FILE, {"links": links})


def _tell(where: str, lost: list[str]) -> None:
    for one in lost:
        print(f"{where}: {one}")  # noqa: T201 - a script run by hand


if __name__ == "__main__":
    main()
