"""HTML made from words: what is escaped, and what is left as it is."""

from ui.kit.markup import Markup, element


def test_words_are_escaped_and_elements_are_not() -> None:
    inner = element("b", "<i>", css="x")
    assert inner == '<b class="x">&lt;i&gt;</b>'
    assert element("div", "a & ", inner) == f"<div>a &amp; {inner}</div>"


def test_attributes_are_escaped_and_those_without_a_value_left_out() -> None:
    made = element("a", "x", href='"><script>', aria_label="it's", role="", title="")
    assert made == '<a href="&quot;&gt;&lt;script&gt;" aria-label="it&#x27;s">x</a>'


def test_an_element_that_holds_nothing_is_not_closed() -> None:
    assert element("br") == "<br>"


def test_words_put_together_with_an_element_are_no_markup() -> None:
    # Otherwise what was appended would go unescaped.
    assert not isinstance(element("b", "x") + "<i>", Markup)
