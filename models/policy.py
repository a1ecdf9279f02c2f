"""Policy: dated, audited choices of the council, as opposed to settings of the process."""

from datetime import date, datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, Session, select

from models.base import Base, Moment
from models.quarters import now

MADE_UP = "illustrative"  # who set and noted what belongs to the made-up county

# name: (value at the start, what it is, lowest, highest); a text has no range
DEFAULTS: dict[str, tuple[int | str, str, int | None, int | None]] = {
    "individual_standard_days": (28, "Days to tell a person what came of what they said", 1, 365),
    "collective_standard_days": (90, "Days to tell a group what came of what they said", 1, 730),
    "closing_wait_days": (42, "Days after its end before a quarter can be closed", 0, 365),
    "reply_months": (2, "Months an officer has to reply to a challenge", 1, 12),
    "papers_notice_days": (7, "Days before a meeting by which papers go out", 1, 60),
    "panel_geography": ("districts", "Places in panel tables: districts or localities", None, None),
    "idle_minutes": (30, "Minutes without use before a person is signed out", 5, 480),
    "absolute_hours": (12, "Hours after which a person signs in again", 1, 72),
    "meeting_lock_minutes": (20, "Minutes without input before a meeting screen locks", 1, 120),
    "second_factor_roles": ("", "Roles that need a one-time code, separated by commas", None, None),
    "retention_member_months": (24, "Months a member's record is kept after they leave", 1, 120),
    "retention_participation_months": (72, "Months an invitation is kept", 1, 240),
    "retention_feedback_months": (84, "Months the words of a feedback item are kept", 1, 240),
    "group_started_on": ("", "The day the Group started", None, None),
    "group_ends_on": ("", "The day the Group ends", None, None),
}


DAYS = {"group_started_on", "group_ends_on"}  # policies whose value is a day


class Policy(Base, table=True):
    """One value of one policy, from a day on."""

    __table_args__ = (Index("ix_policy_name_starts", "name", "starts_on"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60)
    value: str = Field(max_length=200)
    starts_on: date
    set_by: str = Field(max_length=80)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class PolicyError(ValueError):
    """A policy's value cannot be used; the text says what is expected."""


def policy(session: Session, name: str, *, on: date) -> str:
    """The value of a policy in force on a day, as text. KeyError for an unknown name."""
    default = DEFAULTS[name][0]
    row = session.exec(
        select(Policy)
        .where(Policy.name == name, Policy.starts_on <= on)
        .order_by(Policy.starts_on.desc(), Policy.id.desc())
        .limit(1)
    ).first()
    return row.value if row else str(default)


def policy_number(session: Session, name: str, *, on: date) -> int:
    """The value of a policy that is a whole number."""
    return int(policy(session, name, on=on))


def set_policy(session: Session, name: str, value: str, *, starts_on: date, by: str) -> None:
    """Set a policy from a day on. PolicyError where the value cannot be used.

    The caller records the audit event in the same transaction.
    """
    if name not in DEFAULTS:
        raise PolicyError(f"There is no policy “{name}”.")
    _, _, low, high = DEFAULTS[name]
    if low is not None and not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise PolicyError(f"“{value}” cannot be used. Write a whole number from {low} to {high}.")
    if name == "panel_geography" and value not in {"districts", "localities"}:
        raise PolicyError(f"“{value}” cannot be used. Write districts or localities.")
    session.add(Policy(name=name, value=value, starts_on=starts_on, set_by=by))


class Target(Base, table=True):
    """One target: a measure of a scope, met where it is at least (or at most) a value."""

    id: int | None = Field(default=None, primary_key=True)
    measure: str = Field(max_length=60)  # a name in measures/targets.py
    scope: str = Field(max_length=40)  # “county”, a directorate's code or a service's
    at_least: bool = True
    value: float
    set_on: date  # it applies from the next quarter
    set_by: str = Field(max_length=80)


class LineNote(Base, table=True):
    """One event put on a trend, in a few words."""

    __tablename__ = "line_note"

    id: int | None = Field(default=None, primary_key=True)
    measure: str = Field(max_length=60)
    scope: str = Field(max_length=40)
    happened_on: date
    text: str = Field(max_length=80)
    noted_by: str = Field(max_length=80)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))

    @property
    def illustrative(self) -> bool:
        """Whether it belongs to the made-up county."""
        return self.noted_by == MADE_UP


class LimitReset(Base, table=True):
    """One dated reason to count a trend's limits afresh from a quarter on."""

    __tablename__ = "limit_reset"

    id: int | None = Field(default=None, primary_key=True)
    measure: str = Field(max_length=60)
    scope: str = Field(max_length=40)
    quarter: str = Field(max_length=10)
    reason: str = Field(max_length=200)
    reset_on: date
    reset_by: str = Field(max_length=80)
