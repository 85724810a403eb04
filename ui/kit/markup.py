"""HTML made from plain words, which are escaped here and nowhere else."""

import html

# Elements that hold nothing and are never closed.
_EMPTY = frozenset({"br", "col", "img"})


class Markup(str):
    """HTML that has been made by :func:`element`, and is not escaped again."""

    __slots__ = ()


def element(tag: str, *content: str, css: str = "", **attributes: str) -> Markup:
    """Return an element with some content: words, which are escaped, and other elements.

    ``css`` is its class. Underscores in the names of ``attributes`` stand for hyphens; those
    without a value are left out.
    """
    given = {"class": css, **{name.replace("_", "-"): text for name, text in attributes.items()}}
    told = "".join(f' {name}="{html.escape(text)}"' for name, text in given.items() if text)
    if tag in _EMPTY:
        return Markup(f"<{tag}{told}>")
    return Markup(f"<{tag}{told}>{joined(content)}</{tag}>")


def joined(content: tuple[str, ...]) -> Markup:
    """Return words, which are escaped, and elements one after the other."""
    return Markup("".join(one if isinstance(one, Markup) else html.escape(one) for one in content))
