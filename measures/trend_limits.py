"""Limits of a trend (XmR), what they signal, and whether a target is kept.

Limits: mean ± 2.66 × mean moving range (Shewhart; Wheeler 1993, "Understanding
Variation"), from 8 points; trial until 12, then fixed by the first 12 until
someone resets them. Definition: "How we measure", section 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import fsum

LEAST_POINTS = 8
FIXED_POINTS = 12
LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.267
RUN = 7


class State(StrEnum):
    """What limits a stretch has."""

    NONE = "no limits yet"
    TRIAL = "trial"
    FIXED = "fixed"


class Rule(StrEnum):
    """Why points are a signal."""

    OUTSIDE = "outside a limit"
    RUN_OF_CHANGES = "7 in a row rising or falling"
    ONE_SIDE = "7 in a row on one side"
    OUTER_THIRD = "2 of 3 in the outer third"


_RULES = tuple(Rule)  # the gravest first


class Verdict(StrEnum):
    """What the limits say about a target."""

    MET = "consistently met"
    MISSED = "consistently missed"
    NEITHER = "neither consistently met nor missed"


@dataclass(frozen=True)
class Limits:
    """Limits of one stretch: positions start (included) to stop (not included).

    centre, low, high   in the measure's unit, None without limits; clipped to what is possible
    reach               distance from the centre to a limit before clipping
    left_out            moving ranges left out as too wide
    """

    start: int
    stop: int
    points: int
    state: State
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    reach: float = 0.0
    left_out: int = 0


@dataclass(frozen=True)
class Signal:
    """Points that are more than chance: their positions, and the way they point."""

    rule: Rule
    positions: tuple[int, ...]
    upward: bool

    @property
    def words(self) -> str:
        """ "above the upper limit", "7 in a row falling", and so on."""
        side = "upper" if self.upward else "lower"
        where = "above" if self.upward else "below"
        return {
            Rule.OUTSIDE: f"{where} the {side} limit",
            Rule.RUN_OF_CHANGES: (
                f"{len(self.positions)} in a row {'rising' if self.upward else 'falling'}"
            ),
            Rule.ONE_SIDE: f"{len(self.positions)} in a row {where} the average",
            Rule.OUTER_THIRD: f"at least 2 of 3 close to the {side} limit",
        }[self.rule]


@dataclass(frozen=True)
class Trend:
    """One Limits per stretch between resets, in order, and the signals by rule and position."""

    limits: tuple[Limits, ...]
    signals: tuple[Signal, ...]

    @property
    def latest(self) -> Limits:
        return self.limits[-1]

    def told(self) -> dict[int, Signal]:
        """Position → the gravest signal that it is part of: outside a limit goes before a run."""
        first: dict[int, Signal] = {}
        for signal in sorted(self.signals, key=lambda each: _RULES.index(each.rule)):
            for position in signal.positions:
                first.setdefault(position, signal)
        return first


def trend(
    values: Sequence[float | None],
    *,
    lowest: float | None = None,
    highest: float | None = None,
    resets: Sequence[int] = (),
) -> Trend:
    """Limits and signals of a series in order of time.

    None (or NaN) is a gap: it breaks moving ranges and runs. `lowest` and
    `highest` are what the measure can be. A reset is the position of the first
    point to which new limits apply; it too breaks ranges and runs. Raises
    ValueError for a reset outside the series.
    """
    series = [None if value is None or value != value else float(value) for value in values]
    if any(not 0 <= reset < len(series) for reset in resets):
        raise ValueError("Limits can be reset only at a point of the series. Check the quarter.")
    bounds = [*sorted({0, *resets}), len(series)]
    limits, signals = [], []
    for start, stop in pairwise(bounds):
        found = _limits(series, start, stop, lowest, highest)
        limits.append(found)
        signals += _signals(series, found)
    return Trend(tuple(limits), tuple(sorted(signals, key=_reading_order)))


def target_verdict(
    limits: Limits, target: float, *, higher_is_better: bool = True
) -> Verdict | None:
    """Whether the process, left as it is, keeps to a target; None without limits.

    Met where even the worse limit reaches the target, missed where even the
    better one does not.
    """
    if limits.state is State.NONE:
        return None
    sign = 1 if higher_is_better else -1
    worst, best = sorted((sign * limits.low, sign * limits.high))
    tolerance = _tolerance((limits.low, limits.high, target))
    if worst >= sign * target - tolerance:
        return Verdict.MET
    return Verdict.MISSED if best < sign * target - tolerance else Verdict.NEITHER


def _limits(series, start, stop, lowest, highest) -> Limits:
    present = [i for i in range(start, stop) if series[i] is not None]
    points = len(present)
    base = present[:FIXED_POINTS]
    ranges = [abs(series[j] - series[i]) for i, j in pairwise(base) if j == i + 1]
    if points < LEAST_POINTS or not ranges:
        return Limits(start, stop, points, State.NONE)
    mean_range, left_out = _mean_range(ranges)
    centre = fsum(series[i] for i in base) / len(base)
    reach = LIMIT_FACTOR * mean_range
    low = centre - reach if lowest is None else max(lowest, centre - reach)
    high = centre + reach if highest is None else min(highest, centre + reach)
    state = State.FIXED if points >= FIXED_POINTS else State.TRIAL
    return Limits(start, stop, points, state, centre, low, high, reach, left_out)


def _mean_range(ranges) -> tuple[float, int]:
    """Mean moving range, those too wide left out once, and how many were."""
    widest = RANGE_FACTOR * fsum(ranges) / len(ranges)
    kept = [each for each in ranges if each <= widest]
    return fsum(kept) / len(kept), len(ranges) - len(kept)


def _signals(series, limits) -> list[Signal]:
    if limits.state is State.NONE:
        return []
    found = []
    for stretch in _stretches(series, limits.start, limits.stop):
        found += _outside(series, stretch, limits)
        found += _changes(series, stretch)
        found += _one_side(series, stretch, limits)
        found += _outer_third(series, stretch, limits)
    return found


def _stretches(series, start, stop) -> list[list[int]]:
    """Positions between gaps."""
    found = [[]]
    for i in range(start, stop):
        if series[i] is None:
            found.append([])
        else:
            found[-1].append(i)
    return [stretch for stretch in found if stretch]


def _outside(series, stretch, limits) -> list[Signal]:
    edge = _tolerance((limits.low, limits.high))
    above = [(i, True) for i in stretch if series[i] > limits.high + edge]
    below = [(i, False) for i in stretch if series[i] < limits.low - edge]
    return [Signal(Rule.OUTSIDE, (i,), upward) for i, upward in above + below]


def _changes(series, stretch) -> list[Signal]:
    """Seven points or more, each beyond the one before; equal neighbours break a run."""
    edge = _tolerance([series[i] for i in stretch])
    steps = [_side(series[j] - series[i], edge) for i, j in pairwise(stretch)]
    return [
        Signal(Rule.RUN_OF_CHANGES, tuple(stretch[first : last + 1]), side > 0)
        for first, last, side in _runs(steps)
        if last - first + 1 >= RUN
    ]


def _one_side(series, stretch, limits) -> list[Signal]:
    """Seven points or more on one side of the centre; a point on it breaks a run."""
    edge = _tolerance((limits.low, limits.high))
    sides = [_side(series[i] - limits.centre, edge) for i in stretch]
    return [
        Signal(Rule.ONE_SIDE, tuple(stretch[first:last]), side > 0)
        for first, last, side in _runs(sides)
        if last - first >= RUN
    ]


def _outer_third(series, stretch, limits) -> list[Signal]:
    """Two of three neighbours past two thirds of the way to a limit (or beyond it).

    Overlapping threes are told as one signal. Thirds are those of the unclipped limits.
    """
    found = []
    edge = _tolerance((limits.low, limits.high))
    for sign in (1, -1) if limits.reach > 0 else ():
        far = [
            i for i in stretch if sign * (series[i] - limits.centre) > limits.reach * 2 / 3 + edge
        ]
        groups = []
        for i in far:
            if groups and i - groups[-1][-1] <= 2:
                groups[-1].append(i)
            else:
                groups.append([i])
        whole = len(stretch) >= 3
        found += [
            Signal(Rule.OUTER_THIRD, tuple(group), sign > 0)
            for group in groups
            if whole and len(group) > 1
        ]
    return found


def _runs(sides) -> list[tuple[int, int, int]]:
    """(first, one past last, side) of each run of equal sides that are not 0."""
    found, first = [], 0
    for i in range(1, len(sides) + 1):
        if i == len(sides) or sides[i] != sides[first]:
            if sides[first]:
                found.append((first, i, sides[first]))
            first = i
    return found


def _side(difference: float, edge: float) -> int:
    return (difference > edge) - (difference < -edge)


def _tolerance(values) -> float:
    """Equal figures reckoned in two ways differ by less than this."""
    return 1e-9 * max(1e-9, *(abs(value) for value in values))


def _reading_order(signal: Signal):
    return (signal.positions[0], _RULES.index(signal.rule), signal.upward)
