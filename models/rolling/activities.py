"""Activities: which ran, their rungs, their scores, and who was in the room."""

from collections.abc import Iterator

from sqlalchemy import (
    Insert,
    Integer,
    Select,
    String,
    and_,
    case,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    type_coerce,
    union_all,
)

from models.activity import Activity, ActivitySession, Answer, AnswerScore, EvidenceNote, Review
from models.edition import LIVE
from models.reference import Rung
from models.rolling.span import Span
from models.rollup import (
    ActivityRollup,
    ListedActivity,
    ListedScore,
    PresenceRollup,
    RungRollup,
    ScoreRollup,
)

NOT_RECORDED = "not recorded"
BATCH = 5  # answers enter figures in batches of at least five

PRESENCE = {
    "senior_officer": ActivitySession.senior_officer_present,
    "elected_member": ActivitySession.elected_member_present,
    "expenses": ActivitySession.expenses_offered,
    "easy_read": ActivitySession.easy_read_offered,
    "other_formats": ActivitySession.other_formats_offered,
}


def statements(span: Span) -> Iterator[Insert]:
    """The inserts that fill this subject's roll-ups, in the order in which they stand on each other."""
    yield from listed(span)
    for table, query in counts(span):
        yield _into(table, query)
    yield from scores(span)


def listed(span: Span) -> Iterator[Insert]:
    """The inserts of each activity's own rungs and scores."""
    yield _into(ListedActivity, _listed_activities(span))
    yield _into(ListedScore, _service_scores(span))
    yield _into(ListedScore, _people_scores(span))


def counts(span: Span) -> Iterator[tuple[type, Select]]:
    """(table, query) of the counts, to which each activity adds its own; lists come first."""
    yield ActivityRollup, _activity_counts(span)
    yield RungRollup, _rungs(span)
    yield PresenceRollup, _presence(span)


def scores(span: Span) -> Iterator[Insert]:
    """The inserts that add up the listed scores."""
    yield _into(ScoreRollup, _score_counts(span))
    yield _into(ScoreRollup, _gaps(span))


def _into(table, query) -> Insert:
    return insert(table).from_select([c.name for c in query.selected_columns], query)


def _key(span: Span, service_id):
    return (
        literal(LIVE, Integer).label("edition_id"),
        literal(span.quarter.code).label("quarter"),
        service_id.label("service_id"),
    )


def _named(rung):
    return func.coalesce(type_coerce(rung, String), NOT_RECORDED)


def height(rung):
    """A rung's height in SQL: 7 for co-producing down to 1."""
    return case({r.value: r.height for r in Rung}, value=type_coerce(rung, String))


def _listed_activities(span: Span):
    rungs = _experienced(span)
    claimed = _claimed(span)
    below = _answers_below(span)
    return (
        select(
            *_key(span, Activity.service_id),
            Activity.id.label("activity_id"),
            Activity.title,
            _named(Activity.intended_rung).label("intended"),
            _named(claimed).label("claimed"),
            _named(rungs.c.rung).label("experienced"),
            func.coalesce(rungs.c.answers, 0).label("answers"),
            func.coalesce(below.c.answers, 0).label("below"),
            case((Activity.ended_on <= span.last, True), else_=False).label("ended"),
            case((Activity.ended_on <= span.last, Activity.ended_on), else_=None).label("ended_on"),
        )
        .outerjoin(rungs, rungs.c.activity_id == Activity.id)
        .outerjoin(below, below.c.activity_id == Activity.id)
        .where(span.mine(Activity.service_id), span.this_activity(Activity.id), _runs(span))
    )


def _claimed(span: Span):
    """The rung that is claimed by the quarter's end, if any."""
    known = span.known(Activity.claimed_on, Activity.ended_on)
    return case((known, Activity.claimed_rung), else_=None)


def _runs(span: Span):
    """Running: started by its last day and not ended before its first."""
    started = or_(
        Activity.started_on <= span.last,
        # The published record has days of end without days of start.
        and_(Activity.started_on.is_(None), Activity.ended_on <= span.last),
    )
    return and_(started, or_(Activity.ended_on.is_(None), Activity.ended_on >= span.first))


