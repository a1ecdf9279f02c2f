"""Single records of panel members, for data officers alone. Nothing here is ever counted.

A list is at most one page long and says no total. Every function here writes to
the audit trail in the same transaction: of a record which member, by number, and
which fields, never what they hold; of a list only that it was shown, for who reads
the trail could count the members on it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, select

from measures.rounding import day_text
from models.audit import record
from models.panel import Consent, Invitation, MemberImpairment, PanelMember, Participation
from models.reference import District, ImpairmentArea
from models.retention import RecordError, kept_from, words_due

PAGE = 50
_LISTED = ("reference", "name", "whether they left")
_FIELDS = (
    "reference", "source", "name", "contact", "disabled", "impairment areas", "carer",
    "learning disability", "district", "joined", "left", "consent",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One member in a list: number, reference, name ("" where none), whether they left."""

    id: int
    reference: str
    name: str
    left: bool


@dataclass(frozen=True)
class Listed:
    """One page of a list, and whether another follows. There is no total."""

    lines: tuple[Line, ...]
    more: bool


@dataclass(frozen=True)
class ConsentLine:
    """One consent in words: the day, what was agreed to, and the day of withdrawal or “no”."""

    given_on: str
    wording: str
    withdrawn: str


@dataclass(frozen=True)
class MemberRecord:
    """What is held about one member, as people read it."""

    id: int
    reference: str
    source_system: str
    joined_on: date
    left: bool
    consented: bool
    facts: tuple[tuple[str, str], ...]
    consents: tuple[ConsentLine, ...]


@dataclass(frozen=True)
class Due:
    """What has reached the end of its period: members by line, other kinds in sentences."""

    members: Listed
    others: tuple[str, ...]

    @property
    def anything(self) -> bool:
        """Whether a purge would remove anything."""
        return bool(self.members.lines or self.others)


def members_listed(session: Session, *, by: str, words: str = "", page: int = 0) -> Listed:
    """One page of members whose reference or name holds some words, by reference. Audited."""
    wanted = words.strip().lower()
    found = select(PanelMember)
    if wanted:
        found = found.where(
            or_(
                func.lower(PanelMember.source_id).contains(wanted, autoescape=True),
                func.lower(PanelMember.name).contains(wanted, autoescape=True),
            )
        )
    return _page(session, found, page, by=by, subject="list of members")


def _page(session: Session, found, page: int, *, by: str, subject: str) -> Listed:
    ordered = found.order_by(PanelMember.source_id, PanelMember.id)
    rows = session.exec(ordered.offset(page * PAGE).limit(PAGE + 1)).all()
    lines = tuple(
        Line(row.id, row.source_id, row.name or "", row.left_on is not None) for row in rows[:PAGE]
    )
    if lines:
        details = {"fields": _LISTED, "page": page + 1}
        record(session, actor=by, action="members listed", subject=subject, details=details)
    return Listed(lines, more=len(rows) > PAGE)


def member_record(session: Session, member_id: int, *, by: str) -> MemberRecord:
    """One member's record; the view is audited. RecordError where there is none any more."""
    member = session.get(PanelMember, member_id)
    if member is None:
        raise RecordError("This record is not here any more. Go back to the list.")
    record(
        session,
        actor=by,
        action="member record viewed",
        subject=f"member {member_id}",
        details={"fields": _FIELDS},
    )
    consents = session.exec(
        select(Consent).where(Consent.member_id == member_id).order_by(Consent.given_on, Consent.id)
    ).all()
    return MemberRecord(
        id=member_id,
        reference=member.source_id,
        source_system=member.source_system,
        joined_on=member.joined_on,
        left=member.left_on is not None,
        consented=any(consent.withdrawn_on is None for consent in consents),
        facts=tuple(_facts(session, member).items()),
        consents=tuple(
            ConsentLine(
                day_text(row.given_on),
                row.wording,
                day_text(row.withdrawn_on) if row.withdrawn_on else "no",
            )
            for row in consents
        ),
    )


def _facts(session: Session, member: PanelMember) -> dict[str, str]:
    areas = session.exec(
        select(ImpairmentArea.label)
        .join(MemberImpairment, MemberImpairment.area_code == ImpairmentArea.code)
        .where(MemberImpairment.member_id == member.id)
        .order_by(ImpairmentArea.position)
    ).all()
    district = session.get(District, member.district_code) if member.district_code else None
    return {
        "Reference": member.source_id,
        "From": member.source_system,
        "Name": member.name or "not recorded",
        "How to reach them": member.contact or "not recorded",
        "Disabled": member.disabled.value,
        "Impairment areas": ", ".join(areas) or "not recorded",
        "Carer": _yes(member.carer),
        "Learning disability": _yes(member.learning_disability),
        "District": district.name if district else "none in Essex",
        "Joined": day_text(member.joined_on),
        "Left": day_text(member.left_on) if member.left_on else "no",
    }


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def due_for_removal(session: Session, *, on: date, by: str, page: int = 0) -> Due:
    """What a purge on a day would remove, and one page of the members among it. Audited."""
    gone = select(PanelMember).where(PanelMember.left_on < kept_from(session, "member", on=on))
    members = _page(session, gone, page, by=by, subject="members due for removal")
    took_part = kept_from(session, "participation", on=on)
    words = kept_from(session, "feedback", on=on)
    others = (
        ("Invitations", took_part, Invitation.invited_on < took_part),
        ("Records of taking part", took_part, Participation.took_part_on < took_part),
        ("The words of feedback", words, words_due(words)),
    )
    return Due(
        members,
        tuple(
            f"{what} from before {day_text(before)} are due."
            for what, before, condition in others
            if session.scalar(select(select(1).where(condition).exists()))
        ),
    )
