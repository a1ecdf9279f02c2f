"""What a viewer may read: the one place that turns a viewer and a wish into a scope.

Service manager     own services in full; own directorate and county as totals
Directorate lead    own directorate in full; county as totals
Oversight member    everything but member-level records
Data officer        records of activities everywhere; no accounts
Administrator       no figures: accounts, settings and audit. Who runs the projector at an
                    opened meeting sees its totals, while meeting mode is on
"""

from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from access.viewer import Role, Viewer
from models.reference import Directorate, Service
from models.scope import Scope
from models.state import state
from models.store import reading

COUNTY, OWN = "county", "own"


class NotYours(Exception):
    """The viewer may not read what was asked for; the text says so plainly."""


@dataclass(frozen=True)
class Unit:
    """One service and the directorate that it belongs to."""

    id: int
    code: str
    name: str
    directorate_id: int
    directorate: str
    directorate_name: str
    published: bool


def scope_of(
    viewer: Viewer,
    *,
    directorate: str | None = None,
    service: str | None = None,
    meeting: int | None = None,
) -> Scope:
    """The scope of a wish: a service's code, a directorate's, or neither for the county.

    `service="own"` is all of a service manager's services together. NotYours
    where the viewer may not read it, or where there is no such unit.
    """
    with reading() as session:
        return scope_in(session, viewer, directorate=directorate, service=service, meeting=meeting)


def scope_in(
    session: Session,
    viewer: Viewer,
    *,
    directorate: str | None = None,
    service: str | None = None,
    meeting: int | None = None,
) -> Scope:
    """`scope_of` within a session."""
    if viewer.unfinished or (viewer.role == Role.ADMINISTRATOR and not _projects(viewer, meeting)):
        raise NotYours("Your account does not show figures.")
    every = units(session)
    if service == OWN:
        asked = [unit for unit in every if unit.id in viewer.service_ids]
        return _scope(viewer, OWN, "My services", asked, meeting)
    if service:
        return _service_scope(viewer, every, service, meeting)
    if directorate and directorate != COUNTY:
        return _directorate_scope(viewer, every, directorate, meeting)
    county = [unit for unit in every if not unit.published]
    return _scope(viewer, COUNTY, "Essex county", county, meeting)


def _projects(viewer: Viewer, meeting: int | None) -> bool:
    return viewer.in_meeting and meeting is not None


def _service_scope(viewer: Viewer, every: list[Unit], code: str, meeting: int | None) -> Scope:
    asked = [unit for unit in every if unit.code == code]
    if not asked or not _may_list(viewer, asked[0]):
        raise NotYours("Your account does not show this service.")
    return _scope(viewer, code, asked[0].name, asked, meeting)


def _directorate_scope(viewer: Viewer, every: list[Unit], code: str, meeting: int | None) -> Scope:
    asked = [unit for unit in every if unit.directorate == code]
    if not asked or not _may_total(viewer, asked):
        raise NotYours("Your account does not show this directorate.")
    return _scope(viewer, code, asked[0].directorate_name, asked, meeting)


def _scope(viewer: Viewer, code: str, label: str, asked: list[Unit], meeting) -> Scope:
    if not asked:
        raise NotYours("There is no service here yet.")
    return Scope(
        unit=code,
        label=label,
        service_ids=tuple(unit.id for unit in asked),
        listed_ids=tuple(unit.id for unit in asked if _may_list(viewer, unit)),
        meeting=meeting,
        published=asked[0].published,
    )


def _may_list(viewer: Viewer, unit: Unit) -> bool:
    """Whether the viewer may see a service's own rows."""
    if unit.published:
        return viewer.role != Role.ADMINISTRATOR
    if viewer.role == Role.SERVICE_MANAGER:
        return unit.id in viewer.service_ids
    if viewer.role == Role.LEAD:
        return unit.directorate_id == viewer.directorate_id
    return viewer.role in {Role.OVERSIGHT, Role.DATA_OFFICER}


def _may_total(viewer: Viewer, asked: list[Unit]) -> bool:
    """Whether the viewer may see a directorate's totals: where they may list any of it."""
    if viewer.role == Role.ADMINISTRATOR and viewer.in_meeting:
        return True
    return any(_may_list(viewer, unit) for unit in asked)


def directorates_for(viewer: Viewer) -> list[tuple[str, str]]:
    """(code, name) of the directorates that a viewer may choose, in their set order."""
    with reading() as session:
        every = units(session)
    named = {unit.directorate: unit.directorate_name for unit in every}
    return [
        (code, name)
        for code, name in named.items()
        if _may_total(viewer, [unit for unit in every if unit.directorate == code])
    ]


def services_for(viewer: Viewer, *, directorate: str | None = None) -> list[tuple[str, str]]:
    """(code, name) of the services whose rows a viewer may see, in their set order."""
    with reading() as session:
        every = units(session)
    return [
        (unit.code, unit.name)
        for unit in every
        if _may_list(viewer, unit) and directorate in (None, COUNTY, unit.directorate)
    ]


_UNITS: OrderedDict[tuple[str, int], list[Unit]] = OrderedDict()


def units(session: Session) -> list[Unit]:
    """Every service, directorates in their set order. Kept until the store's revision rises."""
    # The database's own URL object hides the password; two stores still differ by it.
    place = (str(session.get_bind().engine.url), state(session).revision)
    if place not in _UNITS:
        _UNITS[place] = _read_units(session)
        while len(_UNITS) > 4:
            _UNITS.popitem(last=False)
    return _UNITS[place]


def _read_units(session: Session) -> list[Unit]:
    rows = session.execute(
        select(
            Service.id, Service.code, Service.name, Directorate.id, Directorate.code,
            Directorate.name, Directorate.published,
        )
        .join(Directorate, Directorate.id == Service.directorate_id)
        .order_by(Directorate.published, Directorate.position, Service.position)
    )  # fmt: skip
    return [Unit(*row) for row in rows]
