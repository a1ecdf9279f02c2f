"""Whose records a person, or a command, may write."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from access.viewer import Role, Viewer
from intake.kinds.kind import Kind
from models.audit import system
from models.reference import Service


class NotAllowed(Exception):
    """This person may not bring in this kind of record; the text says so plainly."""


@dataclass(frozen=True)
class Permit:
    """What one writer may write.

    service_ids   the services whose records they may write, None for all
    panel         whether they may write records of panel members
    """

    actor: str
    service_ids: tuple[int, ...] | None
    panel: bool
    account_id: int | None = None

    def covers(self, service_id: int | None) -> bool:
        """Whether a record of a service may be written. One of no service needs all of them."""
        return self.service_ids is None or service_id in self.service_ids

    def refuse_kind(self, kind: Kind) -> None:
        """NotAllowed where this writer may not bring in the kind at all."""
        if kind.permits == "panel" and not self.panel:
            raise NotAllowed(f"Your account may not bring in {kind.label.lower()}.")
        if kind.permits == "county" and self.service_ids is not None:
            raise NotAllowed(f"Your account may not bring in {kind.label.lower()}.")


def permit_of(session: Session, viewer: Viewer) -> Permit:
    """What a signed-in person may write. NotAllowed where it is nothing."""
    if viewer.unfinished:
        raise NotAllowed("Finish signing in before you bring in records.")
    if viewer.role == Role.DATA_OFFICER:
        return Permit(viewer.username, None, True, viewer.account_id)
    if viewer.role == Role.SERVICE_MANAGER and viewer.service_ids:
        return Permit(viewer.username, tuple(viewer.service_ids), False, viewer.account_id)
    if viewer.role == Role.LEAD:
        own = select(Service.id).where(Service.directorate_id == viewer.directorate_id)
        return Permit(
            viewer.username, tuple(session.execute(own).scalars()), False, viewer.account_id
        )
    raise NotAllowed("Your account does not bring in records.")


def permit_of_command(session: Session, codes: Sequence[str] = ()) -> Permit:
    """What a command may write: everything, or the records of some services.

    NotAllowed names a code that is no service's.
    """
    if not codes:
        return Permit(system(), None, True)
    query = select(Service.code, Service.id).where(Service.code.in_(codes))
    found = dict(session.execute(query).all())
    for code in codes:
        if code not in found:
            raise NotAllowed(f"There is no service with the code “{code}”.")
    return Permit(system(), tuple(found.values()), False)
