"""What a quarter still lacks, and which service owns it: the checklist before a closing."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.partitions import frame, rows_of, units
from models.quarters import Quarter
from models.rolling.activities import NOT_RECORDED
from models.rollup import ActivityRollup, ListedActivity, LoopRollup, ScoreRollup
from models.scope import Scope

WORDS = {
    "no_service_review": "running activities without the service’s own review",
    "no_people_review": "running activities without five answers from people",
    "no_claimed_rung": "ended activities without a claimed rung",
    "no_intended_rung": "running activities without an intended rung",
    "not_told": "feedback items due in the quarter and not told",
}
COLUMNS = ["service_id", "directorate", "service", "missing", "words", "count"]


def missing(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """What is missing, one row per service and kind, services in their set order.

    service_id, directorate, service
    missing   a key of WORDS
    words     it in plain words
    count     how many activities or items, 1 or more
    Only services that the viewer may list are named.
    """
    every = units(session, scope=scope).set_index("service_id")
    counts = _counts(session, scope, quarter)
    rows = []
    for service_id, service in every.iterrows():
        if service_id not in scope.listed_ids:
            continue
        for key, words in WORDS.items():
            count = counts[key].get(service_id, 0)
            if count > 0:
                rows.append(
                    (service_id, service["directorate"], service["service"], key, words, count)
                )
    return pd.DataFrame(rows, columns=COLUMNS)


def _counts(session, scope, quarter) -> dict[str, dict[int, int]]:
    def by_service(table, column, *conditions) -> dict[int, int]:
        found = frame(
            session,
            select(table.service_id, column.label("n"))
            .where(rows_of(session, table, scope=scope, quarters=(quarter,)), *conditions)
            .group_by(table.service_id),
        )
        return {int(i): int(n or 0) for i, n in zip(found["service_id"], found["n"], strict=True)}

    running = by_service(ActivityRollup, func.sum(ActivityRollup.running))

    def unreviewed(voice: str) -> dict[int, int]:
        # Reviewed means on any principle: the most reviewed one says how many forms there were.
        reviewed = by_service(
            ScoreRollup, func.max(ScoreRollup.running_reviewed), ScoreRollup.voice == voice
        )
        return {i: n - reviewed.get(i, 0) for i, n in running.items()}

    lacks = ListedActivity.ended, ListedActivity.claimed == NOT_RECORDED
    aims = ~ListedActivity.ended, ListedActivity.intended == NOT_RECORDED
    return {
        "no_service_review": unreviewed("service"),
        "no_people_review": unreviewed("people"),
        "no_claimed_rung": by_service(ListedActivity, func.count(), *lacks),
        "no_intended_rung": by_service(ListedActivity, func.count(), *aims),
        "not_told": by_service(LoopRollup, func.sum(LoopRollup.not_told)),
    }
