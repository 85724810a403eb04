"""What the benchmarks compare is one plan: tables handed to peers give the engine's figures."""

import ast
from pathlib import Path

import numpy as np
import pytest

from bench import against, growth, speed_page
from bench.columns import COLUMNS, GROWING, LAWS, tables
from mutualmodel import project
from mutualmodel.engine.delay import PAST_PERIODS

PEERS = [*against.peers(), "ours"]


def test_tables_give_the_claims_of_the_first_settlements() -> None:
    """Before anyone has left: opening members at the tables' rates, paid after the delay."""
    given = {name: np.asarray(value) for name, value in tables(COLUMNS["joiners"]).items()}
    people = given["members"][0] * given["joining"][0]
    at = PAST_PERIODS - int(given["delay_least"]) - np.arange(len(given["delay"]))
    rate = (
        people @ given["claims"][at] * (given["level"] * given["opening_shares"][2, :-1])[at, None]
    )
    paid = given["delay"] @ rate * given["incidence"][0] / 24
    ledger = project(GROWING)
    # Mild illness is diagnosed and nothing paid for it.
    of_worth = paid * (given["payouts"] > 0)
    np.testing.assert_allclose(of_worth, ledger.array("claims_by_kind")[0], rtol=1e-12)
    share = np.minimum(given["bills"] / given["members"][0], given["cap"])
    assert paid @ share == pytest.approx(ledger.array("charged_per_member")[0], rel=1e-12)


@pytest.mark.parametrize("name", ["law_small", "law_varied"])
def test_what_a_law_is_held_against_is_right(name: str) -> None:
    law = LAWS[name]
    asked = law.asked()
    # The value passed once in 200 years and the one passed once in 10^9.
    often, rare = law.right(asked["above"])
    assert 0.0 < often <= 0.005
    assert 0.0 < rare <= 1e-9
    assert law.right([-1]) == pytest.approx([1.0], abs=1e-12)
    assert law.points >= asked["above"][-1]


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_says_what_it_needs_and_shares_no_code_of_ours(peer: str) -> None:
    path = against.PEERS / f"{peer}.py"
    names = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names]
        )
    }
    assert ("mutualmodel" in names) == (peer == "ours")
    if peer != "ours":
        assert all("==" in need for need in against.requirements(peer))
        assert against.requirements(peer)
        assert peer in speed_page.NAMES


def test_answers_are_held_to_the_one_that_is_furthest() -> None:
    ours = {"members": [2.0, 4.0], "charged": [1.0, 1.0]}
    assert against.furthest(ours, ours) == 0.0
    assert against.furthest(ours, ours | {"charged": [1.0, 1.1]}) == pytest.approx(0.1)
    assert against.furthest(ours, {"members": [2.0, 4.0]}) == np.inf


def test_the_page_tells_ratios_reasons_and_growth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = against.Told("jax_jit", "calm", [3.0, 4.0, 9.0], [1.0, 2.0, 3.0])
    told.processor, told.ours_processor = [1.0], [2.0]
    assert told.ratio == 3.0
    unable = against.Told("pandas_table", "grid_calm", problem="too large")
    rows = [vars(one) | {"ratio": one.ratio, "work": one.work} for one in (told, unable)]
    table = speed_page.table(rows, list(COLUMNS))
    assert "| JAX, CPU, jit | 3 (0.5) |  |" in table
    assert speed_page.reasons(rows) == ["- pandas: too large (41 x 41, calm)."]
    assert "JAX" in speed_page.bars(rows, ["calm"])
    grown = {"title": "Plans", "unit": "plans", "sizes": [1, 2, 4], "seconds": [1.0, 1.5, 3.0]}
    assert "3 x" in speed_page.curve(grown)
    assert growth.slopes({1.0: 1.0, 2.0: 1.0, 4.0: 2.0}) == [0.0, 1.0]
    assert set(growth.GROWN) == set(speed_page.REASONS)
