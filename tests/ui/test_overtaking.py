"""What follows at rest is broken off for a lever that is moved again, and for nothing else."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests

from ui.frame import overtaking

LEVERS = "the levers' part"


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> ScriptRequests:
    """Have a script running that nobody has asked anything of."""
    asked = ScriptRequests()
    context = SimpleNamespace(
        script_requests=asked,
        query_string="v=5",
        page_script_hash="page",
        cached_message_hashes=set(),
        context_info=None,
    )
    monkeypatch.setattr(overtaking, "get_script_run_ctx", lambda: context)
    return asked


def broken_off(requests: ScriptRequests) -> list[str] | None:
    """Tell for which fragments Streamlit would break the run off, or None if it would not."""
    found: ScriptRequest | None = requests.on_scriptrunner_yield()
    return None if found is None else found.rerun_data.fragment_id_queue


def test_streamlit_itself_has_a_part_wait() -> None:
    # Or else none of this is needed.
    asked = ScriptRequests()
    asked.request_rerun(RerunData(fragment_id=LEVERS))
    assert broken_off(asked) is None


def test_a_run_gives_way_to_the_levers_part(requests: ScriptRequests) -> None:
    overtaking.give_way_to(LEVERS, now=False)
    assert broken_off(requests) is None
    requests.request_rerun(RerunData(fragment_id=LEVERS, query_string="v=5&members=7"))
    overtaking.give_way_to(LEVERS, now=False)
    assert broken_off(requests) == [LEVERS]
    # Once it is taken, nothing is waiting any more.
    overtaking.give_way_to(LEVERS, now=False)
    assert broken_off(requests) is None


@pytest.mark.parametrize("others", [["another part"], [LEVERS, "another part"]])
def test_a_run_goes_on_where_anything_else_was_pressed(
    requests: ScriptRequests, others: list[str]
) -> None:
    for name in others:
        requests.request_rerun(RerunData(fragment_id=name))
    overtaking.give_way_to(LEVERS, now=True)
    assert broken_off(requests) is None


def test_a_run_that_was_asked_for_with_a_movement_is_of_the_levers_alone(
    requests: ScriptRequests,
) -> None:
    overtaking.give_way_to(LEVERS, now=True)
    assert broken_off(requests) == [LEVERS]


def test_a_page_without_levers_gives_way_to_nobody(requests: ScriptRequests) -> None:
    requests.request_rerun(RerunData(fragment_id=LEVERS))
    overtaking.give_way_to(None, now=True)
    assert broken_off(requests) is None
