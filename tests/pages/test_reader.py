"""The reader's language: of the address, of her choice, of her browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.catalogues import STRANGE, write_strange
from tests.pages.app import open_home, problems, query
from ui.frame.reader import preferred
from ui.kit import language

CHOICE = "language_choice"


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one more language than English."""
    write_strange(tmp_path)
    monkeypatch.setattr(language, "LOCALE_FOLDER", tmp_path)


def title(app: AppTest) -> str:
    """Give the page's title."""
    return str(app.title[0].value)


@pytest.mark.usefixtures("two")
def test_the_language_of_the_browser_is_the_first_choice() -> None:
    assert preferred("de-AT") == STRANGE
    assert preferred("de") == STRANGE
    for other in ("fr-FR", "en-GB", None, "", "nonsense_?"):
        assert preferred(other) == "en", other


@pytest.mark.usefixtures("two")
def test_the_address_says_the_language_and_links_keep_it() -> None:
    app = open_home(v="5", lang=STRANGE)
    assert title(app).startswith("«")
    assert query(app)["lang"] == STRANGE
    app = open_home(v="5")
    assert not title(app).startswith("«")
    assert "lang" not in query(app)


@pytest.mark.usefixtures("two")
def test_a_choice_turns_the_whole_page_and_back() -> None:
    app = open_home(v="5", members="3000000")
    app = app.button_group(CHOICE).set_value(STRANGE).run()
    assert title(app).startswith("«")
    assert query(app)["lang"] == STRANGE
    assert query(app)["members"] == "3000000"
    # AppTest asks for the words of choices outside the page's own thread.
    with language.speaking(STRANGE):
        app = app.button_group(CHOICE).set_value("en").run()
    assert not title(app).startswith("«")
    assert query(app)["lang"] == "en"


def test_a_language_that_there_is_not_is_told_with_those_there_are() -> None:
    app = open_home(v="5", lang="[xx]")
    assert any(
        "Language: “[xx]” is not known. There are: English (en)" in one for one in problems(app)
    )
    assert not title(app).startswith("«")


def test_chinese_is_told_with_its_script() -> None:
    for spoken, tag in (("zh", "zh-Hans"), ("en", "en")):
        with language.speaking(spoken):
            assert language.language_tag() == tag
