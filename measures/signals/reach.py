"""Districts that lie far below their share of the panel."""

import pandas as pd
from sqlmodel import Session

from measures.panel_tables import CARERS, DISABLED
from measures.reach import place_rates
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.scope import Scope


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of the panel's reach, which knows the county alone."""
    if scope.unit != "county":
        return []
    found = []
    for of, who in ((DISABLED, "disabled members"), (CARERS, "carers")):
        rates = place_rates(session, scope=scope, quarter=quarter, of=of)
        found += [
            Finding(
                SignalKind.REACH, "county", row.place_label, 0, f"{who.capitalize()}: {row.text}.",
                "reach",
            )
            for row in rates[rates["far_below"]].itertuples()
        ]  # fmt: skip
    return found
