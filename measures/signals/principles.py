"""Gates that are not met or not shown to be met, and voices that lie apart."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.gates import MET, NOT_SHOWN, gate_words
from measures.intervals import Sums, mean_with_interval
from measures.partitions import frame, rows_of
from measures.rounding import activities_text, difference_text, ratio, score_text
from measures.signals.finding import Finding, SignalKind, Unit
from models.quarters import Quarter
from models.reference import Principle
from models.rollup import ScoreRollup
from models.scope import Scope

GAP_LEAST = 5
GAP_SIGNAL = 1
VOICES = {"people": "people", "service": "services"}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: pd.DataFrame, quarter: Quarter
) -> list[Finding]:
    """Signals of the gates and of the gap, per directorate."""
    counted = _counted(session, scope, quarter)
    gates = session.exec(
        select(Principle).where(Principle.gate).order_by(Principle.position)
    ).scalars().all()  # fmt: skip
    found = []
    for part in parts:
        mine = counted[counted["service_id"].isin(part.scope.service_ids)]
        sums = mine.groupby(["principle", "voice"])[["activities", "total", "squares"]].sum()
        found += _gates(part, gates, sums)
        found += _gaps(part, mine)
    return found


def _counted(session, scope, quarter) -> pd.DataFrame:
    return frame(
        session,
        select(
            ScoreRollup.service_id,
            Principle.code.label("principle"),
            Principle.name,
            Principle.position,
            ScoreRollup.voice,
            func.sum(ScoreRollup.activities).label("activities"),
            func.sum(ScoreRollup.total).label("total"),
            func.sum(ScoreRollup.squares).label("squares"),
            func.min(ScoreRollup.low).label("low"),
            func.max(ScoreRollup.high).label("high"),
        )
        .join(Principle, Principle.id == ScoreRollup.principle_id)
        .where(rows_of(session, ScoreRollup, scope=scope, quarters=(quarter,)))
        .group_by(
            ScoreRollup.service_id,
            Principle.code,
            Principle.name,
            Principle.position,
            ScoreRollup.voice,
        ),
    )


def _gates(part: Unit, gates, sums: pd.DataFrame) -> list[Finding]:
    found = []
    for gate in gates:
        for voice, who in VOICES.items():
            key = (gate.code, voice)
            n, total = sums.loc[key, ["activities", "total"]] if key in sums.index else (0, 0.0)
            mean = ratio(float(total), int(n))
            words = gate_words(int(n), mean)
            if words == MET:
                continue
            said = (
                "" if words == NOT_SHOWN else f", {score_text(mean)} from {activities_text(int(n))}"
            )
            found.append(
                _finding(
                    part,
                    SignalKind.GATE,
                    f"{gate.name}, as {who} see it: {words}{said}.",
                )
            )
    return found


def _gaps(part: Unit, mine: pd.DataFrame) -> list[Finding]:
    gaps = mine[mine["voice"] == "gap"]
    found = []
    for (_, name), rows in gaps.groupby(["position", "name"]):
        n = int(rows["activities"].sum())
        if n < GAP_LEAST:
            continue
        sums = Sums(n, float(rows["total"].sum()), float(rows["squares"].sum()))
        low, high = float(rows["low"].min()), float(rows["high"].max())
        mean = sums.total / n
        made = mean_with_interval(sums, low, high, low=-4, high=4)
        # Where every gap is the same there is no interval, and nothing to doubt.
        certain = low == high or (made.interval is not None and made.interval.low > 0)
        if mean >= GAP_SIGNAL and certain:
            found.append(
                _finding(
                    part,
                    SignalKind.GAP,
                    f"{name}: services score {difference_text(mean)} above people, "
                    f"over {activities_text(n)}.",
                )
            )
    return found


def _finding(part: Unit, kind: SignalKind, text: str) -> Finding:
    return Finding(
        kind,
        part.scope.unit,
        part.scope.label,
        part.position,
        text,
        "principles",
        service=part.service,
    )
