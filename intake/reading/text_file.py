"""CSV and its kin: encodings, delimiters, quoted line breaks, rows of the wrong width."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from intake.mapping import Mapping
from intake.problems import Problem, Question, Refused, Weight, quoted
from intake.reading.header import FirstRows, clean_headers
from intake.table import MOST_COLUMNS, Gatherer, Table

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_BLOCK = 1 << 20
_STEP = 20_000
_LONGEST_LINE = 4_000_000
csv.field_size_limit(1 << 20)


def read_text(path: Path, mapping: Mapping, *, progress: Callable[[str, float], None]) -> Table:
    """The file's rows as text. Refused where it cannot be decoded or has no data."""
    encoding, questions = _encoding(path, mapping)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        delimiter = _delimiter(text)
        text.seek(0)
        return _gathered(text, raw, path, delimiter, FirstRows(mapping), questions, progress)


def _gathered(text, raw, path, delimiter, first, questions, progress) -> Table:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    ragged: dict[int, list[int]] = {}
    gatherer, headers, number, size = None, [], 0, path.stat().st_size
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            first.note(number, cells)
            if gatherer is None:
                if number < first.chosen:
                    continue
                headers = cells
                gatherer = Gatherer(_width(headers))
                continue
            if len(cells) != gatherer.width:
                ragged.setdefault(len(cells), []).append(number)
                cells = (cells + [""] * gatherer.width)[: gatherer.width]
            gatherer.add(number, cells)
            if number % _STEP == 0:
                progress("Reading", min(raw.tell() / size, 1.0))
    except csv.Error as error:
        raise Refused(
            f"Row {number + 1} cannot be read: {_quoting(error)}. Mend its quotation marks.",
            "quotes",
        ) from None
    first.refuse_title()
    if gatherer is None:
        raise Refused("The file is empty. Choose a file with a header row and data.", "empty")
    if not len(gatherer.numbers):
        raise Refused("The file has a header row but no data below it.", "header only")
    problems = [_ragged(width, rows, gatherer.width) for width, rows in ragged.items()]
    numbers, columns = gatherer.rows(), gatherer.columns()
    return clean_headers(
        Table("", headers, columns, numbers, problems=problems, questions=questions)
    )


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The file's lines; Refused where one would fill the memory."""
    number, line = 1, text.readline(_LONGEST_LINE)
    if line.lower().startswith("sep="):
        number, line = 2, text.readline(_LONGEST_LINE)
    while line:
        if len(line) >= _LONGEST_LINE:
            raise Refused(
                f"Line {number:,} is over {_LONGEST_LINE // 1_000_000} million characters long, "
                "so it is no row of a table. Save the file again as CSV, one record a line.",
                "too many bytes",
            )
        yield line
        number, line = number + 1, text.readline(_LONGEST_LINE)


def _width(headers: list[str]) -> int:
    if len(headers) > MOST_COLUMNS:
        raise Refused(f"The file has more than {MOST_COLUMNS} columns. Remove some.", "columns")
    return len(headers)


def _ragged(width: int, rows: list[int], expected: int) -> Problem:
    return Problem(
        Weight.REFUSE,
        "ragged",
        f"the row has {width} {'cell' if width == 1 else 'cells'}, the header {expected}.",
        "Give every row as many cells as the header.",
        rows=np.array(rows, dtype=np.int32),
    )


def _quoting(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "a cell is over a million characters long, as if a quotation mark never closed"
    return "a quotation mark is not closed, or stands inside a cell"


def _delimiter(text: io.TextIOWrapper) -> str:
    sample = text.read(65536)
    if sample.lower().startswith("sep=") and len(sample) > 4 and sample[4] in DELIMITERS:
        return sample[4]
    return max(DELIMITERS, key=lambda mark: _fit(sample, mark))


def _fit(sample: str, mark: str) -> tuple[float, int]:
    try:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
    except csv.Error:
        return (0.0, 0)
    rows = rows[:-1] or rows  # the last may be cut
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0.0, 0)
    return (sum(len(row) == width for row in rows) / len(rows), width)


def _encoding(path: Path, mapping: Mapping) -> tuple[str, list[Question]]:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _decodes(path, "utf-32"), []
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(path, "utf-16"), []
    if start.startswith(codecs.BOM_UTF8):
        return _decodes(path, "utf-8-sig"), []
    if _looks_utf32(start):
        return _decodes(path, "utf-32-le" if start[:1] != b"\0" else "utf-32-be"), []
    if _looks_utf16(start):
        return _decodes(path, "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"), []
    fault = _fault(path, "utf-8")
    if fault is None:
        return "utf-8", []
    return _windows(path, fault, mapping)


def _looks_utf32(start: bytes) -> bool:
    zeros = [start[place::4].count(0) for place in range(4)]
    enough = len(start) // 4 * 0.95
    return enough > 1 and (min(zeros[2:]) > enough or min(zeros[:2]) > enough)


def _looks_utf16(start: bytes) -> bool:
    odd, even = start[1::2].count(0), start[0::2].count(0)
    return max(odd, even) > len(start) * 0.3 and min(odd, even) < len(start) * 0.05


def _decodes(path: Path, encoding: str) -> str:
    fault = _fault(path, encoding)
    if fault is not None:
        raise Refused(
            f"Line {fault[0]:,} has bytes that are not {encoding.upper().replace('-SIG', '')}. "
            "Save the file again as UTF-8.",
            "undecodable",
        )
    return encoding


def _fault(path: Path, encoding: str) -> tuple[int, bytes] | None:
    """(line, the bytes around) of the first undecodable byte, None where all decode."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                around = error.object[max(error.start - 20, 0) : error.end + 20]
                return line + before.count(b"\n"), around
            if not block:
                return None


def _windows(path: Path, fault: tuple[int, bytes], mapping: Mapping) -> tuple[str, list[Question]]:
    if _fault(path, "cp1252") is not None:
        raise Refused(
            f"Line {fault[0]:,} has bytes that no known encoding reads. "
            "Save the file again as UTF-8.",
            "undecodable",
        )
    shown = fault[1].decode("cp1252", errors="replace")
    question = Question(
        "encoding",
        f"The file is not UTF-8. As Windows-1252, line {fault[0]:,} has {quoted(shown)}. "
        "Does it read rightly?",
        (("windows-1252", "Yes, it is Windows-1252"), ("stop", "No, I will save it as UTF-8")),
        "windows-1252",
    )
    return "cp1252", [question]
