"""How long loops took to close: Kaplan–Meier, and shares closed by some days.

Definition: "How we measure", section 3. Items heard in the four quarters that
end with the one asked for, as they stood at its end.
"""

from collections import Counter

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, select

from measures.feedback import OWED
from measures.kept import kept
from measures.partitions import rollup_rows, rows_of
from measures.parts import tidy
from measures.shares import share_columns
from measures.survival import Curve, curve, median_with_interval
from models.quarters import Quarter
from models.rollup import DurationRollup, LoopRollup
from models.scope import Scope

WITHIN_DAYS = (28, 60, 90)
MEDIANS = {
    "kind": "str",
    "items": "int64",
    "closed": "int64",
    "median": "float64",
    "low": "float64",
    "high": "float64",
    "shown": "str",
}
CURVE = {
    "days": "int64",
    "at_risk": "int64",
    "closed": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
}
WITHIN = {
    "kind": "str",
    "days": "int64",
    "heard": "int64",
    "closed": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "shown": "str",
    "range": "str",
}


def medians(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """The median days from heard to told, by kind.

    items, closed   items heard in the four quarters, and those closed
    median          days; none where it is not reached
    low, high       95% log-log interval in days; none where an end is not reached
    shown           "21 days (95% interval 19 to 22)", "not reached", "nothing recorded"
    """
    rows = []
    for kind in OWED:
        found = _curves(session, scope=scope, quarter=quarter)[kind]
        middle = median_with_interval(found)
        shown = middle.text if found.items else "nothing recorded"
        rows.append((kind, found.items, found.closed, middle.value, middle.low, middle.high, shown))
    return tidy(rows, MEDIANS)


def closing_curve(session: Session, *, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    """The share closed by each day since heard, of items of one kind (Kaplan–Meier).

    One row per day on which an item was closed or left, in order:
    days        since heard
    at_risk     items open just before
    closed      items closed on that day
    share       closed by then, 0–1: 1 − survival
    low, high   its 95% log-log interval
    """
    found = _curves(session, scope=scope, quarter=quarter)[kind]
    rows = zip(
        found.times,
        found.at_risk,
        found.events,
        (1 - s for s in found.survival),
        (1 - s for s in found.high),
        (1 - s for s in found.low),
        strict=True,
    )
    return tidy(list(rows), CURVE)


def closed_within(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Shares closed within 28, 60 and 90 days, by kind.

    days        of items heard at least so many days before the quarter's end
    heard       n
    closed      closed within so many days
    share, low, high   0–1, Wilson 95% interval; none without a base
    shown, range   as people read them
    """
    columns = [f"{part}_{days}" for part in ("heard", "closed") for days in WITHIN_DAYS]
    found = {kind: Counter() for kind in OWED}
    for row in rollup_rows(session, LoopRollup, scope=scope, quarters=[quarter]):
        if row.kind in found:
            found[row.kind].update({name: getattr(row, name) for name in columns})
    rows = []
    for kind in OWED:
        for days in WITHIN_DAYS:
            counts = found[kind]
            rows.append(
                (kind, days, *share_columns(counts[f"closed_{days}"], counts[f"heard_{days}"]))
            )
    return tidy(rows, WITHIN)


@kept
def _curves(session: Session, *, scope: Scope, quarter: Quarter) -> dict[str, Curve]:
    """The curve of each kind."""
    query = (
        select(
            DurationRollup.kind,
            DurationRollup.days,
            func.sum(DurationRollup.closed).label("closed"),
            func.sum(DurationRollup.censored).label("censored"),
        )
        .where(rows_of(session, DurationRollup, scope=scope, quarters=[quarter]))
        .group_by(DurationRollup.kind, DurationRollup.days)
    )
    closed, censored = {kind: {} for kind in OWED}, {kind: {} for kind in OWED}
    for row in session.execute(query):
        if row.kind in closed:
            closed[row.kind][row.days] = int(row.closed)
            censored[row.kind][row.days] = int(row.censored)
    return {kind: curve(closed[kind], censored[kind]) for kind in OWED}
