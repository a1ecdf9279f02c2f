"""Short lists that forms choose from: the writer's services, activities and open items."""

from sqlalchemy import select
from sqlmodel import Session

from intake.form import OWN_SYSTEM
from intake.permission import Permit
from models.activity import Activity
from models.feedback import FeedbackItem, Telling
from models.reference import (
    District,
    ImpairmentArea,
    Principle,
    RungMeaning,
    Service,
    Way,
)

MOST = 300
SCORES = {
    "": "Not scored",
    "1": "1 · not at all",
    "2": "2 · a little",
    "3": "3 · partly",
    "4": "4 · mostly",
    "5": "5 · fully",
    "n/a": "Does not apply",
}


def services(session: Session, permit: Permit) -> dict[str, str]:
    """Code → name of the services whose records the writer may write."""
    query = select(Service.id, Service.code, Service.name)
    rows = session.execute(query.order_by(Service.directorate_id, Service.position))
    return {code: name for key, code, name in rows if permit.covers(key)}


def activities(session: Session, permit: Permit) -> dict[str, str]:
    """Identifier → title of the writer's activities, the latest first."""
    query = select(Activity.source_id, Activity.title, Activity.service_id).where(
        Activity.source_system == OWN_SYSTEM
    )
    rows = session.execute(query.order_by(Activity.started_on.desc(), Activity.id.desc()))
    found = [(i, title) for i, title, service_id in rows if permit.covers(service_id)]
    return dict(found[:MOST])


def open_items(session: Session, permit: Permit) -> dict[str, str]:
    """Identifier → words of the writer's items that nobody was told about, the oldest first."""
    told = select(Telling.item_id).where(Telling.item_id == FeedbackItem.id).exists()
    query = select(FeedbackItem.source_id, FeedbackItem.heard, FeedbackItem.service_id).where(
        FeedbackItem.source_system == OWN_SYSTEM, ~told, FeedbackItem.withdrawn_on.is_(None)
    )
    rows = session.execute(query.order_by(FeedbackItem.heard_on, FeedbackItem.id))
    found = [(i, f"{heard[:80]} ({i})") for i, heard, s in rows if permit.covers(s)]
    return dict(found[:MOST])


def rung_meanings(session: Session) -> dict[str, str]:
    """Rung → what it means, in the published words."""
    return dict(session.execute(select(RungMeaning.rung, RungMeaning.wording)).all())


def principles(session: Session) -> list[tuple[str, str, str, bool]]:
    """(code, name, wording, whether it is a gate) of every principle, in order."""
    query = select(Principle.code, Principle.name, Principle.wording, Principle.gate)
    return [tuple(row) for row in session.execute(query.order_by(Principle.position))]


def ways(session: Session) -> dict[str, str]:
    """Code → name of the Five Ways."""
    return dict(session.execute(select(Way.code, Way.name).order_by(Way.position)).all())


def districts(session: Session) -> dict[str, str]:
    """Code → name of the districts."""
    return dict(session.execute(select(District.code, District.name).order_by(District.name)).all())


def impairments(session: Session) -> dict[str, str]:
    """Code → label of the impairment areas."""
    query = select(ImpairmentArea.code, ImpairmentArea.label).order_by(ImpairmentArea.position)
    return dict(session.execute(query).all())
