"""Adherence to principles: scores by voice, their coverage, the gap, the gates.

Definition: "How we measure", section 1. The two voices are never averaged
together, and principles are never averaged into one number.
"""

from dataclasses import dataclass, field

import pandas as pd
from sqlmodel import Session, select

from measures.funnel_limits import score_funnel
from measures.gates import gate_words
from measures.intervals import LEAST_ACTIVITIES, Mean, Sums, mean_change_word, mean_with_interval
from measures.partitions import frame, rows_of
from measures.parts import Part, parts, tidy
from measures.rounding import (
    difference_text,
    number_text,
    percent_text,
    ratio,
    score_text,
)
from models.activity import Activity
from models.quarters import Quarter
from models.reference import Principle, Service
from models.rollup import ActivityRollup, ListedScore, ScoreRollup
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
ACTIVITY_SCORES = {
    "service": "str",
    "activity_id": "int64",
    "activity": "str",
    **_PRINCIPLE,
    "voice": "str",
    "score": "float64",
    "answers": "int64",
    "not_applicable": "bool",
    "evidenced": "bool",
    "text": "str",
}
FUNNEL = {
    "row": "str",
    "service": "str",
    "activities": "int64",
    "score": "float64",
    "low": "float64",
    "high": "float64",
    "place": "str",
    "centre": "float64",
    "text": "str",
}


@dataclass
class Tally:
    """Sums of the scores of one unit on one principle by one voice."""

    activities: int = 0
    total: float = 0.0
    squares: float = 0.0
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    not_applicable: int = 0
    scored_high: int = 0
    evidenced: int = 0
    reviewed: int = 0

    def add(self, row) -> None:
        """Add one roll-up row."""
        self.activities += row.activities
        self.total += row.total
        self.squares += row.squares
        self.lows += [] if row.low is None else [row.low]
        self.highs += [] if row.high is None else [row.high]
        self.not_applicable += row.not_applicable
        self.scored_high += row.scored_high
        self.evidenced += row.evidenced
        self.reviewed += row.running_reviewed

    @property
    def sums(self) -> Sums:
        """What a mean needs to be compared."""
        return Sums(self.activities, self.total, self.squares)

    def mean(self, *, low: float = 1, high: float = 5) -> Mean:
        """The mean and its interval, clipped to what is possible."""
        smallest = round(min(self.lows), 9) if self.lows else None
        largest = round(max(self.highs), 9) if self.highs else None
        return mean_with_interval(self.sums, smallest, largest, low=low, high=high)


def principles_of(session: Session) -> list[Principle]:
    """The principles in their set order, the two gates among them."""
    order = (Principle.set_version, Principle.position)
    return list(session.exec(select(Principle).order_by(*order)).all())


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
    units = parts(session, scope=scope)
    now, before = quarter, quarter.plus(-1)
    tallies = _tallies(session, scope, units, (now, before))
    running = _running(session, scope, units, quarter)
    rows = []
    for unit in units:
        for principle in principles_of(session):
            for voice in VOICES:
                key = (unit.code, principle.id, voice)
                was = tallies.get((before.code, *key), Tally())
                tally = tallies.get((now.code, *key), Tally())
                rows.append(_score_row(unit, principle, voice, tally, was, running[unit.code]))
    return tidy(rows, SCORES)


