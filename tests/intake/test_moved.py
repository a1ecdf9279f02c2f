"""Figures moved by single forms are those that the records give."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from intake.form import held, new_token, send
from intake.kinds.all import KINDS
from intake.mapping import Mapping
from intake.run import commit, prepare_rows
from models import rolling
from models.checking import differences
from models.feedback import FeedbackItem
from models.quarters import london_day, now
from models.rolling import among
from models.rollup import LoopRollup, ScoreRollup
from models.store import reading, writing
from tests.intake.conftest import EVERYTHING, Files
from tests.records import Records

SERVICES = ("adults-1", "adults-2", "places-1")
RUNGS = ("co-producing", "engaging", "consulting", "informing")


class History:
    """Random forms, one after another, as people might send them."""

    def __init__(self, seed: int):
        self.random, self.today = Random(seed), london_day(now())
        self.activities: dict[str, dict] = {}
        self.items: dict[str, dict] = {}
        self.done = 0

    def day(self, first: date | None = None, within: int = 400) -> date:
        """A day from another on, up to today."""
        first = first or self.today - timedelta(days=within)
        return first + timedelta(days=self.random.randint(0, max(0, (self.today - first).days)))

    def send(self, kind: str, row: dict) -> bool:
        """Send one form; one that is refused is as good as not sent."""
        row = {name: "" if value is None else str(value) for name, value in row.items()}
        sent = send(KINDS[kind], [row], EVERYTHING, token=new_token())
        if sent.questions:
            answers = {q.code: q.suggested for q in sent.questions}
            sent = send(KINDS[kind], [row], EVERYTHING, token=new_token(), answers=answers)
        self.done += sent.done
        return sent.done

    def step(self) -> None:
        """One form of some kind."""
        pick = self.random.choice
        if not self.activities or (len(self.activities) < 4 and self.random.random() < 0.15):
            return self.activity(f"A{len(self.activities)}")
        steps = (self.changed_activity, self.item, self.item, self.changed_item, self.changed_item,
                 self.told, self.answer, self.answers, self.review, self.session, self.evidence)  # fmt: skip
        return pick(steps)()

    def activity(self, key: str) -> None:
        started = self.day()
        ended = self.day(started) if self.random.random() < 0.6 else None
        claimed = self.day(ended) if ended and self.random.random() < 0.7 else None
        row = {
            "id": key, "service": self.random.choice(SERVICES), "title": "Work",
            "started_on": started, "ended_on": ended,
            "intended_rung": self.random.choice((*RUNGS, None)),
            "claimed_rung": self.random.choice(RUNGS) if claimed else None, "claimed_on": claimed,
        }  # fmt: skip
        if self.send("activities", row):
            self.activities[key] = row

    def changed_activity(self) -> None:
        self.activity(self.random.choice(list(self.activities)))

    def some_activity(self):
        return self.random.choice(list(self.activities))

    def item(self, key: str | None = None) -> None:
        random, key = self.random, key or f"I{len(self.items)}"
        was = self.items.get(key, {})
        heard = was.get("heard_on") or self.day()
        stories = [k for k, row in self.items.items() if row["kind"] == "collective"]
        kind = random.choice(("individual", "collective", "story"))
        row = {
            "id": key, "service": random.choice(SERVICES), "kind": kind, "heard": "Words",
            "heard_on": heard,
            "activity": self.some_activity() if random.random() < 0.7 else None,
            "acknowledged_on": self.day(heard) if random.random() < 0.3 else None,
            "told_on": self.day(heard) if random.random() < 0.5 else None,
            "outcome": "changed", "reply": "Done",
            "answered_by": random.choice(stories) if kind == "story" and stories else None,
        }  # fmt: skip
        if self.send("feedback", row):
            self.items[key] = row

    def changed_item(self) -> None:
        if self.items:
            self.item(self.random.choice(list(self.items)))

    def told(self) -> None:
        if self.items:
            key = self.random.choice(list(self.items))
            heard = self.items[key]["heard_on"]
            gone = self.day(heard) if self.random.random() < 0.3 else None
            row = {"id": key, "told_on": self.day(heard), "withdrawn_on": gone,
                   "withdrawn_reason": "Twice" if gone else None}  # fmt: skip
            self.send("stages", row)

    def answer(self) -> None:
        key = f"N{self.random.randint(0, 30)}"
        item = self.random.choice([*self.items, None]) if self.random.random() < 0.5 else None
        self.send("answers", {
            "id": key, "activity": None if item and self.random.random() < 0.4 else self.some_activity(),
            "item": item, "answered_on": self.day(), "told": self.random.choice(("yes", "no", None)),
            "experienced_rung": self.random.choice((*RUNGS, None)),
            "score_equal": self.random.choice((1, 3, 5, None)), "score_feedback": 4,
        })  # fmt: skip

    def answers(self) -> None:
        """Several at once, so that batches of five and groups' verdicts come about."""
        activity, told = self.some_activity(), self.random.choice(("yes", "no"))
        rows = [
            {"id": f"G{self.random.randint(0, 99)}", "activity": activity, "told": told,
             "answered_on": str(self.day(within=60)), "experienced_rung": self.random.choice(RUNGS),
             "score_equal": str(self.random.randint(1, 5))}
            for _ in range(5)
        ]  # fmt: skip
        if len({row["id"] for row in rows}) == len(rows):
            self.done += send(KINDS["answers"], rows, EVERYTHING, token=new_token()).done

    def review(self) -> None:
        score = self.random.choice((1, 3, 4, 5, None))
        self.send("reviews", {
            "id": f"R{self.random.randint(0, 9)}", "activity": self.some_activity(),
            "principle": self.random.choice(("equal", "feedback")), "reviewed_on": self.day(),
            "score": score, "not_applicable_why": None if score else "A letter only",
            "evidence": self.random.choice(("Notes", None)),
        })  # fmt: skip

    def session(self) -> None:
        self.send("sessions", {
            "id": f"S{self.random.randint(0, 9)}", "activity": self.some_activity(),
            "held_on": self.day(), "expenses_offered": self.random.choice(("yes", "no", None)),
            "notice_days": self.random.choice((7, 14, None)),
        })  # fmt: skip

    def evidence(self) -> None:
        self.send("evidence", {
            "id": f"E{self.random.randint(0, 9)}", "activity": self.some_activity(),
            "principle": "equal", "noted_on": self.day(), "evidence": "Minutes",
        })  # fmt: skip


