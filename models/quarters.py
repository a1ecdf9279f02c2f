"""Quarters of the UK financial year, and London calendar days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """One quarter: `year` is the calendar year in which its financial year starts."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """The identifier in addresses, commands and the store: 2026-27-Q2."""
        return f"{self.year}-{(self.year + 1) % 100:02d}-Q{self.number}"

    @property
    def label(self) -> str:
        """What people read: 2026/27 Q2."""
        return f"{self.year}/{(self.year + 1) % 100:02d} Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first day."""
        return _first(self.year, self.number)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, quarters: int) -> "Quarter":
        """The quarter so many later (earlier where negative)."""
        count = self.year * 4 + self.number - 1 + quarters
        return Quarter(count // 4, count % 4 + 1)

    def __lt__(self, other: "Quarter") -> bool:
        return (self.year, self.number) < (other.year, other.number)

    def __str__(self) -> str:
        return self.label

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day falls."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """The quarter that a text names, as 2026-27-Q2 or 2026/27 Q2. ValueError otherwise."""
        found = re.fullmatch(r"\s*(\d{4})[-/](\d{2})[- ]?[Qq]([1-4])\s*", text or "", re.ASCII)
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise ValueError(f"“{text}” is not a quarter. Write one as 2026-27-Q2.")
        return cls(int(found[1]), int(found[3]))


def _first(year: int, number: int) -> date:
    month = 4 + 3 * (number - 1)
    return date(year + (month > 12), (month - 1) % 12 + 1, 1)


def london_day(moment: datetime) -> date:
    """The London calendar day of a moment."""
    return moment.astimezone(LONDON).date()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
