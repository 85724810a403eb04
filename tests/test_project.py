"""The rules of the house: what may import what, how long a function is, what the locks hold."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

import mutualmodel
from ui.kit.plotly_script import STATIC_FOLDER

ROOT = Path(__file__).parents[1]
LAYERS = ("mutualmodel", "ui", "pages")
# Lines of a function's body.
MAX_BODY = 50
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-signin.lock")
PYTHON_FILES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
# The one place that knows how Plotly wants a figure.
CHART_KIT = ROOT / "ui" / "kit" / "charts"
CHARTS = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in [CHART_KIT, *(ROOT / "ui").rglob("*.py")]
    if path.stem.endswith(("charts", "cost_chart", "palette", "language"))
)

# From the ground up: a room imports from lower floors only, so rooms of one floor not each other.
MODEL_FLOORS = tuple(
    {f"mutualmodel.{name}" for name in names.split()}
    for names in (
        "arrays money units chunks locale once",
        "ages levels periods text",
        "figures magnitudes kernels",
        "inputs",
        "laws",
        "engine",
        "simulation",
        "membership",
        "closing insurance fairness",
        "history analysis explain",
        "command",
    )
)
UI_FLOORS = (
    {"ui.kit", "ui.locale"},
    {"ui.frame"},
    {f"ui.{path.parent.name}" for path in (ROOT / "ui").glob("*/page.py")},
    {"ui.report"},
)

# `plotly` costs a quarter of a second and `streamlit` a whole one.
HEAVY = ("streamlit", "plotly", "matplotlib")


def parsed(path: Path) -> ast.Module:
    """Give the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    """Give the dotted name of a file of the project."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """Give the modules that a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def room(module: str) -> str:
    """Give the room of a module: the first two parts of its name."""
    return ".".join(module.split(".")[:2])


def test_the_model_loads_neither_streamlit_nor_plotly() -> None:
    assert loaded_by(["mutualmodel"], *HEAVY) == []


def test_charts_are_drawn_without_streamlit() -> None:
    # So that a report is made of them outside a page.
    assert loaded_by(CHARTS, "streamlit") == []


def loaded_by(modules: Iterable[str], *unwanted: str) -> list[str]:
    """Import modules one by one in a new process, up to the first that loads what it should not."""
    program = (
        "import importlib, sys\n"
        f"for name in {list(modules)}:\n"
        "    importlib.import_module(name)\n"
        f"    if found := [one for one in {unwanted} if one in sys.modules]:\n"
        "        print(name, *found)\n"
        "        break\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout.split()


# Numbers of the field that every layer would otherwise write down anew, and where each stands.
NAMED_ONCE = {365.25: "mutualmodel/periods.py", 0.995: "mutualmodel/levels.py"}
# Here it is how a number is rounded.
NOT_A_LEVEL = "ui/kit/language.py"


@pytest.mark.parametrize("number", NAMED_ONCE)
def test_a_number_of_the_field_stands_in_one_place(number: float) -> None:
    places = {
        str(path.relative_to(ROOT))
        for path in PYTHON_FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and node.value == number
    }
    assert places - {NOT_A_LEVEL} == {NAMED_ONCE[number]}


def test_there_is_code_in_every_layer() -> None:
    # Without files to look at, the tests below would pass and say nothing.
    assert {path.relative_to(ROOT).parts[0] for path in PYTHON_FILES} == set(LAYERS)
    assert CHARTS


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
        str(path.relative_to(ROOT)): sorted(found)
        for path in (ROOT / layer).rglob("*.py")
        if (found := {name.split(".")[0] for name in imported(path)} & forbidden)
    }
    assert wrong == {}


@pytest.mark.parametrize("floors", [MODEL_FLOORS, UI_FLOORS], ids=["mutualmodel", "ui"])
def test_every_room_rests_on_those_below_it(floors: tuple[set[str], ...]) -> None:
    floor = {name: height for height, names in enumerate(floors) for name in names}
    wrong = []
    for path in PYTHON_FILES:
        here = room(module_of(path))
        for name in imported(path):
            there = room(name)
            if here in floor and there in floor and there != here and floor[there] >= floor[here]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_every_room_has_its_floor() -> None:
    rooms = {room(module_of(path)) for path in PYTHON_FILES}
    rooms = {name for name in rooms if name.startswith(("mutualmodel.", "ui."))}
    assert rooms - {"mutualmodel.__main__"} == set().union(*MODEL_FLOORS, *UI_FLOORS)


