"""Running figures brought up to a new day: what is due, open or known changes with the day alone."""

from sqlmodel import Session, select

from models.reference import Service
from models.rolling.refresh import open_quarters, refresh
from models.state import StoreState, state, today
from models.store import reading, writing


def bring_up_to_date() -> bool:
    """Count the running figures as of today, where they are of an earlier day. True if they were.

    Each service is counted in a transaction of its own, so that nobody waits long to write.
    Until the last one is, the figures say that they are of the day before; whoever writes
    meanwhile has the services that they touch counted whole, as of today.
    """
    with reading() as session:
        if not _is_behind(session):
            return False
        day, since = today(session), state(session).figures_on
        numbers = session.exec(select(Service.id).order_by(Service.id)).all()
    for number in numbers:
        with writing() as session:
            if not _is_behind(session):  # another process was faster
                return True
            refresh(session, quarters=open_quarters(session, since=since), service_ids=[number])
    with writing() as session:
        row = session.get(StoreState, 1)
        row.figures_on = max(row.figures_on, day)
    return True


def _is_behind(session: Session) -> bool:
    counted = state(session).figures_on
    return counted is not None and counted < today(session)
