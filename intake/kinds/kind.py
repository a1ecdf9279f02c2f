"""What a record kind is made of: the one description that everything else reads.

Matching, checking, templates, previews, forms and the documentation read it,
and a test holds it against the tables.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    CHOICE = "one of a list"
    CHOICES = "some of a list, separated by ;"
    REFERENCE = "the identifier of another record"


@dataclass(frozen=True)
class Column:
    """One column of a record kind.

    name       ours, the header in templates
    field      the field of the table, "" where the column goes elsewhere
    says       what it is, in one sentence
    refers     for a list or a reference: "service", "activity", "item", "principle", …
    choices    for a fixed list: the values
    past       whether a day in the future is impossible
    people     whether people write freely here, so that names could be in it
    blank      what is stored where the cell is blank
    """

    name: str
    type: Type
    says: str
    example: str
    field: str = ""
    required: bool = False
    synonyms: tuple[str, ...] = ()
    refers: str = ""
    choices: tuple[str, ...] = ()
    longest: int = 0
    low: float | None = None
    high: float | None = None
    past: bool = True
    people: bool = False
    blank: Any = None

    @property
    def label(self) -> str:
        """The name as a person reads it."""
        words = self.name.replace("_", " ")
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    writing    what writing it does beside the table's own fields
    order      columns of days, each on or after those before it
    together   groups of columns that a rule holds against each other
    owner      the column that decides whose rows they are: "service", "activity" or "item"
    dated      the column whose day decides the quarter
    adds       whether files may add records, or only move known ones along
    check      rules of its own: (columns, report, session) → nothing
    extra      columns that depend on the lists in the store: session → columns
    permits    what a role must be allowed: "activities", "panel" …
    """

    name: str
    label: str
    says: str
    table: Any
    columns: tuple[Column, ...]
    dated: str = ""
    owner: str = ""
    order: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    adds: bool = True
    check: Callable | None = None
    extra: Callable | None = None
    permits: str = "records"
    writing: Any = None

    def column(self, name: str) -> Column:
        """A column by its name. KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def length_of(table: Any, name: str, otherwise: int = 2000) -> int:
    """The most characters that a field of a table holds."""
    return getattr(table.__table__.c[name].type, "length", None) or otherwise
