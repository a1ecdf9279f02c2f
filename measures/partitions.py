"""Which roll-up rows a question reads: the scope's services, each quarter from its edition."""

import pandas as pd
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, select

from models.edition import editions_of
from models.quarters import Quarter
from models.reference import Directorate, Service
from models.scope import Scope


def rows_of(
    session: Session, table, *, scope: Scope, quarters: list[Quarter] | tuple[Quarter, ...]
) -> ColumnElement[bool]:
    """The condition that picks a roll-up table's rows of some quarters for a scope."""
    editions = editions_of(session, list(quarters), meeting=scope.meeting)
    parts = [and_(table.quarter == code, table.edition_id == number) for code, number in editions]
    return and_(or_(*parts), table.service_id.in_(scope.service_ids))


def year_to(quarter: Quarter) -> list[Quarter]:
    """The four quarters that end with one."""
    return [quarter.plus(-3), quarter.plus(-2), quarter.plus(-1), quarter]


def units(session: Session, *, scope: Scope) -> pd.DataFrame:
    """The services of a scope and their directorates, in their set order.

    service_id, service, service_code, directorate, directorate_code
    """
    found = session.execute(
        select(
            Service.id.label("service_id"),
            Service.name.label("service"),
            Service.code.label("service_code"),
            Directorate.name.label("directorate"),
            Directorate.code.label("directorate_code"),
        )
        .join(Directorate, Directorate.id == Service.directorate_id)
        .where(Service.id.in_(scope.service_ids))
        .order_by(Directorate.position, Service.position)
    ).all()
    columns = ["service_id", "service", "service_code", "directorate", "directorate_code"]
    return pd.DataFrame(found, columns=columns)


def county_services(session: Session) -> tuple[int, ...]:
    """The ids of every service that county figures include."""
    found = session.execute(
        select(Service.id)
        .join(Directorate, Directorate.id == Service.directorate_id)
        .where(~Directorate.published)
        .order_by(Service.id)
    )
    return tuple(found.scalars())


def frame(session: Session, query) -> pd.DataFrame:
    """A query's rows as a frame with the query's column names, also when there are none."""
    result = session.execute(query)
    columns = list(result.keys())
    return pd.DataFrame(result.all(), columns=columns)
