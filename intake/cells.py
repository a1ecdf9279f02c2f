"""Cells made into values, a column at a time and each distinct value once."""

from dataclasses import dataclass
from datetime import date

from intake.days import DayOrder, Reading, day, in_words, shapes
from intake.kinds.kind import Column, Type
from intake.mapping import Mapping
from intake.problems import Question, quoted
from intake.reading.header import folded
from intake.report import Report
from intake.table import Coded
from intake.values import Bad, Fault, clean, missing, number, whole, yes_or_no

FIRST_DAY = date(1900, 1, 1)
LAST_YEAR = 2200


@dataclass(frozen=True)
class Reader:
    """How the values of one file are read."""

    mapping: Mapping
    today: date
    since_1904: bool = False


def cleaned(column: Column, coded: Coded, reader: Reader, report: Report) -> Coded:
    """The column's texts cleaned and translated; None where nothing was recorded."""
    translated = reader.mapping.values.get(column.name, {})
    values, faults = [], []
    for raw in coded.values:
        value, fault = _cleaned(raw, translated)
        values.append(value)
        faults.append(fault)
    report.values(column.name, coded, faults)
    return Coded(coded.codes, values)


def _cleaned(raw: str, translated: dict[str, str]) -> tuple[str | None, Fault | None]:
    try:
        text = clean(raw)
    except Bad as bad:
        return None, bad.fault
    if translated and text in translated:
        text = translated[text]
    elif missing(text) and "" in translated:
        text = translated[""]
    return (None if missing(text) else text), None


def valued(column: Column, coded: Coded, reader: Reader, report: Report) -> Coded:
    """The column's values in their own type. Faults go to the report."""
    make = _maker(column, coded, reader, report)
    values, faults = [], []
    for text in coded.values:
        value, fault = column.blank, None
        if text is not None:
            try:
                value = make(text)
            except Bad as bad:
                fault = bad.fault
        values.append(value)
        faults.append(fault)
    report.values(column.name, coded, faults)
    return Coded(coded.codes, values)


def _maker(column: Column, coded: Coded, reader: Reader, report: Report):
    if column.type == Type.DAY:
        reading = _day_reading(column, coded, reader, report)
        return lambda text: _day(column, text, reading, reader.today)
    return {
        Type.TEXT: lambda text: _text(column, text),
        Type.WHOLE: lambda text: _within(column, whole(text), text),
        Type.NUMBER: lambda text: _within(column, number(text), text),
        Type.YES_NO: yes_or_no,
        Type.CHOICE: _chooser(column),
    }.get(column.type, lambda text: _text(column, text))


def _text(column: Column, text: str) -> str:
    most = column.longest or 2000
    if len(text) > most:
        raise Bad(
            "too long",
            f"the text has {len(text):,} characters.",
            f"Shorten it to {most:,} at most.",
        )
    return text


def _within(column: Column, value: float, text: str) -> float:
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise Bad(
            "out of range", f"found “{text}”.", f"Write a number from {low:,.10g} to {high:,.10g}."
        )
    return value


def _chooser(column: Column):
    known = {folded(choice): choice for choice in column.choices}

    def choose(text: str) -> str:
        if folded(text) not in known:
            raise Bad(
                "not in the list",
                f"found {quoted(text)}.",
                f"Write one of: {', '.join(column.choices)}. Or say what it means.",
            )
        return known[folded(text)]

    return choose


def _day(column: Column, text: str, reading: Reading, today: date) -> date:
    when = day(text, reading)
    if when < FIRST_DAY:
        raise Bad("impossible day", f"found {in_words(when)}.", "Write the day with its year.")
    if column.past and when > today:
        raise Bad(
            "future day",
            f"{in_words(when)} has not come yet.",
            "Write the day on which it happened.",
        )
    if when.year > LAST_YEAR:
        raise Bad(
            "impossible day",
            f"{in_words(when)} is too far ahead.",
            f"Write a day before {LAST_YEAR + 1}, or leave the cell blank where none is known.",
        )
    return when


def _day_reading(column: Column, coded: Coded, reader: Reader, report: Report) -> Reading:
    found = shapes(text for text in coded.values if text)
    code = f"day order:{column.name}"
    answers = reader.mapping.answers
    both = bool(found.day_first and found.month_first)
    natural = (
        DayOrder.EACH if both else DayOrder.MONTH_FIRST if found.month_first else DayOrder.DAY_FIRST
    )
    order = DayOrder(answers[code]) if answers.get(code) in set(DayOrder) else natural
    reading = Reading(order, reader.mapping.zone, reader.since_1904)
    if found.day_first or found.month_first or found.either:
        report.ask(_order_question(column, found, report, natural, both))
    header = report.header(column.name)
    if found.short_year:
        report.ask(_short_year(column, header, found.short_year, reading))
    if found.serial and not reader.since_1904:
        report.ask(_serial(column, header, found.serial, reading))
    return reading


def _order_question(column: Column, found, report: Report, natural, both: bool) -> Question:
    text = found.either or found.day_first or found.month_first
    header = quoted(report.header(column.name))
    options = tuple(
        (order.value, f"{order.value}: {quoted(text)} is {_spelled(text, order)}")
        for order in DayOrder
    )
    mixed = (
        f" Some can only be day first ({quoted(found.day_first)}), "
        f"some only month first ({quoted(found.month_first)})."
        if both
        else f" {quoted(only)} can only be {natural.value}."
        if (only := found.day_first or found.month_first) and only != text
        else ""
    )
    return Question(
        f"day order:{column.name}",
        f"The column {header} writes days as {quoted(text)}.{mixed} Which order is meant?",
        (*options, ("stop", "Neither: I will write them as 2026-02-14")),
        natural.value,
        column=report.header(column.name),
    )


def _spelled(text: str, order: DayOrder) -> str:
    try:
        return in_words(day(text, Reading(order)))
    except Bad:
        return "no day"


def _short_year(column: Column, header: str, text: str, reading: Reading) -> Question:
    return Question(
        f"short years:{column.name}",
        f"The column {quoted(header)} has years of two digits. "
        f"Is {quoted(text)} {_spelled(text, reading.order)}?",
        (("yes", "Yes"), ("stop", "No, I will write years in full")),
        "yes",
        column=header,
    )


def _serial(column: Column, header: str, text: str, reading: Reading) -> Question:
    try:
        shown = in_words(day(text, reading))
    except Bad:
        shown = "no day"
    return Question(
        f"serial days:{column.name}",
        f"The column {quoted(header)} has bare numbers for days. Is {quoted(text)} {shown}?",
        (("yes", "Yes"), ("stop", "No, I will write the days in full")),
        "yes",
        column=header,
    )
