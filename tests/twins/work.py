"""Random histories of activities, and what the records say of them in plain Python.

Written from "How we measure", sections 1 and 2, straight from the records.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pandas as pd
from sqlmodel import Session, select

from models.activity import Activity, Answer, AnswerScore, EvidenceNote, Review
from models.quarters import Quarter
from models.reference import Directorate, Principle, Rung, Service
from models.scope import Scope
from tests.records import TODAY, Records
from tests.twins.histories import a_day

GRACE = timedelta(days=42)
SERVICES = (11, 11, 11, 12, 21, 22)
RUNGS = [None, *Rung]


def a_work_history(records: Records, chance: Random, activities: int = 16) -> None:
    """Activities with rungs, reviews, answers and evidence, on days near the edges of quarters."""
    for _ in range(chance.randint(0, activities)):
        started = a_day(chance)
        ended = started + timedelta(days=chance.randrange(200)) if chance.random() < 0.7 else None
        claimed = chance.choice(RUNGS)
        said = ended and chance.random() < 0.8
        activity = records.activity(
            chance.choice(SERVICES),
            title=chance.choice(("A walk", "A survey", "A forum")),
            started_on=started,
            ended_on=ended,
            intended_rung=chance.choice(RUNGS),
            claimed_rung=claimed,
            claimed_on=ended + timedelta(days=chance.choice((0, 5, 42, 43))) if said else None,
        )
        _reviews(records, chance, activity)
        _answers(records, chance, activity)
    records.session.flush()


def _reviews(records: Records, chance: Random, activity) -> None:
    for principle in (1, 2, 3):
        for _ in range(chance.choice((0, 1, 1, 2))):
            blank = principle == 1 and chance.random() < 0.2
            records.review(
                activity,
                principle,
                score=None if blank else chance.randint(1, 5),
                on=_a_day_for(chance, activity).isoformat(),
                not_applicable_why="It does not arise" if blank else None,
                evidence=chance.choice((None, "", "A note of the meeting")),
            )
        if chance.random() < 0.2:
            records.put(
                EvidenceNote(
                    source_id=records.number(),
                    activity_id=activity.id,
                    principle_id=principle,
                    noted_on=_a_day_for(chance, activity),
                    evidence="A photograph",
                )
            )


def _answers(records: Records, chance: Random, activity) -> None:
    middle, since = chance.randint(1, 5), _a_day_for(chance, activity)
    for _ in range(chance.choice((0, 4, 5, 6, 10, 13))):
        day = since + timedelta(days=chance.choice((0, 0, 1, 30)))
        scores = {
            p: min(5, max(1, middle + chance.choice((-1, 0, 1))))
            for p in (1, 2, 3)
            if chance.random() < 0.9
        }
        records.answer(
            activity, on=day.isoformat(), scores=scores, experienced_rung=chance.choice(RUNGS)
        )


def _a_day_for(chance: Random, activity) -> date:
    """Around the activity's end where it has one: within 42 days, and one day too late."""
    if activity.ended_on and chance.random() < 0.6:
        return activity.ended_on + timedelta(days=chance.choice((-3, 0, 1, 30, 42, 43)))
    return a_day(chance, activity.started_on)


@dataclass
class Part:
    """One unit of a table."""

    name: str
    code: str
    services: set[int]
    whole: bool


