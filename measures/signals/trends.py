"""Headline measures that moved beyond ordinary variation."""

import pandas as pd
from sqlmodel import Session, select

from measures.series import headline
from measures.signals.finding import Finding, SignalKind, Unit
from measures.trends import trend_line
from models.quarters import Quarter
from models.reference import Principle
from models.scope import Scope

SHARES = {
    "closure_individual": "feedback",
    "closure_collective": "feedback",
    "agreement": "ladder",
}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of the trend rules at the quarter itself, per directorate."""
    gates = session.exec(select(Principle.code).where(Principle.gate).order_by(Principle.position))
    watched = {**SHARES, **{f"people_{code}": "principles" for code in gates.all()}}
    return [
        finding
        for part in parts
        for measure, page in watched.items()
        if (finding := _finding(session, part, measure, page, quarter))
    ]


def _finding(session, part: Unit, measure: str, page: str, quarter: Quarter) -> Finding | None:
    last = trend_line(session, scope=part.scope, measure=measure, quarter=quarter).iloc[-1]
    if not last["signal"]:
        return None
    return Finding(
        SignalKind.TREND,
        part.scope.unit,
        part.scope.label,
        part.position,
        f"{headline(session, measure).name}: {last['text']}, {last['signal']}.",
        page,
        service=part.service,
        better=bool(last["better"]),
    )
