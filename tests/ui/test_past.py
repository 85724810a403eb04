"""The settled cases of a session: undo, redo, and the addresses the browser knows them by."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from mutualmodel import Case
from ui.frame.past import MOST_KEPT, Past, Snapshot, address_of


def aged(age: int) -> Snapshot:
    return Snapshot(Case().with_changes({"person.age": age}))


def address(snapshot: Snapshot) -> frozenset[tuple[str, tuple[str, ...]]]:
    return address_of(snapshot.query())


@pytest.fixture
def past() -> Past:
    """Three cases, the last of them present, the first opened by a bare address."""
    kept = Past()
    kept.settle(aged(1), frozenset())
    kept.settle(aged(2))
    kept.settle(aged(3))
    return kept


def test_undo_and_redo_go_one_step_and_stop_at_the_ends(past: Past) -> None:
    assert (past.before, past.ahead) == (aged(2), None)
    assert [past.undo() for _ in range(3)] == [aged(2), aged(1), aged(1)]
    assert past.before is None
    assert [past.redo() for _ in range(3)] == [aged(2), aged(3), aged(3)]


def test_a_new_case_forgets_what_was_undone(past: Past) -> None:
    past.undo()
    past.settle(aged(9))
    assert past.ahead is None
    assert past.undo() == aged(2)


def test_the_same_case_is_kept_once(past: Past) -> None:
    past.settle(aged(3))
    assert past.undo() == aged(2)


def test_a_baseline_is_a_step_of_its_own(past: Past) -> None:
    pinned = Snapshot(aged(3).case, Case())
    past.settle(pinned)
    assert past.present == pinned
    assert past.undo() == aged(3)


def test_an_address_leads_to_its_case(past: Past) -> None:
    assert past.go_to(address(aged(2))) == aged(2)
    assert past.is_at(address(aged(2)))
    assert past.go_to(frozenset()) == aged(1)
    assert past.is_at(frozenset())
    assert past.is_at(address(aged(1)))
    assert past.go_to(address(aged(7))) is None
    assert past.present == aged(1)


def test_of_two_alike_the_nearest_is_meant() -> None:
    kept = Past()
    for age in (1, 2, 1, 3):
        kept.settle(aged(age))
    kept.go_to(address(aged(1)))
    assert kept.ahead == aged(3)


def test_only_the_last_hundred_are_kept() -> None:
    kept = Past()
    for step in range(MOST_KEPT + 20):
        kept.settle(Snapshot(Case().with_changes({"plan.seed": step})))
    for _ in range(MOST_KEPT + 20):
        kept.undo()
    assert kept.present.case.plan.seed == 20
    assert kept.before is None


class Undoing(RuleBasedStateMachine):
    """Against a list and a place in it, kept by hand."""

    def __init__(self) -> None:
        """Begin with one case."""
        super().__init__()
        self.past, self.kept, self.at = Past(), [aged(0)], 0
        self.past.settle(aged(0))

    @rule(age=st.integers(0, 5))
    def settle(self, age: int) -> None:
        self.past.settle(aged(age))
        if aged(age) != self.kept[self.at]:
            self.kept = [*self.kept[: self.at + 1], aged(age)]
            self.at += 1

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        self.at -= 1
        assert self.past.undo() == self.kept[self.at]

    @precondition(lambda self: self.at + 1 < len(self.kept))
    @rule()
    def redo(self) -> None:
        self.at += 1
        assert self.past.redo() == self.kept[self.at]

    @rule(age=st.integers(0, 5))
    def follow(self, age: int) -> None:
        found = self.past.go_to(address(aged(age)))
        assert (found is None) == (aged(age) not in self.kept)
        if found is not None:
            places = [at for at, one in enumerate(self.kept) if one == found]
            self.at = min(places, key=lambda at: (abs(at - self.at), at))


TestUndoing = Undoing.TestCase
