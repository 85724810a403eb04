"""The link as a QR code."""

import re
from base64 import b64decode

import pytest
import segno
import streamlit as st

from mutualmodel import Case, to_query
from tests.pages.app import open_home, raw_html
from tests.pages.shown import everything_shown, words
from ui.kit.qr import qr_code


def drawing(picture: str) -> str:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', picture)
    assert found is not None
    return b64decode(found[1]).decode()


def dark(svg: str) -> set[tuple[int, int]]:
    return {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}


def test_a_code_is_the_standard_s_own_with_four_modules_of_ground_around_it() -> None:
    picture = qr_code("https://example.org/?v=5", "QR code of <the> link")
    assert picture is not None
    assert 'alt="QR code of &lt;the&gt; link"' in picture
    svg = drawing(picture)
    matrix = segno.make("https://example.org/?v=5", error="l", micro=False).matrix
    wanted = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}
    assert dark(svg) == wanted
    side = len(matrix) + 8
    assert f'viewBox="0 0 {side} {side}"' in svg


@pytest.mark.parametrize("length", [1_400, 5_000])
def test_a_link_that_is_too_long_has_none(length: int) -> None:
    assert qr_code("https://example.org/?" + "ab1&" * (length // 4), "") is None


def test_the_bar_shows_the_code_of_the_case_once_it_is_asked_for() -> None:
    app = open_home(**to_query(Case().with_changes({"plan.members": 3e6})))
    assert not [one for one in raw_html(app) if 'class="qr"' in one]
    app.session_state["qr"] = True
    app.run()
    assert len([one for one in raw_html(app) if 'class="qr"' in one]) == 1
    said = " ".join(words(text) for _kind, text in everything_shown(app))
    assert "It opens this page with this case." in said
    assert "known on this computer alone" in said


@pytest.mark.parametrize("served_at", ["http://here", "http://here/tools/aid"])
def test_the_code_of_the_first_page_ends_its_path_with_a_slash(
    served_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without it a sub-path is another address, from which the server has to lead round.
    monkeypatch.setattr(type(st.context), "url", property(lambda _: served_at))
    app = open_home(**to_query(Case().with_changes({"plan.members": 3e6})))
    app.session_state["qr"] = True
    app.run()
    (drawn,) = [one for one in raw_html(app) if 'class="qr"' in one]
    wanted = qr_code(f"{served_at}/?v=5&members=3000000", "")
    assert drawing(drawn) == drawing(str(wanted))


def test_a_link_that_is_too_long_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.kit.qr._MOST_MODULES", 20)
    app = open_home()
    app.session_state["qr"] = True
    app.run()
    assert not [one for one in raw_html(app) if 'class="qr"' in one]
    said = " ".join(words(text) for _kind, text in everything_shown(app))
    assert "too long for a QR code" in said
    assert "Save the case as a file instead" in said
