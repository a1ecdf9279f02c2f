"""The header row: one clear name for each column that holds anything."""

import unicodedata

from intake.problems import Refused, quoted
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
