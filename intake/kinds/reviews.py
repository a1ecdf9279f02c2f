"""A service's own scores of its activities."""

from sqlalchemy import select

from intake.kinds.common import activity, day, identifier, text
from intake.kinds.kind import Column, Kind, Type
from intake.kinds.of_activity import OfActivityWriting
from models.activity import Review
from models.reference import Principle


def principle() -> Column:
    """The principle that a record is about."""
    return Column(
        "principle", Type.REFERENCE, "The code or name of the principle.", "",
        field="principle_id", required=True, refers="principle",
        synonyms=("principle name", "principle code", "gate"),
    )  # fmt: skip


COLUMNS = (
    identifier("REV-1"),
    activity(True),
    principle(),
    day(
        "reviewed_on", "The day of the review.", "2026-07-06", required=True,
        synonyms=("reviewed", "review date", "date reviewed", "date"),
    ),
    Column(
        "score", Type.WHOLE, "1 not at all, 2 a little, 3 partly, 4 mostly, 5 fully.", "4",
        field="score", low=1, high=5, synonyms=("rating", "mark"),
    ),
    text(
        Review, "not_applicable_why", "Why the principle does not apply; then without a score.", "",
        people=True, synonyms=("not applicable", "why not applicable", "n a reason"),
    ),
    text(
        Review, "evidence", "A link or a note that shows it.", "Notes of the July meeting",
        people=True, synonyms=("evidence link", "link", "note"),
    ),
)  # fmt: skip


def _check(columns: dict, report, session) -> None:
    """A score or a reason, never both; a gate always applies."""
    score = columns["score"].where(lambda v: v is not None) if "score" in columns else None
    why = columns.get("not_applicable_why")
    reason = why.where(bool) if why else None
    if score is None:
        score = ~reason if reason is not None else columns["principle"].where(lambda v: False)
    if reason is None:
        reason = columns["principle"].where(lambda v: False)
    report("score", score & reason, "score", "a score and a reason why none applies.",
           "Keep one of the two.")  # fmt: skip
    report("score", ~score & ~reason & ~report.bad, "score", "neither a score nor a reason.",
           "Write a score from 1 to 5, or why the principle does not apply.")  # fmt: skip
    gates = set(session.execute(select(Principle.id).where(Principle.gate)).scalars())
    gate = columns["principle"].where(lambda v: v in gates)
    report("gate", gate & reason, "not_applicable_why", "a gate marked as not applicable.",
           "Feedback and accessibility always apply. Write a score.")  # fmt: skip


KIND = Kind(
    "reviews",
    "Reviews",
    "The service's own score of one activity on one principle.",
    Review,
    COLUMNS,
    dated="reviewed_on",
    owner="activity",
    together=(("score", "not_applicable_why"),),
    check=_check,
    writing=OfActivityWriting("reviewed_on", Review),
)
