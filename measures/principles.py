"""Adherence to principles: scores by voice, their coverage, the gap, the gates.

Definition: "How we measure", section 1. The two voices are never averaged
together, and principles are never averaged into one number.
"""

from collections import namedtuple
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session, select

from measures.gates import gate_words
from measures.intervals import LEAST_ACTIVITIES, Mean, mean_change_word
from measures.kept import kept, shared
from measures.partitions import rows_by_service
from measures.parts import Part, parts, tidy
from measures.rounding import clean, difference_text, percent_text, ratio, score_text
from measures.tallies import NOTHING, Tally, range_text, tallies
from models.quarters import Quarter
from models.reference import Principle
from models.rollup import ActivityRollup
from models.scope import Scope

VOICES = ("service", "people")
LEAST_GAP = 1
# Equal figures reckoned from sums of floats differ by less than this.
_NEARLY = 1e-9

_UNIT = {"unit": "str", "unit_code": "str", "whole": "bool"}
_PRINCIPLE = {"principle": "str", "principle_code": "str", "gate": "bool"}
_MEAN = {"activities": "int64", "score": "float64", "low": "float64", "high": "float64"}
SCORES = {
    **_UNIT,
    **_PRINCIPLE,
    "voice": "str",
    **_MEAN,
    "note": "str",
    "not_applicable": "int64",
    "running": "int64",
    "reviewed": "int64",
    "coverage": "float64",
    "scored_high": "int64",
    "evidenced": "int64",
    "evidenced_share": "float64",
    "before": "float64",
    "before_activities": "int64",
    "change": "str",
    "text": "str",
    "interval_text": "str",
    "coverage_text": "str",
    "evidenced_text": "str",
    "before_text": "str",
}
GAPS = {**_UNIT, **_PRINCIPLE, **_MEAN, "note": "str", "signal": "bool", "text": "str",
        "interval_text": "str"}  # fmt: skip
GATES = {
    **_UNIT,
    "principle": "str",
    "principle_code": "str",
    "voice": "str",
    "activities": "int64",
    "score": "float64",
    "state": "str",
    "text": "str",
}


ScoreRow = namedtuple("ScoreRow", SCORES)
GateRow = namedtuple("GateRow", GATES)


class Asked(NamedTuple):
    """One principle, in the words of `models.reference.Principle`."""

    id: int
    code: str
    name: str
    gate: bool
    position: int


def principles_of(session: Session) -> list[Asked]:
    """The principles in their set order, the two gates among them."""

    def found() -> list[Asked]:
        columns = [getattr(Principle, name) for name in Asked._fields]
        query = select(*columns).order_by(Principle.set_version, Principle.position)
        return [Asked(*row) for row in session.execute(query)]

    return shared(session, "principles", found)


