"""Sums of scores of one unit, from the roll-ups, and the words of their means."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session, select

from measures.intervals import Mean, Sums, mean_with_interval
from measures.partitions import Part, by_quarter, in_parts
from measures.rounding import number_text
from models.quarters import Quarter
from models.rollup import ScoreRollup

_COUNTS = ("activities", "not_applicable", "scored_high", "evidenced", "running_reviewed")
_SUMS = ("total", "squares")
Key = tuple[int, str]  # principle id, voice


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of the scores of one unit on one principle by one voice.

    low, high   least and most of the activities' scores; none without any
    """

    activities: int = 0
    not_applicable: int = 0
    scored_high: int = 0
    evidenced: int = 0
    reviewed: int = 0
    total: float = 0.0
    squares: float = 0.0
    low: float | None = None
    high: float | None = None

    @property
    def sums(self) -> Sums:
        """What a mean needs to be compared."""
        return Sums(self.activities, self.total, self.squares)

    def mean(self, *, low: float = 1, high: float = 5) -> Mean:
        """The mean and its interval, clipped to what is possible."""
        smallest, largest = clean(self.low), clean(self.high)
        return mean_with_interval(self.sums, smallest, largest, low=low, high=high)


NOTHING = Tally()


@dataclass(frozen=True)
class Tallies:
    """The scores of one quarter as arrays, so that any unit is one sum over its services.

    services   service id to its place along the first axis
    keys       (principle id, voice) to its place along the second
    counts, sums, lows, highs   service × key (× what is counted); 0, or nothing (±∞) where
               there is no roll-up row
    """

    services: dict[int, int]
    keys: dict[Key, int]
    counts: np.ndarray
    sums: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    def of(self, service_ids: Iterable[int]) -> dict[Key, Tally]:
        """(principle id, voice) to the sums over some services."""
        # Along the first axis numpy adds one service after another, in the order given.
        mine = [self.services[each] for each in sorted(service_ids) if each in self.services]
        if not mine:
            return {}
        counts = self.counts[mine].sum(axis=0).tolist()
        sums = self.sums[mine].sum(axis=0).tolist()
        lows, highs = self.lows[mine].min(axis=0).tolist(), self.highs[mine].max(axis=0).tolist()
        return {
            key: Tally(*counts[n], *sums[n], *_ends(lows[n], highs[n]))
            for key, n in self.keys.items()
        }

    def activities_of(self, service_id: int) -> int:
        """How many scores of activities a service has, by whatever voice."""
        place = self.services.get(service_id)
        return 0 if place is None else int(self.counts[place, :, 0].sum())

    def sums_of(self, service_id: int, principles: set[int], voice: str) -> Sums:
        """A service's sums on one principle by one voice, whatever sets the principle is in."""
        mine = self.of((service_id,))
        asked = [tally.sums for (number, said), tally in mine.items()
                 if number in principles and said == voice]  # fmt: skip
        return Sums(*map(sum, zip(*asked, strict=True))) if asked else NOTHING.sums

    def most_reviewed(self, service_id: int, voice: str) -> int:
        """Of a service's running activities, those with a score on the principle with most."""
        mine = self.of((service_id,))
        return max(
            (tally.reviewed for (_, said), tally in mine.items() if said == voice), default=0
        )


def tallies(
    session: Session, *, quarters: Iterable[Quarter], meeting: int | None
) -> dict[str, Tallies]:
    """Quarter code to the scores of all services."""

    def read(parts: list[Part]) -> dict[Part, Tallies]:
        columns = [getattr(ScoreRollup, name) for name in (*_COUNTS, *_SUMS, "low", "high")]
        found = session.execute(
            select(
                ScoreRollup.quarter, ScoreRollup.edition_id, ScoreRollup.service_id,
                ScoreRollup.principle_id, ScoreRollup.voice, *columns,
            ).where(in_parts(ScoreRollup, parts))
        )  # fmt: skip
        rows: dict[Part, list] = {part: [] for part in parts}
        for row in found:
            rows[row[0], row[1]].append(row[2:])
        return {part: _arrays(mine) for part, mine in rows.items()}

    return by_quarter(session, "tallies", read, quarters=list(quarters), meeting=meeting)


def _arrays(rows: list[tuple]) -> Tallies:
    services = {each: n for n, each in enumerate(sorted({row[0] for row in rows}))}
    keys = {key: n for n, key in enumerate(sorted({(row[1], row[2]) for row in rows}))}
    shape = (len(services), len(keys))
    counts = np.zeros((*shape, len(_COUNTS)), dtype=np.int64)
    sums = np.zeros((*shape, len(_SUMS)))
    lows, highs = np.full(shape, np.inf), np.full(shape, -np.inf)
    if rows:
        at = [services[row[0]] for row in rows], [keys[row[1], row[2]] for row in rows]
        values = np.array([row[3:] for row in rows], dtype=float)
        counts[at] = values[:, : len(_COUNTS)]
        sums[at] = values[:, len(_COUNTS) : -2]
        lows[at] = np.nan_to_num(values[:, -2], nan=np.inf)
        highs[at] = np.nan_to_num(values[:, -1], nan=-np.inf)
    return Tallies(services, keys, counts, sums, lows, highs)


def _ends(low: float, high: float) -> tuple[float | None, float | None]:
    return (None, None) if low > high else (low, high)


def clean(value: float | None) -> float | None:
    """Without what sums of floats leave behind, so that 3.0 is never just below it."""
    return None if value is None else round(value, 9)


def range_text(mean: Mean, words=number_text) -> str:
    """The interval as people read it, or why there is none."""
    if mean.interval is None:
        return mean.note
    return f"{words(mean.interval.low)} to {words(mean.interval.high)}"
