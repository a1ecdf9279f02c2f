"""Whether the clock can be believed: today held against the last day that the store knows."""

from datetime import date, timedelta

from sqlmodel import Session, select

from models.audit import AuditEvent
from models.quarters import london_day
from models.state import state, today
from models.store import StoreError
from settings import settings

_FAR = timedelta(days=92)
_NEAR = timedelta(days=1)


class ClockError(StoreError):
    """The clock seems wrong; the text says why and what to do."""


def refuse_far_ahead(session: Session) -> None:
    """ClockError where nothing is known of the store for a quarter of a year before today."""
    if _day_was_set(session):
        return
    known = _last_event(session) or state(session).figures_on
    if known and today(session) - known > _FAR:
        raise ClockError(
            f"The clock says {_words(today(session))}, and the store was last used on "
            f"{_words(known)}. What is removed now is gone for good. "
            "If the clock is right, do it again with --yes. If not, set it."
        )


def refuse_behind(session: Session) -> None:
    """ClockError where the clock is behind what the store knows already."""
    said = behind(session)
    if said:
        raise ClockError(
            f"{said} Set the clock. If it is right now and was wrong then, do it again with --yes."
        )


def behind(session: Session) -> str | None:
    """That the clock is over a day behind what the store knows, or None where it is not."""
    if _day_was_set(session):
        return None
    # A demonstration may have been shown as of a later day.
    counted = None if state(session).demonstration else state(session).figures_on
    known = max(filter(None, (_last_event(session), counted)), default=None)
    if known is None or known - today(session) <= _NEAR:
        return None
    return (
        f"The clock says {_words(today(session))}, but the store was already used on "
        f"{_words(known)}."
    )


def _day_was_set(session: Session) -> bool:
    return settings().today is not None and state(session).demonstration


def _last_event(session: Session) -> date | None:
    last = select(AuditEvent.at).order_by(AuditEvent.number.desc()).limit(1)
    at = session.exec(last).first()
    return london_day(at) if at else None


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
