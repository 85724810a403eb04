"""The command line: whatever stands in it, it answers or refuses, and never shows its inside."""

import contextlib
import io

from hypothesis import given
from hypothesis import strategies as st

from mutualmodel.command import main
from tests.fuzz.fuzzing import tried
from tests.fuzz.hostile import hostile_texts
from tests.fuzz.test_links import NAMES

ENDS = {0, 1, 2}
# Nobody waits for an answer that takes long, nor for a file that may lie on this machine.
WORDS = ("project", "close", "compare")

given_values = st.builds("{}={}".format, st.sampled_from(NAMES) | hostile_texts, hostile_texts)
options = st.sampled_from(["--years", "--fields", "--format", "json", "csv", "--", "-1", "-"])
arguments = st.lists(given_values | options | hostile_texts.filter(lambda text: text != ""))


@tried(0.02, usually=40)
@given(st.none() | st.sampled_from(WORDS), arguments)
def test_any_arguments_are_answered_or_refused(word: str | None, more: list[str]) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([*([word] if word else []), *more])
        except SystemExit as ended:
            assert ended.code in ENDS
            return
    assert code in ENDS
    assert "Traceback" not in err.getvalue()
    assert bool(code) == bool(err.getvalue().strip() and not out.getvalue())
