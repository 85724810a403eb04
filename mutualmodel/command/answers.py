"""What each word of the command line answers: a table of the model's own figures."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.analysis import (
    HEADLINES,
    RESULTS,
    results,
    run_many,
    solve,
    tornado,
    variance_shares,
)
from mutualmodel.analysis.solve import Solution, fitting_cases, numeric_input, values_along
from mutualmodel.closing import wind_down
from mutualmodel.command.asked import (
    NowhereError,
    RefusedError,
    baseline_of,
    case_of,
    given_times,
    named_case,
    with_inputs,
)
from mutualmodel.command.cluster import workers_at
from mutualmodel.command.speech import (
    _,
    allowed,
    language,
    number,
    of_problem,
    of_problems,
    unit_named,
    unit_of,
)
from mutualmodel.engine.projection import Projection, project
from mutualmodel.history import replay, replay_headlines
from mutualmodel.inputs import Case, FieldMeta, ScenarioError, write_value
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.inputs.ranges import along
from mutualmodel.inputs.showing import shown
from mutualmodel.levels import HIGH, LOW, MEDIAN, ONE_IN_200
from mutualmodel.locale import ENGLISH
from mutualmodel.simulation import Event, simulate
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd

Answer = Callable[[Namespace, Callable[[float], None]], "pd.DataFrame"]

_THE_DEFAULT = N_("the default")
_KINDS = ("under_40", "40_plus", "mild")
_EVENTS: tuple[Event, ...] = ("unpaid", "ruined", "dissolved")
_NEVER = {
    "equal": N_("{input} from {low} to {high}: {result} is never equal to {target}"),
    "below": N_("{input} from {low} to {high}: {result} is never at most {target}"),
    "above": N_("{input} from {low} to {high}: {result} is never at least {target}"),
}
_POINTS = {"5 %": LOW, "50 %": MEDIAN, "95 %": HIGH, "99.5 %": ONE_IN_200}


def _frame(
    rows: Sequence[Mapping[str, object]] | Mapping[str, Sequence[object]], index: str | None = None
) -> "pd.DataFrame":
    import pandas as pd

    table = pd.DataFrame(rows)
    return table if index is None else table.set_index(index)


def _project(asked: Namespace, _report: object) -> "pd.DataFrame":
    case = case_of(asked)
    projection = project(case.plan)
    if asked.years:
        return projection.years
    baseline = baseline_of(asked, "none")
    theirs = None if baseline is None else _headline(project(baseline[1].plan))
    return _beside(_headline(projection), theirs)


def _beside(
    mine: Mapping[str, object], theirs: Mapping[str, object] | None = None
) -> "pd.DataFrame":
    """Return a table of figures, with a baseline's before them."""
    if theirs is None:
        return _frame({"figure": list(mine), "value": list(mine.values())})
    columns = {"baseline": list(theirs.values()), "case": list(mine.values())}
    return _frame({"figure": list(mine), **columns})


def _headline(projection: Projection) -> dict[str, object]:
    figures = asdict(projection.headline)
    by_kind = zip(_KINDS, figures.pop("claims_by_kind"), strict=True)
    figures |= {f"claims_{kind}": claims for kind, claims in by_kind}
    return {"currency": projection.scenario.currency, **figures}


def _simulate(asked: Namespace, report: Callable[[float], None]) -> "pd.DataFrame":
    plan = case_of(asked).plan
    with workers_at(asked.dask) as workers:
        found = simulate(plan, asked.paths, executor=workers, progress=report)
    points = found.quantiles("cost", tuple(_POINTS.values())).values
    rows = []
    for year in range(1, plan.years + 1):
        row: dict[str, float] = {"year": year, "mean": float(found.means("cost")[0][year - 1])}
        row |= dict(zip(_POINTS, map(float, points[year - 1]), strict=True))
        for event in _EVENTS:
            row[event] = found.probability(event, year).value
        rows.append(row)
    return _frame(rows, "year")


