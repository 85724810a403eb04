"""Which of many cases of one test tell most: the others are left to make check."""

from typing import Any

import pytest


def marked(*values: Any, telling: bool, name: str | None = None) -> Any:
    """Leave a case to make check unless it is a telling one."""
    return pytest.param(*values, id=name, marks=() if telling else pytest.mark.long)
