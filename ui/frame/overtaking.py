"""A lever that is moved again while the page still follows its last move.

Streamlit lets a part that a reader has touched wait until the run in progress is at its end. What
follows a lever at rest may take long, and may itself wait for other sessions: it is broken off for
the levers' own part, which has what is left follow later.
"""

from dataclasses import replace

from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState


def give_way_to(fragment_id: str | None, *, now: bool) -> None:
    """Have Streamlit break this run off, at its next command, if this fragment alone is to run.

    ``now`` says that it is, as it has been asked for together with this run.
    """
    context = get_script_run_ctx()
    if context is None or context.script_requests is None or fragment_id is None:
        return
    requests = context.script_requests
    waiting = _waiting(requests)
    if waiting is None and now:
        waiting = RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            fragment_id_queue=[fragment_id],
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    if waiting is not None and waiting.fragment_id_queue == [fragment_id]:
        requests.request_rerun(replace(waiting, is_fragment_scoped_rerun=True))


def this_fragment() -> str | None:
    """Return the id of the fragment that is being drawn."""
    return ThreadState.get().fragment_id


def _waiting(requests: ScriptRequests) -> RerunData | None:
    """Return the run that was asked for meanwhile; Streamlit itself has no public way to look."""
    with requests._lock:
        asked = requests._state.value == "RERUN"
        return requests._rerun_data if asked else None
