"""The units that a table of figures has rows for: the whole, then its parts in their set order."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlmodel import Session

from measures.kept import kept
from measures.partitions import units
from models.scope import Scope

GUESSED = "as pandas guesses"  # a column whose type depends on what is in it
_NULLABLE = {kind: pd.api.types.pandas_dtype(kind) for kind in ("str", "Int64", "Float64")}


@dataclass(frozen=True)
class Part:
    """One row's unit.

    code, name    as in addresses, and as people read it
    service_ids   the services whose figures are summed
    whole         the scope itself, the first row
    """

    code: str
    name: str
    service_ids: frozenset[int]
    whole: bool = False


@kept
def parts(session: Session, *, scope: Scope) -> tuple[Part, ...]:
    """The scope itself, then what it is made of and the viewer may see as units.

    Of the county: the directorates of which the viewer may see any service.
    Of a directorate, or several services: the services that the viewer may see.
    """
    listed = set(scope.listed_ids)
    county = scope.unit == "county"
    known: dict[str, tuple[str, set[int]]] = {}
    seen: dict[str, None] = {}
    for place in units(session, scope=scope):
        code = place.directorate_code if county else place.service_code
        name = place.directorate if county else place.service
        known.setdefault(code, (name, set()))[1].add(place.service_id)
        if place.service_id in listed:
            seen[code] = None
    whole = Part(scope.unit, scope.label, frozenset(scope.service_ids), whole=True)
    found = (Part(code, known[code][0], frozenset(known[code][1])) for code in seen)
    return (whole, *(part for part in found if part.code != scope.unit))


def tidy(rows: Iterable[tuple], types: dict[str, str]) -> pd.DataFrame:
    """Rows as a frame with these columns and types, also when there are none."""
    # From columns: a frame from rows guesses every type and is then made anew.
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    named = zip(types.items(), columns, strict=True)
    return pd.DataFrame({name: _column(values, kind) for (name, kind), values in named})


def _column(values: tuple, kind: str):
    if kind == "object":
        column = np.empty(len(values), dtype=object)
        column[:] = values
        return column
    if kind == GUESSED:
        return list(values)
    if kind in _NULLABLE:
        return pd.array(list(values), dtype=_NULLABLE[kind])
    return np.array(values, dtype=kind)
