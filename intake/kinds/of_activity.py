"""Writing records that belong to an activity, and through it to a service."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from intake.staging import Staged
from intake.writing import Writing, ids_in, quarters_since
from models.activity import Activity
from models.quarters import Quarter
from models.rolling import Touched


class OfActivityWriting(Writing):
    """Sessions, reviews, answers, evidence: their activity says whose they are."""

    def __init__(self, day: str, *tables: Any):
        self.days, self.tables = (day,), tables

    def service_ids(self, staged: Staged, session: Session) -> set[int]:
        """The services of the activities, before and after."""
        table, target = staged.table, staged.target
        if "activity" not in table.c:
            return set()
        new = select(table.c.activity).where(table.c.op != "same")
        old = select(target.c.activity_id).join(table, table.c.target_id == target.c.id)
        query = (
            select(Activity.service_id)
            .where(Activity.id.in_(new.union(old.where(table.c.op == "change"))))
            .distinct()
        )
        return set(session.execute(query).scalars())

    def touched(self, staged: Staged, session: Session) -> Touched | None:
        """The activities, before and after."""
        table, target = staged.table, staged.target
        written = table.c.op != "same"
        of = [select(target.c.activity_id).join(table, table.c.target_id == target.c.id)]
        if "activity" in table.c:
            of.append(select(table.c.activity).where(written))
        return Touched(ids_in(session, *of), work=True)

    def quarters(self, staged: Staged, session: Session) -> list[Quarter]:
        """From the first day, or the end of an activity that ended shortly before it."""
        found = super().quarters(staged, session)
        if not found or "activity" not in staged.table.c:
            return found
        table = staged.table
        first = select(func.min(Activity.ended_on)).where(
            Activity.id.in_(select(table.c.activity).where(table.c.op != "same"))
        )
        ended = session.execute(first).scalar()
        first_day = found[0].first_day
        return quarters_since([min(ended, first_day) if ended else first_day], session)
