"""The Chinese catalogue is whole, and written as Chinese is."""

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.chinese import english_in
from ui.kit.language import LOCALE_FOLDER
from ui.locale.template import template

with (LOCALE_FOLDER / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as _file:
    MESSAGES = [message for message in read_po(_file, locale="zh") if message.id]

HAN = r"[\u4e00-\u9fff，。；：？（）“”、]"
# What no Chinese text has: spaces between its letters or around numbers, and half-width marks.
FAULTS = re.compile(rf"{HAN} +[{HAN[1:-1]}\d]|\d +{HAN}|[\u4e00-\u9fff][,;:?!]|您|！")


def said(message: Message) -> list[str]:
    """Give what a message is in Chinese, in each of its numbers."""
    held = message.string
    return list(held) if isinstance(held, tuple | list) else [str(held)]


def of_outlets(message: Message) -> bool:
    """Whether a text names who published something, which may have no Chinese name."""
    return all(place == "data/sources.csv" for place, _line in message.locations)


def test_every_text_is_translated() -> None:
    assert {message.id for message in MESSAGES} == {one.id for one in template() if one.id}
    assert [message.id for message in MESSAGES if not all(said(message))] == []


def test_no_english_is_left() -> None:
    texts = [text for one in MESSAGES if not of_outlets(one) for text in said(one)]
    assert [text for text in texts if english_in(text)] == []


def test_spaces_and_marks_are_chinese() -> None:
    assert [text for one in MESSAGES for text in said(one) if FAULTS.search(text)] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("用Python读取CSV，见fee_8_percent", []),
        ("{amount}元<br>%{y:,.0f}", []),
        ("每名members的分摊金", ["members"]),
    ],
)
def test_english_words_are_found(text: str, left: list[str]) -> None:
    assert english_in(text) == left


@pytest.mark.parametrize("text", ["分摊 金", "共 3期", "是的,不是", "您好"])
def test_faults_are_found(text: str) -> None:
    assert FAULTS.search(text)
