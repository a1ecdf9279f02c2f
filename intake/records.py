"""Short lists that forms choose from: the writer's services, activities and open items."""

from dataclasses import dataclass
from datetime import date
from textwrap import shorten

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
    """Identifier → title of the writer's activities, the latest first.

    Where two systems use the same identifier, the one that a form's row would
    point to: our own, then the first by the system's name.
    """
    query = select(Activity.source_system, Activity.source_id, Activity.title)
    query = query.order_by(Activity.started_on.desc(), Activity.id.desc()).limit(MOST)
    found: dict[str, tuple] = {}
    for system, identifier, title in session.execute(_own(query, Activity, permit)):
        rank = (system != OWN_SYSTEM, system)
        if identifier not in found or rank < found[identifier][0]:
            found[identifier] = (rank, title)
    return {identifier: title for identifier, (_rank, title) in found.items()}


@dataclass(frozen=True)
class OpenItem:
    """One feedback item that waits: whose identifier it has, and its words."""

    system: str
    identifier: str
    words: str


def open_items(session: Session, permit: Permit) -> dict[str, OpenItem]:
    """The writer's items that nobody was told about, the oldest first, whatever their system.

    By identifier, with the system's name in front where the system is not our own. The words
    hold the identifier only where two items would read the same.
    """
    told = select(Telling.item_id).where(Telling.item_id == FeedbackItem.id).exists()
    shown = (FeedbackItem.source_system, FeedbackItem.source_id, FeedbackItem.heard)
    query = select(*shown, FeedbackItem.heard_on)
    query = query.where(~told, FeedbackItem.withdrawn_on.is_(None))
    query = query.order_by(FeedbackItem.heard_on, FeedbackItem.id).limit(MOST)
    rows = session.execute(_own(query, FeedbackItem, permit)).all()
    words = [
        f"{shorten(heard, 80, placeholder='…')}, heard on {_day(on)}" for _, _, heard, on in rows
    ]
    return {
        identifier if system == OWN_SYSTEM else f"{system} {identifier}": OpenItem(
            system, identifier, said if words.count(said) == 1 else f"{said}, No. {identifier}"
        )
        for (system, identifier, _, _), said in zip(rows, words, strict=True)
    }


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _own(query, table, permit: Permit):
    if permit.service_ids is None:
        return query
    return query.where(table.service_id.in_(permit.service_ids))


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
