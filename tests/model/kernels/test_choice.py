"""Which way the engine goes, and that it needs no numba."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from mutualmodel import Case, Scenario, project, simulate
from mutualmodel.analysis import Varied, run_many
from mutualmodel.engine import load_kernels, load_kernels_beside, warming
from mutualmodel.kernels import SETTING, carried, choice, held, installed, keeping, ready, way
from mutualmodel.kernels.keeping import folder, kept

ROOT = Path(__file__).parents[3]
REACTING = Scenario(price_elasticity=1.0, years=1)

with_numba = pytest.mark.skipif(not installed(), reason="numba is not installed")

# What makes a name one that cannot be imported.
WITHOUT_NUMBA = "import sys; sys.modules['numba'] = None\n"


@pytest.fixture(autouse=True)
def _as_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_ready", False)
    monkeypatch.delenv(SETTING)
    folder.cache_clear()


def in_new_process(program: str, **environment: str) -> str:
    """Run a program by itself and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": "", "HOME": "/nonexistent", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_numpy_is_taken_until_kernels_are_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    assert way() == "numpy"
    monkeypatch.setattr(choice, "_ready", True)
    assert way() == "numba"


@with_numba
@pytest.mark.parametrize("wanted", ["numpy", "numba"])
def test_the_environment_has_the_last_word(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for is_ready in (False, True):
        monkeypatch.setattr(choice, "_ready", is_ready)
        monkeypatch.setenv(SETTING, wanted)
        assert way() == wanted


def test_another_way_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "cuda")
    with pytest.raises(ValueError, match="MUTUALMODEL_KERNELS = 'cuda': allowed are numpy"):
        way()


def test_kernels_are_refused_where_there_is_no_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "installed", lambda: False)
    monkeypatch.setenv(SETTING, "numba")
    with pytest.raises(RuntimeError, match=r"numba is not installed: pip install 'mutualmodel\[f"):
        way()
    with pytest.raises(RuntimeError, match="not installed"), held("numba"):
        pass


@with_numba
def test_what_is_held_to_a_way_goes_it_in_other_threads_too() -> None:
    with held("numba"), ThreadPoolExecutor(1) as pool:
        assert way() == "numba"
        assert list(pool.map(carried(lambda _: way()), range(2))) == ["numba", "numba"]
        assert pool.submit(way).result() == "numpy"
    assert way() == "numpy"


@with_numba
def test_a_run_in_parts_goes_one_way_whatever_becomes_ready_meanwhile() -> None:
    plan, cases = REACTING, Varied(Case(plan=REACTING), {"members": np.linspace(1e6, 1e8, 300)})
    alone = simulate(plan, 1100)
    table = run_many(cases, ["members_end"])

    def ready_now(_share: float) -> None:
        choice.set_ready()

    again = simulate(plan, 1100, progress=ready_now)
    choice._ready = False
    table_again = run_many(cases, ["members_end"], progress=ready_now)
    assert (alone.yearly.cost == again.yearly.cost).all()
    assert (table == table_again).all(axis=None)


@with_numba
def test_processes_go_the_way_of_who_asks_them() -> None:
    with held("numba"):
        here = simulate(REACTING, 1100)
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
            there = simulate(REACTING, 1100, executor=workers)
    assert (here.yearly.cost == there.yearly.cost).all()


@with_numba
def test_loaded_kernels_are_taken_and_kept_for_the_next_process() -> None:
    assert not ready()
    load_kernels()
    assert ready()
    assert way() == "numba"
    assert kept()


@with_numba
def test_kernels_are_loaded_beside_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    timer = load_kernels_beside(lambda: done.append("then"), after=0.0)
    assert timer is not None
    timer.join()
    assert done == ["then"]
    assert ready()


@with_numba
def test_kernels_are_compiled_elsewhere_where_none_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(warming, "kept", lambda: False)
    monkeypatch.setattr(warming, "_compile_elsewhere", lambda: asked.append("compiled"))
    timer = load_kernels_beside(lambda: asked.append("then"), after=0.0)
    assert timer is not None
    timer.join()
    assert asked == ["compiled", "then"]


