"""Whether a column is one of some ids, however many there are."""

import json
from collections.abc import Iterable

from sqlalchemy import ColumnElement, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SINGLY = 500  # ids that are given one by one; databases limit how many a statement may have


class _listed(FunctionElement):
    """The ids of a JSON list, as rows of one column."""

    inherit_cache = True
    name = "listed"


def among(column, ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column's value is one of the ids."""
    held = sorted(ids)
    if len(held) <= SINGLY:
        return column.in_(held)
    return column.bool_op("IN")(_listed(literal(json.dumps(held), String)))


@compiles(_listed, "sqlite")
def _listed_sqlite(element, compiler, **kw):
    given = compiler.process(element.clauses, **kw)  # the name of a parameter
    return f"(SELECT value FROM json_each({given}))"  # noqa: S608


@compiles(_listed, "postgresql")
def _listed_postgresql(element, compiler, **kw):
    given = compiler.process(element.clauses, **kw)
    rows = f"json_array_elements_text(CAST({given} AS json))"
    return f"(SELECT CAST(value AS integer) FROM {rows})"  # noqa: S608