def test_a_question_has_the_same_name_everywhere() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} | {"home"}
    rooms = {path.parent.name for path in (ROOT / "ui").glob("*/page.py")}
    assert rooms == pages
    tests = {path.stem for path in (ROOT / "tests" / "pages").glob("test_*.py")}
    assert {f"test_{name}" for name in pages} <= tests


def late_attributes(path: Path) -> list[str]:
    """Give the attributes that the methods of a file's classes make outside ``__init__``."""
    methods = [
        (kind.name, method)
        for kind in ast.walk(parsed(path))
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef) and method.name != "__init__"
    ]
    return [
        f"{path.relative_to(ROOT)}: {kind}.{method.name} sets {node.attr}"
        for kind, method in methods
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Name) and node.value.id == "self"
    ]


def test_no_attribute_of_the_model_appears_later() -> None:
    # Whoever reads a class sees all that it holds in one place.
    model = [path for path in PYTHON_FILES if path.relative_to(ROOT).parts[0] == "mutualmodel"]
    assert [late for path in model for late in late_attributes(path)] == []


def figure_parts(tree: ast.Module) -> list[str]:
    """Give where code knows the inside of a figure: a part of it, a trace, a hover template."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            wrong = text_of(node.slice) in ("data", "layout")
        elif isinstance(node, ast.Dict):
            wrong = any(text_of(key) in ("type", "data", "layout") for key in node.keys)
        elif isinstance(node, ast.Call):
            wrong = any(keyword.arg in ("type", "layout") for keyword in node.keywords) and (
                isinstance(node.func, ast.Name) and node.func.id == "dict"
            )
            wrong |= isinstance(node.func, ast.Attribute) and any(
                text_of(given) in ("data", "layout") for given in node.args[:1]
            )
        else:
            wrong = re.search(r"%\{|<extra>|^hovertemplate$", text_of(node)) is not None
        if wrong:
            found.append(ast.unparse(node))
    return found


def text_of(node: ast.AST | None) -> str:
    """Give the text of a string in the code, nothing of anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_only_the_chart_kit_knows_the_inside_of_a_figure() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {part}"
        for path in (ROOT / "ui").rglob("*.py")
        if path.parent != CHART_KIT
        for part in figure_parts(parsed(path))
    ]
    assert wrong == []


def test_the_chart_kit_is_entered_by_its_door() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in PYTHON_FILES
        if path.parent != CHART_KIT
        for name in imported(path)
        if name.startswith("ui.kit.charts.")
    ]
    assert wrong == []


MARKUP = (".html(", "unsafe_allow_html", "<div", "<span")


def test_pages_are_made_of_blocks() -> None:
    # One place makes HTML, so that one place escapes what a link or a file has brought.
    wrong = [
        f"{path.relative_to(ROOT)}: {sign}"
        for path in PYTHON_FILES
        for sign in MARKUP
        if not path.is_relative_to(ROOT / "ui" / "kit") and sign in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    [
        'figure["layout"]["xaxis"] |= {"range": [0, 1]}',
        'figure["data"][-1]["hovertemplate"] = text',
        'figure["data"].append({"type": "scatter"})',
        'trace = dict(type="bar")',
        'figure.get("layout")',
        'trace |= {"hovertemplate": text}',
        'hover = f"{name}: %{{y:.1%}}"',
        'hover = "%{x}<extra></extra>"',
    ],
)
def test_the_inside_of_a_figure_is_seen_in_code(code: str) -> None:
    assert figure_parts(ast.parse(code))


