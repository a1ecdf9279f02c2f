"""The ladder of co-production: the mix of rungs, agreement, shortfalls, coercing.

Definition: "How we measure", section 2. There is no target for rungs.
"""

from collections import Counter, namedtuple
from typing import NamedTuple

import pandas as pd
from sqlalchemy import or_
from sqlmodel import Session, select

from measures.intervals import LEAST_ACTIVITIES, NOTHING_RECORDED, TOO_FEW, wilson
from measures.kept import kept
from measures.partitions import editions, frozen, rollup_rows, rows_of, units
from measures.parts import Part, parts, tidy
from measures.rounding import percent_text, ratio, share_range_text
from measures.trends import quarters_up_to
from models.quarters import Quarter
from models.reference import Directorate, Rung, Service
from models.rolling.activities import NOT_RECORDED, height
from models.rollup import ListedActivity, RungRollup
from models.scope import Scope

RUNGS = (*(rung.value for rung in Rung), NOT_RECORDED)
PARTS = ("ended", "running")
HEIGHTS = {rung.value: rung.height for rung in Rung}
COERCED = Rung.COERCING.value
AT_MOST = 50  # activities in a list; the counts say how many there are
WITH_BAND = "doing with"
BANDS = {rung.value: rung.band.value for rung in Rung} | {NOT_RECORDED: NOT_RECORDED}
MOST_QUARTERS = 8

_UNIT = {"unit": "str", "unit_code": "str", "whole": "bool"}
_COUNT = {"activities": "int64", "base": "int64", "share": "float64", "text": "str"}
MIX = {**_UNIT, "part": "str", "rung": "str", "band": "str", **_COUNT}
MIX_OVER_TIME = {"quarter": "str", "provisional": "bool", **{c: MIX[c] for c in list(MIX)[3:]}}
SAID = {"said": "str", "rung": "str", "band": "str", **_COUNT}
CROSSES = {"intended": "str", "claimed": "str", "experienced": "str", "activities": "int64"}
AGREEMENT = {**_UNIT, "agreed": "int64", "base": "int64", "share": "float64", "low": "float64",
             "high": "float64", "ended": "int64", "text": "str", "interval_text": "str"}  # fmt: skip
AgreementRow = namedtuple("AgreementRow", AGREEMENT)
SHORTFALLS = {"directorate": "str", "service": "str", "activity_id": "int64", "activity": "str",
              "ended_on": "object", "claimed": "str", "experienced": "str", "answers": "int64",
              "below": "int64"}  # fmt: skip
COERCING = {"directorate": "str", "service": "str", "activity_id": "int64", "activity": "str",
            "intended": "str", "claimed": "str", "experienced": "str"}  # fmt: skip


