"""Meetings of the Group: agenda, papers, attendance, and lists frozen at the opening."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, Session, UniqueConstraint, select

from models.audit import record
from models.base import Base, Moment, one_of
from models.quarters import now


class MeetingState(StrEnum):
    """How far a meeting has come."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"


class Constituency(StrEnum):
    """Whose seats they are."""

    LIVED = "people with lived experience"
    OFFICERS = "officers"
    MEMBERS = "elected Members"
    PARTNERS = "partners"


# People with lived experience are counted in bands: measures.md, section 5.
BANDS = (
    "fewer than 10",
    "10 to 19",
    "20 to 29",
    "30 or more",
)


# The agenda that every meeting starts from, by the addresses of pages.
STANDING_AGENDA = (
    "overview",
    "conversation",
    "principles",
    "ladder",
    "feedback",
    "reach",
    "challenges",
    "commitments",
    "group",
)


class MeetingError(ValueError):
    """A meeting cannot be changed so; the text says why and what to do."""


class Meeting(Base, table=True):
    """One meeting of the Group, its papers among it. Blank means not recorded."""

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=120)
    held_on: date
    state: MeetingState = Field(
        default=MeetingState.PLANNED, sa_column=one_of(MeetingState, name="state")
    )
    papers_sent_on: date | None = None
    easy_read_sent: bool | None = None
    word_sent: bool | None = None
    large_print_sent: bool | None = None
    asked_how_co_produced: bool | None = None
    edition_id: int | None = Field(default=None, foreign_key="edition.id")  # once opened
    opened_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    opened_by: str | None = Field(default=None, max_length=80)
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    made_by: str = Field(max_length=80)
    made_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
    illustrative: bool = False


class AgendaItem(Base, table=True):
    """One view on a meeting's agenda: a page, with its quarter and directorate where it has them."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    position: int
    page: str = Field(max_length=40)
    quarter: str = Field(default="", max_length=10)  # empty: the last whole quarter
    directorate: str = Field(default="", max_length=40)  # empty: the county
    note: str = Field(default="", max_length=300)


class MeetingList(Base, table=True):
    """One list as it was when a meeting was opened: challenges, commitments, or the Group's end."""

    __tablename__ = "meeting_list"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=40)
    content: str = Field(sa_column=Column(Text, nullable=False))  # JSON


class Attendance(Base, table=True):
    """The seats of one constituency at one meeting. Nobody is named.

    Of people with lived experience only a band is kept, never a number.
    """

    __table_args__ = (
        CheckConstraint(
            "(constituency = 'people with lived experience') = (filled IS NULL)",
            name="band_for_lived_experience",
        ),
        CheckConstraint("filled IS NULL OR filled BETWEEN 0 AND seats", name="filled_of_seats"),
    )

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    constituency: Constituency = Field(
        sa_column=one_of(Constituency, name="constituency", primary_key=True)
    )
    seats: int
    filled: int | None = None
    band: str | None = Field(default=None, max_length=40)


def plan(session: Session, *, title: str, held_on: date, by: str) -> Meeting:
    """Plan a meeting. MeetingError without a title."""
    if not title.strip():
        raise MeetingError("Give the meeting a title, such as “Autumn meeting”.")
    meeting = Meeting(title=title.strip(), held_on=held_on, made_by=by)
    session.add(meeting)
    session.flush()
    record(session, actor=by, action="meeting planned", subject=_name(meeting))
    return meeting


def put_agenda(session: Session, meeting_id: int, items: list[dict], *, by: str) -> None:
    """Set a planned meeting's agenda: page, quarter, directorate and note of each, in order."""
    meeting = planned(session, meeting_id)
    for old in agenda_of(session, meeting_id):
        session.delete(old)
    session.flush()
    for position, item in enumerate(items, start=1):
        session.add(AgendaItem(meeting_id=meeting_id, position=position, **item))
    session.flush()
    pages = [item["page"] for item in items]
    record(session, actor=by, action="agenda set", subject=_name(meeting), details={"pages": pages})


