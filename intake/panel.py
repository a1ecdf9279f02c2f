"""A panel member takes their consent back."""

from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, select

from models.audit import record
from models.panel import Consent, MemberImpairment, PanelMember
from models.state import raise_revision, today


def withdraw(session: Session, identifier: str, *, on: date, by: str) -> None:
    """Record that a member withdrew consent on a day, and leaves the panel on it.

    ValueError says why it cannot be recorded.
    """
    member = session.exec(
        select(PanelMember).where(
            PanelMember.source_system == "oversight", PanelMember.source_id == identifier
        )
    ).first()
    if member is None:
        raise ValueError("There is no member with this identifier.")
    if on > today(session):
        raise ValueError("That day has not come yet. Write the day on which they withdrew.")
    open_ones = session.exec(
        select(Consent).where(Consent.member_id == member.id, Consent.withdrawn_on.is_(None))
    ).all()
    if not open_ones:
        raise ValueError("This member has withdrawn consent already.")
    if on < max(consent.given_on for consent in open_ones):
        raise ValueError("That day comes before the day of consent. Mend the day.")
    for consent in open_ones:
        consent.withdrawn_on = on
    member.left_on = member.left_on or max(on, member.joined_on)
    member.version += 1
    record(session, actor=by, action="consent withdrawn", subject=f"member {member.id}")
    raise_revision(session)


def members_named(
    session: Session, words: str, *, by: str, most: int = 20
) -> list[tuple[str, str]]:
    """(identifier, name) of members whose name or identifier holds some words. The look is noted."""
    wanted = words.strip()
    if len(wanted) < 2:
        return []
    named = func.lower(PanelMember.name).contains(wanted.lower(), autoescape=True)
    rows = session.exec(
        select(PanelMember.source_id, PanelMember.name)
        .where(or_(named, PanelMember.source_id == wanted))
        .where(PanelMember.source_system == "oversight")
        .order_by(PanelMember.name)
        .limit(most)
    ).all()
    record(session, actor=by, action="members looked up", subject="panel form")
    return [(identifier, name or "") for identifier, name in rows]


def note_view(session: Session, identifier: str, *, by: str) -> None:
    """Say in the audit trail that someone opened a member's details in the form."""
    member_id = session.exec(
        select(PanelMember.id).where(
            PanelMember.source_system == "oversight", PanelMember.source_id == identifier
        )
    ).one()
    record(session, actor=by, action="member record viewed", subject=f"member {member_id}")


def details(session: Session, identifier: str) -> dict[str, str]:
    """What the form of a member shows beside the member's own row: areas and consent."""
    member = select(PanelMember.id).where(
        PanelMember.source_system == "oversight", PanelMember.source_id == identifier
    )
    areas = session.exec(
        select(MemberImpairment.area_code)
        .where(MemberImpairment.member_id.in_(member))
        .order_by(MemberImpairment.area_code)
    ).all()
    given = session.exec(
        select(func.max(Consent.given_on)).where(Consent.member_id.in_(member))
    ).one()
    return {"impairments": ";".join(areas), "consent_on": given.isoformat() if given else ""}
