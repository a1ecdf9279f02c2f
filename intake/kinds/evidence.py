"""Evidence that comes in by itself, for an activity and a principle."""

from intake.kinds.common import activity, day, identifier
from intake.kinds.kind import Column, Kind, Type
from intake.kinds.of_activity import OfActivityWriting
from intake.kinds.reviews import principle
from models.activity import EvidenceNote

KIND = Kind(
    "evidence",
    "Evidence",
    "A link or a note that shows how an activity kept to a principle.",
    EvidenceNote,
    (
        identifier("EVI-1"),
        activity(True),
        principle(),
        day(
            "noted_on", "The day it was noted.", "2026-07-06", required=True,
            synonyms=("noted", "date", "date noted"),
        ),
        Column(
            "evidence", Type.TEXT, "The link or the note.", "Notes of the July meeting",
            field="evidence", required=True, longest=2000, people=True,
            synonyms=("link", "note", "text"),
        ),
    ),
    dated="noted_on",
    owner="activity",
    writing=OfActivityWriting("noted_on", EvidenceNote),
)  # fmt: skip
