"""Feedback items as they stood on a day, one by one, in plain Python.

Written from "How we measure", section 3, straight from the records.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from models.activity import Answer
from models.feedback import FeedbackItem, KindChange, Telling
from models.quarters import Quarter
from models.reference import Directorate, Service
from models.scope import Scope

STAGES = ("acted", "decided", "acknowledged")


@dataclass
class Loop:
    """One item as it stood at the end of some day."""

    item: FeedbackItem
    first_told_on: date | None
    closed_on: date | None
    withdrawn_on: date | None
    stage: str

    @property
    def kind(self) -> str:
        return self.item.kind.value

    @property
    def told(self) -> bool:
        return self.first_told_on is not None

    @property
    def left_untold(self) -> bool:
        """Withdrawn before anybody was told."""
        left, first = self.withdrawn_on, self.first_told_on
        return left is not None and (first is None or first > left)

    @property
    def owed(self) -> bool:
        return self.kind != "story"

    @property
    def open(self) -> bool:
        return self.owed and self.closed_on is None and self.withdrawn_on is None

    @property
    def gone(self) -> bool:
        """Withdrawn by the day it was due, before anybody was told: no longer due."""
        due = self.item.due_on
        return self.left_untold and due is not None and self.withdrawn_on <= due

    @property
    def on_time(self) -> bool:
        return self.closed_on is not None and self.closed_on <= self.item.due_on


class History:
    """All records of one store, and what they say at the end of a quarter."""

    def __init__(self, session: Session, today: date):
        self.today = today
        self.items = session.exec(select(FeedbackItem).order_by(FeedbackItem.id)).all()
        self.tellings = session.exec(select(Telling)).all()
        self.answers = session.exec(select(Answer).order_by(Answer.id)).all()
        self.changes = session.exec(select(KindChange)).all()
        self.services = session.exec(
            select(Service, Directorate)
            .join(Directorate, Directorate.id == Service.directorate_id)
            .order_by(Directorate.position, Service.position)
        ).all()

    def end(self, quarter: Quarter) -> date:
        return min(quarter.last_day, self.today)

    def loops(self, scope: Scope, quarter: Quarter) -> list[Loop]:
        """The items heard by the quarter's end, as they stood then."""
        end = self.end(quarter)
        return [
            self.loop(item, end)
            for item in self.items
            if item.heard_on <= end and item.service_id in scope.service_ids
        ]

    def loop(self, item: FeedbackItem, end: date) -> Loop:
        days = [t.told_on for t in self.tellings if t.item_id == item.id and t.told_on <= end]
        standing = [day for day in days if not self.disputed(item, day, end)]
        left = item.withdrawn_on
        return Loop(
            item=item,
            first_told_on=min(days, default=None),
            closed_on=max(standing, default=None),
            withdrawn_on=left if left is not None and left <= end else None,
            stage="told, but disputed" if days else _stage(item, end),
        )

    def disputed(self, item: FeedbackItem, told_on: date, end: date) -> bool:
        after = [a for a in self.answers if a.told is not None and told_on < a.answered_on <= end]
        named = [a for a in after if a.item_id == item.id]
        if item.kind == "individual":
            return bool(named) and max(named, key=lambda a: (a.answered_on, a.id)).told is False
        if item.kind == "collective":
            group = named + [
                a
                for a in after
                if a.item_id is None
                and item.activity_id is not None
                and a.activity_id == item.activity_id
            ]
            return len(group) >= 5 and sum(a.told is False for a in group) > len(group) / 2
        return False

    def due(self, loops: list[Loop], quarter: Quarter) -> list[Loop]:
        """Those due in the quarter, by its end."""
        return [
            loop for loop in loops if loop.owed and self._falls_due(loop, quarter) and not loop.gone
        ]

    def withdrawn(self, loops: list[Loop], quarter: Quarter) -> list[Loop]:
        return [
            loop for loop in loops if loop.owed and self._falls_due(loop, quarter) and loop.gone
        ]

    def _falls_due(self, loop: Loop, quarter: Quarter) -> bool:
        due = loop.item.due_on
        return due is not None and quarter.first_day <= due <= self.end(quarter)

    def heard_in_year(self, loops: list[Loop], quarter: Quarter) -> list[Loop]:
        first = quarter.plus(-3).first_day
        return [loop for loop in loops if loop.owed and loop.item.heard_on >= first]

    def unit_of(self, scope: Scope) -> dict[int, tuple[str, str]]:
        """(name, code) of the row in which each service is counted, in the set order."""
        mine = [(s, d) for s, d in self.services if s.id in scope.service_ids]
        if scope.unit != "county":
            return {s.id: (s.name, s.code) for s, _ in mine if s.id in scope.listed_ids}
        seen = {d.id for s, d in mine if s.id in scope.listed_ids}
        return {s.id: (d.name, d.code) for s, d in mine if d.id in seen}

    def names(self, service_id: int) -> tuple[str, str]:
        """(directorate, service)."""
        return next((d.name, s.name) for s, d in self.services if s.id == service_id)


def _stage(item: FeedbackItem, end: date) -> str:
    for name in STAGES:
        day = getattr(item, f"{name}_on")
        if day is not None and day <= end:
            return name
    return "heard"
