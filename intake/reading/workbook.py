"""XLSX: what is inside before it is unpacked, then one sheet's cells as text.

The sheets are read as a stream: whole workbooks in memory would be many times
the size of their data, and libraries that are fast hide what must be asked
about (hidden rows, merged cells, formulas without values).
"""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intake.mapping import Mapping
from intake.problems import Problem, Question, Refused, Weight, quoted
from intake.reading.header import FirstRows, clean_headers
from intake.reading.sheet import SheetReader
from intake.reading.workbook_parts import (
    Styles,
    read_shared_strings,
    read_sheets,
    read_styles,
)
from intake.table import Gatherer, Table

MOST_UNPACKED = 1_000_000_000
SUSPECT_UNPACKED = 60_000_000
MOST_RATIO = 100
MOST_PARTS = 2_000
# What the archive, or a number where none can be, raises while it is read.
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError,
    ValueError, ArithmeticError, LookupError,
)  # fmt: skip


@dataclass(frozen=True)
class _Book:
    archive: zipfile.ZipFile
    strings: list[str]
    styles: Styles


def read_workbook(path: Path, mapping: Mapping, *, progress: Callable[[str, float], None]) -> Table:
    """The rows of one sheet as text. Refused where the workbook is unsafe or has no data."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive)
            return _read(archive, mapping, progress)
    except _DAMAGED:
        raise Refused(
            "The workbook is damaged or is not a workbook. Save it again as .xlsx.", "damaged"
        ) from None


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    swollen = unpacked > SUSPECT_UNPACKED and unpacked / packed > MOST_RATIO
    if unpacked > MOST_UNPACKED or swollen or len(parts) > MOST_PARTS:
        raise Refused(
            f"The workbook would unfold to {unpacked / 1e6:,.0f} MB. "
            "Copy its data into a new workbook and save that.",
            "zip bomb",
        )
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("The file is encrypted. Save it again without a password.", "encrypted")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("The workbook carries macros. Save it as .xlsx without them.", "macros")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(
            "The file is a zip archive, not a workbook. Save the data as .xlsx or .csv.", "renamed"
        )
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Refused("The workbook carries macros. Save it as .xlsx without them.", "macros")


def _read(archive: zipfile.ZipFile, mapping: Mapping, progress) -> Table:
    sheets, serials_1904 = read_sheets(archive)
    sheet, questions = _chosen(archive, sheets, mapping)
    book = _Book(archive, read_shared_strings(archive), read_styles(archive, serials_1904))
    reader = SheetReader(book.strings, book.styles, FirstRows(mapping), progress)
    try:
        return _read_sheet(archive, sheet, reader, questions)
    except Refused as refused:
        refused.questions = [*questions, *refused.questions]
        raise


def _read_sheet(archive, sheet, reader: SheetReader, questions: list[Question]) -> Table:
    reader.read(archive, sheet.part)
    reader.first.refuse_title()
    if reader.gatherer is None:
        raise Refused(
            f"Sheet {quoted(sheet.name)} is empty. Choose a sheet with a header row and data.",
            "empty",
        )
    if not len(reader.gatherer.numbers):
        raise Refused(
            f"Sheet {quoted(sheet.name)} has a header row but no data below it.", "header only"
        )
    return _table(sheet.name, reader, reader.gatherer, questions)


def _table(name: str, reader: SheetReader, gatherer: Gatherer, questions) -> Table:
    numbers, columns = gatherer.rows(), gatherer.columns()
    hidden = np.isin(numbers, np.array(sorted(reader.hidden), dtype=np.int32))
    table = Table(name, reader.headers, columns, numbers, workbook=True, questions=questions)
    table.hidden, table.since_1904 = hidden, reader.styles.serials_1904
    table.problems = [*reader.problems(name), *_merged(name, reader, numbers)]
    return clean_headers(table)


def _merged(name: str, reader: SheetReader, numbers: np.ndarray) -> list[Problem]:
    found = []
    for area, low, high in reader.merged:
        if high >= reader.header_number and (high > reader.header_number or ":" in area):
            rows = numbers[(numbers >= low) & (numbers <= high)]
            found.append(
                Problem(
                    Weight.REFUSE,
                    "merged cells",
                    f"cells {area} are merged.",
                    "Unmerge them and fill each cell.",
                    sheet=name,
                    rows=rows,
                )
            )
    return found


def _chosen(archive, sheets, mapping: Mapping):
    """The sheet to read, and what is asked about the others."""
    filled = [sheet for sheet in sheets if sheet.holds_data(archive)]
    if not filled:
        raise Refused("The workbook has no data. Choose one with a header row and data.", "empty")
    seen = [sheet for sheet in filled if not sheet.hidden] or filled
    named = [sheet for sheet in filled if sheet.name == mapping.sheet]
    chosen = named[0] if named else seen[0]
    if mapping.sheet and not named:
        raise Refused(
            f"The workbook has no sheet {quoted(mapping.sheet)}. "
            f"It has {', '.join(quoted(s.name) for s in filled)}.",
            "sheet",
            _which(filled, seen[0]),
        )
    return chosen, [*_several(seen, chosen, bool(named)), *_hidden(filled, chosen)]


def _several(seen, chosen, settled: bool) -> list[Question]:
    return [] if len(seen) < 2 or settled else _which(seen, chosen)


def _which(seen, chosen) -> list[Question]:
    names = tuple((s.name, s.name) for s in seen)
    return [
        Question(
            "sheet",
            f"The workbook has {len(seen)} {'sheet' if len(seen) == 1 else 'sheets'} with data. "
            "Which one is to be read?",
            names,
            chosen.name,
        )
    ]


def _hidden(filled, chosen) -> list[Question]:
    hidden = [s.name for s in filled if s.hidden and s.name != chosen.name]
    if not hidden:
        return []
    listed = ", ".join(quoted(name) for name in hidden)
    return [
        Question(
            "hidden sheets",
            f"The workbook has hidden sheets: {listed}. Are they to be left out?",
            (("leave out", "Yes, leave them out"), ("stop", "No, I will look at them first")),
            "leave out",
        )
    ]
