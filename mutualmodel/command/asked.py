"""Which case a command is asked about: a preset or a file, and inputs on top of it."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mutualmodel.command.speech import (
    _,
    language,
    named,
    of_problem,
    of_problems,
    sentence,
)
from mutualmodel.inputs import (
    Case,
    CaseFileError,
    Opened,
    ScenarioError,
    from_file,
    from_query,
)
from mutualmodel.inputs.case import dotted
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.locale import ENGLISH

_BASELINE = "base."


class RefusedError(Exception):
    """What a command cannot use, one line each."""

    def __init__(self, *lines: str) -> None:
        """Keep the lines."""
        super().__init__("\n".join(lines))


class UnreadError(RefusedError):
    """A file cannot be read; ``why`` is told apart from its name."""

    def __init__(self, file: str, why: str) -> None:
        """Name the file before the reason."""
        super().__init__(named(file, why))
        self.why = why


class NowhereError(Exception):
    """What is sought is nowhere to be found: no fault of who asks."""


def case_of(asked: Namespace) -> Case:
    """Return the case that the options ask about.

    Raises
    ------
    RefusedError
        When a file or a preset is none, or an input cannot be used.
    """
    if asked.case is not None and asked.preset is not None:
        raise RefusedError(
            _("--preset: a case file has its own plan; give --case or --preset, not both")
        )
    start = Case()
    if asked.case is not None:
        start = _case_file(asked.case, asked.notes).case
    elif asked.preset is not None:
        start = Case(plan=ALL_PRESETS[asked.preset].scenario)
    return with_inputs(start, [*asked.inputs, *asked.set])


def baseline_of(asked: Namespace, usual: str) -> tuple[str, Case] | None:
    """Return the baseline that the options ask for with its name, None where they want none.

    ``usual`` is whose case it is where they name none and set no input of it.

    Raises
    ------
    RefusedError
        When it cannot be used.
    """
    texts = asked.baseline_set
    name = asked.baseline or ("default" if texts else usual)
    if name == "none":
        if texts:
            raise RefusedError(_("--baseline-set: with --baseline none there is no baseline"))
        return None
    try:
        return name, with_inputs(named_case(name, asked), texts)
    except RefusedError as problem:
        if not texts:
            raise
        lines = str(problem).splitlines()
        raise RefusedError(*(named("--baseline-set", line) for line in lines)) from None


def named_case(name: str, asked: Namespace) -> Case:
    """Return the case that a preset's name, ``default``, ``saved`` or a file stands for.

    Raises
    ------
    RefusedError
        When it is none of them.
    """
    if name == "default":
        return Case()
    if name == "saved":
        return _saved(asked)
    if name in ALL_PRESETS:
        return Case(plan=ALL_PRESETS[name].scenario)
    return _case_file(name, asked.notes).case


def _saved(asked: Namespace) -> Case:
    if asked.case is None:
        raise RefusedError(
            _("saved: stands for the baseline of a case file; name the file with --case")
        )
    # What is missing in the file has been told of its case.
    baseline = _case_file(asked.case, []).baseline
    if baseline is None:
        raise RefusedError(_("saved: {file} has no baseline").format(file=asked.case))
    return baseline


def _case_file(file: str, notes: list[str]) -> Opened:
    """Open a case file where the name of a preset might stand as well."""
    try:
        return opened_file(file, notes)
    except UnreadError as problem:
        told = _("{file}: {why}; it is no preset either ({known})")
        known = ", ".join(("default", *ALL_PRESETS))
        raise RefusedError(told.format(file=file, why=problem.why, known=known)) from None


def opened_file(file: str, notes: list[str]) -> Opened:
    """Open a case file; where an input is missing its default is used, and a note says so.

    Raises
    ------
    RefusedError
        When it cannot be read, is no case file, or holds what cannot be used.
    """
    try:
        opened = from_file(Path(file).read_bytes())
    except OSError as problem:
        raise UnreadError(file, _unread(problem)) from None
    except CaseFileError as problem:
        raise RefusedError(named(file, sentence(problem.problem.sentence))) from None
    refused = [problem for problem in opened.problems if not problem.is_missing]
    if refused:
        raise RefusedError(*(named(file, of_problem(problem)) for problem in refused))
    notes += [named(file, of_problem(problem)) for problem in opened.problems]
    return opened


def _unread(problem: OSError) -> str:
    """Tell why a file was not read: in English in the system's own words."""
    if language() == ENGLISH:
        return problem.strerror or _("the file cannot be read")
    if isinstance(problem, FileNotFoundError):
        return _("there is no such file")
    return _("the file cannot be read")


def given_times(name: str, times: int) -> str:
    """Tell that an input stands more than once."""
    return _("{name}: given {times} times").format(name=name, times=times)


def with_inputs(start: Case, texts: Sequence[str]) -> Case:
    """Return a case with inputs changed by texts such as ``members=3m``.

    Raises
    ------
    RefusedError
        When an input cannot be used, stands twice, or is that of a baseline.
    """
    pairs = [text.partition("=") for text in texts]
    names = [name.strip() for name, _sign, _value in pairs]
    lines = [
        _("{name}: an input is given as name=value, such as members=3m").format(name=name)
        for name, (_name, sign, _value) in zip(names, pairs, strict=True)
        if not sign
    ]
    plain = Counter(name.removeprefix("plan.") for name in names)
    lines += [given_times(name, times) for name, times in plain.items() if times > 1]
    lines += [
        _("{name}: a baseline is given by --baseline").format(name=name)
        for name in names
        if name == "base" or name.startswith(_BASELINE)
    ]
    lines += [_("v: a command line has no version") for name in names if name == "v"]
    if lines:
        raise RefusedError(*lines)
    opened = from_query({name: value for name, (_n, _s, value) in zip(names, pairs, strict=True)})
    if opened.problems:
        raise RefusedError(*map(of_problem, opened.problems))
    return _on_top(start, opened, names)


def _on_top(start: Case, opened: Opened, names: Sequence[str]) -> Case:
    paths = list(map(dotted, names))
    try:
        return start.with_changes({path: opened.case.value(path) for path in paths})
    except ScenarioError as error:
        raise RefusedError(*of_problems(error)) from None
