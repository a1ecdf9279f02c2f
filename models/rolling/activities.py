"""Activities: which ran, and their rungs; and all roll-ups that begin with activities."""

from collections.abc import Iterator

from sqlalchemy import (
    Insert,
    Select,
    String,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from models.activity import Activity, Answer
from models.reference import Rung
from models.rolling import presence, scores
from models.rolling.rows import into, key, live
from models.rolling.span import ARRIVAL, BATCH, Span
from models.rollup import (
    ActivityRollup,
    ListedActivity,
    ListedScore,
    PresenceRollup,
    RungRollup,
    ScoreRollup,
)

NOT_RECORDED = "not recorded"


def statements(span: Span) -> Iterator[Insert]:
    """The inserts that fill this subject's roll-ups, in the order in which they stand on each other."""
    yield from listed(span)
    for table, query in counts(span):
        yield into(table, query)
    yield from added_up(span)


def listed(span: Span) -> Iterator[Insert]:
    """The inserts of each activity's own rungs and scores."""
    yield into(ListedActivity, _listed_activities(span))
    yield into(ListedScore, scores.service_scores(span))
    yield into(ListedScore, scores.people_scores(span))


def counts(span: Span) -> Iterator[tuple[type, Select]]:
    """(table, query) of the counts, to which each activity adds its own; lists come first."""
    yield ActivityRollup, _activity_counts(span)
    yield RungRollup, _rungs(span)
    yield PresenceRollup, presence.presence(span)


def added_up(span: Span) -> Iterator[Insert]:
    """The inserts that add up the listed scores."""
    yield into(ScoreRollup, scores.score_counts(span))
    yield into(ScoreRollup, scores.gaps(span))


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
            *key(span, Activity.service_id),
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
    """The people's rungs that enter figures: whole batches of five, as they came in."""
    base = (
        select(
            Answer.activity_id,
            Answer.experienced_rung.label("rung"),
            func.row_number()
            .over(partition_by=Answer.activity_id, order_by=ARRIVAL)
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
            *key(span, Activity.service_id),
            func.sum(running).label("running"),
            func.sum(ended).label("ended"),
            func.sum(started).label("started"),
        )
        .where(span.mine(Activity.service_id), span.this_activity(Activity.id), _runs(span))
        .group_by(Activity.service_id)
    )


def _rungs(span: Span):
    part = case((ListedActivity.ended, "ended"), else_="running").label("part")
    rungs = (ListedActivity.intended, ListedActivity.claimed, ListedActivity.experienced)
    return (
        select(
            *key(span, ListedActivity.service_id), part, *rungs, func.count().label("activities")
        )
        .where(live(ListedActivity, span), span.this_activity(ListedActivity.activity_id))
        .group_by(ListedActivity.service_id, part, *rungs)
    )
