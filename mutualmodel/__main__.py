"""Project a plan from the command line: ``python -m mutualmodel members=3m annual_cap=188``.

Arguments are ``input=value``, as in a share link: the plan's inputs by their bare names, the others
by dotted ones. ``--years`` prints the plan years too, and ``--fields`` lists every input with its
range and default.
"""

import sys
from dataclasses import asdict

from mutualmodel import Case, from_query, project
from mutualmodel.inputs import write_value


def main(arguments: list[str]) -> int:
    """Print the headline figures; return 2 when an argument cannot be used."""
    if "--fields" in arguments:
        for path, meta in Case.fields().items():
            name = path.removeprefix("plan.")
            print(f"{name:29} {write_value(meta.default):>12}  {meta.unit!s:26} {meta.allowed}")
        return 0
    given = dict(text.partition("=")[::2] for text in arguments if not text.startswith("--"))
    opened = from_query(given)
    if opened.problems:
        print("\n".join(map(str, opened.problems)), file=sys.stderr)
        return 2
    projection = project(opened.case.plan)
    for name, value in asdict(projection.headline).items():
        shown = f"{value:,.4f}" if isinstance(value, float) else str(value)
        print(f"{name:24} {shown}")
    if "--years" in arguments:
        print(projection.years.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
