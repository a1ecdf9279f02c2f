"""Funnel limits: which services differ from the whole by more than chance.

Shares: the arcsine form, with over-dispersion allowed for by a factor on
winsorised z-scores (Spiegelhalter 2005, "Funnel plots for comparing
institutional performance", Statistics in Medicine 24, 1185–1202). Scores:
the mean ± z × pooled SD ÷ √n. Definition: "How we measure", sections 1 and 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import asin, pi, sin, sqrt

import numpy as np

from measures.intervals import LEAST_ACTIVITIES, LEAST_ITEMS, Sums, variance
from measures.rounding import clean, ratio

Z_FUNNEL = 3.09
WINSORISED = 0.10
CURVE_POINTS = 60
# Limits and values are reckoned differently; equal ones differ by less than this.
_NEARLY = 1e-12


class Place(StrEnum):
    """Where a unit stands against the limits at its own base."""

    ABOVE = "above the limits"
    BELOW = "below the limits"
    WITHIN = "within the limits"
    TOO_FEW = "too few to compare"
    NO_LIMITS = "no limits"


@dataclass(frozen=True)
class LimitPoint:
    """Both limits at one size of base."""

    n: int
    low: float
    high: float


@dataclass(frozen=True)
class Unit:
    """One service: its base, its value (None on no base), limits at its base, its place."""

    name: str
    n: int
    value: float | None
    low: float | None
    high: float | None
    place: Place


@dataclass(frozen=True)
class Funnel:
    """Centre, limits to draw, and the units in the order in which they came.

    centre   pooled share (0–1) or mean score; None where nothing is recorded
    factor   φ by which the variance of shares is widened, at least 1
    curve    limits from the least comparable base to the largest; empty without limits
    """

    centre: float | None
    factor: float
    curve: tuple[LimitPoint, ...]
    units: tuple[Unit, ...]

    @property
    def outside(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.place in (Place.ABOVE, Place.BELOW))


def share_funnel(units: Mapping[str, tuple[int, int]], *, least: int = LEAST_ITEMS) -> Funnel:
    """Funnel of shares from {name: (part, base)}.

    The centre pools every unit's items. Units under `least` are shown but not
    judged, nor do they count towards φ. Raises ValueError for a part outside 0–base.
    """
    for name, (part, base) in units.items():
        if not 0 <= part <= base:
            raise ValueError(f"{name}: {part} of {base} is no share. Check the counts.")
    part, base = (sum(unit[i] for unit in units.values()) for i in (0, 1))
    centre = ratio(part, base)
    judged = [unit for unit in units.values() if unit[1] >= least]
    factor = 1.0 if centre is None else dispersion(judged, centre)
    values = {name: (n, ratio(k, n)) for name, (k, n) in units.items()}

    def limits(n: int) -> LimitPoint:
        return share_limits(centre, n, factor)

    return _funnel(values, centre, factor, least, limits if judged else None)


def score_funnel(
    units: Mapping[str, Sums], *, low: float = 1, high: float = 5, least: int = LEAST_ACTIVITIES
) -> Funnel:
    """Funnel of mean scores from {name: Sums(n, total, squares)}, clipped to low–high.

    The centre is the mean over all activities; the pooled SD is that within
    units, weighted by n − 1. Without any spread within units there are no limits.
    """
    sums = {name: Sums(*unit) for name, unit in units.items()}
    total, n = sum(float(s.total) for s in sums.values()), sum(s.n for s in sums.values())
    centre = clean(ratio(total, n))
    spread = pooled_sd(sums.values())
    values = {name: (s.n, clean(ratio(float(s.total), s.n))) for name, s in sums.items()}

    def limits(n: int) -> LimitPoint:
        half = Z_FUNNEL * spread / sqrt(n)
        return LimitPoint(n, max(low, centre - half), min(high, centre + half))

    return _funnel(values, centre, 1.0, least, limits if spread else None)


def share_limits(centre: float, n: int, factor: float = 1.0) -> LimitPoint:
    """sin²(asin√θ ± z√φ√(1/4n)), the angle kept within 0–π/2."""
    angle, half = asin(sqrt(centre)), Z_FUNNEL * sqrt(factor / (4 * n))
    return LimitPoint(n, sin(max(0.0, angle - half)) ** 2, sin(min(pi / 2, angle + half)) ** 2)


def dispersion(units, centre: float) -> float:
    """φ, at least 1: mean square of the 10% winsorised z-scores of (part, base) pairs.

    z = 2√n (asin√p − asin√θ), pulled in to their 10th and 90th percentiles.
    """
    if not units:
        return 1.0
    angle = asin(sqrt(centre))
    scores = [2 * sqrt(n) * (asin(sqrt(k / n)) - angle) for k, n in units]
    inner = np.clip(scores, *np.quantile(scores, (WINSORISED, 1 - WINSORISED)))
    return max(1.0, float(np.mean(inner**2)))


def pooled_sd(units) -> float | None:
    """Standard deviation within units; None where no unit has two values."""
    several = [Sums(*unit) for unit in units if unit[0] > 1]
    squares = sum(variance(unit) * (unit.n - 1) for unit in several)
    found = ratio(squares, sum(unit.n - 1 for unit in several))
    return None if found is None else sqrt(found)


def _funnel(values, centre, factor, least, limits) -> Funnel:
    units = tuple(_unit(name, n, value, least, limits) for name, (n, value) in values.items())
    largest = max((unit.n for unit in units), default=0)
    curve = tuple(limits(n) for n in sizes(least, largest)) if limits else ()
    return Funnel(centre, factor, curve, units)


def _unit(name, n, value, least, limits) -> Unit:
    if n < least:
        return Unit(name, n, value, None, None, Place.TOO_FEW)
    if limits is None:
        return Unit(name, n, value, None, None, Place.NO_LIMITS)
    at = limits(n)
    place = Place.WITHIN
    if value > at.high + _NEARLY:
        place = Place.ABOVE
    elif value < at.low - _NEARLY:
        place = Place.BELOW
    return Unit(name, n, value, at.low, at.high, place)


def sizes(least: int, largest: int) -> list[int]:
    """Whole bases from least to largest, closer together where the curve bends."""
    if largest < least:
        return []
    spaced = np.geomspace(least, largest, CURVE_POINTS)
    return sorted({least, largest, *(int(n) for n in np.rint(spaced))})
