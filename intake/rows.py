"""Rows that are not records of their own: totals, and repeats of an identifier."""

import numpy as np

from intake.mapping import Mapping
from intake.problems import Question, Weight
from intake.reading.header import folded
from intake.report import Report
from intake.table import Coded, Table

_TOTALS = {"total", "totals", "grand total", "sum", "subtotal", "sub total", "overall total"}


def totals(table: Table):
    """(mask, question, label) of rows whose first filled cell says that they are a total."""
    mask = np.zeros(len(table), dtype=bool)
    before_blank = np.ones(len(table), dtype=bool)
    for column in table.columns[:3]:
        says = column.where(lambda value: folded(value).rstrip(" :") in _TOTALS)
        mask |= says & before_blank
        before_blank &= column.where(lambda value: not value.strip())
    if not mask.any():
        return mask, None, ""
    count = int(mask.sum())
    question = Question(
        "totals",
        f"{count:,} {'row looks like a total' if count == 1 else 'rows look like totals'}, "
        f"the first at row {table.numbers[mask][0]}. Is it to be left out?",
        (("leave out", "Yes, leave it out"), ("take in", "No, it is a record")),
        "leave out",
        table.numbers[mask],
    )
    return mask, question, "rows of totals"


def repeats(texts: dict[str, Coded], report: Report, mapping: Mapping) -> np.ndarray:
    """One boolean a row: whether its identifier stood in an earlier row. They are reported."""
    codes = _codes_of_values(texts["id"])
    known = codes >= 0
    _, first = np.unique(codes, return_index=True)
    again = np.ones(len(codes), dtype=bool)
    again[first] = False
    again &= known
    if not again.any():
        return again
    same = _same_as_first(texts, codes, again)
    kept = mapping.repeats == "keep first"
    count, alike, ids = int(again.sum()), int(same.sum()), len(np.unique(codes[again]))
    said = (
        f"{ids:,} {'identifier repeats' if ids == 1 else 'identifiers repeat'}, "
        f"in {count:,} further {'row' if count == 1 else 'rows'}; "
        f"{alike:,} of those say the same as the first."
    )
    weight = Weight.NOTE if kept else Weight.REFUSE
    expected = (
        "The first row of each is kept."
        if kept
        else "Give each record its own identifier, or keep the first row of each."
    )
    report("duplicate id", again, "id", said, expected, weight)
    return again


def _codes_of_values(coded: Coded) -> np.ndarray:
    """Codes by cleaned value (two raw texts may clean to one); -1 for none."""
    place: dict[str, int] = {}
    flags = [-1 if v is None else place.setdefault(v, len(place)) for v in coded.values]
    return coded.picked(flags, np.int64)


def _same_as_first(texts: dict[str, Coded], codes: np.ndarray, again: np.ndarray) -> np.ndarray:
    order = {}
    for row in np.flatnonzero(np.isin(codes, codes[again])):
        order.setdefault(codes[row], row)
    rows = np.flatnonzero(again)
    firsts = np.array([order[codes[row]] for row in rows])
    same = np.ones(len(rows), dtype=bool)
    for coded in texts.values():
        mine = _codes_of_values(coded)
        same &= mine[rows] == mine[firsts]
    found = np.zeros(len(again), dtype=bool)
    found[rows] = same
    return found