def _rung_answers(span: Span):
    """The people's rungs that enter figures: whole batches of five, oldest first."""
    base = (
        select(
            Answer.activity_id,
            Answer.experienced_rung.label("rung"),
            func.row_number()
            .over(partition_by=Answer.activity_id, order_by=(Answer.answered_on, Answer.id))
            .label("place"),
            func.count().over(partition_by=Answer.activity_id).label("answers"),
        )
        .join(Activity, Activity.id == Answer.activity_id)
        .where(
            Answer.experienced_rung.is_not(None),
            span.mine(Activity.service_id),
            span.this_activity(Activity.id),
            _runs(span),
            span.known(Answer.answered_on, Activity.ended_on),
        )
        .subquery()
    )
    return select(base).where(base.c.place <= base.c.answers - base.c.answers % BATCH).subquery()


def _experienced(span: Span):
    """The median rung of an activity; of two middle answers the lower."""
    counted = _rung_answers(span)
    ordered = select(
        counted.c.activity_id,
        counted.c.rung,
        func.row_number()
        .over(partition_by=counted.c.activity_id, order_by=height(counted.c.rung))
        .label("place"),
        func.count().over(partition_by=counted.c.activity_id).label("answers"),
    ).subquery()
    return (
        select(ordered.c.activity_id, ordered.c.rung, ordered.c.answers)
        .where(
            ordered.c.place * 2 >= ordered.c.answers, ordered.c.place * 2 <= ordered.c.answers + 1
        )
        .subquery()
    )


def _answers_below(span: Span):
    """Per activity with a claim: the counted answers that put it on a lower rung."""
    counted = _rung_answers(span)
    # Joined, not asked for each activity: SQLite would work out all answers again each time.
    return (
        select(counted.c.activity_id, func.count().label("answers"))
        .join(Activity, Activity.id == counted.c.activity_id)
        .where(height(counted.c.rung) < height(_claimed(span)))
        .group_by(counted.c.activity_id)
        .subquery()
    )


def _activity_counts(span: Span):
    started = case((span.holds(Activity.started_on), 1), else_=0)
    ended = case((span.holds(Activity.ended_on), 1), else_=0)
    running = case((Activity.started_on.is_not(None), 1), else_=0)
    return (
        select(
            *_key(span, Activity.service_id),
            func.sum(running).label("running"),
            func.sum(ended).label("ended"),
            func.sum(started).label("started"),
        )
        .where(span.mine(Activity.service_id), span.this_activity(Activity.id), _runs(span))
        .group_by(Activity.service_id)
    )


def _live(table, span: Span):
    return and_(
        table.edition_id == LIVE,
        table.quarter == span.quarter.code,
        span.mine(table.service_id),
    )


def _rungs(span: Span):
    part = case((ListedActivity.ended, "ended"), else_="running").label("part")
    rungs = (ListedActivity.intended, ListedActivity.claimed, ListedActivity.experienced)
    return (
        select(
            *_key(span, ListedActivity.service_id), part, *rungs, func.count().label("activities")
        )
        .where(_live(ListedActivity, span), span.this_activity(ListedActivity.activity_id))
        .group_by(ListedActivity.service_id, part, *rungs)
    )


def _service_scores(span: Span):
    ranked = (
        select(
            Activity.service_id,
            Review.activity_id,
            Review.principle_id,
            Review.score,
            Review.evidence,
            Activity.ended_on,
            func.row_number()
            .over(
                partition_by=(Review.activity_id, Review.principle_id),
                order_by=(Review.reviewed_on.desc(), Review.id.desc()),
            )
            .label("place"),
        )
        .join(Activity, Activity.id == Review.activity_id)
        .where(
            span.mine(Activity.service_id),
            span.this_activity(Activity.id),
            span.belongs(Review.reviewed_on, Activity.ended_on),
        )
        .subquery()
    )
    noted = (
        select(EvidenceNote.id)
        .where(
            EvidenceNote.activity_id == ranked.c.activity_id,
            EvidenceNote.principle_id == ranked.c.principle_id,
            span.known(EvidenceNote.noted_on, ranked.c.ended_on),
        )
        .exists()
    )
    evidenced = or_(and_(ranked.c.evidence.is_not(None), ranked.c.evidence != ""), noted)
    return select(
        *_key(span, ranked.c.service_id),
        ranked.c.activity_id,
        ranked.c.principle_id,
        literal("service").label("voice"),
        ranked.c.score,
        literal(0).label("answers"),
        case((evidenced, True), else_=False).label("evidenced"),
    ).where(ranked.c.place == 1)


