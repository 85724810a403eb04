"""Run the Python that pages offer, and commands as a shell does."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

import pytest


def value_of(program: str) -> Any:
    """Run a program and return what its last line comes to."""
    tree = ast.parse(program)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(tree, "program", "exec"), names)
    return eval(compile(ast.Expression(last.value), "program", "eval"), names)


def said(
    command: Callable[[Sequence[str]], int],
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
) -> tuple[int, str, str]:
    """Run a command; return its status, and what it wrote as answer and beside it."""
    try:
        status = command(list(arguments))
    except SystemExit as ended:
        status = int(str(ended.code))
    answer = capsys.readouterr()
    return status, answer.out, answer.err
