"""Scripts and styles that are served as files: what is sent in their place, and the fallback."""

from pathlib import Path

import pytest

from ui.kit import served
from ui.kit.components import source

SCRIPT = "ask_again.js"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Serve from a folder of the test's own."""
    monkeypatch.setattr(served, "STATIC_FOLDER", tmp_path / "static")
    served._can_serve.cache_clear()
    return tmp_path / "static"


@pytest.fixture(autouse=True)
def anew() -> None:
    served._can_serve.cache_clear()


def test_a_script_is_fetched_from_a_file_that_has_all_of_it(folder: Path) -> None:
    sent = served.served_script("live_slider_sender.js", SCRIPT)
    (file,) = folder.iterdir()
    assert file.read_text(encoding="utf-8") == source("live_slider_sender.js", SCRIPT)
    assert f"app/static/{file.name}" in sent
    assert len(sent) < 700


def test_a_style_is_fetched_from_a_file_too(folder: Path) -> None:
    sent = served.served_style("share.css")
    (file,) = folder.iterdir()
    assert sent.startswith(f'@import url("app/static/{file.name}");')
    # Streamlit takes a single line with a slash in it for the name of a file of its own.
    assert "\n" in sent.strip()


def test_another_text_has_another_name_and_takes_the_place_of_the_old_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.served_script(SCRIPT)
    (before,) = folder.iterdir()
    monkeypatch.setattr(served, "source", lambda *_names: "export default () => {};")
    served.served_script(SCRIPT)
    (after,) = folder.iterdir()
    assert after.name != before.name


def test_where_no_file_can_be_written_all_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(served, "STATIC_FOLDER", tmp_path / "file" / "static")
    assert served.served_script(SCRIPT) == source(SCRIPT)
    assert served.served_style("share.css") == source("share.css")


def test_another_main_script_serves_the_same_files(folder: Path, tmp_path: Path) -> None:
    served.served_script(SCRIPT)
    served.serve_from(tmp_path / "other")
    assert {file.name for file in folder.iterdir()} <= {
        file.name for file in (tmp_path / "other").iterdir()
    }
