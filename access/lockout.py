"""Failures by name, kept in the store: ten lock a name for a time, whether or not it exists."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session

from models.account import SignInFailure
from models.key import mac
from models.quarters import now

FAILURES = 10
LOCKED_FOR = timedelta(minutes=15)


def name_digest(username: str) -> str:
    """What is kept of a typed name. People type passwords there by mistake."""
    return mac("name", username.strip().lower())


def count_attempt(session: Session, username: str) -> bool:
    """Count one attempt before its password is looked at; False where the name is locked.

    Counted first, so that many attempts at once cannot all pass the check. A
    success takes the count away again.
    """
    moment = now()
    _forget_old(session, moment)
    row = session.get(SignInFailure, name_digest(username), with_for_update=True)
    if row is None:
        row = SignInFailure(name_digest=name_digest(username), last_at=moment)
        session.add(row)
    if row.locked_until and row.locked_until > moment:
        return False
    row.failures = 1 if row.locked_until else row.failures + 1
    row.last_at = moment
    row.locked_until = moment + LOCKED_FOR if row.failures >= FAILURES else None
    session.flush()
    return True


def _forget_old(session: Session, moment: datetime) -> None:
    session.execute(delete(SignInFailure).where(SignInFailure.last_at < moment - LOCKED_FOR))


def forgive(session: Session, username: str) -> None:
    """Take a name's failures away, after a success or by an administrator."""
    session.execute(delete(SignInFailure).where(SignInFailure.name_digest == name_digest(username)))
