"""Where the faults of one file's rows are gathered."""

from collections.abc import Sequence

import numpy as np

from intake.problems import Problem, Question, Weight
from intake.table import Coded
from intake.values import Fault

MOST_TOLD_APART = 200  # distinct faults of one column that are listed one by one


class Report:
    """Faults and questions of one sheet, by row and column.

    `numbers` are the row numbers of the sheet; masks have one entry a row.
    """

    def __init__(
        self, sheet: str, numbers: np.ndarray, headers: dict[str, str], source: str = "oversight"
    ):
        self.source = source  # the system that the records come from
        self.sheet, self.numbers, self.headers = sheet, numbers, headers
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.bad = np.zeros(len(numbers), dtype=bool)
        self.said = np.zeros(len(numbers), dtype=bool)  # rows whose fault was told while reading

    def __call__(
        self, code: str, mask: np.ndarray, column: str, found: str, expected: str,
        weight: Weight = Weight.REFUSE,
    ) -> None:  # fmt: skip
        """One fault in every row of a mask; nothing where no row has it."""
        mask = np.asarray(mask, dtype=bool)
        if not mask.any():
            return
        if weight == Weight.REFUSE:
            self.bad |= mask
        self.problems.append(
            Problem(
                weight, code, found, expected, self.sheet, self.header(column), self.numbers[mask]
            )
        )

    def values(self, column: str, coded: Coded, faults: Sequence[Fault | None]) -> None:
        """The faults of a column's distinct values, told apart up to a limit."""
        flawed = np.array([fault is not None for fault in faults], dtype=bool)
        if not flawed.any():
            return
        mask = coded.picked(list(flawed))
        self.bad |= mask
        order = np.flatnonzero(mask)
        order = order[np.argsort(coded.codes[order], kind="stable")]
        codes, starts = np.unique(coded.codes[order], return_index=True)
        groups = np.split(order, starts[1:])
        first = sorted(zip(codes, groups, strict=True), key=lambda pair: pair[1][0])
        for code, rows in first[:MOST_TOLD_APART]:
            self._one(column, faults[code], np.sort(rows))
        rest = first[MOST_TOLD_APART:]
        if rest:
            rows = np.sort(np.concatenate([rows for _code, rows in rest]))
            fault = faults[rest[0][0]]
            found = f"{len(rest):,} more such values, the first: {fault.found}"
            self._one(column, Fault(fault.code, found, fault.expected), rows)

    def _one(self, column: str, fault: Fault, rows: np.ndarray) -> None:
        self.problems.append(
            Problem(
                Weight.REFUSE, fault.code, fault.found, fault.expected, self.sheet,
                self.header(column), self.numbers[rows],
            )
        )  # fmt: skip

    def ask(self, question: Question) -> None:
        """One more question."""
        self.questions.append(question)

    def header(self, column: str) -> str:
        """The file's own header of our column, ours where it has none."""
        return self.headers.get(column, column)
