"""Texts in the code: none is frozen at import, cached, or worked on once it is translated."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path for room in ("mutualmodel", "ui", "pages") for path in (ROOT / room).rglob("*.py")
)
# What gives a text in the reader's language.
SAYING = {
    "_", "amount", "change", "entry", "exact", "inside", "label_behind", "large", "listed",
    "measured", "money", "named", "ngettext", "number", "percent", "persons", "portion", "quantity",
    "ratio", "sentence", "sentences", "significant", "with_unit", "written",
}  # fmt: skip
# A text's gaps may be filled, and several texts listed; all else is grammar of English.
ALLOWED = {"format"}
# Marks of Markdown, HTML and lists may stand at a text, and signs of a number; what is left must
# hold no letter, no punctuation, and not be a space alone.
_MARKS = re.compile(r"\]\(|\)$|<[^>]*>")
_GLUE = re.compile(r"[^\W\d_]|[,;:()]|^\s+$")
DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Give what runs when a module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, DEFERRED):
            yield from at_import(child)
            continue
        arguments = child.args
        for default in [*arguments.defaults, *filter(None, arguments.kw_defaults)]:
            yield default
            yield from at_import(default)
        for decorator in [] if isinstance(child, ast.Lambda) else child.decorator_list:
            yield decorator
            yield from at_import(decorator)


def says(node: ast.AST) -> bool:
    """Say whether an expression gives a text in the reader's language."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format" and says(node.func.value)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING


def operations(tree: ast.AST) -> Iterator[ast.expr]:
    """Find where a translated text is cut, replaced, split or put into another case."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=text, attr=name) if name not in ALLOWED:
                worked = text
            case ast.Subscript(value=text) | ast.BinOp(left=text, op=ast.Mod()):
                worked = text
            case _:
                continue
        if says(worked):
            yield node


def glued(tree: ast.AST) -> Iterator[ast.AST]:
    """Find where a text is made of parts: as one language orders them, and another does not."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Add()):
                parts = [node.left, node.right]
            case ast.AugAssign(op=ast.Add(), value=added):
                parts = [ast.Name("before"), added]
            case ast.JoinedStr(values=values):
                parts = values
            case _:
                continue
        if any(map(says, map(_filling, parts))) and not all(map(_is_sign, parts)):
            yield node


def _filling(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.FormattedValue) else part


def _is_sign(part: ast.expr) -> bool:
    """Say whether a part is a text itself or may stand at one."""
    if isinstance(part, ast.IfExp):
        return _is_sign(part.body) and _is_sign(part.orelse)
    if isinstance(part, ast.Constant):
        return not _GLUE.search(_MARKS.sub("", str(part.value)))
    # In an f-string it is marks that part the names and texts.
    return isinstance(part, ast.FormattedValue) or says(part)


def cached(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Find the functions whose results are kept for whoever asks next."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            "cache" in ast.unparse(decorator) for decorator in node.decorator_list
        ):
            yield node


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('TITLE = _("Members")', 1),
        ("class A:\n    title = _('Members')", 1),
        ("def f(title=_('Members')): ...", 1),
        ("def f(): return _('Members')", 0),
        ("f = lambda: _('Members')", 0),
        ("TITLE = N_('Members')", 0),
    ],
)
def test_frozen_texts_are_found(code: str, count: int) -> None:
    assert sum(map(says, at_import(ast.parse(code)))) == count


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("_(title).lower()", 1),
        ("sentence(one).replace('a', 'b')", 1),
        ("_('{a}').format(a=1).upper()", 1),
        ("_(unit)[5:]", 1),
        ("_('%s') % text", 1),
        ("_(' and ').join(parts)", 1),
        ("_('{a}').format(a=title.lower())", 0),
    ],
)
def test_operations_on_texts_are_found(code: str, count: int) -> None:
    assert len(list(operations(ast.parse(code)))) == count


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('_("One.") + " " + _("Two.")', 2),
        ('text + _("Two.")', 1),
        ('text += " " + _("Two.")', 1),
        ('text += _("; two")', 1),
        ('f"{_(title)}: {value}"', 1),
        ('f"{money(low)} to {money(high)}"', 1),
        ('f"{_(title)} {money(value)}"', 1),
        ('"± " + percent(value)', 0),
        ('("+" if value > 0 else "") + money(value)', 0),
        ('f"**{_(title)}**"', 0),
        ('f"[{_(title)}]({link})"', 0),
        ('f"{name}<br>{number(value)}"', 0),
        ('_("{one}: {two}").format(one=title, two=value)', 0),
    ],
)
def test_texts_made_of_parts_are_found(code: str, count: int) -> None:
    assert len(list(glued(ast.parse(code)))) == count


def places(path: Path, nodes: Iterable[ast.AST]) -> set[str]:
    return {f"{path.relative_to(ROOT)}: {ast.unparse(node)}" for node in nodes}


def test_no_text_is_frozen_at_import() -> None:
    # The reader of whoever imports a module first is not everyone's.
    frozen: set[str] = set()
    for path in FILES:
        spoken = (node for node in at_import(parsed(path)) if isinstance(node, ast.Call))
        frozen |= places(path, (node for node in spoken if says(node)))
    assert frozen == set()


def test_no_translated_text_is_worked_on() -> None:
    worked = set().union(*(places(path, operations(parsed(path))) for path in FILES))
    assert worked == set()


def test_no_text_is_made_of_parts() -> None:
    made = set().union(*(places(path, glued(parsed(path))) for path in FILES))
    assert made == set()


def test_nothing_kept_for_all_readers_holds_a_text() -> None:
    kept = {
        f"{path.relative_to(ROOT)}: {function.name}"
        for path in FILES
        for function in cached(parsed(path))
        if any(says(node) for node in ast.walk(function))
    }
    assert kept == set()


def test_no_download_says_anything_when_it_is_made() -> None:
    # It is made outside the page's run, where nobody knows who reads it.
    made = {
        f"{path.relative_to(ROOT)}: {ast.unparse(keyword.value)}"
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("download_button")
        for keyword in node.keywords
        if keyword.arg == "data" and any(says(one) for one in ast.walk(keyword.value))
    }
    assert made == set()


def test_the_model_says_nothing_itself() -> None:
    # It marks its texts; whoever shows them looks them up for its reader, as its command line does.
    model = [
        path
        for path in FILES
        if path.is_relative_to(ROOT / "mutualmodel")
        and not path.is_relative_to(ROOT / "mutualmodel" / "command")
    ]
    calls = (node for path in model for node in ast.walk(parsed(path)))
    found = [node for node in calls if isinstance(node, ast.Call) and says(node)]
    assert [ast.unparse(node) for node in found if node.func.id in ("_", "ngettext")] == []  # type: ignore[attr-defined]
