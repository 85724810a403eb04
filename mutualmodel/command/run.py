"""Read the command line, answer it, and leave quietly when nobody listens any more."""

import os
import sys
from collections.abc import Callable, Sequence

from mutualmodel.command.answers import ANSWERS
from mutualmodel.command.asked import NowhereError, RefusedError
from mutualmodel.command.options import WORDS, first_reader, reader_of
from mutualmodel.command.speech import named, speaking_as_asked
from mutualmodel.command.writing import printable, tell, written

# As a shell has it for what cannot be used, and for whoever closes a pipe.
REFUSED, _PIPE_CLOSED = 2, 141
# As grep has it for what is not found.
_NOWHERE = 1
_ALONE = ("-h", "--help", "--version")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print an answer; return 2 when something cannot be used, with a line for each on stderr.

    Where what is sought is nowhere to be found, that is said on stderr and 1 is returned.

    The language is that of ``--lang``, else the environment's, and English where the terminal
    cannot write it. Without ``arguments``, those of the command line. An unknown option,
    ``--help`` and ``--version`` raise :class:`SystemExit`, as is usual in a command.
    """
    given = sys.argv[1:] if arguments is None else arguments
    with speaking_as_asked(given) as (_wanted, rest):
        return _answered(rest)


def _answered(arguments: Sequence[str]) -> int:
    word, rest = _word(arguments)
    asked = reader_of(word).parse_intermixed_args(rest)
    try:
        asked.notes = []
        answer = written(ANSWERS[word](asked, _progress(word)), asked.format, word)
        tell(*asked.notes)
        print(answer if asked.format != "table" else printable(answer, sys.stdout))
        sys.stdout.flush()
    except RefusedError as problem:
        tell(str(problem))
        return REFUSED
    except NowhereError as told:
        tell(str(told))
        return _NOWHERE
    except BrokenPipeError:
        # What is still to be written at the end would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    return 0


def _word(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Part the word from the rest; without one a plan is projected, as by ``members=3m`` alone."""
    given = list(arguments)
    if given[:1] and given[0] in WORDS:
        return given[0], given[1:]
    if given[:1] and given[0] in _ALONE:
        first_reader().parse_args(given)
    if "--fields" in given:
        given.remove("--fields")
        return "fields", given
    return "project", given


def _progress(word: str) -> Callable[[float], None]:
    """Return what is told how far long work is: a terminal's last line, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda share: None

    def report(share: float) -> None:
        end = "\r" if share < 1.0 else "\r\033[K"
        print(named(word, f"{share:4.0%}"), end=end, file=sys.stderr, flush=True)

    return report
