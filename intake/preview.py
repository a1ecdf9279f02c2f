"""What a file would do, and what keeps it from doing so."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from intake.check import Checked
from intake.differences import Difference
from intake.kinds.kind import Kind
from intake.mapping import Mapping
from intake.problems import NO_ROWS, Problem, Question, Weight
from intake.references import LIST_NAMES
from intake.table import Table

WORDS = {"not in the list", *(f"unknown {name}" for name in LIST_NAMES)}  # theirs, not ours
NEVER_LEFT_OUT = {"another service"}  # refused until someone looks at them


@dataclass
class Preview:
    """What a file would do, and what keeps it from doing so.

    adds, changes, same   counts of records
    total                 rows of the file below its header
    left_out              why → how many rows are not records
    differences           changed values, old → new, the first of them
    examples              their header → the first values under it
    open_questions        questions without an answer; `stopped` those answered with no
    fingerprint           what the store held when it was compared
    """

    kind: Kind
    name: str
    mapping: Mapping
    rows: int = 0
    adds: int = 0
    changes: int = 0
    same: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    refused_rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    examples: dict[str, list[str]] = field(default_factory=dict)
    total: int = 0
    matched: dict[str, str] = field(default_factory=dict)
    unmatched: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    first_rows: list[dict[str, Any]] = field(default_factory=list)
    late: int = 0
    fingerprint: tuple = ()
    sha256: str = ""

    @property
    def open_questions(self) -> list[Question]:
        """Questions that nobody has answered."""
        return [q for q in self.questions if q.code not in self.mapping.answers]

    @property
    def sheet_open(self) -> bool:
        """Whether it is still to be said which sheet is read; all else depends on it."""
        return any(q.code == "sheet" for q in self.open_questions)

    @property
    def stopped(self) -> list[Question]:
        """Questions answered so that the file must not be written."""
        return [q for q in self.questions if self.mapping.answers.get(q.code) == "stop"]

    @property
    def refusals(self) -> list[Problem]:
        """Problems that keep the file out."""
        out = self.mapping.refused_rows == "leave out"
        return [
            p
            for p in self.problems
            if p.weight == Weight.REFUSE
            and not (out and len(p.rows) and p.code not in NEVER_LEFT_OUT)
        ]

    def weight_in_words(self, problem: Problem) -> str:
        """What a problem does to the file as it is read now."""
        if problem.weight == Weight.REFUSE and problem not in self.refusals:
            return "Left out"
        return problem.weight.value.capitalize()

    @property
    def can_leave_out(self) -> int:
        """How many rows are refused now that may be left out on purpose."""
        return len(rows_of([p for p in self.refusals if p.code not in NEVER_LEFT_OUT]))

    @property
    def repeats(self) -> bool:
        """Whether identifiers that repeat keep the file out."""
        return any(p.code == "duplicate id" for p in self.refusals)

    @property
    def ready(self) -> bool:
        """Whether it may be written."""
        return not (self.refusals or self.open_questions or self.stopped) and bool(self.rows)


@dataclass
class Prepared:
    """A preview with the records behind it."""

    preview: Preview
    checked: Checked | None = None
    table: Table | None = None


def rows_of(problems: list[Problem]) -> np.ndarray:
    """The numbers of the rows that problems name, each once, in order."""
    rows = [p.rows for p in problems if len(p.rows)]
    return np.unique(np.concatenate(rows)) if rows else NO_ROWS
