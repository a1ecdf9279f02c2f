"""Headline measures that moved beyond ordinary variation."""

from sqlmodel import Session

from measures.partitions import Place
from measures.principles import principles_of
from measures.series import (
    Headline,
    closed_versions,
    counts_by_service,
    headline,
    sums_of,
    text_of,
)
from measures.signals.finding import Finding, SignalKind, Unit
from measures.trend_limits import Signal, trend
from measures.trends import counted_values, quarters_up_to, resets_by_scope
from models.quarters import Quarter
from models.scope import Scope

SHARES = {
    "closure_individual": "feedback",
    "closure_collective": "feedback",
    "agreement": "ladder",
}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """Signals of the trend rules at the quarter itself, per directorate."""
    gates = [principle.code for principle in principles_of(session) if principle.gate]
    watched = {**SHARES, **{f"people_{code}": "principles" for code in gates}}
    quarters = quarters_up_to(session, scope=scope, quarter=quarter)
    closed = closed_versions(session, scope=scope, quarters=quarters)
    found = []
    for measure, page in watched.items():
        about = headline(session, measure)
        asked = {"measure": measure, "quarters": quarters}
        counts = counts_by_service(session, **asked, meeting=scope.meeting)
        resets = resets_by_scope(session, **asked)
        for part in parts:
            sums = [sums_of(counts[q.code], part.scope.service_ids) for q in quarters]
            values = counted_values(about, sums, quarters, closed)
            limits = resets.get(part.scope.unit, ())
            made = trend(values, lowest=about.bounds[0], highest=about.bounds[1], resets=limits)
            last = made.told().get(len(quarters) - 1)
            if last:
                found.append(_finding(part, about, sums[-1], last, page))
    return found


def _finding(part: Unit, about: Headline, sums, signal: Signal, page: str) -> Finding:
    return Finding(
        SignalKind.TREND,
        part.scope.unit,
        part.scope.label,
        part.position,
        f"{about.name}: {text_of(about, sums)}, {signal.words}.",
        page,
        service=part.service,
        better=signal.upward,
    )
