"""A headline measure over time: limits, signals, target and notes on the line.

Definition: "How we measure", section 6. Only closed quarters of the current
definitions with a sufficient base enter limits; the rest are drawn apart.
"""

from datetime import date, datetime
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session, select

from measures.kept import shared
from measures.partitions import frozen
from measures.parts import GUESSED, tidy
from measures.quarters import quarters_of
from measures.series import SERIES, Headline, Point, headline, series_rows, value_of
from measures.targets import target_of, targets_over
from measures.trend_limits import Trend, target_verdict, trend
from models.edition import DEFINITIONS_VERSION
from models.policy import LimitReset, LineNote
from models.quarters import Quarter
from models.scope import Scope

LINE = {
    **SERIES,
    "counts": "bool",
    "centre": "float64",
    "low": "float64",
    "high": "float64",
    "state": "str",
    "signal": "str",
    "better": GUESSED,
    "target": "Float64",
    "note": "str",
}
DRAWN = 16  # quarters on one line: four years


def quarters_up_to(
    session: Session, *, scope: Scope, quarter: Quarter, at_most: int | None = None
) -> tuple[Quarter, ...]:
    """The quarters from a scope's first record to one, oldest first; the latest so many, or all."""
    found = sorted(q for q in quarters_of(session, scope=scope) if q <= quarter)
    return tuple(found[-at_most:] if at_most else found) or (quarter,)


def trend_line(session: Session, *, scope: Scope, measure: str, quarter: Quarter) -> pd.DataFrame:
    """One headline measure up to a quarter, oldest first, one row for each of the last 16.

    Limits and signals are reckoned from the first quarter on, drawn or not.
    The columns of `measures.series.series`, and:
    counts       the point enters limits and signals
    centre, low, high   limits in the measure's unit, none under 8 points
    state        “no limits yet”, “trial” or “fixed”
    signal       what the point is part of, in words; empty for ordinary variation
    better       the signal is for the better; none without one
    target       in force in the quarter, none without one
    note         notes on the line, joined by “; ”
    """
    about = headline(session, measure)
    quarters = quarters_up_to(session, scope=scope, quarter=quarter)
    points = series_rows(session, scope=scope, measure=measure, quarters=quarters)
    counts = _counted(points)
    found = _trend(session, scope, about, quarters, points, counts)
    stretches = [limits for limits in found.limits for _ in range(limits.start, limits.stop)]
    signals = {n: (each.words, each.upward) for n, each in found.told().items()}
    targets = targets_over(session, scope=scope, measure=measure, quarters=quarters)
    notes = _notes(session, scope, measure, quarters)
    rows = [
        (*point, count, limits.centre, limits.low, limits.high, str(limits.state),
         *signals.get(n, ("", None)), target, note)
        for n, (point, count, limits, target, note) in enumerate(
            zip(points, counts, stretches, targets, notes, strict=True)
        )
    ]  # fmt: skip
    return tidy(rows[-DRAWN:], LINE)


def verdict_on_target(
    session: Session, *, scope: Scope, measure: str, quarter: Quarter
) -> str | None:
    """“consistently met”, “consistently missed”, “neither …”, or none without limits or target."""
    target = target_of(session, scope=scope, measure=measure, quarter=quarter)
    if target is None:
        return None
    about = headline(session, measure)
    quarters = quarters_up_to(session, scope=scope, quarter=quarter)
    points = series_rows(session, scope=scope, measure=measure, quarters=quarters)
    found = _trend(session, scope, about, quarters, points, _counted(points))
    said = target_verdict(found.latest, target.value, higher_is_better=target.at_least)
    return str(said) if said else None


def counted_values(
    about: Headline, sums: list, quarters: tuple[Quarter, ...], closed: dict[str, str]
) -> list[float | None]:
    """The values that enter limits: closed, of these definitions, on a sufficient base."""
    return [
        value_of(about, each)
        if closed.get(quarter.code) == DEFINITIONS_VERSION and each[1] >= about.least
        else None
        for each, quarter in zip(sums, quarters, strict=True)
    ]


def resets_by_scope(
    session: Session, *, measure: str, quarters: tuple[Quarter, ...]
) -> dict[str, tuple[int, ...]]:
    """Positions among the quarters at which limits were reset, by the unit's code."""
    codes = [quarter.code for quarter in quarters]
    found: dict[str, tuple[int, ...]] = {}
    for asked, unit, code in shared(session, "resets", lambda: _resets(session)):
        if asked == measure and code in codes:
            found[unit] = (*found.get(unit, ()), codes.index(code))
    return found


def _resets(session: Session) -> list[tuple[str, str, str]]:
    columns = (LimitReset.measure, LimitReset.scope, LimitReset.quarter)
    return [tuple(row) for row in session.execute(select(*columns).order_by(LimitReset.id))]


def _counted(points: list[Point]) -> list[bool]:
    return [p.enough and not p.provisional and p.version == DEFINITIONS_VERSION for p in points]


def _trend(
    session: Session, scope: Scope, about: Headline, quarters, points: list[Point], counts
) -> Trend:
    lowest, highest = about.bounds
    resets = resets_by_scope(session, measure=about.code, quarters=quarters)
    values = [p.value if c else None for p, c in zip(points, counts, strict=True)]
    return trend(values, lowest=lowest, highest=highest, resets=resets.get(scope.unit, ()))


class Note(NamedTuple):
    """One note on a line, in the words of `models.policy.LineNote`."""

    measure: str
    scope: str
    happened_on: date
    text: str
    recorded_at: datetime


def _notes(session: Session, scope: Scope, measure: str, quarters) -> list[str]:
    mine = [
        note
        for note in shared(session, "notes", lambda: _every_note(session))
        if note.measure in (measure, "all") and note.scope in (scope.unit, "county")
    ]
    if scope.meeting is not None:  # what was noted since its opening waits for the next one
        opened = frozen(session, scope.meeting).made_at
        mine = [note for note in mine if note.recorded_at <= opened]
    return [
        "; ".join(note.text for note in mine if Quarter.of(note.happened_on) == quarter)
        for quarter in quarters
    ]


def _every_note(session: Session) -> list[Note]:
    columns = [getattr(LineNote, name) for name in Note._fields]
    query = select(*columns).order_by(LineNote.happened_on, LineNote.id)
    return [Note(*row) for row in session.execute(query)]
