"""Who was in the room, and what was offered, per session.

Definition: "How we measure", section 4, presence. A blank is not a no: blanks are
left out of each share and counted beside it.
"""

from collections import defaultdict

import pandas as pd
from sqlmodel import Session

from measures.feedback import parts_of
from measures.intervals import LEAST_ACTIVITIES
from measures.partitions import rollup_rows
from measures.parts import tidy
from measures.rounding import number_text, ratio
from measures.shares import share_columns
from models.quarters import Quarter
from models.rollup import PresenceRollup
from models.scope import Scope

QUESTIONS = {
    "senior_officer": "A senior officer was in the room",
    "elected_member": "An elected Member was in the room",
    "expenses": "Expenses or payment were offered",
    "easy_read": "Easy Read was offered",
    "other_formats": "Other formats were offered",
}
NOTICE = "notice_days"
COUNTS = ("yes", "no", "blank", "total")
PRESENCE = {
    "question": "str",
    "words": "str",
    "known": "int64",
    "yes": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "shown": "str",
    "range": "str",
    "blank": "int64",
}
BY_UNIT = {"unit": "str", "code": "str"} | PRESENCE
NOTICE_DAYS = {
    "sessions": "int64",
    "blank": "int64",
    "days": "float64",
    "enough": "bool",
    "shown": "str",
}


def presence(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Each question about the sessions held in a quarter. One row per question, five in all.

    question, words   its code, and what a yes says
    known       n: sessions with a yes or a no
    yes         of those
    share, low, high   0–1, Wilson 95% interval; none without a base
    shown, range   as people read them
    blank       sessions that do not say, left out of the share
    """
    found = _sums(session, scope, quarter)
    totals = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for (_, question), sums in found.items():
        totals[question] = {name: totals[question][name] + sums[name] for name in COUNTS}
    return tidy([_row(q, totals[q]) for q in QUESTIONS], PRESENCE)


def presence_by_unit(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """The same by directorate, or of a smaller scope by service: unit, code, then `presence`."""
    places = parts_of(session, scope)
    totals = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for (service_id, question), sums in _sums(session, scope, quarter).items():
        if service_id in places:
            key = places[service_id][0], question
            totals[key] = {name: totals[key][name] + sums[name] for name in COUNTS}
    rows = [
        (name, code, *_row(question, totals[code, question]))
        for code, name in dict(places.values()).items()
        for question in QUESTIONS
    ]
    return tidy(rows, BY_UNIT)


def notice_days(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Days of notice that people had of the sessions held in a quarter. One row.

    sessions    n: sessions that say
    blank       sessions that do not, left out
    days        mean; none where no session says
    enough      the base is sufficient to compare
    shown       the mean as people read it
    """
    found = _sums(session, scope, quarter)
    mine = [sums for (_, question), sums in found.items() if question == NOTICE]
    known, blank, total = (sum(sums[name] for sums in mine) for name in ("yes", "blank", "total"))
    days = ratio(total, known)
    row = (known, blank, days, known >= LEAST_ACTIVITIES, number_text(days))
    return tidy([row], NOTICE_DAYS)


def _row(question: str, sums: dict[str, int]) -> tuple:
    columns = share_columns(sums["yes"], sums["yes"] + sums["no"])
    return (question, QUESTIONS[question], *columns, sums["blank"])


def _sums(session: Session, scope: Scope, quarter: Quarter) -> dict[tuple[int, str], dict]:
    return {
        (row.service_id, row.question): {name: getattr(row, name) for name in COUNTS}
        for row in rollup_rows(session, PresenceRollup, scope=scope, quarters=[quarter])
    }
