"""No number has changed: the model's figures and the pages', as recorded by ``record.py``."""

from functools import cache
from typing import Any

import pytest

from tests.golden.compare import lost_model, lost_page
from tests.golden.figures import (
    MODEL_FILE,
    PAGES_FILE,
    load,
    model_figures,
    page_figures,
)
from tests.golden.links import VISITS
from tests.marks import marked

# A batch is every sixth plan: horizons were drawn in turns of five and fates in turns of seven, so
# each batch has all of them, and the first can stand for the rest.
BATCHES = 6
# As it opens, and beside a baseline under a cap that binds. Old versions, ends on the way and the
# rest are left to make check.
TELLING = {
    "default",
    "cap on one claim binds, with a baseline",
}


@cache
def plans() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load(MODEL_FILE)["plans"]
    return found


@cache
def links() -> dict[str, Any]:
    found: dict[str, Any] = load(PAGES_FILE)["links"]
    return found


def test_every_plan_is_in_a_batch_and_every_link_is_recorded() -> None:
    assert len(plans()) == 300
    assert {link for link, _ in VISITS} >= TELLING
    assert {(link, page) for link in links() for page in links()[link]} == set(VISITS)


@pytest.mark.parametrize("batch", [marked(n, telling=n == 0) for n in range(BATCHES)])
def test_the_model_gives_the_recorded_figures(batch: int) -> None:
    lost = [
        f"plan {place}: {one}"
        for place in range(batch, len(plans()), BATCHES)
        for one in lost_model(plans()[place]["figures"], model_figures(plans()[place]["changes"]))
    ]
    assert not lost, "\n".join([f"{len(lost)} figures moved", *lost[:10]])


def test_a_page_may_gain_and_move_things_but_lose_none() -> None:
    recorded = links()["cap on one claim binds, with a baseline"]["home"]
    gained = {kind: [*things[:1], *things[::-1][:-1]] for kind, things in recorded.items()}
    gained["traces"] = [{"chart": "pool", "name": None, "axes": {}}, *recorded["traces"]]
    gained["tables"] = [{"more": "words"}, *({"more": "words", **t} for t in recorded["tables"])]
    gained["sentences"] = ["One more.", *recorded["sentences"]]
    assert not lost_page(recorded, gained)
    for kind, things in recorded.items():
        for place in range(len(things)):
            less = {**recorded, kind: things[:place] + things[place + 1 :]}
            assert len(lost_page(recorded, less)) >= 1, (kind, place)


@pytest.mark.parametrize(
    ("link", "page"), [marked(*visit, telling=visit[0] in TELLING) for visit in VISITS]
)
def test_the_page_shows_the_recorded_figures(link: str, page: str) -> None:
    lost = lost_page(links()[link][page], page_figures(link, page))
    assert not lost, "\n".join([f"{len(lost)} figures moved", *lost[:10]])
