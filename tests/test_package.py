"""The model installs by itself: with its figures, its types and its command, and nothing else."""

import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from mutualmodel import __version__
from mutualmodel.command import main
from mutualmodel.locale import FOLDER

ROOT = Path(__file__).parents[1]
BIN = "Scripts" if os.name == "nt" else "bin"
OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
# Wrong only to who sees the package's types.
TYPED = """
from mutualmodel import Scenario, project

cost: float = project(Scenario(members=3e6)).headline.cost_per_member_year
wrong: str = project(Scenario()).headline.cost_per_member_year
"""

Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("package")]


def pip(*arguments: str) -> None:
    """Run pip; skip the test where no package index can be reached, but not in CI."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and any(sign in done.stderr for sign in OFFLINE) and "CI" not in os.environ:
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package as ``pip install .`` does."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it, with what it asks for itself, where nothing else is."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=os.name != "nt")
    python = str(folder / BIN / "python")
    pip("--python", python, "install", "--quiet", str(wheel))
    return folder / BIN


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command outside the checkout."""
    monkeypatch.delenv("PYTHONPATH", raising=False)

    def do(*command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=check)

    return do


def test_the_wheel_holds_the_model_and_its_figures_alone(wheel: Path) -> None:
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {str(path.relative_to(ROOT)) for path in (ROOT / "mutualmodel").rglob("*.py")}
    data = {f"mutualmodel/data/{path.name}" for path in (ROOT / "data").iterdir()}
    catalogues = {str(path.relative_to(ROOT)) for path in FOLDER.rglob("*.po")}
    assert catalogues
    assert names == code | data | catalogues | {"mutualmodel/py.typed"}


def test_the_command_gives_what_it_gives_in_the_checkout(
    installed: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["members=3m", "annual_cap=188", "--years"]
    assert main(arguments) == 0
    assert run(installed / "mutualmodel", *arguments).stdout == capsys.readouterr().out
    assert run(installed / "mutualmodel", "--version").stdout == f"mutualmodel {__version__}\n"


def test_every_part_of_it_loads_without_the_dashboards_packages(installed: Path, run: Run) -> None:
    program = (
        "import importlib, pkgutil, mutualmodel\n"
        "for one in pkgutil.walk_packages(mutualmodel.__path__, 'mutualmodel.'):\n"
        "    importlib.import_module(one.name)\n"
        "from mutualmodel.figures import figures\n"
        "assert len(figures())\n"
    )
    run(installed / "python", "-W", "error", "-c", program)


def test_who_uses_it_sees_its_types(installed: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "typed.py").write_text(TYPED, encoding="utf-8")
    mypy = (sys.executable, "-m", "mypy", "--strict", "--python-executable")
    told = run(*mypy, installed / "python", "typed.py", check=False).stdout
    assert "typed.py:5: error: Incompatible types in assignment" in told
    assert "Found 1 error in 1 file" in told
