"""Overdue loops, and services outside the funnel of closure."""

from dataclasses import replace

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.funnel_limits import Place
from measures.partitions import county_services, frame, rows_of
from measures.partitions import units as units_of
from measures.service_funnel import closure_funnel
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.rollup import LoopRollup
from models.scope import Scope

KINDS = {"individual": "individual feedback", "collective": "group feedback"}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of overdue items per directorate, and of single services that may be listed."""
    return _overdue(session, scope, parts, quarter) + _outside(session, scope, parts, quarter)


def _counts(session, scope, quarters, *columns) -> pd.DataFrame:
    return frame(
        session,
        select(
            LoopRollup.service_id,
            LoopRollup.kind,
            *(func.sum(getattr(LoopRollup, column)).label(column) for column in columns),
        )
        .where(
            rows_of(session, LoopRollup, scope=scope, quarters=quarters),
            LoopRollup.kind.in_(list(KINDS)),
        )
        .group_by(LoopRollup.service_id, LoopRollup.kind),
    )


def _overdue(session, scope, parts, quarter) -> list[Finding]:
    counted = _counts(session, scope, (quarter,), "overdue", "open")
    found = []
    for part in parts:
        mine = counted[counted["service_id"].isin(part.scope.service_ids)]
        for kind, words in KINDS.items():
            rows = mine[mine["kind"] == kind]
            overdue, still_open = int(rows["overdue"].sum()), int(rows["open"].sum())
            if overdue:
                text = f"{overdue:,} of {still_open:,} open items of {words} are overdue."
                found.append(_finding(part, SignalKind.OVERDUE, text))
    return found


def _outside(session, scope, parts, quarter) -> list[Finding]:
    """The scope's services outside the county's limits, over the last four quarters."""
    if scope.published:
        return []
    county = replace(scope, service_ids=county_services(session), listed_ids=_own(scope))
    places = _positions(session, scope, parts)
    found = []
    for kind, words in KINDS.items():
        funnel = closure_funnel(session, scope=county, quarter=quarter, kind=kind)
        for row in funnel[funnel["place"].isin([Place.ABOVE, Place.BELOW])].itertuples():
            text = (
                f"{words.capitalize()} closed on time, last four quarters: "
                f"{row.shown} ({row.on_time:,} of {row.due:,}), {row.place}."
            )
            position = places[row.code]
            found.append(
                Finding(
                    SignalKind.FUNNEL,
                    row.code,
                    row.service,
                    position,
                    text,
                    "feedback",
                    service=True,
                )
            )
    return found


def _positions(session, scope: Scope, parts: list[Unit]) -> dict[str, int]:
    positions = {i: part.position for part in parts for i in part.scope.service_ids}
    named = units_of(session, scope=scope)
    ids = zip(named["service_code"], named["service_id"], strict=True)
    return {code: positions[int(i)] for code, i in ids}


def _own(scope: Scope) -> tuple[int, ...]:
    return tuple(i for i in scope.service_ids if i in scope.listed_ids)


def _finding(part: Unit, kind: SignalKind, text: str) -> Finding:
    return Finding(
        kind, part.scope.unit, part.scope.label, part.position, text, "feedback", part.service
    )
