"""The Group itself: its two years, what must be in place by its end, seats and papers.

Definition: "How we measure", section 7.
"""

from datetime import date, datetime

import pandas as pd
from sqlmodel import Session, select

from measures.commitments import commitments
from measures.parts import tidy
from measures.rounding import day_text, ratio
from models.commitment import Completion
from models.meeting import BANDS, Attendance, Constituency, Meeting, MeetingState
from models.policy import policy, policy_number

SEATS = {"meeting": "str", "constituency": "str", "seats": "int64", "filled": "str",
         "illustrative": "bool"}  # fmt: skip
PAPERS = {
    "meeting": "str",
    "sent": "str",
    "notice": "str",
    "in_time": "str",
    "formats": "str",
    "asked": "str",
    "illustrative": "bool",
}
NOT_RECORDED = "not recorded"
_FORMATS = {
    "easy_read_sent": "Easy Read",
    "word_sent": "Word",
    "large_print_sent": "large print",
}


def group_life(session: Session, *, on: date, known_by: datetime | None = None) -> dict:
    """The Group's two years, and what must be in place by its end.

    starts, ends    days in words; empty where no setting says
    days_left       to the last day, none without one, 0 once it is past
    passed          share of its time that has passed, 0–1, none without both days
    needed, done    commitments that must be in place, and those complete
    by_word         those commitments by the five words
    on, known_by    commitments as `measures.commitments.commitments` knew them
    """
    starts, ends = (_day(policy(session, name, on=on)) for name in _DAYS)
    counts = dict.fromkeys(map(str, Completion), 0)
    listed = commitments(session, on=on, known_by=known_by)
    for word in listed.loc[listed["before_end"], "completion"]:
        counts[word] += 1
    return {
        "starts": day_text(starts) if starts else "",
        "ends": day_text(ends) if ends else "",
        "days_left": max((ends - on).days, 0) if ends else None,
        "passed": _passed(starts, ends, on),
        "needed": sum(counts.values()),
        "done": counts[str(Completion.COMPLETE)],
        "by_word": counts,
    }


_DAYS = ("group_started_on", "group_ends_on")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _passed(starts: date | None, ends: date | None, on: date) -> float | None:
    if not starts or not ends:
        return None
    whole = (ends - starts).days
    share = ratio(min(max((on - starts).days, 0), whole), whole)
    return None if share is None else float(share)


def seats_filled(session: Session) -> pd.DataFrame:
    """Seats filled at each meeting by constituency, latest meeting first, nobody named.

    filled   "3 of 4" for officers, Members and partners; a band for people with lived
             experience; “not recorded” where nothing is. There is no total of all.
    """
    rows = {
        (row.meeting_id, str(row.constituency)): row for row in session.exec(select(Attendance))
    }
    return tidy(
        (
            (_title(m), str(place), row.seats if row else 0, _filled(row), m.illustrative)
            for m in _held(session)
            for place in Constituency
            for row in [rows.get((m.id, str(place)))]
        ),
        SEATS,
    )


def _filled(row: Attendance | None) -> str:
    if row is None:
        return NOT_RECORDED
    if row.constituency == Constituency.LIVED:
        return row.band if row.band in BANDS else NOT_RECORDED
    return f"{row.filled} of {row.seats}"


def papers(session: Session) -> pd.DataFrame:
    """When and how the papers of each meeting went out, latest meeting first.

    notice    days between the papers and the meeting, in words
    in_time   “yes”, “no” or “not recorded”, by the setting in force on the meeting's day
    formats   those sent, in words
    asked     whether the papers asked how the work was co-produced
    """
    return tidy((_papers(session, m) for m in _held(session)), PAPERS)


def _papers(session: Session, meeting: Meeting) -> tuple:
    needed = policy_number(session, "papers_notice_days", on=meeting.held_on)
    days = (meeting.held_on - meeting.papers_sent_on).days if meeting.papers_sent_on else None
    return (
        _title(meeting),
        day_text(meeting.papers_sent_on) if meeting.papers_sent_on else NOT_RECORDED,
        NOT_RECORDED if days is None else ("1 day" if days == 1 else f"{days} days"),
        NOT_RECORDED if days is None else ("yes" if days >= needed else "no"),
        _formats(meeting),
        _said(meeting.asked_how_co_produced),
        meeting.illustrative,
    )


def _formats(meeting: Meeting) -> str:
    said = {words: getattr(meeting, name) for name, words in _FORMATS.items()}
    if all(value is None for value in said.values()):
        return NOT_RECORDED
    return ", ".join(words for words, value in said.items() if value) or "none of the three"


def _said(value: bool | None) -> str:
    return NOT_RECORDED if value is None else ("yes" if value else "no")


def _title(meeting: Meeting) -> str:
    return f"{meeting.title}, {day_text(meeting.held_on)}"


def _held(session: Session) -> list[Meeting]:
    found = select(Meeting).where(Meeting.state != MeetingState.PLANNED)
    return list(session.exec(found.order_by(Meeting.held_on.desc(), Meeting.id.desc())))
