"""Districts that lie far below their share of the panel."""

import pandas as pd
from sqlmodel import Session

from measures.signals.finding import Finding, Unit
from models.quarters import Quarter
from models.scope import Scope


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of the panel's reach, which knows the county alone."""
    if scope.unit != "county":
        return []
    return []
