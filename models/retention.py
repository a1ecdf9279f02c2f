"""What a member may do with their record, and how long each kind of record is kept.

Readings chosen:
- Withdrawing consent ends membership on that day; the record itself goes at the
  end of its period, or at once on request (models/erasure.py).
- A member's record is kept so many months after they left, with their consents
  and impairment areas; an invitation or participation so many months after its
  day; the words of a feedback item so many months after it was heard: what was
  said, the reply and the reasons. The item stays, for it is counted, and says that
  its words were removed. So do the lists that repeat them, in closed quarters too.
- Periods are policies, so that they can be changed with a date and are audited.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, delete, or_, update
from sqlmodel import Session, select

from models.activity import Activity
from models.audit import record
from models.erasure import forget
from models.feedback import FeedbackItem
from models.panel import Consent, Invitation, MemberImpairment, PanelMember, Participation
from models.policy import policy_number
from models.reference import District, ImpairmentArea
from models.rollup import WORDS, ListedTelling
from models.state import raise_revision

REMOVED = "Removed at the end of its retention period."
_ITEM_WORDS = ("heard", "outcome_reason", "reply", "withdrawn_reason")


class RecordError(Exception):
    """A member's record cannot be used as asked; the text says why and what to do."""


@dataclass(frozen=True)
class Purged:
    """What a purge removed; all nought when there is nothing left to remove."""

    members: int
    invitations: int
    participations: int
    feedback_items: int

    @property
    def total(self) -> int:
        """Everything removed, whatever it was."""
        return self.members + self.invitations + self.participations + self.feedback_items


def months_before(day: date, months: int) -> date:
    """The day so many months earlier, or the last day of that month where it is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def kept_from(session: Session, name: str, *, on: date) -> date:
    """The first day that is still kept: of a `member`, a `participation`, or `feedback`."""
    return months_before(on, policy_number(session, f"retention_{name}_months", on=on))


def words_due(before: date) -> ColumnElement[bool]:
    """Whether a feedback item was heard before a day and still has its words."""
    return and_(FeedbackItem.heard_on < before, _has_words(FeedbackItem, _ITEM_WORDS))


def purge(session: Session, *, on: date, by: str) -> Purged:
    """Remove what has reached the end of its period, in the caller's transaction.

    The trail says what kinds of record went. It never counts members.
    """
    members, took_part, words = (
        kept_from(session, name, on=on) for name in ("member", "participation", "feedback")
    )
    done = Purged(
        members=_purge_members(session, members),
        invitations=_purge_rows(session, Invitation, Invitation.invited_on, took_part),
        participations=_purge_rows(session, Participation, Participation.took_part_on, took_part),
        feedback_items=_purge_words(session, words),
    )
    if done.total:
        kinds = [kind for kind, number in done.__dict__.items() if number]
        record(session, actor=by, action="purge", details={"removed": kinds})
    return done


def withdraw(session: Session, member_id: int, *, on: date, by: str) -> None:
    """Withdraw a member's consent and end their membership. RecordError where unknown."""
    member = _member(session, member_id)
    for consent in session.exec(
        select(Consent).where(Consent.member_id == member_id, Consent.withdrawn_on.is_(None))
    ):
        consent.withdrawn_on = max(on, consent.given_on)
        session.add(consent)
    if member.left_on is None or member.left_on > on:
        member.left_on = max(on, member.joined_on)
    member.version += 1
    session.add(member)
    session.flush()
    record(session, actor=by, action="consent withdrawn", subject=f"member {member_id}")


def own_record(session: Session, member_id: int, *, by: str) -> str:
    """A member's own record as plain text that they can read. Audited as a view."""
    member = _member(session, member_id)
    names = _Names(
        dict(session.exec(select(District.code, District.name)).all()),
        dict(session.exec(select(ImpairmentArea.code, ImpairmentArea.label)).all()),
        dict(session.exec(_activities_of(member_id)).all()),
    )
    lines = ["What we hold about you", "", *_about(session, member, names)]
    for title, table, words in (
        ("What you agreed to", Consent, _consent_words),
        ("What you were invited to", Invitation, _invitation_words),
        ("What you took part in", Participation, _participation_words),
    ):
        rows = session.exec(select(table).where(table.member_id == member_id).order_by(table.id))
        lines += ["", title, *([words(row, names) for row in rows] or ["Nothing is recorded."])]
    record(session, actor=by, action="own record given", subject=f"member {member_id}")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Names:
    """What people read in place of codes and numbers."""

    districts: dict[str, str]
    areas: dict[str, str]
    activities: dict[int, str]

    def of_areas(self, codes) -> str:
        return ", ".join(self.areas.get(code, code) for code in codes if code)