def scores(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Score of a unit on a principle in each voice.

    One row per unit (the whole first), principle and voice, in their set order:
    unit, unit_code, whole            the unit; whole: the scope itself
    principle, principle_code, gate
    voice               service or people
    activities          with a score: n
    score               mean, 1–5; none without n
    low, high           95% t-interval from n = 5, clipped to 1–5
    note                why there is no interval, else empty
    not_applicable      activities for which the service said so
    running, reviewed, coverage       running activities, those reviewed, their share 0–1
    scored_high, evidenced, evidenced_share   the service's 4s and 5s, those with evidence
    before, before_activities         mean and n of the quarter before
    change              rose, fell or no clear change (Welch); empty under 5 in either
    text, interval_text, coverage_text, evidenced_text, before_text   as people read them
    Definition: "How we measure", section 1.
    """
    return tidy(score_rows(session, scope=scope, quarter=quarter), SCORES)


@kept
def score_rows(session: Session, *, scope: Scope, quarter: Quarter) -> tuple[ScoreRow, ...]:
    """The rows of `scores`."""
    before = quarter.plus(-1)
    found = tallies(session, quarters=(quarter, before), meeting=scope.meeting)
    running = _running(session, scope, quarter)
    rows = []
    for unit in parts(session, scope=scope):
        now, was = (found[each.code].of(unit.service_ids) for each in (quarter, before))
        runs = sum(running.get(each, 0) for each in unit.service_ids)
        for principle in principles_of(session):
            for voice in VOICES:
                key = principle.id, voice
                tally, then = now.get(key, NOTHING), was.get(key, NOTHING)
                rows.append(_score_row(unit, principle, voice, tally, then, runs))
    return tuple(rows)


def _score_row(
    unit: Part, principle: Asked, voice: str, tally: Tally, was: Tally, running: int
) -> ScoreRow:
    mean = tally.mean()
    before = clean(ratio(was.total, was.activities))
    return ScoreRow(
        *_unit(unit),
        *_principle(principle),
        voice,
        *_mean(mean),
        mean.note,
        tally.not_applicable,
        running,
        tally.reviewed,
        ratio(tally.reviewed, running),
        tally.scored_high,
        tally.evidenced,
        ratio(tally.evidenced, tally.scored_high),
        before,
        was.activities,
        mean_change_word(tally.sums, was.sums) or "",
        score_text(mean.value),
        range_text(mean),
        percent_text(tally.reviewed, running),
        percent_text(tally.evidenced, tally.scored_high),
        score_text(before),
    )


def gaps(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Gap between the voices: service minus people, over activities with both.

    One row per unit (the whole first) and principle, in their set order:
    unit, unit_code, whole, principle, principle_code, gate
    activities   with both voices in the quarter: n
    score        mean gap, −4 to 4; above 0 the service scores higher
    low, high    95% t-interval from n = 5, clipped to ±4
    note         why there is no interval, else empty
    signal       from n = 5, at least 1, and the interval excludes 0
    text, interval_text   gap and interval as people read them
    Definition: "How we measure", section 1.
    """
    found = tallies(session, quarters=(quarter,), meeting=scope.meeting)[quarter.code]
    rows = []
    for unit in parts(session, scope=scope):
        mine = found.of(unit.service_ids)
        for principle in principles_of(session):
            mean = gap_of(mine.get((principle.id, "gap"), NOTHING))
            row = (*_unit(unit), *_principle(principle), *_mean(mean), mean.note)
            text = difference_text(mean.value)
            rows.append((*row, gap_signal(mean), text, range_text(mean, difference_text)))
    return tidy(rows, GAPS)


def gap_of(tally: Tally) -> Mean:
    """The mean gap between the voices, −4 to 4."""
    return tally.mean(low=-4, high=4)


def gap_signal(mean: Mean) -> bool:
    """Whether a gap is one that needs a conversation."""
    if mean.n < LEAST_ACTIVITIES or mean.value < LEAST_GAP - _NEARLY:
        return False
    # All equal and at least 1: there is no doubt that an interval could show.
    return mean.interval is None or mean.interval.excludes_zero


def gates(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Each gate in words, for each voice, whatever the other scores are.

    One row per unit (the whole first), gate and voice:
    unit, unit_code, whole, principle, principle_code, voice
    activities   n
    score        mean, 1–5; none without n
    state        in words, from the unrounded mean: see measures/gates.py
    text         the score as people read it
    Definition: "How we measure", section 1.
    """
    return tidy(gate_rows(session, scope=scope, quarter=quarter), GATES)


def gate_rows(session: Session, *, scope: Scope, quarter: Quarter) -> list[GateRow]:
    """The rows of `gates`."""
    return [
        GateRow(
            row.unit, row.unit_code, row.whole, row.principle, row.principle_code, row.voice,
            row.activities, row.score, gate_words(row.activities, row.score), row.text,
        )
        for row in score_rows(session, scope=scope, quarter=quarter)
        if row.gate
    ]  # fmt: skip


def _running(session: Session, scope: Scope, quarter: Quarter) -> dict[int, int]:
    asked = {"quarters": (quarter,), "meeting": scope.meeting}
    found = rows_by_service(session, ActivityRollup, **asked)[quarter.code]
    return {number: rows[0].running for number, rows in found.items()}


def _unit(unit: Part) -> tuple[str, str, bool]:
    return unit.name, unit.code, unit.whole


def _principle(principle: Asked) -> tuple[str, str, bool]:
    return principle.name, principle.code, principle.gate


def _mean(mean: Mean) -> tuple:
    ends = (mean.interval.low, mean.interval.high) if mean.interval else (None, None)
    return mean.n, mean.value, *ends
