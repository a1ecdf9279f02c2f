"""Checked records laid in a temporary table beside the store, and compared with it.

A temporary table belongs to one connection and takes no lock on the store, so
pages keep reading and others keep writing while a file is staged. It is gone
with the connection, whatever ends it.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from intake.kinds.kind import Column as OurColumn
from intake.kinds.kind import Kind, Type
from intake.table import Coded

_AT_ONCE = 10_000
_SQL = {
    Type.DAY: Date,
    Type.WHOLE: Integer,
    Type.NUMBER: Float,
    Type.YES_NO: Boolean,
    Type.CHOICE: lambda: String(60),
    Type.CHOICES: Text,
    Type.TEXT: Text,
}


@dataclass
class Staged:
    """The records of one file beside the store.

    table     the temporary table: row, source_id, target_id, op, and one column for each of ours
    compared  our column → the expression of what the store holds
    """

    connection: Connection
    kind: Kind
    source: str
    table: Table
    compared: dict[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> Table:
        """The table that the records belong to."""
        return self.kind.table.__table__

    def count(self, op: str) -> int:
        """How many staged records are to be added, changed, or left alone."""
        query = select(func.count()).select_from(self.table).where(self.table.c.op == op)
        return self.connection.execute(query).scalar()


def stage(
    connection: Connection,
    kind: Kind,
    columns: dict[str, tuple[OurColumn, Coded]],
    extra: dict[str, tuple[Any, Iterable]],
    numbers: np.ndarray,
    *,
    source: str,
    progress: Callable[[str, float], None],
) -> Staged:
    """Lay records in a temporary table.

    columns   our column's name → (the column, its values); "id" among them
    extra     column of our own making → (SQL type, its values in order)
    """
    made = _make(connection, kind, columns, extra)
    names = ["row", *columns, *extra]
    plain_driver = connection.dialect.name == "sqlite"
    streams = [iter(numbers.tolist())]
    for _column, coded in columns.values():
        streams.append((coded.map(_for_driver) if plain_driver else coded).rows())
    for _type, values in extra.values():
        streams.append(map(_for_driver, values) if plain_driver else iter(values))
    rows, done = zip(*streams, strict=True), 0
    while batch := list(islice(rows, _AT_ONCE)):
        _insert(connection, made, names, batch)
        done += len(batch)
        progress("Comparing with the store", done / len(numbers) * 0.8)
    connection.commit()
    return Staged(connection, kind, source, made)


def _insert(connection: Connection, table: Table, names: list[str], batch: list[tuple]) -> None:
    if connection.dialect.name == "sqlite":
        # Straight to the driver: naming each value of millions takes longer than writing them.
        statement = insert(table).compile(dialect=connection.dialect, column_keys=names)
        connection.exec_driver_sql(str(statement), batch)
    else:
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in batch])


def _for_driver(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _make(connection: Connection, kind: Kind, columns: dict, extra: dict) -> Table:
    metadata = MetaData()
    parts = [Column("row", Integer, primary_key=True, autoincrement=False)]
    parts += [Column("target_id", Integer), Column("target_version", Integer)]
    parts += [Column("op", String(10))]
    for name, (ours, _values) in columns.items():
        parts.append(Column(name, _sql(kind, ours)))
    parts += [Column(name, kind_of) for name, (kind_of, _values) in extra.items()]
    # A name of its own: a pooled connection may still carry an earlier one.
    name = f"staged_{kind.name}_{secrets.token_hex(4)}"
    table = Table(name, metadata, *parts, prefixes=["TEMPORARY"])
    table.create(connection)
    return table


def _sql(kind: Kind, ours: OurColumn):
    if ours.type == Type.REFERENCE:
        points = kind.table.__table__.c[ours.field].type
        return Integer() if isinstance(points, Integer) else Text()
    return _SQL.get(ours.type, Text)()


def compare(staged: Staged, expressions: dict[str, Any]) -> None:
    """Say of each staged record whether the store would gain it, change it, or keep its own."""
    table, target = staged.table, staged.target
    held = (
        select(target.c.id)
        .where(target.c.source_system == staged.source, target.c.source_id == table.c.id)
        .scalar_subquery()
    )
    staged.connection.execute(update(table).values(target_id=held))
    if "version" in target.c:
        version = select(target.c.version).where(target.c.id == table.c.target_id)
        staged.connection.execute(update(table).values(target_version=version.scalar_subquery()))
    staged.compared = _compared(staged) | expressions
    differs = or_(*(table.c[name].is_distinct_from(was) for name, was in staged.compared.items()))
    changed = select(target.c.id).where(and_(target.c.id == table.c.target_id, differs)).exists()
    staged.connection.execute(update(table).values(op="same"))
    staged.connection.execute(update(table).where(table.c.target_id.is_(None)).values(op="add"))
    staged.connection.execute(
        update(table).where(table.c.target_id.is_not(None), changed).values(op="change")
    )
    staged.connection.commit()


def _compared(staged: Staged) -> dict[str, Any]:
    """What the store holds for each of our columns that is a plain field of the table."""
    fields = {}
    for column in staged.kind.columns:
        if column.field and column.name in staged.table.c and column.name != "id":
            fields[column.name] = staged.target.c[column.field]
    return fields


def changes(staged: Staged, *, most: int | None) -> Select:
    """The changed records, in the file's order: row, id, then what was and what would be."""
    table, target = staged.table, staged.target
    pairs = []
    for name, was in staged.compared.items():
        pairs += [was.label(f"was_{name}"), table.c[name].label(f"new_{name}")]
    query = (
        select(table.c.row, table.c.id, *pairs)
        .join(target, target.c.id == table.c.target_id)
        .where(table.c.op == "change")
        .order_by(table.c.row)
    )
    return query.limit(most) if most else query


def plain(value: Any) -> Any:
    """A value of either database as both write it."""
    return getattr(value, "value", value)


def days_of(staged: Staged, names: list[str]) -> list[date]:
    """The first and last day among some columns, of the staged records and of what they replace."""
    found = []
    writes = staged.table.c.op != "same"
    for name in names:
        if name not in staged.table.c:
            continue
        column = staged.table.c[name]
        found += staged.connection.execute(
            select(func.min(column), func.max(column)).where(writes)
        ).one()
        if name in staged.compared:
            was = staged.compared[name]
            found += staged.connection.execute(
                select(func.min(was), func.max(was))
                .select_from(staged.table)
                .join(staged.target, staged.target.c.id == staged.table.c.target_id)
                .where(writes)
            ).one()
    return [day for day in found if day is not None]
