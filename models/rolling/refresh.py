"""Recount the partitions that a write touched."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, delete, func, select
from sqlmodel import Session

from models.activity import Activity
from models.edition import LIVE, standing
from models.feedback import FeedbackItem
from models.quarters import Quarter
from models.rolling import activities, loop_counts, loops
from models.rolling.span import Span
from models.rollup import ROLLUPS, LoopRollup, counts_nothing
from models.state import StoreState, raise_revision, state, today


def refresh(
    session: Session,
    *,
    quarters: Iterable[Quarter],
    service_ids: Iterable[int] | None = None,
) -> None:
    """Recount the live roll-ups of some quarters, for some services or all.

    To be called in the transaction that wrote the records, after it wrote them.
    Closed quarters are left alone: their closing stands.
    """
    raise_revision(session)
    session.flush()
    day = today(session)
    closed = standing(session)
    ids = None if service_ids is None else tuple(sorted(set(service_ids)))
    for quarter in sorted(set(quarters)):
        if quarter.code not in closed and quarter.first_day <= day:
            recount(session, Span.of(quarter, day, ids))
    if state(session).figures_on is None:
        session.get(StoreState, 1).figures_on = day


def recount(session: Session, span: Span) -> None:
    """Recount one quarter's live partitions, closed or not."""
    for table in ROLLUPS:
        session.execute(
            delete(table).where(
                table.edition_id == LIVE,
                table.quarter == span.quarter.code,
                span.mine(table.service_id),
            )
        )
    loops.prepare(session, span)
    for subject in (activities, loop_counts):
        for statement in subject.statements(span):
            session.execute(statement)
    # An item may be looked at for a quarter and add to none of its counts.
    held = LoopRollup.__table__
    mine = and_(
        held.c.edition_id == LIVE,
        held.c.quarter == span.quarter.code,
        span.mine(held.c.service_id),
    )
    session.execute(delete(held).where(mine, counts_nothing(LoopRollup)))


def open_quarters(session: Session, *, since: date | None = None) -> list[Quarter]:
    """The quarters without a standing closing, from a day (or the first record) to today."""
    first = since or first_day(session)
    if first is None:
        return []
    closed = standing(session)
    last = Quarter.of(today(session))
    quarter, found = Quarter.of(first), []
    while quarter <= last:
        if quarter.code not in closed:
            found.append(quarter)
        quarter = quarter.plus(1)
    return found


def first_day(session: Session) -> date | None:
    """The first day on which anything is recorded to have happened."""
    days = [
        session.execute(select(func.min(column))).scalar()
        for column in (Activity.started_on, Activity.ended_on, FeedbackItem.heard_on)
    ]
    return min((d for d in days if d), default=None)
