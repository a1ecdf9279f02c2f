"""Services that run activities and have recorded nothing of them."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.partitions import frame, rows_of
from measures.rounding import activities_text
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.rollup import ActivityRollup, LoopRollup, ScoreRollup
from models.scope import Scope


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """One signal for each service that may be listed; else one count per directorate."""
    silent = _silent(session, scope, quarter)
    named = units.set_index("service_id")
    found = []
    for part in parts:
        mine = [i for i in part.scope.service_ids if i in silent]
        for number in (i for i in mine if i in part.scope.listed_ids):
            service = named.loc[number]
            found.append(
                Finding(
                    SignalKind.NOTHING,
                    service["service_code"],
                    service["service"],
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


def _silent(session, scope, quarter) -> dict[int, int]:
    """Service ids with running activities and nothing recorded, with the activities' number."""
    running = _sum(session, scope, quarter, ActivityRollup, ActivityRollup.running)
    reviews = _sum(session, scope, quarter, ScoreRollup, ScoreRollup.activities)
    heard = _sum(session, scope, quarter, LoopRollup, LoopRollup.heard)
    return {i: n for i, n in running.items() if n and not reviews.get(i) and not heard.get(i)}


def _sum(session, scope, quarter, table, column) -> dict[int, int]:
    found = frame(
        session,
        select(table.service_id, func.sum(column).label("n"))
        .where(rows_of(session, table, scope=scope, quarters=(quarter,)))
        .group_by(table.service_id),
    )
    return {int(i): int(n) for i, n in zip(found["service_id"], found["n"], strict=True)}
