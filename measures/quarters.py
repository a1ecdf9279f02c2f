"""Which quarters there are to look at, and how each stands."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, select

from measures.kept import shared
from measures.partitions import editions, frozen, units
from models.edition import EditionKind
from models.quarters import Quarter
from models.rollup import ActivityRollup, LoopRollup
from models.scope import Scope
from models.state import state, today


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
    ranges = shared(session, "ranges", lambda: _ranges(session))
    mine = [ranges[number] for number in scope.service_ids if number in ranges]
    if not mine:
        return None, None
    first, last = min(first for first, _ in mine), max(last for _, last in mine)
    return Quarter.parse(first), Quarter.parse(last)


def _ranges(session: Session) -> dict[int, tuple[str, str]]:
    """Service id → its first and last quarter with a record.

    From the roll-ups, whose number does not grow with the records.
    """
    found: dict[int, tuple[str, str]] = {}
    for table, some in ((ActivityRollup, ActivityRollup.running), (LoopRollup, LoopRollup.heard)):
        columns = (table.service_id, func.min(table.quarter), func.max(table.quarter))
        query = select(*columns).where(some > 0).group_by(table.service_id)
        for number, first, last in session.execute(query):
            before = found.get(number, (first, last))
            found[number] = min(before[0], first), max(before[1], last)
    return found


def standing_of(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """How one quarter stands.

    closed        whether its figures are frozen
    closed_on     the day of the closing, None while open
    revision      1, or more after a reopening; None while open
    as_of         the day up to which figures count
    definitions   the version of the definitions
    """
    number = editions(session, (quarter,), meeting=scope.meeting)[quarter.code]
    edition = frozen(session, number)
    if edition is not None and edition.kind == EditionKind.CLOSING:
        return {
            "closed": True,
            "closed_on": edition.as_of,
            "revision": edition.revision,
            "as_of": quarter.last_day,
            "definitions": edition.definitions_version,
        }
    day = edition.as_of if edition is not None else counted_on(session)
    return {
        "closed": False,
        "closed_on": None,
        "revision": None,
        "as_of": min(day, quarter.last_day),
        "definitions": None,
    }


def counted_on(session: Session) -> date:
    """The day of the running figures: today, or an earlier one where they are behind."""
    day = today(session)
    return min(day, state(session).figures_on or day)


def illustrative(session: Session, *, scope: Scope) -> bool:
    """Whether the scope shows any illustrative service."""
    return any(place.illustrative for place in units(session, scope=scope))
