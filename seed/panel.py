"""Illustrative members of the panel, and what they were asked to and did."""

from datetime import date

import numpy as np

from models.panel import Disabled
from models.reference import District, ImpairmentArea
from seed import county, sentences
from seed.activities import SYSTEM, ActivityChunk, day, recorded
from seed.county import CHUNK, Days

_DISABLED = (Disabled.YES, Disabled.NO, Disabled.NOT_SAID)
_DISABLED_SHARES = (0.66, 0.25, 0.09)
# How common each area is among disabled members, in the areas' order.
_AREA_SHARES = (0.13, 0.16, 0.45, 0.24, 0.2, 0.14, 0.32, 0.28, 0.15, 0.1)
_NO_DISTRICT = 0.04
_INVITED = 18  # for each activity, where there are two members to an activity
_COME = 0.3
_UNINVITED = 0.6  # who came uninvited, per activity, where there are two members to an activity
_FAMILIAR_WEIGHT = 60.0


class Members:
    """All members as arrays, the same for the same number and days."""

    def __init__(self, count: int, days: Days, districts: list[District]):
        rng = county.draws(4)
        self.count, self.days = count, days
        self.disabled = rng.choice(3, count, p=_DISABLED_SHARES)
        self.carer = rng.random(count) < 0.27
        self.learning_disability = (self.disabled == 0) & (rng.random(count) < 0.2)
        weights = np.array(
            [d.disabled * (0.2 if d.code == county.HARDLY_REACHED else 1.0) for d in districts]
        )
        place = rng.choice(len(districts), count, p=weights / weights.sum())
        self.district = np.where(rng.random(count) < _NO_DISTRICT, -1, place)
        self.district_codes = [d.code for d in districts]
        self.areas = rng.random((count, len(_AREA_SHARES))) < np.array(_AREA_SHARES)
        self.areas[:, 4] |= self.learning_disability
        self.areas[self.disabled != 0] = False
        early = rng.random(count) < 0.55
        joined = rng.integers(days.first, days.until + 1, count)
        self.joined = np.where(early, days.first - rng.integers(1, 400, count), joined)
        stays = rng.integers(60, 900, count)
        leaves = (rng.random(count) < 0.2) & (self.joined + stays <= days.until)
        self.left = np.where(leaves, self.joined + stays, 0)
        familiar = np.arange(count) % county.FAMILIAR_EVERY == 0
        self.weight = np.where(familiar, _FAMILIAR_WEIGHT, 1.0)

    def rows(self, some: range, first_id: int) -> list[dict]:
        """Some of the members."""
        return [
            {
                "id": first_id + m,
                "source_system": SYSTEM,
                "source_id": f"member-{m + 1:06d}",
                "name": None,
                "contact": None,
                **self._flags(m),
                "joined_on": day(self.joined[m]),
                "left_on": day(self.left[m]) if self.left[m] else None,
                "counted_as": None,
                "illustrative": True,
                "recorded_at": recorded(self.joined[m], 5, self.days.until),
                "version": 1,
            }
            for m in some
        ]

    def _flags(self, m: int) -> dict:
        return {
            "disabled": _DISABLED[self.disabled[m]],
            "carer": bool(self.carer[m]),
            "learning_disability": bool(self.learning_disability[m]),
            "district_code": self.district_codes[self.district[m]]
            if self.district[m] >= 0
            else None,
        }

    def area_rows(self, some: range, first_id: int, areas: list[ImpairmentArea]) -> list[dict]:
        """The impairment areas that members told of."""
        return [
            {"member_id": first_id + m, "area_code": areas[a].code}
            for m in some
            for a in np.flatnonzero(self.areas[m])
        ]

    def consent_rows(self, some: range, first_id: int) -> list[dict]:
        """One consent each, given on joining."""
        return [
            {
                "member_id": first_id + m,
                "given_on": day(self.joined[m]),
                "wording": sentences.CONSENT,
                "withdrawn_on": None,
                "recorded_at": recorded(self.joined[m], 5, self.days.until),
            }
            for m in some
        ]

    def freeze(self, areas: list[ImpairmentArea]) -> list[dict]:
        """What each member told us, as it is frozen on invitations and participations."""
        return [
            {
                **self._flags(m),
                "disabled": _DISABLED[self.disabled[m]].value,
                "areas": ",".join(sorted(areas[a].code for a in np.flatnonzero(self.areas[m]))),
            }
            for m in range(self.count)
        ]


