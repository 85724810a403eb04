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
    """
    names = {"mutualmodel": {"Case", *uses.get("mutualmodel", ())}}
    names |= {module: set(found) for module, found in uses.items() if module != "mutualmodel"}
    lines = [
        f"from {module} import {', '.join(sorted(found, key=_as_isort))}"
        for module, found in sorted(names.items())
    ]
    if baseline is None:
        return "\n".join([*lines, "", f"case = {case.code()}", expression, ""])
    return "\n".join(
        [
            *lines,
            "",
            "",
            "def figure(case):",
            f"    return {expression}",
            "",
            "",
            f"case = {case.code()}",
            f"baseline = {baseline.code()}",
            "figure(case), figure(baseline), figure(case) - figure(baseline)",
            "",
        ]
    )


def _as_isort(name: str) -> tuple[bool, str]:
    return not name[0].isupper(), name
