"""Erasing a person on request, everywhere, restores of older backups included.

The ledger holds a keyed fingerprint of each erased member's source and id, never
the member. It lies in the store and in a file beside the key, one for each key, that
no restore replaces; after a restore both are read and every member found on either is
erased again, wherever the store lies by then. Frozen snapshots stand: they are protected counts. So does the
audit trail, which names members by number only.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, delete, text
from sqlmodel import Field, Session, select

from models.audit import AuditEvent, record
from models.base import Base, Moment
from models.key import key, mac
from models.panel import Consent, Invitation, MemberImpairment, PanelMember, Participation
from models.quarters import now
from settings import settings


class ErasedMember(Base, table=True):
    """One member erased on request, as a keyed fingerprint that names nobody."""

    __tablename__ = "erased_member"

    fingerprint: str = Field(primary_key=True, max_length=64)
    erased_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    counted: bool = False  # stood in the last snapshot of stock


class ErasureError(Exception):
    """A member cannot be erased; the text says why and what to do."""


@dataclass(frozen=True)
class Erased:
    """How many rows went."""

    members: int
    rows: int


def fingerprint(source_system: str, source_id: str) -> str:
    """The keyed fingerprint of a member's source and id there."""
    return mac("erased member", f"{source_system}\x00{source_id}")


def check_key(session: Session) -> None:
    """Make the key where neither this store nor a ledger used one. KeyFileError where unfit."""
    used = session.get(AuditEvent, 1) is not None or bool(ledgers())
    key(may_make=not used)


def erase(session: Session, source_id: str, *, by: str, source_system: str = "oversight") -> Erased:
    """Erase one member everywhere, in the caller's transaction. ErasureError where unknown.

    The caller runs `keep_ledger` before the commit. KeyFileError where the key is missing.
    """
    check_key(session)
    member = session.exec(
        select(PanelMember).where(
            PanelMember.source_system == source_system, PanelMember.source_id == source_id
        )
    ).first()
    if member is None:
        raise ErasureError(
            f"No member “{source_id}” of “{source_system}” is on record. Check the id."
        )
    mark = fingerprint(member.source_system, member.source_id)
    if session.get(ErasedMember, mark) is None:
        counted = member.counted_as is not None
        session.add(ErasedMember(fingerprint=mark, erased_at=now(), counted=counted))
    number = member.id
    rows = forget(session, number)
    record(session, actor=by, action="member erased", subject=f"member {number}")
    return Erased(members=1, rows=rows)


def forget(session: Session, member_id: int) -> int:
    """Delete a member and every row about them. Returns the number of rows."""
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete=ON"))  # deleted rows leave no bytes behind
    rows = 0
    for table in (Participation, Invitation, Consent, MemberImpairment):
        rows += session.execute(delete(table).where(table.member_id == member_id)).rowcount
    rows += session.execute(delete(PanelMember).where(PanelMember.id == member_id)).rowcount
    session.expire_all()
    return rows


def ledger_path() -> Path:
    """The file beside the key that keeps the ledger through a restore."""
    return settings().var / "erased"


def ledgers() -> list[Path]:
    """The files that are read: the ledger, and those of before that were named after a store."""
    found = [ledger_path(), *sorted(settings().var.glob("erased-*"))]
    return [path for path in found if path.is_file() and path.suffix != ".new"]


def ledger_words() -> str:
    """Which ledger is read and how many entries it has, for the one who restores."""
    found = ledgers()
    if not found:
        return f"There is no ledger {ledger_path()}."
    count = len(_entries())
    names = " and ".join(map(str, found))
    return f"The ledger {names} has {count:,} {'entry' if count == 1 else 'entries'}."


def keep_ledger(session: Session) -> None:
    """Write every entry of the ledger to its file, adding to what is there."""
    there = _entries()
    for row in session.exec(select(ErasedMember)):
        there[row.fingerprint] = (row.erased_at.isoformat(), row.counted)
    if there:
        _write(ledger_path(), there)


def apply_ledger(session: Session, *, by: str) -> Erased:
    """Erase again every member on the ledger, as after a restore. Can be called twice."""
    check_key(session)
    done = erase_listed(session)
    if done.members:
        record(session, actor=by, action="ledger applied")
    return done


def erase_listed(session: Session) -> Erased:
    """Erase every member whom the store's ledger or its file names; no audit event."""
    for mark, (moment, counted) in _entries().items():
        if session.get(ErasedMember, mark) is None:
            at = datetime.fromisoformat(moment).astimezone(UTC)
            session.add(ErasedMember(fingerprint=mark, erased_at=at, counted=counted))
    session.flush()
    marks = set(session.exec(select(ErasedMember.fingerprint)))
    if not marks:
        return Erased(0, 0)
    known = session.exec(
        select(PanelMember.id, PanelMember.source_system, PanelMember.source_id)
    ).all()
    back = [number for number, system, source in known if fingerprint(system, source) in marks]
    rows = sum(forget(session, number) for number in back)
    return Erased(members=len(back), rows=rows)


def _entries() -> dict[str, tuple[str, bool]]:
    return {mark: entry for path in reversed(ledgers()) for mark, entry in _read(path).items()}


def _read(path: Path) -> dict[str, tuple[str, bool]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return {mark: (moment, counted) for mark, moment, counted in map(json.loads, lines)}
    except (ValueError, TypeError):
        raise ErasureError(
            f"The ledger {path} is damaged, so nobody can say who was erased. "
            "Put it back from a backup."
        ) from None


def _write(path: Path, entries: dict[str, tuple[str, bool]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = [json.dumps([mark, *entry]) for mark, entry in sorted(entries.items())]
    draft = path.with_name(path.name + ".new")
    draft.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(path)
