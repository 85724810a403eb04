"""Which case a command is asked about: a preset or a file, and inputs on top of it."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

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

_BASELINE = "base."


class RefusedError(Exception):
    """What a command cannot use, one line each."""

    def __init__(self, *lines: str) -> None:
        """Keep the lines."""
        super().__init__("\n".join(lines))


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
        raise RefusedError("--preset: a case file has its own plan; give one of the two")
    start = Case()
    if asked.case is not None:
        start = case_in(asked.case)
    elif asked.preset is not None:
        start = Case(plan=ALL_PRESETS[asked.preset].scenario)
    return with_inputs(start, [*asked.inputs, *asked.set])


def named_case(name: str) -> Case:
    """Return the case that a preset's name, ``default`` or a file stands for.

    Raises
    ------
    RefusedError
        When it is none of them.
    """
    if name == "default":
        return Case()
    if name in ALL_PRESETS:
        return Case(plan=ALL_PRESETS[name].scenario)
    return case_in(name)


def case_in(file: str) -> Case:
    """Return the case in a file.

    Raises
    ------
    RefusedError
        When it cannot be read, is no case file, or holds what cannot be used.
    """
    try:
        opened = from_file(Path(file).read_bytes())
    except OSError as problem:
        known = ", ".join(("default", *ALL_PRESETS))
        why = problem.strerror or "cannot be read"
        raise RefusedError(f"{file}: {why}; it is no preset either ({known})") from None
    except CaseFileError as problem:
        raise RefusedError(f"{file}: {problem}") from None
    if opened.problems:
        raise RefusedError(*(f"{file}: {problem}" for problem in opened.problems))
    return opened.case


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
        f"{name}: an input is given as name=value, such as members=3m"
        for name, (_name, sign, _value) in zip(names, pairs, strict=True)
        if not sign
    ]
    plain = Counter(name.removeprefix("plan.") for name in names)
    lines += [f"{name}: given {times} times" for name, times in plain.items() if times > 1]
    lines += [
        f"{name}: a baseline is given by --baseline"
        for name in names
        if name == "base" or name.startswith(_BASELINE)
    ]
    lines += [f"{name}: a command line has no version" for name in names if name == "v"]
    if lines:
        raise RefusedError(*lines)
    opened = from_query({name: value for name, (_n, _s, value) in zip(names, pairs, strict=True)})
    if opened.problems:
        raise RefusedError(*map(str, opened.problems))
    return _on_top(start, opened, names)


def _on_top(start: Case, opened: Opened, names: Sequence[str]) -> Case:
    paths = list(map(dotted, names))
    try:
        return start.with_changes({path: opened.case.value(path) for path in paths})
    except ScenarioError as error:
        raise RefusedError(*map(str, error.problems.values())) from None
