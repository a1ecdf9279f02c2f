"""The audit trail as an administrator reads it: filtered, counted, exported, verified."""

import csv
import io
import json
import re
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, select

from models.audit import AuditEvent, faults, record
from models.quarters import LONDON

COLUMNS = ("number", "at", "actor", "action", "subject", "details")


def events(
    session: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    actor: str = "",
    action: str = "",
    most: int | None = 200,
) -> list[dict]:
    """Events, latest first, as rows of COLUMNS; `since` and `until` are London days."""
    wanted = select(AuditEvent).order_by(AuditEvent.number.desc())
    for part in _conditions(since, until, actor, action):
        wanted = wanted.where(part)
    rows = session.exec(wanted.limit(most) if most else wanted)
    return [{name: getattr(row, name) for name in COLUMNS} for row in rows]


_QUARTER = re.compile(r"\b(20\d\d)-(\d\d)-(Q[1-4])\b")
SHOWN = ("No.", "When", "Who", "What", "About", "Details")


def shown(rows: list[dict]) -> tuple[tuple[str, ...], ...]:
    """Events as people read them, by SHOWN: the moments are London's."""
    return tuple(
        (
            str(row["number"]),
            f"{row['at'].astimezone(LONDON):%d/%m/%Y %H:%M:%S}",
            row["actor"],
            row["action"],
            _quarters_read(row["subject"]),
            _quarters_read(_in_words(row["details"])),
        )
        for row in rows
    )


def _quarters_read(text: str) -> str:
    """The text with quarters as people read them: 2026/27 Q1."""
    return _QUARTER.sub(r"\1/\2 \3", text)


def _in_words(details: str) -> str:
    """“added: 1, changed: 0”: what an event holds, without what is empty."""
    said = json.loads(details)
    return ", ".join(
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in said.items()
        if value not in ("", None, [], {})
    )


def _conditions(since, until, actor: str, action: str):
    if since:
        yield AuditEvent.at >= _midnight(since)
    if until:
        yield AuditEvent.at < _midnight(until + timedelta(days=1))
    if actor:
        yield AuditEvent.actor == actor
    if action:
        yield AuditEvent.action == action


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def choices(session: Session) -> tuple[list[str], list[str]]:
    """The actors and the actions that occur, each in order."""
    actors = session.exec(select(AuditEvent.actor).distinct().order_by(AuditEvent.actor)).all()
    actions = session.exec(select(AuditEvent.action).distinct().order_by(AuditEvent.action)).all()
    return list(actors), list(actions)


def as_csv(rows: list[dict]) -> bytes:
    """Events as CSV for a spreadsheet: text that could be a formula begins with an apostrophe."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return held.getvalue().encode("utf-8-sig")


def _cell(value) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in "=+-@\t\r\0" and value:
        return "'" + value
    return value


def verify(session: Session, *, by: str) -> tuple[int, list[str]]:
    """How many events there are and what is wrong with the chain. The check is an event too."""
    count = session.exec(select(func.count()).select_from(AuditEvent)).one()
    found = faults(session)
    record(session, actor=by, action="audit trail verified", details={"faults": len(found)})
    return count, found
