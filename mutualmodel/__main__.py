"""Project a plan from the command line: ``mutualmodel members=3m annual_cap=188``.

Arguments are ``input=value``, as in a share link: the plan's inputs by their bare names, the others
by dotted ones. Amounts are in the plan's money, ``currency=EUR``; ``¤`` stands for it in units. In
a checkout, ``python -m mutualmodel`` is the same command.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import asdict

from mutualmodel import Case, __version__, from_query, project
from mutualmodel.inputs import write_value


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the headline figures; return 2 when an argument cannot be used.

    Without ``arguments``, those of the command line. An unknown option, ``--help`` and
    ``--version`` raise :class:`SystemExit`, as is usual in a command.
    """
    asked = _reader().parse_intermixed_args(arguments)
    if asked.fields:
        _print_fields()
        return 0
    opened = from_query(dict(text.partition("=")[::2] for text in asked.inputs))
    if opened.problems:
        print("\n".join(map(str, opened.problems)), file=sys.stderr)
        return 2
    projection = project(opened.case.plan)
    print(f"{'currency':24} {opened.case.plan.currency}")
    for name, value in asdict(projection.headline).items():
        shown = f"{value:,.4f}" if isinstance(value, float) else str(value)
        print(f"{name:24} {shown}")
    if asked.years:
        print(projection.years.to_string())
    return 0


def _reader() -> ArgumentParser:
    reader = ArgumentParser(
        prog="mutualmodel",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    inputs = "all others: the default plan"
    reader.add_argument("inputs", nargs="*", metavar="input=value", help=inputs)
    reader.add_argument("--years", action="store_true", help="print the plan years too")
    reader.add_argument("--fields", action="store_true", help="list every input and its range")
    reader.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return reader


def _print_fields() -> None:
    for path, meta in Case.fields().items():
        name = path.removeprefix("plan.")
        print(f"{name:29} {write_value(meta.default):>12}  {meta.unit!s:26} {meta.allowed}")


if __name__ == "__main__":
    sys.exit(main())
