"""What is heard and not seen: plain words, whatever they are made of."""

import re
from pathlib import Path

import pytest

from ui.kit.heard import heard

ROOT = Path(__file__).resolve().parents[2]


def test_a_label_says_of_what_it_is() -> None:
    assert heard("Why?", "A member pays in the first year") == (
        "Why? :violet[A member pays in the first year]"
    )
    assert heard("Further up", "") == "Further up"


@pytest.mark.parametrize(
    "name",
    [
        "a](https://example.org) [b",
        "![x](http://example.org/x.png)",
        "**bold** `code` $x$ <b>",
        "www.example.org",
        ":material/home: :red[x]",
        "one_two*three",
    ],
)
def test_a_strangers_name_is_nothing_but_words(name: str) -> None:
    inner = heard("Remove it", name).removeprefix("Remove it :violet[").removesuffix("]")
    assert not re.search(r"[\\`*_{}\[\]<>#!|~$&@:/\"]", inner)
    assert "www.example" not in inner


def test_numbers_and_other_scripts_stay() -> None:
    assert heard("CSV", "分摊金，第1.5年") == "CSV :violet[分摊金，第1.5年]"
    assert heard("CSV", "300,000 (12.5 %)") == "CSV :violet[300,000 (12.5 %)]"


def test_no_other_text_has_a_colour_which_would_hide_it() -> None:
    colours = r":(?:violet|red|orange|yellow|blue|green|gray|grey|primary|rainbow)(?:-\w+)?\["
    found = [
        path.name
        for path in (ROOT / "ui").rglob("*.py")
        if re.search(colours, path.read_text(encoding="utf-8"))
    ]
    assert found == ["heard.py"]
