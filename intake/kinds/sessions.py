"""Sessions of activities: the days on which people met or were asked."""

from intake.kinds.common import activity, day, identifier, yes_no
from intake.kinds.kind import Column, Kind, Type
from intake.kinds.of_activity import OfActivityWriting
from models.activity import ActivitySession

COLUMNS = (
    identifier("SES-1"),
    activity(True),
    day(
        "held_on", "The day on which people met or were asked.", "2026-07-06", required=True,
        synonyms=("held", "date", "day", "session date", "date held", "meeting date"),
    ),
    yes_no("senior_officer_present", "A senior officer was in the room.",
           synonyms=("senior officer", "senior officer in the room")),
    yes_no("elected_member_present", "An elected Member was in the room.",
           synonyms=("elected member", "member present", "councillor present")),
    yes_no("expenses_offered", "Expenses or payment were offered.",
           synonyms=("expenses", "payment", "expenses or payment")),
    yes_no("easy_read_offered", "Easy Read was offered.", synonyms=("easy read",)),
    yes_no("other_formats_offered", "Other formats were offered.",
           synonyms=("other formats", "formats")),
    Column(
        "notice_days", Type.WHOLE, "Days of notice that people had.", "21", field="notice_days",
        low=0, high=730, synonyms=("notice", "days of notice", "days notice"),
    ),
)  # fmt: skip

KIND = Kind(
    "sessions",
    "Sessions",
    "Days on which people met or were asked. Blank means not recorded.",
    ActivitySession,
    COLUMNS,
    dated="held_on",
    owner="activity",
    writing=OfActivityWriting("held_on", ActivitySession),
)
