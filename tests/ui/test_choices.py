"""A page's own choices: kept in the link, shared by its pages, refused with a reason."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app import query

SCRIPT = """
import streamlit as st
from ui import state
from ui.choices import choose_number, choose_one

state.view()
problems = list(state.link_problems().values())
state.write_link()
for problem in problems:
    st.warning(problem)
age = choose_number("age", "Age", (0, 59), 30, step=1)
part = choose_number("part", "Part", (0.0, 1.0), 0.25, step=0.01, scale=100.0, decimals=1)
sex = choose_one("sex", "Sex", {"F": "Woman", "M": "Man"}, "F")
st.text(f"{age} {part} {sex}")
"""


def open_script(**given: str) -> AppTest:
    app = AppTest.from_string(SCRIPT)
    for name, value in given.items():
        app.query_params[name] = value
    return app.run()


def link(app: AppTest) -> dict[str, str]:
    app.run()  # the address is written at the head of the page
    return {name: text for name, text in query(app).items() if name.startswith("p.")}


def test_a_choice_begins_at_its_default_and_the_link_is_silent() -> None:
    app = open_script()
    assert not app.exception
    assert app.text[0].value == "30 0.25 F"
    assert link(app) == {}


def test_a_link_opens_with_its_choices_and_keeps_them() -> None:
    app = open_script(**{"p.age": "45", "p.part": "0.07", "p.sex": "M", "members": "3000000"})
    assert app.text[0].value == "45.0 0.07 M"
    assert link(app) == {"p.age": "45", "p.part": "0.07", "p.sex": "M"}
    assert app.session_state["scenario"].members == 3e6


def test_what_is_chosen_goes_into_the_link_and_the_default_out_of_it() -> None:
    app = open_script(**{"p.age": "45"})
    app.number_input(key="own_part").set_value(7.0).run()
    assert app.text[0].value == "45.0 0.07 F"
    assert link(app) == {"p.age": "45", "p.part": "0.07"}
    app.number_input(key="own_age").set_value(30).run()
    assert link(app) == {"p.part": "0.07"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.age", "61", "p.age = '61': allowed is 0 to 59"),
        ("p.age", "old", "p.age = 'old': allowed is 0 to 59"),
        ("p.age", "nan", "p.age = 'nan': allowed is 0 to 59"),
        ("p.sex", "X", "p.sex = 'X': allowed is F, M"),
    ],
)
def test_a_choice_that_is_not_allowed_is_named_and_the_rest_kept(
    name: str, text: str, said: str
) -> None:
    app = open_script(**{"p.part": "0.5", name: text, "members": "3000000"})
    assert [warning.value for warning in app.warning] == [said]
    assert app.text[0].value == "30 0.5 F"
    assert link(app) == {"p.part": "0.5"}
    assert app.session_state["scenario"].members == 3e6