def _score_row(unit: Part, principle, voice: str, tally: Tally, was: Tally, running: int) -> tuple:
    mean = tally.mean()
    return (
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
        ratio(was.total, was.activities),
        was.activities,
        mean_change_word(tally.sums, was.sums) or "",
        score_text(_clean(mean.value)),
        _range_text(mean),
        percent_text(tally.reviewed, running),
        percent_text(tally.evidenced, tally.scored_high),
        score_text(_clean(ratio(was.total, was.activities))),
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
    units = parts(session, scope=scope)
    tallies = _tallies(session, scope, units, (quarter,))
    rows = []
    for unit in units:
        for principle in principles_of(session):
            tally = tallies.get((quarter.code, unit.code, principle.id, "gap"), Tally())
            mean = tally.mean(low=-4, high=4)
            row = (*_unit(unit), *_principle(principle), *_mean(mean), mean.note)
            text = difference_text(_clean(mean.value))
            rows.append((*row, _gap_signal(mean), text, _range_text(mean, difference_text)))
    return tidy(rows, GAPS)


def _gap_signal(mean: Mean) -> bool:
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
    found = scores(session, scope=scope, quarter=quarter)
    found = found[found["gate"]].reset_index(drop=True)
    found["state"] = [
        gate_words(n, _clean(score))
        for n, score in zip(found["activities"], found["score"], strict=True)
    ]
    return found[list(GATES)].astype(GATES)


def activity_scores(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Scores of single activities, of the services whose records the viewer may list.

    One row per activity, principle and voice, services in their set order, then by title:
    service, activity_id, activity (its title), principle, principle_code, gate
    voice            service or people
    score            the service's 1–5, or the mean of the people's answers
    answers          behind the people's mean, in whole batches of five
    not_applicable   the service said that the principle does not apply
    evidenced        an evidence item stands behind the service's score
    text             the score as people read it, or "not applicable"
    """
    found = frame(
        session,
        select(
            Service.name.label("service"),
            ListedScore.activity_id,
            Activity.title.label("activity"),
            Principle.name.label("principle"),
            Principle.code.label("principle_code"),
            Principle.gate,
            ListedScore.voice,
            ListedScore.score,
            ListedScore.answers,
            ListedScore.score.is_(None).label("not_applicable"),
            ListedScore.evidenced,
        )
        .join(Activity, Activity.id == ListedScore.activity_id)
        .join(Service, Service.id == ListedScore.service_id)
        .join(Principle, Principle.id == ListedScore.principle_id)
        .where(
            rows_of(session, ListedScore, scope=scope, quarters=(quarter,)),
            ListedScore.service_id.in_(scope.listed_ids),
        )
        .order_by(
            Service.directorate_id,
            Service.position,
            Activity.title,
            Activity.id,
            Principle.set_version,
            Principle.position,
            ListedScore.voice.desc(),
        ),
    )
    found["text"] = [
        "not applicable" if r.not_applicable else _score_words(r.voice, r.score)
        for r in found.itertuples()
    ]
    return found.astype(ACTIVITY_SCORES)


def _score_words(voice: str, score: float) -> str:
    return str(int(score)) if voice == "service" else score_text(_clean(score))


def service_funnel(
    session: Session, *, scope: Scope, quarter: Quarter, principle: str, voice: str
) -> pd.DataFrame:
    """Services' scores on one principle against funnel limits.

    The centre is the mean over every service of the scope; only services that
    the viewer may list have a row of their own. Rows: `row` is “service” or
    “limit” (the curve, by rising n):
    service      name, empty on a limit
    activities   n
    score        mean; none on a limit or without n
    low, high    limits at that n: centre ± 3.09 × pooled SD ÷ √n, clipped to 1–5
    place        above, below or within the limits, too few to compare, or no limits
    centre       the mean over all services' activities
    text         the score as people read it
    Definition: "How we measure", section 3. Formula: Spiegelhalter 2005.
    """
    chosen = {p.id for p in principles_of(session) if p.code == principle}
    sums: dict[int, Tally] = {each: Tally() for each in scope.service_ids}
    for row in _score_rows(session, scope, (quarter,)):
        if row.principle_id in chosen and row.voice == voice:
            sums[row.service_id].add(row)
    funnel = score_funnel({each: tally.sums for each, tally in sums.items()})
    placed = {unit.name: unit for unit in funnel.units}
    rows = [
        ("service", name, *_funnel_values(placed[each], funnel.centre))
        for each, name in _names(session, scope.listed_ids)
    ]
    rows += [("limit", "", p.n, None, p.low, p.high, "", funnel.centre, "") for p in funnel.curve]
    return tidy(rows, FUNNEL)


def _funnel_values(unit, centre: float | None) -> tuple:
    text = score_text(_clean(unit.value))
    return unit.n, unit.value, unit.low, unit.high, unit.place.value, centre, text


def _names(session: Session, ids: tuple[int, ...]) -> list[tuple[int, str]]:
    found = select(Service.id, Service.name).where(Service.id.in_(ids))
    order = (Service.directorate_id, Service.position)
    return [tuple(row) for row in session.execute(found.order_by(*order))]


def _score_rows(session: Session, scope: Scope, quarters: tuple[Quarter, ...]) -> list:
    table = ScoreRollup.__table__
    where = rows_of(session, ScoreRollup, scope=scope, quarters=quarters)
    return session.execute(select(*table.columns).where(where).order_by(table.c.service_id)).all()


def _tallies(session, scope: Scope, units: list[Part], quarters) -> dict[tuple, Tally]:
    """(quarter code, unit code, principle id, voice) to its sums."""
    found: dict[tuple, Tally] = {}
    for row in _score_rows(session, scope, quarters):
        for unit in units:
            if row.service_id in unit.service_ids:
                key = (row.quarter, unit.code, row.principle_id, row.voice)
                found.setdefault(key, Tally()).add(row)
    return found


def _running(session, scope: Scope, units: list[Part], quarter: Quarter) -> dict[str, int]:
    where = rows_of(session, ActivityRollup, scope=scope, quarters=(quarter,))
    columns = (ActivityRollup.service_id, ActivityRollup.running)
    counts = dict(session.execute(select(*columns).where(where)).tuples().all())
    return {unit.code: sum(counts.get(each, 0) for each in unit.service_ids) for unit in units}


def _unit(unit: Part) -> tuple[str, str, bool]:
    return unit.name, unit.code, unit.whole


def _principle(principle: Principle) -> tuple[str, str, bool]:
    return principle.name, principle.code, principle.gate


def _mean(mean: Mean) -> tuple:
    ends = (mean.interval.low, mean.interval.high) if mean.interval else (None, None)
    return mean.n, mean.value, *ends


def _clean(value: float | None) -> float | None:
    """Without what sums of floats leave behind, so that 3.0 is never just below it."""
    return None if value is None else round(value, 9)


def _range_text(mean: Mean, words=number_text) -> str:
    """The interval as people read it, or why there is none."""
    if mean.interval is None:
        return mean.note
    return f"{words(mean.interval.low)} to {words(mean.interval.high)}"
