"""Headline measures over the quarters: what trends, targets and signals are read from."""

from collections import namedtuple
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Select, and_, case, func, literal, select
from sqlmodel import Session

from measures.intervals import NOTHING_RECORDED
from measures.kept import shared
from measures.partitions import Part, around, by_quarter, editions, frozen
from measures.parts import tidy
from measures.principles import principles_of
from measures.rounding import clean, percent_text, ratio, score_text
from models.edition import DEFINITIONS_VERSION
from models.quarters import Quarter
from models.reference import Principle, Rung
from models.rolling.activities import NOT_RECORDED
from models.rollup import ActivityRollup, LoopRollup, RungRollup, ScoreRollup
from models.scope import Scope

SERIES = {
    "quarter": "str",
    "value": "float64",
    "part": "int64",
    "base": "int64",
    "total": "float64",
    "squares": "float64",
    "enough": "bool",
    "provisional": "bool",
    "version": "str",
    "text": "str",
}
Point = namedtuple("Point", SERIES)


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

    def found() -> tuple[Headline, ...]:
        scores = (
            Headline(f"{voice}_{p.code}", f"{p.name}, {words}", "score 1 to 5", 5, p.code)
            for p in sorted(principles_of(session), key=lambda p: p.position)
            for voice, words in (("people", "people’s score"), ("service", "the service’s score"))
        )
        return (*SHARES, *scores)

    return shared(session, "headlines", found)


def headline(session: Session, code: str) -> Headline:
    """One headline measure. KeyError for an unknown code."""
    return {each.code: each for each in headlines_of(session)}[code]


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
    return tidy(series_rows(session, scope=scope, measure=measure, quarters=quarters), SERIES)


def series_rows(
    session: Session, *, scope: Scope, measure: str, quarters: tuple[Quarter, ...]
) -> list[Point]:
    """The rows of `series`."""
    sums = sums_over(session, scope=scope, measure=measure, quarters=quarters)
    about = headline(session, measure)
    closed = closed_versions(session, scope=scope, quarters=quarters)
    return [_point(about, q, each, closed) for q, each in zip(quarters, sums, strict=True)]


class Sums(NamedTuple):
    """What one measure is reckoned from."""

    part: int = 0
    base: int = 0
    total: float = 0.0
    squares: float = 0.0


NOTHING = Sums()


def sums_over(
    session: Session, *, scope: Scope, measure: str, quarters: tuple[Quarter, ...]
) -> list[Sums]:
    """The sums of a scope in each of some quarters."""
    counts = counts_by_service(session, measure=measure, quarters=quarters, meeting=scope.meeting)
    return [sums_of(counts[quarter.code], scope.service_ids) for quarter in quarters]


def sums_of(counts: dict[int, Sums], service_ids: Iterable[int]) -> Sums:
    """The sums of some services together."""
    mine = [counts[number] for number in sorted(service_ids) if number in counts]
    return Sums(*map(sum, zip(*mine, strict=True))) if mine else NOTHING


def counts_by_service(
    session: Session, *, measure: str, quarters: tuple[Quarter, ...], meeting: int | None
) -> dict[str, dict[int, Sums]]:
    """Quarter code → service id → its sums of one measure. Of all services."""
    about = headline(session, measure)

    def read(parts: list[Part]) -> dict[Part, dict[int, Sums]]:
        found: dict[Part, dict[int, Sums]] = {part: {} for part in parts}
        for edition, quarter, number, *sums in session.execute(_counted(about, parts)).all():
            mine = found.get((quarter, edition))
            if mine is not None:
                part, base, total, squares = sums
                mine[number] = Sums(int(part or 0), int(base or 0), total or 0.0, squares or 0.0)
        return found

    return by_quarter(session, ("headline", measure), read, quarters=quarters, meeting=meeting)


