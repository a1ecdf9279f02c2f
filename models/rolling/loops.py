"""Feedback loops: each item as it stood at a quarter's end, whether and when it was closed."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    case,
    func,
    insert,
    or_,
    select,
    text,
    type_coerce,
)
from sqlmodel import Session

from models.activity import Answer
from models.feedback import FeedbackItem, ItemKind, KindChange, Stage, Telling
from models.rolling.span import Span

VERDICT_ANSWERS = 5  # a collective telling has a verdict from so many answers
DISPUTED = "told, but disputed"

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
    Column("left_untold", Boolean),  # withdrawn before anybody was told
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


def _items(span: Span):
    tellings = _tellings(span)
    item = FeedbackItem
    withdrawn = case((item.withdrawn_on <= span.last, item.withdrawn_on), else_=None)
    told = tellings.c.first_told_on.is_not(None)
    told_before = and_(told, tellings.c.first_told_on <= withdrawn)
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
            case((and_(withdrawn.is_not(None), ~told_before), True), else_=False),
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
    """Per item: the day of its first telling, and that of its latest undisputed one."""
    item = FeedbackItem
    each = (
        select(Telling.item_id, Telling.told_on, _disputed(span).label("disputed"))
        .join(item, item.id == Telling.item_id)
        .where(Telling.told_on <= span.last, span.mine(item.service_id), span.this_item(item))
        .subquery()
    )
    return (
        select(
            each.c.item_id,
            func.min(each.c.told_on).label("first_told_on"),
            func.max(case((each.c.disputed, None), else_=each.c.told_on)).label("closed_on"),
        )
        .group_by(each.c.item_id)
        .subquery()
    )


def told_and_undisputed(span: Span):
    """Whether some telling of an item stands on the span's last day."""
    stands = (
        Telling.item_id == FeedbackItem.id,
        Telling.told_on <= span.last,
        _disputed(span).is_(False),
    )
    return select(Telling.item_id).where(*stands).correlate(FeedbackItem).exists()


def _disputed(span: Span):
    kind = FeedbackItem.kind
    return case(
        (kind == ItemKind.INDIVIDUAL, _disputed_by_name(span)),
        (kind == ItemKind.COLLECTIVE, disputed_by_group(span)),
        else_=False,
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


def disputed_by_group(span: Span):
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
