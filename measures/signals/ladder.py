"""Activities on the rung of coercing, and rungs claimed higher than people experienced."""

import pandas as pd
from sqlalchemy import case, func, or_, select
from sqlmodel import Session

from measures.partitions import frame, rows_of
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.reference import Rung
from models.rolling.activities import NOT_RECORDED
from models.rollup import RungRollup
from models.scope import Scope


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of coercing and of shortfalls, per directorate."""
    counted = _counted(session, scope, quarter)
    found = []
    for part in parts:
        mine = counted[counted["service_id"].isin(part.scope.service_ids)]
        coercing, short, both = (int(mine[c].sum()) for c in ("coercing", "short", "both"))
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


def _counted(session, scope, quarter) -> pd.DataFrame:
    heights = {rung.value: rung.height for rung in Rung}
    claimed = case(heights, value=RungRollup.claimed)
    experienced = case(heights, value=RungRollup.experienced)
    both = (
        (RungRollup.part == "ended")
        & (RungRollup.claimed != NOT_RECORDED)
        & (RungRollup.experienced != NOT_RECORDED)
    )
    coercing = or_(
        RungRollup.claimed == Rung.COERCING.value,
        RungRollup.intended == Rung.COERCING.value,
        RungRollup.experienced == Rung.COERCING.value,
    )
    n = RungRollup.activities
    return frame(
        session,
        select(
            RungRollup.service_id,
            func.sum(case((coercing, n), else_=0)).label("coercing"),
            func.sum(case((both & (experienced < claimed), n), else_=0)).label("short"),
            func.sum(case((both, n), else_=0)).label("both"),
        )
        .where(rows_of(session, RungRollup, scope=scope, quarters=(quarter,)))
        .group_by(RungRollup.service_id),
    )


def _finding(part: Unit, kind: SignalKind, text: str) -> Finding:
    return Finding(
        kind, part.scope.unit, part.scope.label, part.position, text, "ladder", part.service
    )