class Work:
    """All records of one store, read once."""

    def __init__(self, session: Session, today: date = TODAY):
        self.today = today
        self.activities = session.exec(select(Activity).order_by(Activity.id)).all()
        self.reviews = _by_activity(session.exec(select(Review).order_by(Review.id)).all())
        answers = session.exec(select(Answer)).all()
        self.answers = _by_activity(sorted(answers, key=lambda a: (a.recorded_at, a.id)))
        self.notes = _by_activity(session.exec(select(EvidenceNote)).all())
        self.principles = session.exec(select(Principle).order_by(Principle.position)).all()
        self.services = {s.id: s for s in session.exec(select(Service)).all()}
        self.directorates = {d.id: d for d in session.exec(select(Directorate)).all()}
        rows = session.exec(select(AnswerScore)).all()
        self.scores = {(row.answer_id, row.principle_id): row.score for row in rows}

    def parts(self, scope: Scope) -> list[Part]:
        """The whole, then what it is made of and may be seen as units."""
        found = [Part(scope.label, scope.unit, set(scope.service_ids), True)]
        mine = sorted(
            (self.services[s] for s in scope.service_ids),
            key=lambda s: (self.directorates[s.directorate_id].position, s.position),
        )
        for service in mine:
            if service.id not in scope.listed_ids:
                continue
            unit = self.directorates[service.directorate_id] if scope.unit == "county" else service
            if unit.code in [part.code for part in found]:
                continue
            inside = (
                {s.id for s in mine if s.directorate_id == unit.id}
                if scope.unit == "county"
                else {service.id}
            )
            found.append(Part(unit.name, unit.code, inside, False))
        return found

    def last(self, quarter: Quarter) -> date:
        return min(quarter.last_day, self.today)

    def runs(self, activity: Activity, quarter: Quarter) -> bool:
        started = activity.started_on is not None and activity.started_on <= self.last(quarter)
        return started and (activity.ended_on is None or activity.ended_on >= quarter.first_day)

    def ended(self, activity: Activity, quarter: Quarter) -> bool:
        day = activity.ended_on
        return day is not None and quarter.first_day <= day <= self.last(quarter)

    def belongs(self, day: date, activity: Activity, quarter: Quarter) -> bool:
        """Whether what was said on a day belongs to the quarter, with its grace of 42 days."""
        if day > self.today:
            return False
        end = activity.ended_on
        counted = end if end and end < day <= end + GRACE else day
        return Quarter.of(counted) == quarter

    def known(self, day: date | None, activity: Activity, quarter: Quarter) -> bool:
        """Whether what was said on a day is known at the quarter's end, with the same grace."""
        if day is None or day > self.today:
            return False
        end = activity.ended_on
        soon = end is not None and end <= self.last(quarter) and day <= end + GRACE
        return day <= self.last(quarter) or soon

    def service_review(self, activity, principle, quarter) -> Review | None:
        """The latest review of the quarter."""
        mine = [
            r
            for r in self.reviews.get(activity.id, ())
            if r.principle_id == principle.id and self.belongs(r.reviewed_on, activity, quarter)
        ]
        return max(mine, key=lambda r: (r.reviewed_on, r.id), default=None)

    def has_evidence(self, review: Review, activity, quarter) -> bool:
        return bool(review.evidence) or any(
            n.principle_id == review.principle_id and self.known(n.noted_on, activity, quarter)
            for n in self.notes.get(activity.id, ())
        )

    def people_scores(self, activity, principle, quarter) -> list[int]:
        """The answers that count: whole batches of five, as they came in."""
        given = [
            self.scores[answer.id, principle.id]
            for answer in self.answers.get(activity.id, ())
            if (answer.id, principle.id) in self.scores
            and self.belongs(answer.answered_on, activity, quarter)
        ]
        return given[: len(given) // 5 * 5]

    def people(self, activity, principle, quarter) -> Fraction | None:
        counted = self.people_scores(activity, principle, quarter)
        return Fraction(sum(counted), len(counted)) if counted else None

    def rungs_said(self, activity, quarter) -> list[int]:
        """Heights of the people's rungs that count, low to high."""
        given = [
            answer.experienced_rung.height
            for answer in self.answers.get(activity.id, ())
            if answer.experienced_rung is not None
            and self.known(answer.answered_on, activity, quarter)
        ]
        return sorted(given[: len(given) // 5 * 5])


def _by_activity(rows) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.activity_id, []).append(row)
    return found


def table(rows: list[tuple], types: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(types)).astype(types)
