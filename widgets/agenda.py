"""The Group's meetings and their agendas as plain rows."""

from sqlmodel import Session, select

from models.meeting import Meeting, agenda_of
from models.store import reading

_PARTS = ("page", "quarter", "directorate", "note")


def meetings_of(session: Session) -> list[dict]:
    """Every meeting, latest first: id, title, held_on, state."""
    found = session.exec(select(Meeting).order_by(Meeting.held_on.desc(), Meeting.id.desc()))
    return [
        {"id": m.id, "title": m.title, "held_on": m.held_on, "state": m.state} for m in found.all()
    ]


def agenda_title(planned: int, opened: int) -> str:
    """How many meetings are planned, and whether one is open."""
    if not planned and not opened:
        return "No meeting of the Group is planned or open"
    many = {0: "No meeting is planned", 1: "1 meeting is planned"}
    first = many.get(planned, f"{planned} meetings are planned")
    return f"{first}, {opened or 'none'} {'are' if opened > 1 else 'is'} open"


def agenda_rows(meeting_id: int) -> list[dict]:
    """The agenda of one meeting: page, quarter, directorate and note of each view."""
    with reading() as session:
        items = agenda_of(session, meeting_id)
        return [{part: getattr(item, part) for part in _PARTS} for item in items]


def moved(items: list[dict], place: int, step: int) -> list[dict]:
    """The items with one moved so many places, or taken off where the step is 0."""
    left = items[:place] + items[place + 1 :]
    if step:
        to = min(max(place + step, 0), len(left))
        left.insert(to, items[place])
    return left
