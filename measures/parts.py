"""The units that a table of figures has rows for: the whole, then its parts in their set order."""

from dataclasses import dataclass

import pandas as pd
from sqlmodel import Session

from measures.partitions import units
from models.scope import Scope
from models.store import once


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


def parts(session: Session, *, scope: Scope) -> list[Part]:
    """The scope itself, then what it is made of and the viewer may see as units.

    Of the county: the directorates of which the viewer may see any service.
    Of a directorate, or several services: the services that the viewer may see.
    """
    return list(once(session, f"parts {scope}", lambda: _parts(session, scope)))


def _parts(session: Session, scope: Scope) -> list[Part]:
    whole = Part(scope.unit, scope.label, frozenset(scope.service_ids), whole=True)
    known = units(session, scope=scope)
    code, name = "service_code", "service"
    if scope.unit == "county":
        code, name = "directorate_code", "directorate"
    seen = known[known["service_id"].isin(scope.listed_ids)]
    found = [
        Part(each, known.loc[known[code] == each, name].iloc[0], _ids(known[known[code] == each]))
        for each in dict.fromkeys(seen[code])
    ]
    return [whole, *(part for part in found if part.code != scope.unit)]


def tidy(rows: list[tuple], types: dict[str, str]) -> pd.DataFrame:
    """Rows as a frame with these columns and types, also when there are none."""
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _ids(known: pd.DataFrame) -> frozenset[int]:
    return frozenset(int(each) for each in known["service_id"])
