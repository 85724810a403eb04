"""The kernels' modules loaded once more, without a compiler."""

import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

# Each after those that it calls.
NAMES = ("gamma", "capped", "cells", "stepped", "settling")


def as_it_stands(function: Callable[..., object], **_flags: bool) -> Callable[..., object]:
    """Return a function without compiling it."""
    return function


def plain_modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Load the modules of kernels until the end of a test, by name."""
    from mutualmodel.kernels import compiling

    monkeypatch.setattr(compiling, "_compiled", as_it_stands)
    found = {}
    for name in NAMES:
        full = f"mutualmodel.kernels.{name}"
        spec = importlib.util.find_spec(full)
        assert spec is not None
        assert spec.loader is not None
        found[name] = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, full, found[name])
        spec.loader.exec_module(found[name])
    return found
