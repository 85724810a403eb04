"""The reader's case and baseline: the only place that touches session state and the address.

The address follows every settled case, one entry of the browser's history each, so that Back and
Forward lead through them. An address other than the one written last is therefore a wish of the
reader's: a case she has had, which is shown again, or a new link, which is opened.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from mutualmodel import (
    Case,
    Opened,
    Preset,
    Problem,
    Scenario,
    ScenarioError,
    Sentence,
    from_query,
    preset_of,
)
from mutualmodel.analysis import PlanRules
from mutualmodel.inputs import Declared, KeptCases, Value, preset_named
from mutualmodel.inputs.own import OwnTable
from ui.frame import kept, reader
from ui.frame.imprint import imprint, origin
from ui.frame.past import Address, Past, Snapshot
from ui.kit import session
from ui.kit.blocks import fade_settled
from ui.kit.counting import CURRENCY_KEY, RATE_KEY
from ui.kit.imprint import Imprinter, hold
from ui.kit.language import language

_CASE = "case"
_BASELINE = "baseline"
_PAST = "past"
_ADDRESS = "address"
_PAGE = "page"
_MOVING = "moving"
_REPLAYED = "replayed"
_LINK_PROBLEMS = "link_problems"
_INPUT_PROBLEMS = "input_problems"
_DRAWN = "drawn"
_LEVERS = "levers"
_SIGNED = "signed"
# Parameters that belong to a page and not to the case.
_OWN_PARAMETERS = ("figure", "chart", reader.PARAMETER)


@dataclass(frozen=True)
class View:
    """What a page shows: the present case and, if one is pinned, the baseline.

    ``pinned`` is that baseline; ``baseline`` is what the case is compared with, which is none where
    the two count in different money: there is no rate of exchange. ``kept`` are the cases that the
    reader keeps by name.
    """

    case: Case
    pinned: Case | None
    kept: KeptCases = field(default_factory=KeptCases)

    @property
    def baseline(self) -> Case | None:
        """The baseline, if there is one in the same money."""
        return self.case.comparable(self.pinned)

    @property
    def cases(self) -> list[Case]:
        """The present case and, if there is one, the baseline."""
        return [self.case] if self.baseline is None else [self.case, self.baseline]

    @property
    def plans(self) -> list[Scenario]:
        """The plans of both."""
        return [case.plan for case in self.cases]

    @property
    def plan(self) -> Scenario:
        """The present plan."""
        return self.case.plan

    @property
    def past(self) -> Scenario | None:
        """The baseline's plan, if there is one."""
        return None if self.baseline is None else self.baseline.plan

    @property
    def preset(self) -> Preset | None:
        """The preset that this plan is, None once it has been edited."""
        return preset_of(self.plan)

    @property
    def changes(self) -> dict[str, tuple[Value, Value]]:
        """Inputs that differ from the baseline: (baseline's value, present value)."""
        return {} if self.pinned is None else self.case.changes_from(self.pinned)


# ------------------------------------------------------------------------------------ the address


def arrive(page: str) -> None:
    """Begin a whole run: open or follow the address, keep what has settled, write it.

    To be called once at the head of every page, before anything is drawn.
    """
    given = _given()
    if session.get(_PAST) is None:
        _begin(from_query(_parameters(given)), given)
    elif given != session.get(_ADDRESS):
        _follow(given)
    if session.get(_PAGE) != page:
        # Levers of another page may have been left while they moved.
        session.put(_MOVING, frozenset())
        session.put(_INPUT_PROBLEMS, {})
        session.put(_PAGE, page)
    session.put(_LEVERS, [])
    session.put(_SIGNED, None)
    view()
    if not moving() and not replaying():
        settle()
    session.put(_ADDRESS, _given())


def keep() -> None:
    """Keep the present case for undo."""
    # Here Streamlit breaks off a run that is wanted no longer, before it settles the case of then.
    st.session_state.get(_PAGE)
    _past().settle(_held())


def settle() -> None:
    """Keep the present case for undo, and write it into the address."""
    keep()
    _write(_given())
    session.put(_ADDRESS, _given())


