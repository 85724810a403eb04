"""The rules of the house: what may import what, how long a file is, what the locks hold."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import mutualmodel

ROOT = Path(__file__).parents[1]
LAYERS = ("mutualmodel", "ui", "pages")
MAX_LINES = 400
LOCKS = ("requirements.lock", "requirements-dev.lock")
PYTHON_FILES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))

# `plotly` costs a quarter of a second and `streamlit` a whole one.
HEAVY = ("streamlit", "plotly", "matplotlib")


def imported_roots(path: Path) -> set[str]:
    """Give the top-level packages that a file imports, wherever in the file it does so."""
    roots = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            roots.add(node.module.split(".")[0])
    return roots


def test_the_model_loads_neither_streamlit_nor_plotly() -> None:
    program = f"import mutualmodel, sys; print(*[m for m in {HEAVY} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


def test_there_is_code_in_every_layer() -> None:
    # Without files to look at, the tests below would pass and say nothing.
    assert {path.relative_to(ROOT).parts[0] for path in PYTHON_FILES} == set(LAYERS)


@pytest.mark.parametrize(
    ("layer", "forbidden"),
    [
        ("mutualmodel", {"streamlit", "plotly", "ui", "pages", "dashboard"}),
        ("ui", {"pages", "dashboard"}),
        ("pages", {"pages", "dashboard"}),
    ],
)
def test_imports_run_one_way(layer: str, forbidden: set[str]) -> None:
    wrong = {
        str(path.relative_to(ROOT)): sorted(imported_roots(path) & forbidden)
        for path in (ROOT / layer).rglob("*.py")
        if imported_roots(path) & forbidden
    }
    assert wrong == {}


def test_the_inputs_know_nothing_of_what_is_made_of_them() -> None:
    below = ("mutualmodel.inputs", "mutualmodel.sentence", "mutualmodel.units")
    wrong = {}
    for path in (ROOT / "mutualmodel" / "inputs").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        above = [one for one in modules if one.startswith("mutualmodel")]
        wrong[path.name] = [one for one in above if not one.startswith(below)]
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_too_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{lines} lines: split it"


def export_order(name: str) -> tuple[int, str]:
    """Sort as ruff does, which can mend the list: constants, then classes, then functions."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


def test_the_export_list_is_sorted() -> None:
    assert list(mutualmodel.__all__) == sorted(set(mutualmodel.__all__), key=export_order)


def test_the_export_list_is_complete() -> None:
    public = {
        name
        for name, value in vars(mutualmodel).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    exported = {name for name in mutualmodel.__all__ if not name.startswith("_")}
    assert exported == public


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*--(?!hash=)|file:|/(home|tmp|root|opt)/", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
    assert pins
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_both_locks_pin_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[\w.-]+==[^\\]*", text, re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize(
    "path", [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"], ids=lambda path: path.name
)
def test_every_requirement_has_both_bounds(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    wanted = [line for line in lines if not line.startswith("-r ")]
    assert [line for line in wanted if not re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+", line)] == []


def test_streamlit_knows_every_option_in_its_configuration() -> None:
    # It only logs a warning about a name that it does not know.
    from streamlit.config import get_config_options

    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    known = set(get_config_options())
    assert [name for name in option_names(tomllib.loads(text)) if name not in known] == []


def option_names(table: dict[str, object], prefix: str = "") -> list[str]:
    """Give the dotted names of all values in a nested table."""
    names = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        names += option_names(value, f"{name}.") if isinstance(value, dict) else [name]
    return names
