"""Write the report of a case file: ``python -m ui.report case.json -o report.html``."""

import datetime as dt
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from mutualmodel.inputs import CaseFileError, from_file
from mutualmodel.locale import of_environment
from ui.kit.language import languages, speaking
from ui.report.build import report
from ui.report.questions import QUESTIONS, USUAL

_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; return 2, with a line on stderr, when a case file cannot be used."""
    reader = ArgumentParser(prog="python -m ui.report", description=__doc__, allow_abbrev=False)
    reader.add_argument("case", help="a case file, as the dashboard saves it")
    reader.add_argument("-o", "--output", default="report.html", help="default: report.html")
    reader.add_argument(
        "--page",
        action="append",
        choices=QUESTIONS,
        help=f"a page to be told; repeatable; default: {', '.join(USUAL)}",
    )
    reader.add_argument("--address", default="", help="of the dashboard, for the link back to it")
    reader.add_argument(
        "--lang",
        "--language",
        dest="language",
        choices=languages(),
        default=of_environment(),
        help="of the report; default: that of the environment (LC_ALL, LC_MESSAGES, LANG)",
    )
    asked = reader.parse_args(arguments)
    try:
        opened = from_file(Path(asked.case).read_bytes())
    except (OSError, CaseFileError) as problem:
        return _refuse([f"{asked.case}: {getattr(problem, 'strerror', None) or problem}"])
    if refused := [f"{asked.case}: {one}" for one in opened.problems if not one.is_missing]:
        return _refuse(refused)
    with speaking(asked.language):
        text = report(
            opened.case,
            opened.baseline,
            asked.page or USUAL,
            made_on=dt.datetime.now(tz=dt.UTC).date(),
            address=asked.address,
        )
    Path(asked.output).write_text(text, encoding="utf-8", newline="\n")
    return 0


def _refuse(lines: Sequence[str]) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return _REFUSED


if __name__ == "__main__":
    sys.exit(main())
