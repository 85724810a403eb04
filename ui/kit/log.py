"""The product's own lines in the log of the server: one head a record, by one logger.

Streamlit sets up its own loggers and no other, so that ours would be written without time and
level. Where an operator sets up logging as a whole (a handler of the root), ours goes there and
nothing is written here.
"""

import logging
from datetime import datetime

NAME = "mutualaid"
LOG = logging.getLogger(NAME)

# As Streamlit's own lines begin, so that the two can be read in one order.
_HEAD = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class IndentedLines(logging.Formatter):
    """Writes a record as a head and, each line indented below it, what belongs to it.

    So a line that is not indented always begins a record: whatever a stranger may have got into a
    message, it cannot pass for one. What no terminal should see is written as Python writes it.
    """

    def __init__(self) -> None:
        super().__init__(_HEAD)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Give the time with its distance from UTC: servers and readers are where they are."""
        made = datetime.fromtimestamp(record.created).astimezone()
        return made.isoformat(sep=" ", timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """Give the record, with its traceback if it has one."""
        return "\n  ".join(_printable(line) for line in super().format(record).splitlines())


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line)


def _nobody_else_writes(_record: logging.LogRecord) -> bool:
    return not logging.getLogger().handlers


def set_up(log: logging.Logger = LOG) -> None:
    """Have records written to the server's stderr, once however often this is called."""
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(IndentedLines())
        handler.addFilter(_nobody_else_writes)
        log.addHandler(handler)


set_up()
