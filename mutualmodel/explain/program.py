"""The Python that gives a figure again, for a reader who wants to take it further."""

from collections.abc import Mapping, Sequence

from mutualmodel.inputs import Case

Uses = Mapping[str, Sequence[str]]


def reproduce(expression: str, uses: Uses, case: Case, baseline: Case | None = None) -> str:
    """Return a program whose last line is a figure, or with a baseline both and their difference.

    Parameters
    ----------
    expression
        The figure of a ``case``, such as ``wind_down(case.plan, 1.0, case.closing).total_owed``.
    uses
        What it needs: names by module.

    A case with tables of the reader's own is read from its file, which has them.
    """
    own = bool(case.own) or (baseline is not None and bool(baseline.own))
    made = _FROM_FILE if own else _made(case, baseline)
    base = {"mutualmodel.inputs": {"from_file"}, "pathlib": {"Path"}} if own else {}
    case_class = set() if own else {"Case"}
    names = {**base, "mutualmodel": {*case_class, *uses.get("mutualmodel", ())}}
    names |= {module: set(found) for module, found in uses.items() if module != "mutualmodel"}
    lines = [
        f"from {module} import {', '.join(sorted(found, key=_as_isort))}"
        for module, found in sorted(names.items())
        if found
    ]
    if baseline is None:
        return "\n".join([*lines, "", *made, expression, ""])
    return "\n".join(
        [
            *lines,
            "",
            "",
            "def figure(case):",
            f"    return {expression}",
            "",
            "",
            *made,
            *(["baseline = opened.baseline"] if own else []),
            "figure(case), figure(baseline), figure(case) - figure(baseline)",
            "",
        ]
    )


# Tables of the reader's own are in the case file alone.
_FROM_FILE = ('opened = from_file(Path("case.json").read_bytes())', "case = opened.case")


def _made(case: Case, baseline: Case | None) -> list[str]:
    """Return the lines that make a case and its baseline."""
    lines = [f"case = {case.code()}"]
    return lines if baseline is None else [*lines, f"baseline = {baseline.code()}"]


def _as_isort(name: str) -> tuple[bool, str]:
    return not name[0].isupper(), name