@with_numba
def test_a_server_that_may_write_nowhere_else_keeps_kernels_for_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(keeping, "_writable", lambda place, _: None)
    folder.cache_clear()
    monkeypatch.setattr(warming, "load_kernels", lambda: None)
    monkeypatch.setattr(warming, "kept", lambda: False)
    asked: list[str] = []
    monkeypatch.setattr(
        warming, "_compile_elsewhere", lambda: asked.append(os.environ["NUMBA_CACHE_DIR"])
    )
    timer = load_kernels_beside(lambda: None, after=0.0)
    assert timer is not None
    timer.join()
    (place,) = map(Path, asked)
    assert place.parent == tmp_path
    assert place.stat().st_mode & 0o777 == 0o700
    folder.cache_clear()


@with_numba
def test_numpy_goes_on_where_kernels_cannot_be_loaded(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("no room left")

    monkeypatch.setattr(warming, "load_kernels", broken)
    timer = load_kernels_beside(lambda: pytest.fail("nothing was loaded"), after=0.0)
    assert timer is not None
    timer.join()
    assert "numpy does their work" in caplog.text
    assert way() == "numpy"


def test_nothing_is_loaded_where_numpy_is_asked_for_or_numba_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warming, "installed", lambda: False)
    assert load_kernels_beside(lambda: None) is None
    monkeypatch.setattr(warming, "installed", lambda: True)
    monkeypatch.setenv(SETTING, "numpy")
    assert load_kernels_beside(lambda: None) is None


def test_the_model_works_without_numba() -> None:
    program = WITHOUT_NUMBA + (
        "from mutualmodel import Scenario, project, simulate\n"
        "from mutualmodel.engine import load_kernels_beside\n"
        "plan = Scenario(price_elasticity=1.0, years=1)\n"
        "assert load_kernels_beside(lambda: None) is None\n"
        "assert simulate(plan, 20).paths == 20\n"
        "print(repr(project(plan).headline.cost_per_member_year))"
    )
    here = project(REACTING).headline.cost_per_member_year
    assert float(in_new_process(program)) == pytest.approx(here, rel=1e-12)


def test_neither_import_nor_a_projection_loads_numba() -> None:
    program = (
        "import sys\n"
        "from mutualmodel import Scenario, project\n"
        "project(Scenario(price_elasticity=1.0, years=1)).headline\n"
        "print('numba' in sys.modules)"
    )
    assert in_new_process(program) == "False"


@with_numba
def test_kernels_are_kept_where_one_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "asked"))
    assert folder() is not None
    assert folder().parent == tmp_path / "asked"  # type: ignore[union-attr]
    assert not kept()
    folder.cache_clear()
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    # A file where the folder beside the code would be, as good as one that nobody may write to.
    (tmp_path / "read_only").mkdir()
    (tmp_path / "read_only" / "__pycache__").touch()
    monkeypatch.setattr("mutualmodel.kernels.keeping._HERE", tmp_path / "read_only")
    found = folder()
    assert found is not None
    assert found.parent == tmp_path / "mutualmodel"
    folder.cache_clear()
    (tmp_path / "taken").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    assert folder() is None
    assert not kept()
    folder.cache_clear()


@with_numba
@pytest.mark.long
def test_kernels_work_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    program = (
        "from mutualmodel import Scenario, project\n"
        "plan = Scenario(price_elasticity=1.0, years=1)\n"
        "print(repr(project(plan).headline.cost_per_member_year))"
    )
    place = str(tmp_path / "file" / "nowhere")
    said = in_new_process(program, NUMBA_CACHE_DIR=place, **{SETTING: "numba"})
    here = project(REACTING).headline.cost_per_member_year
    assert float(said) == pytest.approx(here, rel=1e-12)
