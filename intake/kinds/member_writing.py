"""What writing a panel member does: impairment areas, consent, and asking of double entries."""

from datetime import date

import numpy as np
from sqlalchemy import Text, delete, func, insert, select
from sqlmodel import Session

from intake.problems import Question
from intake.reading.header import folded
from intake.staging import Staged
from intake.writing import Writing
from models.erasure import ErasedMember, fingerprint
from models.panel import Consent, MemberImpairment, PanelMember

WORDING = "I agree that the council keeps what I told it, and asks me to take part in its work."


class MemberWriting(Writing):
    """Panel members."""

    def extra(self, session: Session, checked, keep):
        """The impairment areas that the store holds, as one text in order."""
        if "impairments" not in checked.columns:
            return {}
        held: dict[str, list[str]] = {}
        rows = session.execute(
            select(PanelMember.source_id, MemberImpairment.area_code)
            .join(MemberImpairment, MemberImpairment.member_id == PanelMember.id)
            .where(PanelMember.source_system == checked.source)
            .order_by(MemberImpairment.area_code)
        )
        for identifier, code in rows:
            held.setdefault(identifier, []).append(code)
        texts = {identifier: ";".join(codes) for identifier, codes in held.items()}
        ids = checked.columns["id"].taken(keep).rows()
        return {"impairments_was": (Text(), (texts.get(i) for i in ids))}

    def compared(self, staged: Staged):
        """Impairment areas as one text, and the latest consent."""
        found = {}
        if "impairments" in staged.table.c:
            found["impairments"] = staged.table.c.impairments_was
        found["consent_on"] = (
            select(func.max(Consent.given_on))
            .where(Consent.member_id == staged.target.c.id)
            .correlate(staged.target)
            .scalar_subquery()
        )
        return found

    def after(self, staged: Staged, session: Session) -> None:
        """Impairment areas and consents."""
        table = staged.table
        columns = [table.c.target_id, table.c.consent_on]
        columns += [table.c.impairments] if "impairments" in table.c else []
        rows = session.execute(select(*columns).where(table.c.op != "same")).all()
        for key, consent_on, *areas in rows:
            if areas:
                _set_areas(session, key, areas[0])
            _set_consent(session, key, consent_on)


def _set_areas(session: Session, member_id: int, areas: str | None) -> None:
    session.execute(delete(MemberImpairment).where(MemberImpairment.member_id == member_id))
    rows = [{"member_id": member_id, "area_code": c} for c in (areas or "").split(";") if c]
    if rows:
        session.execute(insert(MemberImpairment), rows)


def _set_consent(session: Session, member_id: int, given_on: date) -> None:
    held = select(Consent.id).where(Consent.member_id == member_id, Consent.given_on == given_on)
    if session.execute(held).first() is None:
        session.add(Consent(member_id=member_id, given_on=given_on, wording=WORDING))


def closed_members(session: Session, ids) -> dict[int, str]:
    """Member id → why nothing more may be recorded of them."""
    still_agrees = (
        select(Consent.id)
        .where(Consent.member_id == PanelMember.id, Consent.withdrawn_on.is_(None))
        .exists()
    )
    withdrew = (
        select(Consent.id)
        .where(Consent.member_id == PanelMember.id, Consent.withdrawn_on.is_not(None))
        .exists()
    )
    found, wanted = {}, sorted(ids)
    for start in range(0, len(wanted), 5_000):
        rows = session.execute(
            select(PanelMember.id, PanelMember.name, PanelMember.left_on, withdrew, still_agrees)
            .where(PanelMember.id.in_(wanted[start : start + 5_000]))
        )  # fmt: skip
        for key, name, left_on, taken_back, agrees in rows:
            if name is None and left_on is not None:
                found[key] = "was erased"
            elif taken_back and not agrees:
                found[key] = "withdrew consent"
    return found


def refuse_closed(columns: dict, report, session: Session) -> None:
    """No row of a member who withdrew consent or was erased; the same person twice is asked."""
    coded = columns["id"]
    known: dict[str, int] = {}
    wanted = sorted({v for v in coded.values if v})
    for start in range(0, len(wanted), 5_000):
        part = wanted[start : start + 5_000]
        rows = session.execute(
            select(PanelMember.source_id, PanelMember.id).where(
                PanelMember.source_system == report.source, PanelMember.source_id.in_(part)
            )
        )
        known |= dict(rows.all())
    closed = closed_members(session, known.values())
    erased = _erased(session, report.source, wanted)
    report(
        "closed member", coded.where(lambda v: v in erased), "id", "the member was erased.",
        "Nothing more may be recorded of them. Remove the row.",
    )  # fmt: skip
    for why in ("was erased", "withdrew consent"):
        mask = coded.where(lambda v, why=why: v in known and closed.get(known[v]) == why)
        report(
            "closed member", mask, "id", f"the member {why}.",
            "Nothing more may be recorded of them. Remove the row.",
        )  # fmt: skip
    _ask_twice(columns, report, session)


def _erased(session: Session, source: str, identifiers: list[str]) -> set[str]:
    """Those of some identifiers whose members were erased on request."""
    marks = set(session.execute(select(ErasedMember.fingerprint)).scalars())
    return {i for i in identifiers if fingerprint(source, i) in marks} if marks else set()


def _ask_twice(columns: dict, report, session: Session) -> None:
    if not {"name", "contact"} <= columns.keys():
        return
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    member = PanelMember
    held = select(member.name, member.contact, member.source_system, member.source_id)
    for name, contact, *whose in session.execute(held.where(member.name.is_not(None))):
        seen[folded(name), folded(contact or "")] = tuple(whose)
    twice = np.zeros(len(columns["id"]), dtype=bool)
    rows = zip(*(columns[n].rows() for n in ("name", "contact", "id")), strict=True)
    for place, (name, contact, identifier) in enumerate(rows):
        key = (folded(name or ""), folded(contact or ""))
        whose = (report.source, identifier)
        if key[0] and seen.setdefault(key, whose) != whose:
            twice[place] = True
    if twice.any():
        count = int(twice.sum())
        report.ask(
            Question(
                "same person",
                f"{count:,} {'row has' if count == 1 else 'rows have'} the name and contact of "
                "another member. Are they different people?",
                (("yes", "Yes, they are different people"), ("stop", "No, I will mend the file")),
                "",
                report.numbers[twice],
                report.header("name"),
            )
        )
