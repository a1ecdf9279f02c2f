"""Which services close loops differently from the county by more than chance.

Definition: "How we measure", section 3, the funnel of services.
"""

from typing import NamedTuple

import pandas as pd
from sqlmodel import Session

from measures.funnel_limits import Funnel, Unit, share_funnel, share_limits, sizes
from measures.intervals import LEAST_ITEMS
from measures.kept import shared
from measures.partitions import units, year_to
from measures.parts import tidy
from measures.rounding import percent_text
from measures.series import NOTHING, counts_by_service
from models.quarters import Quarter
from models.scope import Scope

POINTS = {
    "directorate": "str",
    "directorate_code": "str",
    "service": "str",
    "code": "str",
    "due": "int64",
    "on_time": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "place": "str",
    "shown": "str",
}
LIMITS = {"due": "int64", "low": "float64", "high": "float64", "centre": "float64"}


class Made(NamedTuple):
    """A funnel, with the (on time, due) and the standing of each service by its id."""

    counts: dict[int, tuple[int, int]]
    stands: dict[int, Unit]
    funnel: Funnel


def closure_funnel(
    session: Session, *, scope: Scope, quarter: Quarter, kind: str, within: str | None = None
) -> pd.DataFrame:
    """Services of a scope by items due over four quarters, held against the whole scope.

    One row per service that the viewer may list, in the set order; the others count
    towards centre and limits alone. Ask for the county, so that limits are the county's;
    `within` names the directorate or service whose points are wanted, None for all.

    due, on_time   items of the kind over the four quarters that end here
    share          0–1, none without a base
    low, high      limits at its base; none where too few or no limits
    place          "above the limits", "below the limits", "within the limits",
                   "too few to compare", "no limits"
    shown          the share as people read it
    """
    made = funnel_of(session, scope=scope, quarter=quarter, kind=kind)
    rows = []
    for place in units(session, scope=scope):
        if place.service_id not in scope.listed_ids:
            continue
        if within not in (None, place.directorate_code, place.service_code):
            continue
        unit, (part, base) = made.stands[place.service_id], made.counts[place.service_id]
        name = (place.directorate, place.directorate_code, place.service, place.service_code)
        words = percent_text(part, base)
        rows.append((*name, base, part, unit.value, unit.low, unit.high, str(unit.place), words))
    return tidy(rows, POINTS)


def closure_limits(session: Session, *, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    """The funnel's limits, as far as the largest service that the viewer may list.

    One row per base, in order:
    due          n
    low, high    limits, 0–1
    centre       all services' items pooled, 0–1
    """
    made = funnel_of(session, scope=scope, quarter=quarter, kind=kind)
    found = made.funnel
    # Limits that reached further would give away how large another service is.
    own = (base for number, (_, base) in made.counts.items() if number in scope.listed_ids)
    bases = sizes(LEAST_ITEMS, max(own, default=0)) if found.curve else []
    points = [share_limits(found.centre, base, found.factor) for base in bases]
    return tidy([(p.n, p.low, p.high, found.centre) for p in points], LIMITS)


def published(session: Session, *, scope: Scope) -> bool:
    """Whether the scope is the published record, which no figure of the county includes."""
    return scope.published


def funnel_of(session: Session, *, scope: Scope, quarter: Quarter, kind: str) -> Made:
    """The funnel of a scope's services over the four quarters that end here."""

    def found() -> Made:
        asked = {"measure": f"closure_{kind}", "quarters": tuple(year_to(quarter))}
        by_quarter = counts_by_service(session, **asked, meeting=scope.meeting).values()
        counts = {}
        for place in units(session, scope=scope):
            mine = [each.get(place.service_id, NOTHING) for each in by_quarter]
            counts[place.service_id] = sum(s.part for s in mine), sum(s.base for s in mine)
        funnel = share_funnel(counts)
        return Made(counts, {unit.name: unit for unit in funnel.units}, funnel)

    # Whoever asks, the limits of the same services are the same.
    place = ("funnel", tuple(sorted(scope.service_ids)), scope.meeting, quarter, kind)
    return shared(session, place, found)
