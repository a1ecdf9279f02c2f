"""Which quarters there are to look at, and how each stands."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.edition import Edition, EditionKind, edition_of
from models.quarters import Quarter
from models.reference import Service
from models.rollup import ActivityRollup, LoopRollup
from models.scope import Scope
from models.state import today


def quarters_of(session: Session, *, scope: Scope) -> list[Quarter]:
    """The quarters of a scope, newest first: from its first record to the running one.

    The published record ends with its last record, for nothing is added to it.
    """
    first, last = _first_and_last(session, scope)
    now = Quarter.of(today(session))
    if first is None:
        return [now]
    newest = min(now, last) if scope.published else now
    count = (newest.year - first.year) * 4 + newest.number - first.number
    return [newest.plus(-n) for n in range(max(count, 0) + 1)]


def _first_and_last(session: Session, scope: Scope) -> tuple[Quarter | None, Quarter | None]:
    """From the roll-ups, whose number does not grow with the records."""
    codes: list[str] = []
    for table, some in ((ActivityRollup, ActivityRollup.running), (LoopRollup, LoopRollup.heard)):
        found = session.execute(
            select(func.min(table.quarter), func.max(table.quarter)).where(
                table.service_id.in_(scope.service_ids), some > 0
            )
        ).one()
        codes += [code for code in found if code]
    if not codes:
        return None, None
    return Quarter.parse(min(codes)), Quarter.parse(max(codes))


def standing_of(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """How one quarter stands.

    closed        whether its figures are frozen
    closed_on     the day of the closing, None while open
    revision      1, or more after a reopening; None while open
    as_of         the day up to which figures count
    definitions   the version of the definitions
    """
    edition = edition_of(session, quarter, meeting=scope.meeting)
    row = session.get(Edition, edition) if edition else None
    if row is not None and row.kind == EditionKind.CLOSING:
        return {
            "closed": True,
            "closed_on": row.as_of,
            "revision": row.revision,
            "as_of": quarter.last_day,
            "definitions": row.definitions_version,
        }
    day = row.as_of if row is not None else today(session)
    return {
        "closed": False,
        "closed_on": None,
        "revision": None,
        "as_of": min(day, quarter.last_day),
        "definitions": None,
    }


def illustrative(session: Session, *, scope: Scope) -> bool:
    """Whether the scope shows any illustrative service."""
    return bool(
        session.exec(
            select(func.count())
            .select_from(Service)
            .where(Service.id.in_(scope.service_ids), Service.illustrative)
        ).one()
    )