def _compare(asked: Namespace, _report: object) -> "pd.DataFrame":
    named = [("case", case_of(asked))]
    if (baseline := baseline_of(asked, "default")) is not None:
        named.append(baseline)
    named += [(name, named_case(name, asked)) for name in asked.also]
    cases = _told_apart(named)
    names = [*(HEADLINES[asked.page] if asked.page else ()), *(asked.result or ())]
    wanted = list(dict.fromkeys(names)) or _results(asked)
    table = results(list(cases.values()), wanted, paths=asked.paths, within=asked.within).T
    table.columns = list(cases)
    table.index.name = "result"
    return table


def _told_apart(named: Sequence[tuple[str, Case]]) -> dict[str, Case]:
    """Return cases by name; of several that are called alike the later ones get a number."""
    cases: dict[str, Case] = {}
    for given, case in named:
        # The name of a file may hold anything.
        name, number = shown(given), 1
        told = name
        # The first column is called so already.
        while told in cases or told == "result":
            number += 1
            told = f"{name} {number}"
        cases[told] = case
    return cases


def _sweep(asked: Namespace, report: Callable[[float], None]) -> "pd.DataFrame":
    case = case_of(asked)
    path, meta = _numeric(asked.input)
    values = along(meta, asked.points, case.value(path))
    low, high = asked.first, asked.last
    if low is not None or high is not None:
        low = float(values[0]) if low is None else low
        high = float(values[-1]) if high is None else high
        values = np.linspace(low, high, asked.points)
    if meta.integer:
        values = np.unique(np.rint(values))
    wanted = [int(value) if meta.integer else float(value) for value in values]
    # What lies outside the range is refused rather than left out.
    for value in (wanted[0], wanted[-1]):
        _within(case, path, value)
    changes = [{path: value} for value in wanted]
    columns: dict[str, Sequence[object]] = {asked.input: wanted}
    names = _results(asked)
    fitting, places = fitting_cases(case, changes)
    found = np.full((len(changes), len(names)), np.nan)
    with workers_at(asked.dask) as workers:
        found[places] = run_many(fitting, names, workers, progress=report)
    columns |= dict(zip(names, found.T.tolist(), strict=True))
    return _frame(columns, asked.input)


def _within(case: Case, path: str, value: float) -> None:
    meta = Case.fields()[path]
    assert meta.minimum is not None
    assert meta.maximum is not None
    if not meta.minimum <= value <= meta.maximum:
        raise RefusedError(of_problem(meta.refusal(value)))


def _numeric(name: str) -> tuple[str, FieldMeta]:
    try:
        return numeric_input(name)
    except ScenarioError as error:
        raise RefusedError(*of_problems(error)) from None


def _results(asked: Namespace) -> list[str]:
    return asked.result or ["first_year"]


def _tornado(asked: Namespace, report: Callable[[float], None]) -> "pd.DataFrame":
    case = case_of(asked)
    if not asked.shares:
        table = tornado(case, asked.sought, progress=report).drop(columns=["title", "decided"])
        return _bare(table)
    try:
        found = variance_shares(case, asked.sought, progress=report)
    except ScenarioError as error:
        raise RefusedError(*of_problems(error)) from None
    except ValueError:
        told = _("result = {name}: allowed is one that is read off a projection")
        raise RefusedError(told.format(name=repr(asked.sought))) from None
    if found.table.empty:
        told = _("{name}: not every case has it, or no input moves it")
        raise NowhereError(told.format(name=asked.sought))
    return _bare(found.table.drop(columns="title"))


