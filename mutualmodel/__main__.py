"""Project a plan from the command line: ``python -m mutualmodel members=3e6 annual_cap=188``.

Arguments are ``field=value``, as in a share link; ``--years`` prints the plan years too, and
``--fields`` lists every input with its range and default.
"""

import sys
from dataclasses import asdict

from mutualmodel import fields, from_query, project


def main(arguments: list[str]) -> int:
    """Print the headline figures; return 2 when an argument cannot be used."""
    if "--fields" in arguments:
        for meta in fields().values():
            print(f"{meta.name:22} {meta.default!s:>12}  {meta.unit:24} {meta.allowed}")
        return 0
    given = dict(text.partition("=")[::2] for text in arguments if not text.startswith("--"))
    link = from_query(given)
    if link.problems:
        print("\n".join(link.problems.values()), file=sys.stderr)
        return 2
    projection = project(link.scenario)
    for name, value in asdict(projection.headline).items():
        shown = f"{value:,.4f}" if isinstance(value, float) else str(value)
        print(f"{name:24} {shown}")
    if "--years" in arguments:
        print(projection.years.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
