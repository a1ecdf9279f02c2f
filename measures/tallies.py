"""Sums of scores of one unit, from the roll-ups, and the words of their means."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session, select

from measures.intervals import Mean, Sums, mean_with_interval
from measures.partitions import Part, around, by_quarter
from measures.rounding import clean, number_text
from models.quarters import Quarter
from models.rollup import ScoreRollup

_KEY = ("service_id", "principle_id", "voice")
_COUNTS = ("activities", "not_applicable", "scored_high", "evidenced", "running_reviewed")
_SUMS = ("total", "squares")
_ENDS = ("low", "high")
# Each column with its type, and what stands where there is no roll-up row.
_COLUMNS = (
    *((name, np.int64, 0) for name in _COUNTS),
    *((name, np.float64, 0.0) for name in _SUMS),
    *((name, np.float64, np.nan) for name in _ENDS),
)
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
        place = self.services.get(service_id)
        mine = [n for (p, said), n in self.keys.items() if p in principles and said == voice]
        if place is None or not mine:
            return NOTHING.sums
        total, squares = self.sums[place, mine].sum(axis=0).tolist()
        return Sums(int(self.counts[place, mine, 0].sum()), total, squares)

    def most_reviewed(self, service_id: int, voice: str) -> int:
        """Of a service's running activities, those with a score on the principle with most."""
        place = self.services.get(service_id)
        mine = self._said(voice)
        if place is None or not mine:
            return 0
        return int(self.counts[place, mine, _COUNTS.index("running_reviewed")].max())

    def _said(self, voice: str) -> list[int]:
        return [n for (_, said), n in self.keys.items() if said == voice]


def tallies(
    session: Session, *, quarters: Iterable[Quarter], meeting: int | None
) -> dict[str, Tallies]:
    """Quarter code to the scores of all services."""

    def read(parts: list[Part]) -> dict[Part, Tallies]:
        names = ("quarter", "edition_id", *_KEY, *_COUNTS, *_SUMS, *_ENDS)
        query = select(*(getattr(ScoreRollup, name) for name in names))
        rows: dict[Part, list] = {part: [] for part in parts}
        for quarter, edition, *row in session.execute(query.where(around(ScoreRollup, parts))):
            if (quarter, edition) in rows:
                rows[quarter, edition].append(row)
        return {part: _arrays(mine) for part, mine in rows.items()}

    return by_quarter(session, "tallies", read, quarters=list(quarters), meeting=meeting)


def _arrays(rows: list[list]) -> Tallies:
    columns = list(zip(*rows, strict=True))
    numbers, principles, voices = columns[:3] if rows else ((), (), ())
    asked = list(zip(principles, voices, strict=True))
    services = {each: n for n, each in enumerate(sorted(set(numbers)))}
    keys = {key: n for n, key in enumerate(sorted(set(asked)))}
    at = [services[each] for each in numbers], [keys[key] for key in asked]
    made = [np.full((len(services), len(keys)), empty, dtype=kind) for _, kind, empty in _COLUMNS]
    for array, values in zip(made, columns[3:], strict=False):
        array[at] = values
    counts, sums = np.stack(made[:5], axis=-1), np.stack(made[5:7], axis=-1)
    # None comes as not a number, and counts as nothing.
    lows = np.where(np.isnan(made[7]), np.inf, made[7])
    highs = np.where(np.isnan(made[8]), -np.inf, made[8])
    return Tallies(services, keys, counts, sums, lows, highs)


def _ends(low: float, high: float) -> tuple[float | None, float | None]:
    return (None, None) if low > high else (low, high)


def range_text(mean: Mean, words=number_text) -> str:
    """The interval as people read it, or why there is none."""
    if mean.interval is None:
        return mean.note
    return f"{words(mean.interval.low)} to {words(mean.interval.high)}"
