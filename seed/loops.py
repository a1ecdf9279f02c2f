"""Illustrative feedback items: what was heard, what came of it, who was told, who disputed."""

import numpy as np

from models.due import Standards, due_on
from models.feedback import ItemKind, Outcome
from seed import county, sentences
from seed.activities import SYSTEM, ActivityChunk, day, recorded
from seed.county import CHUNK, ITEMS_EACH, places

# Collective items first, so that a story can point to one that is there already.
_KINDS = (ItemKind.COLLECTIVE, ItemKind.INDIVIDUAL, ItemKind.STORY)
_KIND_SHARES = (0.32, 0.5, 0.18)
_OUTCOMES = tuple(Outcome)
_OUTCOME_SHARES = (0.34, 0.22, 0.2, 0.14, 0.1)


class LoopChunk:
    """The feedback items of one chunk of activities, drawn and written out."""

    def __init__(self, chunk: ActivityChunk, first_id: int, standards: Standards):
        self.chunk, self.standards = chunk, standards
        self.count = CHUNK * ITEMS_EACH
        self.first_id = first_id
        rng = self.rng = county.draws(3, chunk.number)
        self.kind = np.sort(rng.choice(3, self.count, p=_KIND_SHARES))
        self.owner = self._owners()
        self.heard = self._heard_on()
        self.drawn = rng.random((self.count, 8))
        self.numbers = rng.integers(0, 1_000, (self.count, 4))
        self.items: list[dict] = []
        self.tellings: list[dict] = []
        self.answers: list[dict] = []
        self.changes: list[dict] = []
        for i in range(self.count):
            self._write(i)
        self._answer_stories()

    def _owners(self) -> np.ndarray:
        """The activity of each item, or -1: one in eight was heard outside any."""
        rng = self.rng
        weights = rng.gamma(1.2, 1.0, CHUNK)
        owners = rng.choice(CHUNK, self.count, p=weights / weights.sum())
        return np.where(rng.random(self.count) < 0.12, -1, owners)

    def _heard_on(self) -> np.ndarray:
        chunk, rng = self.chunk, self.rng
        inside = rng.integers(chunk.start[self.owner], chunk.bound[self.owner] + 1)
        outside = rng.integers(chunk.days.first, chunk.days.until + 1, self.count)
        return np.where(self.owner < 0, outside, inside)

    def _write(self, i: int) -> None:
        chunk, days, drawn = self.chunk, self.chunk.days, self.drawn[i]
        kind, n, heard = _KINDS[self.kind[i]], int(self.owner[i]), int(self.heard[i])
        position = int(chunk.place[n]) if n >= 0 else self._loose_place(i)
        topics = places()[position].topics
        topic = chunk.topic[n] if n >= 0 else topics[self.numbers[i, 3] % len(topics)]
        due, by_promise = self._due(kind, n, heard)
        recorded_on = min(heard + min(int(-4 * np.log(1 - drawn[0])), 30), days.until)
        row = {
            "id": self.first_id + i,
            "source_system": SYSTEM,
            "source_id": f"item-{chunk.number * self.count + i + 1:08d}",
            "service_id": chunk.service_ids[position],
            "activity_id": int(chunk.ids[n]) if n >= 0 else None,
            "kind": kind,
            "heard": sentences.heard(kind, int(self.numbers[i, 0]), topic),
            "heard_on": day(heard),
            "due_on": due,
            "due_by_promise": by_promise,
            "acknowledged_on": None,
            "decided_on": None,
            "acted_on": None,
            "outcome": None,
            "outcome_reason": None,
            "reply": None,
            "withdrawn_on": None,
            "withdrawn_reason": None,
            "answered_by_id": None,
            "illustrative": True,
            "recorded_on": day(recorded_on),
            "recorded_at": recorded(recorded_on, 0, days.until),
            "version": 1,
        }
        if due:
            self._follow(row, i, places()[position], topic)
        self._change_kind(row, i, recorded_on)
        self.items.append(row)

    def _loose_place(self, i: int) -> int:
        """A service for an item without an activity; never the one that records nothing."""
        position = int(self.numbers[i, 2]) % len(places())
        return position if places()[position].code != county.NOTHING_RECORDED else 0

    def _due(self, kind: ItemKind, n: int, heard: int):
        promised = n >= 0 and self.chunk.promised_on[n]
        return due_on(
            kind,
            day(heard),
            standards=self.standards,
            promised_on=day(self.chunk.promised_for[n]) if promised else None,
            promise_made_on=day(self.chunk.promised_on[n]) if promised else None,
        )

    def _follow(self, row: dict, i: int, place: county.Place, topic: str) -> None:
        """Take an item through its stages, as far as it came by the last day."""
        until, drawn = self.chunk.days.until, self.drawn[i]
        heard, due = row["heard_on"].toordinal(), row["due_on"].toordinal()
        if drawn[1] < 0.025:
            on = heard + 3 + int(drawn[2] * 30)
            if on <= until:
                row["withdrawn_on"] = day(on)
                row["withdrawn_reason"] = sentences.pick(
                    sentences.WITHDRAWN_BECAUSE, int(self.numbers[i, 1])
                )
                return
        on_time = drawn[3] < county.chance_on_time(place, float(self.chunk.days.share(heard)))
        late_but_told = drawn[4] < 0.8
        if on_time:
            told = heard + 1 + int((due - heard - 1) * (0.25 + 0.75 * drawn[2]))
        else:
            told = due + 1 + int(drawn[2] ** 2 * 150)
        self._stages(row, i, heard, told, until)
        if (on_time or late_but_told) and told <= until:
            self._tell(row, i, told, topic)

    def _stages(self, row: dict, i: int, heard: int, told: int, until: int) -> None:
        drawn, step = self.drawn[i], told - heard
        days = [heard + int(step * part) for part in (0.15, 0.5, 0.8)]
        reached = 3 - int(drawn[4] > 0.7) - int(drawn[4] > 0.85) - int(drawn[4] > 0.95)
        if drawn[3] < 0.4:
            reached = 3
        for name, on in list(zip(("acknowledged", "decided", "acted"), days, strict=True))[
            :reached
        ]:
            if on <= until:
                row[f"{name}_on"] = day(on)
        if row["decided_on"]:
            self._decide(row, i)

    def _decide(self, row: dict, i: int) -> None:
        position = int(np.searchsorted(np.cumsum(_OUTCOME_SHARES), self.drawn[i, 5]))
        outcome = _OUTCOMES[min(position, len(_OUTCOMES) - 1)]
        row["outcome"] = outcome
        if outcome == Outcome.NOT_CHANGED:
            row["outcome_reason"] = sentences.pick(
                sentences.NOT_CHANGED_BECAUSE, int(self.numbers[i, 1])
            )

    def _tell(self, row: dict, i: int, told: int, topic: str) -> None:
        if row["outcome"] is None:
            row["decided_on"] = row["acted_on"] = None
            row["acknowledged_on"] = row["acknowledged_on"] or row["heard_on"]
            row["decided_on"] = day(told)
            self._decide(row, i)
        row["reply"] = sentences.pick(
            sentences.REPLIES[row["outcome"]], int(self.numbers[i, 2]), topic
        )
        self._telling(row, told)
        if row["kind"] == ItemKind.INDIVIDUAL and self.drawn[i, 6] < 0.16:
            self._hear_from_the_person(row, i, told)

    def _telling(self, row: dict, told: int) -> None:
        self.tellings.append(
            {
                "item_id": row["id"],
                "told_on": day(told),
                "recorded_at": recorded(told, 2, self.chunk.days.until),
            }
        )

    def _hear_from_the_person(self, row: dict, i: int, told: int) -> None:
        """One answer that names the item; a third dispute it, and half of those are told again."""
        until, drawn = self.chunk.days.until, self.drawn[i]
        on = told + 2 + int(drawn[7] * 25)
        if on > until:
            return
        disputes = drawn[6] < 0.05
        self.answers.append(
            {
                "source_system": SYSTEM,
                "source_id": f"about-{row['source_id']}",
                "activity_id": row["activity_id"],
                "item_id": row["id"],
                "answered_on": day(on),
                "experienced_rung": None,
                "told": not disputes,
                "recorded_at": recorded(on, 1, until),
            }
        )
        again = on + 5 + int(drawn[7] * 30)
        if disputes and drawn[6] < 0.025 and again <= until:
            self._telling(row, again)

    def _change_kind(self, row: dict, i: int, recorded_on: int) -> None:
        on = recorded_on + 5
        if self.numbers[i, 3] < 6 and on <= self.chunk.days.until:
            was = ItemKind.STORY if row["kind"] != ItemKind.STORY else ItemKind.INDIVIDUAL
            self.changes.append(
                {"item_id": row["id"], "was": was, "became": row["kind"], "changed_on": day(on)}
            )

    def _answer_stories(self) -> None:
        """Link about half of the stories to a collective item of the same activity."""
        collective = {
            row["activity_id"]: row["id"]
            for row in self.items
            if row["kind"] == ItemKind.COLLECTIVE and row["activity_id"]
        }
        for i, row in enumerate(self.items):
            if row["kind"] == ItemKind.STORY and self.drawn[i, 1] < 0.55:
                row["answered_by_id"] = collective.get(row["activity_id"])
