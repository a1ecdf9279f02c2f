"""Which services close loops differently from the county by more than chance.

Definition: "How we measure", section 3, the funnel of services.
"""

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, select

from measures.funnel_limits import Funnel, share_funnel, share_limits, sizes
from measures.intervals import LEAST_ITEMS
from measures.partitions import rows_of, units, year_to
from measures.parts import tidy
from measures.rounding import percent_text
from models.quarters import Quarter
from models.rollup import LoopRollup
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
    places, counts, found = _funnel(session, scope, quarter, kind)
    stands = {unit.name: unit for unit in found.units}
    rows = []
    for row in places[places["service_id"].isin(scope.listed_ids)].itertuples():
        unit, (part, base) = stands[row.service_code], counts[row.service_code]
        name = (row.directorate, row.directorate_code, row.service, row.service_code)
        if within not in (None, row.directorate_code, row.service_code):
            continue
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
    places, counts, found = _funnel(session, scope, quarter, kind)
    own = places.loc[places["service_id"].isin(scope.listed_ids), "service_code"]
    # Limits that reached further would give away how large another service is.
    largest = max((counts[code][1] for code in own), default=0)
    bases = sizes(LEAST_ITEMS, largest) if found.curve else []
    points = [share_limits(found.centre, base, found.factor) for base in bases]
    return tidy([(p.n, p.low, p.high, found.centre) for p in points], LIMITS)


def published(session: Session, *, scope: Scope) -> bool:
    """Whether the scope is the published record, which no figure of the county includes."""
    return scope.published


def _funnel(session, scope, quarter, kind) -> tuple[pd.DataFrame, dict, Funnel]:
    query = (
        select(
            LoopRollup.service_id,
            func.sum(LoopRollup.on_time).label("part"),
            func.sum(LoopRollup.due).label("base"),
        )
        .where(rows_of(session, LoopRollup, scope=scope, quarters=year_to(quarter)))
        .where(LoopRollup.kind == kind)
        .group_by(LoopRollup.service_id)
    )
    sums = {row.service_id: (int(row.part), int(row.base)) for row in session.execute(query)}
    places = units(session, scope=scope)
    ids = zip(places["service_id"], places["service_code"], strict=True)
    counts = {code: sums.get(int(number), (0, 0)) for number, code in ids}
    return places, counts, share_funnel(counts)
