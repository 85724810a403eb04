"""Everything a reader can set, in one frozen value.

A :class:`Case` holds one record each of the plan, the insurer's terms, the terms of closing, the
person, the pages' own choices and the early-warning thresholds. Whatever works on inputs (forms,
links, files, messages, sources, docs, the command line) walks :func:`Case.fields` by dotted name
and knows no field by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Self

from mutualmodel.inputs.choices import Choices
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.declare import (
    OWN,
    Declared,
    FieldMeta,
    Problem,
    ScenarioError,
    Value,
    unknown,
)
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.own.tables import OwnMembers, OwnTable, OwnTables
from mutualmodel.inputs.person import Person
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.inputs.thresholds import Thresholds
from mutualmodel.money import CHINESE
from mutualmodel.periods import MONTHS_PER_YEAR


@dataclass(frozen=True)
class Case:
    """A plan, the covers it is compared with, how it closes, for whom, what is asked and watched.

    A reader's own tables that can move the plan are in ``plan.own``, the others ``beside``.

    Examples
    --------
    >>> case = Case().with_changes({"insurer.loading": 0.2, "plan.members": 3e6})
    >>> case.insurer.loading
    0.2
    >>> case.changes_from(Case())
    {'plan.members': (105803500.0, 3000000.0), 'insurer.loading': (0.35, 0.2)}
    """

    plan: Scenario = field(default_factory=Scenario)
    insurer: InsurerTerms = field(default_factory=InsurerTerms)
    closing: ClosingTerms = field(default_factory=ClosingTerms)
    person: Person = field(default_factory=Person)
    view: Choices = field(default_factory=Choices)
    thresholds: Thresholds = field(default_factory=Thresholds)
    beside: OwnTables = field(default_factory=OwnTables)

    @staticmethod
    def fields() -> dict[str, FieldMeta]:
        """Return the metadata of every input by dotted name, in the order of declaration."""
        return _registry()

    def value(self, path: str) -> Value:
        """Return the value of one input by dotted name.

        Raises
        ------
        ScenarioError
            When there is no such input.
        """
        if path not in _registry():
            raise ScenarioError({path: unknown(path, None, _registry())})
        record, _, name = path.partition(".")
        value: Value = getattr(getattr(self, record), name)
        return value

    def values(self) -> dict[str, Value]:
        """Return every input's value by dotted name."""
        return {path: self.value(path) for path in _registry()}

    def with_changes(self, changes: Mapping[str, Value]) -> Self:
        """Return this case with inputs changed by dotted name.

        Raises
        ------
        ScenarioError
            When values are out of range or there is no such input; ``problems`` has all of them
            by dotted name.
        """
        wanted: dict[str, dict[str, Value]] = {}
        problems: dict[str, Problem] = {}
        for path, value in changes.items():
            record, _, name = path.partition(".")
            if path in _registry():
                wanted.setdefault(record, {})[name] = value
            else:
                problems[path] = unknown(path, value, _registry())
        changed: dict[str, Any] = {}
        for record, values in wanted.items():
            try:
                changed[record] = getattr(self, record).with_changes(**values)
            except ScenarioError as error:
                prefix = f"{record}."
                problems |= {prefix + n: p.under(prefix) for n, p in error.problems.items()}
        if problems:
            raise ScenarioError(problems)
        return replace(self, **changed)

    def changes_from(self, other: Self) -> dict[str, tuple[Value, Value]]:
        """Return {dotted name: (the other's value, this one's)} for every input that differs."""
        theirs, mine = other.values(), self.values()
        return {path: (theirs[path], mine[path]) for path in mine if mine[path] != theirs[path]}

    @property
    def stop_years(self) -> float:
        """When the plan stops, in years from its start; at the latest at the end of its years."""
        return min(self.view.stop_month, MONTHS_PER_YEAR * float(self.plan.years)) / MONTHS_PER_YEAR

    @property
    def dollars_of(self) -> str:
        """The year at whose rate amounts are told in US dollars; empty where they are not.

        There are rates of the yuan alone.
        """
        told = self.view.money == "dollars" and self.plan.currency == CHINESE
        return self.view.rate_year if told else ""

    @property
    def own(self) -> OwnTables:
        """All tables that the reader has brought along."""
        tables = self.plan.own
        for table in self.beside:
            tables = tables.with_table(table)
        return tables

    def with_own(self, tables: OwnTables) -> Self:
        """Return this case with other tables of the reader's own, and no more of those it has.

        An input that takes a table which is not there any more gets its default.
        """
        moving, beside = OwnTables(), OwnTables()
        for table in tables:
            if table.kind.moves_plan:
                moving = moving.with_table(table)
            else:
                beside = beside.with_table(table)
        usual = {
            path: meta.default
            for path, meta in _registry().items()
            if meta.own and tables.table(meta.own) is None and self.value(path) == OWN
        }
        case = self.with_changes(usual)
        plan = type(case.plan)(**{**dict(case.plan), "own": moving})
        return replace(case, plan=plan, beside=beside)

    def with_table(self, table: OwnTable) -> Self:
        """Return this case with a table of the reader's own, in place of another of its kind."""
        return self.with_own(self.own.with_table(table))

    def comparable(self, other: Self | None) -> Self | None:
        """Return another case if it counts in the same money: there is no rate of exchange."""
        alike = other is not None and other.plan.currency == self.plan.currency
        return other if alike else None

    def tables_changed_from(self, other: Self) -> list[str]:
        """Return the kinds of the reader's own tables that are others, or not there in one."""
        mine, theirs = self.own.fingerprints(), other.own.fingerprints()
        kinds = dict.fromkeys((*mine, *theirs))
        return [kind for kind in kinds if mine.get(kind) != theirs.get(kind)]

    def using(self, table: OwnTable) -> Self:
        """Return this case with a table of the reader's own in use wherever the plan can take it.

        Raises
        ------
        ScenarioError
            When the members with which a path begins are more or fewer than a plan can have.
        """
        changes: dict[str, Value] = {
            path: OWN
            for path, meta in _registry().items()
            if meta.own == table.KIND and path.startswith("plan.")
        }
        if isinstance(table, OwnMembers):
            changes["plan.members"] = table.values[0]
        return self.with_table(table).with_changes(changes)

    def without_table(self, kind: str) -> Self:
        """Return this case without the reader's own table of a kind."""
        return self.with_own(self.own.without(kind))

    def code(self) -> str:
        """Return the Python expression that makes this case, naming only what is changed.

        A reader's own tables are left out: a case file carries them.
        """
        changes = {path: now for path, (_, now) in self.changes_from(type(self)()).items()}
        if not changes:
            return "Case()"
        lines = "".join(f'    "{path}": {value!r},\n' for path, value in changes.items())
        return f"Case().with_changes({{\n{lines}}})"


def records() -> dict[str, type[Declared]]:
    """Return the classes of a case's records by name, in the order of declaration."""
    return dict(_records())


@cache
def _records() -> tuple[tuple[str, type[Declared]], ...]:
    default = Case()
    return tuple(
        (each.name, type(record))
        for each in fields(Case)
        if isinstance(record := getattr(default, each.name), Declared)
    )


@cache
def _registry() -> dict[str, FieldMeta]:
    return {
        f"{record}.{name}": meta
        for record, model in _records()
        for name, meta in model.fields().items()
    }


def dotted(name: str) -> str:
    """Return the dotted name of an input: those of the plan may be given by their bare ones."""
    return name if "." in name else f"plan.{name}"
