"""95% intervals of shares and means, and the words for a change that they allow.

Shares: Wilson (1927), and Newcombe's (1998, method 10) for a difference of two.
Means: Student's t, and Welch's (1947) for a difference of two.
Definition: "How we measure", two rules above all, and section 1.
"""

from dataclasses import dataclass
from math import hypot, sqrt
from typing import NamedTuple

from measures.rounding import clean, half_up
from measures.student_t import Z_95, t_95

LEAST_ITEMS = 10
LEAST_ACTIVITIES = 5
ROSE, FELL, NO_CLEAR_CHANGE = "rose", "fell", "no clear change"
TOO_FEW = "too few to compare"
NOTHING_RECORDED = "nothing recorded"


@dataclass(frozen=True)
class Interval:
    """Ends of a 95% interval, in the unit of its figure, and how it was found."""

    low: float
    high: float
    method: str = "Wilson"

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


class Sums(NamedTuple):
    """What a mean needs to be compared: how many, their sum, the sum of their squares."""

    n: int
    total: float
    squares: float


@dataclass(frozen=True)
class Mean:
    """A mean with its base. `interval` is None where `note` says why, else note is empty."""

    n: int
    value: float | None
    interval: Interval | None
    note: str = ""


@dataclass(frozen=True)
class Difference:
    """Now minus before. `interval` is None where `note` says why, else note is empty."""

    value: float | None
    interval: Interval | None
    note: str = ""

    @property
    def word(self) -> str:
        """ "rose" or "fell" where the interval excludes 0, else "no clear change"."""
        if self.interval is None or not self.interval.excludes_zero:
            return NO_CLEAR_CHANGE
        return ROSE if self.interval.low > 0 else FELL


def wilson(part: float, base: float) -> Interval | None:
    """95% interval of part ÷ base, 0–1; None on a base of nothing.

    Exactly 0 at its low end where the part is 0, and exactly 1 at its high
    end where the part is the base. Raises ValueError for a part outside 0–base.
    """
    if not 0 <= part <= base:
        raise ValueError(f"{part} of {base} is no share: the part must lie between 0 and the base.")
    if base == 0:
        return None
    share, extra = part / base, Z_95**2 / base
    centre = (share + extra / 2) / (1 + extra)
    half = Z_95 * sqrt(share * (1 - share) / base + extra / (4 * base)) / (1 + extra)
    low = 0.0 if part == 0 else max(0.0, centre - half)
    high = 1.0 if part == base else min(1.0, centre + half)
    return Interval(low, high)


def share_difference(part: int, base: int, part_before: int, base_before: int) -> Difference:
    """Difference of two independent shares (−1 to 1), with Newcombe's interval."""
    now, before = wilson(part, base), wilson(part_before, base_before)
    if now is None or before is None:
        return Difference(None, None, NOTHING_RECORDED)
    share, share_before = part / base, part_before / base_before
    value = share - share_before
    low = value - hypot(share - now.low, before.high - share_before)
    high = value + hypot(now.high - share, share_before - before.low)
    return Difference(value, Interval(max(-1.0, low), min(1.0, high), "Newcombe"))


def change_word(
    part: int, base: int, part_before: int, base_before: int, *, least: int = LEAST_ITEMS
) -> str | None:
    """The word for a change of a share, or None where either base is under `least`.

    Ten for feedback items; give least=5 for a share of activities.
    """
    if min(base, base_before) < least:
        return None
    return share_difference(part, base, part_before, base_before).word


def mean_with_interval(
    sums: Sums, smallest: float | None, largest: float | None, *, low: float = 1, high: float = 5
) -> Mean:
    """Mean with a 95% t-interval clipped to what is possible (low–high).

    From five values on. Where all are equal there is no interval, and the
    note says "all 7 gave 4"; under five it says "too few to compare".
    """
    n, total, _ = sums
    if n == 0:
        return Mean(0, None, None, NOTHING_RECORDED)
    value = clean(float(total) / n)
    if n < LEAST_ACTIVITIES:
        return Mean(n, value, None, TOO_FEW)
    if smallest == largest:
        return Mean(n, value, None, f"all {n} gave {_short(smallest)}")
    # Two values this far apart spread at least so much; sums of floats can lose all of it.
    floor = (float(largest) - float(smallest)) ** 2 / (2 * (n - 1))
    half = t_95(n - 1) * sqrt(max(variance(sums), floor) / n)
    return Mean(n, value, Interval(max(low, value - half), min(high, value + half), "t"))


def mean_difference(now: Sums, before: Sums) -> Difference:
    """Difference of two means with Welch's interval.

    None of it where either side has under two values. Where neither side
    varies no interval exists, so no rise or fall is claimed, and the note
    says so; where one side does not vary, the other alone gives the width.
    """
    now, before = Sums(*now), Sums(*before)
    if min(now.n, before.n) < 2:
        return Difference(None, None, TOO_FEW)
    value = float(now.total) / now.n - float(before.total) / before.n
    share, share_before = variance(now) / now.n, variance(before) / before.n
    if share + share_before == 0:
        return Difference(value, None, "no interval: neither set of scores varies")
    whole = share + share_before
    # Shares of the whole, so that the squares of very small variances do not vanish.
    freedom = 1 / (
        (share / whole) ** 2 / (now.n - 1) + (share_before / whole) ** 2 / (before.n - 1)
    )
    half = t_95(freedom) * sqrt(whole)
    return Difference(value, Interval(value - half, value + half, "Welch"))


def mean_change_word(now: Sums, before: Sums, *, least: int = LEAST_ACTIVITIES) -> str | None:
    """The word for a change of a mean, or None where either has under `least` values."""
    if min(now[0], before[0]) < least:
        return None
    return mean_difference(now, before).word


def variance(sums: Sums) -> float:
    """Sample variance (n − 1) from sums; whole numbers exactly. Needs two values.

    What is left of a difference of floats by rounding alone counts as nothing.
    """
    n, total, squares = sums
    exact = isinstance(total, int) and isinstance(squares, int)
    if not exact:
        total, squares = float(total), float(squares)
    spread = n * squares - total * total
    if spread <= 0 or (not exact and spread < 1e-12 * n * squares):
        return 0.0
    return spread / (n * (n - 1))


def _short(value: float) -> str:
    rounded = half_up(value, 1)
    return str(int(rounded) if rounded == int(rounded) else rounded)
