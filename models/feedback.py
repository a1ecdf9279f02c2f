"""Feedback items: what was heard, what came of it, and whether people were told."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, UniqueConstraint

from models.base import Base, Moment, one_of
from models.quarters import now


class ItemKind(StrEnum):
    """Who is owed what."""

    INDIVIDUAL = "individual"  # someone is owed a reply
    COLLECTIVE = "collective"  # owed to the group: “you said, we did”
    STORY = "story"  # shared without expecting an individual reply


class Outcome(StrEnum):
    """What came of an item."""

    CHANGED = "changed"
    PARTLY_CHANGED = "partly changed"
    NOT_CHANGED = "not changed"
    ALREADY_IN_PLACE = "already in place"
    PASSED_ON = "passed to a partner"


class Stage(StrEnum):
    """How far an item has come."""

    HEARD = "heard"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    ACTED = "acted"
    TOLD = "told"


class FeedbackItem(Base, table=True):
    """One thing heard. Its tellings are rows of their own, for it can be told again."""

    __tablename__ = "feedback_item"
    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        CheckConstraint("acknowledged_on >= heard_on", name="acknowledged_after_heard"),
        CheckConstraint("decided_on >= heard_on", name="decided_after_heard"),
        CheckConstraint("acted_on >= heard_on", name="acted_after_heard"),
        CheckConstraint("withdrawn_on >= heard_on", name="withdrawn_after_heard"),
        CheckConstraint(
            "outcome <> 'not changed' OR outcome_reason IS NOT NULL", name="not_changed_has_reason"
        ),
        Index("ix_feedback_item_service_due", "service_id", "due_on"),
        Index("ix_feedback_item_service_heard", "service_id", "heard_on"),
        Index("ix_feedback_item_activity", "activity_id"),
        Index("ix_feedback_item_answered_by", "answered_by_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    service_id: int = Field(foreign_key="service.id")
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    kind: ItemKind = Field(sa_column=one_of(ItemKind, name="kind"))
    heard: str = Field(max_length=2000)  # what was said, in a few words
    heard_on: date
    due_on: date | None = None  # fixed when it is recorded; none for a story
    due_by_promise: bool = False
    acknowledged_on: date | None = None
    decided_on: date | None = None
    acted_on: date | None = None
    outcome: Outcome | None = Field(
        default=None, sa_column=one_of(Outcome, name="outcome", nullable=True)
    )
    outcome_reason: str | None = Field(default=None, max_length=2000)
    reply: str | None = Field(default=None, max_length=2000)  # what people were told
    withdrawn_on: date | None = None
    withdrawn_reason: str | None = Field(default=None, max_length=600)
    answered_by_id: int | None = Field(default=None, foreign_key="feedback_item.id")  # of a story
    illustrative: bool = False
    recorded_on: date  # London day of recorded_at, kept for heard-to-recorded days
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    version: int = 1


class Telling(Base, table=True):
    """One day on which people were told what came of an item."""

    item_id: int = Field(foreign_key="feedback_item.id", primary_key=True)
    told_on: date = Field(primary_key=True)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class KindChange(Base, table=True):
    """One change of an item's kind."""

    __tablename__ = "kind_change"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="feedback_item.id", index=True)
    was: ItemKind = Field(sa_column=one_of(ItemKind, name="was"))
    became: ItemKind = Field(sa_column=one_of(ItemKind, name="became"))
    changed_on: date
