"""Gates that are not met or not shown to be met, and voices that lie apart."""

from sqlmodel import Session

from measures.gates import MET, NOT_SHOWN, gate_words
from measures.partitions import Place
from measures.principles import Asked, gap_of, gap_signal, principles_of
from measures.rounding import activities_text, clean, number_text, ratio, score_text
from measures.signals.finding import Finding, SignalKind, Unit
from measures.tallies import NOTHING, Key, Tally, tallies
from models.quarters import Quarter
from models.scope import Scope

VOICES = {"people": "people", "service": "services"}


def findings(
    session: Session, *, scope: Scope, parts: list[Unit], units: list[Place], quarter: Quarter
) -> list[Finding]:
    """Signals of the gates and of the gap, per directorate."""
    scores = tallies(session, quarters=(quarter,), meeting=scope.meeting)[quarter.code]
    asked = sorted(principles_of(session), key=lambda principle: principle.position)
    found = []
    for part in parts:
        mine = scores.of(part.scope.service_ids)
        found += _gates(part, asked, mine)
        found += _gaps(part, asked, mine)
    return found


def _gates(part: Unit, asked: list[Asked], mine: dict[Key, Tally]) -> list[Finding]:
    found = []
    for gate in asked:
        for voice, who in VOICES.items() if gate.gate else ():
            tally = mine.get((gate.id, voice), NOTHING)
            mean = clean(ratio(tally.total, tally.activities))
            words = gate_words(tally.activities, mean)
            if words == MET:
                continue
            number = activities_text(tally.activities)
            said = "" if words == NOT_SHOWN else f", {score_text(mean)} from {number}"
            text = f"{gate.name}, as {who} see it: {words}{said}."
            found.append(_finding(part, SignalKind.GATE, text))
    return found


def _gaps(part: Unit, asked: list[Asked], mine: dict[Key, Tally]) -> list[Finding]:
    found = []
    for principle in sorted(asked, key=lambda each: (each.position, each.name)):
        mean = gap_of(mine.get((principle.id, "gap"), NOTHING))
        if gap_signal(mean):
            text = (
                f"“{principle.name}”: services score {number_text(clean(mean.value))} points "
                f"above people, over {activities_text(mean.n)}."
            )
            found.append(_finding(part, SignalKind.GAP, text))
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
