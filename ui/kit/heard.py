"""Words that are heard and not seen: for whoever hears a page, a button says of what it is.

Streamlit names a button by its label alone, which may hold Markdown. The style sheet hides whatever
stands there in a colour of its own, and no text of ours has one for another reason.
"""

import re

import streamlit as st

from ui.kit.markup import element

# What Markdown could take for a mark, and a dot that could make an address of two words.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#+!|~$&@:/\"^=]+|(?<=[^\W\d])\.(?=\w)")


def heard(label: str, of: str) -> str:
    """Return a label, and behind it, to be heard alone, of what it is; in Markdown."""
    told = " ".join(_MARKS.sub(" ", of).split())
    return f"{label} :violet[{told}]" if told else label


def heard_heading(title: str) -> None:
    """Write a heading that only a screen reader finds, where a page shows none."""
    st.html(element("h2", title, css="heard"))
