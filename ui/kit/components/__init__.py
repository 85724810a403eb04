"""The parts that run in the browser: scripts, styles and markup, beside this file."""

from pathlib import Path


def source(*names: str) -> str:
    """Return the text of some of these files, one after the other."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)


def unseen(name: str) -> str:
    """Return the markup of a part that draws nothing: its script has an element to stand in."""
    return f'<span class="{name}" hidden></span>'
