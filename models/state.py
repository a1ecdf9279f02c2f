"""What the store says of itself, and the day that counts as today."""

from datetime import date

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Session, select

from models.base import Base
from models.quarters import Quarter, london_day, now
from models.store import noted, once
from settings import settings


class StoreState(Base, table=True):
    """The one row that describes this store."""

    __tablename__ = "store_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    revision: int = 0  # raised only by writes that figures read
    demonstration: bool = False
    illustrative: bool = False
    figures_on: date | None = None  # the day to which running figures were counted


def state(session: Session) -> StoreState:
    """The store's one row: asked once in a session that reads, and once in a thread's moment."""
    known = noted() if session.info.get("reads") else None
    place = ("state", session.get_bind())
    if known is None or place not in known:
        found = once(session, "state", lambda: session.exec(select(StoreState)).one())
        if known is None:
            return found
        session.expunge(found)  # it outlives this session
        known[place] = found
    return known[place]


def raise_revision(session: Session) -> None:
    """Say that figures may have changed. On PostgreSQL this also makes writers take turns."""
    session.execute(text("UPDATE store_state SET revision = revision + 1"))


def today(session: Session) -> date:
    """The London day. OVERSIGHT_TODAY is obeyed by a demonstration store only."""
    if settings().today and state(session).demonstration:
        return settings().today
    return london_day(now())


def running_quarter(session: Session) -> Quarter:
    """The quarter in which today falls."""
    return Quarter.of(today(session))
