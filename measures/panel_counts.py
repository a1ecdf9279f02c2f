"""Raw counts of members. Nothing here may be shown: measures/snapshots.py protects it first.

Readings chosen:
- In one quarter each member counts once, with what they had told us on their
  latest invitation of the quarter, or on their latest participation where they
  were not invited in it. So nobody who took part falls outside those invited.
- Heard back in a quarter: of those counted two quarters before (as recorded
  when that quarter's flow was taken), members with a participation of then that
  was answered by this quarter's last day, counted with what they had told us then.
- First time: no earlier participation is on record.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, or_, select, true
from sqlmodel import Session

from measures.panel_tables import (
    ALL,
    AREA,
    CARERS,
    DISABLED,
    FAMILIAR,
    FAMILIAR_FROM,
    FAMILIAR_PARTICIPATIONS,
    FLAGS,
    GROUP,
    LEARNING_DISABILITY,
    MEMBERS,
    NEW,
    OUTSIDE,
    PARTICIPATIONS,
    group_of,
)
from models.panel import Disabled, Invitation, MemberImpairment, PanelMember, Participation
from models.quarters import Quarter
from models.reference import District, ImpairmentArea

Counts = Counter  # (attribute, place) to members


@dataclass(frozen=True)
class Grain:
    """How fine the tables are: the places, and the attributes that stand for impairments.

    place_of    district code to place
    areas       attributes, `area:…` or `group:…`, in the order of the lists
    locality_of district code to locality, where places are districts; else empty
    """

    geography: str
    detail: str
    place_of: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    locality_of: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The places in order, outside Essex last."""
        return (*dict.fromkeys(place for _, place in self.place_of), OUTSIDE)

    def attribute(self, area_code: str) -> str:
        """The attribute that an impairment area is counted under."""
        return GROUP + group_of(area_code) if self.detail == "groups" else AREA + area_code


def grain(session: Session, *, geography: str, detail: str) -> Grain:
    """The grain of a geography (districts or localities) and a detail (areas or groups)."""
    districts = session.execute(
        select(District.code, District.locality).order_by(District.locality, District.name)
    ).all()
    codes = session.scalars(select(ImpairmentArea.code).order_by(ImpairmentArea.position)).all()
    by_locality = geography == "localities"
    made = Grain(
        geography, detail, tuple((c, where if by_locality else c) for c, where in districts), ()
    )
    areas = tuple(dict.fromkeys(made.attribute(code) for code in codes))
    localities = () if by_locality else tuple((code, where) for code, where in districts)
    return Grain(geography, detail, made.place_of, areas, localities)


def on_panel(day: date):
    """The condition that a member is on the panel on a day."""
    return (PanelMember.joined_on <= day) & or_(
        PanelMember.left_on.is_(None), PanelMember.left_on > day
    )


def stock_counts(session: Session, day: date, by: Grain) -> Counts:
    """Members on the panel on a day, by attribute and place."""
    place_of, counts = dict(by.place_of), Counter()
    flags = (
        PanelMember.disabled == Disabled.YES,
        PanelMember.carer,
        PanelMember.learning_disability,
    )
    rows = session.execute(
        select(
            PanelMember.district_code,
            func.count(),
            *(func.sum(case((flag, 1), else_=0)) for flag in flags),
        )
        .where(on_panel(day))
        .group_by(PanelMember.district_code)
    )
    for district, *numbers in rows:
        place = place_of.get(district, OUTSIDE)
        for attribute, number in zip((MEMBERS, *FLAGS), numbers, strict=True):
            counts[attribute, place] += number
    for district, attribute, number in _by_impairment(session, day, by):
        counts[attribute, place_of.get(district, OUTSIDE)] += number
    return _with_totals(counts)


def _by_impairment(session: Session, day: date, by: Grain):
    codes = session.scalars(select(ImpairmentArea.code)).all()
    named = case(
        {code: by.attribute(code) for code in codes}, value=MemberImpairment.area_code
    ).label("attribute")
    return session.execute(
        select(PanelMember.district_code, named, func.count(MemberImpairment.member_id.distinct()))
        .join(MemberImpairment, MemberImpairment.member_id == PanelMember.id)
        .where(on_panel(day), true() if codes else PanelMember.id < 0)
        .group_by(PanelMember.district_code, named)
    )


def _with_totals(counts: Counts) -> Counts:
    totals = Counter()
    for (attribute, _), number in counts.items():
        totals[attribute, ALL] += number
    return counts + totals


