"""Python and a command line that give a page's figures again, of the baseline too."""

import shlex
from dataclasses import dataclass

from mutualmodel.explain.program import FILE, Uses, beginning, need_file
from mutualmodel.inputs import Case, write_value

# The page whose figures are of the record's replay and no results of a case.
HISTORY = "history"


@dataclass(frozen=True)
class PageFigures:
    """The figures of a page: of which case, beside which baseline, from how many paths.

    ``paths`` and ``within`` are as :func:`mutualmodel.analysis.results` takes them; None where the
    page simulates nothing, or counts events over all years of each plan.
    """

    page: str
    case: Case
    baseline: Case | None = None
    paths: int | None = None
    within: int | None = None

    def python(self) -> str:
        """Return a program that prints a line for every figure: its name, and a value a case."""
        cases = "case" if self.baseline is None else "case, baseline"
        uses: Uses
        if self.page == HISTORY:
            uses = {"mutualmodel.history": ("replay_headlines",)}
            last = [
                f"found = [replay_headlines(one.view) for one in [{cases}]]",
                "for name in found[0]:",
                "    print(name, *[figures[name] for figures in found])",
            ]
        else:
            uses = {"mutualmodel.analysis": ("HEADLINES", "results")}
            asked = [f"[{cases}]", f'HEADLINES["{self.page}"]']
            asked += [f"paths={self.paths:_}"] if self.paths is not None else []
            asked += [f"within={self.within}"] if self.within is not None else []
            last = [
                f"for name, values in results({', '.join(asked)}).items():",
                "    print(name, *values)",
            ]
        imports, lines = beginning(uses, self.case, self.baseline)
        return "\n".join([*imports, "", *lines, *last, ""])

    def command(self) -> str:
        """Return the line for a POSIX shell that prints the same as a table."""
        of_page = ["compare", "--page", self.page]
        words = ["replay", "--headlines"] if self.page == HISTORY else of_page
        words += ["--paths", str(self.paths)] if self.paths is not None else []
        words += ["--within", str(self.within)] if self.within is not None else []
        in_file = need_file(self.case, self.baseline)
        words += ["--case", FILE] if in_file else _inputs(self.case)
        if self.baseline is None:
            words += ["--baseline", "none"]
        elif in_file:
            words += ["--baseline", "saved"]
        else:
            words += ["--baseline", "default"]
            words += [part for one in _inputs(self.baseline) for part in ("--baseline-set", one)]
        return shlex.join(["mutualmodel", *words])


def case_words(case: Case, *, in_file: bool) -> list[str]:
    """Return the options of any command that say which case is meant: a file, or inputs."""
    if in_file:
        return ["--case", FILE]
    return [part for one in _inputs(case) for part in ("--set", one)]


def _inputs(case: Case) -> list[str]:
    """Return what departs from the default as a command line takes it."""
    return [
        f"{path.removeprefix('plan.')}={write_value(now)}"
        for path, (_default, now) in case.changes_from(Case()).items()
    ]
