"""What every query of the roll-ups shares: the key of its rows, and where they go."""

from sqlalchemy import Insert, Integer, Select, and_, case, func, insert, literal

from models.edition import LIVE
from models.rolling.span import Span


def into(table: type, query: Select) -> Insert:
    """The insert that fills a table's columns of the same names from a query."""
    return insert(table).from_select([c.name for c in query.selected_columns], query)


def key(span: Span, service_id) -> tuple:
    """The columns with which the key of every live row begins."""
    return (
        literal(LIVE, Integer).label("edition_id"),
        literal(span.quarter.code).label("quarter"),
        service_id.label("service_id"),
    )


def live(table: type, span: Span):
    """Whether a row is a live one of the quarter and of a service to count."""
    return and_(
        table.edition_id == LIVE,
        table.quarter == span.quarter.code,
        span.mine(table.service_id),
    )


def count(*conditions):
    """How many rows of a group meet every condition."""
    return func.sum(case((and_(*conditions), 1), else_=0))
