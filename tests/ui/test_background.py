"""Work beside the page: progress, cancelling, failing, keeping."""

import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Scenario
from ui.frame.background import Cancelled, Desk, Job, Report
from ui.frame.giving_way import CROSSING
from ui.kit.language import _, speaking

PATIENCE_S = 10.0


def until(condition: object) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.002)


def test_a_result_is_given_and_kept() -> None:
    desk = Desk()
    job = desk.start("a", lambda report: 42)
    until(lambda: not job.running)
    assert job.result == 42
    until(lambda: desk.finished("a") is job)
    assert desk.finished("b") is None


def test_progress_is_told_while_it_runs() -> None:
    go, desk = threading.Event(), Desk()

    def work(report: Report) -> int:
        report(0.25)
        assert go.wait(PATIENCE_S)
        return 1

    job = desk.start("a", work)
    until(lambda: job.progress == 0.25)
    assert job.running
    go.set()
    until(lambda: job.result == 1)


def test_work_lets_pages_by_for_as_long_as_it_is_told() -> None:
    desk = Desk()
    with CROSSING.opening():
        waits = desk.start("a", lambda report: 1)
        begun = time.monotonic()
        patient = desk.start("b", lambda report: 2, patience=0.3)
        at_once = desk.start("c", lambda report: 3, patience=0.0)
        until(lambda: at_once.result == 3 and patient.result == 2)
        assert time.monotonic() - begun >= 0.3
        assert waits.running
    until(lambda: waits.result == 1)


def test_what_a_page_waits_for_gives_way_to_nobody() -> None:
    with CROSSING.opening():
        job = Desk().start("a", lambda report: 1, patience=0.0)
        begun = time.monotonic()
        job.wait(PATIENCE_S)
        assert job.result == 1
        assert time.monotonic() - begun < 0.5 * PATIENCE_S


def test_work_has_patience_once_however_often_it_reports() -> None:
    job: Job[int] = Job("a", gives_way_until=time.monotonic() + 0.3)
    begun = time.monotonic()
    with CROSSING.opening():
        for share in (0.1, 0.2, 0.3, 0.4):
            job.report(share)
    assert 0.3 <= time.monotonic() - begun < PATIENCE_S


def test_cancelled_work_stops_at_its_next_report_and_is_not_kept() -> None:
    begun, go, desk = threading.Event(), threading.Event(), Desk()
    after: list[int] = []

    def work(report: Report) -> int:
        begun.set()
        assert go.wait(PATIENCE_S)
        report(0.5)
        after.append(1)
        return 1

    job = desk.start("a", work)
    assert begun.wait(PATIENCE_S)
    job.cancel()
    go.set()
    until(lambda: not job.running)
    assert isinstance(job.problem, Cancelled)
    assert after == []
    assert desk.finished("a") is None


def test_a_closed_desk_leaves_off_what_runs_and_begins_nothing_more() -> None:
    begun, go, desk = threading.Event(), threading.Event(), Desk(workers=1)

    def work(report: Report) -> int:
        begun.set()
        assert go.wait(PATIENCE_S)
        report(0.5)
        return 1

    jobs = [desk.start("running", work), desk.start("waiting", lambda report: 2)]
    assert begun.wait(PATIENCE_S)
    desk.close()
    go.set()
    until(lambda: not any(job.running for job in jobs))
    assert all(isinstance(job.problem, Cancelled) for job in jobs)


def test_work_cancelled_before_its_turn_is_never_begun() -> None:
    job: Job[int] = Job("a")
    job.cancel()
    job.run(lambda report: pytest.fail("begun"))
    assert isinstance(job.problem, Cancelled)


