"""Editions of the figures: live, a closing, or a meeting.

Every roll-up row carries the edition that it belongs to; 0 is live. A closed
quarter is read from its latest closing that was not reopened; a meeting reads
each quarter from the edition that stood when the meeting was opened.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, Session, UniqueConstraint, select

from models.base import Base, Moment, one_of
from models.quarters import Quarter, now
from models.store import once

LIVE = 0
DEFINITIONS_VERSION = "1"


class EditionKind(StrEnum):
    """Why figures were frozen."""

    CLOSING = "closing"
    MEETING = "meeting"


class Edition(Base, table=True):
    """One freezing of figures: a quarter's closing, or the opening of a meeting."""

    __table_args__ = (
        UniqueConstraint("quarter", "revision"),
        Index("ix_edition_quarter_reopened", "quarter", "reopened_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: EditionKind = Field(sa_column=one_of(EditionKind, name="kind"))
    quarter: str | None = Field(default=None, max_length=10)  # of a closing
    revision: int | None = None  # of a closing: 1, then 2 after a reopening
    as_of: date  # the day that counted as today
    made_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    made_by: str = Field(max_length=80)
    definitions_version: str = Field(default=DEFINITIONS_VERSION, max_length=20)
    settings: str = Field(sa_column=Column(Text, nullable=False))  # policies and targets, JSON
    content_hash: str = Field(default="", max_length=64)
    stock_snapshot_id: int | None = None
    flow_snapshot_id: int | None = None
    reopened_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    reopened_by: str | None = Field(default=None, max_length=80)
    reopened_why: str | None = Field(default=None, max_length=600)


class EditionQuarter(Base, table=True):
    """The edition from which one meeting reads one quarter."""

    __tablename__ = "edition_quarter"

    edition_id: int = Field(foreign_key="edition.id", primary_key=True)
    quarter: str = Field(primary_key=True, max_length=10)
    source_id: int  # 0 never; an open quarter's rows are copied under the meeting itself


def standing(session: Session) -> dict[str, int]:
    """The closings that stand: quarter code to edition id."""
    query = select(Edition.quarter, Edition.id).where(
        Edition.kind == EditionKind.CLOSING, Edition.reopened_at.is_(None)
    )
    return dict(once(session, "standing", lambda: session.exec(query).all()))


def edition_of(session: Session, quarter: Quarter, *, meeting: int | None) -> int:
    """The edition from which a quarter is read: a closing, a meeting's copy, or live (0)."""
    if meeting is not None:
        found = session.get(EditionQuarter, (meeting, quarter.code))
        return found.source_id if found else meeting
    return standing(session).get(quarter.code, LIVE)
