"""Commitments: the published ones, and the illustrative county's promises, challenges, meetings.

A published commitment carries only what was published: no owner, and a due day
only where the Statement says “within 2024”.
"""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, select

from models import challenge, commitment, meeting
from models.challenge import Officer, months_later
from models.commitment import Commitment, Completion, Origin
from models.meeting import Constituency, Meeting, MeetingState
from models.reference import Directorate
from seed.county import COLLAPSES, GATE_FAILS, IMPROVES

DATA = Path(__file__).resolve().parent / "data"
SYSTEM = "published"
BY = "illustrative"
SOURCES = {
    Origin.STATEMENT: "Co-Production Statement of Intent, Essex County Council, March 2024",
    Origin.RECOMMENDATIONS: "Collaborate Essex final recommendations, May 2017",
}


def load_commitments(session: Session) -> int:
    """Add the published commitments that the store lacks. Hands back how many were added."""
    there = set(
        session.exec(select(Commitment.source_id).where(Commitment.source_system == SYSTEM)).all()
    )
    made = [row for row in _published() if row.source_id not in there]
    session.add_all(made)
    session.flush()
    return len(made)


def _published() -> list[Commitment]:
    with (DATA / "commitments.csv").open(encoding="utf-8", newline="") as file:
        return [_one(row, n) for n, row in enumerate(csv.DictReader(file), 1)]


def _one(row: dict[str, str], position: int) -> Commitment:
    origin = Origin(row["origin"])
    return Commitment(
        source_system=SYSTEM,
        source_id=row["code"],
        origin=origin,
        wording=row["wording"],
        source=f"{SOURCES[origin]}, {row['lines']}",
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        due_words=row["due_words"] or None,
        before_end=origin == Origin.RECOMMENDATIONS,
        position=position,
    )


# Figure, question, directorate, days before today it was asked; and the answer with its day.
_ASKED = (
    (
        "Replies to people: fewer told on time in each of the last quarters",
        "What stops replies from going out, and when will that change?",
        COLLAPSES,
        100,
        None,
    ),
    (
        "Accessibility, as people see it: below 3.0",
        "What will people find different when they next take part?",
        GATE_FAILS,
        80,
        ("Every notice will say how to get there and which formats there are.", 35, False),
    ),
    (
        "Replies to people: more told on time than a year ago",
        "What did you change, and can others do the same?",
        IMPROVES,
        190,
        ("Each promise has one named person. We will show the others how.", 110, True),
    ),
    (
        "Activities reviewed by people: under half",
        "How will you ask more of the people who take part?",
        "health-wellbeing",
        20,
        None,
    ),
)
# Promise, who answers, days from today to its due day, how far, what shows it.
_PROMISED = (
    ("Send papers in Easy Read with every notice", "Clerk of the Group", -40, "limited",
     "Three of the last four sets of papers had an Easy Read part."),
    ("Show each directorate its overdue replies every month", "Head of feedback", 60,
     "substantial", "Sent in each of the last five months."),
    ("Name who carries on the Group's work after its end", "Director for adults", 150,
     "not started", ""),
)  # fmt: skip


def load_illustrative_group(session: Session, until: date) -> int:
    """Add the illustrative county's meetings, challenges and promises, all marked as such."""
    if session.exec(select(Meeting).where(Meeting.illustrative)).first():
        return 0
    held = [_meeting(session, until, number) for number in (2, 1)]
    asked = [_challenge(session, until, *row) for row in _ASKED]
    promised = [_promise(session, until, *row) for row in _PROMISED]
    session.flush()
    return len(held) + len(asked) + len(promised)


def _meeting(session: Session, until: date, ago: int) -> Meeting:
    on = until - timedelta(days=91 * ago - 40)
    made = meeting.plan(session, title=f"Illustrative meeting {3 - ago}", held_on=on, by=BY)
    made.illustrative, made.state = True, MeetingState.ENDED
    meeting.put_papers(
        session, made.id, by=BY, sent_on=on - timedelta(days=4 if ago == 2 else 9),
        easy_read=True, word=True, large_print=ago == 1, asked_how_co_produced=ago == 1,
    )  # fmt: skip
    for place, seats, filled in (
        (Constituency.OFFICERS, 6, 6 - ago),
        (Constituency.MEMBERS, 4, 1 + ago % 2),
        (Constituency.PARTNERS, 5, 4),
    ):
        meeting.put_attendance(session, made.id, place, by=BY, seats=seats, filled=filled)
    meeting.put_attendance(
        session, made.id, Constituency.LIVED, by=BY, seats=12, band="10 to 19" if ago == 1 else
        "fewer than 10",
    )  # fmt: skip
    made.made_at = _noon(on)
    return made


def _noon(day: date) -> datetime:
    """Moments of made-up records come from their days, so that every load is the same."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _challenge(session: Session, until: date, figure, question, unit, days_ago, answer) -> int:
    place = session.exec(select(Directorate).where(Directorate.code == unit)).one()
    on = until - timedelta(days=days_ago)
    made = challenge.ask(
        session, by=BY, on=on, figure=figure, question=question, officer=Officer.LEAD,
        directorate_id=place.id, reply_by=months_later(on, 2), page="overview", unit=unit,
        unit_label=place.name, illustrative=True,
    )  # fmt: skip
    if answer:
        words, replied_ago, accepted = answer
        replied_on = until - timedelta(days=replied_ago)
        challenge.reply(
            session, made.id, by=BY, on=replied_on, what_will_change=words,
            change_by=months_later(replied_on, 3),
        )  # fmt: skip
        if accepted:
            challenge.accept(session, made.id, by=BY, on=replied_on + timedelta(days=20))
    for step in challenge.steps_of(session, made.id):
        step.recorded_at = _noon(step.happened_on)
    return made.id


def _promise(session: Session, until: date, wording, owner, days, word, evidence) -> int:
    made = commitment.promise(
        session, by=BY, wording=wording, owner=owner, due_on=until + timedelta(days=days),
        before_end=True,
    )  # fmt: skip
    made.illustrative = True
    commitment.find(
        session, made.id, by=BY, on=until - timedelta(days=30), completion=Completion(word),
        evidence=evidence,
    )  # fmt: skip
    for step in commitment.steps_of(session, made.id):
        step.recorded_at = _noon(step.found_on)
    return made.id
