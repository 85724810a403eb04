"""The product's lines in the server's log: one head a record, with time, level and report id."""

import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ui.frame.fault_log import note
from ui.kit import log as product_log
from ui.kit.log import LOG, IndentedLines, set_up

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
HEAD = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d) (?P<level>[A-Z]+) +mutualaid: "
    r"report=(?P<report>[0-9A-F]{8}) where=home case='(?P<case>.*)'$"
)
FAULT = """
from ui.frame.fault_log import note
try:
    1 / 0
except ZeroDivisionError as problem:
    note("home", problem, "members=5")
"""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Collect what the product's format makes of what is logged."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(IndentedLines())
    LOG.addHandler(handler)
    yield text
    LOG.removeHandler(handler)


def fails(message: str) -> Exception:
    """Give an exception that has been raised."""
    try:
        raise ValueError(message)
    except ValueError as problem:
        return problem


def run(program: str) -> str:
    """Give what a program of its own writes to stderr."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


def test_a_fault_is_a_head_with_its_traceback_below_it() -> None:
    head, *below = run(FAULT).splitlines()
    found = HEAD.match(head)
    assert found is not None
    age = datetime.now().astimezone() - datetime.fromisoformat(found["time"])
    assert timedelta(0) <= age < timedelta(minutes=10)
    assert (found["level"], found["case"]) == ("ERROR", "members=5")
    assert below[0] == "  Traceback (most recent call last):"
    assert below[-1] == "  ZeroDivisionError: division by zero"
    assert all(line.startswith("  ") for line in below)


def test_it_is_written_once_though_a_page_is_loaded_anew() -> None:
    again = (
        "import importlib, ui.kit.log\nimportlib.reload(ui.kit.log)\nimportlib.reload(ui.kit.log)"
    )
    assert run(again + FAULT).count("report=") == 1


def test_where_an_operator_sets_up_logging_it_is_written_there_alone() -> None:
    late = "import ui.kit.log, logging, sys\n"
    early = "import logging, sys\n"
    own = "logging.basicConfig(format='own %(levelname)s %(report)s', stream=sys.stderr)"
    for first in (late, early):
        told = run(first + own + FAULT)
        assert re.match(r"own ERROR [0-9A-F]{8}\n", told)
        assert "report=" not in told


def test_what_a_stranger_says_cannot_pass_for_a_record(written: io.StringIO) -> None:
    forged = "\n2026-01-01 00:00:00.000+00:00 ERROR   mutualaid: report=00000000\r\x1b[2J\u2028x"
    note("home", fails(forged), f"members={forged}")
    heads = [line for line in written.getvalue().split("\n") if line and line[0] != " "]
    assert len(heads) == 1
    assert "00000000" in heads[0]
    assert not [sign for sign in "\r\x1b\u2028" if sign in written.getvalue()]
    assert "\\x1b[2J" in written.getvalue()


def test_a_record_carries_its_report_for_other_formats(caplog: pytest.LogCaptureFixture) -> None:
    report = note("home", fails("x"))
    (record,) = caplog.records
    assert vars(record)["report"] == report


def test_a_log_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

    log = logging.getLogger("mutualaid.full")
    monkeypatch.setattr(log, "propagate", False)
    monkeypatch.setattr(sys, "stderr", Full())
    monkeypatch.setattr(product_log, "_nobody_else_writes", lambda _record: True)
    set_up(log)
    log.error("x")
