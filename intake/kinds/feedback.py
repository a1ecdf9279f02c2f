"""Feedback items as files carry them, one row an item."""

import numpy as np

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
        FeedbackItem, "withdrawn_reason", "Why it was withdrawn.", "", people=True,
        synonyms=("reason withdrawn",),
    ),
    Column(
        "answered_by", Type.REFERENCE, "For a story: the identifier of the item that answers it.",
        "", field="answered_by_id", refers="item", synonyms=("answered by",),
    ),
)  # fmt: skip


def check(columns: dict, report, session) -> None:
    """A reason where nothing changed, and where an item was withdrawn."""
    if "outcome" in columns:
        reason = columns.get("outcome_reason")
        given = reason.where(bool) if reason else False
        unchanged = columns["outcome"].where(lambda value: value == Outcome.NOT_CHANGED)
        report(
            "no reason", unchanged & ~np.asarray(given, dtype=bool), "outcome",
            "the outcome is “not changed” without a reason.",
            "Write in plain words why, as the outcome reason.",
        )  # fmt: skip


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
