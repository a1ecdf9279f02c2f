"""Feedback items as files carry them, one row an item."""

import numpy as np
from sqlalchemy import select

from intake.check import ordinals
from intake.kinds.common import activity, choice, day, identifier, service, text
from intake.kinds.feedback_writing import FeedbackWriting
from intake.kinds.kind import Column, Kind, Type
from models.feedback import FeedbackItem, ItemKind, Outcome

STAGES = ("heard_on", "acknowledged_on", "decided_on", "acted_on", "told_on")

COLUMNS = (
    identifier("FB-1"),
    service(),
    activity(False, "The identifier of the activity at which it was heard, if any."),
    choice(
        "kind", ItemKind,
        "Who is owed a reply: one person (individual), a group (collective), nobody (story).",
        "individual", required=True,
        synonyms=("type", "item kind", "feedback kind", "feedback type"),
    ),
    text(
        FeedbackItem, "heard", "What was said, in a few words, without names.",
        "The letter was hard to read.", required=True, people=True,
        synonyms=("feedback", "comment", "comments", "what was heard", "you said", "description",
                  "descriptor", "action", "title", "summary", "subject", "complaint",
                  "complaint type", "case title", "issue"),
    ),
    day(
        "heard_on", "The day it was heard.", "2026-07-06", required=True,
        synonyms=("heard", "day heard", "date heard", "received", "date received", "received on",
                  "created", "created date", "created at", "opened", "opened at", "open dt",
                  "opened date", "date opened", "open date", "requested datetime", "date raised",
                  "threshold reached", "response threshold reached at", "reported", "date reported",
                  "reported on", "logged", "date logged", "logged on", "creation date",
                  "date created"),
    ),
    day(
        "acknowledged_on", "The day people were thanked or told it had arrived.", "2026-07-08",
        synonyms=("acknowledged", "date acknowledged", "day acknowledged"),
    ),
    day(
        "decided_on", "The day it was decided what to do.", "2026-07-15",
        synonyms=("decided", "date decided", "decision date", "day decided"),
    ),
    day(
        "acted_on", "The day it was done.", "2026-07-20",
        synonyms=("acted", "date acted", "action date", "completed", "day acted"),
    ),
    day(
        "told_on", "The day people were told what came of it.", "2026-07-22", field="",
        synonyms=("told", "date told", "day told", "answered", "answered on", "date answered",
                  "closed", "closed date", "closed at",
                  "closed dt", "date closed", "replied", "reply date", "responded", "resolved",
                  "response date", "government response", "government response at",
                  "resolution date", "close date"),
    ),
    choice(
        "outcome", Outcome, "What came of it.", "changed",
        synonyms=("result", "outcome of item"),
    ),
    text(
        FeedbackItem, "outcome_reason", "Why, in plain words; needed where nothing changed.", "",
        people=True, synonyms=("reason", "why", "why not", "outcome reason"),
    ),
    text(
        FeedbackItem, "reply", "What people were told.", "We print letters in larger type now.",
        people=True,
        synonyms=("we did", "response", "answer", "what people were told",
                  "resolution description"),
    ),
    day(
        "withdrawn_on", "The day it was withdrawn.", "",
        synonyms=("withdrawn", "date withdrawn"),
    ),
    text(
        FeedbackItem, "withdrawn_reason", "Why it was withdrawn; needed with the day.", "", people=True,
        synonyms=("reason withdrawn",),
    ),
    Column(
        "answered_by", Type.REFERENCE, "For a story: the identifier of the item that answers it.",
        "", field="answered_by_id", refers="item", synonyms=("answered by",),
    ),
)  # fmt: skip


def check(columns: dict, report, session) -> None:
    """Reasons where nothing changed or an item was withdrawn, and a day heard that can be."""
    if "outcome" in columns:
        unchanged = columns["outcome"].where(lambda value: value == Outcome.NOT_CHANGED)
        report(
            "no reason", unchanged & ~_given(columns, "outcome_reason"), "outcome",
            "the outcome is “not changed” without a reason.",
            "Write in plain words why, as the outcome reason.",
        )  # fmt: skip
    if "withdrawn_on" in columns:
        withdrawn = columns["withdrawn_on"].where(bool)
        report(
            "no reason withdrawn", withdrawn & ~_given(columns, "withdrawn_reason"), "withdrawn_on",
            "the item was withdrawn without a reason.",
            "Write why, as the reason withdrawn.",
        )  # fmt: skip
    if {"id", "heard_on"} <= columns.keys():
        _heard_in_time(columns, report, session)


def _heard_in_time(columns: dict, report, session) -> None:
    """A known item was heard by the day it was recorded, and by the day it is due."""
    heard = ordinals(columns["heard_on"])
    known = _known(session, report.source, [v for v in columns["id"].values if v])
    for place, code, when, expected in (
        (0, "heard after recorded", "on which the item was recorded", "Mend the day."),
        (1, "heard after due", "on which the item is due, which was fixed when it was recorded",
         "Mend the day, or withdraw this item, say why, and record it anew."),
    ):  # fmt: skip
        latest = columns["id"].picked(
            [known[v][place] if v in known else 0 for v in columns["id"].values], int
        )
        report(
            code, (latest > 0) & (heard > latest), "heard_on",
            f"the day comes after the day {when}.", expected,
        )  # fmt: skip


def _known(session, source: str, identifiers: list[str]) -> dict[str, tuple[int, int]]:
    """Identifier → the days on which a known item was recorded and is due, 0 where it is not."""
    item, found = FeedbackItem, {}
    mine = select(item.id).where(item.source_system == source)
    if session.execute(mine.limit(1)).first() is None:
        return found
    for start in range(0, len(identifiers), 5_000):
        rows = session.execute(
            select(item.source_id, item.recorded_on, item.due_on).where(
                item.source_system == source,
                item.source_id.in_(identifiers[start : start + 5_000]),
            )
        )
        found |= {
            key: (recorded.toordinal(), due.toordinal() if due else 0)
            for key, recorded, due in rows
        }
    return found


def _given(columns: dict, name: str) -> np.ndarray:
    """Where a text is written."""
    return np.asarray(columns[name].where(bool) if name in columns else False, dtype=bool)


KIND = Kind(
    "feedback",
    "Feedback items",
    "Something heard, and the days on which it moved towards an answer.",
    FeedbackItem,
    COLUMNS,
    dated="heard_on",
    owner="service",
    order=(STAGES, ("heard_on", "withdrawn_on")),
    together=(("outcome", "outcome_reason"),),
    check=check,
    writing=FeedbackWriting(),
)
