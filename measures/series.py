"""Headline measures over the quarters: what trends, targets and signals are read from."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import case, func, select
from sqlmodel import Session

from measures.intervals import NOTHING_RECORDED
from measures.partitions import frame, rows_of
from measures.rounding import percent_text, ratio, score_text
from models.edition import DEFINITIONS_VERSION, Edition, edition_of
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
        for p in session.exec(select(Principle).order_by(Principle.position)).scalars()
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
    about = headline(session, measure)
    counted = _counted(session, scope, about, quarters).set_index("quarter")
    rows = []
    for quarter in quarters:
        found = counted.loc[quarter.code] if quarter.code in counted.index else None
        edition = edition_of(session, quarter, meeting=scope.meeting)
        closing = session.get(Edition, edition) if edition else None
        base = int(found["base"] or 0) if found is not None else 0
        part = int(found["part"] or 0) if found is not None else 0
        total = float(found["total"] or 0) if found is not None else 0.0
        squares = float(found["squares"] or 0) if found is not None else 0.0
        value = ratio(part, base) if about.unit == "%" else ratio(total, base)
        closed = closing is not None and closing.quarter is not None
        rows.append(
            (
                quarter.label,
                value,
                part,
                base,
                total,
                squares,
                base >= about.least,
                not closed,
                closing.definitions_version if closed else DEFINITIONS_VERSION,
                _text(about, value, part, base),
            )
        )
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.astype({"value": "float64", "total": "float64", "squares": "float64"})


def _text(about: Headline, value, part: int, base: int) -> str:
    if not base:
        return NOTHING_RECORDED
    return percent_text(part, base) if about.unit == "%" else score_text(value)


def _counted(session, scope: Scope, about: Headline, quarters) -> pd.DataFrame:
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
    return frame(
        session,
        select(
            LoopRollup.quarter,
            func.sum(LoopRollup.on_time).label("part"),
            func.sum(LoopRollup.due).label("base"),
            *_NONE,
        )
        .where(
            rows_of(session, LoopRollup, scope=scope, quarters=quarters), LoopRollup.kind == kind
        )
        .group_by(LoopRollup.quarter),
    )


def _agreement(session, scope, quarters):
    heights = {rung.value: rung.height for rung in Rung}
    claimed = case(heights, value=RungRollup.claimed)
    experienced = case(heights, value=RungRollup.experienced)
    agreed = case((experienced >= claimed, RungRollup.activities), else_=0)
    return frame(
        session,
        select(
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
        .group_by(RungRollup.quarter),
    )


def _coverage(session, scope, quarters):
    """Running activities that people reviewed on the gate of feedback, which all forms ask."""
    running = frame(
        session,
        select(ActivityRollup.quarter, func.sum(ActivityRollup.running).label("base"), *_NONE)
        .where(rows_of(session, ActivityRollup, scope=scope, quarters=quarters))
        .group_by(ActivityRollup.quarter),
    )
    reviewed = frame(
        session,
        select(ScoreRollup.quarter, func.sum(ScoreRollup.running_reviewed).label("part"))
        .join(Principle, Principle.id == ScoreRollup.principle_id)
        .where(
            rows_of(session, ScoreRollup, scope=scope, quarters=quarters),
            ScoreRollup.voice == "people",
            Principle.code == "feedback",
        )
        .group_by(ScoreRollup.quarter),
    )
    return running.merge(reviewed, on="quarter", how="left").fillna({"part": 0})


def _scores(session, scope, voice, principle, quarters):
    return frame(
        session,
        select(
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
        .group_by(ScoreRollup.quarter),
    )
