"""Feedback loops: when each item was due, whether and when it was closed, where it stands."""

from collections.abc import Iterator

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Insert,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    text,
    type_coerce,
)
from sqlmodel import Session

from models.activity import Answer
from models.edition import LIVE
from models.feedback import FeedbackItem, ItemKind, KindChange, Outcome, Stage, Telling
from models.rolling.span import Span, days_after, days_ago, days_between
from models.rollup import (
    ClusterRollup,
    DurationRollup,
    ListedOverdue,
    ListedTelling,
    LoopRollup,
    OverdueRollup,
)

VERDICT_ANSWERS = 5  # a collective telling has a verdict from so many answers
DISPUTED = "told, but disputed"
AGES = ((28, "up to 28 days"), (90, "29 to 90 days"), (180, "91 to 180 days"))
OLDEST = "over 180 days"
WITHIN_DAYS = (28, 60, 90)

# One row per item that the quarter needs, as it stood at the quarter's end. Temporary.
LOOPS = Table(
    "loop_at_end",
    MetaData(),
    Column("item_id", Integer, primary_key=True),
    Column("service_id", Integer),
    Column("kind", String(20)),
    Column("activity", Integer),  # an item without one counts as its own
    Column("heard_on", Date),
    Column("recorded_on", Date),
    Column("due_on", Date),
    Column("by_promise", Boolean),
    Column("withdrawn_on", Date),
    Column("told", Boolean),
    Column("closed_on", Date),
    Column("stage", String(20)),
    Column("answered_by_id", Integer),
    prefixes=["TEMPORARY"],
)


def prepare(session: Session, span: Span) -> None:
    """Fill the temporary table of items as they stood at the quarter's end."""
    if not _exists(session):
        LOOPS.create(session.connection())
    session.execute(LOOPS.delete())
    session.execute(insert(LOOPS).from_select([c.name for c in LOOPS.c], _items(span)))


def _exists(session: Session) -> bool:
    if session.connection().dialect.name == "sqlite":
        query = "SELECT count(*) FROM sqlite_temp_master WHERE name = 'loop_at_end'"
    else:
        query = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('pg_temp.loop_at_end')"
    return bool(session.execute(text(query)).scalar())


def statements(span: Span) -> Iterator[Insert]:
    """The inserts that fill this subject's roll-ups from the prepared table."""
    for table, query in counts(span):
        yield _into(table, query)
    yield from listed(span)


def counts(span: Span) -> Iterator[tuple[type, Select]]:
    """(table, query) of the counts, to which each activity adds its own."""
    yield LoopRollup, _loops(span)
    yield ClusterRollup, _clusters(span)
    yield DurationRollup, _durations(span)
    yield OverdueRollup, _overdue(span)


def listed(span: Span) -> Iterator[Insert]:
    """The inserts of single items."""
    yield _into(ListedTelling, _told(span))
    yield _into(ListedOverdue, _overdue_items(span))


def _into(table, query) -> Insert:
    return insert(table).from_select([c.name for c in query.selected_columns], query)


def _key(span: Span):
    return (
        literal(LIVE, Integer).label("edition_id"),
        literal(span.quarter.code).label("quarter"),
        LOOPS.c.service_id,
    )


def _items(span: Span):
    tellings = _tellings(span)
    item = FeedbackItem
    withdrawn = case((item.withdrawn_on <= span.last, item.withdrawn_on), else_=None)
    told = func.coalesce(tellings.c.tellings, 0) > 0
    return (
        select(
            item.id,
            item.service_id,
            type_coerce(item.kind, String),
            func.coalesce(item.activity_id, -item.id),
            item.heard_on,
            item.recorded_on,
            item.due_on,
            item.due_by_promise,
            withdrawn,
            case((told, True), else_=False),
            tellings.c.closed_on,
            _stage(span, told),
            item.answered_by_id,
        )
        .outerjoin(tellings, tellings.c.item_id == item.id)
        .where(
            span.mine(item.service_id),
            span.this_item(item),
            item.heard_on <= span.last,
            _needed(span, tellings),
        )
    )


def _needed(span: Span, tellings):
    """Items of the last four quarters, the open, and those due, told or of a new kind in this."""
    item = FeedbackItem
    changed = select(KindChange.item_id).where(span.holds(KindChange.changed_on))
    if span.touched is not None:  # few: not every change of the quarter for them
        changed = changed.join(item, item.id == KindChange.item_id).where(span.this_item(item))
    return or_(
        item.id.in_(changed),
        item.heard_on >= span.year_first,
        item.due_on.between(span.first, span.last),
        tellings.c.closed_on.is_(None),
        tellings.c.closed_on >= span.first,
    )


def _stage(span: Span, told):
    item = FeedbackItem
    return case(
        (told, DISPUTED),
        (item.acted_on <= span.last, Stage.ACTED.value),
        (item.decided_on <= span.last, Stage.DECIDED.value),
        (item.acknowledged_on <= span.last, Stage.ACKNOWLEDGED.value),
        else_=Stage.HEARD.value,
    )


