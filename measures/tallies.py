"""Sums of scores of one unit, from the roll-ups, and the words of their means."""

from dataclasses import dataclass, field

from sqlmodel import Session, select

from measures.intervals import Mean, Sums, mean_with_interval
from measures.partitions import rows_of
from measures.parts import Part
from measures.rounding import number_text
from models.quarters import Quarter
from models.rollup import ScoreRollup
from models.scope import Scope


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


def score_rows(session: Session, scope: Scope, quarters: tuple[Quarter, ...]) -> list:
    """The roll-up rows of scores of a scope in some quarters."""
    table = ScoreRollup.__table__
    where = rows_of(session, ScoreRollup, scope=scope, quarters=quarters)
    return session.execute(select(*table.columns).where(where).order_by(table.c.service_id)).all()


def tallies_of(session, scope: Scope, units: list[Part], quarters) -> dict[tuple, Tally]:
    """(quarter code, unit code, principle id, voice) to its sums."""
    found: dict[tuple, Tally] = {}
    holding = {
        number: [unit.code for unit in units if number in unit.service_ids]
        for number in scope.service_ids
    }
    for row in score_rows(session, scope, quarters):
        for code in holding[row.service_id]:
            found.setdefault((row.quarter, code, row.principle_id, row.voice), Tally()).add(row)
    return found


def clean(value: float | None) -> float | None:
    """Without what sums of floats leave behind, so that 3.0 is never just below it."""
    return None if value is None else round(value, 9)


def range_text(mean: Mean, words=number_text) -> str:
    """The interval as people read it, or why there is none."""
    if mean.interval is None:
        return mean.note
    return f"{words(mean.interval.low)} to {words(mean.interval.high)}"
