"""Properties that are worked out once hold up nobody else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from mutualmodel.once import cached_property

# Seconds after which who waits for another would wait for ever.
_LONG = 20.0


@dataclass(eq=False)
class Slow:
    """Something that takes as long as it is told to."""

    done: Event
    begun: Event = field(default_factory=Event)
    times: int = 0

    @cached_property
    def value(self) -> list[int]:
        """A new list each time it is worked out."""
        self.times += 1
        self.begun.set()
        assert self.done.wait(_LONG)
        return [self.times]


def test_a_value_is_worked_out_once() -> None:
    slow = Slow(Event())
    slow.done.set()
    assert slow.value is slow.value
    assert slow.times == 1
    assert Slow.value.__doc__ == "A new list each time it is worked out."


def test_no_object_waits_for_another() -> None:
    slow, quick = Slow(Event()), Slow(Event())
    quick.done.set()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(lambda: slow.value)
        assert slow.begun.wait(_LONG)
        assert quick.value == [1]
        assert not working.done()
        slow.done.set()
        assert working.result() == [1]


def test_who_work_out_one_value_are_given_the_same() -> None:
    slow = Slow(Event())
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(lambda: slow.value) for _ in range(2)]
        assert slow.begun.wait(_LONG)
        slow.done.set()
        one, other = (each.result() for each in both)
    assert one is other
    assert slow.value is one
