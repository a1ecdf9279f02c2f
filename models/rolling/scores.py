"""Scores: each activity's own, of both voices, and what they add up to."""

from sqlalchemy import and_, case, func, literal, or_, select

from models.activity import Activity, Answer, AnswerScore, EvidenceNote, Review
from models.edition import LIVE
from models.rolling.rows import count, key, live
from models.rolling.span import ARRIVAL, BATCH, Span
from models.rollup import ListedActivity, ListedScore


def service_scores(span: Span):
    """Each activity's latest score of a service on each principle, and whether it has evidence."""
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
        *key(span, ranked.c.service_id),
        ranked.c.activity_id,
        ranked.c.principle_id,
        literal("service").label("voice"),
        ranked.c.score,
        literal(0).label("answers"),
        case((evidenced, True), else_=False).label("evidenced"),
    ).where(ranked.c.place == 1)


def people_scores(span: Span):
    """Each activity's mean of people's scores on each principle, from whole batches of five."""
    each = (AnswerScore.principle_id, Answer.activity_id)
    ranked = (
        select(
            Activity.service_id,
            *each,
            AnswerScore.score,
            func.row_number().over(partition_by=each, order_by=ARRIVAL).label("place"),
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
            *key(span, ranked.c.service_id),
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
        live(ListedActivity, span),
        # Named although the activity decides: the key of the list begins with it.
        ListedActivity.service_id == ListedScore.service_id,
        ListedActivity.activity_id == ListedScore.activity_id,
    )


def score_counts(span: Span):
    """What the listed scores of a service add up to, by principle and voice."""
    score = ListedScore.score
    high = and_(ListedScore.voice == "service", score >= 4)
    running = and_(score.is_not(None), _running_ids(span).exists())
    return (
        select(
            *key(span, ListedScore.service_id),
            ListedScore.principle_id,
            ListedScore.voice,
            func.count(score).label("activities"),
            func.coalesce(func.sum(score), 0.0).label("total"),
            func.coalesce(func.sum(score * score), 0.0).label("squares"),
            func.min(score).label("low"),
            func.max(score).label("high"),
            count(score.is_(None)).label("not_applicable"),
            count(high).label("scored_high"),
            count(and_(high, ListedScore.evidenced)).label("evidenced"),
            count(running).label("running_reviewed"),
        )
        .where(live(ListedScore, span))
        .group_by(ListedScore.service_id, ListedScore.principle_id, ListedScore.voice)
    )


def gaps(span: Span):
    """What a service's score less people's adds up to, over activities that have both."""
    service = ListedScore.__table__.alias("service_score")
    people = ListedScore.__table__.alias("people_score")
    gap = service.c.score - people.c.score
    same = [
        service.c[n] == people.c[n]
        for n in ("edition_id", "quarter", "service_id", "activity_id", "principle_id")
    ]
    return (
        select(
            *key(span, service.c.service_id),
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
