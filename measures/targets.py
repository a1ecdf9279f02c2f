"""Targets: what was set, and whether a quarter met it."""

from collections import namedtuple
from datetime import date
from math import nan
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session, select

from measures.kept import kept, shared
from measures.series import Point, headline, series_rows
from models.policy import Target
from models.quarters import Quarter
from models.scope import Scope

COLUMNS = [
    "measure", "name", "unit", "at_least", "target", "value", "base", "met", "words", "text",
]  # fmt: skip
TargetRow = namedtuple("TargetRow", COLUMNS)
MET, NOT_MET, TOO_FEW, NO_FIGURE = "met", "not met", "too few to compare", "nothing recorded"


class Aim(NamedTuple):
    """One target as it was set, in the words of `models.policy.Target`."""

    measure: str
    scope: str
    at_least: bool
    value: float
    set_on: date


def target_of(session: Session, *, scope: Scope, measure: str, quarter: Quarter) -> Aim | None:
    """The target in force in a quarter: the latest set in an earlier quarter."""
    set_before = [t for t in _aims(session, scope, measure) if t.set_on < quarter.first_day]
    return set_before[-1] if set_before else None


def targets_over(
    session: Session, *, scope: Scope, measure: str, quarters: tuple[Quarter, ...]
) -> list[float | None]:
    """The target in force in each of some quarters, none without one."""
    found = _aims(session, scope, measure)
    return [
        next((t.value for t in reversed(found) if t.set_on < quarter.first_day), None)
        for quarter in quarters
    ]


def _aims(session: Session, scope: Scope, measure: str) -> list[Aim]:
    """The targets of one measure of a unit, in the order in which they were set."""
    return [t for t in _every_aim(session) if (t.measure, t.scope) == (measure, scope.unit)]


def _every_aim(session: Session) -> list[Aim]:
    columns = [getattr(Target, name) for name in Aim._fields]
    query = select(*columns).order_by(Target.set_on, Target.id)
    return shared(session, "targets", lambda: [Aim(*row) for row in session.execute(query)])


def targets_met(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Each target of a scope in force in a quarter, and whether it was met.

    measure, name, unit   of the measure
    at_least      the direction: at least the target, or at most
    target, value, base   share 0–1 or score 1–5; n
    met           true, false, or none where it cannot be said
    words         “met”, “not met”, “too few to compare”, “nothing recorded”
    text          the value as people read it
    """
    rows = target_rows(session, scope=scope, quarter=quarter)
    return pd.DataFrame(rows, columns=COLUMNS)


@kept
def target_rows(session: Session, *, scope: Scope, quarter: Quarter) -> list[TargetRow]:
    """The rows of `targets_met`."""
    codes = sorted({aim.measure for aim in _every_aim(session) if aim.scope == scope.unit})
    rows = []
    for code in codes:
        aim = target_of(session, scope=scope, measure=code, quarter=quarter)
        if aim is None:
            continue
        about = headline(session, code)
        point = series_rows(session, scope=scope, measure=code, quarters=(quarter,))[0]
        words = _words(point, aim)
        met = {MET: True, NOT_MET: False}.get(words)
        value = nan if point.value is None else point.value
        figures = (aim.at_least, aim.value, value, point.base, met, words, point.text)
        rows.append(TargetRow(code, about.name, about.unit, *figures))
    return rows


def _words(point: Point, aim: Aim) -> str:
    if not point.base:
        return NO_FIGURE
    if not point.enough:
        return TOO_FEW
    met = point.value >= aim.value if aim.at_least else point.value <= aim.value
    return MET if met else NOT_MET