def agenda_of(session: Session, meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting in their order."""
    found = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(session.exec(found.order_by(AgendaItem.position)))


def planned(session: Session, meeting_id: int) -> Meeting:
    """A meeting that was not opened yet. MeetingError otherwise."""
    meeting = existing(session, meeting_id)
    if meeting.state != MeetingState.PLANNED:
        raise MeetingError("This meeting was opened already, so its agenda stays as it is.")
    return meeting


def existing(session: Session, meeting_id: int) -> Meeting:
    """The meeting of a number. MeetingError where there is none."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise MeetingError("There is no such meeting.")
    return meeting


def open_now(session: Session) -> Meeting | None:
    """The meeting that is open; the one opened last, were there several."""
    found = select(Meeting).where(Meeting.state == MeetingState.OPEN)
    return session.exec(found.order_by(Meeting.opened_at.desc(), Meeting.id.desc())).first()


def end(session: Session, meeting_id: int, *, by: str) -> None:
    """End an open meeting. Its figures and lists stay as they were."""
    meeting = existing(session, meeting_id)
    if meeting.state != MeetingState.OPEN:
        raise MeetingError("This meeting is not open, so it cannot be ended.")
    meeting.state, meeting.ended_at = MeetingState.ENDED, now()
    session.add(meeting)
    record(session, actor=by, action="meeting ended", subject=_name(meeting))


def put_papers(
    session: Session,
    meeting_id: int,
    *,
    by: str,
    sent_on: date | None,
    easy_read: bool | None,
    word: bool | None,
    large_print: bool | None,
    asked_how_co_produced: bool | None,
) -> None:
    """Record when and how a meeting's papers went out."""
    meeting = existing(session, meeting_id)
    meeting.papers_sent_on, meeting.easy_read_sent = sent_on, easy_read
    meeting.word_sent, meeting.large_print_sent = word, large_print
    meeting.asked_how_co_produced = asked_how_co_produced
    session.add(meeting)
    details = {"sent on": sent_on, "asked how co-produced": asked_how_co_produced}
    record(session, actor=by, action="papers recorded", subject=_name(meeting), details=details)


def put_attendance(
    session: Session,
    meeting_id: int,
    constituency: Constituency,
    *,
    by: str,
    seats: int | None,
    filled: int | None = None,
    band: str | None = None,
) -> None:
    """Record the seats filled of one constituency; a band for people with lived experience.

    MeetingError where a number is blank, or more seats are filled than there are.
    """
    meeting = existing(session, meeting_id)
    lived = constituency == Constituency.LIVED
    if seats is None:
        raise MeetingError(f"Say how many places there are for {constituency}.")
    if lived and band not in BANDS:
        raise MeetingError(f"For {constituency}, choose one of: {', '.join(BANDS)}.")
    if not lived and filled is None:
        raise MeetingError(f"Say how many places were filled for {constituency}.")
    if not lived and not 0 <= filled <= seats:
        raise MeetingError(f"{filled} of {seats} seats cannot be filled for {constituency}.")
    row = session.get(Attendance, (meeting_id, constituency))
    row = row or Attendance(meeting_id=meeting_id, constituency=constituency, seats=seats)
    row.seats, row.filled, row.band = seats, None if lived else filled, band if lived else None
    session.add(row)
    details = {"constituency": str(constituency), "seats": seats}
    record(session, actor=by, action="attendance recorded", subject=_name(meeting), details=details)


def attendance_of(session: Session, meeting_id: int) -> dict[str, dict]:
    """Constituency to its seats, filled and band at one meeting; only those recorded."""
    found = session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {
        str(row.constituency): {"seats": row.seats, "filled": row.filled, "band": row.band}
        for row in found
    }


def _name(meeting: Meeting) -> str:
    return f"{meeting.title}, {meeting.held_on.isoformat()}"