def test_a_part_that_runs_alone_is_guarded() -> None:
    """Only ui/frame/faults.py knows Streamlit's own fragments, whose faults nobody would see."""
    bare = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "ui").rglob("*.py"))
        if re.search(r"@st\.fragment|= st\.fragment", path.read_text(encoding="utf-8"))
    ]
    assert bare == ["ui/frame/faults.py"]


# What they do there is nothing, or what a page gives them.
NO_PRESSES = ("ui/frame/background.py", "ui/frame/reconnect.py")


def test_what_is_called_for_a_press_is_guarded() -> None:
    """A press that raises would leave no page, so Streamlit gets none that can."""
    bare = [
        f"{path.relative_to(ROOT)}:{given.value.lineno}"
        for path in sorted((ROOT / "ui").rglob("*.py"))
        if not path.is_relative_to(ROOT / "ui" / "kit")
        and path.relative_to(ROOT).as_posix() not in NO_PRESSES
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call)
        for given in call.keywords
        if re.fullmatch(r"on_(click|submit|select|dismiss|(\w+_)?change)", given.arg or "")
        and not isinstance(given.value, ast.Constant)
        and not ast.unparse(given.value).startswith("safely(")
    ]
    assert bare == []


def long_functions(path: Path) -> list[str]:
    """Give the functions of a file whose body, without its docstring, is too long."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body and (body[-1].end_lineno or 0) - body[0].lineno >= MAX_BODY:
                found.append(f"{path.relative_to(ROOT)}: {node.name}")
    return found


def test_no_function_is_too_long() -> None:
    # How complicated one may be is held by ruff: see max-complexity in pyproject.toml.
    assert [name for path in PYTHON_FILES for name in long_functions(path)] == []


def export_order(name: str) -> tuple[int, str]:
    """Sort as ruff does, which can mend the list: constants, then classes, then functions."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


def test_the_export_list_is_sorted() -> None:
    assert list(mutualmodel.__all__) == sorted(set(mutualmodel.__all__), key=export_order)


def test_the_core_stays_small() -> None:
    assert len(mutualmodel.__all__) <= 40
    core = {"Scenario", "Case", "project", "simulate", "wind_down", "PRESETS", "from_query"}
    assert core <= set(mutualmodel.__all__)


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


@pytest.mark.parametrize("name", LOCKS[1:])
def test_every_lock_pins_what_is_served_alike(name: str) -> None:
    def pins(lock: str) -> set[str]:
        text = (ROOT / lock).read_text(encoding="utf-8")
        return set(re.findall(r"^[\w.-]+==[^\\]*", text, re.MULTILINE))

    assert pins("requirements.lock") <= pins(name)


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_requirement_has_both_bounds(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    wanted = [line for line in lines if not line.startswith("-r ")]
    assert [
        line for line in wanted if not re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+(; .+)?", line)
    ] == []


def test_the_package_asks_for_what_the_dashboard_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    requirements = {line.split(";")[0] for line in text.splitlines()}
    assert {*project["dependencies"], *project["optional-dependencies"]["fast"]} <= requirements
    model = (ROOT / "mutualmodel").rglob("*.py")
    imports = {name for path in model for name in imported(path)}
    foreign = {name.split(".")[0] for name in imports} - sys.stdlib_module_names - {"mutualmodel"}
    asked = [
        *project["dependencies"],
        *chain.from_iterable(project["optional-dependencies"].values()),
    ]
    assert foreign == {re.split(r"[^\w-]", one)[0] for one in asked}


def test_streamlit_knows_every_option_in_its_configuration() -> None:
    # It only logs a warning about a name that it does not know.
    from streamlit.config import get_config_options

    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    known = set(get_config_options())
    assert [name for name in option_names(tomllib.loads(text)) if name not in known] == []


def test_the_charts_script_goes_where_streamlit_serves_it() -> None:
    # In a checkout that has run before, an older copy would hide that it does not.
    assert STATIC_FOLDER == ROOT / "static"
    assert (STATIC_FOLDER.parent / "dashboard.py").exists()


def option_names(table: dict[str, object], prefix: str = "") -> list[str]:
    """Give the dotted names of all values in a nested table."""
    names = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        names += option_names(value, f"{name}.") if isinstance(value, dict) else [name]
    return names
