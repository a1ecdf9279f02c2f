"""Headline measures over the quarters: what trends, targets and signals are read from."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import case, func, literal, select
from sqlmodel import Session

from measures.intervals import NOTHING_RECORDED
from measures.partitions import rows_of
from measures.rounding import percent_text, ratio, score_text
from models.edition import DEFINITIONS_VERSION, Edition, editions_of
from models.quarters import Quarter
from models.reference import Principle, Rung
from models.rolling.activities import NOT_RECORDED
from models.rollup import ActivityRollup, LoopRollup, RungRollup, ScoreRollup
from models.scope import Scope

COLUMNS = [
    "quarter",
    "value",
    "part",
    "base",
    "total",
    "squares",
    "enough",
    "provisional",
    "version",
    "text",
]


@dataclass(frozen=True)
class Headline:
    """One measure that has a trend and may have a target.

    code        its name in the store
    name        as people read it
    unit        "%" for a share, "score 1 to 5" for a mean
    least       the base below which it is too few to compare
    principle   the principle's code, of scores and coverage
    """

    code: str
    name: str
    unit: str
    least: int
    principle: str | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and highest possible value."""
        return (0.0, 1.0) if self.unit == "%" else (1.0, 5.0)


SHARES = (
    Headline("closure_individual", "Individual feedback closed on time", "%", 10),
    Headline("closure_collective", "Group feedback closed on time", "%", 10),
    Headline("agreement", "Claimed rung agreed with by people", "%", 5),
    Headline("coverage", "Running activities reviewed by people", "%", 5),
)


def headlines_of(session: Session) -> tuple[Headline, ...]:
    """Every headline measure: the shares, then each principle's score in each voice."""
    scores = [
        Headline(f"{voice}_{p.code}", f"{p.name}, {words}", "score 1 to 5", 5, p.code)
        for p in session.execute(select(Principle).order_by(Principle.position)).scalars()
        for voice, words in (("people", "people’s score"), ("service", "the service’s score"))
    ]
    return (*SHARES, *scores)


def headline(session: Session, code: str) -> Headline:
    """One headline measure. KeyError for an unknown code."""
    return {h.code: h for h in headlines_of(session)}[code]


def series(
    session: Session, *, scope: Scope, measure: str, quarters: tuple[Quarter, ...]
) -> pd.DataFrame:
    """One measure of a scope over quarters, oldest first as given.

    quarter      label
    value        share 0–1 or mean 1–5, none without a base
    part         items or activities counted, of a share
    base         n: items or activities
    total, squares   sums behind a mean
    enough       the base is sufficient to compare
    provisional  the quarter is not closed
    version      of the definitions that it was closed with
    text         the value as people read it: "62%", "3 of 7", "3.4", "nothing recorded"
    """
    counts = counts_by_service(session, scope=scope, measure=measure, quarters=quarters)
    about = headline(session, measure)
    closed = closed_versions(session, scope=scope, quarters=quarters)
    rows = [_row(about, quarter, _summed(counts, quarter.code), closed) for quarter in quarters]
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.astype({"value": "float64", "total": "float64", "squares": "float64"})


Sums = tuple[int, int, float, float]  # part, base, total, squares


def counts_by_service(
    session: Session, *, scope: Scope, measure: str, quarters: tuple[Quarter, ...]
) -> dict[tuple[int, str], Sums]:
    """(service id, quarter code) → part, base, total and squares of one measure."""
    about = headline(session, measure)
    return {
        (int(row.service_id), row.quarter): (
            int(row.part or 0),
            int(row.base or 0),
            float(row.total or 0),
            float(row.squares or 0),
        )
        for row in _counted(session, scope, about, quarters)
    }


def closed_versions(
    session: Session, *, scope: Scope, quarters: tuple[Quarter, ...]
) -> dict[str, str]:
    """Code of each closed quarter → the version of the definitions that it was closed with."""
    editions = dict(editions_of(session, list(quarters), meeting=scope.meeting))
    found = session.execute(
        select(Edition.id, Edition.definitions_version).where(
            Edition.id.in_(set(editions.values())), Edition.quarter.is_not(None)
        )
    ).all()
    versions = {row[0]: row[1] for row in found}
    return {code: versions[number] for code, number in editions.items() if number in versions}


def value_of(about: Headline, sums: Sums) -> float | None:
    """The share or mean behind some sums; none without a base."""
    part, base, total, _ = sums
    return ratio(part, base) if about.unit == "%" else ratio(total, base)


