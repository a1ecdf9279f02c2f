"""Commitments and how far they have come.

Definition: "How we measure", section 7.
"""

import json
from datetime import date, datetime

import pandas as pd
from sqlmodel import Session, select

from measures.parts import tidy
from measures.rounding import day_text
from measures.unit_lists import was_known
from models.audit import AuditEvent
from models.commitment import Commitment, CommitmentStep, Completion, Origin
from models.meeting import Meeting

LIST = {
    "id": "int64",
    "origin": "str",
    "wording": "str",
    "source": "str",
    "owner": "str",
    "due": "str",
    "completion": "str",
    "overdue": "bool",
    "before_end": "bool",
    "evidence": "str",
    "found": "str",
    "illustrative": "bool",
}
COUNTS = {"origin": "str", "completion": "str", "commitments": "int64"}


def commitments(session: Session, *, on: date, known_by: datetime | None = None) -> pd.DataFrame:
    """Every commitment as it stands on a day, by origin, then as published or promised.

    id, origin, wording, source
    owner        a role; empty where nobody published or set one
    due          in words; empty where there is none
    completion   one of the five words
    overdue      its due day is past and it is not complete
    before_end   must be in place when the Group ends
    evidence, found   of the last finding, and its day; empty without one
    known_by     the moment at which the list was frozen: it knows no finding, term or
                 promise recorded since
    """
    last, ever = _last_findings(session, until=on, known_by=known_by), _last_findings(session)
    later = _recorded_since(session, known_by)
    rows = [
        row
        for row in session.exec(select(Commitment))
        if _made(session, row) <= on and row.id not in later
    ]
    origins = list(Origin)
    rows = sorted(rows, key=lambda row: (origins.index(row.origin), row.position, row.id))
    terms = _terms_before(session, known_by)
    return tidy(
        (
            _row(row, terms.get(row.id, _terms(row)), last.get(row.id), row.id in ever, on)
            for row in rows
        ),
        LIST,
    )


def _made(session: Session, row: Commitment) -> date:
    """The day of the meeting in which it was promised; published ones were always there."""
    meeting = session.get(Meeting, row.meeting_id) if row.meeting_id else None
    return meeting.held_on if meeting else date.min


def _terms(row: Commitment) -> tuple[str, date | None, bool]:
    return row.owner or "", row.due_on, row.before_end


def _terms_before(session: Session, moment: datetime | None) -> dict[int, tuple]:
    """The terms of a moment, of commitments whose terms were changed since.

    A change replaces the terms in place, and the audit trail keeps the old ones.
    """
    found: dict[int, tuple] = {}
    for event in _events_since(session, "commitment changed", moment):
        was = json.loads(event.details)["before"]
        due = date.fromisoformat(was["due"]) if was["due"] else None
        found.setdefault(_number(event), (was["owner"] or "", due, was["before end"]))
    return found


def _recorded_since(session: Session, moment: datetime | None) -> set[int]:
    return {_number(event) for event in _events_since(session, "commitment recorded", moment)}


def _events_since(session: Session, action: str, moment: datetime | None) -> list[AuditEvent]:
    if moment is None:
        return []
    asked = select(AuditEvent).where(AuditEvent.action == action, AuditEvent.at > moment)
    return list(session.exec(asked.order_by(AuditEvent.number)))


def _number(event: AuditEvent) -> int:
    return int(event.subject.removeprefix("commitment "))


def _row(
    row: Commitment, terms: tuple, finding: CommitmentStep | None, later: bool, on: date
) -> tuple:
    owner, due_on, before_end = terms
    if finding is not None:
        completion = finding.completion
    else:
        completion = Completion.NO_EVIDENCE if later else row.completion
    overdue = due_on is not None and due_on < on and completion != Completion.COMPLETE
    due = row.due_words or (day_text(due_on) if due_on else "")
    return (
        row.id, str(row.origin), row.wording, row.source or "", owner, due,
        str(completion), overdue, before_end, finding.evidence if finding else "",
        day_text(finding.found_on) if finding else "", row.illustrative,
    )  # fmt: skip


def _last_findings(
    session: Session, *, until: date = date.max, known_by: datetime | None = None
) -> dict[int, CommitmentStep]:
    asked = select(CommitmentStep).where(CommitmentStep.found_on <= until)
    found = session.exec(asked.order_by(CommitmentStep.id))
    return {
        step.commitment_id: step
        for step in found
        if was_known(step.found_on, step.recorded_at, on=until, known_by=known_by)
    }


def completion_counts(listed: pd.DataFrame) -> pd.DataFrame:
    """How many commitments of each origin stand at each of the five words.

    listed   as `commitments` returns it. Origins and words in their set order;
             an origin without commitments is left out.
    """
    counted = listed.groupby(["origin", "completion"]).size() if len(listed) else {}
    present = set(listed["origin"])
    return tidy(
        (
            (str(origin), str(word), int(counted.get((str(origin), str(word)), 0)))
            for origin in Origin
            if str(origin) in present
            for word in Completion
        ),
        COUNTS,
    )
