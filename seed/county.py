"""The illustrative county: its units, its days, and the stories that its numbers tell.

Nothing here is about the real county: the sources name no directorates, so
these are made up too.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from models.quarters import Quarter

SEED = 20170531
CHUNK = 1_000  # activities in one transaction
ITEMS_EACH = 10  # feedback items for each activity, on average
QUARTERS = 12

NOTHING_RECORDED = "archives"  # a service that never records anything
ONE_ACTIVITY = "registration"  # a service with one activity in all
OVERCLAIMS = "short-breaks"  # claims co-producing where people say consulting
GATE_FAILS = "customer-community"  # good averages, yet people cannot get in
IMPROVES = "adult-support"
COLLAPSES = "places-travel"
HARDLY_REACHED = "E07000076"
FAMILIAR_EVERY = 50  # one member in so many is asked again and again


@dataclass(frozen=True)
class Size:
    """How much to make."""

    activities: int
    members: int


SIZES = {
    "S": Size(1_000, 2_000),
    "M": Size(20_000, 40_000),
    "L": Size(400_000, 100_000),
}


@dataclass(frozen=True)
class Place:
    """One illustrative service, with what its work is about."""

    directorate_code: str
    directorate: str
    code: str
    name: str
    topics: tuple[str, ...]


@cache
def places() -> tuple[Place, ...]:
    """The forty-eight services, in their order."""
    path = Path(__file__).resolve().parent / "data" / "county.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Place(
                row["directorate_code"],
                row["directorate"],
                row["service_code"],
                row["service"],
                tuple(row["topics"].split(";")),
            )
            for row in csv.DictReader(file)
        )


@dataclass(frozen=True)
class Days:
    """The days that the county covers, as ordinals, both included."""

    first: int
    until: int

    @classmethod
    def up_to(cls, until: date) -> "Days":
        """Twelve quarters, the last one being the one in which `until` falls."""
        first = Quarter.of(until).plus(1 - QUARTERS).first_day
        return cls(first.toordinal(), until.toordinal())

    def share(self, day):
        """How far through the county's days a day lies, 0–1."""
        return (day - self.first) / (self.until - self.first)


def draws(*part: int) -> np.random.Generator:
    """The random draws of one part, the same every time."""
    return np.random.default_rng([SEED, *part])


def activity_weights() -> np.ndarray:
    """How often each service starts an activity, relative to the others."""
    weights = draws(1).uniform(0.6, 1.4, len(places()))
    for number, place in enumerate(places()):
        if place.code in {NOTHING_RECORDED, ONE_ACTIVITY}:
            weights[number] = 0
        if place.code == OVERCLAIMS:
            weights[number] = 2.5  # enough to be seen in every year
    return weights / weights.sum()


_CLOSED_ON_TIME = {
    IMPROVES: (0.42, 0.87),
    "children-families": (0.68, 0.70),
    "learning-skills": (0.75, 0.74),
    "health-wellbeing": (0.79, 0.82),
    COLLAPSES: (0.87, 0.85),
    GATE_FAILS: (0.77, 0.79),
}
_COLLAPSE_STARTS = 0.6


def chance_on_time(place: Place, share: float) -> float:
    """The chance that an item heard so far through the county's days is told on time."""
    early, late = _CLOSED_ON_TIME[place.directorate_code]
    chance = early + (late - early) * share
    if place.directorate_code == COLLAPSES and share > _COLLAPSE_STARTS:
        chance -= 0.75 * (share - _COLLAPSE_STARTS) / (1 - _COLLAPSE_STARTS)
    return chance


_PEOPLE_SCORE = {
    IMPROVES: (2.7, 4.0),
    "children-families": (3.6, 3.6),
    "learning-skills": (3.6, 3.8),
    "health-wellbeing": (3.3, 3.3),
    COLLAPSES: (3.7, 3.4),
    GATE_FAILS: (4.3, 4.3),
}
_SERVICE_SAYS_MORE = {"health-wellbeing": 1.2}
_PRINCIPLE_SHIFT = {
    "assets": 0.1,
    "capabilities": 0.0,
    "reciprocity": -0.1,
    "peer_support": -0.2,
    "boundaries": -0.3,
    "facilitating": 0.0,
    "feedback": 0.1,
    "accessibility": 0.1,
}
COVERAGE = {
    IMPROVES: 0.85,
    "children-families": 0.70,
    "learning-skills": 0.60,
    "health-wellbeing": 0.50,
    COLLAPSES: 0.70,
    GATE_FAILS: 0.80,
}


def people_score(place: Place, principle: str, share: float) -> float:
    """The score around which people's answers lie."""
    if place.directorate_code == GATE_FAILS and principle == "accessibility":
        return 2.3
    early, late = _PEOPLE_SCORE[place.directorate_code]
    return early + (late - early) * share + _PRINCIPLE_SHIFT[principle]


def service_score(place: Place, principle: str, share: float) -> float:
    """The score around which the service's own reviews lie."""
    if place.directorate_code == GATE_FAILS and principle == "accessibility":
        return 3.8
    more = _SERVICE_SAYS_MORE.get(place.directorate_code, 0.3)
    return people_score(place, principle, share) + more
