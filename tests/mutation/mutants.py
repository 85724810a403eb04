"""Small faults that somebody could write into the code, one at a time."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OTHER_WAY: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
_OTHER_NAME = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "minimum": "maximum",
    "maximum": "minimum",
    "floor": "ceil",
    "ceil": "floor",
    "argmin": "argmax",
    "argmax": "argmin",
    "cumsum": "cumprod",
    "log1p": "log",
    "expm1": "exp",
}


@dataclass(frozen=True)
class Mutant:
    """One fault: the text that takes another's place in a file.

    ``start`` and ``end`` are places in the file's text, ``line`` its line, counted from 1, and
    ``text`` what stands on that.
    """

    file: str
    line: int
    text: str
    start: int
    end: int
    was: str
    now: str

    def written(self, source: str) -> str:
        """Return the file with the fault."""
        return source[: self.start] + self.now + source[self.end :]

    def __str__(self) -> str:
        """Say where it is and what."""
        return f"{self.file}:{self.line}: {_one_line(self.was)}  ->  {_one_line(self.now)}"


def mutants_of(file: Path, name: str) -> Iterator[Mutant]:
    """Give every fault of a file, called by a name, in the order of the text."""
    source = file.read_text(encoding="utf-8")
    starts, lines = _line_starts(source), source.splitlines()
    for node in _mutable(ast.parse(source)):
        start = _place(source, starts, node.lineno, node.col_offset)
        end = _place(source, starts, node.end_lineno or 0, node.end_col_offset or 0)
        for changed in _changed(node):
            now = f"({ast.unparse(changed)})"
            text = lines[node.lineno - 1].strip()
            yield Mutant(name, node.lineno, text, start, end, source[start:end], now)


def _mutable(node: ast.AST) -> Iterator[ast.expr]:
    """Walk the expressions that are run; not annotations, texts, decorators, what is raised."""
    if isinstance(node, ast.expr):
        yield node
    left_out: list[ast.AST | None] = []
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        left_out += node.decorator_list
    if isinstance(node, ast.FunctionDef):
        left_out += [node.args, node.returns]
    if isinstance(node, ast.AnnAssign):
        left_out.append(node.annotation)
    if isinstance(node, ast.Raise | ast.Assert | ast.Import | ast.ImportFrom | ast.JoinedStr):
        return
    for child in ast.iter_child_nodes(node):
        if not any(child is one for one in left_out):
            yield from _mutable(child)


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            if type(operator) in _OTHER_WAY:
                other = copy.deepcopy(node)
                other.ops[place] = _OTHER_WAY[type(operator)]()  # type: ignore[call-overload]
                yield other
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in _OTHER_WAY:
        turned: Any = copy.deepcopy(node)
        turned.op = _OTHER_WAY[type(node.op)]()
        yield turned
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from _other_constant(node.value)
    elif isinstance(node, ast.Name | ast.Attribute):
        yield from _other_name(node)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)


def _other_constant(value: object) -> Iterator[ast.expr]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 1.1 if value else 0.1)


def _other_name(node: ast.Name | ast.Attribute) -> Iterator[ast.expr]:
    name = node.id if isinstance(node, ast.Name) else node.attr
    if name in _OTHER_NAME:
        other = copy.deepcopy(node)
        if isinstance(other, ast.Name):
            other.id = _OTHER_NAME[name]
        else:
            other.attr = _OTHER_NAME[name]
        yield other


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _place(source: str, starts: list[int], line: int, column: int) -> int:
    """Return the place of a line and a column, which Python counts in bytes."""
    start = starts[line - 1]
    text = source[start : starts[line]]
    return start + len(text.encode()[:column].decode())


def _one_line(text: str) -> str:
    return " ".join(text.split())
