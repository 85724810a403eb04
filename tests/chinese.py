"""What may stand in Latin letters in a Chinese text: names, abbreviations of the trade, ids."""

import re

# Ids of inputs and figures, names of files and sites, abbreviations and codes of money and tables.
_ID = re.compile(r"[\w./]*[_\d./][\w./]*|[A-Z]{2,}", re.ASCII)
_WORD = re.compile(r"[A-Za-z][\w./]*[A-Za-z0-9]", re.ASCII)
# What a reader does not see as words: gaps, code, markup, addresses of links, patterns of days, and
# what one types on a command line.
_NO_WORDS = re.compile(
    r"%\(\w+\)\w|--[a-z-]+(?: none)?|[a-z_.]+=\w*"
    r"|%?\{[^}]*\}|`[^`]*`|<[^>]*>|&\w+;|\]\([^)]*\)|%-?[A-Za-z]|§\w+"
)
NAMES = frozenset(
    {
        "Advisers",
        "Aliera",
        "Asia",
        "Broodfonds",
        "Excel",
        "HealthShare",
        "Jiemian",
        "KrASIA",
        "Lanhuo",
        "Network",
        "Python",
        "Sobol",
        "Tab",
        "Trinity",
        "TVaR",
        "VaR",
        "English",
        "female",
        "ln",
        "male",
        "default",
        "distributed",
        "fields",
        "mutualmodel",
        "none",
        "presets",
        "project",
        "results",
        "saved",
        "python",
        "rate",
        "xlsx",
    }
)


def english_in(text: str) -> list[str]:
    """Give the words of a Chinese text that are neither names nor ids."""
    found = _WORD.findall(_NO_WORDS.sub(" ", text))
    return [word for word in found if word not in NAMES and not _ID.fullmatch(word)]