def closed_versions(
    session: Session, *, scope: Scope, quarters: tuple[Quarter, ...]
) -> dict[str, str]:
    """Code of each closed quarter → the version of the definitions that it was closed with."""
    read_from = editions(session, quarters, meeting=scope.meeting)
    found = {code: frozen(session, number) for code, number in read_from.items()}
    # A meeting's own copy of an open quarter stands under an edition without a quarter.
    return {c: e.definitions_version for c, e in found.items() if e and e.quarter is not None}


def value_of(about: Headline, sums: Sums) -> float | None:
    """The share or mean behind some sums; none without a base."""
    part, base, total, _ = sums
    return ratio(part, base) if about.unit == "%" else clean(ratio(total, base))


def text_of(about: Headline, sums: Sums) -> str:
    """A figure as people read it."""
    if not sums.base:
        return NOTHING_RECORDED
    if about.unit == "%":
        return percent_text(sums.part, sums.base)
    return score_text(value_of(about, sums))


def _point(about: Headline, quarter: Quarter, sums: Sums, closed: dict[str, str]) -> Point:
    part, base, total, squares = sums
    return Point(
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


def _counted(about: Headline, parts: list[Part]) -> Select:
    code = about.code
    if code.startswith("closure_"):
        return _closure(code.removeprefix("closure_"), parts)
    if code == "agreement":
        return _agreement(parts)
    if code == "coverage":
        return _coverage(parts)
    return _scores(code.split("_")[0], about.principle, parts)


_NONE = literal(0.0).label("total"), literal(0.0).label("squares")


def _place(table) -> tuple:
    return table.edition_id, table.quarter, table.service_id


def _closure(kind: str, parts: list[Part]) -> Select:
    return select(
        *_place(LoopRollup),
        LoopRollup.on_time.label("part"),
        LoopRollup.due.label("base"),
        *_NONE,
    ).where(around(LoopRollup, parts), LoopRollup.kind == kind)


def _agreement(parts: list[Part]) -> Select:
    heights = {rung.value: rung.height for rung in Rung}
    claimed = case(heights, value=RungRollup.claimed)
    experienced = case(heights, value=RungRollup.experienced)
    agreed = case((experienced >= claimed, RungRollup.activities), else_=0)
    return (
        select(
            *_place(RungRollup),
            func.sum(agreed).label("part"),
            func.sum(RungRollup.activities).label("base"),
            *_NONE,
        )
        .where(
            around(RungRollup, parts),
            RungRollup.part == "ended",
            RungRollup.claimed != NOT_RECORDED,
            RungRollup.experienced != NOT_RECORDED,
        )
        .group_by(*_place(RungRollup))
    )


def _coverage(parts: list[Part]) -> Select:
    """Running activities that people reviewed on the gate of feedback, which all forms ask."""
    reviewed = (
        select(*_place(ScoreRollup), ScoreRollup.running_reviewed)
        .join(Principle, Principle.id == ScoreRollup.principle_id)
        .where(
            around(ScoreRollup, parts),
            ScoreRollup.voice == "people",
            Principle.code == "feedback",
        )
        .subquery()
    )
    same = (
        reviewed.c[name] == getattr(ActivityRollup, name)
        for name in ("edition_id", "quarter", "service_id")
    )
    return (
        select(
            *_place(ActivityRollup),
            reviewed.c.running_reviewed.label("part"),
            ActivityRollup.running.label("base"),
            *_NONE,
        )
        .outerjoin(reviewed, and_(*same))
        .where(around(ActivityRollup, parts))
    )


def _scores(voice: str, principle: str, parts: list[Part]) -> Select:
    return (
        select(
            *_place(ScoreRollup),
            literal(0).label("part"),
            func.sum(ScoreRollup.activities).label("base"),
            func.sum(ScoreRollup.total).label("total"),
            func.sum(ScoreRollup.squares).label("squares"),
        )
        .join(Principle, Principle.id == ScoreRollup.principle_id)
        .where(
            around(ScoreRollup, parts),
            ScoreRollup.voice == voice,
            Principle.code == principle,
        )
        .group_by(*_place(ScoreRollup))
    )
