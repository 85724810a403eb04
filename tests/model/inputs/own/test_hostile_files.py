"""No file but a table is taken for one, and each is told why."""

import builtins
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel.inputs.own import KINDS, OwnTableError, read_table
from tests.model.inputs.own.files import HOSTILE, bomb, lying_bomb, workbook


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_table_is_refused_with_the_reason(case: str) -> None:
    content, reason = HOSTILE[case]
    with pytest.raises(OwnTableError) as refusal:
        read_table("members", content, "brought.xyz")
    problems = refusal.value.problems
    assert any(reason in problem.message for problem in problems), refusal.value
    assert all("brought.xyz" in problem.message for problem in problems)
    assert all(len(problem.message) < 400 for problem in problems)


def test_a_cell_is_named_by_file_row_column_value_and_what_is_allowed() -> None:
    with pytest.raises(OwnTableError) as refusal:
        read_table("incidence", b"age,sex,rate\n0,M,0.1\n1,M,1.5\n", "rates.csv")
    assert str(refusal.value) == (
        "“rates.csv”, row 3, column rate: “1.5” is not allowed. Allowed: a number from 0 to less "
        "than 1."
    )


def test_all_that_is_wrong_is_told_up_to_a_dozen() -> None:
    with pytest.raises(OwnTableError) as refusal:
        read_table("members", b"month,members\n" + b"x,y\n" * 20, "a.csv")
    *first, last = refusal.value.problems
    assert len(first) == 12
    assert "28 more" in last.message


@pytest.mark.parametrize("make", [bomb, lying_bomb])
def test_a_bomb_is_not_unpacked(make: Any) -> None:
    content = make()
    tracemalloc.start()
    with pytest.raises(OwnTableError):
        read_table("members", content, "a.xlsx")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30e6


def test_nothing_is_written_to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, written = builtins.open, []

    def watched(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if set(mode) & set("wax+"):
            written.append(file)
        return usual(file, mode, *args, **more)

    content = workbook()
    read_table("members", content, "a.xlsx")  # imports happen at the first time
    monkeypatch.setattr(builtins, "open", watched)
    before = set(Path().iterdir())
    read_table("members", content, "a.xlsx")
    read_table("members", b"month,members\n0,5\n", "a.csv")
    assert written == []
    assert set(Path().iterdir()) == before
    assert not Path("a.csv").exists()


def read_or_refused(kind: str, content: bytes) -> bool:
    """Say whether a file becomes a table or is refused with a reason; anything else is raised."""
    try:
        return kind == read_table(kind, content, "any").table.KIND
    except OwnTableError as error:
        return bool(error.problems)


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(kind: str, content: bytes) -> None:
    for head in (b"", b"month,members\n", b"age,sex,rate\n", b"date;members;claims\n"):
        assert read_or_refused(kind, head + content)


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=80))
def test_any_text_in_a_cell_is_read_or_refused(kind: str, text: str) -> None:
    rows = [KINDS[kind].heads, [text] * len(KINDS[kind].heads)]
    content = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    assert read_or_refused(kind, content.encode("utf-8", "surrogatepass"))


@given(st.integers(0, 3000), st.integers(1, 255))
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(place: int, change: int) -> None:
    content = bytearray(workbook())
    content[place % len(content)] ^= change
    assert read_or_refused("members", bytes(content))
