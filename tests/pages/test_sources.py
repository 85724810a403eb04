"""The sources page: what it lists, how it is searched, and where it leads."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import fields, figure, figures
from tests.pages.app import open_home, open_sources, plain, raw_html

FIGURES = figures()


def tables(app: AppTest) -> list[str]:
    """Give the tables on the page; the last is the long list."""
    return [piece for piece in raw_html(app) if "<table" in piece]


def rows(app: AppTest) -> list[str]:
    """Give the text of each row of the long list."""
    return [plain(row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", tables(app)[-1])][1:]


def test_every_figure_is_listed_with_its_source() -> None:
    app = open_sources()
    assert not app.exception
    listed = rows(app)
    assert len(listed) == len(FIGURES)
    for text, name in zip(listed, FIGURES.index, strict=True):
        one = figure(str(name))
        for expected in (one.figure, one.value, one.unit, one.as_of, one.kind, one.note):
            assert " ".join(expected.split()) in text
        assert all(source.outlet in text for source in one.sources)


def test_addresses_are_safe_to_follow() -> None:
    links = re.findall(r"<a [^>]*>", tables(open_sources())[-1])
    assert len(links) > 100
    assert all('rel="noopener' in link for link in links)
    assert all(re.search(r'href="https?://', link) for link in links)


def test_search_looks_at_every_column_and_the_outlets() -> None:
    app = open_sources()
    box = app.text_input(key="sources_search")
    for text in ("thyroid", "THYROID", "Jiemian", "fee_8_percent"):
        box.set_value(text).run()
        assert not app.exception
        listed = rows(app)
        assert 0 < len(listed) < len(FIGURES)
        assert any(caption.value.startswith(f"{len(listed)} of") for caption in app.caption)
    thyroid = FIGURES[FIGURES.astype(str).agg(" ".join, axis=1).str.contains("thyroid", case=False)]
    box.set_value("thyroid").run()
    assert len(rows(app)) >= len(thyroid)


def test_a_search_is_plain_text_and_may_find_nothing() -> None:
    app = open_sources()
    for text in ("(", "a|b", "<script>alert(1)</script>", "\\", "no such thing"):
        app.text_input(key="sources_search").set_value(text).run()
        assert not app.exception
        assert all(text.lower() in row.lower() for row in rows(app))
        assert not any("<script>" in piece for piece in raw_html(app))


def test_conflicts_stand_side_by_side() -> None:
    app = open_sources()
    app.toggle(key="sources_conflicts").set_value(True).run()
    expected = FIGURES[FIGURES["conflict"] != ""]
    assert len(expected) > 10
    listed = rows(app)
    assert len(listed) == len(expected)
    groups = [found[1] for row in listed if (found := re.search(r"conflict: (\S+)", row))]
    assert len(groups) == len(expected)
    # Each group in one block: a new name never comes back.
    blocks = [name for place, name in enumerate(groups) if place == 0 or groups[place - 1] != name]
    assert len(blocks) == len(set(blocks))


def test_kinds_can_be_shown_alone_and_none_means_all() -> None:
    app = open_sources()
    for kind in ("reported", "derived", "assumption"):
        app.pills(key="sources_kinds").set_value([kind]).run()
        assert len(rows(app)) == (FIGURES["kind"] == kind).sum()
    app.pills(key="sources_kinds").set_value([]).run()
    assert len(rows(app)) == len(FIGURES)


@pytest.mark.parametrize("name", ["fee_8_percent", "members_peak_2020", "lapse_assumed"])
def test_the_source_of_a_default_stands_first(name: str) -> None:
    app = open_sources(figure=name)
    assert not app.exception
    chosen = figure(name)
    assert any(chosen.figure in text.value for text in app.markdown)
    users = [meta.title for meta in fields().values() if meta.source == name]
    assert any(all(user in caption.value for user in users) for caption in app.caption)
    listings = tables(app)
    assert len(listings) >= 2
    assert html.escape(chosen.value) in listings[0]
    assert '<tr class="chosen">' in listings[-1]


def test_a_figure_shows_what_contradicts_it() -> None:
    name = FIGURES[FIGURES["conflict"] != ""].index[0]
    app = open_sources(figure=str(name))
    rivals = FIGURES[FIGURES["conflict"] == FIGURES.loc[name, "conflict"]].drop(index=name)
    assert all(plain(html.escape(text)) in plain(tables(app)[1]) for text in rivals["figure"])


def test_an_unknown_figure_shows_the_whole_list() -> None:
    app = open_sources(figure="no_such_figure")
    assert not app.exception
    assert len(rows(app)) == len(FIGURES)


def test_the_way_back_is_in_the_menu() -> None:
    for app in (open_home(), open_sources()):
        labels = [link.label for link in app.page_link]
        assert labels[0] == "What a member pays"
        assert labels[-1] == "Sources"