def rung_mix(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Mix of rungs, in two bars: what ended by claimed rung, what still runs by intended rung.

    One row per unit (the whole first), part and rung, top rung first, “not recorded” last:
    unit, unit_code, whole   the unit; whole: the scope itself
    part         “ended” in the quarter (claimed rung) or still “running” (intended rung)
    rung, band   co-producing … coercing or not recorded; doing with, for, to
    activities   count
    base         the unit's activities of that part
    share        activities ÷ base, 0–1; none on no base
    text         the share as people read it
    Definition: "How we measure", section 2.
    """
    found = _rung_rows(session, scope, (quarter,))
    return tidy(
        [
            (unit.name, unit.code, unit.whole, *row)
            for unit in parts(session, scope=scope)
            for row in _mix_rows([r for r in found if r.service_id in unit.service_ids])
        ],
        MIX,
    )


class EndedWith(NamedTuple):
    """Activities that ended: claimed in the band “doing with”, with any claimed rung, all."""

    done: int
    claimed: int
    ended: int


@kept
def ended_with_people(session: Session, *, scope: Scope, quarter: Quarter) -> dict[str, EndedWith]:
    """Unit code to how many of its activities that ended were claimed to be done with people."""
    ended = _ended(session, scope, quarter)
    claimed = [row for row in ended if row.claimed != NOT_RECORDED]
    done = [row for row in claimed if BANDS[row.claimed] == WITH_BAND]
    return {
        unit.code: EndedWith(*(_sum(rows, unit) for rows in (done, claimed, ended)))
        for unit in parts(session, scope=scope)
    }


def _sum(found: list, unit: Part) -> int:
    return sum(row.activities for row in found if row.service_id in unit.service_ids)


def rung_mix_over_time(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """The scope's mix in the quarters up to one, at most eight, oldest first.

    quarter (label), provisional (not closed), then part … text as in `rung_mix`.
    """
    quarters = quarters_up_to(session, scope=scope, quarter=quarter, at_most=MOST_QUARTERS)
    found = _rung_rows(session, scope, quarters)
    closed = _closed(session, scope, quarters)
    return tidy(
        [
            (each.label, each.code not in closed, *row)
            for each in quarters
            for row in _mix_rows([r for r in found if r.quarter == each.code])
        ],
        MIX_OVER_TIME,
    )


def _mix_rows(found: list) -> list[tuple]:
    made = []
    for part in PARTS:
        column = "claimed" if part == "ended" else "intended"
        counts = _counts([row for row in found if row.part == part], column)
        made += [(part, *row) for row in counts]
    return made


def _counts(found: list, column: str) -> list[tuple]:
    """(rung, band, activities, base, share, text) of every rung."""
    base = sum(row.activities for row in found)
    count = dict.fromkeys(RUNGS, 0)
    for row in found:
        count[getattr(row, column)] += row.activities
    return [
        (rung, BANDS[rung], n, base, ratio(n, base), percent_text(n, base))
        for rung, n in count.items()
    ]


def said_of_ended(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Activities that ended in the quarter by the rung intended, claimed and experienced.

    One row per `said` (intended, claimed, experienced) and rung, with band,
    activities, base (all that ended), share 0–1 and text.
    """
    ended = _ended(session, scope, quarter)
    said = ("intended", "claimed", "experienced")
    return tidy([(each, *row) for each in said for row in _counts(ended, each)], SAID)


def rung_crosses(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Activities that ended in the quarter by all three rungs together.

    intended, claimed, experienced   a rung or “not recorded”; highest first
    activities                       count, at least 1
    """
    count: dict[tuple, int] = {}
    for row in _ended(session, scope, quarter):
        key = (row.intended, row.claimed, row.experienced)
        count[key] = count.get(key, 0) + row.activities
    order = sorted(count, key=lambda key: [RUNGS.index(rung) for rung in key])
    return tidy([(*key, count[key]) for key in order], CROSSES)


def agreement(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Activities whose experienced rung is at or above the claimed one.

    One row per unit (the whole first):
    unit, unit_code, whole
    agreed      of those with both rungs, experienced at or above claimed
    base        activities that ended in the quarter with both rungs
    share       agreed ÷ base, 0–1; none on no base
    low, high   Wilson 95% interval from a base of 5
    ended       all activities that ended in the quarter
    text, interval_text   as people read them
    Definition: "How we measure", section 2.
    """
    return tidy(agreement_rows(session, scope=scope, quarter=quarter), AGREEMENT)


@kept
def agreement_rows(session: Session, *, scope: Scope, quarter: Quarter) -> list[AgreementRow]:
    """The rows of `agreement`."""
    ended = _ended(session, scope, quarter)
    return [_agreement_row(unit, ended) for unit in parts(session, scope=scope)]


def _agreement_row(unit: Part, found: list) -> AgreementRow:
    mine = [row for row in found if row.service_id in unit.service_ids]
    both = [row for row in mine if NOT_RECORDED not in (row.claimed, row.experienced)]
    base = sum(row.activities for row in both)
    agreed = sum(r.activities for r in both if HEIGHTS[r.experienced] >= HEIGHTS[r.claimed])
    interval = wilson(agreed, base) if base >= LEAST_ACTIVITIES else None
    ends = (interval.low, interval.high) if interval else (None, None)
    ended = sum(row.activities for row in mine)
    words = share_range_text(*ends) if interval else TOO_FEW if base else NOTHING_RECORDED
    figures = (agreed, base, ratio(agreed, base), *ends, ended)
    text = percent_text(agreed, base)
    return AgreementRow(unit.name, unit.code, unit.whole, *figures, text, words)


def shortfalls(
    session: Session, *, scope: Scope, quarter: Quarter, at_most: int | None = AT_MOST
) -> pd.DataFrame:
    """Ended activities that people experienced below the claim, which the viewer may list.

    One row per activity, services in their set order, then by title; at most so many, or all:
    directorate, service, activity_id, activity (its title), ended_on
    claimed, experienced   rungs
    answers                people's answers that entered figures
    below                  of those, below the claim
    """
    services = _enough(session, scope, _short(session, scope, quarter), at_most)
    below = height(ListedActivity.experienced) < height(ListedActivity.claimed)
    found = [
        (r.directorate, r.service, r.activity_id, r.title, r.ended_on, r.claimed, r.experienced,
         r.answers, r.below)
        for r in _listed(session, scope, quarter, services, ListedActivity.ended, below,
                         at_most=at_most)
    ]  # fmt: skip
    return tidy(found, SHORTFALLS)


def _enough(session: Session, scope: Scope, counts: list, at_most: int | None) -> set[int]:
    """The first services, in their set order, that have so many of the counted activities."""
    by_service: Counter[int] = Counter()
    for row in counts:
        by_service[row.service_id] += row.activities
    found: set[int] = set()
    for place in units(session, scope=scope):
        if at_most is not None and sum(by_service[i] for i in found) >= at_most:
            break
        if by_service[place.service_id]:
            found.add(place.service_id)
    return found


def shortfalls_count(session: Session, *, scope: Scope, quarter: Quarter) -> int:
    """How many activities `shortfalls` would list, were there no limit."""
    return sum(row.activities for row in _short(session, scope, quarter))


def _short(session: Session, scope: Scope, quarter: Quarter) -> list:
    """Counts of ended activities experienced below the claim, of services that may be listed."""
    return [
        row
        for row in _ended(session, scope, quarter)
        if row.service_id in scope.listed_ids
        and HEIGHTS.get(row.experienced, 8) < HEIGHTS.get(row.claimed, 0)
    ]


def coercing(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Activities of the quarter with coercing intended, claimed or experienced, always named.

    One row per activity that the viewer may list, services in their set order:
    directorate, service, activity_id, activity (its title), intended, claimed, experienced
    """
    columns = (ListedActivity.intended, ListedActivity.claimed, ListedActivity.experienced)
    services = {row.service_id for row in _coercing(session, scope, quarter)}
    listed = _listed(
        session, scope, quarter, services, or_(*(column == COERCED for column in columns))
    )
    found = [
        (r.directorate, r.service, r.activity_id, r.title, r.intended, r.claimed, r.experienced)
        for r in listed
    ]
    return tidy(found, COERCING)


def coercing_count(session: Session, *, scope: Scope, quarter: Quarter) -> int:
    """How many activities of the quarter have coercing as any rung, listed or not."""
    return sum(row.activities for row in _coercing(session, scope, quarter))


def _coercing(session: Session, scope: Scope, quarter: Quarter) -> list:
    return [
        row
        for row in _rung_rows(session, scope, (quarter,))
        if COERCED in (row.intended, row.claimed, row.experienced)
    ]


def _listed(
    session: Session, scope: Scope, quarter: Quarter, services, *conditions, at_most=None
) -> list:
    """Rows of the quarter's list. The counts say of which services, so no other is looked at."""
    services = sorted(services & set(scope.listed_ids))
    if not services:
        return []
    query = (
        select(
            Directorate.name.label("directorate"),
            Service.name.label("service"),
            *ListedActivity.__table__.columns,
        )
        .join(Service, Service.id == ListedActivity.service_id)
        .join(Directorate, Directorate.id == Service.directorate_id)
        .where(
            rows_of(session, ListedActivity, scope=scope, quarters=(quarter,)),
            ListedActivity.service_id.in_(services),
            *conditions,
        )
        .order_by(
            Directorate.position,
            Service.position,
            ListedActivity.title,
            ListedActivity.activity_id,
        )
        .limit(at_most)
    )
    return session.execute(query).all()


def _rung_rows(session: Session, scope: Scope, quarters) -> list:
    return rollup_rows(session, RungRollup, scope=scope, quarters=quarters)


def _ended(session: Session, scope: Scope, quarter: Quarter) -> list:
    return [row for row in _rung_rows(session, scope, (quarter,)) if row.part == "ended"]


def _closed(session: Session, scope: Scope, quarters) -> set[str]:
    # A meeting's own copy of an open quarter stands under an edition without a quarter.
    read_from = editions(session, quarters, meeting=scope.meeting)
    each = {code: frozen(session, number) for code, number in read_from.items()}
    return {code for code, edition in each.items() if edition and edition.quarter == code}
