"""Services that run activities and have recorded nothing of them."""

from sqlmodel import Session

from measures.partitions import Place, rows_by_service
from measures.rounding import activities_text
from measures.signals.finding import Finding, SignalKind, Unit
from measures.tallies import tallies
from models.quarters import Quarter
from models.rollup import ActivityRollup, LoopRollup
from models.scope import Scope


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """One signal for each service that may be listed; else one count per directorate."""
    silent = _silent(session, scope, quarter)
    named = {place.service_id: place for place in units}
    found = []
    for part in parts:
        mine = [i for i in part.scope.service_ids if i in silent]
        for number in (i for i in mine if i in part.scope.listed_ids):
            service = named[number]
            found.append(
                Finding(
                    SignalKind.NOTHING,
                    service.service_code,
                    service.service,
                    part.position,
                    f"{activities_text(silent[number])} running, no review and no feedback recorded.",
                    "principles",
                    service=True,
                )
            )
        others = [i for i in mine if i not in part.scope.listed_ids]
        if others:
            many = "1 service has" if len(others) == 1 else f"{len(others)} services have"
            found.append(
                Finding(
                    SignalKind.NOTHING,
                    part.scope.unit,
                    part.scope.label,
                    part.position,
                    f"{many} running activities and nothing recorded of them.",
                    "principles",
                )
            )
    return found


def _silent(session: Session, scope: Scope, quarter: Quarter) -> dict[int, int]:
    """Service ids with running activities and nothing recorded, with the activities' number."""
    asked = {"quarters": (quarter,), "meeting": scope.meeting}
    running = rows_by_service(session, ActivityRollup, **asked)[quarter.code]
    heard = rows_by_service(session, LoopRollup, **asked)[quarter.code]
    reviewed = tallies(session, **asked)[quarter.code]
    found = {}
    for number in scope.service_ids:
        n = sum(row.running for row in running.get(number, ()))
        loops = sum(row.heard for row in heard.get(number, ()))
        if n and not loops and not reviewed.activities_of(number):
            found[number] = n
    return found
