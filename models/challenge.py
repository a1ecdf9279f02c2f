"""The challenge log: what the Group asked, what was answered, and what came of it.

Steps are only ever added. Each is audited in the transaction that writes it.
"""

from calendar import monthrange
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, func
from sqlmodel import Field, Session, select

from models.audit import record
from models.base import Base, Moment, one_of
from models.policy import policy_number
from models.quarters import now


class Officer(StrEnum):
    """Who answers a challenge, by role."""

    LEAD = "directorate lead"
    MANAGER = "service manager"


class StepKind(StrEnum):
    """What one step of a challenge is."""

    ASKED = "asked"
    REPLIED = "replied"
    ACCEPTED = "accepted"
    ASKED_AGAIN = "asked again"


class ChallengeError(ValueError):
    """A step cannot be taken; the text says why and what to do."""


class Challenge(Base, table=True):
    """One question that the Group put to an accountable officer. Its steps say the rest."""

    __table_args__ = (
        CheckConstraint(
            "(officer = 'service manager') = (service_id IS NOT NULL)", name="manager_has_service"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    figure: str = Field(max_length=600)  # as it was shown
    page: str = Field(default="", max_length=40)
    quarter: str = Field(default="", max_length=10)
    unit: str = Field(default="county", max_length=40)  # that the figure is about
    unit_label: str = Field(default="", max_length=120)
    question: str = Field(max_length=600)
    officer: Officer = Field(sa_column=one_of(Officer, name="officer"))
    directorate_id: int = Field(foreign_key="directorate.id", index=True)
    service_id: int | None = Field(default=None, foreign_key="service.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    illustrative: bool = False


class ChallengeStep(Base, table=True):
    """One step of a challenge, never changed and never deleted."""

    __tablename__ = "challenge_step"
    __table_args__ = (
        CheckConstraint(
            "(kind IN ('asked', 'asked again')) = (reply_by IS NOT NULL)",
            name="question_has_reply_by",
        ),
        Index("ix_challenge_step_challenge", "challenge_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    kind: StepKind = Field(sa_column=one_of(StepKind, name="kind"))
    happened_on: date
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    by: str = Field(max_length=80)
    words: str = Field(default="", max_length=1000)  # the question, or what will change
    change_by: date | None = None
    evidence: str = Field(default="", max_length=600)
    reply_by: date | None = None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def standing_reply_by(session: Session, *, on: date) -> date:
    """The day by which a reply is due under the standing rule."""
    return months_later(on, policy_number(session, "reply_months", on=on))


def ask(
    session: Session,
    *,
    by: str,
    on: date,
    figure: str,
    question: str,
    officer: Officer,
    directorate_id: int,
    service_id: int | None = None,
    reply_by: date | None = None,
    page: str = "",
    quarter: str = "",
    unit: str = "county",
    unit_label: str = "",
    meeting_id: int | None = None,
    illustrative: bool = False,
) -> Challenge:
    """Record a challenge with the figure as shown. ChallengeError without a question."""
    reply_by = reply_by or standing_reply_by(session, on=on)
    _check_question(question, reply_by, on)
    challenge = Challenge(
        figure=figure.strip()[:600], page=page, quarter=quarter, unit=unit,
        unit_label=unit_label, question=question.strip(), officer=officer,
        directorate_id=directorate_id,
        service_id=service_id if officer == Officer.MANAGER else None,
        meeting_id=meeting_id, illustrative=illustrative,
    )  # fmt: skip
    session.add(challenge)
    session.flush()
    _step(session, challenge.id, StepKind.ASKED, by=by, on=on, words=question, reply_by=reply_by)
    return challenge


def reply(
    session: Session,
    challenge_id: int,
    *,
    by: str,
    on: date,
    what_will_change: str,
    change_by: date | None,
    evidence: str = "",
) -> ChallengeStep:
    """The officer's reply: what will change, by when, and evidence."""
    _refuse_unless(session, challenge_id, {StepKind.ASKED, StepKind.ASKED_AGAIN}, "replied to")
    if not what_will_change.strip():
        raise ChallengeError("Say in plain words what will change, or why nothing will.")
    return _step(
        session, challenge_id, StepKind.REPLIED, by=by, on=on, words=what_will_change,
        change_by=change_by, evidence=evidence.strip(),
    )  # fmt: skip


def accept(session: Session, challenge_id: int, *, by: str, on: date, words: str = "") -> None:
    """The Group accepts a reply."""
    _refuse_unless(session, challenge_id, {StepKind.REPLIED}, "accepted")
    _step(session, challenge_id, StepKind.ACCEPTED, by=by, on=on, words=words)


def ask_again(
    session: Session, challenge_id: int, *, by: str, on: date, question: str,
    reply_by: date | None = None,
) -> None:  # fmt: skip
    """The Group asks again, with a new day for the reply."""
    _refuse_unless(session, challenge_id, {StepKind.REPLIED}, "asked again")
    reply_by = reply_by or standing_reply_by(session, on=on)
    _check_question(question, reply_by, on)
    _step(
        session, challenge_id, StepKind.ASKED_AGAIN, by=by, on=on, words=question, reply_by=reply_by
    )


def steps_of(session: Session, challenge_id: int) -> list[ChallengeStep]:
    """The steps of a challenge in the order in which they were taken."""
    found = select(ChallengeStep).where(ChallengeStep.challenge_id == challenge_id)
    return list(session.exec(found.order_by(ChallengeStep.id)))


def last_steps(session: Session) -> dict[int, ChallengeStep]:
    """The last step of every challenge, by the challenge's id."""
    newest = select(func.max(ChallengeStep.id)).group_by(ChallengeStep.challenge_id)
    found = session.exec(select(ChallengeStep).where(ChallengeStep.id.in_(newest)))
    return {step.challenge_id: step for step in found}


def _check_question(question: str, reply_by: date, on: date) -> None:
    if not question.strip():
        raise ChallengeError("Write the question in plain words.")
    if reply_by < on:
        raise ChallengeError("The day for the reply has passed. Choose a later one.")


def _refuse_unless(session: Session, challenge_id: int, kinds: set[StepKind], what: str) -> None:
    # Locked, so that two people at once cannot both take the step.
    if session.get(Challenge, challenge_id, with_for_update=True) is None:
        raise ChallengeError("There is no such challenge.")
    last = steps_of(session, challenge_id)[-1]
    if last.kind not in kinds:
        raise ChallengeError(f"It cannot be {what} now: it was {last.kind} last.")


def _step(
    session: Session, challenge_id: int, kind: StepKind, *, by: str, on: date, words: str, **more
) -> ChallengeStep:
    made = ChallengeStep(
        challenge_id=challenge_id, kind=kind, by=by, happened_on=on, words=words.strip(), **more
    )
    session.add(made)
    session.flush()
    record(
        session,
        actor=by,
        action=f"challenge {kind}",
        subject=f"challenge {challenge_id}",
        details={"reply by": made.reply_by, "change by": made.change_by},
    )
    return made
