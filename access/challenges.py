"""Who may ask, answer and judge: challenges, commitments, meetings and notes on lines.

Oversight member    asks, accepts or asks again; records commitments and what shows them
Chair               plans, opens and ends meetings
Directorate lead    answers what is put to the directorate and its services
Service manager     answers what is put to the own services
"""

from collections.abc import Iterable

from sqlmodel import Session, select

from access.viewer import Role, Viewer
from models.challenge import Challenge, Officer
from models.reference import Directorate, Service


class NotYourStep(ValueError):
    """The viewer may not take this step; the text says so plainly."""


def may_ask(viewer: Viewer) -> bool:
    """Whether the viewer is of the Group, which asks and judges."""
    return viewer.role == Role.OVERSIGHT and not viewer.unfinished


def may_chair(viewer: Viewer) -> bool:
    """Whether the viewer plans and opens meetings."""
    return may_ask(viewer) and viewer.chair


def may_note(viewer: Viewer) -> bool:
    """Whether the viewer may put a note on a line."""
    return may_chair(viewer) or viewer.role in {Role.LEAD, Role.DATA_OFFICER}


def may_see(viewer: Viewer, challenge: Challenge) -> bool:
    """Whether a challenge is one of the viewer's, or the viewer is of the Group."""
    return may_ask(viewer) or may_reply(viewer, challenge)


def may_reply(viewer: Viewer, challenge: Challenge) -> bool:
    """Whether the viewer is the officer who answers, or the lead of their directorate."""
    if viewer.unfinished:
        return False
    if viewer.role == Role.LEAD:
        return challenge.directorate_id == viewer.directorate_id
    return viewer.role == Role.SERVICE_MANAGER and challenge.service_id in viewer.service_ids


def visible(session: Session, viewer: Viewer) -> tuple[int, ...]:
    """The ids of the challenges that a viewer may see."""
    every: Iterable[Challenge] = session.exec(select(Challenge).order_by(Challenge.id))
    return tuple(challenge.id for challenge in every if may_see(viewer, challenge))


def answerable(session: Session, viewer: Viewer) -> set[int]:
    """The ids of the challenges that a viewer may answer."""
    return {each.id for each in session.exec(select(Challenge)) if may_reply(viewer, each)}


def need(allowed: bool, what: str) -> None:
    """NotYourStep where something is not allowed."""
    if not allowed:
        raise NotYourStep(f"Your account cannot {what}.")


def officers(session: Session) -> dict[str, tuple[str, Officer, int, int | None]]:
    """Who can be asked: key to (words, officer, directorate id, service id), in their set order."""
    found: dict[str, tuple[str, Officer, int, int | None]] = {}
    rows = session.exec(
        select(Directorate, Service)
        .join(Service, Service.directorate_id == Directorate.id)
        .where(Directorate.published.is_(False))
        .order_by(Directorate.position, Service.position)
    ).all()
    for directorate, _ in rows:
        words = f"Directorate lead, {directorate.name}"
        found[directorate.code] = (words, Officer.LEAD, directorate.id, None)
    for directorate, service in rows:
        words = f"Service manager, {service.name}"
        found[f"service:{service.code}"] = (words, Officer.MANAGER, directorate.id, service.id)
    return found
