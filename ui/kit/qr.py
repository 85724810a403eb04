"""A link as a QR code: drawn as SVG of our own, so that nothing comes from outside."""

from base64 import b64encode

import segno
import streamlit as st
from segno import DataOverflowError

from ui.kit.markup import Markup, element

# Modules from one edge to the other beyond which a telephone cannot read it off a screen any more.
_MOST_MODULES = 117
# The ground that must stay free around it.
_QUIET = 4
# It is read by machines, in any theme.
_INK, _GROUND = "#000000", "#ffffff"


def qr_code(link: str, alt: str) -> Markup | None:
    """Return a link as a QR code with its text alternative; None where it is too long for one.

    Drawings stand in a page as pictures alone: Streamlit takes elements of SVG out of its HTML.
    """
    try:
        code = segno.make(link, error="l", micro=False)
    except DataOverflowError:
        return None
    rows = [bytes(row) for row in code.matrix]
    if len(rows) > _MOST_MODULES:
        return None
    side = len(rows) + 2 * _QUIET
    drawn = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    ground = element("rect", width=str(side), height=str(side), fill=_GROUND)
    svg = element(
        "svg",
        ground,
        element("path", d=drawn, fill=_INK),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {side} {side}",
        shape_rendering="crispEdges",
    )
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return element("img", css="qr", src=source, alt=alt)


def qr_block(link: str, alt: str) -> bool:
    """Draw a link as a QR code; say whether it is short enough for one."""
    code = qr_code(link, alt)
    if code is None:
        return False
    st.html(code)
    return True
