"""How words from outside are repeated."""

# A stranger's link may hold anything: what is repeated of it is cut to this.
LONGEST_SHOWN = 60


def shown(text: str) -> str:
    """Repeat text from outside in one line of at most :data:`LONGEST_SHOWN` letters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
