"""A sheet as it was read: columns of text, each value kept once."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from intake.problems import NO_ROWS, Problem, Question, Refused

MOST_ROWS = 500_000
MOST_COLUMNS = 200


@dataclass
class Coded:
    """One column: `values[codes[i]]` is the value of its i-th row.

    Values are looked at once each, however many rows hold them.
    """

    codes: np.ndarray
    values: list

    def __len__(self) -> int:
        return len(self.codes)

    def map(self, change: Callable) -> "Coded":
        """The column with each distinct value changed."""
        return Coded(self.codes, [change(value) for value in self.values])

    def where(self, is_so: Callable) -> np.ndarray:
        """One boolean a row: whether its value is so."""
        return self.picked([bool(is_so(value)) for value in self.values])

    def picked(self, flags: list, kind: type = bool) -> np.ndarray:
        """One entry a row out of one entry a distinct value."""
        return np.array(flags, dtype=kind)[self.codes] if flags else np.zeros(len(self), kind)

    def taken(self, keep: np.ndarray) -> "Coded":
        """The column with only the kept rows."""
        return Coded(self.codes[keep], self.values)

    def rows(self) -> Iterable:
        """Every row's value, in order."""
        values = self.values
        return (values[code] for code in self.codes)

    @classmethod
    def constant(cls, value: object, rows: int) -> "Coded":
        """The same value on every row."""
        return cls(np.zeros(rows, np.int32), [value])


@dataclass
class Table:
    """One sheet: its headers, its columns, and the row number of each of its rows."""

    sheet: str
    headers: list[str]
    columns: list[Coded]
    numbers: np.ndarray
    workbook: bool = False
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    hidden: np.ndarray = field(default_factory=lambda: NO_ROWS)
    since_1904: bool = False

    def __len__(self) -> int:
        return len(self.numbers)

    def taken(self, keep: np.ndarray) -> "Table":
        """The table with only the kept rows."""
        return replace(
            self,
            columns=[column.taken(keep) for column in self.columns],
            numbers=self.numbers[keep],
            hidden=self.hidden[keep] if len(self.hidden) else self.hidden,
        )


class Gatherer:
    """Takes rows of text one by one and gives columns of distinct values."""

    def __init__(self, width: int):
        self.width = width
        self.codes = [array("i") for _ in range(width)]
        self.seen: list[dict[str, int]] = [{} for _ in range(width)]
        self.numbers = array("i")

    def add(self, number: int, cells: list[str]) -> None:
        """One row of exactly `width` cells."""
        if len(self.numbers) >= MOST_ROWS:
            raise Refused(
                f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files.",
                "too many rows",
            )
        self.numbers.append(number)
        for codes, seen, cell in zip(self.codes, self.seen, cells, strict=True):
            codes.append(seen.setdefault(cell, len(seen)))

    def columns(self) -> list[Coded]:
        """The columns gathered."""
        made = []
        while self.codes:
            codes = np.array(self.codes.pop(0), dtype=np.int32)
            made.append(Coded(codes, list(self.seen.pop(0))))
        return made

    def rows(self) -> np.ndarray:
        """The row numbers gathered."""
        return np.array(self.numbers, dtype=np.int32)


def examples(table: Table, most: int = 2) -> dict[str, list[str]]:
    """Header → the first filled values under it, each once."""
    found = {}
    for header, column in zip(table.headers, table.columns, strict=True):
        filled = (value for value in column.values if value.strip())
        found[header] = list(islice(filled, most))
    return found
