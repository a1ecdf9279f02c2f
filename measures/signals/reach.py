"""Districts that lie far below their share of the panel."""

from sqlmodel import Session

from measures.panel_tables import CARERS, DISABLED
from measures.partitions import Place
from measures.reach import rate_rows
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.scope import Scope


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """Signals of the panel's reach, which knows the county alone."""
    if scope.unit != "county":
        return []
    found = []
    for of, who in ((DISABLED, "disabled members"), (CARERS, "carers")):
        rates = rate_rows(session, quarter=quarter, meeting=scope.meeting, of=of)
        found += [
            Finding(
                SignalKind.REACH, "county", row.place_label, 0, f"{who.capitalize()}: {row.text}.",
                "reach",
            )
            for row in rates
            if row.far_below
        ]  # fmt: skip
    return found
