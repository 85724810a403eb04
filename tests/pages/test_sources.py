"""The sources page: what it lists, how it is searched, and where it leads."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case
from mutualmodel.figures import figure, figures
from tests.marks import marked
from tests.pages.app import open_home, open_sources, part, plain, raw_html
from ui.kit.as_published import value_with_unit
from ui.kit.language import day_in_words

FIGURES = figures()
# Each run of the page takes a second: one part of the inputs stands for the others.
PARTS = 6


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
        value = value_with_unit(one.value, one.unit)
        for expected in (one.figure, value, day_in_words(one.as_of), one.kind, one.note):
            assert " ".join(expected.split()) in text
        assert all(source.outlet in text for source in one.sources)
        assert one.quality in text


def test_the_page_opens_with_how_many_figures_are_published_derived_and_assumed() -> None:
    kinds = FIGURES["kind"].value_counts()
    (told,) = part(open_sources(), "lede")
    assert told.startswith(
        f"Of the {len(FIGURES)} figures here {kinds['reported']} were published, "
        f"{kinds['derived']} are worked out from published ones"
    )
    assert f"{kinds['assumption']} are our assumptions" in told
    assert kinds.sum() == len(FIGURES)


def test_a_source_on_a_mirror_or_a_bare_address_says_so() -> None:
    shown = dict(zip(FIGURES.index, rows(open_sources()), strict=True))
    # One source each: Leida at a bare address, Jiemian in a reprint, Ant's own release.
    assert "(B, bare address)" in shown["members_aug_2021"]
    assert "(B, mirror)" in shown["closing_claims_2022_01_p2"]
    assert "(A)" in shown["claims_to_2019_08_09"]


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
    for text in ("(", "a|b", "<script>alert(1)</script>", "\\", "![x](//a.b/c)", "no such thing"):
        app.text_input(key="sources_search").set_value(text).run()
        assert not app.exception
        assert not any("<script>" in piece for piece in raw_html(app))
        assert not any(text in piece.value for piece in [*app.markdown, *app.caption])
        if listed := tables(app):
            found = re.findall(r"<tr[^>]*>(.*?)</tr>", listed[-1])[1:]
            assert all(text.lower() in plain(row).lower() for row in found)
        else:
            assert part(app, "insight") == [f"No figure of these kinds has “{text}” in it."]


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


@pytest.mark.parametrize(
    ("name", "users"),
    [
        ("fee_8_percent", "Management fee"),
        ("members_peak_2020", "Members"),
        ("lapse_assumed", "Members leaving"),
        ("loading_cap_individual", "Loading, individual policies (How the premium is made)"),
        ("person_assumed", "Who (For one person), Age (For one person)"),
        ("page_choices_assumed", "Range shown (How sure), Include what is assumed (How sure), "),
    ],
)
def test_the_source_of_a_default_stands_first(name: str, users: str) -> None:
    app = open_sources(figure=name)
    assert not app.exception
    chosen = figure(name)
    assert any(plain(piece).startswith(f"{chosen.figure}: ") for piece in raw_html(app))
    assert any(caption.value.startswith(f"The default of: {users}") for caption in app.caption)
    listings = tables(app)
    assert len(listings) >= 2
    assert value_with_unit(chosen.value, chosen.unit) in plain(listings[0])
    assert '<tr class="chosen">' in listings[-1]


@pytest.mark.parametrize("first", [marked(n, telling=n == 0) for n in range(PARTS)])
def test_every_input_of_every_record_leads_to_a_figure_that_names_it(first: int) -> None:
    metas = Case.fields()
    app = open_sources()
    for name in sorted({meta.source for meta in metas.values()})[first::PARTS]:
        app.query_params["figure"] = name
        app.run()
        assert not app.exception
        told = next(text.value for text in app.caption if text.value.startswith("The default of"))
        used = [meta.title for meta in metas.values() if meta.source == name]
        assert all(title in told for title in used)


def test_a_figure_that_no_input_uses_names_none() -> None:
    used = {meta.source for meta in Case.fields().values()}
    unused = next(str(name) for name in FIGURES.index if name not in used)
    app = open_sources(figure=unused)
    assert not any(caption.value.startswith("The default of") for caption in app.caption)


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
        assert {"What a member pays", "Sources"} <= set(labels)
