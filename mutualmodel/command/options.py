"""What the command line understands, and the help that it gives."""

import math
import re
from argparse import (
    Action,
    ArgumentParser,
    ArgumentTypeError,
    HelpFormatter,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable

from mutualmodel import __version__
from mutualmodel.analysis import GOALS, HEADLINES, RESULTS
from mutualmodel.command.speech import LANGUAGE_OPTIONS, _
from mutualmodel.command.wide import left, lines_of, width
from mutualmodel.command.writing import FORMATS
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.locale import languages
from mutualmodel.simulation.run import MOST_PATHS
from mutualmodel.text import N_

_DESCRIPTION = N_("A model of mutual-aid health plans: what members pay, and how sure that is.")
_EXAMPLES = """\
    mutualmodel project members=3m annual_cap=188
    mutualmodel solve fee_rate first_year 88
    mutualmodel sweep members --result first_year --result one_claim --format csv
    mutualmodel tornado last_year
    mutualmodel compare --preset hard_cap_2021 --result one_in_200"""
_INPUTS = N_(
    "Inputs are given as in a share link: those of the plan by their bare names, the others by "
    "dotted ones. Amounts are in the plan's money (currency=EUR). Without a word, project answers."
)

# What each word answers, in the order of the help.
WORDS = {
    "project": N_("what the plan comes to in its first year, or in each of its years"),
    "simulate": N_("how sure that is: many simulated runs, by plan year"),
    "compare": N_("results of this case beside a baseline and any other cases"),
    "sweep": N_("results while one input moves over its range"),
    "tornado": N_("which input matters: each over its own plausible low and high"),
    "solve": N_("which value of an input brings a result to a target"),
    "replay": N_("the model beside the published record, settlement by settlement"),
    "close": N_("what the plan owes on the day it stops, and who pays"),
    "fields": N_("every input with its default, unit and range"),
    "results": N_("every result that can be compared, swept and sought"),
    "presets": N_("every preset and the inputs it sets"),
}
_OF_A_CASE = (*("project", "simulate", "compare", "sweep", "tornado", "solve", "replay", "close"),)
_MOST_POINTS = 10_001
_MOST_YEARS = 10
_HEADED = re.compile(r"^(\S.*):$", re.MULTILINE)
# Columns of a terminal that the help takes.
_WIDTH = 96


class WideHelp(HelpFormatter):
    """Help whose lines are broken and lined up by columns: a Chinese letter takes two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return lines_of(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in lines_of(text, width - len(indent)))

    def format_help(self) -> str:
        """Return the help; argparse of Python 3.11 has no text for the mark behind a heading."""
        told = super().format_help()
        return _HEADED.sub(lambda found: _("{heading}:").format(heading=found[1]), told)

    def _format_action(self, action: Action) -> str:
        told = super()._format_action(action)
        name = self._format_action_invocation(action)
        # It was filled up by its letters.
        more = width(name) - len(name)
        filled = re.compile(re.escape(name) + "( +)(?=\\S)")
        if not more or not (found := filled.search(told)):
            return told
        spaces = len(found[1]) - more
        gap = " " * spaces if spaces > 1 else "\n" + " " * self._max_help_position
        return filled.sub(lambda _found: name + gap, told, count=1)


def first_reader() -> ArgumentParser:
    """Return the parser of what stands alone: help on all words, and the version."""
    column = max(map(len, WORDS))
    words = "\n".join("  ".join(["", left(word, column), _(told)]) for word, told in WORDS.items())
    about = "\n".join(lines_of(_(_INPUTS), _WIDTH))
    top = ArgumentParser(
        prog="mutualmodel",
        usage=_("%(prog)s [WORD] [options] [name=value ...]"),
        description="\n\n".join([_(_DESCRIPTION), _EXAMPLES, about, _("words:"), words]),
        epilog=_("mutualmodel WORD --help tells what each understands."),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    always(top)
    top.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help=_("show the version and leave"),
    )
    return top


def reader_of(word: str) -> ArgumentParser:
    """Return the parser of what one word understands."""
    one = ArgumentParser(
        prog=f"mutualmodel {word}",
        description=_(WORDS[word]),
        formatter_class=WideHelp,
        allow_abbrev=False,
        add_help=False,
    )
    always(one)
    one.add_argument("--format", choices=FORMATS, default="table", help=usual("table"))
    if word in _OF_A_CASE:
        _of_a_case(one, positional=word not in ("sweep", "tornado", "solve"))
    for words, add in _OPTIONS:
        if word in words:
            add(one)
    # Where options and the rest may be mixed, argparse tells the usage again, and takes "usage: "
    # from it by the number of its letters.
    one.usage = one.format_usage().removeprefix(_("usage: ")).replace("%", "%%")
    return one


def always(one: ArgumentParser) -> None:
    """Let a command say its help and the language of it."""
    one.add_argument("-h", "--help", action="help", help=_("show this help and leave"))
    # Read before all else, for this help too is in that language: here it is told and refused.
    one.add_argument(
        *LANGUAGE_OPTIONS,
        choices=languages(),
        help=_("the language of what is told; default: that of the environment (LC_ALL, LANG)"),
    )


def _of_a_case(one: ArgumentParser, *, positional: bool) -> None:
    of = one.add_argument_group(_("the case"))
    if positional:
        of.add_argument("inputs", nargs="*", metavar=_("name=value"), help=_("inputs that differ"))
    else:
        one.set_defaults(inputs=[])
    of.add_argument(
        "--set",
        action="append",
        default=[],
        metavar=_("name=value"),
        help=_("an input that differs; repeatable"),
    )
    of.add_argument("--case", metavar=_("FILE"), help=_("a case file, as the dashboard writes it"))
    of.add_argument(
        "--preset", choices=ALL_PRESETS, metavar=_("NAME"), help=_("a preset; see: presets")
    )


def _years(one: ArgumentParser) -> None:
    one.add_argument("--years", action="store_true", help=_("each plan year instead of the first"))


def _baseline(one: ArgumentParser) -> None:
    one.add_argument(
        "--baseline",
        metavar=_("CASE"),
        help=_("a preset's name, a case file, default, none, or saved (that of the --case file)"),
    )
    one.add_argument(
        "--baseline-set",
        action="append",
        default=[],
        metavar=_("name=value"),
        help=_("an input that differs in the baseline; repeatable"),
    )


def _also(one: ArgumentParser) -> None:
    one.add_argument(
        "--also",
        action="append",
        default=[],
        metavar=_("CASE"),
        help=_("one more case; repeatable"),
    )


def _paths(one: ArgumentParser) -> None:
    one.add_argument(
        "--paths", metavar="N", type=_whole(MOST_PATHS), default=10_000, help=usual("10000")
    )


def _input(one: ArgumentParser) -> None:
    one.add_argument("input", metavar=_("input"), help=_("a numeric input; see: fields"))


def _result(one: ArgumentParser) -> None:
    one.add_argument(
        "--result",
        action="append",
        choices=RESULTS,
        metavar=_("NAME"),
        help=_("see: results; repeatable; default: first_year"),
    )


def _page(one: ArgumentParser) -> None:
    one.add_argument(
        "--page",
        choices=HEADLINES,
        metavar=_("PAGE"),
        help=_("the headline figures of a page of the dashboard: {pages}").format(
            pages=", ".join(HEADLINES)
        ),
    )
    one.add_argument(
        "--paths",
        type=_whole(MOST_PATHS),
        metavar="N",
        help=_("for what is counted over simulated runs; default: some thousands"),
    )
    one.add_argument(
        "--within",
        type=_whole(_MOST_YEARS),
        metavar=_("YEARS"),
        help=_("count events within so many plan years; default: all of a plan's"),
    )


def _headlines(one: ArgumentParser) -> None:
    one.add_argument(
        "--headlines",
        action="store_true",
        help=_(
            "the headline figures of the history page, with its change (view.history_day, "
            "view.history_turn)"
        ),
    )


def _range(one: ArgumentParser) -> None:
    value = _("VALUE")
    begins, ends = _("default: where the range begins"), _("default: where it ends")
    one.add_argument("--from", dest="first", metavar=value, type=_finite, help=begins)
    one.add_argument("--to", dest="last", metavar=value, type=_finite, help=ends)
    points = _whole(_MOST_POINTS, 2)
    one.add_argument("--points", metavar="N", type=points, default=11, help=usual("11"))


def _sought(one: ArgumentParser) -> None:
    one.add_argument("sought", choices=RESULTS, metavar=_("result"), help=_("see: results"))
    one.add_argument(
        "--shares",
        action="store_true",
        help=_(
            "the share of the variance that each input explains when all that nobody decides move"
        ),
    )


def _target(one: ArgumentParser) -> None:
    one.add_argument("sought", choices=RESULTS, metavar=_("result"), help=_("see: results"))
    one.add_argument(
        "target",
        metavar=_("target"),
        type=_finite,
        help=_("in the result's unit; shares as fractions"),
    )
    one.add_argument("--goal", choices=GOALS, default="equal", help=usual("equal"))


def _stop(one: ArgumentParser) -> None:
    one.add_argument(
        "--stop",
        metavar=_("MONTHS"),
        help=_("months until the notice; the same as view.stop_month=MONTHS"),
    )


def _dask(one: ArgumentParser) -> None:
    one.add_argument(
        "--dask", metavar=_("ADDRESS"), help=_("work on the cluster of this scheduler, host:port")
    )


def usual(value: str) -> str:
    """Tell what an option is where it is not given."""
    return _("default: {value}").format(value=value)


def _finite(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if not math.isfinite(value):
        raise ArgumentTypeError(_("{given}: allowed is a number").format(given=repr(text)))
    return value


def _whole(most: int, least: int = 1) -> Callable[[str], int]:
    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            told = _("{given}: allowed is a whole number from {low} to {high}")
            raise ArgumentTypeError(told.format(given=repr(text), low=least, high=most))
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
