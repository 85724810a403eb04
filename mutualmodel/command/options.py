"""What the command line understands, and the help that it gives."""

import math
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable

from mutualmodel import __version__
from mutualmodel.analysis import GOALS, HEADLINES, RESULTS
from mutualmodel.command.writing import FORMATS
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.simulation.run import MOST_PATHS

_DESCRIPTION = """\
A model of mutual-aid health plans: what members pay, and how sure that is.

    mutualmodel project members=3m annual_cap=188
    mutualmodel solve fee_rate first_year 88
    mutualmodel sweep members --result first_year --result one_claim --format csv
    mutualmodel tornado last_year
    mutualmodel compare --preset hard_cap_2021 --result one_in_200

Inputs are given as in a share link: those of the plan by their bare names, the others by dotted
ones. Amounts are in the plan's money (currency=EUR). Without a word, project answers.
"""

# What each word answers, in the order of the help.
WORDS = {
    "project": "what the plan comes to in its first year, or in each of its years",
    "simulate": "how sure that is: many simulated runs, by plan year",
    "compare": "results of this case beside a baseline and any other cases",
    "sweep": "results while one input moves over its range",
    "tornado": "which input matters: each over its own plausible low and high",
    "solve": "which value of an input brings a result to a target",
    "replay": "the model beside the published record, settlement by settlement",
    "close": "what the plan owes on the day it stops, and who pays",
    "fields": "every input with its default, unit and range",
    "results": "every result that can be compared, swept and sought",
    "presets": "every preset and the inputs it sets",
}
_OF_A_CASE = (*("project", "simulate", "compare", "sweep", "tornado", "solve", "replay", "close"),)
_MOST_POINTS = 10_001
_MOST_YEARS = 10


def first_reader() -> ArgumentParser:
    """Return the parser of what stands alone: help on all words, and the version."""
    width = max(map(len, WORDS))
    listed = "\n".join(f"  {word:{width}}  {said}" for word, said in WORDS.items())
    top = ArgumentParser(
        prog="mutualmodel",
        usage="%(prog)s [WORD] [options] [name=value ...]",
        description=f"{_DESCRIPTION}\nwords:\n{listed}",
        epilog="mutualmodel WORD --help tells what each understands.",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return top


def reader_of(word: str) -> ArgumentParser:
    """Return the parser of what one word understands."""
    said = WORDS[word]
    one = ArgumentParser(
        prog=f"mutualmodel {word}",
        description=f"{said[0].upper()}{said[1:]}.",
        allow_abbrev=False,
    )
    one.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    if word in _OF_A_CASE:
        _of_a_case(one, positional=word not in ("sweep", "tornado", "solve"))
    for words, add in _OPTIONS:
        if word in words:
            add(one)
    return one


def _of_a_case(one: ArgumentParser, *, positional: bool) -> None:
    of = one.add_argument_group("the case")
    if positional:
        of.add_argument("inputs", nargs="*", metavar="name=value", help="inputs that differ")
    else:
        one.set_defaults(inputs=[])
    of.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="name=value",
        help="an input that differs; repeatable",
    )
    of.add_argument("--case", metavar="FILE", help="a case file, as the dashboard writes it")
    of.add_argument("--preset", choices=ALL_PRESETS, metavar="NAME", help="a preset; see: presets")


def _years(one: ArgumentParser) -> None:
    one.add_argument("--years", action="store_true", help="each plan year instead of the first")


def _baseline(one: ArgumentParser) -> None:
    one.add_argument(
        "--baseline",
        metavar="CASE",
        help="a preset's name, a case file, default, none, or saved (that of the --case file)",
    )
    one.add_argument(
        "--baseline-set",
        action="append",
        default=[],
        metavar="name=value",
        help="an input that differs in the baseline; repeatable",
    )


def _also(one: ArgumentParser) -> None:
    one.add_argument(
        "--also", action="append", default=[], metavar="CASE", help="one more case; repeatable"
    )


def _paths(one: ArgumentParser) -> None:
    one.add_argument("--paths", type=_whole(MOST_PATHS), default=10_000, help="default: 10000")


def _input(one: ArgumentParser) -> None:
    one.add_argument("input", help="a numeric input; see: fields")


def _result(one: ArgumentParser) -> None:
    one.add_argument(
        "--result",
        action="append",
        choices=RESULTS,
        metavar="NAME",
        help="see: results; repeatable; default: first_year",
    )


def _page(one: ArgumentParser) -> None:
    one.add_argument(
        "--page",
        choices=HEADLINES,
        metavar="PAGE",
        help=f"the headline figures of a page of the dashboard: {', '.join(HEADLINES)}",
    )
    one.add_argument(
        "--paths",
        type=_whole(MOST_PATHS),
        metavar="N",
        help="for what is counted over simulated runs; default: some thousands",
    )
    one.add_argument(
        "--within",
        type=_whole(_MOST_YEARS),
        metavar="YEARS",
        help="count events within so many plan years; default: all of a plan's",
    )


def _headlines(one: ArgumentParser) -> None:
    one.add_argument(
        "--headlines",
        action="store_true",
        help="the headline figures of the history page, with its change (view.history_day, "
        "view.history_turn)",
    )


def _range(one: ArgumentParser) -> None:
    one.add_argument("--from", dest="first", type=_finite, help="default: where the range begins")
    one.add_argument("--to", dest="last", type=_finite, help="default: where it ends")
    one.add_argument("--points", type=_whole(_MOST_POINTS, 2), default=11, help="default: 11")


def _sought(one: ArgumentParser) -> None:
    one.add_argument("sought", choices=RESULTS, metavar="result", help="see: results")
    one.add_argument(
        "--shares",
        action="store_true",
        help="the share of the variance that each input explains when all that nobody decides move",
    )


def _target(one: ArgumentParser) -> None:
    one.add_argument("sought", choices=RESULTS, metavar="result", help="see: results")
    one.add_argument("target", type=_finite, help="in the result's unit; shares as fractions")
    one.add_argument("--goal", choices=GOALS, default="equal", help="default: equal")


def _stop(one: ArgumentParser) -> None:
    one.add_argument(
        "--stop",
        metavar="MONTHS",
        help="months until the notice; the same as view.stop_month=MONTHS",
    )


def _dask(one: ArgumentParser) -> None:
    one.add_argument(
        "--dask", metavar="ADDRESS", help="work on the cluster of this scheduler, host:port"
    )


def _finite(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if not math.isfinite(value):
        raise ArgumentTypeError(f"{text!r}: allowed is a number")
    return value


def _whole(most: int, least: int = 1) -> Callable[[str], int]:
    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise ArgumentTypeError(f"{text!r}: allowed is a whole number from {least} to {most}")
        return value

    return number


# In the order in which positional ones stand.
_OPTIONS: tuple[tuple[tuple[str, ...], Callable[[ArgumentParser], None]], ...] = (
    (("project",), _years),
    (("replay",), _headlines),
    (("project", "compare", "replay"), _baseline),
    (("compare",), _also),
    (("simulate",), _paths),
    (("sweep", "solve"), _input),
    (("sweep", "compare"), _result),
    (("compare",), _page),
    (("sweep",), _range),
    (("tornado",), _sought),
    (("sweep", "simulate"), _dask),
    (("solve",), _target),
    (("close",), _stop),
)
