"""Taking the snapshots of the panel's protected tables.

`take` is called when a quarter is closed, in the transaction of the closing.
Readings chosen:
- Stock is counted as on the quarter's last day, from all that is recorded by the
  moment of taking. It is taken where at least 10 members joined, left or changed
  an attribute since the last one taken, members erased since among them. Those
  purged since left long before; a snapshot taken in between has counted that.
- Outside a closing, stock is counted as on that day, by the same rules; the first
  ever then needs 10 members, so that a panel that only gathers chooses no grain.
- Flow is taken at the first closing at which it passes the attack, then never
  again for that quarter.
- The grain first used stands until the policy on geography changes.
"""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from measures import panel_counts as raw
from measures.attack import HEARD_BACK_AFTER, Release
from measures.panel_tables import (
    ALL,
    FAMILIAR,
    FAMILIAR_PARTICIPATIONS,
    NEW,
    OUTSIDE,
    PARTICIPATIONS,
    flow_keys,
    stock_keys,
)
from measures.parts import tidy
from measures.protection import FEWEST, SILENT, Protected, protect
from measures.rounding import day_text
from measures.withholding import tighten
from models.erasure import ErasedMember
from models.panel import PanelMember, PanelSnapshot, PanelTable, SnapshotKind
from models.policy import policy
from models.quarters import Quarter, london_day
from models.scope import Scope
from models.state import raise_revision, today


@dataclass(frozen=True)
class Taken:
    """What a taking came to. Ids are those that stand now; reasons say why one was not taken.

    stock_id      the snapshot of stock that stands, None where there never was one
    stock_reason  why it was not taken afresh, None where it was
    flow_id       the quarter's snapshot of flow, None where it was refused
    flow_reason   why it was not taken, None where it was
    """

    stock_id: int | None
    stock_reason: str | None
    flow_id: int | None
    flow_reason: str | None


TOO_FEW_CHANGED = "Fewer than 10 members joined, left or changed since the last snapshot."
TOO_FEW_YET = "Fewer than 10 members are on the panel, so there is nothing to show yet."
TAKEN_BEFORE = "This quarter's figures were taken at its first closing."
REFUSED = "Not published: a hidden count could be worked out, whatever else was hidden."


def take(session: Session, quarter: Quarter, *, at: datetime) -> Taken:
    """Take what is due of a quarter at its closing. Writes in the caller's transaction.

    at      the moment of taking, in UTC
    """
    stock_id, stock_reason = _take_stock(session, quarter, at, quarter.last_day)
    flow_id, flow_reason = _take_flow(session, quarter, at)
    return Taken(stock_id, stock_reason, flow_id, flow_reason)


def take_stock(session: Session, *, at: datetime) -> tuple[int | None, str | None]:
    """Take stock as on today, outside a closing. Writes in the caller's transaction.

    Returns the snapshot of stock that stands (None where there never was one), and
    why none was taken afresh (None where it was).
    """
    day = today(session)
    if _last(session, SnapshotKind.STOCK) is None and raw.standing_as(session, day)[0] < FEWEST:
        return None, TOO_FEW_YET
    made, reason = _take_stock(session, Quarter.of(day), at, day)
    if reason is None:
        raise_revision(session)
    return made, reason


TAKEN = {"kind": "str", "quarter": "str", "as_of": "str", "taken_on": "str", "places": "str",
         "areas": "str", "link": "str"}  # fmt: skip


def taken_so_far(session: Session, *, scope: Scope) -> pd.DataFrame:
    """Every snapshot ever taken, the latest first. Nothing of what it counted.

    kind       “stock” or “flow”; quarter: its label
    as_of      the day that was counted; taken_on: the London day of the taking
    places     “districts” or “localities”; areas: “areas” or “groups”
    link       what the attack assumed between snapshots
    """
    found = session.scalars(select(PanelSnapshot).order_by(PanelSnapshot.id.desc()))
    return tidy(
        [
            (s.kind.value, Quarter.parse(s.quarter).label, day_text(s.as_of),
             day_text(london_day(s.taken_at)), s.places, s.areas, s.link)
            for s in found
        ],
        TAKEN,
    )  # fmt: skip


def releases(session: Session) -> list[Release]:
    """Everything ever published about the panel, in the order in which it was taken."""
    figures: dict[int, dict] = {}
    rows = session.execute(
        select(
            PanelTable.snapshot_id,
            PanelTable.name,
            PanelTable.attribute,
            PanelTable.place,
            PanelTable.figure,
            PanelTable.rounded,
        ).order_by(PanelTable.snapshot_id, PanelTable.name, PanelTable.attribute, PanelTable.place)
    )
    for snapshot_id, name, attribute, place, figure, rounded in rows:
        figures.setdefault(snapshot_id, {})[name, attribute, place] = Protected(figure, rounded)
    grains: dict[tuple[str, str], raw.Grain] = {}
    made = []
    for snapshot in session.scalars(select(PanelSnapshot).order_by(PanelSnapshot.id)):
        by = snapshot.places, snapshot.areas
        grains.setdefault(by, raw.grain(session, geography=by[0], detail=by[1]))
        made.append(
            Release(
                kind=snapshot.kind,
                quarter=Quarter.parse(snapshot.quarter),
                places=grains[by].places,
                figures=figures.get(snapshot.id, {}),
                changed=snapshot.changed,
                locality_of=dict(grains[by].locality_of),
            )
        )
    return made


