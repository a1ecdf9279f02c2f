"""A Table as a CSV file that spreadsheets open without harm."""

import csv
import io
from functools import lru_cache

from charts.chart import Table

# What a spreadsheet may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


@lru_cache(maxsize=256)
def csv_bytes(table: Table) -> bytes:
    """UTF-8 with a byte-order mark, CRLF line ends, numbers as numbers.

    A text that could begin a formula gets an apostrophe before it; a number never does.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(column) for column in table.columns])
    for i, row in enumerate(table.rows):
        numbers = table.numbers[i] if table.numbers else (None,) * len(row)
        writer.writerow(
            [
                guarded(text) if number is None else number
                for text, number in zip(row, numbers, strict=True)
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet could run."""
    return f"'{text}" if text.startswith(_FORMULA) else text
