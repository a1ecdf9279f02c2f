"""Commitments and how far they have come.

Definition: "How we measure", section 7.
"""

from datetime import date

import pandas as pd
from sqlmodel import Session, select

from measures.parts import tidy
from measures.rounding import day_text
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


def commitments(session: Session, *, on: date) -> pd.DataFrame:
    """Every commitment as it stands on a day, by origin, then as published or promised.

    id, origin, wording, source
    owner        a role; empty where nobody published or set one
    due          in words; empty where there is none
    completion   one of the five words
    overdue      its due day is past and it is not complete
    before_end   must be in place when the Group ends
    evidence, found   of the last finding, and its day; empty without one
    """
    last, ever = _last_findings(session, until=on), _last_findings(session)
    rows = [row for row in session.exec(select(Commitment)) if _made(session, row) <= on]
    origins = list(Origin)
    rows = sorted(rows, key=lambda row: (origins.index(row.origin), row.position, row.id))
    return tidy((_row(row, last.get(row.id), row.id in ever, on) for row in rows), LIST)


def _made(session: Session, row: Commitment) -> date:
    """The day of the meeting in which it was promised; published ones were always there."""
    meeting = session.get(Meeting, row.meeting_id) if row.meeting_id else None
    return meeting.held_on if meeting else date.min


def _row(row: Commitment, finding: CommitmentStep | None, later: bool, on: date) -> tuple:
    if finding is not None:
        completion = finding.completion
    else:
        completion = Completion.NO_EVIDENCE if later else row.completion
    overdue = row.due_on is not None and row.due_on < on and completion != Completion.COMPLETE
    due = row.due_words or (day_text(row.due_on) if row.due_on else "")
    return (
        row.id, str(row.origin), row.wording, row.source or "", row.owner or "", due,
        str(completion), overdue, row.before_end, finding.evidence if finding else "",
        day_text(finding.found_on) if finding else "", row.illustrative,
    )  # fmt: skip


def _last_findings(session: Session, *, until: date = date.max) -> dict[int, CommitmentStep]:
    asked = select(CommitmentStep).where(CommitmentStep.found_on <= until)
    found = session.exec(asked.order_by(CommitmentStep.id))
    return {step.commitment_id: step for step in found}


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
