"""The header row: one clear name for each column that holds anything."""

import unicodedata
from collections.abc import Sequence

from intake.mapping import Mapping
from intake.problems import Question, Refused, quoted
from intake.table import Coded, Table

MARK_HEADER = "What to mend"


def folded(text: str) -> str:
    """A name as names are compared: letters and digits only, lower case, composed."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def clean_headers(table: Table) -> Table:
    """The table without nameless empty columns; Refused where two headers are the same."""
    kept = [
        index
        for index, column in enumerate(table.columns)
        if table.headers[index].strip() or _holds(column)
    ]
    table.headers = [_named(table.headers[index], index) for index in kept]
    table.columns = [table.columns[index] for index in kept]
    seen: dict[str, str] = {}
    for header in table.headers:
        if folded(header) in seen:
            raise Refused(
                f"Two columns have the header {quoted(header)}. Give each its own name.",
                "duplicate headers",
            )
        seen[folded(header)] = header
    return table


_NAMED = 20
FIRST_ROWS = 50  # looked at for the row of column names


class FirstRows:
    """How many cells each of the first rows fills, and so which row may hold the column names."""

    def __init__(self, mapping: Mapping):
        self.chosen = mapping.header_row
        self.filled: list[tuple[int, str, int]] = []

    def note(self, number: int, cells: Sequence[str]) -> None:
        """Take one row in; only the first are kept."""
        if len(self.filled) < FIRST_ROWS:
            texts = [cell for cell in cells if cell.strip()]
            self.filled.append((number, ", ".join(texts[:_NAMED]), len(texts)))

    def refuse_title(self) -> None:
        """Refused, with a question, where the first row is a title rather than column names."""
        if self.chosen or len(self.filled) < 2:
            return
        first, words, count = self.filled[0]
        widest = max(found for _number, _words, found in self.filled)
        if count * 2 > widest or widest < 2:
            return
        number, names, _count = next(row for row in self.filled if row[2] == widest)
        raise Refused(
            f"Row {first} holds only {quoted(words)}, and is taken for the column names. "
            f"Say which row holds them, or delete what stands above them.",
            "title above header",
            [
                Question(
                    "header row",
                    "Which row holds the column names?",
                    (
                        (str(number), f"Row {number}: {quoted(names, 100)}"),
                        (str(first), f"Row {first}: {quoted(words, 100)}"),
                        ("stop", "Neither: I will delete what stands above them"),
                    ),
                    str(number),
                )
            ],
        )


def _holds(column: Coded) -> bool:
    return any(value.strip() for value in column.values)


def _named(header: str, index: int) -> str:
    clean = " ".join(unicodedata.normalize("NFC", header).replace("\ufeff", "").split())
    return clean or f"Column {letters(index)} without a header"


def letters(index: int) -> str:
    """The letters of a column, 0 being A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
