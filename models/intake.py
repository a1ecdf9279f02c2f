"""What intake keeps for itself: mappings by name, drafts of forms, used tokens, late entries."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, UniqueConstraint

from models.base import Base, Moment
from models.quarters import now


class SavedMapping(Base, table=True):
    """How one kind of file is read, kept by name for the next one."""

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    name: str = Field(max_length=80)
    mapping: str = Field(sa_column=Column(Text, nullable=False))  # JSON of intake.mapping.Mapping
    saved_by: str = Field(max_length=120)
    saved_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class Draft(Base, table=True):
    """One form that an account has begun and not yet sent."""

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    form: str = Field(primary_key=True, max_length=80)
    fields: str = Field(sa_column=Column(Text, nullable=False))  # JSON
    saved_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class UsedToken(Base, table=True):
    """One form that was sent. Its token works once, so that a double click writes once."""

    __tablename__ = "used_token"

    token: str = Field(primary_key=True, max_length=64)
    used_by: str = Field(max_length=120)
    used_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class LateEntry(Base, table=True):
    """One record written after the quarter of its day had been closed.

    It is shown once that quarter is reopened.
    """

    __tablename__ = "late_entry"
    __table_args__ = (Index("ix_late_entry_quarter", "quarter"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    source_system: str = Field(max_length=60)
    source_id: str = Field(max_length=80)
    happened_on: date
    quarter: str = Field(max_length=10)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
