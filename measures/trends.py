"""A headline measure over time: limits, signals, target and notes on the line.

Definition: "How we measure", section 6. Only closed quarters of the current
definitions with a sufficient base enter limits; the rest are drawn apart.
"""

import pandas as pd
from sqlmodel import Session, select

from measures.intervals import NOTHING_RECORDED
from measures.quarters import quarters_of
from measures.rounding import percent_text, score_text
from measures.series import Headline, headline, series
from measures.targets import target_of
from measures.trend_limits import Trend, target_verdict, trend
from models.edition import DEFINITIONS_VERSION
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
    text         the figure as people read it
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
    targets = [target_of(session, scope=scope, measure=measure, quarter=q) for q in quarters]
    made["target"] = pd.array([t.value if t else None for t in targets], dtype="Float64")
    made["note"] = _notes(session, scope, measure, quarters)
    made["text"] = [_text(about, row) for row in made.itertuples()]
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


def _text(about: Headline, row) -> str:
    if not row.base:
        return NOTHING_RECORDED
    return percent_text(row.part, row.base) if about.unit == "%" else score_text(row.value)


def _trend(session, scope: Scope, about: Headline, quarters, made: pd.DataFrame) -> Trend:
    lowest, highest = about.bounds
    codes = [quarter.code for quarter in quarters]
    resets = session.exec(
        select(LimitReset.quarter).where(
            LimitReset.measure == about.code, LimitReset.scope == scope.unit
        )
    ).all()
    values = [v if c else None for v, c in zip(made["value"], made["counts"], strict=True)]
    return trend(
        values,
        lowest=lowest,
        highest=highest,
        resets=[codes.index(code) for code in resets if code in codes],
    )


def _add_limits(made: pd.DataFrame, found: Trend) -> None:
    for name in ("centre", "low", "high"):
        made[name] = float("nan")
    made["state"] = ""
    for limits in found.limits:
        rows = made.index[limits.start : limits.stop]
        made.loc[rows, "state"] = str(limits.state)
        if limits.centre is not None:
            made.loc[rows, ["centre", "low", "high"]] = (limits.centre, limits.low, limits.high)


def _add_signals(made: pd.DataFrame, found: Trend) -> None:
    made["signal"], made["better"] = "", None
    for signal in found.signals:
        for position in signal.positions:
            if not made.at[position, "signal"]:
                made.at[position, "signal"] = signal.words
                made.at[position, "better"] = signal.upward


def _notes(session, scope: Scope, measure: str, quarters) -> list[str]:
    rows = session.exec(
        select(LineNote)
        .where(
            LineNote.measure.in_([measure, "all"]),
            LineNote.scope.in_([scope.unit, "county"]),
        )
        .order_by(LineNote.happened_on, LineNote.id)
    ).all()
    return [
        "; ".join(row.text for row in rows if Quarter.of(row.happened_on) == quarter)
        for quarter in quarters
    ]