def _tellings(span: Span):
    """Per item: how often it was told, and the day of its latest undisputed telling."""
    item = FeedbackItem
    disputed = case(
        (item.kind == ItemKind.INDIVIDUAL, _disputed_by_name(span)),
        (item.kind == ItemKind.COLLECTIVE, _disputed_by_group(span)),
        else_=False,
    )
    each = (
        select(Telling.item_id, Telling.told_on, disputed.label("disputed"))
        .join(item, item.id == Telling.item_id)
        .where(Telling.told_on <= span.last, span.mine(item.service_id), span.this_item(item))
        .subquery()
    )
    return (
        select(
            each.c.item_id,
            func.count().label("tellings"),
            func.max(case((each.c.disputed, None), else_=each.c.told_on)).label("closed_on"),
        )
        .group_by(each.c.item_id)
        .subquery()
    )


def _after_telling(span: Span):
    return and_(
        Answer.told.is_not(None),
        Answer.answered_on > Telling.told_on,
        Answer.answered_on <= span.last,
    )


def _disputed_by_name(span: Span):
    """The latest answer that names the item, given after the telling, says no."""
    latest = (
        select(Answer.told)
        .where(Answer.item_id == FeedbackItem.id, _after_telling(span))
        .order_by(Answer.answered_on.desc(), Answer.id.desc())
        .limit(1)
        .correlate(FeedbackItem, Telling)
        .scalar_subquery()
    )
    return func.coalesce(latest, True).is_(False)


def _disputed_by_group(span: Span):
    """From five answers of the activity after the telling, more than half say no.

    An answer that names an item speaks of that item alone.
    """
    activity = and_(Answer.item_id.is_(None), Answer.activity_id == FeedbackItem.activity_id)
    mine = or_(Answer.item_id == FeedbackItem.id, activity)
    noes = func.sum(case((Answer.told.is_(False), 1), else_=0))
    verdict = (
        select(case((and_(func.count() >= VERDICT_ANSWERS, noes * 2 > func.count()), 1), else_=0))
        .where(mine, _after_telling(span))
        .correlate(FeedbackItem, Telling)
        .scalar_subquery()
    )
    return func.coalesce(verdict, 0) == 1


def _sum(*conditions):
    return func.sum(case((and_(*conditions), 1), else_=0))


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
        within += [_sum(seen).label(f"heard_{days}"), _sum(closed).label(f"closed_{days}")]
    counts = (
        select(
            *_key(span),
            c.kind,
            _sum(due).label("due"),
            _sum(due, c.closed_on <= c.due_on).label("on_time"),
            _sum(due, c.closed_on > c.due_on).label("late"),
            _sum(due, c.closed_on.is_(None), c.told).label("disputed"),
            _sum(due, c.closed_on.is_(None), ~c.told).label("not_told"),
            _sum(due, c.by_promise).label("by_promise"),
            func.count(func.distinct(case((due, c.activity), else_=None))).label("activities"),
            _sum(owed, span.holds(c.due_on), _gone()).label("withdrawn"),
            _sum(heard).label("heard"),
            func.coalesce(
                func.sum(case((heard, days_between(c.heard_on, c.recorded_on)), else_=0)), 0
            ).label("recorded_days"),
            _sum(c.kind == ItemKind.STORY.value, heard, _answered(span)).label("answered"),
            _sum(still_open).label("open"),
            _sum(still_open, c.due_on < span.last).label("overdue"),
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
    """Withdrawn, and never told, by the day it was due: it is no longer due."""
    c = LOOPS.c
    return and_(c.withdrawn_on.is_not(None), c.withdrawn_on <= c.due_on, ~c.told)


def _due(span: Span):
    c = LOOPS.c
    gone = and_(c.withdrawn_on.is_not(None), c.withdrawn_on <= c.due_on, ~c.told)
    return and_(
        c.kind != ItemKind.STORY.value,
        span.holds(c.due_on),
        case((gone, False), else_=True),
    )


def _open():
    c = LOOPS.c
    return and_(c.kind != ItemKind.STORY.value, c.closed_on.is_(None), c.withdrawn_on.is_(None))


def _seen_for(span: Span, days: int):
    """Heard in the four quarters and at least so many days ago, and not withdrawn untold by then."""
    c = LOOPS.c
    gone = and_(
        c.withdrawn_on.is_not(None), ~c.told, days_between(c.heard_on, c.withdrawn_on) <= days
    )
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
            not_(_disputed_by_group(span)),
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
        literal(LIVE, Integer).label("edition_id"),
        literal(span.quarter.code).label("quarter"),
        each.c.service_id,
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
        literal(LIVE, Integer).label("edition_id"),
        literal(span.quarter.code).label("quarter"),
        each.c.service_id,
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
        select(*_key(span), c.kind, age, c.stage, func.count().label("items"))
        .where(_open(), c.due_on < span.last)
        .group_by(c.service_id, c.kind, age, c.stage)
    )


def _overdue_items(span: Span):
    c = LOOPS.c
    return select(*_key(span), c.item_id, c.kind, c.heard_on, c.due_on, c.stage).where(
        _open(), c.due_on < span.last
    )


def _told(span: Span):
    c = LOOPS.c
    item = FeedbackItem
    reply = case(
        (item.outcome == Outcome.NOT_CHANGED, item.outcome_reason),
        else_=func.coalesce(item.reply, item.outcome_reason, ""),
    )
    return (
        select(
            *_key(span),
            c.item_id,
            item.heard,
            func.coalesce(type_coerce(item.outcome, String), "").label("outcome"),
            reply.label("reply"),
            c.closed_on.label("told_on"),
        )
        .join(item, item.id == c.item_id)
        .where(c.kind == ItemKind.COLLECTIVE.value, span.holds(c.closed_on))
    )