def _take_stock(
    session: Session, quarter: Quarter, at: datetime, day: date
) -> tuple[int | None, str | None]:
    last = _last(session, SnapshotKind.STOCK)
    changed, news = raw.standing_as(session, day)
    if last is not None:
        changed += _erased_since(session, last.taken_at)
        if changed < FEWEST:
            return last.id, TOO_FEW_CHANGED
    by = _grain(session, day, at)
    counts = raw.stock_counts(session, day, by)
    release = Release(
        kind=SnapshotKind.STOCK,
        quarter=quarter,
        places=by.places,
        figures={key: protect(counts[key[1:]]) for key in stock_keys(by.places, by.areas)},
        changed=None if last is None else changed,
        locality_of=dict(by.locality_of),
    )
    made = _publish(session, release, by, at, day)
    if made is None:
        return (None if last is None else last.id), REFUSED
    for start in range(0, len(news), 10_000):
        some = list(news.items())[start : start + 10_000]
        session.execute(
            update(PanelMember), [{"id": member, "counted_as": stands} for member, stands in some]
        )
    return made, None


def _take_flow(session: Session, quarter: Quarter, at: datetime) -> tuple[int | None, str | None]:
    there = _last(session, SnapshotKind.FLOW, quarter)
    if there is not None:
        return there.id, TAKEN_BEFORE
    by = _grain(session, quarter.last_day, at)
    figures = _flow_figures(session, quarter, by, at)
    release = Release(SnapshotKind.FLOW, quarter, by.places, figures)
    made = _publish(session, release, by, at, quarter.last_day)
    return made, None if made is not None else REFUSED


def _flow_figures(session: Session, quarter: Quarter, by: raw.Grain, at: datetime) -> dict:
    invited, took_part = raw.flow_told(session, quarter, at)
    before = quarter.plus(-HEARD_BACK_AFTER)
    earlier = _last(session, SnapshotKind.FLOW, before)
    heard = raw.heard_back_told(
        session, quarter, before, earlier.taken_at if earlier is not None else at
    )
    steps = {
        "invited": invited.values(),
        "took_part": [told for member, told in took_part.items() if member in invited],
        "uninvited": [told for member, told in took_part.items() if member not in invited],
        "heard_back": heard,
    }
    counts = {step: raw.count_told(told, by) for step, told in steps.items()}
    figures = {key: protect(counts[key[0]][key[1:]]) for key in flow_keys(by.places, by.areas)}
    return figures | _voice_figures(session, quarter)


def _voice_figures(session: Session, quarter: Quarter) -> dict:
    counts = raw.voices(session, quarter)
    familiar = protect(counts[FAMILIAR, ALL])
    figures = {
        FAMILIAR: familiar,
        FAMILIAR_PARTICIPATIONS: protect(counts[FAMILIAR_PARTICIPATIONS, ALL])
        if familiar.shown
        else SILENT,
        PARTICIPATIONS: protect(counts[PARTICIPATIONS, ALL]),
    }
    if (NEW, ALL) in counts:
        figures[NEW] = protect(counts[NEW, ALL])
    return {("voices", attribute, ALL): figure for attribute, figure in figures.items()}


def _publish(
    session: Session, release: Release, by: raw.Grain, at: datetime, day: date
) -> int | None:
    """Store the release once it passes the attack; None where it cannot."""
    release, link, found = tighten(release, releases(session))
    if found:
        return None
    snapshot = PanelSnapshot(
        kind=release.kind,
        quarter=release.quarter.code,
        as_of=day,
        taken_at=at,
        geography=_policy(session, at),
        places=by.geography,
        areas=by.detail,
        changed=release.changed,
        link=link,
    )
    session.add(snapshot)
    session.flush()
    rows = [
        {
            "snapshot_id": snapshot.id,
            "name": name,
            "attribute": attribute,
            "place": place,
            "figure": figure.figure,
            "rounded": figure.rounded,
        }
        for (name, attribute, place), figure in sorted(release.figures.items())
    ]
    session.execute(insert(PanelTable), rows)
    return snapshot.id


def _grain(session: Session, day: date, at: datetime) -> raw.Grain:
    """The grain that stands, or the finest in which not every area by place is hidden."""
    wanted = _policy(session, at)
    last = _last(session)
    if last is not None and last.geography == wanted:
        return raw.grain(session, geography=last.places, detail=last.areas)
    choices = [("localities", "areas"), ("localities", "groups")]
    if wanted == "districts":
        choices.insert(0, ("districts", "areas"))
    for geography, detail in choices:
        by = raw.grain(session, geography=geography, detail=detail)
        counts = raw.stock_counts(session, day, by)
        places = [place for place in by.places if place != OUTSIDE]
        if any(counts[area, place] >= FEWEST for area in by.areas for place in places):
            break
    return by


def _policy(session: Session, at: datetime) -> str:
    return policy(session, "panel_geography", on=london_day(at))


def _last(
    session: Session, kind: SnapshotKind | None = None, quarter: Quarter | None = None
) -> PanelSnapshot | None:
    asked = select(PanelSnapshot).order_by(PanelSnapshot.id.desc()).limit(1)
    if kind is not None:
        asked = asked.where(PanelSnapshot.kind == kind)
    if quarter is not None:
        asked = asked.where(PanelSnapshot.quarter == quarter.code)
    return session.scalars(asked).first()


def _erased_since(session: Session, moment: datetime) -> int:
    return session.scalar(
        select(func.count())
        .select_from(ErasedMember)
        .where(ErasedMember.erased_at > moment, ErasedMember.counted)
    )