def _counted_today() -> None:
    with writing() as session:
        Records(session).item(heard="2026-05-01")  # or there would be nothing to count
        rolling.refresh(session, quarters=rolling.open_quarters(session))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_of_forms_figures_are_those_of_the_records(
    files: Files, monkeypatch, seed: int
):
    _counted_today()
    monkeypatch.setattr(rolling, "refresh", _refused)
    history = History(seed)
    for _ in range(30):
        history.step()
    assert history.done > 15
    with writing() as session:
        found = differences(session)
        session.rollback()
    assert found == []
    with reading() as session:
        assert session.execute(select(LoopRollup.due).where(LoopRollup.due > 0)).first()
        assert session.execute(select(ScoreRollup.total)).first()


@pytest.mark.parametrize("seed", range(2))
def test_however_many_ids_there_are_figures_are_those_of_the_records(
    files: Files, monkeypatch, seed: int
):
    monkeypatch.setattr(among, "SINGLY", 0)
    test_after_any_history_of_forms_figures_are_those_of_the_records(files, monkeypatch, seed)


def _items(numbers, random: Random, **more) -> list[dict[str, str]]:
    """Rows of feedback, some of activities and some told."""
    rows = []
    for number in numbers:
        # Corrected by less than the standard: no item was heard after the day it is due.
        heard = date(2026, 1, 5) + timedelta(days=number * 37 % 230 + random.randint(0, 20))
        told = heard + timedelta(days=random.randint(0, 60))
        row = {
            "id": f"I{number}", "service": SERVICES[number % 3], "heard": "Words",
            "kind": random.choice(("individual", "collective")), "heard_on": str(heard),
            "activity": random.choice(("A0", "A1", "")),
            "told_on": str(told) if random.random() < 0.7 else "",
            "outcome": "changed", "reply": "Done",
        }  # fmt: skip
        rows.append(row | more)
    return rows


def _load(rows: list[dict[str, str]]) -> None:
    prepared = prepare_rows(rows, KINDS["feedback"], Mapping(source="here"), EVERYTHING, name="f")
    for question in prepared.preview.questions:
        prepared.preview.mapping.answers[question.code] = question.suggested
    prepared = prepare_rows(rows, KINDS["feedback"], prepared.preview.mapping, EVERYTHING, name="f")
    commit(prepared, EVERYTHING)


def test_a_file_that_is_small_beside_the_store_moves_figures_too(files: Files, monkeypatch):
    _counted_today()
    history, random = History(1), Random(1)
    for number in range(40):
        history.activity(f"A{number}")
    _load(_items(range(900), random))
    monkeypatch.setattr(rolling, "refresh", _refused)
    _load(_items(range(860, 960), random))  # some are changed, the rest are new
    with writing() as session:
        assert session.execute(select(func.count()).select_from(FeedbackItem)).scalar() == 961
        found = differences(session)
        session.rollback()
    assert found == []


def test_a_file_that_is_large_beside_the_store_recounts_its_services(files: Files, monkeypatch):
    _counted_today()
    counted = []
    whole = rolling.refresh
    monkeypatch.setattr(rolling, "refresh", lambda *a, **k: counted.append(k) or whole(*a, **k))
    History(0).activity("A0")
    History(0).activity("A1")
    _load(_items(range(200), Random(0)))
    assert len(counted) == 1


def _refused(*_given, **_named):
    raise AssertionError("A form recounted whole services.")


def test_figures_of_an_earlier_day_are_recounted(files: Files, monkeypatch):
    _counted_today()
    counted = []
    whole = rolling.refresh
    monkeypatch.setattr(rolling, "refresh", lambda *a, **k: counted.append(k) or whole(*a, **k))
    from models.state import state

    with writing() as session:
        row = state(session)
        row.figures_on = london_day(now()) - timedelta(days=1)
        session.add(row)
    assert History(0).send("activities", {
        "id": "A1", "service": "adults-1", "title": "Work", "started_on": "2026-05-04",
    })  # fmt: skip
    assert len(counted) == 1


def test_a_changed_item_leaves_its_old_service(files: Files):
    _counted_today()
    kind, row = KINDS["feedback"], {
        "id": "F1", "service": "adults-1", "kind": "individual", "heard": "Words",
        "heard_on": "2026-08-03",
    }  # fmt: skip
    assert send(kind, [row], EVERYTHING, token=new_token()).done
    with reading() as session:
        _shown, version = held(session, kind, "F1")
    moved = row | {"service": "places-1"}
    assert send(kind, [moved], EVERYTHING, token=new_token(), version=version).done
    with reading() as session:
        query = select(LoopRollup.service_id, LoopRollup.due).where(LoopRollup.due > 0)
        assert {service for service, _due in session.execute(query)} == {
            session.execute(select(FeedbackItem.service_id)).scalars().first(), 21,
        }  # fmt: skip
        assert not differences(session)
