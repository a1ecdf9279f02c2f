"""Who was in the room at sessions, and what was offered to people there."""

from sqlalchemy import func, literal, not_, select, union_all

from models.activity import Activity, ActivitySession
from models.rolling.rows import count, key
from models.rolling.span import Span

PRESENCE = {
    "senior_officer": ActivitySession.senior_officer_present,
    "elected_member": ActivitySession.elected_member_present,
    "expenses": ActivitySession.expenses_offered,
    "easy_read": ActivitySession.easy_read_offered,
    "other_formats": ActivitySession.other_formats_offered,
}


def presence(span: Span):
    """Yes, no and blank to each question of a service's sessions; and the days of notice."""
    return union_all(
        *(_asked(span, question, column) for question, column in PRESENCE.items()),
        _notice(span),
    )


def _sessions(span: Span, *columns):
    return (
        select(*key(span, Activity.service_id), *columns)
        .select_from(ActivitySession)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            span.mine(Activity.service_id),
            span.this_activity(Activity.id),
            span.holds(ActivitySession.held_on),
        )
        .group_by(Activity.service_id)
    )


def _asked(span: Span, question: str, column):
    return _sessions(
        span,
        literal(question).label("question"),
        count(column.is_(True)).label("yes"),
        count(column.is_(False)).label("no"),
        count(column.is_(None)).label("blank"),
        literal(0).label("total"),
    )


def _notice(span: Span):
    known = ActivitySession.notice_days
    return _sessions(
        span,
        literal("notice_days").label("question"),
        func.count(known).label("yes"),
        literal(0).label("no"),
        count(not_(known.is_not(None))).label("blank"),
        func.coalesce(func.sum(known), 0).label("total"),
    )