def _begin(opened: Opened, given: Address) -> None:
    """Begin a session; the past comes last, so that a run that is cut short leaves no half."""
    past = Past()
    past.settle(Snapshot(opened.case, opened.baseline), given)
    session.put(_LINK_PROBLEMS, opened.problems)
    _hold(past.present)
    session.put(_PAST, past)


def _given() -> Address:
    """Return the case's parameters in the address."""
    return frozenset(
        (name, tuple(st.query_params.get_all(name)))
        for name in st.query_params
        if name not in _OWN_PARAMETERS
    )


def _parameters(address: Address) -> dict[str, tuple[str, ...]]:
    """Return an address in the order of the link."""
    known = dict(address)
    return {name: known[name] for name in st.query_params if name in known}


def _follow(given: Address) -> None:
    """Show what the address says: a case that the session has had, or else a link."""
    found = _past().go_to(given)
    if found is not None:
        _hold(found)
        dismiss_link_problems()
    elif given:
        _open(from_query(_parameters(given), _past().tables()), opened_by=given)


def _open(opened: Opened, opened_by: Address) -> None:
    snapshot = Snapshot(opened.case, opened.baseline)
    _hold(snapshot)
    session.put(_LINK_PROBLEMS, opened.problems)
    _past().settle(snapshot, opened_by)


def _write(given: Address) -> None:
    """Put the present case into the address; a link that means it is left as it was sent."""
    if _past().is_at(given):
        return
    present = st.query_params.to_dict()
    own = {key: present[key] for key in _OWN_PARAMETERS if key in present}
    st.query_params.from_dict({**query(), **own})


def query() -> dict[str, str]:
    """Return the present state as query parameters.

    Links between pages carry it, so that the address need not be written once more on arrival:
    that would leave two entries in the browser's history for one step.
    """
    return {**_held().query(), **reader.parameters()}


def link_to(page: str, **parameters: str) -> str:
    """Return a relative address of a page that carries the present state."""
    return f"{page}?{urlencode({**query(), **parameters})}"


def page_parameter(name: str) -> str | None:
    """Return one of the page's own parameters from the address."""
    return st.query_params.get(name)


# --------------------------------------------------------------------------------- what is shown


def view() -> View:
    """Return what is to be shown: the present case, or while it is replayed the one before.

    From here on amounts are told in the money of its plan, and what is taken away says that it is
    of this case.
    """
    shown = _shown()
    session.put(CURRENCY_KEY, shown.plan.currency)
    session.put(RATE_KEY, shown.case.dollars_of)
    _sign(shown)
    return shown


def _sign(shown: View) -> None:
    """Have what is taken away say where it comes from; it is made only when that is asked for."""
    signed = shown.case, shown.pinned, language(), moving()
    if session.get(_SIGNED) == signed:
        return
    session.put(_SIGNED, signed)
    hold(
        Imprinter(
            mark=f"{hash((shown.case, shown.pinned, session.get(_PAGE))):x}",
            language=language(),
            currency=shown.plan.currency,
            dollars_of=shown.case.dollars_of,
            settled=not moving(),
            of_origin=partial(
                origin,
                shown.case,
                shown.pinned,
                address=_page_address(),
                # The very list: levers that are still to be drawn are told too.
                levers=_levers(),
            ),
            of_imprint=partial(
                imprint, shown.case, shown.pinned, made_on=dt.datetime.now(dt.UTC).date()
            ),
        )
    )


def _page_address() -> str:
    """Return the page's address as a browser writes it.

    That of the first page ends with a slash, below a sub-path too, which Streamlit takes away.
    """
    address = (st.context.url or "").rstrip("/")
    return f"{address}/" if address and session.get(_PAGE) == "home" else address


def _shown() -> View:
    before = _past().before if session.get(_PAST) is not None else None
    if replaying() and before is not None:
        return View(before.case, before.baseline, kept.kept_cases())
    held = _held()
    return View(held.case, held.baseline, kept.kept_cases())


def _held() -> Snapshot:
    return Snapshot(session.get(_CASE), session.get(_BASELINE))