def _bare(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table of inputs as a command names them."""
    return table.rename(index=lambda path: str(path).removeprefix("plan."))


def _solve(asked: Namespace, _report: object) -> "pd.DataFrame":
    case = case_of(asked)
    path, _meta = _numeric(asked.input)
    try:
        found = solve(case, path, asked.sought, asked.target, asked.goal)
    except ScenarioError as error:
        raise RefusedError(*of_problems(error)) from None
    if not found.spans:
        raise NowhereError(_never(asked, found))
    rows = []
    for first, last in found.spans:
        ends = values_along(case, [{path: first}, {path: last}], asked.sought)
        rows.append([first, last, *map(float, ends)])
    columns = [f"{one} {end}" for one in (asked.input, asked.sought) for end in ("from", "to")]
    return _frame([dict(zip(columns, row, strict=True)) for row in rows])


def _never(asked: Namespace, found: Solution) -> str:
    low, high = found.curve_inputs[[0, -1]]
    told = _(_NEVER[asked.goal]).format(
        input=asked.input,
        low=_general(low),
        high=_general(high),
        result=asked.sought,
        target=_general(asked.target),
    )
    for value in found.leaps:
        leap = _("{before}; it jumps past the target at {value}")
        told = leap.format(before=told, value=f"{value:g}")
    return told


def _general(value: float) -> str:
    return f"{value:,g}" if language() == ENGLISH else number(value)


def _close(asked: Namespace, _report: object) -> "pd.DataFrame":
    case = case_of(asked)
    if asked.stop is not None:
        names = [text.partition("=")[0].strip() for text in (*asked.inputs, *asked.set)]
        if "view.stop_month" in names:
            raise RefusedError(given_times("view.stop_month", 2))
        case = with_inputs(case, [f"view.stop_month={asked.stop}"])
    closed = wind_down(case.plan, case.stop_years, case.closing)
    figures = {f"owed, {stage}": yuan for stage, yuan in closed.by_stage.items()}
    figures |= {
        "owed": closed.total_owed,
        "unpaid": closed.total_unpaid,
        "paid from a fund": float(closed.from_fund.sum()),
        "members pay": closed.members_pay,
        "sponsor or insurer pays": closed.sponsor_pays,
        "operator pays": closed.operator_total,
        "given back to members": closed.given_back,
        "members": closed.members,
        "members without cover": closed.without_cover,
    }
    return _beside(figures)


def _replay(asked: Namespace, _report: object) -> "pd.DataFrame":
    case = case_of(asked)
    if asked.headlines:
        baseline = baseline_of(asked, "none")
        theirs = None if baseline is None else replay_headlines(baseline[1].view)
        return _beside(replay_headlines(case.view), theirs)
    table = replay(case.plan)
    return table.reset_index() if table.index.name is not None else table


def _fields(asked: Namespace, _report: object) -> "pd.DataFrame":
    to_people = asked.format == "table"
    rows = [
        {
            "input": path.removeprefix("plan."),
            "default": write_value(meta.default),
            "unit": unit_of(meta) if to_people else str(meta.unit),
            "allowed": allowed(meta) if to_people else meta.allowed,
            "what": _(meta.title) if to_people else meta.title,
        }
        for path, meta in Case.fields().items()
    ]
    return _frame(rows)


def _all_results(asked: Namespace, _report: object) -> "pd.DataFrame":
    to_people = asked.format == "table"
    rows = [
        {
            "result": name,
            "unit": unit_named(one.unit) if to_people else str(one.unit),
            "page": one.page,
            "what": _(one.title) if to_people else one.title,
        }
        for name, one in RESULTS.items()
    ]
    return _frame(rows)


def _presets(asked: Namespace, _report: object) -> "pd.DataFrame":
    base = Case()
    rows = []
    for name, preset in ALL_PRESETS.items():
        changed = Case(plan=preset.scenario).changes_from(base)
        inputs = " ".join(
            f"{path.removeprefix('plan.')}={write_value(now)}"
            for path, (_before, now) in changed.items()
        )
        title, none = preset.title, _THE_DEFAULT
        if asked.format == "table":
            title, none = _(title), _(none)
        rows.append({"preset": name, "title": title, "inputs": inputs or none})
    return _frame(rows)


ANSWERS: Mapping[str, Answer] = {
    "project": _project,
    "simulate": _simulate,
    "compare": _compare,
    "sweep": _sweep,
    "tornado": _tornado,
    "solve": _solve,
    "replay": _replay,
    "close": _close,
    "fields": _fields,
    "results": _all_results,
    "presets": _presets,
}
