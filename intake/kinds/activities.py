"""Activities as files carry them, one row an activity."""

import numpy as np

from intake.kinds.activity_writing import ActivityWriting
from intake.kinds.common import choice, day, identifier, service, text
from intake.kinds.kind import Column, Kind, Type
from models.activity import Activity
from models.reference import Rung

COLUMNS = (
    identifier("ACT-1"),
    service(),
    text(
        Activity, "title", "What the work is called.", "Review of the welcome pack", required=True,
        synonyms=("name", "activity", "activity title", "activity name", "project", "project name",
                  "consultation", "consultation title"),
    ),
    text(
        Activity, "purpose", "What the work is for.", "To make the pack easier to use",
        people=True, synonyms=("aim", "description", "summary", "why"),
    ),
    Column(
        "way", Type.REFERENCE, "Which of the Five Ways to Collaborate it is.", "", field="way",
        refers="way", synonyms=("five ways", "way to collaborate"),
    ),
    choice(
        "intended_rung", Rung, "The rung that was chosen at the start.", "co-designing",
        synonyms=("intended", "planned rung", "rung intended", "intended level"),
    ),
    text(
        Activity, "intended_why", "Why this rung is right for this work.",
        "People who use the pack know what is missing.", people=True,
        synonyms=("why this rung", "reason for rung"),
    ),
    choice(
        "claimed_rung", Rung, "The rung reached, as the service sees it, once it has ended.", "",
        synonyms=("claimed", "actual rung", "rung reached", "rung", "rung claimed"),
    ),
    day(
        "claimed_on", "The day of that claim.", "", synonyms=("date claimed", "claim date"),
    ),
    day(
        "started_on", "The day it started.", "2026-07-06", required=True, past=False,
        synonyms=("started", "start", "start date", "date started", "opened", "opens", "from",
                  "open date"),
    ),
    day(
        "ended_on", "The day it ended; blank while it runs.", "", past=False,
        synonyms=("ended", "end", "end date", "date ended", "closed", "closes", "to",
                  "close date"),
    ),
    day(
        "promised_feedback_on", "The day by which people were promised feedback.", "", past=False,
        synonyms=("feedback promised", "promised feedback", "feedback due"),
    ),
    day(
        "promised_on", "The day on which that promise was made.", "",
        synonyms=("date of promise", "promise made"),
    ),
    Column(
        "districts", Type.CHOICES, "The districts that it touches.", "", refers="district",
        synonyms=("district", "places", "place", "area", "areas"),
    ),
)  # fmt: skip


def _check(columns: dict, report, session) -> None:
    """A claim needs its day, and an activity that has ended."""
    if "claimed_rung" not in columns:
        return
    claimed = columns["claimed_rung"].where(bool)
    for name, found, expected in (
        ("claimed_on", "a claimed rung without its day.", "Write the day in claimed_on."),
        ("ended_on", "a claimed rung although the activity has not ended.",
         "Write ended_on, or leave claimed_rung blank."),
    ):  # fmt: skip
        given = columns[name].where(bool) if name in columns else np.zeros(len(claimed), bool)
        report("claim", claimed & ~given, "claimed_rung", found, expected)


KIND = Kind(
    "activities",
    "Activities",
    "Pieces of work with, for or to people, each run by one service.",
    Activity,
    COLUMNS,
    dated="started_on",
    owner="service",
    order=(("started_on", "ended_on"), ("ended_on", "claimed_on")),
    together=(("claimed_rung", "claimed_on", "ended_on"),),
    check=_check,
    writing=ActivityWriting(),
)
