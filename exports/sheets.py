"""The pack's tables as spreadsheets and CSV hold them: figures, words and markers.

Markers stand in place of figures, as the Government Analysis Function asks.
"""

import math
import re
from dataclasses import dataclass

from exports.description import Pack, Part, Section, cells
from exports.layout import is_figures, remarks
from exports.plain_text import shortened
from measures.rounding import half_up

HIDDEN, LOW, MISSING, NONE = "[c]", "[low]", "[x]", "[z]"
MEANINGS = (
    (HIDDEN, "Hidden, so that nobody can be recognised: fewer than 10 people, or withheld."),
    (LOW, "Too few are behind the figure to compare or to give a percentage."),
    (MISSING, "Not available: nothing is recorded, or the figure cannot be worked out."),
    (NONE, "Not applicable, or not yet due."),
)
NOTHING = "Nothing is recorded here for this quarter."
PLACES = {"0%": 0, "0.0%": 1, "#,##0": 0, "0.0": 1, "0.00": 2}
_HEADING_MOST = 200  # a spreadsheet refuses a column heading over 255 characters
_NUMBER = re.compile(
    r"(?<![\w.])(?<!below )[-−]?\d[\d,]*+(?:\.(?P<places>\d+))?+(?P<percent>%?+)(?! of \d)"
)
_IN_FIGURES = (
    (re.compile(r"\b(?:fewer than 10|under 10|withheld|hidden)\b", re.I), HIDDEN),
    (re.compile(r"\btoo few\b|^\d of \d\b", re.I), LOW),
    (re.compile(r"\bnot (?:applicable|yet due|due)\b|\bno limits?\b", re.I), NONE),
    (
        re.compile(
            r"\bnothing\b|\bnot (?:recorded|available|published|known|shown)\b|\bno figure\b"
            r"|\bno \w+ says?\b|\bcannot be said\b|^none$|^\W*$",
            re.I,
        ),
        MISSING,
    ),
)
_WHOLE_CELL = {
    "fewer than 10": HIDDEN,
    "under 10": HIDDEN,
    "withheld": HIDDEN,
    "too few to compare": LOW,
    "nothing recorded": MISSING,
    "no figure": MISSING,
    "not applicable": NONE,
    "": MISSING,
}


@dataclass(frozen=True)
class Figure:
    """A number as a table shows it.

    shown   the number format: a key of PLACES
    words   what stands in its place where a number format would show another figure
    """

    value: float | int
    shown: str
    words: str = ""

    @property
    def text(self) -> str:
        """The figure as people read it: "62%", "3.4", "1,204", "just below 3.0"."""
        return self.words or _printed(self.value, self.shown)


@dataclass(frozen=True)
class Sheet:
    """One table as a sheet or a CSV file holds it.

    number    1 for the first table of the pack
    title     what it shows
    section   the heading it stands under
    part      where it comes from
    columns   headings, none empty, no two alike
    rows      figures, or words and markers; empty where nothing is recorded
    """

    number: int
    title: str
    section: str
    part: Part
    columns: tuple[str, ...]
    rows: tuple[tuple[Figure | str, ...], ...]

    @property
    def name(self) -> str:
        """Name of the sheet's tab."""
        return f"Table_{self.number}"

    @property
    def filled_rows(self) -> tuple[tuple[Figure | str, ...], ...]:
        """The rows, or one row that says that there are none."""
        return self.rows or ((NOTHING, *(MISSING,) * (len(self.columns) - 1)),)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The finding, how it is made, what it rests on, and its notes."""
        said = [self.part.finding if self.part.finding != self.title else ""]
        said.append(f"How it is measured: {self.part.definition}" if self.part.definition else "")
        said.append(f"Base: {self.part.base}" if self.part.base else "")
        return tuple(text for text in (*said, *remarks(self.part)) if text)


def sheets(pack: Pack) -> list[Sheet]:
    """Every table of the pack in reading order."""
    found = [(section, part) for section in pack.sections for part in section.parts]
    return [_sheet(n, section, part) for n, (section, part) in enumerate(found, 1)]


def notes(pack: Pack) -> list[tuple[str, str]]:
    """Markers and notes as (which, meaning)."""
    said = [pack.standing, f"Definitions: version {pack.definitions_version}.", *pack.notes]
    return [*MEANINGS, *((f"Note {n}", text) for n, text in enumerate(said, 1) if text)]


def marker(text: str, figures: bool) -> str:
    """The marker for a cell that holds words in place of a figure, else its words.

    figures   the column is one of figures; in any other only whole cells are replaced
    """
    if not figures:
        return _WHOLE_CELL.get(text.strip().lower(), text)
    return next((mark for pattern, mark in _IN_FIGURES if pattern.search(text)), text)


def _sheet(number: int, section: Section, part: Part) -> Sheet:
    table = part.table
    figures = [c > 0 and is_figures(table, c) for c in range(len(table.columns))]
    rows = tuple(
        tuple(_cell(text, value, c, figures[c]) for c, (text, value) in enumerate(row))
        for row in cells(table)
    )
    title = table.title or part.finding
    columns = headings(table.columns) or ("What is recorded",)
    return Sheet(number, title, section.heading, part, columns, rows)


def _cell(text: str, value, column: int, figures: bool) -> Figure | str:
    if isinstance(value, bool):
        value = int(value)
    if value is not None and math.isfinite(value):
        return _figure(text, value)
    if column == 0 and text:
        return text  # the row's name, even where it reads like a marker
    return marker(text, figures)


def _figure(text: str, value: float) -> Figure:
    """The value in the format that shows it as the text does, or with the text as its words."""
    for number in sorted(_NUMBER.finditer(text), key=lambda found: not found["percent"]):
        shown = _format(len(number["places"] or ""), number["percent"])
        if shown and _printed(value, shown) == number[0].replace("−", "-"):
            return Figure(value, shown)
    share = "%" in text and -1 <= value <= 1
    usual = "0%" if share else "#,##0" if float(value).is_integer() else "0.0"
    return Figure(value, usual, text if re.search(r"\d", text) else "")


def _format(places: int, percent: str) -> str | None:
    return next((f for f, n in PLACES.items() if n == places and ("%" in f) == bool(percent)), None)


def _printed(value: float, shown: str) -> str:
    if "%" in shown:
        return f"{half_up(value, PLACES[shown] + 2) * 100:,.{PLACES[shown]}f}%"
    return f"{half_up(value, PLACES[shown]):,}"


def headings(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Column headings, none empty and no two alike, whatever their capitals."""
    taken: set[str] = set()
    out = []
    for n, column in enumerate(columns, 1):
        column = shortened(column.strip() or f"Column {n}", _HEADING_MOST)
        name, again = column, 2
        while name.casefold() in taken:
            name, again = f"{column} ({again})", again + 1
        taken.add(name.casefold())
        out.append(name)
    return tuple(out)
