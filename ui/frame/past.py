"""The settled cases of a session, and under which address the browser knows each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mutualmodel import Case, to_query
from mutualmodel.inputs.own import OwnTable

MOST_KEPT = 100

# Parameters of an address, each with all of its texts, in no particular order.
Address = frozenset[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Snapshot:
    """A case with the baseline that was pinned beside it."""

    case: Case
    baseline: Case | None = None

    def query(self) -> dict[str, str]:
        """Return its parameters in a link."""
        return dict(_query(self.case, self.baseline))


@lru_cache(maxsize=256)
def _query(case: Case, baseline: Case | None) -> dict[str, str]:
    """Write a link once: every link of a page has the same case."""
    return to_query(case, baseline)


@dataclass(frozen=True)
class _Entry:
    snapshot: Snapshot
    # The address it was opened by; links of older versions and bare ones are left as they are.
    opened_by: Address | None = None

    def known_as(self, address: Address) -> bool:
        return address in (self.opened_by, address_of(self.snapshot.query()))


def address_of(parameters: Mapping[str, str]) -> Address:
    """Return parameters, each with one text, as an address."""
    return frozenset((name, (text,)) for name, text in parameters.items())


@dataclass
class Past:
    """The last hundred settled cases, the present one among them.

    A new case is kept after the present one and what lay ahead of that is forgotten, as in a
    browser's history.
    """

    _kept: list[_Entry] = field(default_factory=list)
    _at: int = -1

    @property
    def present(self) -> Snapshot:
        """The case that is settled now."""
        return self._kept[self._at].snapshot

    @property
    def before(self) -> Snapshot | None:
        """The case that undo would bring back."""
        return self._kept[self._at - 1].snapshot if self._at > 0 else None

    @property
    def ahead(self) -> Snapshot | None:
        """The case that redo would bring back."""
        return self._kept[self._at + 1].snapshot if self._at + 1 < len(self._kept) else None

    def copy(self) -> "Past":
        """Return the same cases and place, which what is done to this one leaves alone."""
        return replace(self)

    def settle(self, snapshot: Snapshot, opened_by: Address | None = None) -> None:
        """Keep a case as the present one; nothing changes where it is already."""
        if self._kept and snapshot == self.present and opened_by is None:
            return
        self._kept = [*self._kept[: self._at + 1], _Entry(snapshot, opened_by)][-MOST_KEPT:]
        self._at = len(self._kept) - 1

    def tables(self) -> set[OwnTable]:
        """Return all tables of the reader's own that the kept cases have."""
        cases = (
            case
            for entry in self._kept
            for case in (entry.snapshot.case, entry.snapshot.baseline)
            if case is not None
        )
        return {table for case in cases for table in case.own}

    def undo(self) -> Snapshot:
        """Go one back, if there is one, and return the case there."""
        self._at = max(self._at - 1, 0)
        return self.present

    def redo(self) -> Snapshot:
        """Go one ahead, if there is one, and return the case there."""
        self._at = min(self._at + 1, len(self._kept) - 1)
        return self.present

    def is_at(self, address: Address) -> bool:
        """Whether the present case is known by this address."""
        return self._kept[self._at].known_as(address)

    def go_to(self, address: Address) -> Snapshot | None:
        """Go to the nearest case that is known by this address; None where there is none."""
        places = [at for at, entry in enumerate(self._kept) if entry.known_as(address)]
        if not places:
            return None
        self._at = min(places, key=lambda at: abs(at - self._at))
        return self.present
