"""Reminders by e-mail: challenge due, commitment overdue, quarter to close.

Off unless a mail server is set. A message says what kind of thing waits and
where to look: it holds no name, no figure, no question and nobody's words.
Each is sent once; a second call on the same day sends nothing.
"""

import smtplib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import Column
from sqlmodel import Field, Session, select

from models.account import Account, AccountService, Role
from models.base import Base, Moment
from models.challenge import Challenge, Officer, StepKind, last_steps
from models.closing import may_close_from
from models.commitment import Commitment, Completion
from models.edition import standing
from models.quarters import Quarter, now
from models.rolling.refresh import open_quarters
from models.state import today
from models.store import reading, writing
from settings import SettingError, settings

DAYS_AHEAD = 14
_SECONDS = 20


class Reminder(Base, table=True):
    """One reminder that was sent, so that it is not sent again."""

    topic: str = Field(primary_key=True, max_length=120)  # what waits: “challenge 4 due 2026-…”
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    sent_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


@dataclass(frozen=True)
class Message:
    """One reminder to one account.

    topic    what waits, as it is remembered
    subject, text   of the message: fixed sentences with a count-free address
    """

    topic: str
    account_id: int
    address: str
    subject: str
    text: str


def remind() -> int:
    """Send every reminder that is due and was not sent. Hands back how many were sent.

    SettingError where no mail server is set or it does not take them. What was
    sent before a failure stays sent.
    """
    if not settings().smtp_host or not settings().smtp_from:
        raise SettingError(
            "Reminders are off. Set OVERSIGHT_SMTP_HOST and OVERSIGHT_SMTP_FROM to switch them on."
        )
    with reading() as session:
        waiting = messages(session)
    if not waiting:
        return 0
    try:
        with smtplib.SMTP(settings().smtp_host, settings().smtp_port, timeout=_SECONDS) as server:
            for message in waiting:
                _send(server, message)
    except OSError as error:  # its own text may hold an address
        raise SettingError(
            f"The mail server did not take every reminder ({type(error).__name__}). "
            "Check OVERSIGHT_SMTP_HOST and OVERSIGHT_SMTP_PORT, then call this again."
        ) from None
    return len(waiting)


def _send(server: smtplib.SMTP, message: Message) -> None:
    """Remember, then send, so that no lock is held meanwhile; what fails is tried again later."""
    key = {"topic": message.topic, "account_id": message.account_id}
    with writing() as session:
        session.add(Reminder(**key))
    try:
        server.send_message(letter(message))
    except OSError:
        with writing() as session:
            session.delete(session.get(Reminder, key))
        raise


def letter(message: Message) -> EmailMessage:
    """The message as it is sent."""
    made = EmailMessage()
    made["From"], made["To"] = settings().smtp_from, message.address
    made["Subject"] = message.subject
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(message.text)
    return made


def messages(session: Session) -> list[Message]:
    """What is due and was not sent, by topic and account."""
    on = today(session)
    sent = set(session.exec(select(Reminder.topic, Reminder.account_id)).all())
    found = [*_challenges(session, on), *_commitments(session, on), *_quarters(session, on)]
    return [message for message in found if (message.topic, message.account_id) not in sent]


def _challenges(session: Session, on: date) -> list[Message]:
    found, steps, officers = [], last_steps(session), _officers(session)
    for challenge in session.exec(select(Challenge).order_by(Challenge.id)).all():
        last = steps[challenge.id]
        if last.kind not in {StepKind.ASKED, StepKind.ASKED_AGAIN}:
            continue
        if last.reply_by > on + timedelta(days=DAYS_AHEAD):
            continue
        state = "overdue" if last.reply_by < on else "due"
        topic = f"challenge {challenge.id} {state} {last.reply_by.isoformat()}"
        found += _to(
            officers[_answering(challenge)], topic, f"A reply to the Group is {state}",
            f"A challenge of the Collaboration Oversight Group waits for your reply. "
            f"The day for it is {_day(last.reply_by)}.", "challenges",
        )  # fmt: skip
    return found


def _answering(challenge: Challenge) -> tuple[Role, int | None]:
    if challenge.officer == Officer.LEAD:
        return Role.LEAD, challenge.directorate_id
    return Role.SERVICE_MANAGER, challenge.service_id


def _officers(session: Session) -> dict[tuple[Role, int | None], list[Account]]:
    """The accounts in use that answer for each directorate and each service."""
    found = defaultdict(list)
    serves = (AccountService.account_id == Account.id) & (Account.role == Role.SERVICE_MANAGER)
    accounts = session.exec(
        select(Account, AccountService.service_id)
        .join(AccountService, serves, isouter=True)
        .where(Account.disabled.is_(False), Account.role.in_((Role.LEAD, Role.SERVICE_MANAGER)))
        .order_by(Account.id)
    )
    for account, service_id in accounts:
        led = account.role == Role.LEAD
        found[account.role, account.directorate_id if led else service_id].append(account)
    return found


def _commitments(session: Session, on: date) -> list[Message]:
    """One message for all that are overdue, to the chair; again when another falls overdue."""
    late = session.exec(
        select(Commitment.due_on).where(
            Commitment.due_on < on, Commitment.completion != Completion.COMPLETE
        )
    ).all()
    if not late:
        return []
    chairs = select(Account).where(
        Account.role == Role.OVERSIGHT, Account.chair, Account.disabled.is_(False)
    )
    return _to(
        session.exec(chairs.order_by(Account.id)).all(),
        f"commitments overdue {max(late).isoformat()}",
        "A commitment is overdue",
        "A commitment is past its day and not complete. It comes to the next agenda.",
        "commitments",
    )


def _quarters(session: Session, on: date) -> list[Message]:
    closed = standing(session)
    officers = session.exec(
        select(Account).where(Account.role == Role.DATA_OFFICER, Account.disabled.is_(False))
    ).all()
    found = []
    for quarter in open_quarters(session):
        if quarter.code in closed or may_close_from(session, quarter) > on:
            continue
        if quarter < Quarter.of(on).plus(-4):
            continue  # long past: whoever left it open knows
        found += _to(
            officers, f"quarter {quarter.code} to close", "A quarter can be closed",
            f"{quarter.label} is past its waiting time and can be closed.", "quarters",
        )  # fmt: skip
    return found


def _to(accounts, topic: str, subject: str, sentence: str, page: str) -> list[Message]:
    text = f"{sentence}\n\nSign in to see it: {settings().public_url}/{page}\n"
    return [
        Message(topic, account.id, account.email, f"Collaboration Oversight: {subject}", text)
        for account in accounts
        if account.email
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
