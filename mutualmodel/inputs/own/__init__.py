"""Tables of a reader's own: what there can be, how they are read, checked and told apart."""

from mutualmodel.inputs.own.errors import OwnTableError
from mutualmodel.inputs.own.kinds import KINDS, Kind
from mutualmodel.inputs.own.reading import Reading, read_table
from mutualmodel.inputs.own.tables import (
    OwnAges,
    OwnIncidence,
    OwnLevel,
    OwnMembers,
    OwnPath,
    OwnPrices,
    OwnRecord,
    OwnTable,
    OwnTables,
)
from mutualmodel.inputs.own.templates import template, template_as_workbook

__all__ = [
    "KINDS",
    "Kind",
    "OwnAges",
    "OwnIncidence",
    "OwnLevel",
    "OwnMembers",
    "OwnPath",
    "OwnPrices",
    "OwnRecord",
    "OwnTable",
    "OwnTableError",
    "OwnTables",
    "Reading",
    "read_table",
    "template",
    "template_as_workbook",
]
