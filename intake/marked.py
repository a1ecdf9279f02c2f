"""A copy of a bad file with a column that says what to mend in each row."""

import csv
import io
from collections.abc import Iterator

from intake.preview import Prepared
from intake.problems import Weight
from intake.reading.header import MARK_HEADER
from intake.table import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
_MOST_WORDS = 1_000


def marked_copy(prepared: Prepared) -> tuple[str, bytes] | None:
    """(file name, content) of the copy, in the file's own format; None without a readable sheet."""
    if prepared.table is None:
        return None
    stem = prepared.preview.name.rpartition(".")[0] or prepared.preview.name
    marks = _marks(prepared)
    if prepared.table.workbook:
        return f"{stem} to mend.xlsx", _workbook(prepared.table, marks)
    return f"{stem} to mend.csv", _csv(prepared.table, marks)


def _marks(prepared: Prepared) -> dict[int, str]:
    """Row number → what to mend there."""
    said: dict[int, list[str]] = {}
    for problem in prepared.preview.problems:
        if problem.weight != Weight.REFUSE:
            continue
        column = f"{problem.column}: " if problem.column else ""
        sentence = f"{column}{problem.found} {problem.expected}"
        for row in problem.rows.tolist():
            said.setdefault(row, []).append(sentence)
    return {row: " ".join(sentences)[:_MOST_WORDS] for row, sentences in said.items()}


def _rows(table: Table, marks: dict[int, str]) -> Iterator[list[str]]:
    columns = [column.rows() for column in table.columns]
    for number, *cells in zip(table.numbers.tolist(), *columns, strict=True):
        yield [marks.get(number, ""), *cells]


def _csv(table: Table, marks: dict[int, str]) -> bytes:
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([MARK_HEADER, *table.headers])
    for row in _rows(table, marks):
        writer.writerow([_safe(cell) for cell in row])
    return held.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """An apostrophe before what a spreadsheet would run; never before a number."""
    if cell.startswith(_FORMULA) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _workbook(table: Table, marks: dict[int, str]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(held, options)
    sheet = book.add_worksheet(table.sheet[:31] or "Sheet1")
    sheet.set_column(0, 0, 60)
    for number, row in enumerate([[MARK_HEADER, *table.headers], *_rows(table, marks)]):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell[:32_767])
    book.close()
    return held.getvalue()
