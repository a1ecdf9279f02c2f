"""Closing and reopening a quarter, and freezing figures for a meeting.

Freezing copies the live roll-up rows under a new edition. Nothing else freezes
anything. The panel's snapshots are taken by measures/snapshots.py, which the
caller runs in the same transaction and names here.
"""

import hashlib
import json
from datetime import date, timedelta

from sqlalchemy import delete, insert, literal, select
from sqlmodel import Session
from sqlmodel import select as pick

from models.edition import LIVE, Edition, EditionKind, EditionQuarter, standing
from models.policy import DEFAULTS, Target, policy, policy_number
from models.quarters import Quarter, now
from models.rolling.refresh import first_day, recount
from models.rolling.span import Span
from models.rollup import ROLLUPS, WORDS
from models.state import raise_revision, today


class ClosingError(Exception):
    """A quarter cannot be closed or reopened; the text says why and what to do."""


def may_close_from(session: Session, quarter: Quarter) -> date:
    """The first day on which a quarter may be closed."""
    wait = policy_number(session, "closing_wait_days", on=today(session))
    return quarter.last_day + timedelta(days=wait)


def close(
    session: Session,
    quarter: Quarter,
    *,
    by: str,
    stock_snapshot_id: int | None = None,
    flow_snapshot_id: int | None = None,
    as_of: date | None = None,
) -> Edition:
    """Freeze a quarter's figures as its next revision. ClosingError where it may not be closed.

    as_of   the day of the closing, today unless the seed says otherwise
    """
    if quarter.code in standing(session):
        raise ClosingError(f"{quarter} is closed already. Reopen it first, with a reason.")
    day = as_of or today(session)
    first = may_close_from(session, quarter)
    if day < first:
        raise ClosingError(
            f"{quarter} cannot be closed yet. It can be from {first:%-d %B %Y}, "
            "so that late entries are in."
        )
    recount(session, Span.of(quarter, day, None))
    edition = Edition(
        kind=EditionKind.CLOSING,
        quarter=quarter.code,
        revision=_revisions(session, quarter) + 1,
        as_of=day,
        made_by=by,
        settings=_settings(session, day),
        stock_snapshot_id=stock_snapshot_id,
        flow_snapshot_id=flow_snapshot_id,
    )
    session.add(edition)
    session.flush()
    _copy(session, quarter, edition.id)
    _clear_live(session, quarter)
    session.flush()
    edition.content_hash = content_hash(session, edition)
    session.add(edition)
    raise_revision(session)
    return edition


def reopen(session: Session, quarter: Quarter, *, by: str, why: str) -> Edition:
    """Reopen a closed quarter. Its frozen rows stay; the next closing is a new revision."""
    if not why.strip():
        raise ClosingError("Say why the quarter is reopened.")
    number = standing(session).get(quarter.code)
    if number is None:
        raise ClosingError(f"{quarter} is not closed.")
    edition = session.get(Edition, number)
    edition.reopened_at, edition.reopened_by, edition.reopened_why = now(), by, why.strip()
    session.add(edition)
    session.flush()
    recount(session, Span.of(quarter, today(session), None))
    raise_revision(session)
    return edition


def freeze_for_meeting(session: Session, *, by: str) -> Edition:
    """Freeze what every quarter shows now, for a meeting that is being opened."""
    day = today(session)
    edition = Edition(
        kind=EditionKind.MEETING, as_of=day, made_by=by, settings=_settings(session, day)
    )
    session.add(edition)
    session.flush()
    closed = standing(session)
    for code in _all_quarters(session):
        source = closed.get(code)
        if source is None:
            _copy(session, Quarter.parse(code), edition.id)
        session.add(
            EditionQuarter(edition_id=edition.id, quarter=code, source_id=source or edition.id)
        )
    session.flush()
    edition.content_hash = content_hash(session, edition)
    session.add(edition)
    return edition


def drop_live(session: Session) -> None:
    """Forget every live row: used before everything is counted again."""
    for table in ROLLUPS:
        session.execute(delete(table).where(table.edition_id == LIVE))


def content_hash(session: Session, edition: Edition) -> str:
    """SHA-256 over an edition's rows, settings and definitions: it shows that nothing changed.

    What people said is no part of it: these words go at the end of their retention period.
    """
    digest = hashlib.sha256()
    digest.update(f"{edition.definitions_version}\n{edition.settings}\n".encode())
    for number in (edition.stock_snapshot_id, edition.flow_snapshot_id):
        digest.update(f"{number}\n".encode())
    for table in ROLLUPS:
        left_out = {"edition_id", *WORDS.get(table, ())}
        columns = [column for column in table.__table__.c if column.name not in left_out]
        rows = session.execute(
            select(*columns).where(table.edition_id == edition.id).order_by(*columns)
        )
        digest.update(f"{table.__tablename__}\n".encode())
        for row in rows.yield_per(5000):
            digest.update((json.dumps(list(row), default=str) + "\n").encode())
    return digest.hexdigest()


def _revisions(session: Session, quarter: Quarter) -> int:
    found = session.exec(pick(Edition.revision).where(Edition.quarter == quarter.code)).all()
    return max((n for n in found if n), default=0)


def _settings(session: Session, day: date) -> str:
    targets = session.exec(pick(Target).order_by(Target.id)).all()
    return json.dumps(
        {
            "policy": {name: policy(session, name, on=day) for name in sorted(DEFAULTS)},
            "targets": [target.model_dump(mode="json", exclude={"id"}) for target in targets],
        },
        sort_keys=True,
    )


def _all_quarters(session: Session) -> list[str]:
    first = first_day(session)
    if first is None:
        return []
    quarter, last, codes = Quarter.of(first), Quarter.of(today(session)), []
    while quarter <= last:
        codes.append(quarter.code)
        quarter = quarter.plus(1)
    return codes


def _copy(session: Session, quarter: Quarter, edition_id: int) -> None:
    for table in ROLLUPS:
        columns = [column for column in table.__table__.c if column.name != "edition_id"]
        rows = select(literal(edition_id), *columns).where(
            table.edition_id == LIVE, table.quarter == quarter.code
        )
        names = ["edition_id", *(column.name for column in columns)]
        session.execute(insert(table).from_select(names, rows))


def _clear_live(session: Session, quarter: Quarter) -> None:
    for table in ROLLUPS:
        session.execute(
            delete(table).where(table.edition_id == LIVE, table.quarter == quarter.code)
        )
