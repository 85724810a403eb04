"""Work beside pages gives way to pages, and these to levers that move; each to one at a time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest

from ui.frame.giving_way import Crossing

LONG = 30.0


class OvertakenError(Exception):
    """Stands for what Streamlit raises where a reader has gone on."""


def at_rest_in_a_thread(crossing: Crossing, patience: float = LONG) -> threading.Event:
    """Have another session's part follow; the event is set once it has."""
    done = threading.Event()

    def follow() -> None:
        with crossing.at_rest(lambda: None, patience):
            done.set()

    threading.Thread(target=follow, daemon=True).start()
    return done


def test_nobody_waits_where_nobody_is_at_work() -> None:
    crossing = Crossing()
    with crossing.at_rest(lambda: pytest.fail("it waited")):
        pass
    with crossing.moving():
        pass


def test_a_part_at_rest_waits_for_levers_that_move() -> None:
    crossing = Crossing()
    with crossing.moving():
        with crossing.moving():
            done = at_rest_in_a_thread(crossing)
            assert not done.wait(0.2)
        assert not done.wait(0.2)
    assert done.wait(LONG)


def test_a_lever_that_moves_waits_for_nothing_at_rest() -> None:
    crossing = Crossing()
    with crossing.at_rest(lambda: None), crossing.moving():
        pass


def test_levers_that_move_go_one_after_the_other_but_not_for_long() -> None:
    crossing = Crossing()
    gone = threading.Event()

    def move() -> None:
        with crossing.moving():
            gone.set()

    with crossing.moving():
        threading.Thread(target=move, daemon=True).start()
        assert not gone.wait(0.2)
        with crossing.moving(hurry=0.05):
            pass
        assert not gone.is_set()
    assert gone.wait(LONG)


def test_parts_at_rest_go_one_after_the_other() -> None:
    crossing = Crossing()
    with crossing.at_rest(lambda: None):
        done = at_rest_in_a_thread(crossing)
        assert not done.wait(0.2)
    assert done.wait(LONG)


def test_who_came_first_goes_first() -> None:
    crossing = Crossing()
    gone: list[int] = []

    def follow(place: int) -> None:
        with crossing.at_rest(lambda: None, LONG):
            gone.append(place)

    with crossing.moving():
        waiting = [
            threading.Thread(target=follow, args=(place,), daemon=True) for place in range(8)
        ]
        for place, thread in enumerate(waiting):
            thread.start()
            while crossing.waiting <= place:
                time.sleep(0.001)
    for thread in waiting:
        thread.join(LONG)
    assert gone == list(range(8))


def test_patience_ends() -> None:
    crossing = Crossing()
    with crossing.moving():
        assert at_rest_in_a_thread(crossing, patience=0.1).wait(LONG)
    # Who went without having the way leaves it to whoever has it.
    with crossing.at_rest(lambda: None):
        assert at_rest_in_a_thread(crossing, patience=0.1).wait(LONG)
        assert not at_rest_in_a_thread(crossing).wait(0.2)


def test_who_is_overtaken_while_waiting_leaves_the_way_free() -> None:
    crossing = Crossing()
    begun = time.monotonic()

    def look() -> None:
        raise OvertakenError

    with crossing.moving(), pytest.raises(OvertakenError), crossing.at_rest(look, LONG):
        pytest.fail("it went")
    assert time.monotonic() - begun < LONG / 2
    with suppress(OvertakenError), crossing.at_rest(lambda: pytest.fail("it waited")):
        raise OvertakenError
    with crossing.at_rest(lambda: pytest.fail("it waited")):
        pass


# ------------------------------------------------------------------------- work beside the page


def in_long() -> float:
    """Return a time on the monotonic clock that no test waits for."""
    return time.monotonic() + LONG


@contextmanager
def _resting(crossing: Crossing) -> Iterator[None]:
    with crossing.at_rest(lambda: None):
        yield


@pytest.mark.parametrize("at_work", [Crossing.opening, Crossing.moving, _resting])
def test_work_beside_waits_for_pages_and_for_levers(
    at_work: Callable[[Crossing], AbstractContextManager[None]],
) -> None:
    crossing, gone = Crossing(), threading.Event()

    def work() -> None:
        crossing.let_by(lambda: None, in_long())
        gone.set()

    with at_work(crossing):
        threading.Thread(target=work, daemon=True).start()
        assert not gone.wait(0.2)
    assert gone.wait(LONG)


def test_it_waits_until_all_pages_are_drawn_but_not_for_ever() -> None:
    crossing = Crossing()
    with crossing.opening():
        with crossing.opening():
            pass
        begun = time.monotonic()
        crossing.let_by(lambda: None, begun + 0.15)
        assert time.monotonic() >= begun + 0.15
    crossing.let_by(lambda: None, in_long())
    assert time.monotonic() < begun + LONG


def test_it_does_not_go_between_two_parts_of_a_page() -> None:
    crossing, gone = Crossing(), threading.Event()

    def work() -> None:
        crossing.let_by(lambda: None, in_long())
        gone.set()

    with crossing.moving():
        threading.Thread(target=work, daemon=True).start()
        time.sleep(0.1)
    for _ in range(4):
        time.sleep(0.01)
        with crossing.at_rest(lambda: None):
            time.sleep(0.1)
            assert not gone.is_set()
    assert gone.wait(LONG)


def test_work_that_is_not_wanted_any_more_waits_for_nobody() -> None:
    crossing = Crossing()

    def look() -> None:
        raise OvertakenError

    with crossing.opening(), pytest.raises(OvertakenError):
        crossing.let_by(look, in_long())
