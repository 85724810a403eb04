"""What happens on the server, as lines that machines read: one JSON object a line.

Each has ``time`` (UTC, ISO 8601), ``level``, ``logger`` and ``message``; ``report`` where the
record has the id that the reader was shown (``extra={"report": id}``), and ``exception`` if there
is one.
"""

import datetime as dt
import json
import logging
import sys
import threading
from types import TracebackType


class JsonLines(logging.Formatter):
    """Puts a record on one line, whatever line ends its message or traceback has."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as one JSON object in ASCII, which no terminal takes for a command."""
        told = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (report := getattr(record, "report", None)) is not None:
            told["report"] = str(report)
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told)


def write_json_lines() -> None:
    """Have all that is logged, by Streamlit and uvicorn too, go to stderr as such lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_of_thread
    _hand_on_streamlit()
    _hand_on_uvicorn()


def _hand_on_streamlit() -> None:
    """Let Streamlit's loggers, each of which has a handler of its own, leave writing to the root's.

    ``logger.messageFormat`` alone would write tracebacks over many lines.
    """
    from streamlit import logger as streamlit_logger

    def leave_to_root(logger: logging.Logger) -> None:
        logger.handlers.clear()
        logger.propagate = True

    streamlit_logger.setup_formatter = leave_to_root
    streamlit_logger.update_formatter()


def _hand_on_uvicorn() -> None:
    """Let uvicorn, which sets up logging when it starts, leave writing to the root's handler."""
    from uvicorn.config import LOGGING_CONFIG

    LOGGING_CONFIG["loggers"] = {"uvicorn": {"level": "INFO"}}
    LOGGING_CONFIG["handlers"] = {}


def _log_uncaught(
    kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("dashboard").critical("not caught", exc_info=(kind, problem, trace))


def _log_uncaught_of_thread(thrown: threading.ExceptHookArgs) -> None:
    if thrown.exc_value is not None:
        _log_uncaught(thrown.exc_type, thrown.exc_value, thrown.exc_traceback)
