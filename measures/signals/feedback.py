"""Overdue loops, and services outside the funnel of closure."""

from dataclasses import replace

from sqlmodel import Session

from measures.funnel_limits import Place as Standing
from measures.partitions import Place, county_services, rollup_rows
from measures.rounding import percent_text
from measures.service_funnel import funnel_of
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.rollup import LoopRollup
from models.scope import Scope

KINDS = {"individual": "individual feedback", "collective": "group feedback"}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """Signals of overdue items per directorate, and of single services that may be listed."""
    outside = _outside(session, scope, parts, units, quarter)
    return _overdue(session, scope, parts, quarter) + outside


def _overdue(session: Session, scope: Scope, parts: list[Unit], quarter: Quarter) -> list[Finding]:
    rows = rollup_rows(session, LoopRollup, scope=scope, quarters=(quarter,))
    found = []
    for part in parts:
        mine = set(part.scope.service_ids)
        for kind, words in KINDS.items():
            counted = [row for row in rows if row.kind == kind and row.service_id in mine]
            overdue = sum(row.overdue for row in counted)
            if overdue:
                still_open = sum(row.open for row in counted)
                text = f"{overdue:,} of {still_open:,} open items of {words} are overdue."
                found.append(_finding(part, SignalKind.OVERDUE, text))
    return found


def _outside(
    session: Session, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """The scope's services outside the county's limits, over the last four quarters."""
    if scope.published:
        return []
    positions = {i: part.position for part in parts for i in part.scope.service_ids}
    own = [p for p in units if p.service_id in scope.listed_ids and not p.published]
    county = replace(scope, service_ids=county_services(session))
    found = []
    for kind, words in KINDS.items():
        funnel = funnel_of(session, scope=county, quarter=quarter, kind=kind)
        for place in own:
            unit, (on_time, due) = funnel.stands[place.service_id], funnel.counts[place.service_id]
            if unit.place not in (Standing.ABOVE, Standing.BELOW):
                continue
            text = (
                f"{words.capitalize()} closed on time, last four quarters: "
                f"{percent_text(on_time, due)} ({on_time:,} of {due:,}), {unit.place}."
            )
            found.append(
                Finding(
                    SignalKind.FUNNEL,
                    place.service_code,
                    place.service,
                    positions[place.service_id],
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
