"""Slow twins of the measures of feedback loops. "How we measure", section 3."""

from collections import Counter

import pandas as pd

from measures import durations, feedback, overdue, service_funnel
from measures.bootstrap import closure_interval
from measures.funnel_limits import share_funnel
from measures.intervals import share_difference, wilson
from measures.rounding import percent_text, share_range_text
from measures.survival import curve, median_with_interval
from models.quarters import Quarter
from models.scope import Scope
from tests.twins.loops import History, Loop

KINDS = ("individual", "collective")
AGES = ("up to 28 days", "29 to 90 days", "91 to 180 days", "over 180 days")
STAGES = ("heard", "acknowledged", "decided", "acted", "told, but disputed")


def table(rows: list[tuple], kinds: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def of_kind(loops: list[Loop], kind: str) -> list[Loop]:
    return [loop for loop in loops if loop.kind == kind]


def closure(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for kind in KINDS:
        now, left = due_and_left(past, scope, quarter, kind)
        row = counted(now, left)
        for then in (quarter.plus(-1), quarter.plus(-4)):
            before, _ = due_and_left(past, scope, then, kind)
            row += (
                len(before),
                on_time(before),
                percent_text(on_time(before), len(before)),
                then.label,
                word(now, before),
            )
        rows.append((kind, *row))
    return table(rows, feedback.CLOSURE)


def closure_by_unit(past: History, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    places = past.unit_of(scope)
    now, left = due_and_left(past, scope, quarter, kind)
    rows = []
    for unit in dict.fromkeys(places.values()):
        mine = [loop for loop in now if places.get(loop.item.service_id) == unit]
        gone = [loop for loop in left if places.get(loop.item.service_id) == unit]
        rows.append((*unit, *counted(mine, gone)))
    return table(rows, feedback.BY_UNIT)


def due_and_left(past: History, scope: Scope, quarter: Quarter, kind: str):
    loops = of_kind(past.loops(scope, quarter), kind)
    return past.due(loops, quarter), past.withdrawn(loops, quarter)


def on_time(loops: list[Loop]) -> int:
    return sum(loop.on_time for loop in loops)


def counted(due: list[Loop], left: list[Loop]) -> tuple:
    late = [loop for loop in due if loop.closed_on and not loop.on_time]
    reopened = [loop for loop in due if loop.closed_on is None and loop.told]
    silent = [loop for loop in due if not loop.told]
    groups = Counter(loop.item.activity_id or f"item {loop.item.id}" for loop in due)
    done = Counter(loop.item.activity_id or f"item {loop.item.id}" for loop in due if loop.on_time)
    sizes = Counter((number, done[name]) for name, number in groups.items())
    promised = sum(loop.item.due_by_promise for loop in due)
    part, base = on_time(due), len(due)
    parts = (base, part, len(late), len(reopened), len(silent))
    return (*parts, len(groups), promised, len(left), *rate(part, base, sizes))


def rate(part: int, base: int, sizes: Counter) -> tuple:
    if base == 0:
        return (None, None, None, "", False, "no figure", "")
    found = closure_interval(part, base, sizes)
    words = share_range_text(found.low, found.high) if base >= 10 else ""
    shown = percent_text(part, base)
    return (part / base, found.low, found.high, found.method, base >= 10, shown, words)


def word(now: list[Loop], before: list[Loop]) -> str:
    if min(len(now), len(before)) < 10:
        return ""
    found = share_difference(on_time(now), len(now), on_time(before), len(before)).interval
    if found.low > 0:
        return "rose"
    return "fell" if found.high < 0 else "no clear change"


def durations_of(past: History, scope: Scope, quarter: Quarter, kind: str):
    """({days: closed}, {days: censored}) of items heard in the four quarters."""
    closed, lost = Counter(), Counter()
    for loop in of_kind(past.heard_in_year(past.loops(scope, quarter), quarter), kind):
        heard, left = loop.item.heard_on, loop.withdrawn_on
        if loop.closed_on and (left is None or loop.closed_on <= left):
            closed[(loop.closed_on - heard).days] += 1
        else:
            lost[((left or past.end(quarter)) - heard).days] += 1
    return closed, lost


def medians(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for kind in KINDS:
        closed, lost = durations_of(past, scope, quarter, kind)
        found = median_with_interval(curve(closed, lost))
        items = sum(closed.values()) + sum(lost.values())
        shown = found.text if items else "nothing recorded"
        ends = (found.value, found.low, found.high)
        rows.append((kind, items, sum(closed.values()), *ends, shown))
    return table(rows, durations.MEDIANS)


def closing_curve(past: History, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    closed, lost = durations_of(past, scope, quarter, kind)
    bands = curve(closed, lost)
    rows, left = [], 1.0
    for place, day in enumerate(sorted({*closed, *lost})):
        at_risk = sum(n for counts in (closed, lost) for d, n in counts.items() if d >= day)
        left *= 1 - closed[day] / at_risk
        ends = (1 - bands.high[place], 1 - bands.low[place])
        rows.append((day, at_risk, closed[day], 1 - left, *ends))
    return table(rows, durations.CURVE)


def closed_within(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    year = past.heard_in_year(past.loops(scope, quarter), quarter)
    for kind in KINDS:
        for days in (28, 60, 90):
            seen = [loop for loop in of_kind(year, kind) if seen_for(past, loop, quarter, days)]
            soon = [
                loop
                for loop in seen
                if loop.closed_on and (loop.closed_on - loop.item.heard_on).days <= days
            ]
            rows.append((kind, days, *proportion(len(soon), len(seen))))
    return table(rows, durations.WITHIN)


def seen_for(past: History, loop: Loop, quarter: Quarter, days: int) -> bool:
    """Heard so many days ago, and not withdrawn untold in the meantime."""
    heard, left = loop.item.heard_on, loop.withdrawn_on
    if (past.end(quarter) - heard).days < days:
        return False
    return not (loop.left_untold and (left - heard).days <= days)


def proportion(part: int, base: int) -> tuple:
    if base == 0:
        return (0, 0, None, None, None, "no figure", "")
    found = wilson(part, base)
    words = share_range_text(found.low, found.high) if base >= 10 else ""
    return (base, part, part / base, found.low, found.high, percent_text(part, base), words)


def overdue_counts(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    end, found = past.end(quarter), Counter()
    for loop in late_and_open(past, scope, quarter):
        over = (end - loop.item.due_on).days
        age = AGES[(over > 28) + (over > 90) + (over > 180)]
        found[loop.kind, age, loop.stage] += 1
    rows = [(k, a, s, found[k, a, s]) for k in KINDS for a in AGES for s in STAGES]
    return table(rows, overdue.OVERDUE)


def late_and_open(past: History, scope: Scope, quarter: Quarter) -> list[Loop]:
    end = past.end(quarter)
    return [
        loop
        for loop in past.loops(scope, quarter)
        if loop.open and loop.item.due_on is not None and loop.item.due_on < end
    ]


def overdue_items(past: History, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    loops = of_kind(late_and_open(past, scope, quarter), kind)
    mine = [loop.item.service_id in scope.listed_ids for loop in loops]
    listed = [loop for loop, own in zip(loops, mine, strict=True) if own]
    rows = [
        (
            *past.names(loop.item.service_id),
            loop.item.source_id,
            loop.kind,
            loop.item.heard_on,
            loop.item.due_on,
            (past.end(quarter) - loop.item.due_on).days,
            loop.stage,
        )
        for loop in sorted(listed, key=lambda each: (each.item.due_on, each.item.id))
    ]
    return table(rows, overdue.LISTED)


def closure_funnel(past: History, scope: Scope, quarter: Quarter, kind: str) -> pd.DataFrame:
    counts = year_by_service(past, scope, quarter, kind)
    stands = {unit.name: unit for unit in share_funnel(counts).units}
    rows = []
    for service, directorate in past.services:
        if service.id not in scope.service_ids or service.id not in scope.listed_ids:
            continue
        (part, base), unit = counts[service.id], stands[service.id]
        name = (directorate.name, directorate.code, service.name, service.code)
        ends = (unit.low, unit.high, unit.place.value, percent_text(part, base))
        rows.append((*name, base, part, part / base if base else None, *ends))
    return table(rows, service_funnel.POINTS)


def year_by_service(past: History, scope: Scope, quarter: Quarter, kind: str) -> dict:
    counts = {service_id: [0, 0] for service_id in scope.service_ids}
    for back in range(4):
        due, _ = due_and_left(past, scope, quarter.plus(-back), kind)
        for loop in due:
            counts[loop.item.service_id][0] += loop.on_time
            counts[loop.item.service_id][1] += 1
    return {service_id: tuple(pair) for service_id, pair in counts.items()}
