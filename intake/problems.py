"""What is wrong with a file, where, and what to do; and what its owner is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

ROWS_NAMED = 5


class Weight(StrEnum):
    """What a problem does to the file."""

    REFUSE = "refused"  # nothing is written until it is mended
    NOTE = "noted"  # accepted, and said


class Refused(Exception):
    """The file as a whole cannot be read; the text is one sentence for its owner.

    `questions` are those whose answer would let it be read.
    """

    def __init__(self, text: str, code: str = "file", questions: Sequence["Question"] = ()):
        super().__init__(text)
        self.code, self.questions = code, list(questions)


class Cancelled(Exception):
    """The reader of the preview stopped the work."""


NO_ROWS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class Problem:
    """One fault, in as many rows as have it.

    code      short name of the fault, the same for every file
    column    the file's own header, "" where the fault is of a row
    found     what stands there
    expected  what to write instead, as a sentence
    rows      row numbers in the sheet, the header being row 1; none for the whole file
    """

    weight: Weight
    code: str
    found: str
    expected: str
    sheet: str = ""
    column: str = ""
    rows: np.ndarray = field(default_factory=lambda: NO_ROWS, compare=False)

    @property
    def where(self) -> str:
        """The sheet, rows and column in words."""
        parts = [f"sheet “{self.sheet}”"] if self.sheet else []
        if len(self.rows):
            parts.append(rows_in_words(self.rows))
        if self.column:
            parts.append(f"column “{self.column}”")
        return ", ".join(parts)

    @property
    def sentence(self) -> str:
        """What was found, where, and what to do."""
        where = self.where
        start = f"{where[0].upper()}{where[1:]}: " if where else ""
        return f"{start}{self.found} {self.expected}".strip()


@dataclass(frozen=True)
class Question:
    """One thing that the file leaves open. `answers[code]` of the mapping settles it.

    options    (value, label) pairs; a value of "stop" keeps the file out
    suggested  the option that fits best, "" where none does
    """

    code: str
    text: str
    options: tuple[tuple[str, str], ...]
    suggested: str = ""
    rows: np.ndarray = field(default_factory=lambda: NO_ROWS, compare=False)
    column: str = ""


def rows_in_words(rows: np.ndarray) -> str:
    """“row 4”, “rows 4, 7 and 9”, “rows 4, 7, 9, 12, 15 and 230 more”."""
    named = [str(row) for row in rows[:ROWS_NAMED]]
    rest = len(rows) - len(named)
    if len(named) == 1 and not rest:
        return f"row {named[0]}"
    if rest:
        return f"rows {', '.join(named)} and {rest:,} more"
    return f"rows {', '.join(named[:-1])} and {named[-1]}"


def quoted(value: object, longest: int = 60) -> str:
    """A value as it is quoted in a sentence: cut, on one line, blanks and controls named."""
    text = " ".join(str(value).split()) if str(value).strip() else ""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    if not text:
        return "(blank)"
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"