def _people_scores(span: Span):
    each = (AnswerScore.principle_id, Answer.activity_id)
    ranked = (
        select(
            Activity.service_id,
            *each,
            AnswerScore.score,
            func.row_number()
            .over(partition_by=each, order_by=(Answer.answered_on, Answer.id))
            .label("place"),
            func.count().over(partition_by=each).label("answers"),
        )
        .join(Answer, Answer.id == AnswerScore.answer_id)
        .join(Activity, Activity.id == Answer.activity_id)
        .where(
            span.mine(Activity.service_id),
            span.this_activity(Activity.id),
            span.belongs(Answer.answered_on, Activity.ended_on),
        )
        .subquery()
    )
    group = (ranked.c.service_id, ranked.c.activity_id, ranked.c.principle_id)
    return (
        select(
            *_key(span, ranked.c.service_id),
            ranked.c.activity_id,
            ranked.c.principle_id,
            literal("people").label("voice"),
            # Plain floats on both databases: PostgreSQL would give a decimal.
            (func.sum(ranked.c.score) * 1.0 / func.count()).label("score"),
            func.count().label("answers"),
            literal(False).label("evidenced"),
        )
        .where(ranked.c.place <= ranked.c.answers - ranked.c.answers % BATCH)
        .group_by(*group)
    )


def _running_ids(span: Span):
    return select(ListedActivity.activity_id).where(
        _live(ListedActivity, span),
        # Named although the activity decides: the key of the list begins with it.
        ListedActivity.service_id == ListedScore.service_id,
        ListedActivity.activity_id == ListedScore.activity_id,
    )


def _score_counts(span: Span):
    score = ListedScore.score
    high = and_(ListedScore.voice == "service", score >= 4)
    running = and_(score.is_not(None), _running_ids(span).exists())
    return (
        select(
            *_key(span, ListedScore.service_id),
            ListedScore.principle_id,
            ListedScore.voice,
            func.count(score).label("activities"),
            func.coalesce(func.sum(score), 0.0).label("total"),
            func.coalesce(func.sum(score * score), 0.0).label("squares"),
            func.min(score).label("low"),
            func.max(score).label("high"),
            _count(score.is_(None)).label("not_applicable"),
            _count(high).label("scored_high"),
            _count(and_(high, ListedScore.evidenced)).label("evidenced"),
            _count(running).label("running_reviewed"),
        )
        .where(_live(ListedScore, span))
        .group_by(ListedScore.service_id, ListedScore.principle_id, ListedScore.voice)
    )


def _count(condition):
    return func.sum(case((condition, 1), else_=0))


def _gaps(span: Span):
    service = ListedScore.__table__.alias("service_score")
    people = ListedScore.__table__.alias("people_score")
    gap = service.c.score - people.c.score
    same = [
        service.c[n] == people.c[n]
        for n in ("edition_id", "quarter", "service_id", "activity_id", "principle_id")
    ]
    return (
        select(
            *_key(span, service.c.service_id),
            service.c.principle_id,
            literal("gap").label("voice"),
            func.count().label("activities"),
            func.sum(gap).label("total"),
            func.sum(gap * gap).label("squares"),
            func.min(gap).label("low"),
            func.max(gap).label("high"),
            literal(0).label("not_applicable"),
            literal(0).label("scored_high"),
            literal(0).label("evidenced"),
            literal(0).label("running_reviewed"),
        )
        .join(people, and_(*same))
        .where(
            service.c.voice == "service",
            people.c.voice == "people",
            service.c.score.is_not(None),
            service.c.edition_id == LIVE,
            service.c.quarter == span.quarter.code,
            span.mine(service.c.service_id),
        )
        .group_by(service.c.service_id, service.c.principle_id)
    )


def _presence(span: Span):
    return union_all(
        *(_asked(span, question, column) for question, column in PRESENCE.items()),
        _notice(span),
    )


def _sessions(span: Span, *columns):
    return (
        select(*_key(span, Activity.service_id), *columns)
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
        _count(column.is_(True)).label("yes"),
        _count(column.is_(False)).label("no"),
        _count(column.is_(None)).label("blank"),
        literal(0).label("total"),
    )


def _notice(span: Span):
    known = ActivitySession.notice_days
    return _sessions(
        span,
        literal("notice_days").label("question"),
        func.count(known).label("yes"),
        literal(0).label("no"),
        _count(not_(known.is_not(None))).label("blank"),
        func.coalesce(func.sum(known), 0).label("total"),
    )
