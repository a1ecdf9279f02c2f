"""Members of the panel, what they were asked to and did, and the protected tables about them.

Member-level tables are read by data officers only, one record at a time, each
view audited. Everybody else reads PanelTable rows: protected figures, frozen
when they were taken, that hold no raw count.

Readings chosen:
- A member is on the panel at a day when they joined by it and had not left by it.
- What a member told us is frozen on each invitation and participation, as text,
  so that a later correction or erasure changes no earlier figure.
- `counted_as` is how a member stood in the last snapshot of stock; comparing it
  with how they stand now counts exactly who joined, left or changed since.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, UniqueConstraint

from models.base import Base, Moment, one_of
from models.quarters import now


class Disabled(StrEnum):
    """What a member told us when asked whether they are disabled."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not said"


class PanelMember(Base, table=True):
    """One person who agreed to be asked to take part."""

    __tablename__ = "panel_member"
    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="leaves_after_joining"),
        Index("ix_panel_member_joined_left", "joined_on", "left_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    name: str | None = Field(default=None, max_length=200)
    contact: str | None = Field(default=None, max_length=400)  # how they asked to be reached
    disabled: Disabled = Field(
        default=Disabled.NOT_SAID, sa_column=one_of(Disabled, name="disabled")
    )
    carer: bool = False
    learning_disability: bool = False
    district_code: str | None = Field(default=None, foreign_key="district.code", max_length=9)
    joined_on: date
    left_on: date | None = None
    counted_as: str | None = Field(default=None, max_length=800)
    illustrative: bool = False
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    version: int = 1


class MemberImpairment(Base, table=True):
    """One impairment area that a member told us of. A member may have several, or none."""

    __tablename__ = "member_impairment"

    member_id: int = Field(foreign_key="panel_member.id", primary_key=True)
    area_code: str = Field(foreign_key="impairment_area.code", primary_key=True, max_length=40)


class Consent(Base, table=True):
    """One consent that a member gave: the day, the words agreed to, and its withdrawal."""

    __table_args__ = (
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="panel_member.id", index=True)
    given_on: date
    wording: str = Field(sa_column=Column(Text, nullable=False))
    withdrawn_on: date | None = None
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class _Told(Base):
    """What the member had told us by then, frozen."""

    disabled: str = Field(default=Disabled.NOT_SAID.value, max_length=10)
    carer: bool = False
    learning_disability: bool = False
    district_code: str | None = Field(default=None, max_length=9)
    areas: str = Field(default="", max_length=600)  # codes in order, separated by commas


class Invitation(_Told, table=True):
    """One member asked to take part in one activity."""

    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index("ix_invitation_invited", "invited_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    member_id: int = Field(foreign_key="panel_member.id", index=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    invited_on: date
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class Participation(_Told, table=True):
    """One member who took part in one activity, and when they heard what came of it."""

    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        CheckConstraint("heard_back_on IS NULL OR heard_back_on >= took_part_on", name="in_order"),
        Index("ix_participation_took_part", "took_part_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    member_id: int = Field(foreign_key="panel_member.id", index=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    took_part_on: date
    heard_back_on: date | None = None
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class SnapshotKind(StrEnum):
    """What a snapshot counts."""

    STOCK = "stock"  # who is on the panel
    FLOW = "flow"  # who was invited, took part and heard back in one quarter


class Figure(StrEnum):
    """What a protected figure says."""

    SHOWN = "shown"  # rounded to the nearest 5
    FEW = "fewer than 10"
    WITHHELD = "withheld"  # at least 10, hidden to protect others
    SILENT = "silent"  # says nothing at all; on a screen the same as withheld


class PanelSnapshot(Base, table=True):
    """One taking of the protected tables, of stock or of one quarter's flow."""

    __tablename__ = "panel_snapshot"

    id: int | None = Field(default=None, primary_key=True)
    kind: SnapshotKind = Field(sa_column=one_of(SnapshotKind, name="kind"))
    quarter: str = Field(max_length=10, index=True)
    as_of: date  # the quarter's last day
    taken_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    geography: str = Field(max_length=20)  # the policy then in force
    places: str = Field(max_length=20)  # “districts” or “localities”, as published
    areas: str = Field(max_length=20)  # “areas” or “groups”, as published
    changed: int | None = None  # of stock: members changed since the last; never published
    link: str = Field(max_length=200)  # what the attack assumed between snapshots


class PanelTable(Base, table=True):
    """One figure of one protected table of one snapshot. It holds no raw count."""

    __tablename__ = "panel_table"
    __table_args__ = (
        CheckConstraint("(figure = 'shown') = (rounded IS NOT NULL)", name="rounded_if_shown"),
        CheckConstraint("rounded IS NULL OR rounded >= 10", name="ten_or_more"),
        CheckConstraint("rounded IS NULL OR rounded % 5 = 0", name="fives"),
    )

    snapshot_id: int = Field(foreign_key="panel_snapshot.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=40)  # declared in measures/panel_tables.py
    attribute: str = Field(primary_key=True, max_length=60)
    place: str = Field(primary_key=True, max_length=60)
    figure: Figure = Field(sa_column=one_of(Figure, name="figure"))
    rounded: int | None = None
