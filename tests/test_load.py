"""The load test: what it calls a miss, where it writes, and that its readers see what they get."""

import asyncio
import dataclasses
from pathlib import Path

import pytest

from bench import load
from bench.load import Load, Target
from bench.reader import Reader
from deploy.stand import Stand, find_nginx

MET = Load(
    target=Target(20, 1, 300.0, 1000.0),
    moves=[100.0] * 99 + [900.0],
    late=0,
    empty=200.0,
    full=230.0,
    again=(240.0, 243.0, 242.0, 246.0),
    errors=(),
    strange=0,
)


def test_a_load_that_meets_its_targets_misses_nothing() -> None:
    assert MET.misses() == []
    assert MET.median == 100.0
    assert MET.p95 == 100.0
    assert MET.each == pytest.approx(1.5)
    assert MET.grown == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({"moves": [301.0] * 100}, "median"),
        ({"moves": [100.0] * 90 + [1001.0] * 10}, "95th percentile"),
        ({"errors": ["a move got no answer"]}, "errors"),
        ({"strange": 1}, "numbers of other sessions"),
        ({"full": 200.0 + 20 * 4.1}, "memory a session"),
        ({"again": (240.0, 255.0, 270.0, 286.0)}, "not released"),
    ],
)
def test_each_target_can_be_missed(changes: dict[str, object], missed: str) -> None:
    (told,) = dataclasses.replace(MET, **changes).misses()  # type: ignore[arg-type]
    assert missed in told


def test_the_table_goes_where_the_documentation_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "deployment.md"
    kept.write_text(load.DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(load, "DOCUMENT", kept)
    for _ in range(2):
        load.write(load.table([MET], 120.0, 0.1))
    text = kept.read_text(encoding="utf-8")
    assert text.count("| 1 | 20 | 100 | 100 | 100 | 300, 1000 | 200 | 1.5 | +0.10 |") == 1
    assert text.startswith("# Deployment\n")
    assert "## What to check after each change" in text
    kept.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        load.write("")


def test_no_two_readers_have_a_number_in_common_at_one_value() -> None:
    found = load.readers("http://here", 50)
    for place in range(len(load.VALUES)):
        seen = [numbers[place] for _, numbers in found]
        assert len(set(seen)) > len(seen) / 2
    assert all(set(numbers) <= reader.numbers for reader, numbers in found)


async def moved(stand: Stand) -> tuple[Reader, Reader]:
    (one, numbers), (other, _) = load.readers(stand.address, 2)
    # This one has a right to nothing but what it opens with.
    blind = dataclasses.replace(other, numbers=set())
    await one.open(60)
    await blind.open(60)
    assert await one.move(load.VALUES[3], numbers[3], 60) > 0
    await one.settle(60)
    await one.close()
    await blind.close()
    return one, blind


@pytest.mark.long
def test_a_reader_sees_its_own_number_and_notes_a_strange_one(tmp_path: Path) -> None:
    if find_nginx() is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    with Stand(tmp_path, count=1) as stand:
        one, blind = asyncio.run(moved(stand))
    assert (one.errors, one.strange) == ([], [])
    assert blind.strange
