"""Which of a reader's own tables move the plan: the tables themselves and the choices of them."""

from typing import Literal, Self

from pydantic import Field, InstanceOf, field_serializer, field_validator, model_validator

from mutualmodel.inputs.declare import (
    OWN,
    OWN_TABLES,
    Declared,
    choosing_tables,
    declare,
    lacking_tables,
)
from mutualmodel.inputs.own.reading import tables_of
from mutualmodel.inputs.own.tables import OwnTables

_SOURCE = "own_tables_convention"


class OwnChoices(Declared):
    """Ages, membership and incidence by tables that a reader has brought along.

    ``own`` holds the tables; it is no input, for a link cannot carry it. A table is used where the
    input of its kind is ``own``: :data:`incidence_table` (of the plan), ``age_mix``,
    ``members_path`` and ``incidence_path``.
    """

    own: InstanceOf[OwnTables] = Field(default=OwnTables(), repr=False)

    age_mix: Literal["shares", "own"] = declare(
        "shares",
        "Ages of members",
        group="membership",
        source=_SOURCE,
        own="ages",
        help=(
            "By the shares stated here, or by your own table of members by sex and age, for those "
            "who are there at the start and those who join."
        ),
        words={"shares": "by the shares", "own": "your table"},
    )
    members_path: Literal["rates", "own"] = declare(
        "rates",
        "Membership over time",
        group="membership",
        source=_SOURCE,
        own="members",
        help=(
            "By the rates of joining and leaving, or by your own path: the members at the start, "
            "in its proportions, whatever they are charged."
        ),
        words={"rates": "by joining and leaving", "own": "your path"},
    )
    incidence_path: Literal["trend", "own"] = declare(
        "trend",
        "Incidence over time",
        group="incidence",
        source=_SOURCE,
        own="level",
        help="By the trend alone, or times the factors of your own path besides.",
        words={"trend": "by the trend", "own": "your path"},
    )

    @field_validator("own", mode="before")
    @classmethod
    def _tables_of_texts(cls, given: object) -> object:
        """Take tables as they stand, or as the texts that a dump holds of them."""
        return tables_of(given) if isinstance(given, dict) else given

    @field_serializer("own")
    def _texts_of_tables(self, own: OwnTables) -> dict[str, str]:
        return own.texts()

    @model_validator(mode="after")
    def _tables_are_there(self) -> Self:
        if lacking_tables(vars(self), choosing_tables(type(self))):
            raise ValueError(OWN_TABLES)
        return self

    @property
    def without_own(self) -> Self:
        """The same inputs as far as they go without tables of the reader's own."""
        if not self.own:
            return self
        usual = {name: self.fields()[name].default for name in self.by_own_tables}
        return type(self)(**{**vars(self), **usual, "own": OwnTables()})

    @property
    def by_own_tables(self) -> tuple[str, ...]:
        """Names of the inputs that take a table of the reader's own."""
        return tuple(
            name for name, meta in self.fields().items() if meta.own and getattr(self, name) == OWN
        )
