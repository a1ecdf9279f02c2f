"""Empty files to fill in, one per kind, made from the same description that checks them."""

import csv
import io

from sqlmodel import Session

from intake.check import columns_of
from intake.kinds.kind import Column, Kind, Type
from intake.references import LIST_NAMES, names_of
from intake.resolve import WHAT as RECORDS

_ROWS = 5_000  # rows that get the drop-down lists
_LONGEST_LIST = 250  # characters that a list may have inside its cell


def csv_template(session: Session, kind: Kind) -> bytes:
    """The header and an example row, as CSV."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    columns = columns_of(session, kind)
    writer.writerow([column.name for column in columns])
    writer.writerow([example(session, column) for column in columns])
    return held.getvalue().encode("utf-8-sig")


def workbook_template(session: Session, kind: Kind) -> bytes:
    """A sheet to fill in with drop-down lists and an example row, and a sheet of notes."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"title": f"{kind.label}: template"})
    sheet, notes = book.add_worksheet(kind.label[:31]), None
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmmm yyyy"})
    words = book.add_format({"num_format": "@"})
    columns = columns_of(session, kind)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, heading)
        sheet.set_column(place, place, 22, day if column.type == Type.DAY else words)
        sheet.write_string(1, place, example(session, column))
    notes = book.add_worksheet("Notes")
    lists = book.add_worksheet("Lists")
    _write_notes(notes, heading, kind, columns, session)
    _write_lists(sheet, lists, session, columns)
    # Our own reader takes hidden sheets for something to ask about; these two are named as ours.
    lists.hide()
    book.close()
    return held.getvalue()


def example(session: Session, column: Column) -> str:
    """A value that the column takes."""
    if column.refers in LIST_NAMES and (column.required or column.example):
        return next(iter(names_of(session, column.refers).codes), column.example)
    return column.example


def choices(session: Session, column: Column) -> list[str]:
    """The values among which the column chooses; none where it is free."""
    if column.choices:
        return list(column.choices)
    if column.type == Type.YES_NO:
        return ["yes", "no"]
    if column.refers in LIST_NAMES and column.type == Type.REFERENCE:
        return list(names_of(session, column.refers).codes.values())
    return []


def _write_notes(notes, heading, kind: Kind, columns, session: Session) -> None:
    notes.set_column(0, 0, 24)
    notes.set_column(1, 3, 60)
    notes.write_string(0, 0, kind.label, heading)
    notes.write_string(1, 0, kind.says)
    notes.write_string(2, 0, "Row 2 of the first sheet is an example. Write over it.")
    for place, name in enumerate(("Column", "What it is", "What to write", "Needed")):
        notes.write_string(4, place, name, heading)
    for row, column in enumerate(columns, start=5):
        notes.write_string(row, 0, column.name)
        notes.write_string(row, 1, column.says)
        notes.write_string(row, 2, takes(column))
        notes.write_string(row, 3, "yes" if column.required else "no")


def takes(column: Column) -> str:
    """What may be written in a column, in words."""
    if column.choices:
        return "One of: " + ", ".join(column.choices) + "."
    if column.type == Type.DAY:
        return "A day, such as 2026-07-06 or 6 July 2026."
    if column.type in (Type.WHOLE, Type.NUMBER):
        kind = "A whole number" if column.type == Type.WHOLE else "A number"
        return f"{kind} from {column.low:g} to {column.high:,.10g}."
    if column.type == Type.YES_NO:
        return "yes, no, or blank where it was not recorded."
    if column.type == Type.CHOICES:
        return f"Names of {column.refers}s, separated by semicolons."
    if column.type == Type.REFERENCE:
        words = RECORDS.get(column.refers, column.refers)
        return f"{'An' if words[0] in 'aeiou' else 'A'} {words} that is already recorded."
    return f"Text of at most {column.longest or 2000:,} characters."


def _write_lists(sheet, lists, session: Session, columns) -> None:
    for place, column in enumerate(columns):
        values = choices(session, column)
        if not values:
            continue
        source = values
        if len(",".join(values)) > _LONGEST_LIST:
            for row, value in enumerate(values):
                lists.write_string(row, place, value)
            from xlsxwriter.utility import xl_col_to_name

            letter = xl_col_to_name(place)
            source = f"=Lists!${letter}$1:${letter}${len(values)}"
        sheet.data_validation(
            1, place, _ROWS, place,
            {
                "validate": "list", "source": source, "ignore_blank": True,
                "error_title": "Not in the list", "error_message": "Choose one from the list.",
            },
        )  # fmt: skip
