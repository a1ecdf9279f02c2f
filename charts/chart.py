"""What a chart says, before anything draws it.

Every renderer (the screen, PowerPoint, Word, PDF) reads this one description,
so that no two of them can differ. Nothing here knows a drawing library.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"  # horizontal bars, one series or grouped; zero-based
    STACKED = "stacked"  # horizontal bars whose series add up; zero-based
    LINES = "lines"  # values over ordered categories (quarters), with optional limits
    STEPS = "steps"  # a curve of numbers over numbers (days); series carry `at`
    HEATMAP = "heatmap"  # rows are series, columns are categories
    FUNNEL = "funnel"  # points of value over base size with limit curves; series carry `at`
    RANGES = "ranges"  # points with intervals, one row per category
    TILES = "tiles"  # the districts as equal tiles; series carry `places`


@dataclass(frozen=True)
class Series:
    """One row of marks.

    name     what it is called beside or on the marks
    values   one number per category, None where there is no figure
    texts    what is printed at each mark ("62%", "3 of 7", "fewer than 10"); may be empty
    lows, highs   95% interval ends per value, or empty
    at       horizontal numbers, for STEPS and FUNNEL in place of categories
    places   (row, column) of each value, for TILES
    role     palette role: "1".."4", "with", "for", "to", rung codes, "none", "improvement",
             "concern", "ordinary", "limit", "target", "provisional"
    dashed   drawn as a broken line (limits, targets) or hatched (bars: not recorded)
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()
    at: tuple[float, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    role: str = "1"
    dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """A note on the line: an event at a category, in a few words."""

    at: str
    text: str


@dataclass(frozen=True)
class Chart:
    """One chart.

    kind        how it is drawn
    title       the finding, as a sentence computed from the figures
    alt         the text alternative: what it shows, and its main figures
    categories  labels along the category axis, in order
    series      rows of marks
    unit        "%", "score 1 to 5", "activities", "days" …; shares are 0–1 with unit "%"
    category_title, value_title   axis titles
    low, high   ends of the value axis, None to let the data say
    marks       notes on the line
    notes       sentences printed under the chart (small bases, provisional points …)
    illustrative, provisional   marks that must stay visible wherever it is drawn
    """

    kind: Kind
    title: str
    alt: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    unit: str = ""
    category_title: str = ""
    value_title: str = ""
    low: float | None = None
    high: float | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = field(default=())
    illustrative: bool = False
    provisional: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(v is not None for s in self.series for v in s.values)

    @property
    def says_figures(self) -> bool:
        """Whether it shows a figure: drawn, or in words such as “3 of 7”."""
        texts = (text for series in self.series for text in series.texts)
        return not self.empty or any(letter.isdigit() for text in texts for letter in text)

    @property
    def shows_illustrative(self) -> bool:
        """Whether made-up records are behind what it shows. A chart of nothing shows none."""
        return self.illustrative and self.says_figures


@dataclass(frozen=True)
class Table:
    """One table as people read it: every cell is a text already.

    title    what it shows
    columns  header texts
    rows     one tuple of texts per row, as long as columns
    numbers  the same shape: the number behind a cell, None where it is a word or hidden;
             spreadsheets and CSV write it, screens and documents print the text
    notes    sentences under it
    figures  places of columns that hold figures, also where no cell has a number
    shares   those of them that hold shares from 0 to 1
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[tuple[float | int | None, ...], ...] = ()
    notes: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()
    shares: tuple[int, ...] = ()
