"""Feedback loops: was what was heard answered by the day it was due?

Definition: "How we measure", section 3.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import attrgetter

import pandas as pd
from sqlmodel import Session

from measures.bootstrap import closure_interval
from measures.intervals import LEAST_ITEMS, change_word
from measures.kept import kept
from measures.partitions import rollup_rows
from measures.parts import parts, tidy
from measures.rounding import percent_text, ratio, share_range_text
from models.feedback import ItemKind
from models.quarters import Quarter
from models.rollup import ClusterRollup, LoopRollup
from models.scope import Scope

WHEN = ("now", "before", "year")
OWED = (ItemKind.INDIVIDUAL.value, ItemKind.COLLECTIVE.value)
COUNTS = ("due", "on_time", "late", "disputed", "not_told", "activities", "by_promise", "withdrawn")
_COUNT_KINDS = dict.fromkeys(COUNTS, "int64")
_RATE_KINDS = {
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "method": "str",
    "enough": "bool",
    "shown": "str",
    "range": "str",
}
_CHANGE_KINDS = {
    f"{name}_{when}": kind
    for when in ("before", "year")
    for name, kind in (
        ("due", "int64"),
        ("on_time", "int64"),
        ("shown", "str"),
        ("quarter", "str"),
        ("change", "str"),
    )
}
CLOSURE = {"kind": "str"} | _COUNT_KINDS | _RATE_KINDS | _CHANGE_KINDS
BY_UNIT = {"unit": "str", "code": "str"} | _COUNT_KINDS | _RATE_KINDS


def closure(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Items due in a quarter, and how many were closed on time, by kind. Stories are never due.

    Two rows, individual and collective:
    due            n: items due in the quarter, by today in the running one
    on_time, late, disputed, not_told   parts of due
    activities     behind the items due
    by_promise     items due by a promised day
    withdrawn      apart: withdrawn, untold, by the day they would have been due
    share          on_time ÷ due, 0–1, none without a base
    low, high      95% interval, 0–1; method says how it was found
    enough         the base is sufficient to compare
    shown, range   the share and its interval as people read them
    due_before, on_time_before, shown_before, quarter_before   the quarter before
    change_before  "rose", "fell", "no clear change"; empty where too few to compare
    …_year         the same quarter a year before
    """
    counts = closure_counts(session, scope=scope, quarter=quarter)
    clusters = _clusters(session, scope, quarter, lambda _: "")
    rows = []
    for kind in OWED:
        now, *earlier = (counts[when][kind] for when in WHEN)
        row = (kind, *counts_of(now), *rate(now, clusters[kind, ""]))
        for when, then in zip(WHEN[1:], earlier, strict=True):
            row += change(now, then, _earlier(quarter)[when])
        rows.append(row)
    return tidy(rows, CLOSURE)


@kept
def closure_counts(
    session: Session, *, scope: Scope, quarter: Quarter
) -> dict[str, dict[str, Counter]]:
    """“now”, “before” (a quarter), “year” (a year before) → kind → what `COUNTS` names."""
    found = {}
    for when, each in {"now": quarter, **_earlier(quarter)}.items():
        rows = rollup_rows(session, LoopRollup, scope=scope, quarters=(each,))
        found[when] = {kind: _summed(row for row in rows if row.kind == kind) for kind in OWED}
    return found


def _earlier(quarter: Quarter) -> dict[str, Quarter]:
    return {"before": quarter.plus(-1), "year": quarter.plus(-4)}


def closure_by_unit(session: Session, *, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    """The closure rate of one kind by directorate, or of a smaller scope by service.

    One row per unit in its set order: its name, its code, and the columns of `closure` from
    due to range. Only units that the viewer may see by themselves are rows.
    """
    places = parts_of(session, scope)
    counts = counts_by_unit(session, scope=scope, quarter=quarter, kind=kind)
    clusters = _clusters(session, scope, quarter, lambda number: places.get(number, ("",))[0])
    rows = [
        (name, code, *counts_of(counts[code]), *rate(counts[code], clusters[kind, code]))
        for code, name in dict(places.values()).items()
    ]
    return tidy(rows, BY_UNIT)


def counts_by_unit(
    session: Session, *, scope: Scope, quarter: Quarter, kind: str
) -> dict[str, Counter]:
    """Code of each unit of `closure_by_unit` → what `COUNTS` names."""
    places = parts_of(session, scope)
    mine = {code: [] for code, _ in places.values()}
    for row in rollup_rows(session, LoopRollup, scope=scope, quarters=(quarter,)):
        if row.kind == kind and row.service_id in places:
            mine[places[row.service_id][0]].append(row)
    return {code: _summed(rows) for code, rows in mine.items()}


def parts_of(session: Session, scope: Scope) -> dict[int, tuple[str, str]]:
    """Where each service of a scope is counted: (code, name) by service id, in the set order.

    The county's services are counted under their directorates, others by themselves. Left
    out are units of which the viewer may list nothing.
    """
    whole, *rest = parts(session, scope=scope)
    return {
        number: (part.code, part.name) for part in rest or [whole] for number in part.service_ids
    }


def counts_of(found: Counter) -> tuple[int, ...]:
    """The counts in the order of COUNTS, 0 where there are none."""
    return tuple(int(found[name] or 0) for name in COUNTS)


def rate(found: Counter, clusters: dict[tuple[int, int], int]) -> tuple:
    """share, low, high, method, enough, shown, range of on_time ÷ due."""
    part, base = int(found["on_time"] or 0), int(found["due"] or 0)
    interval = closure_interval(part, base, clusters)
    if interval is None:
        return (None, None, None, "", False, percent_text(part, base), "")
    enough = base >= LEAST_ITEMS
    words = share_range_text(interval.low, interval.high) if enough else ""
    share = ratio(part, base)
    shown = percent_text(part, base)
    return (share, interval.low, interval.high, interval.method, enough, shown, words)


def change(now: Counter, then: Counter, quarter: Quarter) -> tuple:
    """due, on_time, shown, quarter and change of what went before, as `closure` has them."""
    part, base, part_then, base_then = (
        int(counter[name] or 0) for counter in (now, then) for name in ("on_time", "due")
    )
    word = change_word(part, base, part_then, base_then) or ""
    return (base_then, part_then, percent_text(part_then, base_then), quarter.label, word)


def _summed(rows: Iterable) -> Counter:
    columns = zip(*map(attrgetter(*COUNTS), rows), strict=True)
    return Counter(dict(zip(COUNTS, map(sum, columns), strict=False)))


def _clusters(session: Session, scope: Scope, quarter: Quarter, unit_of) -> dict:
    """(kind, unit) → {(items, closed): activities}, the unit as `unit_of` says by service id."""
    found = defaultdict(Counter)
    for row in rollup_rows(session, ClusterRollup, scope=scope, quarters=(quarter,)):
        found[row.kind, unit_of(row.service_id)][row.items, row.closed] += row.activities
    return found
