"""Case files and tables from strangers: read, or refused with a reason, and never anything else."""

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Case, CaseFileError, Opened, from_file, to_file
from mutualmodel.inputs.own import KINDS, OwnTableError, read_table
from tests.fuzz.fuzzing import tried
from tests.fuzz.hostile import hostile_texts
from tests.fuzz.test_links import LONGEST_TOLD
from tests.model.inputs.cases import any_case
from tests.model.inputs.own.files import workbook

anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | hostile_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(hostile_texts, inner, max_size=3),
    max_leaves=6,
)


def read(content: str | bytes) -> Opened | None:
    """Read a case file, or give nothing where it is refused with a reason that can be told."""
    try:
        opened = from_file(content)
    except CaseFileError as error:
        assert len(str(error.problem.sentence)) < LONGEST_TOLD
        return None
    for problem in opened.problems:
        assert len(str(problem)) < LONGEST_TOLD
        assert len(str(problem.sentence)) < LONGEST_TOLD
    return opened


@tried(0.03, usually=40)
@given(st.binary(max_size=200) | hostile_texts)
def test_any_file_is_read_or_refused(content: str | bytes) -> None:
    assert read(content) is None


@tried(0.04, usually=40)
@given(any_case(), st.lists(st.tuples(st.integers(0), anything), min_size=1, max_size=4))
def test_a_case_file_in_which_things_are_changed(case: Case, changes: list[Any]) -> None:
    held = json.loads(to_file(case))
    for place, value in changes:
        inner: Any = held
        while True:
            key = sorted(inner)[place % len(inner)]
            if not isinstance(inner[key], dict) or not inner[key] or place % 3 == 0:
                break
            inner = inner[key]
        inner[key] = value
    opened = read(json.dumps(held))
    if opened is not None:
        assert read(to_file(opened.case, opened.baseline)) is not None


@tried(0.02, usually=30)
@given(any_case(), st.integers(0, 10**6), st.integers(1, 255))
def test_a_case_file_with_a_wrong_byte(case: Case, place: int, change: int) -> None:
    content = bytearray(to_file(case).encode())
    content[place % len(content)] ^= change
    read(bytes(content))


def table_read(kind: str, content: bytes) -> None:
    """Read a table; what is refused is told in words of some length."""
    try:
        table = read_table(kind, content, "brought.csv").table
    except OwnTableError as error:
        assert error.problems
        assert all(len(str(problem.sentence)) < 2 * LONGEST_TOLD for problem in error.problems)
        return
    # What was taken can be written and is taken again as the same.
    assert read_table(kind, table.text.encode(), "again.csv").table == table


@tried(0.02, usually=40)
@given(st.data(), st.sampled_from(sorted(KINDS)), st.sampled_from(",;\t"))
def test_any_cells_are_read_or_refused(data: st.DataObject, kind: str, separator: str) -> None:
    heads = KINDS[kind].heads
    cells = st.lists(hostile_texts | st.integers(0, 120).map(str), min_size=1, max_size=5)
    rows = [heads, *data.draw(st.lists(cells, max_size=5))]
    text = "\n".join(separator.join(row) for row in rows)
    table_read(kind, text.encode("utf-8", "surrogatepass"))


@tried(0.01, usually=30)
@given(st.sampled_from(sorted(KINDS)), st.lists(st.tuples(st.integers(0), st.integers(1, 255))))
def test_a_damaged_workbook_is_read_or_refused(kind: str, wrong: list[tuple[int, int]]) -> None:
    content = bytearray(workbook())
    for place, change in wrong:
        content[place % len(content)] ^= change
    table_read(kind, io.BytesIO(content).getvalue())
