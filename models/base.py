"""What all tables share: their registry, names of constraints, and column types."""

from datetime import UTC
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, DateTime, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

_NAMED = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# SQLModel takes the metadata from the registry, so the names must be given there.
class Base(SQLModel, registry=registry(metadata=_NAMED)):
    """Parent of every table.

    It has a registry of its own because Streamlit may load a module twice,
    and the shared one of SQLModel refuses a table that it has seen.
    """


class Moment(TypeDecorator):
    """A moment in UTC. Refuses one without a zone; hands back one with it.

    SQLite keeps no zone, so the column stores the UTC reading without one.
    """

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"The moment {value} has no time zone. Give it in UTC.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return None if value is None else value.replace(tzinfo=UTC)


def one_of(kind: type[StrEnum], *, name: str, nullable: bool = False, **more) -> Column:
    """A column that holds one value of an enumeration, checked by the database too."""
    return Column(
        Enum(
            kind,
            native_enum=False,
            create_constraint=True,
            name=name,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
        nullable=nullable,
        **more,
    )


def score_check(column: str) -> CheckConstraint:
    """Scores are whole numbers from 1 to 5."""
    return CheckConstraint(f"{column} BETWEEN 1 AND 5", name=f"{column}_1_to_5")
