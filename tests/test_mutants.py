"""The faults that make mutate writes into the code: each is one, and can be run."""

import ast
from pathlib import Path

from tests.mutation.mutants import mutants_of
from tests.mutation.run import ROOT, TESTS_OF, _tests_of

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
