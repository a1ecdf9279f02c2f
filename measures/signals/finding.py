"""What one signal says, and the rules by which signals are found."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from models.scope import Scope


class SignalKind(StrEnum):
    """The kinds of signals, in the order in which they are told."""

    GATE = "A gate"
    COERCING = "Coercing"
    GAP = "Two voices apart"
    SHORTFALL = "Rung claimed too high"
    OVERDUE = "Overdue feedback"
    FUNNEL = "A service unlike the others"
    TREND = "A trend"
    REACH = "A district hardly reached"
    NOTHING = "Nothing recorded"


RULES = {
    SignalKind.GATE: "A gate scored below 3.0 on average, or with no score at all.",
    SignalKind.COERCING: "An activity was on the rung “coercing”. That is always a concern.",
    SignalKind.GAP: (
        "From 5 activities: services score at least 1 point above people, "
        "and the 95% interval leaves out 0."
    ),
    SignalKind.SHORTFALL: "People put an activity on a lower rung than the service claimed.",
    SignalKind.OVERDUE: "Feedback items are past their due day and still open.",
    SignalKind.FUNNEL: "A service lies outside the funnel limits of chance (z = 3.09).",
    SignalKind.TREND: "A point or run outside ordinary variation (XmR limits).",
    SignalKind.REACH: (
        "At least 20 members would be in proportion, and at most half of that can be there."
    ),
    SignalKind.NOTHING: "A service with running activities has recorded no review and no feedback.",
}


@dataclass(frozen=True)
class Finding:
    """One signal.

    kind        of signal
    unit        the unit that it is about: a directorate's or service's code, or “county”
    label       its name
    position    where its directorate stands in the set order; 0 for the county
    finding     a sentence with its figures
    page        the page that shows it, by its address
    service     whether the unit is a service
    better      for a trend: it points the good way
    """

    kind: SignalKind
    unit: str
    label: str
    position: int
    finding: str
    page: str
    service: bool = False
    better: bool = False


@dataclass(frozen=True)
class Unit:
    """One directorate of a scope, with its services, or one service."""

    scope: Scope
    position: int
    service: bool = False


COLUMNS = ["kind", "unit", "label", "finding", "rule", "page", "service", "better"]


def as_frame(found: list[Finding]) -> pd.DataFrame:
    """The signals by kind, then directorate in its set order, then as they were found."""
    kinds = list(SignalKind)
    ordered = sorted(found, key=lambda f: (kinds.index(f.kind), f.position))
    rows = [
        (str(f.kind), f.unit, f.label, f.finding, RULES[f.kind], f.page, f.service, f.better)
        for f in ordered
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
