"""What a quarter still lacks, and which service owns it: the checklist before a closing."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.partitions import rows_by_service, rows_of, units
from measures.tallies import tallies
from models.quarters import Quarter
from models.rolling.activities import NOT_RECORDED
from models.rollup import ActivityRollup, ListedActivity, LoopRollup
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
    counts = _counts(session, scope, quarter)
    rows = []
    for place in units(session, scope=scope):
        if place.service_id not in scope.listed_ids:
            continue
        for key, words in WORDS.items():
            count = counts[key].get(place.service_id, 0)
            if count > 0:
                named = (place.service_id, place.directorate, place.service)
                rows.append((*named, key, words, count))
    return pd.DataFrame(rows, columns=COLUMNS)


def _counts(session: Session, scope: Scope, quarter: Quarter) -> dict[str, dict[int, int]]:
    asked = {"quarters": (quarter,), "meeting": scope.meeting}
    found = rows_by_service(session, ActivityRollup, **asked)[quarter.code]
    running = {number: rows[0].running for number, rows in found.items()}
    scores = tallies(session, **asked)[quarter.code]
    loops = rows_by_service(session, LoopRollup, **asked)[quarter.code]

    def unreviewed(voice: str) -> dict[int, int]:
        # Reviewed means on any principle: the most reviewed one says how many forms there were.
        return {i: n - scores.most_reviewed(i, voice) for i, n in running.items()}

    lacks = ListedActivity.ended, ListedActivity.claimed == NOT_RECORDED
    aims = ~ListedActivity.ended, ListedActivity.intended == NOT_RECORDED
    return {
        "no_service_review": unreviewed("service"),
        "no_people_review": unreviewed("people"),
        "no_claimed_rung": _listed(session, scope, quarter, *lacks),
        "no_intended_rung": _listed(session, scope, quarter, *aims),
        "not_told": {i: sum(row.not_told for row in rows) for i, rows in loops.items()},
    }


def _listed(session: Session, scope: Scope, quarter: Quarter, *conditions) -> dict[int, int]:
    query = (
        select(ListedActivity.service_id, func.count())
        .where(rows_of(session, ListedActivity, scope=scope, quarters=(quarter,)), *conditions)
        .group_by(ListedActivity.service_id)
    )
    return dict(session.execute(query).tuples().all())
