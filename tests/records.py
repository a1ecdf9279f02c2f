"""Records for tests: small lists, and short ways to write one row of each kind."""

from datetime import date

from sqlmodel import Session

from models.activity import Activity, Answer, AnswerScore, Review
from models.due import Standards, due_on
from models.feedback import FeedbackItem, ItemKind, Telling
from models.quarters import Quarter
from models.reference import Directorate, Principle, Service
from models.rolling import open_quarters, refresh

STANDARDS = Standards(individual_days=28, collective_days=90)
TODAY = date(2026, 11, 20)  # in 2026/27 Q3
Q2 = Quarter(2026, 2)


def day(text: str) -> date:
    """A day written as 2026-07-01."""
    return date.fromisoformat(text)


class Records:
    """Writes rows into one store. Numbers give each its own source id."""

    def __init__(self, session: Session):
        self.session = session
        self.count = 0

    def put(self, row):
        """Write one row and hand it back with its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def number(self) -> str:
        """The next source id."""
        self.count += 1
        return f"t{self.count}"

    def lists(self) -> None:
        """Two directorates with two services each, the published unit, and three principles."""
        for d, name in enumerate(("Adults", "Places"), start=1):
            self.put(Directorate(id=d, code=name.lower(), name=name, position=d))
            for s in (1, 2):
                self.put(
                    Service(
                        id=d * 10 + s,
                        directorate_id=d,
                        code=f"{name.lower()}-{s}",
                        name=f"{name} service {s}",
                        position=s,
                    )
                )
        self.put(
            Directorate(id=9, code="published", name="Published record", position=9, published=True)
        )
        self.put(Service(id=91, directorate_id=9, code="pub-1", name="Published work", position=1))
        for p, (code, gate) in enumerate(
            (("equal", False), ("feedback", True), ("accessibility", True)), start=1
        ):
            self.put(
                Principle(
                    id=p,
                    set_version="1",
                    code=code,
                    name=code.title(),
                    wording=code,
                    gate=gate,
                    position=p,
                    source="test",
                )
            )

    def activity(self, service_id: int = 11, **values) -> Activity:
        """One activity, running since April unless said otherwise."""
        values = {"title": "An activity", "started_on": day("2026-04-06"), **values}
        return self.put(Activity(source_id=self.number(), service_id=service_id, **values))

    def review(self, activity, principle_id=1, score=4, on="2026-08-01", **values) -> Review:
        """The service's score."""
        return self.put(
            Review(
                source_id=self.number(),
                activity_id=activity.id,
                principle_id=principle_id,
                score=score,
                reviewed_on=day(on),
                **values,
            )
        )

    def answer(self, activity=None, on="2026-08-01", scores=None, **values) -> Answer:
        """One person's answer; scores by principle id."""
        row = self.put(
            Answer(
                source_id=self.number(),
                activity_id=activity.id if activity else None,
                answered_on=day(on),
                **values,
            )
        )
        for principle_id, score in (scores or {}).items():
            self.put(AnswerScore(answer_id=row.id, principle_id=principle_id, score=score))
        return row

    def item(
        self, heard="2026-07-10", kind="individual", service_id=11, told=(), activity=None, **values
    ) -> FeedbackItem:
        """One item, with the days on which it was told."""
        kind = ItemKind(kind)
        due, by_promise = due_on(
            kind,
            day(heard),
            standards=STANDARDS,
            promised_on=activity.promised_feedback_on if activity else None,
            promise_made_on=activity.promised_on if activity else None,
        )
        values = {"due_on": due, "due_by_promise": by_promise, "recorded_on": day(heard), **values}
        row = self.put(
            FeedbackItem(
                source_id=self.number(),
                service_id=service_id,
                activity_id=activity.id if activity else None,
                kind=kind,
                heard="Something was said",
                heard_on=day(heard),
                **values,
            )
        )
        for told_on in told:
            self.put(Telling(item_id=row.id, told_on=day(told_on)))
        return row

    def refresh(self) -> None:
        """Recount every open quarter."""
        self.session.flush()
        refresh(self.session, quarters=open_quarters(self.session))
        self.session.flush()