class Asked:
    """Who was invited to the activities of one chunk, and who took part."""

    def __init__(self, chunk: ActivityChunk, members: Members, activities: int):
        self.chunk, self.members = chunk, members
        rng = self.rng = county.draws(5, chunk.number)
        self.scale = members.count / (2 * activities)
        self.chances = np.cumsum(members.weight / members.weight.sum())
        self.owner, self.member, self.invited = self._draw(_INVITED * self.scale, 0)
        came = rng.random(len(self.owner)) < _COME
        owner, member, on = self._draw(_UNINVITED * self.scale, 3)
        self.came_owner = np.concatenate([self.owner[came], owner])
        self.came_member = np.concatenate([self.member[came], member])
        self.came_on = np.concatenate(
            [self._later(self.owner[came], self.invited[came]), self._later(owner, on)]
        )
        self._keep_once()

    def _draw(self, mean: float, wait: int):
        chunk, members, rng = self.chunk, self.members, self.rng
        owner = np.repeat(np.arange(CHUNK), rng.poisson(mean, CHUNK))
        member = np.searchsorted(self.chances, rng.random(len(owner)), side="right")
        member = np.minimum(member, members.count - 1)
        on = chunk.start[owner] + wait + rng.integers(0, 6, len(owner))
        left = members.left[member]
        keep = (members.joined[member] <= on) & ((left == 0) | (left > on + 30))
        keep &= on <= chunk.bound[owner]
        _, first = np.unique(owner * members.count + member, return_index=True)
        once = np.zeros(len(owner), bool)
        once[first] = True
        keep &= once
        return owner[keep], member[keep], on[keep]

    def _later(self, owner: np.ndarray, on: np.ndarray) -> np.ndarray:
        """A day of taking part, from a day on and not after the activity's last."""
        last = np.minimum(self.chunk.bound[owner], on + 28)
        return self.rng.integers(on, last + 1)

    def _keep_once(self) -> None:
        both = self.came_owner * self.members.count + self.came_member
        _, first = np.unique(both, return_index=True)
        self.came_owner, self.came_member = self.came_owner[first], self.came_member[first]
        self.came_on = self.came_on[first]

    def invitation_rows(self, first_id: int, first_member: int, told: list[dict]) -> list[dict]:
        """The invitations."""
        return [
            {
                "id": first_id + i,
                **self._who("invitation", i, int(self.owner[i]), int(m), first_member, told),
                "invited_on": day(self.invited[i]),
                "recorded_at": recorded(self.invited[i], 1, self.chunk.days.until),
            }
            for i, m in enumerate(self.member)
        ]

    def participation_rows(self, first_id: int, first_member: int, told: list[dict]) -> list[dict]:
        """The participations, and when each member heard back."""
        heard_back = self._heard_back()
        return [
            {
                "id": first_id + i,
                **self._who(
                    "participation", i, int(self.came_owner[i]), int(m), first_member, told
                ),
                "took_part_on": day(self.came_on[i]),
                "heard_back_on": heard_back[i],
                "recorded_at": recorded(self.came_on[i], 2, self.chunk.days.until),
            }
            for i, m in enumerate(self.came_member)
        ]

    def _who(self, what: str, i: int, n: int, m: int, first_member: int, told: list[dict]) -> dict:
        return {
            "source_system": SYSTEM,
            "source_id": f"{what}-{self.chunk.number:04d}-{i + 1:05d}",
            "member_id": first_member + m,
            "activity_id": int(self.chunk.ids[n]),
            **told[m],
        }

    def _heard_back(self) -> list[date | None]:
        until, rng = self.chunk.days.until, self.rng
        waits = rng.integers(14, 110, len(self.came_on))
        tells = rng.random(len(self.came_on))
        days = []
        for i, on in enumerate(self.came_on):
            place = self.chunk.place_of(int(self.came_owner[i]))
            chance = county.chance_on_time(place, float(self.chunk.days.share(on)))
            back = int(on + waits[i])
            days.append(day(back) if tells[i] < chance and back <= until else None)
        return days
