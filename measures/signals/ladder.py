"""Activities on the rung of coercing, and rungs claimed higher than people experienced."""

from sqlmodel import Session

from measures.ladder import HEIGHTS
from measures.partitions import Place, rollup_rows
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.reference import Rung
from models.rolling.activities import NOT_RECORDED
from models.rollup import RungRollup
from models.scope import Scope

COERCING = Rung.COERCING.value


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """Signals of coercing and of shortfalls, per directorate."""
    rows = rollup_rows(session, RungRollup, scope=scope, quarters=(quarter,))
    found = []
    for part in parts:
        mine = set(part.scope.service_ids)
        coercing, short, both = _counted([row for row in rows if row.service_id in mine])
        if coercing:
            works = "1 activity was" if coercing == 1 else f"{coercing} activities were"
            found.append(_finding(part, SignalKind.COERCING, f"{works} on the rung “coercing”."))
        if short:
            found.append(
                _finding(
                    part,
                    SignalKind.SHORTFALL,
                    f"People put {short} of {both} ended activities below the claimed rung.",
                )
            )
    return found


def _counted(rows: list) -> tuple[int, int, int]:
    """Activities with coercing as any rung; ended ones below the claim, of those with both."""
    both = [
        row
        for row in rows
        if row.part == "ended" and NOT_RECORDED not in (row.claimed, row.experienced)
    ]
    return (
        sum(r.activities for r in rows if COERCING in (r.intended, r.claimed, r.experienced)),
        sum(r.activities for r in both if HEIGHTS[r.experienced] < HEIGHTS[r.claimed]),
        sum(r.activities for r in both),
    )


def _finding(part: Unit, kind: SignalKind, text: str) -> Finding:
    return Finding(
        kind, part.scope.unit, part.scope.label, part.position, text, "ladder", part.service
    )
