"""A language made of the template: every text between guillemets, its gaps outside them.

Whatever stands outside the guillemets on a page has been put there without being translated.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from ui.locale.template import template

# Babel must know its numbers; these are unlike the English ones.
STRANGE = "de"
# The mark of the plan's money is a gap too: a text of its own stands there.
_GAP = re.compile(r"(\{[^{}]*\}|¤)")


def strange(text: str) -> str:
    """Say a text in the strange language."""
    parts = (part if _GAP.fullmatch(part) else part and f"«{part}»" for part in _GAP.split(text))
    return "".join(parts)


def strange_catalogue() -> Catalog:
    """Translate the whole template."""
    catalogue = Catalog(locale=STRANGE, fuzzy=False)
    for message in template():
        several = isinstance(message.id, tuple | list)
        said = tuple(map(strange, message.id)) if several else strange(str(message.id))
        if message.id:
            catalogue.add(message.id, said)
    return catalogue


def write_strange(folder: Path) -> None:
    """Write its catalogue where the pages look for one."""
    path = folder / STRANGE / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, strange_catalogue())


def gaps(text: str) -> list[str]:
    """Give the gaps of a text, which every translation must keep."""
    return sorted(_GAP.findall(text))
