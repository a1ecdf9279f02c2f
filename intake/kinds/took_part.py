"""Invitations and participations: panel members asked to an activity, and taking part in it."""

from sqlalchemy import Boolean, String, select
from sqlmodel import Session

from intake.kinds.common import activity, day, identifier
from intake.kinds.kind import Column, Kind, Type
from intake.kinds.member_writing import closed_members
from intake.staging import Staged
from intake.writing import Writing
from models.panel import Invitation, MemberImpairment, PanelMember, Participation


class TookPartWriting(Writing):
    """What a member told us is frozen on each row when it is written."""

    def extra(self, session: Session, checked, keep):
        """What each member had told us by now."""
        told = _told(session)
        rows = [told.get(m, _NOTHING) for m in checked.columns["member"].taken(keep).rows()]
        kinds = (String(10), Boolean(), Boolean(), String(9), String(600))
        names = ("disabled", "carer", "learning_disability", "district_code", "areas")
        return {
            f"told_{name}": (kind, [row[place] for row in rows])
            for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
        }

    def inserted(self, staged: Staged, session: Session):
        """Frozen with the new row."""
        names = ("disabled", "carer", "learning_disability", "district_code", "areas")
        return {name: staged.table.c[f"told_{name}"] for name in names}


_NOTHING = ("not said", False, False, None, "")


def _told(session: Session) -> dict[int, tuple]:
    areas: dict[int, list[str]] = {}
    query = select(MemberImpairment.member_id, MemberImpairment.area_code)
    for key, code in session.execute(query.order_by(MemberImpairment.area_code)):
        areas.setdefault(key, []).append(code)
    rows = session.execute(
        select(
            PanelMember.id, PanelMember.disabled, PanelMember.carer,
            PanelMember.learning_disability, PanelMember.district_code,
        )
    )  # fmt: skip
    return {
        key: (disabled.value, carer, learning, district, ",".join(areas.get(key, [])))
        for key, disabled, carer, learning, district in rows
    }


def _member() -> Column:
    return Column(
        "member", Type.REFERENCE, "The identifier of the panel member.", "MEM-1",
        field="member_id", required=True, refers="member",
        synonyms=("member id", "panel member", "person", "person id"),
    )  # fmt: skip


def _check(columns: dict, report, session: Session) -> None:
    """Nothing more of a member who withdrew consent or was erased."""
    closed = closed_members(session, [v for v in columns["member"].values if v is not None])
    for why in ("was erased", "withdrew consent"):
        mask = columns["member"].where(lambda v, why=why: closed.get(v) == why)
        report(
            "closed member", mask, "member", f"the member {why}.",
            "Nothing more may be recorded of them. Remove the row.",
        )  # fmt: skip


INVITATIONS = Kind(
    "invitations",
    "Invitations",
    "A panel member asked to take part in an activity.",
    Invitation,
    (
        identifier("INV-1"),
        _member(),
        activity(True),
        day("invited_on", "The day they were asked.", "2026-07-06", required=True,
            synonyms=("invited", "date invited", "date")),
    ),
    permits="panel",
    check=_check,
    writing=TookPartWriting(),
)  # fmt: skip

PARTICIPATIONS = Kind(
    "participations",
    "Participations",
    "A panel member who took part in an activity.",
    Participation,
    (
        identifier("PAR-1"),
        _member(),
        activity(True),
        day("took_part_on", "The day they took part.", "2026-07-06", required=True,
            synonyms=("took part", "date", "attended", "attended on", "date attended")),
        day("heard_back_on", "The day they heard what came of it.", "",
            synonyms=("heard back", "date heard back")),
    ),
    order=(("took_part_on", "heard_back_on"),),
    permits="panel",
    check=_check,
    writing=TookPartWriting(),
)  # fmt: skip