def _hold(snapshot: Snapshot) -> None:
    session.put(_INPUT_PROBLEMS, {})
    session.put(_BASELINE, snapshot.baseline)
    session.put(_CASE, snapshot.case)


def _past() -> Past:
    past: Past = session.get(_PAST)
    return past


def mark_drawn(case: Case) -> None:
    """Remember which case the whole page, not only its live part, shows.

    What is drawn while a lever moves is drawn again once it rests: it has nothing to take away.
    """
    session.put(_DRAWN, None if moving() else case)


def drawn() -> Case | None:
    """Return the case that the whole page shows."""
    case: Case | None = session.get(_DRAWN)
    return case


def note_movement(path: str, resting: bool) -> None:
    """Note an input's lever, and whether it is in the reader's hand: what moves is not settled."""
    levers = _levers()
    # A path that a reader draws moves like a lever and is no input of its own.
    if path in Case.fields() and path not in levers:
        levers.append(path)
    others = session.get(_MOVING, frozenset()) - {path}
    session.put(_MOVING, others if resting else others | {path})


def _levers() -> list[str]:
    """Return the inputs that have a lever on the page, the very list."""
    levers: list[str] | None = session.get(_LEVERS)
    if levers is None:
        levers = []
        session.put(_LEVERS, levers)
    return levers


def has_lever(path: str) -> bool:
    """Whether an input has a lever on the page."""
    return path in _levers()


def moving() -> bool:
    """Whether a lever of the page is in the reader's hand."""
    return bool(session.get(_MOVING))


def in_motion(view: View) -> bool:
    """Whether a lever in the reader's hand has led to another plan than the whole page shows."""
    settled = drawn()
    return moving() and (settled is None or view.plan != settled.plan)


def follow_levers() -> None:
    """End a live part: once its levers rest, have the whole page follow them."""
    if moving() or replaying():
        fade_settled()
        return
    held = _held()
    if held.case != drawn() or held != _past().present:
        st.rerun()


# -------------------------------------------------------------------------------------- problems


def link_problems() -> tuple[Problem, ...]:
    """Return what in the opened link or file could not be used."""
    problems: tuple[Problem, ...] = session.get(_LINK_PROBLEMS, ())
    return problems


def dismiss_link_problems() -> None:
    """Forget what was wrong with the link or the file."""
    session.put(_LINK_PROBLEMS, ())


def input_problems() -> dict[str, Problem]:
    """Return the refused inputs of the last change by dotted name."""
    problems: dict[str, Problem] = session.get(_INPUT_PROBLEMS, {})
    return problems


def refuse(problems: Mapping[str, Problem]) -> None:
    """Keep why a change was refused, to be told beside the inputs; the case stays."""
    session.put(_INPUT_PROBLEMS, dict(problems))


# --------------------------------------------------------------------------------------- changes


def change(changes: Mapping[str, Value]) -> None:
    """Change inputs by dotted name; a refused value leaves the case as it was and is reported."""
    end_replay()
    try:
        session.put(_CASE, _held().case.with_changes(changes))
    except ScenarioError as error:
        refuse(error.problems)
    else:
        refuse({})


def replace(case: Case) -> None:
    """Show another case altogether; the baseline stays."""
    end_replay()
    _hold(Snapshot(case, _held().baseline))


def replace_record(name: str, record: Declared) -> None:
    """Show another plan, other terms or another person as a whole."""
    change({f"{name}.{field}": value for field, value in record.values().items()})


def load_preset(name: str) -> None:
    """Show a preset by name."""
    replace_record("plan", preset_named(name).scenario)


def lay_rules(rules: PlanRules) -> Sentence | None:
    """Lay another plan's rules on the plan at hand; where no baseline is pinned, that plan is.

    Both are one step of undo. Where the rules cannot be laid on it, nothing changes and the
    reason is returned.
    """
    end_replay()
    held = _held()
    try:
        changes = rules.changes(held.case.plan)
        case = held.case.with_changes({f"plan.{name}": value for name, value in changes.items()})
    except ScenarioError as error:
        return next(iter(error.problems.values())).sentence
    _hold(Snapshot(case, held.baseline or held.case))
    return None