def text_of(about: Headline, sums: Sums) -> str:
    """A figure as people read it."""
    part, base, total, _ = sums
    if not base:
        return NOTHING_RECORDED
    return percent_text(part, base) if about.unit == "%" else score_text(ratio(total, base))


def _summed(counts: dict[tuple[int, str], Sums], quarter: str) -> Sums:
    mine = [sums for (_, code), sums in counts.items() if code == quarter]
    return tuple(sum(column) for column in zip(*mine, strict=True)) if mine else (0, 0, 0.0, 0.0)


def _row(about: Headline, quarter: Quarter, sums: Sums, closed: dict[str, str]) -> tuple:
    part, base, total, squares = sums
    return (
        quarter.label,
        value_of(about, sums),
        part,
        base,
        total,
        squares,
        base >= about.least,
        quarter.code not in closed,
        closed.get(quarter.code, DEFINITIONS_VERSION),
        text_of(about, sums),
    )


def _counted(session, scope: Scope, about: Headline, quarters):
    code = about.code
    if code.startswith("closure_"):
        return _closure(session, scope, code.removeprefix("closure_"), quarters)
    if code == "agreement":
        return _agreement(session, scope, quarters)
    if code == "coverage":
        return _coverage(session, scope, quarters)
    return _scores(session, scope, code.split("_")[0], about.principle, quarters)


_NONE = func.sum(0.0).label("total"), func.sum(0.0).label("squares")


def _closure(session, scope, kind, quarters):
    return session.execute(
        select(
            LoopRollup.service_id,
            LoopRollup.quarter,
            func.sum(LoopRollup.on_time).label("part"),
            func.sum(LoopRollup.due).label("base"),
            *_NONE,
        )
        .where(
            rows_of(session, LoopRollup, scope=scope, quarters=quarters), LoopRollup.kind == kind
        )
        .group_by(LoopRollup.service_id, LoopRollup.quarter),
    )


def _agreement(session, scope, quarters):
    heights = {rung.value: rung.height for rung in Rung}
    claimed = case(heights, value=RungRollup.claimed)
    experienced = case(heights, value=RungRollup.experienced)
    agreed = case((experienced >= claimed, RungRollup.activities), else_=0)
    return session.execute(
        select(
            RungRollup.service_id,
            RungRollup.quarter,
            func.sum(agreed).label("part"),
            func.sum(RungRollup.activities).label("base"),
            *_NONE,
        )
        .where(
            rows_of(session, RungRollup, scope=scope, quarters=quarters),
            RungRollup.part == "ended",
            RungRollup.claimed != NOT_RECORDED,
            RungRollup.experienced != NOT_RECORDED,
        )
        .group_by(RungRollup.service_id, RungRollup.quarter),
    )


def _coverage(session, scope, quarters):
    """Running activities that people reviewed on the gate of feedback, which all forms ask."""
    reviewed = (
        select(ScoreRollup.running_reviewed)
        .join(Principle, Principle.id == ScoreRollup.principle_id)
        .where(
            ScoreRollup.edition_id == ActivityRollup.edition_id,
            ScoreRollup.quarter == ActivityRollup.quarter,
            ScoreRollup.service_id == ActivityRollup.service_id,
            ScoreRollup.voice == "people",
            Principle.code == "feedback",
        )
        .correlate(ActivityRollup)
        .limit(1)
        .scalar_subquery()
    )
    return session.execute(
        select(
            ActivityRollup.service_id,
            ActivityRollup.quarter,
            reviewed.label("part"),
            ActivityRollup.running.label("base"),
            literal(0.0).label("total"),
            literal(0.0).label("squares"),
        ).where(rows_of(session, ActivityRollup, scope=scope, quarters=quarters))
    )


def _scores(session, scope, voice, principle, quarters):
    return session.execute(
        select(
            ScoreRollup.service_id,
            ScoreRollup.quarter,
            func.sum(0).label("part"),
            func.sum(ScoreRollup.activities).label("base"),
            func.sum(ScoreRollup.total).label("total"),
            func.sum(ScoreRollup.squares).label("squares"),
        )
        .join(Principle, Principle.id == ScoreRollup.principle_id)
        .where(
            rows_of(session, ScoreRollup, scope=scope, quarters=quarters),
            ScoreRollup.voice == voice,
            Principle.code == principle,
        )
        .group_by(ScoreRollup.service_id, ScoreRollup.quarter),
    )
