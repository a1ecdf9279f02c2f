"""Plans, papers and promises of the Group, each step held against the viewer's role."""

from datetime import date

from sqlmodel import Session

from access.challenges import may_ask, may_chair, may_note, need
from access.scope import COUNTY, scope_in
from access.viewer import Role, Viewer
from models import commitment, meeting
from models.audit import record
from models.policy import LineNote
from models.state import raise_revision

NOTE_LETTERS = 80


def plan(session: Session, viewer: Viewer, *, title: str, held_on: date) -> int:
    """Plan a meeting that starts from the standing agenda. Its number."""
    need(may_chair(viewer), "plan a meeting")
    made = meeting.plan(session, title=title, held_on=held_on, by=viewer.username)
    items = [{"page": page} for page in meeting.STANDING_AGENDA]
    meeting.put_agenda(session, made.id, items, by=viewer.username)
    return made.id


def put_agenda(session: Session, viewer: Viewer, meeting_id: int, items: list[dict]) -> None:
    """Set the agenda of a planned meeting."""
    need(may_chair(viewer), "change an agenda")
    meeting.put_agenda(session, meeting_id, items, by=viewer.username)


def end(session: Session, viewer: Viewer, meeting_id: int) -> None:
    """End an open meeting."""
    need(may_chair(viewer), "end a meeting")
    meeting.end(session, meeting_id, by=viewer.username)


def put_papers(session: Session, viewer: Viewer, meeting_id: int, **papers) -> None:
    """Record how a meeting's papers went out."""
    need(may_ask(viewer), "record papers")
    meeting.put_papers(session, meeting_id, by=viewer.username, **papers)


def put_attendance(
    session: Session, viewer: Viewer, meeting_id: int, constituency: str, **seats
) -> None:
    """Record the seats filled of one constituency."""
    need(may_ask(viewer), "record attendance")
    place = meeting.Constituency(constituency)
    meeting.put_attendance(session, meeting_id, place, by=viewer.username, **seats)


def promise(session: Session, viewer: Viewer, **terms) -> None:
    """Record a promise made in a meeting."""
    need(may_ask(viewer), "record a commitment")
    commitment.promise(session, by=viewer.username, **terms)


def set_terms(session: Session, viewer: Viewer, commitment_id: int, **terms) -> None:
    """Set a commitment's owner and due day, and whether the Group's end needs it."""
    need(may_chair(viewer), "change a commitment")
    commitment.set_terms(session, commitment_id, by=viewer.username, **terms)


def find(session: Session, viewer: Viewer, commitment_id: int, **finding) -> None:
    """Record how far a commitment has come."""
    need(may_ask(viewer), "judge a commitment")
    commitment.find(session, commitment_id, by=viewer.username, **finding)


def add_note(
    session: Session, viewer: Viewer, *, measure: str, scope: str, happened_on: date, text: str
) -> None:
    """Put a note on a line: what happened, in a few words. NotYourStep where not allowed.

    scope   “county” or a directorate's code; a lead's notes stand on the own directorate's lines
    """
    need(may_note(viewer), "put a note on a line")
    need(viewer.role != Role.LEAD or scope != COUNTY, "put a note on the county's lines")
    published = scope_in(session, viewer, directorate=scope).published
    need(viewer.role != Role.LEAD or not published, "put a note on published lines")
    words = " ".join(text.split())
    if not words or len(words) > NOTE_LETTERS:
        raise meeting.MeetingError(f"Say what happened in 1 to {NOTE_LETTERS} letters.")
    session.add(
        LineNote(
            measure=measure, scope=scope, happened_on=happened_on, text=words,
            noted_by=viewer.username,
        )
    )  # fmt: skip
    raise_revision(session)  # trends show notes
    details = {"measure": measure, "scope": scope, "happened on": happened_on}
    record(session, actor=viewer.username, action="note on a line", details=details)
