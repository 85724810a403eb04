"""Widgets for what belongs to one page, such as a person's age: kept in the share link."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui import state


def choose_number(
    name: str,
    label: str,
    span: tuple[float, float],
    default: float,
    *,
    step: float,
    decimals: int = 0,
    scale: float = 1.0,
    help: str | None = None,
    slider: bool = False,
) -> float:
    """Draw a number box or a slider and return its value; it shows the value times ``scale``.

    ``name`` is unique in the product: the link carries it. Whole numbers are shown for
    ``decimals`` 0, and a share as a percentage with a ``scale`` of 100.
    """
    value = state.number_choice(name, *span, default)
    key, kind = f"own_{name}", float if decimals else int
    low, high = (kind(round(end * scale, 9)) for end in span)
    state.offer(key, kind(round(value * scale, 9)))
    draw: Any = st.slider if slider else st.number_input
    draw(
        label,
        min_value=low,
        max_value=high,
        step=kind(step * scale),
        format=f"%.{decimals}f" if decimals else "%d",
        key=key,
        help=help,
        on_change=_take_number,
        args=(name, scale, default),
    )
    return value


def _take_number(name: str, scale: float, default: float) -> None:
    value = state.offered(f"own_{name}")
    assert isinstance(value, int | float)
    # Dividing by 100 leaves 0.07 as 0.07000000000000001; twelve digits are the value meant.
    state.choose(name, float(f"{value / scale:.12g}"), default)


def choose_one(
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    *,
    pills: bool = True,
    help: str | None = None,
) -> str:
    """Draw a row of pills or a list of ``options`` (name: text) and return the chosen name."""
    value = state.choice(name, list(options), default)
    key = f"own_{name}"
    state.offer(key, value)
    draw: Any = st.segmented_control if pills else st.selectbox
    draw(
        label,
        list(options),
        format_func=lambda one: options[one],
        key=key,
        help=help,
        on_change=_take_one,
        args=(name, default),
    )
    return value


def _take_one(name: str, default: str) -> None:
    value = state.offered(f"own_{name}")
    # A press on the chosen pill takes it back; the choice then stays as it was.
    if isinstance(value, str):
        state.choose(name, value, default)
