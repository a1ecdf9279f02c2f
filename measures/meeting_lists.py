"""Opening a meeting: its figures are frozen as an edition, its lists as they stand.

What comes in afterwards changes nothing on the opened agenda.
"""

import json
from datetime import date

import pandas as pd
from sqlmodel import Session

from measures.challenges import LOG, RECORD, challenge_log, reply_record
from measures.commitments import LIST, commitments
from measures.group import PAPERS, SEATS, group_life, papers, seats_filled
from measures.parts import tidy
from models.audit import record
from models.closing import freeze_for_meeting
from models.meeting import (
    AgendaItem,
    Meeting,
    MeetingError,
    MeetingList,
    MeetingState,
    agenda_of,
    planned,
)
from models.quarters import now
from models.state import today

BY_ITSELF = "Here because a commitment is overdue."
_FRAMES = {
    "challenges": (lambda session, on: challenge_log(session, on=on), LOG),
    "replies": (lambda session, on: reply_record(session, on=on), RECORD),
    "commitments": (lambda session, on: commitments(session, on=on), LIST),
    "seats": (lambda session, on: seats_filled(session), SEATS),
    "papers": (lambda session, on: papers(session), PAPERS),
}


def open_meeting(session: Session, meeting_id: int, *, by: str) -> Meeting:
    """Open a planned meeting with the figures and lists of this moment.

    MeetingError where it was opened before or has nothing on its agenda.
    """
    meeting = planned(session, meeting_id)
    if not agenda_of(session, meeting_id):
        raise MeetingError("There is nothing on the agenda. Add a view first.")
    on = today(session)
    _add_overdue(session, meeting_id, on)
    for name in _FRAMES:
        content = _made(session, name, on).to_dict("records")
        _keep(session, meeting_id, name, content)
    _keep(session, meeting_id, "life", group_life(session, on=on))
    meeting.edition_id = freeze_for_meeting(session, by=by).id
    meeting.state, meeting.opened_at, meeting.opened_by = MeetingState.OPEN, now(), by
    session.add(meeting)
    record(
        session, actor=by, action="meeting opened", subject=meeting.title,
        details={"edition": meeting.edition_id},
    )  # fmt: skip
    return meeting


def _add_overdue(session: Session, meeting_id: int, on: date) -> None:
    """Overdue commitments come to the agenda by themselves."""
    items = agenda_of(session, meeting_id)
    if any(item.page == "commitments" for item in items):
        return
    if commitments(session, on=on)["overdue"].any():
        position = max(item.position for item in items) + 1
        session.add(
            AgendaItem(meeting_id=meeting_id, position=position, page="commitments", note=BY_ITSELF)
        )


def listed(session: Session, name: str, *, meeting_id: int | None, on: date) -> pd.DataFrame:
    """One list as it was at a meeting's opening, or as it stands without a meeting.

    name   “challenges”, “replies”, “commitments”, “seats” or “papers”
    """
    kinds = _FRAMES[name][1]
    kept = session.get(MeetingList, (meeting_id, name)) if meeting_id else None
    if kept is None:
        return _made(session, name, on)
    return tidy(
        (tuple(row.get(key, False) for key in kinds) for row in json.loads(kept.content)), kinds
    )


def life(session: Session, *, meeting_id: int | None, on: date) -> dict:
    """`measures.group.group_life` as it was at a meeting's opening, or as it stands."""
    kept = session.get(MeetingList, (meeting_id, "life")) if meeting_id else None
    return json.loads(kept.content) if kept else group_life(session, on=on)


def _made(session: Session, name: str, on: date) -> pd.DataFrame:
    return _FRAMES[name][0](session, on)


def _keep(session: Session, meeting_id: int, name: str, content) -> None:
    text = json.dumps(content, ensure_ascii=False)
    session.add(MeetingList(meeting_id=meeting_id, name=name, content=text))
