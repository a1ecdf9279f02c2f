"""Overdue loops, and services outside the funnel of closure."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.funnel_limits import share_funnel
from measures.partitions import frame, rows_of, year_to
from measures.rounding import percent_text
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.rollup import LoopRollup
from models.scope import Scope

KINDS = {"individual": "individual feedback", "collective": "group feedback"}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of overdue items per directorate, and of single services that may be listed."""
    return _overdue(session, scope, parts, quarter) + _outside(
        session, scope, parts, units, quarter
    )


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


def _outside(session, scope, parts, units, quarter) -> list[Finding]:
    """Services outside the limits of their scope's pooled rate, over four quarters."""
    if len(scope.service_ids) < 2:
        return []
    counted = _counts(session, scope, year_to(quarter), "due", "on_time")
    places = {i: part for part in parts for i in part.scope.service_ids}
    named = units.set_index("service_id")
    found = []
    for kind, words in KINDS.items():
        rows = counted[(counted["kind"] == kind) & (counted["due"] > 0)]
        bases = {int(r.service_id): (int(r.on_time), int(r.due)) for r in rows.itertuples()}
        if not bases:
            continue
        for unit in share_funnel(bases).outside:
            if unit.name not in scope.listed_ids:
                continue
            service = named.loc[unit.name]
            on_time, due = bases[unit.name]
            text = (
                f"{words.capitalize()} closed on time, last four quarters: "
                f"{percent_text(on_time, due)} ({on_time:,} of {due:,}), {unit.place}."
            )
            found.append(
                Finding(
                    SignalKind.FUNNEL,
                    service["service_code"],
                    service["service"],
                    places[unit.name].position,
                    text,
                    "feedback",
                    service=True,
                )
            )
    return found


def _finding(part: Unit, kind: SignalKind, text: str) -> Finding:
    return Finding(
        kind, part.scope.unit, part.scope.label, part.position, text, "feedback", part.service
    )