def show_opened(opened: Opened) -> None:
    """Show what a file holds, with what of it could not be used; its kept cases come on top."""
    end_replay()
    _hold(Snapshot(opened.case, opened.baseline))
    session.put(_LINK_PROBLEMS, opened.problems)
    kept.keep_all(opened.kept)


def pin() -> None:
    """Make the present case the baseline."""
    end_replay()
    session.put(_BASELINE, _held().case)


def unpin() -> None:
    """Go on without a baseline."""
    end_replay()
    session.put(_BASELINE, None)


def back_to_baseline(path: str) -> None:
    """Give one input the value it has in the baseline."""
    baseline = _held().baseline
    if baseline is not None:
        _take_from(baseline, [path])


def table_of_baseline(kind: str) -> None:
    """Take the table of the reader's own that the baseline has of a kind, or none."""
    baseline = _held().baseline
    if baseline is not None:
        held, table = _held().case, baseline.own.table(kind)
        replace(held.without_table(kind) if table is None else held.with_table(table))


def reset(paths: Iterable[str]) -> None:
    """Give inputs their defaults."""
    _take_from(Case(), paths)


def _take_from(other: Case, paths: Iterable[str]) -> None:
    """Give inputs the values of another case, and with them those that they must agree with."""
    changes = {path: other.value(path) for path in paths}
    try:
        _held().case.with_changes(changes)
    except ScenarioError as error:
        changes |= {path: other.value(path) for path in error.problems}
    change(changes)


def reset_all() -> None:
    """Give every input its default; the baseline stays, and so do tables of the reader's own."""
    replace(Case().with_own(_held().case.own))


# ------------------------------------------------------------------------- the reader's own tables


def bring(table: OwnTable) -> None:
    """Take a table of the reader's own into the case, and use it wherever the plan can.

    Raises
    ------
    ScenarioError
        When the plan cannot be as the table has it; the case is then left as it was.
    """
    replace(_held().case.using(table))


def take_away(kind: str) -> None:
    """Leave the case without the reader's own table of a kind."""
    replace(_held().case.without_table(kind))


# ----------------------------------------------------------------------------------------- undo


def _settle() -> None:
    """Keep what is held now, so that a step back begins from it."""
    end_replay()
    dismiss_link_problems()
    _past().settle(_held())


def undo() -> None:
    """Show the settled case before this one."""
    _settle()
    _hold(_past().undo())


def redo() -> None:
    """Show again the settled case that was undone."""
    _settle()
    _hold(_past().redo())


def present() -> Snapshot:
    """Return the case that is settled now."""
    return _past().present


def before() -> Snapshot | None:
    """Return the case that undo would bring back."""
    return _past().before


def ahead() -> Snapshot | None:
    """Return the case that redo would bring back."""
    return _past().ahead


def here() -> Past:
    """Return the present case with the ways back from it, for :func:`come_back`."""
    _settle()
    return _past().copy()


def come_back(place: Past, then: Snapshot | None = None) -> None:
    """Show again what was shown at a place, or instead a case that is one step on from there.

    What was done since is forgotten, so that undo goes through none of it.
    """
    end_replay()
    dismiss_link_problems()
    past = place.copy()
    if then is not None:
        past.settle(then)
    session.put(_PAST, past)
    _hold(past.present)


def replay() -> None:
    """Show the case before this one until :func:`end_replay`, so that a room sees the change."""
    session.put(_REPLAYED, _past().before is not None)


def end_replay() -> None:
    """Show the present case again."""
    session.put(_REPLAYED, False)


def replaying() -> bool:
    """Whether the case before the present one is shown for a moment."""
    return bool(session.get(_REPLAYED))


# ---------------------------------------------------------------------------------------- widgets


def offer(key: str, value: object) -> None:
    """Set what a widget will show before it is drawn: the case rules, widgets follow."""
    st.session_state[key] = value


def offered(key: str) -> object:
    """Return what a widget holds."""
    return st.session_state[key]
