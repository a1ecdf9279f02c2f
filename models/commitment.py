"""What was promised: published intentions and recommendations, and promises of meetings."""

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Column, Index
from sqlmodel import Field, Session, UniqueConstraint, select

from models.audit import record
from models.base import Base, Moment, one_of
from models.quarters import now


class Origin(StrEnum):
    """Where a commitment comes from."""

    STATEMENT = "2024 Statement of Intent"
    RECOMMENDATIONS = "2017 recommendations"
    MEETING = "promised in a meeting"


class Completion(StrEnum):
    """How far a commitment has come, in the five words that every report uses."""

    NO_EVIDENCE = "no evidence"
    NOT_STARTED = "not started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETE = "complete"


class CommitmentError(ValueError):
    """A commitment cannot be changed so; the text says why and what to do."""


class Commitment(Base, table=True):
    """One promise. Owner and due day are blank where nobody published or set one."""

    __table_args__ = (
        UniqueConstraint("source_system", "source_id"),
        Index("ix_commitment_due", "due_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    origin: Origin = Field(sa_column=one_of(Origin, name="origin"))
    wording: str = Field(max_length=600)
    source: str | None = Field(default=None, max_length=400)
    owner: str | None = Field(default=None, max_length=120)  # a role, never a person's name
    due_on: date | None = None
    due_words: str | None = Field(default=None, max_length=80)  # as published: “within 2024”
    before_end: bool = False  # must be in place when the Group ends
    completion: Completion = Field(
        default=Completion.NO_EVIDENCE, sa_column=one_of(Completion, name="completion")
    )
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    position: int = 0
    illustrative: bool = False
    version: int = 1


class CommitmentStep(Base, table=True):
    """One finding on how far a commitment has come, with its evidence. Only ever added."""

    __tablename__ = "commitment_step"
    __table_args__ = (Index("ix_commitment_step_commitment", "commitment_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id")
    completion: Completion = Field(sa_column=one_of(Completion, name="completion"))
    evidence: str = Field(default="", max_length=1000)
    found_on: date
    by: str = Field(max_length=80)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


def promise(
    session: Session,
    *,
    by: str,
    wording: str,
    owner: str,
    due_on: date | None,
    meeting_id: int | None = None,
    before_end: bool = False,
) -> Commitment:
    """Record a promise made in a meeting. CommitmentError without words or owner."""
    if not wording.strip() or not owner.strip():
        raise CommitmentError("Write what was promised, and the role of who answers for it.")
    made = Commitment(
        source_id=uuid4().hex, origin=Origin.MEETING,
        wording=wording.strip(), owner=owner.strip(), due_on=due_on, meeting_id=meeting_id,
        before_end=before_end,
    )  # fmt: skip
    session.add(made)
    session.flush()
    made.source_id = f"promise-{made.id}"
    _record(session, made, by, "commitment recorded", {"due": due_on})
    return made


def set_terms(
    session: Session,
    commitment_id: int,
    *,
    by: str,
    owner: str,
    due_on: date | None,
    before_end: bool,
) -> None:
    """Set who owns a commitment, when it is due, and whether the Group's end needs it."""
    found = existing(session, commitment_id)
    before = {"owner": found.owner, "due": found.due_on, "before end": found.before_end}
    found.owner, found.due_on, found.before_end = owner.strip() or None, due_on, before_end
    found.version += 1
    session.add(found)
    after = {"owner": found.owner, "due": due_on, "before end": before_end}
    _record(session, found, by, "commitment changed", {"before": before, "after": after})


def find(
    session: Session,
    commitment_id: int,
    *,
    by: str,
    on: date,
    completion: Completion,
    evidence: str,
) -> None:
    """Record how far a commitment has come. Limited and more need evidence."""
    found = existing(session, commitment_id)
    shown = {Completion.LIMITED, Completion.SUBSTANTIAL, Completion.COMPLETE}
    if completion in shown and not evidence.strip():
        raise CommitmentError(f"“{completion}” needs evidence: say what shows it, or where it is.")
    session.add(
        CommitmentStep(
            commitment_id=found.id, completion=completion, evidence=evidence.strip(),
            found_on=on, by=by,
        )
    )  # fmt: skip
    found.completion = completion
    found.version += 1
    session.add(found)
    session.flush()
    _record(session, found, by, "commitment found", {"completion": str(completion)})


def existing(session: Session, commitment_id: int) -> Commitment:
    """The commitment of a number. CommitmentError where there is none."""
    found = session.get(Commitment, commitment_id, with_for_update=True)
    if found is None:
        raise CommitmentError("There is no such commitment.")
    return found


def steps_of(session: Session, commitment_id: int) -> list[CommitmentStep]:
    """The findings on a commitment, oldest first."""
    found = select(CommitmentStep).where(CommitmentStep.commitment_id == commitment_id)
    return list(session.exec(found.order_by(CommitmentStep.id)))


def _record(session: Session, row: Commitment, by: str, action: str, details: dict) -> None:
    record(session, actor=by, action=action, subject=f"commitment {row.id}", details=details)
