"""Write the report of a case file: ``python -m ui.report case.json -o report.html``."""

import datetime as dt
import logging
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from mutualmodel.command.asked import RefusedError, opened_file
from mutualmodel.command.options import WideHelp, always, usual
from mutualmodel.command.run import REFUSED
from mutualmodel.command.speech import _, language, named, speaking_as_asked
from mutualmodel.command.writing import tell
from mutualmodel.inputs import Opened
from mutualmodel.locale import ENGLISH
from ui.kit.language import speaking
from ui.report.questions import QUESTIONS, USUAL

_FILE = "report.html"
# It says at length that what it would keep for all readers is kept for nobody here.
_STREAMLIT = "streamlit.runtime.caching.cache_data_api"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; return 2, with a line on stderr, when something cannot be used.

    Report, help and refusals are in the language of ``--lang``, else the environment's; where the
    terminal cannot write it, only the report is.
    """
    given = sys.argv[1:] if arguments is None else arguments
    with speaking_as_asked(given) as (wanted, rest):
        asked = _reader().parse_args(rest)
        try:
            _write(asked, wanted)
        except RefusedError as problem:
            tell(str(problem))
            return REFUSED
    return 0


def _reader() -> ArgumentParser:
    reader = ArgumentParser(
        prog="python -m ui.report",
        description=_("Write the report of a case as one HTML file."),
        formatter_class=WideHelp,
        allow_abbrev=False,
        add_help=False,
    )
    always(reader)
    reader.add_argument(
        "case", metavar=_("CASE"), help=_("a case file, as the dashboard writes it")
    )
    reader.add_argument("-o", "--output", metavar=_("FILE"), default=_FILE, help=usual(_FILE))
    reader.add_argument(
        "--page",
        action="append",
        choices=QUESTIONS,
        metavar=_("PAGE"),
        help=_("a page to be told, of {pages}; repeatable; default: {usual}").format(
            pages=", ".join(QUESTIONS), usual=", ".join(USUAL)
        ),
    )
    reader.add_argument(
        "--address",
        metavar=_("ADDRESS"),
        default="",
        help=_("where the dashboard is, for the link back to it"),
    )
    return reader


def _write(asked: Namespace, wanted: str) -> None:
    notes: list[str] = []
    opened = opened_file(asked.case, notes)
    tell(*notes)
    with speaking(wanted):
        text = _report(opened, asked)
    try:
        Path(asked.output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise RefusedError(named(asked.output, _unwritten(problem))) from None


def _report(opened: Opened, asked: Namespace) -> str:
    # Imported where they are used: help and refusals need not wait for all that draws pages.
    from streamlit.logger import get_logger

    get_logger(_STREAMLIT).setLevel(logging.ERROR)
    from ui.report.build import report

    return report(
        opened.case,
        opened.baseline,
        asked.page or USUAL,
        made_on=dt.datetime.now(tz=dt.UTC).date(),
        address=asked.address,
    )


def _unwritten(problem: OSError) -> str:
    """Tell why a file was not written: in English in the system's own words."""
    own = problem.strerror if language() == ENGLISH else None
    return own or _("the file cannot be written")


if __name__ == "__main__":
    sys.exit(main())
