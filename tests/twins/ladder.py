"""Slow twins of the measures of the ladder. "How we measure", section 2."""

from collections import Counter

import pandas as pd

from measures import ladder
from measures.intervals import wilson
from measures.rounding import percent_text, share_range_text
from models.quarters import Quarter
from models.reference import Rung
from models.scope import Scope
from tests.twins.work import Work, table

BLANK = "not recorded"
RUNGS = ("co-producing", "co-designing", "engaging", "consulting", "informing", "educating",
         "coercing", BLANK)  # fmt: skip
BAND = dict(
    zip(RUNGS, ["doing with"] * 2 + ["doing for"] * 3 + ["doing to"] * 2 + [BLANK], strict=True)
)


def rungs(work: Work, activity, quarter: Quarter) -> tuple[str, str, str]:
    """(intended, claimed, experienced) as they stood at the quarter's end."""
    claimed = activity.claimed_rung if work.known(activity.claimed_on, activity, quarter) else None
    said = work.rungs_said(activity, quarter)
    middle = said[(len(said) - 1) // 2] if said else None
    experienced = next((r for r in Rung if r.height == middle), None)
    return tuple(r.value if r else BLANK for r in (activity.intended_rung, claimed, experienced))


def listed(work: Work, services, quarter: Quarter, part: str) -> list:
    """Activities that ended in the quarter, or still run at its end."""
    found = []
    for activity in work.activities:
        ended = work.ended(activity, quarter)
        running = work.runs(activity, quarter) and not ended
        if activity.service_id in services and (ended if part == "ended" else running):
            found.append(activity)
    return found


def mix_rows(work: Work, services, quarter: Quarter) -> list[tuple]:
    rows = []
    for part, place in (("ended", 1), ("running", 0)):
        mine = listed(work, services, quarter, part)
        rows += [(part, *row) for row in counted([rungs(work, a, quarter)[place] for a in mine])]
    return rows


def counted(names: list[str]) -> list[tuple]:
    count, base = Counter(names), len(names)
    return [
        (
            r,
            BAND[r],
            count[r],
            base,
            count[r] / base if base else None,
            percent_text(count[r], base),
        )
        for r in RUNGS
    ]


def rung_mix(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = [
        (part.name, part.code, part.whole, *row)
        for part in work.parts(scope)
        for row in mix_rows(work, part.services, quarter)
    ]
    return table(rows, ladder.MIX)


def rung_mix_over_time(
    work: Work, scope: Scope, quarters: list[Quarter], closed=()
) -> pd.DataFrame:
    rows = [
        (each.label, each not in closed, *row)
        for each in quarters
        for row in mix_rows(work, scope.service_ids, each)
    ]
    return table(rows, ladder.MIX_OVER_TIME)


def said_of_ended(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    mine = listed(work, scope.service_ids, quarter, "ended")
    rows = [
        (said, *row)
        for place, said in enumerate(("intended", "claimed", "experienced"))
        for row in counted([rungs(work, a, quarter)[place] for a in mine])
    ]
    return table(rows, ladder.SAID)


def rung_crosses(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    mine = listed(work, scope.service_ids, quarter, "ended")
    count = Counter(rungs(work, a, quarter) for a in mine)
    rows = [
        (i, c, e, count[i, c, e]) for i in RUNGS for c in RUNGS for e in RUNGS if count[i, c, e]
    ]
    return table(rows, ladder.CROSSES)


def height(rung: str) -> int:
    return 7 - RUNGS.index(rung)


def agreement(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for part in work.parts(scope):
        mine = listed(work, part.services, quarter, "ended")
        both = [(c, e) for _, c, e in (rungs(work, a, quarter) for a in mine)]
        both = [pair for pair in both if BLANK not in pair]
        agreed = len([1 for c, e in both if height(e) >= height(c)])
        low = top = None
        words = "too few to compare" if both else "nothing recorded"
        if len(both) >= 5:
            low, top = wilson(agreed, len(both)).low, wilson(agreed, len(both)).high
            words = share_range_text(low, top)
        rows.append(
            (part.name, part.code, part.whole, agreed, len(both),
             agreed / len(both) if both else None, low, top, len(mine),
             percent_text(agreed, len(both)), words)
        )  # fmt: skip
    return table(rows, ladder.AGREEMENT)


def in_order(work: Work, activities) -> list:
    def place(activity):
        service = work.services[activity.service_id]
        directorate = work.directorates[service.directorate_id]
        return (directorate.position, service.position, activity.title, activity.id)

    return sorted(activities, key=place)


def head(work: Work, activity) -> tuple:
    service = work.services[activity.service_id]
    directorate = work.directorates[service.directorate_id].name
    return directorate, service.name, activity.id, activity.title


def shortfalls(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for activity in in_order(work, listed(work, scope.listed_ids, quarter, "ended")):
        _, claimed, experienced = rungs(work, activity, quarter)
        if BLANK in (claimed, experienced) or height(experienced) >= height(claimed):
            continue
        said = work.rungs_said(activity, quarter)
        below = len([h for h in said if h < height(claimed)])
        rows.append(
            (*head(work, activity), activity.ended_on, claimed, experienced, len(said), below)
        )
    return table(rows, ladder.SHORTFALLS)


def coercing(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    both = [
        a for part in ("ended", "running") for a in listed(work, scope.listed_ids, quarter, part)
    ]
    rows = [
        (*head(work, a), *rungs(work, a, quarter))
        for a in in_order(work, both)
        if "coercing" in rungs(work, a, quarter)
    ]
    return table(rows, ladder.COERCING)


def coercing_count(work: Work, scope: Scope, quarter: Quarter) -> int:
    every = [listed(work, scope.service_ids, quarter, part) for part in ("ended", "running")]
    return len([a for found in every for a in found if "coercing" in rungs(work, a, quarter)])
