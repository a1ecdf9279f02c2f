"""Mappings kept by name, so that the next file of the same make needs no questions."""

from sqlmodel import Session, select

from intake.mapping import Mapping
from models.audit import record
from models.intake import SavedMapping
from models.quarters import now


class NoMapping(LookupError):
    """There is no mapping of that name; the text says which there are."""


def names(session: Session, kind: str) -> list[str]:
    """The names of a kind's mappings, in alphabetical order."""
    query = select(SavedMapping.name).where(SavedMapping.kind == kind).order_by(SavedMapping.name)
    return list(session.exec(query))


def load(session: Session, kind: str, name: str) -> Mapping:
    """A mapping by its name. NoMapping where there is none."""
    found = _row(session, kind, name)
    if found is None:
        known = ", ".join(f"“{n}”" for n in names(session, kind)) or "none"
        raise NoMapping(f"There is no mapping “{name}” for {kind}. There are: {known}.")
    return Mapping.from_json(found.mapping)


def save(session: Session, kind: str, name: str, mapping: Mapping, *, by: str) -> None:
    """Keep a mapping under a name, in place of an earlier one, with its audit event."""
    name = " ".join(name.split())[:80]
    if not name:
        raise ValueError("Give the mapping a name.")
    found = _row(session, kind, name) or SavedMapping(kind=kind, name=name, mapping="", saved_by=by)
    found.mapping, found.saved_by, found.saved_at = mapping.to_json(), by[:120], now()
    session.add(found)
    record(session, actor=by, action="mapping saved", subject=f"{kind}: {name}")


def _row(session: Session, kind: str, name: str) -> SavedMapping | None:
    query = select(SavedMapping).where(SavedMapping.kind == kind, SavedMapping.name == name)
    return session.exec(query).first()
