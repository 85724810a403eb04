"""Very many cases that differ from one in a few inputs, made where they are worked on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from mutualmodel.inputs.case import Case, dotted
from mutualmodel.inputs.declare import Value

Column = Sequence[Value] | NDArray[np.float64] | NDArray[np.int64]


class Varied(Sequence[Case]):
    """Cases (N,) that differ from one in some inputs.

    They weigh what their values do: a case is made when it is looked at, so a million of them fit
    into memory, and a worker on another machine is sent the values and makes its own.

    Examples
    --------
    >>> cases = Varied(Case(), {"members": np.array([1e6, 3e6])})
    >>> len(cases), cases[1].plan.members
    (2, 3000000.0)
    """

    def __init__(self, case: Case, columns: Mapping[str, Column]) -> None:
        """Vary inputs by name, bare for the plan's; each has one value for every case.

        Raises
        ------
        ScenarioError
            When there is no such input. A value that is out of range is told once its case is made.
        ValueError
            When some inputs have more values than others, or none is varied.
        """
        self.case = case
        self.columns = {dotted(name): np.asarray(values) for name, values in columns.items()}
        for path in self.columns:
            case.value(path)
        lengths = {path: len(values) for path, values in self.columns.items()}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"columns: as many values in each, and one column at least: {lengths}")
        self._length = next(iter(lengths.values()))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Case]:
        return (self[place] for place in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Case: ...
    @overload
    def __getitem__(self, place: slice) -> "Varied": ...
    def __getitem__(self, place: int | slice) -> "Case | Varied":
        if isinstance(place, slice):
            return Varied(self.case, {path: one[place] for path, one in self.columns.items()})
        return self.case.with_changes(
            {path: one[place].item() for path, one in self.columns.items()}
        )
