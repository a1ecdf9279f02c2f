"""Simulated panels: as counts for the attack alone, and as records in a store."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from measures.attack import Release
from measures.panel_tables import ALL, FLAGS, MEMBERS, OUTSIDE, stock_keys
from measures.protection import protect
from measures.withholding import tighten
from models.activity import Activity
from models.panel import (
    Consent,
    Disabled,
    Invitation,
    MemberImpairment,
    PanelMember,
    Participation,
    SnapshotKind,
)
from models.quarters import Quarter
from models.reference import District, ImpairmentArea

FIRST = Quarter(2024, 1)
AREAS = ("vision", "hearing", "mobility", "dexterity", "learning", "memory", "mental_health")
WORDING = "You may ask me to take part. I can stop at any time."


@dataclass(frozen=True)
class Person:
    """One simulated member: a place, and the attributes that they have."""

    place: str
    attributes: frozenset[str]


class Simulated:
    """A panel as plain people, that changes from quarter to quarter; the same for a seed."""

    def __init__(self, members: int, *, places: int, areas: int = 10, seed: int = 1):
        self.random = random.Random(seed)
        self.places = (*(f"place {n}" for n in range(places)), OUTSIDE)
        self.areas = tuple(f"area:{n}" for n in range(areas))
        self._weights = [self.random.uniform(0.5, 1.6) for _ in range(places)] + [0.15]
        self._chances = [self.random.uniform(0.03, 0.4) for _ in range(areas)] + [0.8, 0.25, 0.1]
        self.people = [self.person() for _ in range(members)]
        self.changed: int | None = None

    def person(self) -> Person:
        """Somebody new."""
        place = self.random.choices(self.places, self._weights)[0]
        named = zip((*self.areas, *FLAGS), self._chances, strict=True)
        return Person(place, frozenset(a for a, p in named if self.random.random() < p))

    def turn_over(self, changed: int) -> None:
        """Let members leave and join, this many together."""
        self.random.shuffle(self.people)
        leavers = changed // 2
        joiners = [self.person() for _ in range(changed - leavers)]
        self.people, self.changed = self.people[leavers:] + joiners, changed

    def counts(self) -> Counter:
        """The true counts, by attribute and place."""
        counts = Counter()
        for person in self.people:
            for attribute in (MEMBERS, *person.attributes):
                counts[attribute, person.place] += 1
                counts[attribute, ALL] += 1
        return counts

    def release(self, quarter: Quarter) -> Release:
        """The protected tables of stock, before anything is withheld."""
        counts = self.counts()
        figures = {key: protect(counts[key[1:]]) for key in stock_keys(self.places, self.areas)}
        return Release(SnapshotKind.STOCK, quarter, self.places, figures, self.changed)

    def history(self, snapshots: int, least_changed: int) -> list[Release]:
        """So many snapshots, each made safe jointly with those before it."""
        releases = []
        for number in range(snapshots):
            if number:
                self.turn_over(least_changed + self.random.randrange(least_changed))
            release, _, found = tighten(self.release(FIRST.plus(number)), releases)
            assert found == []
            releases.append(release)
        return releases


def moment(day: date) -> datetime:
    """Noon of a day, in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Panel:
    """Writes members and what they did into a store that has services."""

    def __init__(self, session: Session, *, districts: int = 3):
        self.session, self.count = session, 0
        for n in range(districts):
            session.add(
                District(
                    code=f"E0700000{n}",
                    name=f"District {n}",
                    locality=("North", "South")[n % 2],
                    tile_row=0,
                    tile_column=n,
                    residents=100_000,
                    disabled=20_000,
                    unpaid_carers=10_000,
                    source="test",
                )
            )
        for n, code in enumerate(AREAS):
            session.add(ImpairmentArea(code=code, label=code.replace("_", " "), position=n))
        session.flush()
        self.activity = Activity(
            source_id="panel", service_id=11, title="Asked", started_on=date(2020, 1, 1)
        )
        session.add(self.activity)
        session.flush()

    def member(self, district=0, *, areas=("mobility",), joined=date(2023, 1, 1), **told):
        """One member with a consent; district None lives outside Essex."""
        self.count += 1
        told = {"disabled": Disabled.YES, **told}
        member = PanelMember(
            source_id=f"m{self.count}",
            district_code=None if district is None else f"E0700000{district}",
            joined_on=joined,
            recorded_at=moment(joined),
            **told,
        )
        self.session.add(member)
        self.session.flush()
        for area in areas:
            self.session.add(MemberImpairment(member_id=member.id, area_code=area))
        self.session.add(Consent(member_id=member.id, given_on=joined, wording=WORDING))
        self.session.flush()
        return member

    def members(self, number: int, *where, **told) -> list[PanelMember]:
        """Several members alike."""
        return [self.member(*where, **told) for _ in range(number)]

    def invited(self, member, on: date, areas=("mobility",)) -> Invitation:
        """One invitation, with what the member had told us frozen on it."""
        return self._put(Invitation, member, on, areas, invited_on=on)

    def took_part(self, member, on: date, areas=("mobility",), heard_back_after=None):
        """One participation, with or without a day on which the member heard back."""
        heard = on + timedelta(days=heard_back_after) if heard_back_after else None
        return self._put(Participation, member, on, areas, took_part_on=on, heard_back_on=heard)

    def _put(self, table, member, on, areas, **days):
        self.count += 1
        row = table(
            source_id=f"r{self.count}",
            member_id=member.id,
            activity_id=self.activity.id,
            disabled=member.disabled.value,
            carer=member.carer,
            learning_disability=member.learning_disability,
            district_code=member.district_code,
            areas=",".join(sorted(areas)),
            recorded_at=moment(on),
            **days,
        )
        self.session.add(row)
        self.session.flush()
        return row
