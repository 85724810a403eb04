"""A property that is worked out once for each object, and meanwhile holds up no other."""

import functools
from typing import Any, TypeVar, overload

T = TypeVar("T")

_NOT_YET = object()


class cached_property(functools.cached_property[T]):  # noqa: N801, TID251 - it stands in for it
    """The standard library's as it is from Python 3.12 on; goes when 3.11 is supported no longer.

    That of 3.11 has one lock for all objects of a class, which is held while a value is worked out:
    a reader's projection waits for another's. Without it two threads may both work out a value of
    one object; both are given what the first of them is done with.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> "cached_property[T]": ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...

    def __get__(
        self, instance: object | None, owner: type[Any] | None = None
    ) -> "cached_property[T] | T":
        """Return the value, worked out when it is first asked for."""
        if instance is None:
            return self
        assert self.attrname is not None
        known = instance.__dict__.get(self.attrname, _NOT_YET)
        if known is not _NOT_YET:
            return known  # type: ignore[no-any-return]
        found: T = instance.__dict__.setdefault(self.attrname, self.func(instance))
        return found
