"""The faults that make mutate writes into the code: each is one, and can be run."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.mutants import mutants_of
from tests.mutation.run import ROOT, TESTS_OF, _justified, _mutants, _tests_of, _told

SOURCE = '''"""A text of 3 words."""

from functools import lru_cache


@lru_cache(maxsize=7)
def share(bill: float, members: int = 5) -> float:
    """Not 1 of these."""
    if members <= 0 and bill > 0:
        raise ValueError(f"members = {members + 1}")
    return min(bill / members, 2.0) if members else -1.0
'''


def test_each_fault_is_one_change_to_what_is_run(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(SOURCE)
    found = [(one.was, one.now) for one in mutants_of(file, "a.py")]
    assert found == [
        ("members <= 0 and bill > 0", "(members <= 0 or bill > 0)"),
        ("members <= 0", "(members < 0)"),
        ("0", "(1)"),
        ("bill > 0", "(bill >= 0)"),
        ("0", "(1)"),
        (
            "min(bill / members, 2.0) if members else -1.0",
            "(-1.0 if members else min(bill / members, 2.0))",
        ),
        ("min", "(max)"),
        ("bill / members", "(bill * members)"),
        ("2.0", "(2.2)"),
        ("-1.0", "(1.0)"),
        ("1.0", "(1.1)"),
    ]
    for one in mutants_of(file, "a.py"):
        assert ast.dump(ast.parse(one.written(SOURCE))) != ast.dump(ast.parse(SOURCE))


def test_every_file_that_is_tried_has_tests_that_should_notice() -> None:
    for name in TESTS_OF:
        place = ROOT / name
        for file in place.rglob("*.py") if place.is_dir() else [place]:
            tests = _tests_of(file.relative_to(ROOT).as_posix())
            assert tests
            assert all((ROOT / one).is_file() for one in tests)


TESTS = """
def test_quick():
    assert FAILS != "quick"

def test_slow():
    assert FAILS != "slow"
"""


def answered(place: Path, *requests: dict[str, object]) -> list[dict[str, Any]]:
    """Ask the process that tries faults, and give its answers."""
    usual = {"options": ["-x", "-q", "-p", "no:cacheprovider"], "stem": "it", "most": 60.0}
    asked = [{**usual, "known": {}, "failed": {}, **request} for request in requests]
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation.trier"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input="".join(f"{json.dumps(one)}\n" for one in asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.long
def test_the_test_that_notices_is_named_and_none_is_if_all_pass(tmp_path: Path) -> None:
    for name, fails in (("good", "nothing"), ("bad", "slow")):
        (tmp_path / f"test_{name}.py").write_text(f"FAILS = {fails!r}\n{TESTS}")
    (tmp_path / "test_none.py").write_text("import nothing_of_this_name")
    good, bad, none = (f"test_{name}.py" for name in ("good", "bad", "none"))
    found = answered(
        tmp_path,
        {"files": [bad]},
        {"files": [good]},
        {"files": [none]},
        {"files": [good, bad], "failed": {f"{bad}::test_slow": 1}},
        {"files": [good, bad], "failed": {f"{bad}::test_slow": 1}, "stem": "good"},
        {"files": [bad], "known": {f"{bad}::test_slow": 61.0}},
    )
    slow = f"{bad}::test_slow"
    assert [one["by"] for one in found] == [slow, None, none, slow, slow, None]
    # What has failed before comes first, but after the file of the name; what takes too long never.
    assert [len(one["seconds"]) for one in found] == [2, 2, 0, 1, 3, 1]


def test_what_is_explained_is_a_fault_that_can_be_written() -> None:
    """Lines that have changed, or gone, are explained anew or not at all."""
    explained = _justified()
    assert explained.keys() <= {_told(one) for one in _mutants()}
    assert all(len(why) > 20 for why in explained.values())
