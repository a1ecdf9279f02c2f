"""Illustrative activities, with their sessions, the services' reviews and people's answers."""

from datetime import UTC, date, datetime

import numpy as np

from models.reference import Rung
from seed import county, sentences
from seed.county import CHUNK, Days, places

SYSTEM = "illustrative"
RUNGS = tuple(Rung)
WAYS = ("local", "lived_experience", "partners", "bespoke", "existing_insights")
_RUNG_SHARES = (0.13, 0.19, 0.27, 0.23, 0.12, 0.06, 0.0)  # of intended rungs, top first


LATE_DAYS = 14  # the longest that recording lags


def day(number) -> date:
    """The day of an ordinal."""
    return date.fromordinal(int(number))


def recorded(number, lag, until) -> datetime:
    """Noon of the day on which a fact was recorded, so many days after it happened."""
    on = day(min(int(number) + int(lag), int(until)))
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


class ActivityChunk:
    """A thousand activities as arrays; `end` is 0 while one still runs.

    number      which chunk
    place       position of the service in `places()`
    start, end  ordinals
    bound       the last day that anything can have happened: the end, or `until`
    topic       what each is about
    """

    def __init__(self, number: int, days: Days, first_id: int, service_ids: list[int]):
        self.number, self.days, self.service_ids = number, days, service_ids
        self.ids = np.arange(first_id, first_id + CHUNK)
        rng = self.rng = county.draws(2, number)
        self.place = rng.choice(len(places()), CHUNK, p=county.activity_weights())
        self.start = np.sort(rng.integers(days.first, days.until - 1, CHUNK))
        ends = self.start + np.clip(rng.lognormal(np.log(55), 0.6, CHUNK), 5, 300).astype(int)
        self.end = np.where(ends <= days.until, ends, 0)
        self._place_the_odd_ones()
        self.bound = np.where(self.end > 0, self.end, days.until)
        self.share = days.share(self.bound)
        picks = rng.integers(0, 1_000, CHUNK)
        self.topic = [
            places()[p].topics[n % len(places()[p].topics)]
            for p, n in zip(self.place, picks, strict=True)
        ]
        self._draw_rungs()
        self._draw_promises()

    def _place_the_odd_ones(self) -> None:
        """The service with one activity in all, and the one time that people were coerced."""
        self.coerced = -1
        if self.number == 0:
            codes = [place.code for place in places()]
            self.place[CHUNK // 2] = codes.index(county.ONE_ACTIVITY)
            benefits = np.flatnonzero(
                (self.place == codes.index("benefits-advice")) & (self.end > 0)
            )
            self.coerced = int(benefits[len(benefits) // 2])

    def place_of(self, n: int) -> county.Place:
        """The service of one activity."""
        return places()[self.place[n]]

    def _draw_rungs(self) -> None:
        rng = self.rng
        shares = np.array(_RUNG_SHARES)
        self.intended = rng.choice(7, CHUNK, p=shares)  # positions in RUNGS, top first
        self.intended_known = rng.random(CHUNK) > 0.05
        moved = rng.choice([-1, 0, 1], CHUNK, p=[0.08, 0.77, 0.15])
        self.claimed = np.clip(self.intended + moved, 0, 5)
        over = np.array([p.code == county.OVERCLAIMS for p in places()])[self.place]
        self.overclaims = over & (rng.random(CHUNK) < 0.9)
        self.claimed[self.overclaims] = 0
        self.intended[self.overclaims] = 0
        claimed_on = self.end + rng.integers(0, 30, CHUNK)
        known = (self.end > 0) & (rng.random(CHUNK) < 0.92) & (claimed_on <= self.days.until)
        if self.coerced >= 0:
            n = self.coerced
            self.claimed[n], self.intended[n], known[n] = 6, 5, True
            claimed_on[n] = min(claimed_on[n], self.days.until)
        self.claimed_on = np.where(known, claimed_on, 0)

    def _draw_promises(self) -> None:
        rng = self.rng
        ends = np.where(self.end > 0, self.end, self.start + 90)
        self.promised_for = np.where(
            rng.random(CHUNK) < 0.5, ends + rng.integers(20, 100, CHUNK), 0
        )
        made = self.start + rng.integers(0, 3, CHUNK)
        late = (rng.random(CHUNK) < 0.1) & (self.end > 0)  # edited once everything was heard
        made = np.where(late, np.minimum(self.end + 10, self.days.until), made)
        self.promised_on = np.where(self.promised_for > made, made, 0)
        self.promised_for = np.where(self.promised_on > 0, self.promised_for, 0)

    def rows(self) -> list[dict]:
        """The activities."""
        rng = self.rng
        titles, purposes = rng.integers(0, 1_000, (2, CHUNK))
        ways = rng.integers(0, len(WAYS) * 8, CHUNK)
        lags = rng.integers(0, LATE_DAYS, CHUNK)
        return [
            self._row(n, int(titles[n]), int(purposes[n]), int(ways[n]), lags[n])
            for n in range(CHUNK)
        ]

    def _row(self, n: int, title: int, purpose: int, way: int, lag) -> dict:
        intended = RUNGS[self.intended[n]] if self.intended_known[n] else None
        claimed_on = self.claimed_on[n]
        return {
            "id": int(self.ids[n]),
            "source_system": SYSTEM,
            "source_id": f"activity-{self.number * CHUNK + n + 1:07d}",
            "service_id": self.service_ids[self.place[n]],
            "title": sentences.pick(sentences.TITLES, title, self.topic[n]),
            "purpose": sentences.pick(sentences.PURPOSES, purpose, self.topic[n]),
            "way": WAYS[way % len(WAYS)] if way < len(WAYS) * 7 else None,
            "intended_rung": intended,
            "intended_why": sentences.WHY[intended] if intended else None,
            "claimed_rung": RUNGS[self.claimed[n]] if claimed_on else None,
            "claimed_on": day(claimed_on) if claimed_on else None,
            "started_on": day(self.start[n]),
            "ended_on": day(self.end[n]) if self.end[n] else None,
            "promised_feedback_on": day(self.promised_for[n]) if self.promised_for[n] else None,
            "promised_on": day(self.promised_on[n]) if self.promised_on[n] else None,
            "illustrative": True,
            "recorded_at": recorded(self.start[n], lag, self.days.until),
            "version": 1,
        }

    def district_rows(self, codes: list[str]) -> list[dict]:
        """The districts touched: one or two, or sometimes all."""
        rng = self.rng
        rows = []
        for n, wide in enumerate(rng.random(CHUNK)):
            if wide < 0.12:
                touched = range(len(codes))
            else:
                touched = rng.choice(len(codes), 1 + int(wide > 0.7), replace=False)
            rows += [
                {"activity_id": int(self.ids[n]), "district_code": codes[t]}
                for t in sorted(touched)
            ]
        return rows

    def session_rows(self, first_id: int) -> list[dict]:
        """The days on which people met or were asked."""
        rng = self.rng
        owner = np.repeat(np.arange(CHUNK), 1 + rng.poisson(1.0, CHUNK))
        held = rng.integers(self.start[owner], self.bound[owner] + 1)
        yes = rng.random((5, len(owner)))
        blank = rng.random((5, len(owner))) < 0.1
        chances = (0.45, 0.2, 0.7, 0.55, 0.4)
        notice = rng.integers(2, 36, len(owner))
        names = (
            "senior_officer_present",
            "elected_member_present",
            "expenses_offered",
            "easy_read_offered",
            "other_formats_offered",
        )
        return [
            {
                "id": first_id + i,
                "source_system": SYSTEM,
                "source_id": f"session-{self.number:04d}-{i + 1:05d}",
                "activity_id": int(self.ids[n]),
                "held_on": day(held[i]),
                **{
                    name: None if blank[q, i] else bool(yes[q, i] < chances[q])
                    for q, name in enumerate(names)
                },
                "notice_days": None if yes[0, i] > 0.92 else int(notice[i]),
                "recorded_at": recorded(held[i], 3, self.days.until),
            }
            for i, n in enumerate(owner)
        ]
