"""What a pack says, before any writer turns it into a file.

Every writer reads this one description, so no two formats can differ. Text is
made plain as it enters: a Pack cannot hold a character that a file refuses.
"""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from enum import Enum

from charts.chart import Chart, Table
from exports.plain_text import plain

ILLUSTRATIVE = "Illustrative data: made up to show the product, not about real people."
EASY_WORDS_MOST = 14  # "under 15 words"
EASY_SENTENCES_MOST = 90  # what fits 20 pages at 18 point with a picture each


@dataclass(frozen=True)
class Part:
    """One question of a section: its chart, its table and how to read them.

    chart       what is drawn, None where the table alone answers
    table       the same figures as text and numbers
    definition  how the figure is made, in plain words
    base        what it rests on ("18 of 29 items due, 7 activities")
    """

    chart: Chart | None
    table: Table
    definition: str = ""
    base: str = ""

    @property
    def finding(self) -> str:
        """The sentence that heads this part: the chart's, else the table's title."""
        return (self.chart.title if self.chart else "") or self.table.title or "Figures"


@dataclass(frozen=True)
class Section:
    """A heading, its opening sentences and its parts, in reading order."""

    heading: str
    intro: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class EasySentence:
    """One reviewed sentence of Easy Read, with its picture.

    text      one idea, under 15 words, numbers already filled in ("3 out of 5")
    picture   a name in exports.pictograms.PICTURES
    heading   starts a new part of the document above this sentence
    """

    text: str
    picture: str
    heading: str = ""

    def __post_init__(self) -> None:
        if len(self.text.split()) > EASY_WORDS_MOST:
            raise ValueError(
                f"The Easy Read sentence “{self.text[:80]}” has {len(self.text.split())} words. "
                f"Write at most {EASY_WORDS_MOST}."
            )


@dataclass(frozen=True)
class Pack:
    """A quarter's pack, for the county or for one directorate or service.

    title              what the pack is
    quarter_label      as people read it, "2026/27 Q2"
    quarter_code       as files are named, "2026-27-Q2"
    unit_name          the county, directorate or service that it is about
    closed_on          day of closing, None while the quarter is open
    as_of              last day that the figures know of
    draft              the quarter is still open
    draft_text         what every page of a draft says, with its day
    illustrative       the figures are made up, and every page says so
    revision           1 at the first closing, more after a reopening
    revision_note      what differs from the revision before
    definitions_version   version of the definitions that the figures follow
    summary            the main sentences, before the sections
    easy_words         hard words and their meanings, for Easy Read
    notes              notes on the whole pack
    """

    title: str
    quarter_label: str
    quarter_code: str
    unit_name: str
    closed_on: date | None
    as_of: date
    draft: bool = False
    draft_text: str = ""
    illustrative: bool = False
    revision: int = 1
    revision_note: str = ""
    definitions_version: str = "1"
    summary: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    easy_read: tuple[EasySentence, ...] = ()
    easy_words: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if len(self.easy_read) > EASY_SENTENCES_MOST:
            raise ValueError(
                f"The Easy Read has {len(self.easy_read)} sentences, which is over 20 pages. "
                f"Keep at most {EASY_SENTENCES_MOST}."
            )
        for each in fields(self):
            object.__setattr__(self, each.name, _tidied(getattr(self, each.name)))

    @property
    def full_title(self) -> str:
        """Title, place and quarter in one line."""
        return f"{self.title}: {self.unit_name}, {self.quarter_label}"

    @property
    def day(self) -> date:
        """The day that every file of the pack carries."""
        return self.closed_on or self.as_of

    @property
    def moment(self) -> datetime:
        """Noon UTC of `day`: the one moment written into files."""
        return datetime.combine(self.day, time(12), UTC)

    @property
    def marks(self) -> tuple[str, ...]:
        """What every page, slide and sheet must say; empty where nothing needs saying."""
        draft = (self.draft_text or f"Draft: the quarter is open. Figures of {day(self.as_of)}.",)
        return (draft if self.draft else ()) + ((ILLUSTRATIVE,) if self.illustrative else ())

    @property
    def standing(self) -> str:
        """Whether the figures are final, of which revision, and what differs."""
        if self.closed_on is None:
            return f"The quarter is open. Figures up to {day(self.as_of)}."
        text = f"Closed on {day(self.closed_on)}. Revision {self.revision}."
        return f"{text} {self.revision_note}".strip()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part of every section, in reading order."""
        return tuple(part for section in self.sections for part in section.parts)


def day(on: date) -> str:
    """A date as people read it: 14 February 2026."""
    return f"{on.day} {on:%B %Y}"


def cells(table: Table) -> list[list[tuple[str, float | int | None]]]:
    """The table's cells as (text, number), one list per row, as long as its columns."""
    rows = []
    for r, texts in enumerate(table.rows):
        numbers = table.numbers[r] if r < len(table.numbers) else ()
        rows.append(
            [
                (
                    texts[c] if c < len(texts) else "",
                    numbers[c] if c < len(numbers) else None,
                )
                for c in range(len(table.columns))
            ]
        )
    return rows


def _tidied(value):
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(_tidied(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _tidied(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value