def test_what_work_raises_is_kept_for_the_page_to_tell() -> None:
    desk = Desk()
    job = desk.start("a", lambda report: 1 // 0)
    until(lambda: not job.running)
    assert isinstance(job.problem, ZeroDivisionError)
    assert desk.finished("a") is None


def test_a_failure_is_a_sentence_with_the_python_message_beside_it() -> None:
    assert Job("a").failure is None
    job: Job[float] = Job("a")
    job.run(lambda report: 1 / 0)
    assert job.failure is not None
    told = str(job.failure.sentence)
    assert job.report_id
    assert told == (
        "This could not be worked out. Your plan is kept. "
        f"Report {job.report_id}, in the server's log."
    )
    assert job.failure.message == "ZeroDivisionError('division by zero')"


def test_a_refused_input_is_told_as_beside_the_input() -> None:
    job: Job[Scenario] = Job("a")
    job.run(lambda report: Scenario(fee_rate=2.0))
    assert job.failure is not None
    assert str(job.failure.sentence).startswith("Management fee: 200 % is not allowed.")
    assert job.failure.message == "fee_rate = 2.0: allowed is 0 to 0.5"


def test_work_that_all_sessions_share_says_nothing_in_one_of_their_languages() -> None:
    job: Job[str] = Job("a")
    with speaking("en"):
        job.run(lambda report: _("Members"))
        assert isinstance(job.problem, RuntimeError)
        assert _("Members") == "Members"


def test_only_the_latest_results_are_kept() -> None:
    desk = Desk(workers=1, kept=2)
    for key in "abc":
        job = desk.start(key, lambda report: 1)
        until(lambda: desk.finished(key) is job)  # noqa: B023 - waited for within the loop
    assert desk.finished("a") is None
    assert desk.finished("b") is not None
    assert desk.finished("c") is not None


# ---------------------------------------------------------------------------------- in a session

SCRIPT = """
import streamlit as st
from tests.ui.test_background import GATE, STARTED
from ui.frame.background import ask, drop, kept

def work(report):
    STARTED.append(st_key)
    report(0.5)
    assert GATE.wait(10)
    report(1.0)
    return st_key * 2

st_key = st.number_input("key", value=1, step=1)
if st.toggle("drop"):
    drop("job")
else:
    job = ask("job", ("double", st_key), work)
    st.text(f"{job.result} {type(job.problem).__name__}")
st.text(str(kept(("double", st_key))))
"""
GATE, STARTED = threading.Event(), []  # type: ignore[var-annotated]


def test_a_session_asks_drops_and_asks_again() -> None:
    GATE.clear()
    STARTED.clear()
    app = AppTest.from_string(SCRIPT).run()
    assert not app.exception
    until(lambda: STARTED == [1])
    app.run()  # the same request is the same job
    assert STARTED == [1]
    first = app.session_state["job_job"]
    app.number_input[0].set_value(2).run()  # a newer one takes its place
    until(lambda: STARTED == [1, 2])
    GATE.set()
    until(lambda: app.session_state["job_job"].result == 4)
    until(lambda: isinstance(first.problem, Cancelled))
    app.run()
    assert [text.value for text in app.text] == ["4 NoneType", "4"]
    app.toggle[0].set_value(True).run()
    assert "job_job" not in app.session_state
    app.toggle[0].set_value(False).run()  # done before: nothing is worked out again
    assert app.text[0].value == "4 NoneType"
    assert STARTED == [1, 2]


def cancelled(key: str) -> AppTest:
    """Give a page whose work has begun and was cancelled, and has not noticed yet."""
    GATE.clear()
    STARTED.clear()
    app = AppTest.from_string(SCRIPT.replace('"double"', f'"{key}"')).run()
    until(lambda: STARTED == [1])
    app.session_state["job_job"].cancel()
    return app


def test_a_request_that_was_cancelled_can_be_made_again() -> None:
    app = cancelled("again")
    GATE.set()
    until(lambda: not app.session_state["job_job"].running)
    app.run()
    until(lambda: app.session_state["job_job"].result == 2)


def test_so_can_one_that_has_not_noticed_yet_that_it_was_cancelled() -> None:
    app = cancelled("soon again")
    app.run()
    until(lambda: STARTED == [1, 1])
    GATE.set()
    until(lambda: app.session_state["job_job"].result == 2)


def a_page_that_waits() -> None:
    """Ask for work that goes on until it is told to stop, as a page does at every run."""
    import time

    import streamlit as st

    from ui.frame.background import Report, ask
    from ui.frame.progress import how_far

    def work(report: Report) -> int:
        for _turn in range(2000):
            report(0.4)
            time.sleep(0.005)
        return 1

    job = ask("slow", ("slow", st.session_state["token"]), work)
    how_far("slow", [job], "Counting slowly.", "Stopped: a few are shown.")
    st.text(f"running {job.running}")


def test_long_work_can_be_stopped_and_begun_again() -> None:
    app = AppTest.from_function(a_page_that_waits)
    app.session_state["token"] = time.monotonic_ns()
    app.run()
    (stop,) = app.button
    assert stop.label == "Stop :violet[Counting slowly.]"
    assert app.get("progress")
    stop.click().run()
    assert [one.value for one in app.text] == ["running False"]
    assert not app.get("progress")
    assert any("Stopped: a few are shown." in one.proto.body for one in app.get("html"))
    # A page that runs again for another reason leaves it stopped.
    app.run()
    assert [one.value for one in app.text] == ["running False"]
    (again,) = app.button
    again.click().run()
    assert [one.value for one in app.text] == ["running True"]
    app.button[0].click().run()


def test_what_was_stopped_is_another_cases_no_longer() -> None:
    app = AppTest.from_function(a_page_that_waits)
    app.session_state["token"] = time.monotonic_ns()
    app.run().button[0].click().run()
    app.session_state["token"] = time.monotonic_ns()
    app.run()
    assert [one.value for one in app.text] == ["running True"]
    app.button[0].click().run()
