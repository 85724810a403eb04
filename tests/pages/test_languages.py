"""Every page in a language made of the template: what is not said in it cannot be translated."""

import gettext
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest
from babel import Locale
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from mutualmodel.analysis import RULES
from mutualmodel.explain import FILE
from mutualmodel.figures import INCIDENCE_TABLES
from mutualmodel.figures.files import DATA_FOLDER
from mutualmodel.inputs import OTHER_PLANS, Value
from mutualmodel.inputs.own import KINDS
from tests.catalogues import STRANGE, write_strange
from tests.marks import marked
from tests.own_tables import TABLES
from tests.pages.app import charts, open_home, open_page, plan, problems, sliders, type_into
from tests.pages.shown import everything_shown, open_everything, words
from ui.frame.menu import PAGES
from ui.frame.reader import name_of
from ui.kit import language
from ui.locale.template import template

DEFAULT = Case()


def of_plan(values: Mapping[str, Value]) -> dict[str, Value]:
    """Give inputs of the plan by dotted name."""
    return {f"plan.{name}": value for name, value in values.items()}


BY_OWN = DEFAULT.with_own(TABLES).with_changes(
    {path: "own" for path, meta in Case.fields().items() if meta.own}
)
CASES: dict[str, tuple[dict[str, Value], dict[str, Value] | None]] = {
    "beside a baseline": (
        {"plan.members": 2e7, "person.sex": "M", "closing.payer": "members"},
        {"plan.annual_cap": 60.0},
    ),
    "cap binds": ({"plan.members": 1e5, "plan.annual_cap": 40.0}, None),
    "dissolved": ({"plan.minimum_members": 2e8}, None),
    "nothing is paid": ({"plan.payout_under_40": 0.0, "plan.payout_40_plus": 0.0}, {}),
    "rules of another plan": (of_plan(RULES["kyosai"].changes(Scenario())), {}),
    "another whole plan": (of_plan(OTHER_PLANS["waterdrop_prepaid"].scenario.values()), None),
    "into a fund": (
        {"plan.funding": "fund", "plan.contribution_month": 16.0},
        {"plan.funding": "fund", "plan.deficit_bearer": "operator"},
    ),
    "prepaid": ({"plan.funding": "prepaid", "plan.top_up_share": 0.8}, None),
}
# Each opens for some seconds: the rarer cases are looked at where a page says something of them.
VISITS = [
    *(("beside a baseline", page) for page in PAGES),
    *(("dissolved", page) for page in ("home", "closing")),
    ("another whole plan", "home"),
    *((way, "fund") for way in ("into a fund", "prepaid")),
]
_RARER = [
    *(("dissolved", page) for page in ("membership", "risk", "insurance", "fairness")),
    *(("cap binds", page) for page in ("home", "risk", "closing", "insurance", "fairness")),
    *(("nothing is paid", page) for page in ("home", "insurance")),
    ("rules of another plan", "home"),
]

