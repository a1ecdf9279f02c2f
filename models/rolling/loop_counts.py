"""What the loops of a quarter add up to, and the single items that are listed.

Every query reads the table that `models.rolling.loops.prepare` fills.
"""

from collections.abc import Iterator

from sqlalchemy import (
    Insert,
    Select,
    String,
    and_,
    case,
    func,
    not_,
    or_,
    select,
    type_coerce,
)

from models.feedback import FeedbackItem, ItemKind, KindChange, Outcome, Telling
from models.rolling.loops import LOOPS, disputed_by_group
from models.rolling.rows import count, into, key
from models.rolling.span import Span, days_after, days_ago, days_between
from models.rollup import (
    ClusterRollup,
    DurationRollup,
    ListedOverdue,
    ListedTelling,
    LoopRollup,
    OverdueRollup,
)

AGES = ((28, "up to 28 days"), (90, "29 to 90 days"), (180, "91 to 180 days"))
OLDEST = "over 180 days"
WITHIN_DAYS = (28, 60, 90)


def statements(span: Span) -> Iterator[Insert]:
    """The inserts that fill this subject's roll-ups from the prepared table."""
    for table, query in counts(span):
        yield into(table, query)
    yield from listed(span)


def counts(span: Span) -> Iterator[tuple[type, Select]]:
    """(table, query) of the counts, to which each activity adds its own."""
    yield LoopRollup, _loops(span)
    yield ClusterRollup, _clusters(span)
    yield DurationRollup, _durations(span)
    yield OverdueRollup, _overdue(span)


def listed(span: Span) -> Iterator[Insert]:
    """The inserts of single items."""
    yield into(ListedTelling, _told(span))
    yield into(ListedOverdue, _overdue_items(span))


def _loops(span: Span):
    c = LOOPS.c
    owed = c.kind != ItemKind.STORY.value
    due = _due(span)
    heard = span.holds(c.heard_on)
    still_open = _open()
    within = []
    for days in WITHIN_DAYS:
        seen = _seen_for(span, days)
        closed = and_(seen, days_between(c.heard_on, c.closed_on) <= days)
        within += [count(seen).label(f"heard_{days}"), count(closed).label(f"closed_{days}")]
    counts = (
        select(
            *key(span, LOOPS.c.service_id),
            c.kind,
            count(due).label("due"),
            count(due, c.closed_on <= c.due_on).label("on_time"),
            count(due, c.closed_on > c.due_on).label("late"),
            count(due, c.closed_on.is_(None), c.told).label("disputed"),
            count(due, c.closed_on.is_(None), ~c.told).label("not_told"),
            count(due, c.by_promise).label("by_promise"),
            func.count(func.distinct(case((due, c.activity), else_=None))).label("activities"),
            count(owed, span.holds(c.due_on), _gone()).label("withdrawn"),
            count(heard).label("heard"),
            func.coalesce(
                func.sum(case((heard, days_between(c.heard_on, c.recorded_on)), else_=0)), 0
            ).label("recorded_days"),
            count(c.kind == ItemKind.STORY.value, heard, _answered(span)).label("answered"),
            count(still_open).label("open"),
            count(still_open, c.due_on < span.last).label("overdue"),
            *within,
        )
        .group_by(c.service_id, c.kind)
        .subquery()
    )
    changes = _kind_changes(span)
    return select(*counts.c, func.coalesce(changes.c.changes, 0).label("kind_changes")).outerjoin(
        changes, and_(changes.c.service_id == counts.c.service_id, changes.c.kind == counts.c.kind)
    )


def _gone():
    """Withdrawn by the day it was due, before anybody was told: it is no longer due."""
    c = LOOPS.c
    return and_(c.left_untold, c.withdrawn_on <= c.due_on)


def _due(span: Span):
    c = LOOPS.c
    return and_(
        c.kind != ItemKind.STORY.value,
        span.holds(c.due_on),
        case((_gone(), False), else_=True),
    )


def _open():
    c = LOOPS.c
    return and_(c.kind != ItemKind.STORY.value, c.closed_on.is_(None), c.withdrawn_on.is_(None))


