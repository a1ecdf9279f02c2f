"""Many rows at once, with ids known beforehand."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session

_AT_ONCE = 5_000


def next_id(session: Session, table: type) -> int:
    """The first id that no row of the table has."""
    return (session.execute(sa.select(sa.func.max(table.id))).scalar() or 0) + 1


def insert(session: Session, table: type, rows: Sequence[dict]) -> int:
    """Insert rows in their order, and hand back how many."""
    statement = sa.insert(table.__table__)
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(statement, list(rows[start : start + _AT_ONCE]))
    return len(rows)


def let_ids_continue(session: Session, tables: Sequence[type]) -> None:
    """Tell PostgreSQL where each table's own numbering goes on, after ids given by hand."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        name = table.__tablename__
        sequence = session.execute(
            sa.select(sa.func.pg_get_serial_sequence(name, "id"))
        ).scalar_one()
        session.execute(sa.select(sa.func.setval(sequence, next_id(session, table), False)))
