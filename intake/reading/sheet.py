"""One sheet's XML, streamed: rows of text, and what a reader must be told about them."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

from intake.problems import Problem, Refused, Weight, quoted
from intake.reading.header import FirstRows, letters
from intake.reading.workbook_parts import Styles, local, parse
from intake.table import MOST_COLUMNS, Gatherer

_STEP = 10_000
_1900 = datetime(1899, 12, 30)
_1904 = datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 31 December 9999


class SheetReader:
    """Takes a sheet's XML; afterwards holds its header, its rows and its oddities."""

    def __init__(
        self, strings: list[str], styles: Styles, first: FirstRows,
        progress: Callable[[str, float], None],
    ):  # fmt: skip
        self.strings, self.styles, self.progress = strings, styles, progress
        self.first = first
        self.headers: list[str] = []
        self.header_number = 0
        self.gatherer: Gatherer | None = None
        self.hidden: set[int] = set()
        self.merged: list[tuple[str, int, int]] = []
        self._faults: dict[tuple[str, str, str], list[int]] = {}
        self._cells: dict[int, str] = {}
        self._row = 0
        self._total = 0
        self._column = -1
        self._type = self._style = ""
        self._text: list[str] = []
        self._listening = False
        self._formula = self._value = False
        self._known: dict[tuple[str, str], str] = {}
        self._places: dict[str, int] = {}

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        """Stream one sheet."""
        with archive.open(part) as stream:
            parse(stream, self._start, self._end, self._data)

    def _start(self, name: str, found: dict) -> None:
        tag = local(name)
        if tag == "c":
            self._type, self._style = found.get("t", "n"), found.get("s", "0")
            place = found.get("r")
            self._column = self._place(place) if place else self._column + 1
            self._text = []
            self._formula = self._value = False
        elif tag in ("v", "t"):
            self._listening = self._value = True
        elif tag == "row":
            self._row = int(found.get("r", self._row + 1))
            self._column = -1
            self._cells = {}
            if found.get("hidden") in ("1", "true"):
                self.hidden.add(self._row)
        elif tag == "f":
            self._formula = True
        elif tag == "mergeCell":
            self._merge(found.get("ref", ""))
        elif tag == "dimension":
            last = re.search(r"(\d+)$", found.get("ref", ""))
            self._total = int(last[1]) if last else 0

    def _data(self, text: str) -> None:
        if self._listening:
            self._text.append(text)

    def _end(self, name: str) -> None:
        tag = local(name)
        if tag == "c":
            self._cell()
        elif tag in ("v", "t"):
            self._listening = False
        elif tag == "row":
            self._finish()

    def _place(self, reference: str) -> int:
        name = reference.rstrip("0123456789")
        if name not in self._places:
            number = 0
            for letter in name:
                number = number * 26 + ord(letter) - 64
            self._places[name] = number - 1
        return self._places[name]

    def _cell(self) -> None:
        text = "".join(self._text)
        if self._type == "n" and text:
            text = self._number(text)
        elif self._type == "s" and text:
            text = self._shared(text)
        elif self._type == "b":
            text = "TRUE" if text == "1" else "FALSE"
        elif self._type == "e":
            self._fault("error cell", text)
            text = ""
        if self._formula and (not self._value or not text) and self._type != "e":
            self._fault("formula without value", "")
        if text:
            self._cells[self._column] = text

    def _shared(self, text: str) -> str:
        try:
            return self.strings[int(text)]
        except (ValueError, IndexError):
            raise Refused("The workbook is damaged inside. Save it again.", "damaged") from None

    def _number(self, text: str) -> str:
        key = (self._style, text)
        known = self._known.get(key)
        if known is None:
            known = self._worded(text)
            if len(self._known) < 200_000:
                self._known[key] = known
        return known

    def _worded(self, text: str) -> str:
        try:
            number, style = float(text), int(self._style)
        except ValueError:
            return text
        if number != number or number in (float("inf"), float("-inf")):
            return text
        if style in self.styles.dates:
            return self._moment(number, text)
        if style in self.styles.percents:
            return f"{number * 100:.10g}%"
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        return repr(number)

    def _moment(self, serial: float, text: str) -> str:
        if not 0 <= serial <= _LAST_SERIAL:
            return text
        # Excel counts a 29 February 1900 that never was.
        start = _1904 if self.styles.serials_1904 else _1900
        shift = 1 if not self.styles.serials_1904 and serial < 60 else 0
        moment = start + timedelta(days=serial + shift)
        moment += timedelta(microseconds=500_000)
        return moment.strftime("%Y-%m-%d" if serial == int(serial) else "%Y-%m-%d %H:%M:%S")

    def _finish(self) -> None:
        cells = self._cells
        if not any(text.strip() for text in cells.values()):
            return
        self.first.note(self._row, list(cells.values()))
        if self.gatherer is None:
            if self._row >= self.first.chosen:
                self._open(cells)
            return
        beyond = [text for place, text in cells.items() if place >= self.gatherer.width]
        if any(text.strip() for text in beyond):
            self._faults.setdefault(("ragged", "", ""), []).append(self._row)
        self.gatherer.add(self._row, [cells.get(place, "") for place in range(self.gatherer.width)])
        if self._row % _STEP == 0:
            self.progress("Reading", min(self._row / max(self._total, self._row), 1.0))

    def _open(self, cells: dict[int, str]) -> None:
        width = max(cells) + 1
        if width > MOST_COLUMNS:
            raise Refused(
                f"The sheet has more than {MOST_COLUMNS} columns. Remove some.", "columns"
            )
        self.headers = [cells.get(place, "") for place in range(width)]
        self.header_number = self._row
        self.gatherer = Gatherer(width)

    def _merge(self, area: str) -> None:
        numbers = [int(n) for n in re.findall(r"\d+", area)]
        if len(numbers) == 2:
            self.merged.append((area, numbers[0], numbers[1]))

    def _fault(self, code: str, found: str) -> None:
        self._faults.setdefault((code, letters(self._column), found), []).append(self._row)

    def problems(self, sheet: str) -> list[Problem]:
        """The faults of its cells and rows."""
        words = {
            "error cell": ("the cell shows the error {}.", "Mend the formula or write the value."),
            "formula without value": (
                "the cell has a formula without a value.",
                "Open the workbook in Excel, save it, and choose it again.",
            ),
            "ragged": (
                "the row has cells beyond the last header.",
                "Give every column a header, or clear those cells.",
            ),
        }
        made = []
        for (code, column, found), rows in self._faults.items():
            said, expected = words[code]
            made.append(
                Problem(
                    Weight.REFUSE,
                    code,
                    said.format(quoted(found)),
                    expected,
                    sheet=sheet,
                    column=column,
                    rows=np.array(rows, dtype=np.int32),
                )
            )
        return made
