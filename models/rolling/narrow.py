"""Figures moved by a write that is small beside the store: what its records gave is taken off, what they give now put on.

A service's whole quarter costs as much as the service has records, and a form's save must not.
Only scores are added up anew, from the list of each activity's own: their least and greatest
cannot be taken off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module

from sqlalchemy import delete, or_, select
from sqlmodel import Session

from models.activity import Activity
from models.edition import LIVE, standing
from models.feedback import FeedbackItem
from models.quarters import Quarter
from models.rolling import activities, loop_counts, loops
from models.rolling.among import SINGLY, among
from models.rolling.span import Span, Touched
from models.rollup import (
    ListedActivity,
    ListedOverdue,
    ListedScore,
    ListedTelling,
    ScoreRollup,
    counts_nothing,
)
from models.state import raise_revision, state, today

Parts = dict[tuple, dict[str, int]]  # a row's key → its counts


@dataclass
class _Given:
    """What the touched records give to one quarter's figures.

    parts      table of counts → its rows, as if there were no other records
    items      the feedback items that the quarter looks at
    services   of all these
    """

    parts: dict[type, Parts] = field(default_factory=dict)
    items: set[int] = field(default_factory=set)
    services: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Before:
    """What the touched records gave before a write.

    services   of the touched activities
    given      by quarter
    """

    day: date
    touched: Touched
    services: frozenset[int]
    given: dict[Quarter, _Given]


def can_move(session: Session) -> bool:
    """Whether the figures are of today. If not, whole services are to be recounted."""
    return state(session).figures_on == today(session)


def note_before(session: Session, quarters: Iterable[Quarter], touched: Touched) -> Before | None:
    """What the records that a write will touch give now; to be called before it writes.

    None where the figures are not of today: then whole services are to be recounted.
    """
    if not can_move(session):
        return None
    day = today(session)
    raise_revision(session)  # before anything is read, so that writers take turns
    touched = _widened(session, touched)
    services, closed = _services(session, touched), standing(session)
    open_ones = [q for q in sorted(set(quarters)) if q.code not in closed and q.first_day <= day]
    given = {q: _given(session, Span.of(q, day, None, touched), services) for q in open_ones}
    return Before(day, touched, services, given)


def move(session: Session, before: Before, touched: Touched) -> None:
    """Move the figures by what the write changed; to be called after it wrote.

    touched   the same records again, with those that the write added
    """
    session.flush()
    touched = before.touched | touched
    of_work = before.services | _services(session, touched)
    for quarter, was in before.given.items():
        span = Span.of(quarter, before.day, None, touched)
        if touched.work:
            _list_activities(session, span, of_work)
        now = _given(session, span, of_work)
        services = was.services | now.services
        for table in now.parts:
            _add(session, table, _moved(was.parts[table], now.parts[table]))
            _drop(session, table, quarter, services, counts_nothing(table))
        if touched.work:
            _add_up_scores(session, Span.of(quarter, before.day, tuple(sorted(of_work))))
        if touched.loops:
            _list_items(session, span, was.items, services)


def _widened(session: Session, touched: Touched) -> Touched:
    """With the activities of the items, and the stories that name any of their items.

    Some figures count activities by their items, so an activity's items come all or none.
    """
    if not touched.loops:
        return touched
    of_items = select(FeedbackItem.activity_id).where(
        among(FeedbackItem.id, touched.items), FeedbackItem.activity_id.is_not(None)
    )
    touched |= Touched(activities=frozenset(session.execute(of_items).scalars()))
    item = FeedbackItem.__table__.alias("answering")
    answering = select(item.c.id).where(
        or_(among(item.c.activity_id, touched.activities), among(item.c.id, touched.items))
    )
    stories = select(FeedbackItem.id).where(FeedbackItem.answered_by_id.in_(answering))
    return touched | Touched(items=frozenset(session.execute(stories).scalars()))


def _services(session: Session, touched: Touched) -> frozenset[int]:
    """The services of the touched activities."""
    query = select(Activity.service_id).where(among(Activity.id, touched.activities))
    return frozenset(session.execute(query.distinct()).scalars())


def _given(session: Session, span: Span, of_work: Iterable[int]) -> _Given:
    found = _Given()
    if span.touched.work:
        # The services are named for the index's sake.
        here = Span.of(span.quarter, span.today, tuple(sorted(of_work)), span.touched)
        for table, query in activities.counts(here):
            found.parts[table] = _rows(session, table, query)
    if span.touched.loops:
        loops.prepare(session, span)
        listed = session.execute(select(loops.LOOPS.c.item_id, loops.LOOPS.c.service_id)).all()
        found.items, found.services = {i for i, _ in listed}, {s for _, s in listed}
        for table, query in loop_counts.counts(span):
            found.parts[table] = _rows(session, table, query)
    for table, parts in found.parts.items():
        place = _keys(table).index("service_id")
        found.services |= {key[place] for key in parts}
    return found


def _rows(session: Session, table: type, query) -> Parts:
    keys = _keys(table)
    return {
        tuple(row[name] for name in keys): {
            name: int(value or 0) for name, value in row.items() if name not in keys
        }
        for row in session.execute(query).mappings()
    }


def _keys(table: type) -> tuple[str, ...]:
    return tuple(column.name for column in table.__table__.primary_key)


def _moved(was: Parts, now: Parts) -> Iterator[tuple[tuple, dict[str, int]]]:
    """(key, what each count grows by) of the rows that change."""
    for key in was.keys() | now.keys():
        old, new = was.get(key, {}), now.get(key, {})
        grown = {n: new.get(n, 0) - old.get(n, 0) for n in old.keys() | new.keys()}
        if any(grown.values()):
            yield key, grown


def _add(session: Session, table: type, moved: Iterable[tuple[tuple, dict[str, int]]]) -> None:
    keys, held = _keys(table), table.__table__
    rows = [dict(zip(keys, key, strict=True)) | grown for key, grown in moved]
    if not rows:
        return
    # Of the database in use: loading that of the other would take megabytes.
    dialect = import_module(f"sqlalchemy.dialects.{session.connection().dialect.name}")
    insert = dialect.insert(held)
    counts = rows[0].keys() - set(keys)
    grow = {name: held.c[name] + insert.excluded[name] for name in counts}
    session.execute(insert.on_conflict_do_update(index_elements=keys, set_=grow), rows)


def _drop(session: Session, table: type, quarter: Quarter, services, *which) -> None:
    """Delete live rows of a quarter and some services."""
    held = table.__table__
    here = (held.c.edition_id == LIVE, held.c.quarter == quarter.code)
    session.execute(delete(held).where(*here, held.c.service_id.in_(sorted(services)), *which))


def _list_activities(session: Session, span: Span, services) -> None:
    for table in (ListedActivity, ListedScore):
        these = span.this_activity(table.activity_id)
        _drop(session, table, span.quarter, services, these)
    for statement in activities.listed(span):
        session.execute(statement)


def _add_up_scores(session: Session, span: Span) -> None:
    _drop(session, ScoreRollup, span.quarter, span.service_ids)
    for statement in activities.added_up(span):
        session.execute(statement)


def _list_items(session: Session, span: Span, were: set[int], services) -> None:
    """Only what the quarter looked at before can be listed."""
    for table in (ListedTelling, ListedOverdue):
        # Many are looked for among those listed, for a search for each would take longer.
        item_id = table.item_id if len(were) <= SINGLY else table.item_id + 0
        _drop(session, table, span.quarter, services, among(item_id, were))
    for statement in loop_counts.listed(span):
        session.execute(statement)
