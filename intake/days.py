"""Days and moments as people and systems write them, made into London days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intake.values import Bad
from models.quarters import LONDON

_TIME = r"(?:[T ,]\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}")
_PACKED = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_SLASHED = re.compile(rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){_TIME}")
_DAY_FIRST = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<name>[A-Za-z]{{3,9}}),?[ -](?P<y>\d{{4}}|\d{{2}}){_TIME}"
)
_NAME_FIRST = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(?P<name>[A-Za-z]{{3,9}})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}){_TIME}"
)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_SINCE_1970 = re.compile(r"\d{10}|\d{13}")  # seconds or milliseconds, as web services write them
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EXPECTED = "Write a day such as 2026-02-14 or 14 February 2026."


class DayOrder(StrEnum):
    """How dates such as 03/04/2026 are read."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    EACH = "each as it can be read"  # what could be both: day first


@dataclass(frozen=True)
class Reading:
    """How a column's days are read.

    zone         of moments that name none; "" takes the day as it is written
    since_1904   whether bare numbers count days from 1904
    """

    order: DayOrder = DayOrder.DAY_FIRST
    zone: str = ""
    since_1904: bool = False


@dataclass(frozen=True)
class Shapes:
    """What a column's dates look like: which orders they show, and how short their years."""

    day_first: str = ""  # a text that can only be day first
    month_first: str = ""
    either: str = ""
    short_year: str = ""
    serial: str = ""


def shapes(texts: Iterable[str]) -> Shapes:
    """An example of each shape among a column's texts."""
    found: dict[str, str] = {}
    for text in texts:
        slashed = _SLASHED.fullmatch(text)
        if slashed:
            first, second = int(slashed["a"]), int(slashed["b"])
            kind = "day_first" if first > 12 else "month_first" if second > 12 else "either"
            found.setdefault(kind, text)
        named = slashed or _DAY_FIRST.fullmatch(text)
        if named and len(named["y"]) == 2:
            found.setdefault("short_year", text)
        if _SERIAL.fullmatch(text) or _SINCE_1970.fullmatch(text):
            found.setdefault("serial", text)
    return Shapes(**found)


def day(text: str, reading: Reading) -> date:
    """The London day that a text names. Bad where it names none that ever was."""
    for pattern in (_ISO, _SLASHED, _DAY_FIRST, _NAME_FIRST, _PACKED):
        found = pattern.fullmatch(text)
        if found:
            return _day(found, text, reading)
    if _SERIAL.fullmatch(text):
        return _from_serial(text, reading.since_1904)
    if _SINCE_1970.fullmatch(text):
        seconds = int(text) // (1 if len(text) == 10 else 1000)
        return datetime.fromtimestamp(seconds, ZoneInfo("UTC")).astimezone(LONDON).date()
    raise Bad("not a day", f"found “{text[:60]}”.", EXPECTED)


def _day(found: re.Match, text: str, reading: Reading) -> date:
    parts = found.groupdict()
    month, number = _month_and_day(parts, text, reading.order)
    year = int(parts["y"]) if len(parts["y"]) == 4 else _century(int(parts["y"]))
    try:
        written = date(year, month, number)
        return _in_london(written, parts, reading.zone) if parts.get("hour") else written
    except (ValueError, OverflowError):
        raise Bad("impossible day", f"there is no day “{text[:60]}”.", EXPECTED) from None


def _month_and_day(parts: dict, text: str, order: DayOrder) -> tuple[int, int]:
    if parts.get("name"):
        name = parts["name"][:3].lower()
        if name not in _MONTHS:
            raise Bad("not a day", f"found “{text[:60]}”.", EXPECTED)
        return _MONTHS.index(name) + 1, int(parts["d"])
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        swap = order == DayOrder.MONTH_FIRST or (order == DayOrder.EACH and second > 12)
        return (first, second) if swap else (second, first)
    return int(parts["m"]), int(parts["d"])


def _century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year


def _in_london(written: date, parts: dict, zone: str) -> date:
    hour = int(parts["hour"])
    half = (parts["half"] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half == "pm" else 0)
    moment = datetime(
        written.year,
        written.month,
        written.day,
        hour,
        int(parts["minute"]),
        int(parts["second"] or 0),
    )
    away = _offset(parts["zone"])
    if away is not None:
        return (moment - away).replace(tzinfo=ZoneInfo("UTC")).astimezone(LONDON).date()
    if not zone:
        return written
    return moment.replace(tzinfo=zone_of(zone)).astimezone(LONDON).date()


def _offset(name: str | None) -> timedelta | None:
    if not name:
        return None
    if name in {"Z", "UTC", "GMT"}:
        return timedelta()
    if name == "BST":
        return timedelta(hours=1)
    digits = name[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:  # no clock on Earth is further from that of London
        raise ValueError
    away = timedelta(hours=hours, minutes=minutes)
    return -away if name[0] == "-" else away


@cache
def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name, as Europe/London. Bad where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Bad(
            "zone", f"“{name[:60]}” is no time zone.", "Write one as Europe/London."
        ) from None


def _from_serial(text: str, since_1904: bool) -> date:
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    return start + timedelta(days=int(float(text)))


def in_words(when: date) -> str:
    """14 February 2026."""
    return f"{when.day} {when:%B %Y}"
