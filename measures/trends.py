"""A headline measure over time: limits, signals, target and notes on the line.

Definition: "How we measure", section 6. Only closed quarters of the current
definitions with a sufficient base enter limits; the rest are drawn apart.
"""

import pandas as pd
from sqlmodel import Session, select

from measures.quarters import quarters_of
from measures.series import Headline, headline, series, value_of
from measures.targets import target_of, targets_over
from measures.trend_limits import Trend, target_verdict, trend
from models.edition import DEFINITIONS_VERSION, Edition
from models.policy import LimitReset, LineNote
from models.quarters import Quarter
from models.scope import Scope

AT_MOST = 16  # quarters on one line: four years


def quarters_up_to(
    session: Session, *, scope: Scope, quarter: Quarter, at_most: int = AT_MOST
) -> tuple[Quarter, ...]:
    """The quarters from a scope's first record to one, oldest first, the latest so many."""
    found = sorted(q for q in quarters_of(session, scope=scope) if q <= quarter)
    return tuple(found[-at_most:]) or (quarter,)


def trend_line(session: Session, *, scope: Scope, measure: str, quarter: Quarter) -> pd.DataFrame:
    """One headline measure up to a quarter, oldest first, one row per quarter.

    The columns of `measures.series.series`, and:
    counts       the point enters limits and signals
    centre, low, high   limits in the measure's unit, none under 8 points
    state        “no limits yet”, “trial” or “fixed”
    signal       what the point is part of, in words; empty for ordinary variation
    better       the signal is for the better; none without one
    target       in force in the quarter, none without one
    note         notes on the line, joined by “; ”
    """
    about = headline(session, measure)
    quarters = quarters_up_to(session, scope=scope, quarter=quarter)
    made = series(session, scope=scope, measure=measure, quarters=quarters)
    made["counts"] = (
        made["enough"] & ~made["provisional"] & (made["version"] == DEFINITIONS_VERSION)
    )
    found = _trend(session, scope, about, quarters, made)
    _add_limits(made, found)
    _add_signals(made, found)
    targets = targets_over(session, scope=scope, measure=measure, quarters=quarters)
    made["target"] = pd.array(targets, dtype="Float64")
    made["note"] = _notes(session, scope, measure, quarters)
    return made


def verdict_on_target(
    session: Session, *, scope: Scope, measure: str, quarter: Quarter
) -> str | None:
    """“consistently met”, “consistently missed”, “neither …”, or none without limits or target."""
    target = target_of(session, scope=scope, measure=measure, quarter=quarter)
    if target is None:
        return None
    about = headline(session, measure)
    quarters = quarters_up_to(session, scope=scope, quarter=quarter)
    made = series(session, scope=scope, measure=measure, quarters=quarters)
    made["counts"] = made["enough"] & ~made["provisional"]
    found = _trend(session, scope, about, quarters, made)
    said = target_verdict(found.latest, target.value, higher_is_better=target.at_least)
    return str(said) if said else None


def counted_values(
    about: Headline, sums: list, quarters: tuple[Quarter, ...], closed: dict[str, str]
) -> list[float | None]:
    """The values that enter limits: closed, of these definitions, on a sufficient base."""
    return [
        value_of(about, each)
        if closed.get(quarter.code) == DEFINITIONS_VERSION and each[1] >= about.least
        else None
        for each, quarter in zip(sums, quarters, strict=True)
    ]


def resets_by_scope(
    session: Session, *, measure: str, quarters: tuple[Quarter, ...]
) -> dict[str, tuple[int, ...]]:
    """Positions among the quarters at which limits were reset, by the unit's code."""
    codes = [quarter.code for quarter in quarters]
    found: dict[str, tuple[int, ...]] = {}
    rows = session.exec(select(LimitReset).where(LimitReset.measure == measure)).all()
    for row in rows:
        if row.quarter in codes:
            found[row.scope] = (*found.get(row.scope, ()), codes.index(row.quarter))
    return found


def _trend(session, scope: Scope, about: Headline, quarters, made: pd.DataFrame) -> Trend:
    lowest, highest = about.bounds
    resets = resets_by_scope(session, measure=about.code, quarters=quarters)
    values = [v if c else None for v, c in zip(made["value"], made["counts"], strict=True)]
    return trend(values, lowest=lowest, highest=highest, resets=resets.get(scope.unit, ()))


def _add_limits(made: pd.DataFrame, found: Trend) -> None:
    stretches = [limits for limits in found.limits for _ in range(limits.start, limits.stop)]
    for name in ("centre", "low", "high"):
        made[name] = pd.array([getattr(limits, name) for limits in stretches], dtype="float64")
    made["state"] = [str(limits.state) for limits in stretches]


def _add_signals(made: pd.DataFrame, found: Trend) -> None:
    first: dict[int, tuple[str, bool]] = {}
    for signal in found.signals:
        for position in signal.positions:
            first.setdefault(position, (signal.words, signal.upward))
    made["signal"] = [first.get(n, ("", None))[0] for n in range(len(made))]
    made["better"] = [first.get(n, ("", None))[1] for n in range(len(made))]


def _notes(session, scope: Scope, measure: str, quarters) -> list[str]:
    wanted = select(LineNote).where(
        LineNote.measure.in_([measure, "all"]),
        LineNote.scope.in_([scope.unit, "county"]),
    )
    if scope.meeting is not None:  # what was noted since its opening waits for the next one
        wanted = wanted.where(LineNote.recorded_at <= session.get(Edition, scope.meeting).made_at)
    rows = session.exec(wanted.order_by(LineNote.happened_on, LineNote.id)).all()
    return [
        "; ".join(row.text for row in rows if Quarter.of(row.happened_on) == quarter)
        for quarter in quarters
    ]