def _activities_of(member_id: int):
    named = [
        select(table.activity_id).where(table.member_id == member_id)
        for table in (Invitation, Participation)
    ]
    return select(Activity.id, Activity.title).where(Activity.id.in_(named[0].union(named[1])))


def _member(session: Session, member_id: int) -> PanelMember:
    member = session.get(PanelMember, member_id)
    if member is None:
        raise RecordError(f"No member {member_id} is on record. Check the number.")
    return member


def _about(session: Session, member: PanelMember, names: _Names) -> list[str]:
    areas = session.exec(
        select(MemberImpairment.area_code)
        .where(MemberImpairment.member_id == member.id)
        .order_by(MemberImpairment.area_code)
    ).all()
    facts = {
        "Your number": member.source_id,
        "Name": member.name,
        "How to reach you": member.contact,
        "Disabled": member.disabled.value,
        "Impairment areas": names.of_areas(areas),
        "Carer": _yes(member.carer),
        "Learning disability": _yes(member.learning_disability),
        "District": names.districts.get(member.district_code, "none in Essex"),
        "Joined": written(member.joined_on),
        "Left": written(member.left_on) or "no",
    }
    return [f"{name}: {value or 'not recorded'}" for name, value in facts.items()]


def _told(row, names: _Names) -> str:
    return (
        f"disabled {row.disabled}, carer {_yes(row.carer)}, "
        f"learning disability {_yes(row.learning_disability)}, "
        f"district {names.districts.get(row.district_code, 'none')}, "
        f"areas {names.of_areas(row.areas.split(',')) or 'none'}"
    )


def _consent_words(row: Consent, _names: _Names) -> str:
    end = f" Withdrawn on {written(row.withdrawn_on)}." if row.withdrawn_on else ""
    return f"{written(row.given_on)}: “{row.wording}”{end}"


def _invitation_words(row: Invitation, names: _Names) -> str:
    title = names.activities[row.activity_id]
    return f"{written(row.invited_on)}: activity “{title}”. You had told us: {_told(row, names)}."


def _participation_words(row: Participation, names: _Names) -> str:
    heard = f" You heard back on {written(row.heard_back_on)}." if row.heard_back_on else ""
    return (
        f"{written(row.took_part_on)}: activity “{names.activities[row.activity_id]}”. "
        f"You had told us: {_told(row, names)}.{heard}"
    )


def written(day: date | None) -> str:
    """A day as people read it: 14 February 2026."""
    return f"{day.day} {day:%B %Y}" if day else ""


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _purge_members(session: Session, before: date) -> int:
    gone = session.exec(select(PanelMember.id).where(PanelMember.left_on < before)).all()
    for number in gone:
        forget(session, number)
    return len(gone)


def _purge_rows(session: Session, table, day, before: date) -> int:
    return session.execute(delete(table).where(day < before)).rowcount


def _purge_words(session: Session, before: date) -> int:
    done = _remove_words(session, FeedbackItem, _ITEM_WORDS, words_due(before))
    if done:
        raise_revision(session)
        old = select(FeedbackItem.id).where(FeedbackItem.heard_on < before)
        _remove_words(session, ListedTelling, WORDS[ListedTelling], ListedTelling.item_id.in_(old))
    return done


def _remove_words(session: Session, table, names: tuple[str, ...], which) -> int:
    columns = [getattr(table, name) for name in names]
    return session.execute(
        update(table)
        .where(which, _has_words(table, names))
        .values({c.key: case((c != "", REMOVED), else_=c) for c in columns})
    ).rowcount


def _has_words(table, names: tuple[str, ...]) -> ColumnElement[bool]:
    columns = [getattr(table, name) for name in names]
    return or_(*(and_(column != "", column != REMOVED) for column in columns))
