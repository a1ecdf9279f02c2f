"""Open items past the day they were due: how long, at which stage, and which.

Definition: "How we measure", section 3.
"""

from collections import Counter

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, select

from measures.feedback import OWED
from measures.partitions import rows_of, units
from measures.parts import tidy
from measures.quarters import standing_of
from models.feedback import FeedbackItem, Stage
from models.quarters import Quarter
from models.rolling.loop_counts import AGES, OLDEST
from models.rolling.loops import DISPUTED
from models.rollup import ListedOverdue, OverdueRollup
from models.scope import Scope

AGE_WORDS = (*(name for _, name in AGES), OLDEST)
STAGE_WORDS = (
    Stage.HEARD.value,
    Stage.ACKNOWLEDGED.value,
    Stage.DECIDED.value,
    Stage.ACTED.value,
    DISPUTED,
)
AT_MOST = 50  # items in a list; the counts say how many there are
OVERDUE = {"kind": "str", "age": "str", "stage": "str", "items": "int64"}
LISTED = {
    "directorate": "str",
    "service": "str",
    "item": "str",
    "kind": "str",
    "heard_on": "object",
    "due_on": "object",
    "days_over": "int64",
    "stage": "str",
}


def overdue(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Overdue items at the quarter's end (today, in the running one).

    One row per kind, age and stage, all of them, zeros too:
    kind    individual, collective
    age     days past the due day, in bands, youngest first
    stage   at which the item stands, from heard to told but disputed
    items   count
    """
    query = (
        select(
            OverdueRollup.kind,
            OverdueRollup.age,
            OverdueRollup.stage,
            func.sum(OverdueRollup.items).label("number"),
        )
        .where(rows_of(session, OverdueRollup, scope=scope, quarters=[quarter]))
        .group_by(OverdueRollup.kind, OverdueRollup.age, OverdueRollup.stage)
    )
    found = Counter({tuple(row[:3]): int(row.number) for row in session.execute(query)})
    rows = [
        (kind, age, stage, found[kind, age, stage])
        for kind in OWED
        for age in AGE_WORDS
        for stage in STAGE_WORDS
    ]
    return tidy(rows, OVERDUE)


def overdue_items(
    session: Session, *, scope: Scope, quarter: Quarter, kind: str, at_most: int = AT_MOST
) -> pd.DataFrame:
    """Overdue items of one kind of services that the viewer may list, longest overdue first.

    At most so many rows.

    directorate, service   names
    item        its id where it was recorded; nothing that anybody said
    kind        individual, collective
    heard_on, due_on   days
    days_over   whole days past the due day
    stage       at which it stands
    """
    end = standing_of(session, scope=scope, quarter=quarter)["as_of"]
    query = (
        select(
            ListedOverdue.service_id,
            ListedOverdue.item_id,
            FeedbackItem.source_id,
            ListedOverdue.kind,
            ListedOverdue.heard_on,
            ListedOverdue.due_on,
            ListedOverdue.stage,
        )
        .outerjoin(FeedbackItem, FeedbackItem.id == ListedOverdue.item_id)
        .where(rows_of(session, ListedOverdue, scope=scope, quarters=[quarter]))
        .where(ListedOverdue.service_id.in_(scope.listed_ids), ListedOverdue.kind == kind)
        .order_by(ListedOverdue.due_on, ListedOverdue.item_id)
        .limit(at_most)
    )
    places = {place.service_id: place for place in units(session, scope=scope)}
    rows = [
        (
            places[row.service_id].directorate,
            places[row.service_id].service,
            row.source_id or f"item {row.item_id}",
            row.kind,
            row.heard_on,
            row.due_on,
            (end - row.due_on).days,
            row.stage,
        )
        for row in session.execute(query)
    ]
    return tidy(rows, LISTED)


def listed_overdue(session: Session, *, scope: Scope, quarter: Quarter, kind: str) -> int:
    """How many overdue items of one kind the viewer may list."""
    query = select(func.sum(OverdueRollup.items)).where(
        rows_of(session, OverdueRollup, scope=scope, quarters=[quarter]),
        OverdueRollup.service_id.in_(scope.listed_ids),
        OverdueRollup.kind == kind,
    )
    return int(session.execute(query).scalar_one() or 0)
