"""What writing an activity does: the districts that it touches."""

from sqlalchemy import Select, Text, delete, insert, select
from sqlmodel import Session

from intake.staging import Staged
from intake.writing import Writing
from models.activity import Activity, ActivityDistrict

_AT_ONCE = 5_000


class ActivityWriting(Writing):
    """Activities."""

    days = ("started_on", "ended_on")
    tables = (Activity, ActivityDistrict)
    work = True

    def extra(self, session: Session, checked, keep):
        """The districts that the store holds, as one text in order."""
        if "districts" not in checked.columns:
            return {}
        ids = checked.columns["id"].taken(keep)
        held = _held(session, checked.source, ids.values if len(ids) <= _AT_ONCE else None)
        return {
            "districts_was": (
                Text(),
                (held.get(i) for i in ids.rows()),
            )
        }

    def compared(self, staged: Staged):
        """Districts as one text."""
        return {"districts": staged.table.c.districts_was} if "districts" in staged.table.c else {}

    def activities(self, staged: Staged) -> list[Select]:
        """The activities."""
        return [select(staged.table.c.target_id).where(staged.table.c.op != "same")]

    def after(self, staged: Staged, session: Session) -> None:
        """The districts of new and changed activities."""
        table = staged.table
        if "districts" not in table.c:
            return
        rows = session.execute(
            select(table.c.target_id, table.c.districts).where(table.c.op != "same")
        ).all()
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            ids = [key for key, _districts in part]
            session.execute(delete(ActivityDistrict).where(ActivityDistrict.activity_id.in_(ids)))
            new = [
                {"activity_id": key, "district_code": code}
                for key, districts in part
                for code in (districts or "").split(";")
                if code
            ]
            if new:
                session.execute(insert(ActivityDistrict), new)


def _held(session: Session, source: str, identifiers) -> dict[str, str]:
    """Identifier → districts of some activities of one system, or of all of them."""
    found: dict[str, list[str]] = {}
    query = (
        select(Activity.source_id, ActivityDistrict.district_code)
        .join(ActivityDistrict, ActivityDistrict.activity_id == Activity.id)
        .where(Activity.source_system == source)
        .order_by(ActivityDistrict.district_code)
    )
    if identifiers is not None:
        query = query.where(Activity.source_id.in_([i for i in identifiers if i]))
    rows = session.execute(query)
    for identifier, code in rows:
        found.setdefault(identifier, []).append(code)
    return {identifier: ";".join(codes) for identifier, codes in found.items()}