def _seen_for(span: Span, days: int):
    """Heard in the four quarters and at least so many days ago, and not withdrawn untold by then."""
    c = LOOPS.c
    gone = and_(c.left_untold, days_between(c.heard_on, c.withdrawn_on) <= days)
    return and_(
        c.kind != ItemKind.STORY.value,
        c.heard_on.between(span.year_first, days_ago(span.last, days)),
        case((gone, False), else_=True),
    )


def _answered(span: Span):
    return (
        select(Telling.item_id)
        .join(FeedbackItem, FeedbackItem.id == Telling.item_id)
        .where(
            Telling.item_id == LOOPS.c.answered_by_id,
            FeedbackItem.kind == ItemKind.COLLECTIVE,
            Telling.told_on <= span.last,
            not_(disputed_by_group(span)),
        )
        .exists()
    )


def _kind_changes(span: Span):
    return (
        select(
            FeedbackItem.service_id,
            type_coerce(FeedbackItem.kind, String).label("kind"),
            func.count().label("changes"),
        )
        .join(KindChange, KindChange.item_id == FeedbackItem.id)
        .where(
            span.mine(FeedbackItem.service_id),
            span.this_item(FeedbackItem),
            span.holds(KindChange.changed_on),
        )
        .group_by(FeedbackItem.service_id, FeedbackItem.kind)
        .subquery()
    )


def _clusters(span: Span):
    c = LOOPS.c
    each = (
        select(
            c.service_id,
            c.kind,
            func.count().label("items"),
            func.sum(case((c.closed_on <= c.due_on, 1), else_=0)).label("closed"),
        )
        .where(_due(span))
        .group_by(c.service_id, c.kind, c.activity)
        .subquery()
    )
    return select(
        *key(span, each.c.service_id),
        each.c.kind,
        each.c["items"],
        each.c.closed,
        func.count().label("activities"),
    ).group_by(each.c.service_id, each.c.kind, each.c["items"], each.c.closed)


def _durations(span: Span):
    c = LOOPS.c
    closed = and_(
        c.closed_on.is_not(None), or_(c.withdrawn_on.is_(None), c.closed_on <= c.withdrawn_on)
    )
    until = case((closed, c.closed_on), else_=func.coalesce(c.withdrawn_on, span.last))
    days = days_between(c.heard_on, until)
    each = (
        select(c.service_id, c.kind, days.label("days"), case((closed, 1), else_=0).label("closed"))
        .where(c.kind != ItemKind.STORY.value, c.heard_on.between(span.year_first, span.last))
        .subquery()
    )
    return select(
        *key(span, each.c.service_id),
        each.c.kind,
        each.c.days,
        func.sum(each.c.closed).label("closed"),
        func.sum(1 - each.c.closed).label("censored"),
    ).group_by(each.c.service_id, each.c.kind, each.c.days)


def _overdue(span: Span):
    c = LOOPS.c
    age = case(
        *((days_after(c.due_on, days) >= span.last, name) for days, name in AGES), else_=OLDEST
    ).label("age")
    return (
        select(*key(span, LOOPS.c.service_id), c.kind, age, c.stage, func.count().label("items"))
        .where(_open(), c.due_on < span.last)
        .group_by(c.service_id, c.kind, age, c.stage)
    )


def _overdue_items(span: Span):
    c = LOOPS.c
    return select(
        *key(span, LOOPS.c.service_id), c.item_id, c.kind, c.heard_on, c.due_on, c.stage
    ).where(_open(), c.due_on < span.last)


def _told(span: Span):
    c = LOOPS.c
    item = FeedbackItem
    reply = case(
        (item.outcome == Outcome.NOT_CHANGED, item.outcome_reason),
        else_=func.coalesce(item.reply, item.outcome_reason, ""),
    )
    return (
        select(
            *key(span, LOOPS.c.service_id),
            c.item_id,
            item.heard,
            func.coalesce(type_coerce(item.outcome, String), "").label("outcome"),
            reply.label("reply"),
            c.closed_on.label("told_on"),
        )
        .join(item, item.id == c.item_id)
        .where(c.kind == ItemKind.COLLECTIVE.value, span.holds(c.closed_on))
    )
