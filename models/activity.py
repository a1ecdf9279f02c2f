"""Activities, the sessions they held, and what services and people said of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, UniqueConstraint

from models.base import Base, Moment, one_of, score_check
from models.quarters import now
from models.reference import Rung


class Activity(Base, table=True):
    """One piece of work with, for or to people, run by one service."""

    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        Index("ix_activity_service_ended", "service_id", "ended_on"),
        Index("ix_activity_service_started", "service_id", "started_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    service_id: int = Field(foreign_key="service.id")
    title: str = Field(max_length=200)
    purpose: str | None = Field(default=None, max_length=2000)
    way: str | None = Field(default=None, foreign_key="way.code", max_length=40)
    intended_rung: Rung | None = Field(
        default=None, sa_column=one_of(Rung, name="intended_rung", nullable=True)
    )
    intended_why: str | None = Field(default=None, max_length=600)
    claimed_rung: Rung | None = Field(
        default=None, sa_column=one_of(Rung, name="claimed_rung", nullable=True)
    )
    claimed_on: date | None = None
    started_on: date | None = None  # blank only in the published record
    ended_on: date | None = None
    dates_words: str | None = Field(default=None, max_length=200)  # partial dates as published
    promised_feedback_on: date | None = None
    promised_on: date | None = None
    responses: int | None = None  # a published count; not participations
    responses_words: str | None = Field(default=None, max_length=200)
    source: str | None = Field(default=None, max_length=600)
    illustrative: bool = False
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    version: int = 1


class ActivityDistrict(Base, table=True):
    """One district that an activity touches."""

    __tablename__ = "activity_district"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    district_code: str = Field(foreign_key="district.code", primary_key=True, max_length=9)


class ActivitySession(Base, table=True):
    """One day on which people met or were asked. Blank means not recorded."""

    __tablename__ = "activity_session"
    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index("ix_activity_session_activity_held", "activity_id", "held_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    activity_id: int = Field(foreign_key="activity.id")
    held_on: date
    senior_officer_present: bool | None = None
    elected_member_present: bool | None = None
    expenses_offered: bool | None = None
    easy_read_offered: bool | None = None
    other_formats_offered: bool | None = None
    notice_days: int | None = None
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class Review(Base, table=True):
    """The service's own score of one activity on one principle, or why it does not apply."""

    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        score_check("score"),
        CheckConstraint(
            "(score IS NULL) = (not_applicable_why IS NOT NULL)", name="score_or_reason"
        ),
        Index(
            "ix_review_activity_principle_reviewed", "activity_id", "principle_id", "reviewed_on"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    activity_id: int = Field(foreign_key="activity.id")
    principle_id: int = Field(foreign_key="principle.id")
    reviewed_on: date
    score: int | None = None
    not_applicable_why: str | None = Field(default=None, max_length=600)
    evidence: str | None = Field(default=None, max_length=1000)  # a link or a note
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    version: int = 1


class Answer(Base, table=True):
    """What one person who took part answered, without saying who. Blank means not answered."""

    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index("ix_answer_activity_answered", "activity_id", "answered_on"),
        Index("ix_answer_item", "item_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    item_id: int | None = Field(default=None, foreign_key="feedback_item.id")  # the item it names
    answered_on: date
    experienced_rung: Rung | None = Field(
        default=None, sa_column=one_of(Rung, name="experienced_rung", nullable=True)
    )
    told: bool | None = None  # was told what happened
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class AnswerScore(Base, table=True):
    """One person's score of one principle."""

    __tablename__ = "answer_score"
    __table_args__ = (score_check("score"),)

    answer_id: int = Field(foreign_key="answer.id", primary_key=True)
    principle_id: int = Field(foreign_key="principle.id", primary_key=True)
    score: int


class EvidenceNote(Base, table=True):
    """One piece of evidence that came in by itself, for an activity and a principle."""

    __tablename__ = "evidence_note"
    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index("ix_evidence_note_activity_principle", "activity_id", "principle_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    activity_id: int = Field(foreign_key="activity.id")
    principle_id: int = Field(foreign_key="principle.id")
    noted_on: date
    evidence: str = Field(sa_column=Column(Text, nullable=False))
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
