"""Targets: what was set, and whether a quarter met it."""

import pandas as pd
from sqlmodel import Session, select

from measures.kept import kept
from measures.series import headline, series
from models.policy import Target
from models.quarters import Quarter
from models.scope import Scope

COLUMNS = ["measure", "name", "unit", "at_least", "target", "value", "base", "met", "words"]
MET, NOT_MET, TOO_FEW, NO_FIGURE = "met", "not met", "too few to compare", "nothing recorded"


def target_of(session: Session, *, scope: Scope, measure: str, quarter: Quarter) -> Target | None:
    """The target in force in a quarter: the latest set in an earlier quarter."""
    found = session.exec(
        select(Target)
        .where(
            Target.measure == measure,
            Target.scope == scope.unit,
            Target.set_on < quarter.first_day,
        )
        .order_by(Target.set_on.desc(), Target.id.desc())
        .limit(1)
    ).first()
    return found


def targets_over(
    session: Session, *, scope: Scope, measure: str, quarters: tuple[Quarter, ...]
) -> list[float | None]:
    """The target in force in each of some quarters, none without one."""
    found = session.exec(
        select(Target)
        .where(Target.measure == measure, Target.scope == scope.unit)
        .order_by(Target.set_on, Target.id)
    ).all()
    return [
        next((t.value for t in reversed(found) if t.set_on < quarter.first_day), None)
        for quarter in quarters
    ]


@kept
def targets_met(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Each target of a scope in force in a quarter, and whether it was met.

    measure, name, unit   of the measure
    at_least      the direction: at least the target, or at most
    target, value, base   share 0–1 or score 1–5; n
    met           true, false, or none where it cannot be said
    words         “met”, “not met”, “too few to compare”, “nothing recorded”
    """
    codes = sorted(set(session.exec(select(Target.measure).where(Target.scope == scope.unit))))
    rows = []
    for code in codes:
        target = target_of(session, scope=scope, measure=code, quarter=quarter)
        if target is None:
            continue
        about = headline(session, code)
        point = series(session, scope=scope, measure=code, quarters=(quarter,)).iloc[0]
        words = _words(point, target)
        met = {MET: True, NOT_MET: False}.get(words)
        rows.append(
            (code, about.name, about.unit, target.at_least, target.value, point["value"],
             int(point["base"]), met, words)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _words(point: pd.Series, target: Target) -> str:
    if not point["base"]:
        return NO_FIGURE
    if not point["enough"]:
        return TOO_FEW
    met = point["value"] >= target.value if target.at_least else point["value"] <= target.value
    return MET if met else NOT_MET
