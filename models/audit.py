"""The audit trail: append-only, each event chained to the one before under the key file.

The head of the chain and its length are also kept in a file outside the store,
written after each commit, so that a trail cut short is found.
"""

import fcntl
import getpass
import json
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Index, Text, event, update
from sqlmodel import Field, Session, select

from models.base import Base, Moment
from models.key import beside_store, mac
from models.quarters import now

_FIRST = "0" * 64


class AuditEvent(Base, table=True):
    """One thing that someone did, or was refused."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_action_at", "action", "at"),)

    number: int = Field(primary_key=True)  # 1, 2, 3 … without gaps
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor: str = Field(max_length=120)  # a username, or “system (root)” for a command
    action: str = Field(max_length=60)
    subject: str = Field(default="", max_length=200)
    details: str = Field(default="{}", sa_column=Column(Text, nullable=False))  # JSON
    previous: str = Field(max_length=64)
    mac: str = Field(max_length=64)


class AuditHead(Base, table=True):
    """The one row that holds the end of the chain. Writers take turns on it."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    count: int = 0
    head: str = Field(default=_FIRST, max_length=64)


def system() -> str:
    """The actor of a command: the machine's user."""
    try:
        return f"system ({getpass.getuser()})"
    except (KeyError, OSError):
        return f"system (uid {os.getuid()})"


def record(
    session: Session, *, actor: str, action: str, subject: str = "", details: dict | None = None
) -> int:
    """Append one event in the caller's transaction. Returns its number.

    Details must hold no value of a member's record: field names and a
    pseudonymous id only. KeyFileError where the key cannot be used.
    """
    count, head = _take_turn(session)
    made = AuditEvent(
        number=count,
        at=now().replace(microsecond=0),
        actor=actor[:120],
        action=action[:60],
        subject=subject[:200],
        details=json.dumps(details or {}, sort_keys=True, ensure_ascii=False, default=str),
        previous=head,
        mac="",
    )
    made.mac = _mac(made, may_make=count == 1)
    session.add(made)
    session.flush()
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(head=made.mac))
    _keep_outside_after_commit(session)
    return count


def _take_turn(session: Session) -> tuple[int, str]:
    raised = session.execute(
        update(AuditHead).where(AuditHead.id == 1).values(count=AuditHead.count + 1)
    )
    if not raised.rowcount:
        session.add(AuditHead(id=1, count=1))
        session.flush()
    return (
        session.execute(select(AuditHead.count, AuditHead.head).where(AuditHead.id == 1))
        .one()
        ._tuple()
    )


def _mac(made: AuditEvent, *, may_make: bool = False) -> str:
    parts = (
        made.number, made.at.isoformat(), made.actor, made.action, made.subject, made.details,
        made.previous,
    )  # fmt: skip
    return mac("audit", json.dumps(parts, ensure_ascii=False), may_make=may_make)


def _keep_outside_after_commit(session: Session) -> None:
    """Write the head to its file once the transaction has been committed."""
    if session.info.get("audit_head_waits"):
        return
    session.info["audit_head_waits"] = True
    path, ends, links = head_path(session), [], {}

    def ready(done: Session) -> None:
        # Asked only now, for a savepoint with an event in it may have been rolled back.
        done.info.pop("audit_head_waits", None)
        ends[:] = done.execute(select(AuditHead.count, AuditHead.head)).all()
        links.update(_since(done, _kept_at(path)))

    def committed(_done: Session) -> None:
        if ends:
            _write_head(path, *ends.pop(), links)

    event.listen(session, "before_commit", ready, once=True)
    event.listen(session, "after_commit", committed, once=True)


def head_path(session: Session) -> Path:
    """The file that keeps the head of this store's chain outside of it."""
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    return beside_store("audit-head", url)


def _kept_at(path: Path) -> list[tuple[int, str]]:
    return _parse_heads(path.read_text()) if path.exists() else []


def _since(session: Session, kept: list[tuple[int, str]]) -> dict[int, str]:
    """Number → mac of the events from the last one that the file saw."""
    if not kept:
        return {}
    query = select(AuditEvent.number, AuditEvent.mac).where(AuditEvent.number >= kept[-1][0])
    return dict(session.execute(query).all())


def _write_head(path: Path, count: int, head: str, links: dict[int, str]) -> None:
    """Move the last line on to a later end of its chain; the line of a chain cut short stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # another process may write a later head meanwhile
        kept = _parse_heads(file.read())
        if kept and kept[-1][0] >= count:
            return
        if kept and links.get(kept[-1][0]) == kept[-1][1]:
            kept.pop()
        file.seek(0)
        file.truncate()
        file.write("\n".join(_sealed(*line) for line in [*kept, (count, head)]))


def _sealed(count: int, head: str) -> str:
    return json.dumps([count, head, mac("audit head", f"{count} {head}")])


def _parse_heads(text: str) -> list[tuple[int, str]]:
    """Count and head of each line; none where one was not written under the key."""
    found = []
    for line in text.splitlines():
        try:
            count, head, seal = json.loads(line)
        except ValueError:
            return []
        if seal != mac("audit head", f"{count} {head}"):
            return []
        found.append((count, head))
    return found


def faults(session: Session) -> list[str]:
    """What is wrong with the chain, in sentences; nothing where it is whole."""
    found, previous, number, macs = [], _FIRST, 0, {}
    outside = _outside(session)
    seen = {count for count, _head in outside}
    for row in session.exec(select(AuditEvent).order_by(AuditEvent.number)):
        number += 1
        if row.number != number:
            found.append(f"Event {number} is missing.")
            number = row.number
        if row.previous != previous:
            found.append(f"Event {row.number} does not follow the one before it.")
        if row.mac != _mac(row):
            found.append(f"Event {row.number} was changed after it was written.")
        previous = row.mac
        if row.number in seen:
            macs[row.number] = row.mac
    return found + _head_faults(session, number, previous, outside, macs)


def is_under_key(session: Session) -> bool:
    """Whether the chain begins under this key, or has not begun."""
    first = session.get(AuditEvent, 1)
    return first is None or first.mac == _mac(first)


def _outside(session: Session) -> list[tuple[int, str]]:
    path = head_path(session)
    return _kept_at(path) if path.exists() else _of_before(session, path.parent)


def _of_before(session: Session, folder: Path) -> list[tuple[int, str]]:
    """The head that this chain left under the address from which its store was moved."""
    heads = [head for path in folder.glob("audit-head-*") for head in _kept_at(path)]
    return sorted(head for head in heads if _has(session, *head))[-1:]


def _has(session: Session, number: int, head: str) -> bool:
    event = session.get(AuditEvent, number)
    return event is not None and event.mac == head


def _head_faults(session, number: int, last: str, outside: list, macs: dict) -> list[str]:
    found = []
    head = session.get(AuditHead, 1)
    if (head.count, head.head) != (number, last) if head else number:
        found.append(f"The chain ends at event {number}, but the store's head says otherwise.")
    if number and not outside:
        found.append(f"The head kept in {head_path(session)} is missing or was changed.")
    return found + [
        f"The file {head_path(session)} saw event {count}; the store no longer has it."
        for count, seen in outside
        if macs.get(count) != seen
    ]
