"""Which roll-up rows a question reads: the scope's services, each quarter from its edition.

A quarter's counts of all services are read once and kept, and every scope is summed from
them: there is a row for each service and kind, however many records there are.
"""

from collections import namedtuple
from collections.abc import Hashable, Sequence
from datetime import date, datetime
from functools import cache
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, select

from measures.kept import shared, shared_parts
from models.edition import LIVE, Edition, EditionKind, EditionQuarter
from models.quarters import Quarter
from models.reference import Directorate, Service
from models.scope import Scope

Part = tuple[str, int]  # the code of a quarter, and the edition that it is read from


class Frozen(NamedTuple):
    """What figures need to know of an edition, in the words of `models.edition.Edition`."""

    id: int
    kind: EditionKind
    quarter: str | None
    revision: int | None
    as_of: date
    made_at: datetime
    definitions_version: str
    stock_snapshot_id: int | None
    flow_snapshot_id: int | None
    reopened_at: datetime | None


class Place(NamedTuple):
    """One service and its directorate."""

    service_id: int
    service: str
    service_code: str
    directorate: str
    directorate_code: str
    published: bool
    illustrative: bool


def editions(
    session: Session, quarters: Sequence[Quarter], *, meeting: int | None
) -> dict[str, int]:
    """Quarter code to the edition from which it is read: as `models.edition.edition_of` of each."""
    codes = [quarter.code for quarter in quarters]
    if meeting is None:
        stands = _standing(session)
        return {code: stands.get(code, LIVE) for code in codes}
    sources = shared(session, ("sources", meeting), lambda: _sources(session, meeting))
    return {code: sources.get(code, meeting) for code in codes}


def frozen(session: Session, number: int) -> Frozen | None:
    """An edition; None for what is not frozen."""
    closings = _closings(session)
    if number in closings or number == LIVE:
        return closings.get(number)
    # A meeting may have been opened since, which changes no figure and raises no revision.
    return shared(session, ("edition", number), lambda: _editions(session, number).get(number))


def rows_of(
    session: Session, table, *, scope: Scope, quarters: Sequence[Quarter]
) -> ColumnElement[bool]:
    """The condition that picks a roll-up table's rows of some quarters for a scope."""
    each = editions(session, quarters, meeting=scope.meeting).items()
    parts = (and_(table.quarter == code, table.edition_id == number) for code, number in each)
    return and_(or_(*parts), table.service_id.in_(scope.service_ids))


def around(table, parts: Sequence[Part]) -> ColumnElement[bool]:
    """The condition that picks a roll-up table's rows of some parts, of all services.

    Every part's quarter is read in every part's edition: a closing holds no other quarter, so
    little comes too much. Who reads must leave out what is of no part.
    """
    codes, numbers = {part[0] for part in parts}, {part[1] for part in parts}
    return and_(table.edition_id.in_(sorted(numbers)), table.quarter.in_(sorted(codes)))


def rollup_rows(session: Session, table, *, scope: Scope, quarters: Sequence[Quarter]) -> list:
    """The rows of a roll-up table of some quarters for a scope, by quarter as given, then service.

    Each has the table's columns as attributes, but for the edition. For tables of counts:
    what lists single records is asked for with `rows_of`.
    """
    by_service = rows_by_service(session, table, quarters=quarters, meeting=scope.meeting)
    numbers = sorted(scope.service_ids)
    return [
        row
        for quarter in quarters
        for number in numbers
        for row in by_service[quarter.code].get(number, ())
    ]


def rows_by_service(
    session: Session, table, *, quarters: Sequence[Quarter], meeting: int | None
) -> dict[str, dict[int, list]]:
    """Quarter code → service id → its rows. Of all services; nothing of it may be changed."""

    def read(parts: list[Part]) -> dict[Part, dict[int, list]]:
        columns = [c for c in table.__table__.columns if c.name != "edition_id"]
        query = select(table.edition_id, *columns).where(around(table, parts))
        return _by_part(session, table.__tablename__, query, parts)

    return by_quarter(session, table.__tablename__, read, quarters=quarters, meeting=meeting)


def by_quarter(
    session: Session, name: Hashable, find, *, quarters: Sequence[Quarter], meeting: int | None
) -> dict[str, Any]:
    """Quarter code → what `find` returns by part, asked for the parts that are not kept yet."""
    parts = list(editions(session, quarters, meeting=meeting).items())
    found = shared_parts(session, name, parts, find)
    return {part[0]: found[part] for part in parts}


def year_to(quarter: Quarter) -> list[Quarter]:
    """The four quarters that end with one."""
    return [quarter.plus(-3), quarter.plus(-2), quarter.plus(-1), quarter]


def units(session: Session, *, scope: Scope) -> list[Place]:
    """The services of a scope, directorates and services in their set order."""
    wanted = set(scope.service_ids)
    return [place for place in _places(session) if place.service_id in wanted]


def county_services(session: Session) -> tuple[int, ...]:
    """The ids of every service that county figures include."""
    return tuple(sorted(p.service_id for p in _places(session) if not p.published))


def _by_part(session: Session, name: str, query, parts: list[Part]) -> dict[Part, dict[int, list]]:
    result = session.execute(query.order_by("service_id"))
    make = _row_type(name, tuple(result.keys())[1:])._make
    found: dict[Part, dict[int, list]] = {part: {} for part in parts}
    for edition, *values in result:
        # The same few words stand in thousands of rows that are kept: one of each is enough.
        row = make(intern(v) if type(v) is str else v for v in values)
        mine = found.get((row.quarter, edition))
        if mine is not None:
            mine.setdefault(row.service_id, []).append(row)
    return found


@cache
def _row_type(name: str, columns: tuple[str, ...]) -> type:
    return namedtuple(name, columns)


def _places(session: Session) -> list[Place]:
    query = (
        select(
            Service.id, Service.name, Service.code, Directorate.name, Directorate.code,
            Directorate.published, Service.illustrative,
        )
        .join(Directorate, Directorate.id == Service.directorate_id)
        .order_by(Directorate.position, Service.position)
    )  # fmt: skip
    return shared(session, "places", lambda: [Place(*row) for row in session.execute(query)])


def _closings(session: Session) -> dict[int, Frozen]:
    return shared(session, "closings", lambda: _editions(session))


def _standing(session: Session) -> dict[str, int]:
    def found() -> dict[str, int]:
        return {e.quarter: e.id for e in _closings(session).values() if e.reopened_at is None}

    return shared(session, "standing", found)


def _editions(session: Session, number: int | None = None) -> dict[int, Frozen]:
    """The closings by number, or one edition."""
    columns = [getattr(Edition, name) for name in Frozen._fields]
    wanted = Edition.kind == EditionKind.CLOSING if number is None else Edition.id == number
    found = session.execute(select(*columns).where(wanted).order_by(Edition.id))
    return {row.id: Frozen(*row) for row in found}


def _sources(session: Session, meeting: int) -> dict[str, int]:
    columns = (EditionQuarter.quarter, EditionQuarter.source_id)
    query = select(*columns).where(EditionQuarter.edition_id == meeting)
    return dict(session.execute(query).tuples().all())
