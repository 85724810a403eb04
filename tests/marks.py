"""Which of many cases of one test tell most: the others are left to make check."""

from collections.abc import Iterable
from typing import Any

import pytest


def marked(*values: Any, telling: bool, name: str | None = None) -> Any:
    """Leave a case to make check unless it is a telling one."""
    return pytest.param(*values, id=name, marks=() if telling else pytest.mark.long)


def one_in(step: int, values: Iterable[Any], *, first: int = 0) -> list[Any]:
    """Leave all but one case in so many to make check.

    Tests that walk the same pages begin at another ``first`` each, so that none is left out.
    """
    return [
        marked(value, telling=place % step == first % step) for place, value in enumerate(values)
    ]
