"""Time to close, by Kaplan–Meier, from counts by duration.

Survival: Kaplan and Meier (1958); its variance: Greenwood (1926). The median's
95% interval holds the times at which the log-log interval of the curve includes
one half (Brookmeyer and Crowley 1982, with Kalbfleisch and Prentice's transform).
Definition: "How we measure", section 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from measures.intervals import Z_95
from measures.rounding import count_text, number_text

NOT_REACHED = "not reached"
# A product of many fractions misses one half by less than this.
_NEARLY = 1e-11


@dataclass(frozen=True)
class Curve:
    """Survival after each distinct duration, in order of duration.

    times      durations, in the unit given (days)
    at_risk    items neither closed nor censored before each time
    events     items closed at each time
    survival   share still open after each time, 0–1
    variance   Greenwood's variance of it
    low, high  log-log 95% interval of it; where nothing is left open, low is 0
               and high is what it was before, for the formula has no value there
    """

    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    survival: tuple[float, ...]
    variance: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def items(self) -> int:
        return self.at_risk[0] if self.at_risk else 0

    @property
    def closed(self) -> int:
        return sum(self.events)


@dataclass(frozen=True)
class Median:
    """Median duration and its 95% interval; None is "not reached"."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def text(self) -> str:
        """ "21 days (95% interval 19 to 22)", or "not reached"."""
        if self.value is None:
            return NOT_REACHED
        high = NOT_REACHED if self.high is None else _days(self.high)
        unit = "day" if self.value == 1 else "days"
        return f"{_days(self.value)} {unit} (95% interval {_days(self.low)} to {high})"


def curve(events: Mapping[float, int], censored: Mapping[float, int]) -> Curve:
    """Kaplan–Meier from {duration: items closed} and {duration: items censored}.

    An item censored at a duration was still open when others closed at it.
    Raises ValueError for a duration or count below 0.
    """
    times = sorted({day for counts in (events, censored) for day, n in counts.items() if n})
    closed = np.array([events.get(day, 0) for day in times], dtype=np.int64)
    lost = np.array([censored.get(day, 0) for day in times], dtype=np.int64)
    if (times and not times[0] >= 0) or (closed < 0).any() or (lost < 0).any():
        raise ValueError("A duration or a count is below 0. Check the days heard and told.")
    at_risk = np.cumsum((closed + lost)[::-1])[::-1]
    survival = np.cumprod(1 - closed / at_risk)
    low, high, variance = _bands(closed, at_risk, survival)
    columns = (at_risk, closed, survival, variance, low, high)
    return Curve(tuple(times), *(tuple(column.tolist()) for column in columns))


def median_with_interval(found: Curve) -> Median:
    """First time by which half are closed, and where the log-log interval allows it to be."""
    columns = (found.survival, found.low, found.high)
    return Median(*(_first_at_half(found.times, column) for column in columns))


def _bands(closed, at_risk, survival):
    left = at_risk - closed
    some_left, some_closed = left > 0, survival < 1
    terms = np.divide(closed, at_risk * left, out=np.zeros(len(left)), where=some_left)
    greenwood = np.cumsum(terms)
    known = some_left & some_closed
    log = np.log(survival, out=np.full(len(left), -1.0), where=known)
    reach = np.exp(Z_95 * np.sqrt(greenwood) / -log)
    low = np.where(known, survival**reach, survival)
    high = np.where(known, survival ** (1 / reach), 1.0)
    last = ~some_left
    if last.any():
        high[last] = high[~last][-1] if (~last).any() else 1.0
    return low, high, greenwood * survival**2


def _first_at_half(times, column) -> float | None:
    reached = np.flatnonzero(np.array(column) <= 0.5 + _NEARLY)
    return times[reached[0]] if reached.size else None


def _days(value: float) -> str:
    return count_text(int(value)) if value == int(value) else number_text(value)