# What no language changes: names of tables and plans, products and outlets, and ids.
_NAMES = {
    "figures.csv": ("value", "as_of", "conflict"),
    "sources.csv": ("outlet", "published"),
    "platforms.csv": ("platform", "name_zh", "operator"),
    "commercial_quotes.csv": ("insurer", "product"),
}


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Speak the strange language, and note every text that is asked for."""
    write_strange(tmp_path)
    monkeypatch.setattr(language, "LOCALE_FOLDER", tmp_path)
    noted: set[str] = set()
    present = language.catalogue

    class Noting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            noted.add(message)
            return present().gettext(message)

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            noted.update((msgid1, msgid2))
            return present().ngettext(msgid1, msgid2, n)

    monkeypatch.setattr(language, "catalogue", Noting)
    # AppTest asks for the words of choices outside the page's own thread.
    with language.speaking(STRANGE):
        yield noted


def strange_page(page: str, now: Case, before: Case | None = None) -> AppTest:
    app = open_home()
    app.session_state["case"] = now
    app.session_state["baseline"] = before
    if page != "home":
        app.switch_page(PAGES[page][0])
    return open_everything(in_strange(app))


def in_strange(app: AppTest) -> AppTest:
    """Go on in the strange language; what stands on the page is still English until it has run."""
    app.session_state[language.SESSION_KEY] = STRANGE
    with language.speaking(language.ENGLISH):
        return app.run()


def names() -> list[str]:
    """Give all names that have a letter, the longer first."""
    found = {"Xianghubao", FILE, *INCIDENCE_TABLES}
    # What languages call themselves.
    found |= {name_of(one) for one in (language.ENGLISH, STRANGE)}
    for file, columns in _NAMES.items():
        table = pd.read_csv(DATA_FOLDER / file, dtype=str, keep_default_na=False)
        found |= {cell for column in columns for cell in table[column]}
    # Languages have the names of months from their calendars.
    months = Locale.parse(STRANGE).months
    found |= {
        name for width in ("wide", "abbreviated") for name in months["format"][width].values()
    }
    # Of a reader's own tables: what they head their columns with, and what tells them apart.
    found |= {head for kind in KINDS.values() for head in kind.heads}
    found |= set(TABLES.fingerprints().values())
    return sorted((name for name in found if re.search(r"[^\W\d_]{2}", name)), key=len)[::-1]


NAMES = re.compile("|".join(map(re.escape, names())))


def untouched(app: AppTest) -> list[str]:
    """Give what stands outside the guillemets and is no name, number or id."""
    found = set()
    for kind, text in everything_shown(app):
        # A link is the same in every language.
        told = re.sub(r"(?:https?://\S*)?\?v=\d+\S*", " ", words(text))
        rest = NAMES.sub(" ", re.sub(r"«[^»]*»", " ", told))
        if re.search(r"[^\W\d_]{2,}", rest):
            found.add(f"{kind}: {' '.join(rest.split())[:200]}")
    return sorted(found)


def extracted() -> set[str]:
    """Give every text in the template."""
    texts: set[str] = set()
    for message in template():
        texts |= {message.id} if isinstance(message.id, str) else set(message.id)
    return texts


def unextracted(asked: set[str]) -> list[str]:
    """Give the texts that were asked for and are in no template, other than names and dates."""
    left = {text for text in asked - extracted() if NAMES.sub("", text) and not text.isdigit()}
    return sorted(text for text in left if not re.fullmatch(r"[\d-]+", text))


@pytest.mark.parametrize(
    ("name", "page"),
    [
        *(marked(*visit, telling=place % 6 == 0) for place, visit in enumerate(VISITS)),
        *(marked(*visit, telling=False) for visit in _RARER),
    ],
)
def test_a_page_says_nothing_that_cannot_be_translated(
    asked: set[str], name: str, page: str
) -> None:
    changes, before = CASES[name]
    pinned = None if before is None else DEFAULT.with_changes(before)
    app = strange_page(page, DEFAULT.with_changes(changes), pinned)
    assert untouched(app) == []
    assert unextracted(asked) == []
    assert len(asked) > 50


@pytest.mark.parametrize(
    "kind",
    [marked(kind, telling=place == 0) for place, kind in enumerate(KINDS)],
)
def test_tables_of_ones_own_are_told_in_the_readers_language(asked: set[str], kind: str) -> None:
    app = open_home().switch_page(PAGES["sources"][0])
    app.session_state["case"] = BY_OWN
    app.session_state["own_kind"] = kind
    app = open_everything(in_strange(app))
    app.text_area(key=f"own_paste_{kind}").set_value("1;2\n3;4").run()
    app.button(key="own_read").click().run()
    assert untouched(app) == []
    assert unextracted(asked) == []


@pytest.mark.parametrize("page", ["home", "insurance", "history"])
def test_what_is_ones_own_is_told_in_the_readers_language(asked: set[str], page: str) -> None:
    app = strange_page(page, BY_OWN)
    assert untouched(app) == []
    assert unextracted(asked) == []


def test_what_is_wrong_with_a_link_is_told_in_the_readers_language(asked: set[str]) -> None:
    wrong = {"v": "99", "fee_rate": "2", "member": "5", "members": "many", "base.years": "0.5"}
    told = problems(in_strange(open_home(**wrong)))
    assert len(told) == len(wrong)
    # The link's own words, in quotes, are repeated as they are.
    assert not [one for one in told if re.search(r"[^\W\d_]", re.sub(r"«[^»]*»|“[^”]*”", "", one))]
    assert unextracted(asked) == []


@pytest.mark.usefixtures("asked")
def test_numbers_are_typed_as_the_reader_writes_them() -> None:
    app = strange_page("home", DEFAULT)
    type_into(app, "plan.lapse_rate", "7,5 %")
    type_into(app, "plan.members", "3.300.000 «members»")
    assert plan(app).lapse_rate == 0.075
    assert plan(app).members == 3.3e6
    years = sliders(type_into(app, "plan.years", "1,5"))["plan.years"]
    assert years["locale"] == STRANGE
    assert years["unitOfOne"] == "«year»"
    assert years["error"].startswith("«Years shown»«: »1,5« is not allowed.")


@pytest.mark.usefixtures("asked")
def test_charts_write_numbers_and_days_as_the_reader_does() -> None:
    drawn = charts(strange_page("history", DEFAULT))
    assert drawn
    for chart in drawn.values():
        assert chart["config"]["locale"] == STRANGE
        assert chart["figure"]["layout"]["separators"] == ",."


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("page", ["membership", "closing"])
def test_nothing_kept_for_one_reader_is_shown_to_another_in_her_language(page: str) -> None:
    now, before = DEFAULT, DEFAULT.with_changes({"plan.members": 3e6})
    with language.speaking(language.ENGLISH):
        english = open_everything(open_page(page, now, before))
    strange = strange_page(page, now, before)
    assert untouched(strange) == []
    with language.speaking(language.ENGLISH):
        again = [text for _kind, text in everything_shown(english.run())]
    assert again
    assert not [text for text in again if "«" in text]


def one_text() -> None:
    import streamlit as st

    from ui.frame.reader import speak
    from ui.kit.language import _

    def press() -> None:
        st.session_state["told"] = _("Members")

    @st.fragment
    def part() -> None:
        st.caption(_("Members"))
        st.button("press", on_click=press)

    if wanted := st.session_state.get("wanted"):
        speak(wanted)
    st.text(_("Members"))
    part()


@pytest.mark.usefixtures("asked")
def test_every_session_speaks_its_own_language() -> None:
    with language.speaking(language.ENGLISH):
        strange, english = (AppTest.from_function(one_text).run() for _place in range(2))
    strange.session_state["wanted"] = STRANGE
    for app, text in ((strange, "«Members»"), (english, "Members")):
        app.run()
        assert app.button[0].click().run().session_state["told"] == text
        assert [app.text[0].value, app.caption[0].value] == [text, text]
    strange.session_state["wanted"] = "xx"
    assert strange.run().exception[0].message == "language = 'xx': allowed is one of en, de"