def standing_as(session: Session, day: date) -> tuple[int, dict[int, str | None]]:
    """How every member stands on a day: those on the panel, and of whom that is news.

    Returns how many changed since the last snapshot of stock, and, for each of
    those, how they stand now (None: no longer on the panel).
    """
    areas: dict[int, list[str]] = {}
    for member, area in session.execute(
        select(MemberImpairment.member_id, MemberImpairment.area_code).order_by(
            MemberImpairment.member_id, MemberImpairment.area_code
        )
    ):
        areas.setdefault(member, []).append(area)
    news = {}
    rows = session.execute(
        select(
            PanelMember.id,
            PanelMember.counted_as,
            case((on_panel(day), 1), else_=0),
            PanelMember.district_code,
            PanelMember.disabled,
            PanelMember.carer,
            PanelMember.learning_disability,
        )
    )
    for member, before, there, district, disabled, carer, learning in rows:
        is_disabled = disabled == Disabled.YES
        told = f"{district or ''}|{is_disabled:d}{carer:d}{learning:d}|"
        stands = told + ",".join(areas.get(member, ())) if there else None
        if stands != before:
            news[member] = stands
    return len(news), news


Told = tuple[str | None, str, bool, bool, str]  # what a member had told us by then


def flow_told(
    session: Session, quarter: Quarter, recorded_by: datetime
) -> tuple[dict[int, Told], dict[int, Told]]:
    """Who was invited in a quarter, and who took part in it: member id to what they had told.

    recorded_by     what was recorded later is left out
    """
    invited = _latest(session, Invitation, Invitation.invited_on, quarter, recorded_by)
    took_part = _latest(session, Participation, Participation.took_part_on, quarter, recorded_by)
    return invited, {m: invited.get(m, told) for m, told in took_part.items()}


def _latest(session: Session, table, day, quarter: Quarter, recorded_by) -> dict[int, Told]:
    rows = session.execute(
        select(
            table.member_id,
            table.district_code,
            table.disabled,
            table.carer,
            table.learning_disability,
            table.areas,
        )
        .where(day.between(quarter.first_day, quarter.last_day))
        .where(table.recorded_at <= recorded_by)
        .order_by(day, table.id)
    )
    return {member: tuple(told) for member, *told in rows}


def heard_back_told(
    session: Session, quarter: Quarter, before: Quarter, recorded_by: datetime
) -> list[Told]:
    """What those had told who took part in an earlier quarter and have heard back by this one's end."""
    _, took_part = flow_told(session, before, recorded_by)
    answered = session.scalars(
        select(Participation.member_id)
        .where(Participation.took_part_on.between(before.first_day, before.last_day))
        .where(Participation.heard_back_on <= quarter.last_day)
        .distinct()
    )
    return [took_part[member] for member in answered if member in took_part]


def count_told(told: Iterable[Told], by: Grain) -> Counts:
    """Members by attribute and place, from what they had told."""
    place_of, counts = dict(by.place_of), Counter()
    for (district, disabled, carer, learning, areas), number in Counter(told).items():
        flags = {DISABLED: disabled == Disabled.YES, CARERS: carer, LEARNING_DISABILITY: learning}
        named = {by.attribute(code) for code in areas.split(",") if code}
        for attribute in (MEMBERS, *(flag for flag, yes in flags.items() if yes), *named):
            counts[attribute, place_of.get(district, OUTSIDE)] += number
    return _with_totals(counts)


def voices(session: Session, quarter: Quarter) -> Counts:
    """New members, familiar ones and their participations, and all participations.

    New ones are counted from the fifth quarter in which anything was recorded.
    """
    counts, first_ever = Counter(), None
    in_year = case((Participation.took_part_on >= quarter.plus(-3).first_day, 1), else_=0)
    rows = session.execute(
        select(func.min(Participation.took_part_on), func.sum(in_year))
        .where(Participation.took_part_on <= quarter.last_day)
        .group_by(Participation.member_id)
    )
    for first, times in rows:
        first_ever = min(first, first_ever or first)
        counts[NEW, ALL] += first >= quarter.first_day
        counts[PARTICIPATIONS, ALL] += times
        if times >= FAMILIAR_FROM:
            counts[FAMILIAR, ALL] += 1
            counts[FAMILIAR_PARTICIPATIONS, ALL] += times
    if first_ever is None or Quarter.of(first_ever) > quarter.plus(-4):
        del counts[NEW, ALL]
    return counts
