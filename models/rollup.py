"""The roll-up tables: counts at the grain that the pages ask for.

Each row belongs to one edition, one quarter and one service, and says what was
so at that quarter's own end (today, for the running one). models/rolling/
fills them; models/closing.py copies them under another edition.
"""

from datetime import date

from sqlalchemy import Column, ColumnElement, Index, Text, and_
from sqlmodel import Field

from models.base import Base


class _Part(Base):
    """The partition that every roll-up row belongs to."""

    edition_id: int = Field(primary_key=True)
    quarter: str = Field(primary_key=True, max_length=10)
    service_id: int = Field(primary_key=True)


class ActivityRollup(_Part, table=True):
    """One service in one quarter: its activities."""

    __tablename__ = "activity_rollup"

    running: int = 0
    ended: int = 0
    started: int = 0


class PresenceRollup(_Part, table=True):
    """One question about the sessions that a service held in a quarter."""

    __tablename__ = "presence_rollup"

    question: str = Field(primary_key=True, max_length=30)  # see models/rolling/presence.py
    yes: int = 0
    no: int = 0
    blank: int = 0
    total: int = 0  # of days of notice


class ScoreRollup(_Part, table=True):
    """The activities' scores on one principle, by voice: “service”, “people” or “gap”."""

    __tablename__ = "score_rollup"

    principle_id: int = Field(primary_key=True)
    voice: str = Field(primary_key=True, max_length=10)
    activities: int = 0  # with a score
    total: float = 0  # sum of the activities' scores
    squares: float = 0  # sum of their squares
    low: float | None = None
    high: float | None = None
    not_applicable: int = 0
    scored_high: int = 0  # service scores of 4 or 5
    evidenced: int = 0  # those of them with evidence
    running_reviewed: int = 0  # running activities with a score


class RungRollup(_Part, table=True):
    """Activities by rungs. A rung may be “not recorded”."""

    __tablename__ = "rung_rollup"

    part: str = Field(primary_key=True, max_length=10)  # “ended” or “running”
    intended: str = Field(primary_key=True, max_length=40)
    claimed: str = Field(primary_key=True, max_length=40)
    experienced: str = Field(primary_key=True, max_length=40)
    activities: int = 0


class LoopRollup(_Part, table=True):
    """The feedback items of one kind. `due` and what follows it count items due in the quarter."""

    __tablename__ = "loop_rollup"

    kind: str = Field(primary_key=True, max_length=20)
    due: int = 0
    on_time: int = 0
    late: int = 0
    disputed: int = 0  # told, disputed, and open
    not_told: int = 0
    by_promise: int = 0
    activities: int = 0  # behind the items due; an item without one counts as its own
    withdrawn: int = 0  # withdrawn, untold, by the day they were due
    heard: int = 0  # in the quarter
    recorded_days: int = 0  # summed days from heard to recorded, of those heard in the quarter
    kind_changes: int = 0  # in the quarter, of items that are now of this kind
    answered: int = 0  # stories heard in the quarter with a linked collective item told by its end
    open: int = 0  # at the quarter's end
    overdue: int = 0  # of those, past their due day
    heard_28: int = 0  # of items heard in four quarters, those heard at least 28 days ago
    closed_28: int = 0  # of those, closed within 28 days
    heard_60: int = 0
    closed_60: int = 0
    heard_90: int = 0
    closed_90: int = 0


class ClusterRollup(_Part, table=True):
    """How many activities have so many items due in the quarter, so many closed on time."""

    __tablename__ = "cluster_rollup"

    kind: str = Field(primary_key=True, max_length=20)
    items: int = Field(primary_key=True)
    closed: int = Field(primary_key=True)
    activities: int = 0


class DurationRollup(_Part, table=True):
    """Items heard in the four quarters that end here, by days from heard to closed or censored."""

    __tablename__ = "duration_rollup"

    kind: str = Field(primary_key=True, max_length=20)
    days: int = Field(primary_key=True)
    closed: int = 0
    censored: int = 0


class OverdueRollup(_Part, table=True):
    """Overdue items at the quarter's end by days overdue (a band) and stage."""

    __tablename__ = "overdue_rollup"

    kind: str = Field(primary_key=True, max_length=20)
    age: str = Field(primary_key=True, max_length=20)  # see models/rolling/loops.py
    stage: str = Field(primary_key=True, max_length=20)
    items: int = 0


class ListedActivity(_Part, table=True):
    """One activity that ran in the quarter, as it stood at the quarter's end."""

    __tablename__ = "listed_activity"

    activity_id: int = Field(primary_key=True)
    title: str = Field(max_length=200)
    intended: str = Field(max_length=40)
    claimed: str = Field(max_length=40)
    experienced: str = Field(max_length=40)
    answers: int = 0  # people's rungs that entered figures
    below: int = 0  # of those, below the claim
    ended: bool = False  # in the quarter
    ended_on: date | None = None


class ListedScore(_Part, table=True):
    """One activity's score on one principle by one voice in the quarter."""

    __tablename__ = "listed_score"

    activity_id: int = Field(primary_key=True)
    principle_id: int = Field(primary_key=True)
    voice: str = Field(primary_key=True, max_length=10)
    score: float | None = None  # none: not applicable
    answers: int = 0  # behind a people's score
    evidenced: bool = False


class ListedTelling(_Part, table=True):
    """One collective item told in the quarter: “you said, we did”, or why not."""

    __tablename__ = "listed_telling"
    __table_args__ = (
        # The latest first, whatever their service.
        Index(
            "ix_listed_telling_told", "edition_id", "quarter", "told_on", "item_id", "service_id"
        ),
    )

    item_id: int = Field(primary_key=True)
    heard: str = Field(sa_column=Column(Text, nullable=False))
    outcome: str = Field(default="", max_length=40)
    reply: str = Field(default="", sa_column=Column(Text, nullable=False))
    told_on: date


class ListedOverdue(_Part, table=True):
    """One overdue item at the quarter's end."""

    __tablename__ = "listed_overdue"
    __table_args__ = (
        # The longest overdue first, whatever their service.
        Index(
            "ix_listed_overdue_due",
            "edition_id", "quarter", "kind", "due_on", "item_id", "service_id",
        ),
    )  # fmt: skip

    item_id: int = Field(primary_key=True)
    kind: str = Field(max_length=20)
    heard_on: date
    due_on: date
    stage: str = Field(max_length=20)


COUNTED = (
    ActivityRollup,
    PresenceRollup,
    ScoreRollup,
    RungRollup,
    LoopRollup,
    ClusterRollup,
    DurationRollup,
    OverdueRollup,
)
ROLLUPS = (*COUNTED, ListedActivity, ListedScore, ListedTelling, ListedOverdue)

# What people said and were told, which goes at the end of its retention period.
WORDS: dict[type[_Part], tuple[str, ...]] = {ListedTelling: ("heard", "reply")}


def counts_nothing(table: type[_Part]) -> ColumnElement[bool]:
    """Whether a row of a table of counts says nothing: all of its counts are 0."""
    held = table.__table__
    return and_(*(column == 0 for column in held.c if not column.primary_key))
