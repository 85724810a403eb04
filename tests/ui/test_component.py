"""The code of components lies where the browser fetches it once; it is not sent time and again."""

import re
from pathlib import Path

import pytest

from ui.kit import component, plotly_script
from ui.kit.components import source

HTML, SCRIPTS, STYLES = "<i></i>", ("share.js",), ("share.css",)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | bool | None]:
    """Keep what Streamlit is told of the component that a test makes."""
    told: dict[str, str | bool | None] = {}

    def register(name: str, **fields: str | bool | None) -> object:
        told.update(fields, name=name)
        return lambda **arguments: arguments

    monkeypatch.setattr("streamlit.components.v2.component", register)
    return told


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(plotly_script, "_written", {})
    monkeypatch.setattr(plotly_script, "STATIC_FOLDER", tmp_path)
    return tmp_path


def test_what_is_sent_says_where_the_code_lies(
    folder: Path, registered: dict[str, str | bool | None]
) -> None:
    mount = component.component("one", html=HTML, scripts=SCRIPTS, styles=STYLES)
    assert registered == {}, "the folder is known when the first page mounts it, not before"
    assert mount(key="a") == {"key": "a"}
    assert HTML in str(registered["html"])
    assert registered["css"] is None
    sent = str(registered["js"])
    assert source(*SCRIPTS) not in sent
    places = re.findall(r'^const (?:SCRIPT|STYLES) = "(.*)";$', sent, re.MULTILINE)
    told = [(folder / place).read_text(encoding="utf-8") for place in places]
    assert told == [source(*SCRIPTS), source(*STYLES)]


def test_a_component_without_styles_fetches_none(
    folder: Path, registered: dict[str, str | bool | None]
) -> None:
    component.component("one", html=HTML, scripts=SCRIPTS)()
    assert 'const STYLES = "";' in str(registered["js"])


def test_new_code_takes_a_new_name_and_the_old_goes(
    folder: Path, registered: dict[str, str | bool | None]
) -> None:
    component.component("one", html=HTML, scripts=SCRIPTS)()
    (old,) = (folder / "components").iterdir()
    component.component("one", html=HTML, scripts=("fold.js",))()
    (new,) = (folder / "components").iterdir()
    assert old.name != new.name
    assert new.read_text(encoding="utf-8") == source("fold.js")


def test_where_nothing_can_be_written_the_code_is_sent(
    folder: Path, registered: dict[str, str | bool | None]
) -> None:
    (folder / "components").touch()
    component.component("one", html=HTML, scripts=SCRIPTS, styles=STYLES)()
    assert registered["js"] == source(*SCRIPTS)
    assert registered["css"] == source(*STYLES)
