"""What writing an activity does: the districts that it touches."""

from sqlalchemy import Text, delete, insert, select
from sqlmodel import Session

from intake.staging import Staged
from intake.writing import Writing
from models.activity import Activity, ActivityDistrict

_AT_ONCE = 5_000


class ActivityWriting(Writing):
    """Activities."""

    days = ("started_on", "ended_on")
    tables = (Activity, ActivityDistrict)

    def extra(self, session: Session, checked, keep):
        """The districts that the store holds, as one text in order."""
        if "districts" not in checked.columns:
            return {}
        held = _held(session)
        return {
            "districts_was": (
                Text(),
                (held.get(i) for i in checked.columns["id"].taken(keep).rows()),
            )
        }

    def compared(self, staged: Staged):
        """Districts as one text."""
        return {"districts": staged.table.c.districts_was} if "districts" in staged.table.c else {}

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


def _held(session: Session) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(Activity.source_id, ActivityDistrict.district_code)
        .join(ActivityDistrict, ActivityDistrict.activity_id == Activity.id)
        .order_by(ActivityDistrict.district_code)
    )
    for identifier, code in rows:
        found.setdefault(identifier, []).append(code)
    return {identifier: ";".join(codes) for identifier, codes in found.items()}
