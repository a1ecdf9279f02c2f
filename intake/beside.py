"""Figures of a large file counted beside the store, before its lock is taken.

Counting hundreds of thousands of records takes longer than anyone should wait
for the store's one writer. On SQLite, temporary tables stand before those of
the store by the same name; so the file is first written to temporary copies,
and the figures are counted there. The transaction that follows writes the
records and takes the figures over. On PostgreSQL nobody waits for a writer.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text
from sqlmodel import Session

from intake.staging import Staged
from intake.writing import write
from models import rolling
from models.edition import LIVE, standing
from models.intake import LateEntry
from models.quarters import Quarter
from models.rollup import ROLLUPS
from models.state import StoreState, raise_revision, state, today

LARGE = 5_000


@dataclass(frozen=True)
class Counted:
    """Figures that wait in temporary tables.

    revision   of the store that they were counted on
    ids        the sum of the ids that the new records had there
    quarters   the quarters that were counted
    """

    revision: int
    ids: int
    quarters: tuple[str, ...]
    service_ids: tuple[int, ...]


def worth_it(staged: Staged) -> bool:
    """Whether counting would hold the store's lock for long."""
    large = staged.count("add") + staged.count("change") > LARGE
    return large and staged.connection.dialect.name == "sqlite" and bool(staged.kind.writing.tables)


@contextmanager
def counted_beside(
    staged: Staged, quarters: list[Quarter], service_ids: Iterable[int]
) -> Iterator[Counted]:
    """Count the figures as they will be; they are dropped at the end of the block."""
    connection, services = staged.connection, tuple(sorted(service_ids))
    names = [table.__tablename__ for table in (*staged.kind.writing.tables, StoreState, LateEntry)]
    rollups = [table.__tablename__ for table in ROLLUPS]
    with _each_by_itself(connection):
        try:
            for name in names:
                _shadow(connection, name, filled=True)
            for name in rollups:
                _shadow(connection, name, filled=False)
            counted = _count(staged, quarters, services)
            for name in names:
                connection.execute(text(f"DROP TABLE temp.{name}"))
            for name in rollups:
                connection.execute(text(f"ALTER TABLE temp.{name} RENAME TO counted_{name}"))
        except BaseException:
            _drop(connection, [*names, *rollups])
            raise
    try:
        yield counted
    finally:
        connection.rollback()
        with _each_by_itself(connection):
            _drop(connection, [f"counted_{name}" for name in rollups])


def _count(staged: Staged, quarters: list[Quarter], services: tuple[int, ...]) -> Counted:
    with Session(staged.connection) as session:
        revision = state(session).revision
        day, closed = today(session), standing(session)
        write(staged, session)
        rolling.refresh(session, quarters=quarters, service_ids=services)
        session.flush()
        open_ones = [q.code for q in quarters if q.code not in closed and q.first_day <= day]
        return Counted(revision, _ids(staged), tuple(open_ones), services)


def take_over(staged: Staged, counted: Counted, session: Session) -> bool:
    """Put the waiting figures in place of the store's own; False where they no longer fit."""
    if _ids(staged) != counted.ids or state(session).revision != counted.revision:
        return False
    for table in ROLLUPS:
        held = table.__table__
        session.execute(
            held.delete().where(
                held.c.edition_id == LIVE,
                held.c.quarter.in_(counted.quarters),
                held.c.service_id.in_(counted.service_ids),
            )
        )
        session.execute(text(_copy(f"main.{held.name}", f"temp.counted_{held.name}")))
    raise_revision(session)
    row = session.get(StoreState, 1)
    row.figures_on = row.figures_on or today(session)
    return True


def _ids(staged: Staged) -> int:
    total = select(func.coalesce(func.sum(staged.table.c.target_id), 0))
    return staged.connection.execute(total).scalar()


@contextmanager
def _each_by_itself(connection: Connection) -> Iterator[None]:
    """Every statement is a transaction of its own, so that no read is held open.

    A temporary copy cannot keep the foreign keys of the table that it stands for.
    """
    connection.rollback()
    connection.execute(text("SELECT 1"))
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()


def _shadow(connection: Connection, name: str, *, filled: bool) -> None:
    made = connection.execute(
        text(
            "SELECT type, sql FROM main.sqlite_master "
            "WHERE tbl_name = :name AND sql IS NOT NULL ORDER BY type DESC"
        ),
        {"name": name},
    ).all()
    for kind, sql in made:
        if kind == "table":
            connection.exec_driver_sql(sql.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            if filled:
                connection.execute(text(_copy(f"temp.{name}", f"main.{name}")))
        elif kind == "index":
            connection.exec_driver_sql(sql)


def _drop(connection: Connection, names: Iterable[str]) -> None:
    for name in names:
        connection.execute(text(f"DROP TABLE IF EXISTS temp.{name}"))


def _copy(to: str, held: str) -> str:
    """Both are names of tables of ours."""
    return f"INSERT INTO {to} SELECT * FROM {held}"  # noqa: S608
