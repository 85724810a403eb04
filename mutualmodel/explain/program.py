"""The Python that gives a figure again, for a reader who wants to take it further."""

from collections.abc import Mapping, Sequence

from mutualmodel.inputs import Case

Uses = Mapping[str, Sequence[str]]

# Under which name a page saves a case.
FILE = "case.json"


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
    imports, lines = beginning(uses, case, baseline)
    if baseline is None:
        return "\n".join([*imports, "", *lines, expression, ""])
    return "\n".join(
        [
            *imports,
            "",
            "",
            "def figure(case):",
            f"    return {expression}",
            "",
            "",
            *lines,
            "figure(case), figure(baseline), figure(case) - figure(baseline)",
            "",
        ]
    )


def beginning(uses: Uses, case: Case, baseline: Case | None) -> tuple[list[str], list[str]]:
    """Return the lines of a program that import what it uses, and those that make its cases."""
    if need_file(case, baseline):
        lines = [f'opened = from_file(Path("{FILE}").read_bytes())', "case = opened.case"]
        lines += ["baseline = opened.baseline"] if baseline is not None else []
        needed: dict[str, set[str]] = {"mutualmodel.inputs": {"from_file"}, "pathlib": {"Path"}}
    else:
        lines = [f"case = {case.code()}"]
        lines += [f"baseline = {baseline.code()}"] if baseline is not None else []
        needed = {"mutualmodel": {"Case"}}
    for module, names in uses.items():
        needed[module] = needed.get(module, set()) | set(names)
    imports = [
        f"from {module} import {', '.join(sorted(names, key=_as_isort))}"
        for module, names in sorted(needed.items())
        if names
    ]
    return imports, lines


def need_file(case: Case, baseline: Case | None) -> bool:
    """Say whether a case or its baseline has tables of the reader's own: a file alone has those."""
    return bool(case.own) or (baseline is not None and bool(baseline.own))


def _as_isort(name: str) -> tuple[bool, str]:
    return not name[0].isupper(), name
