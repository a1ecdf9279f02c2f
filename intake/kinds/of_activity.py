"""Writing records that belong to an activity, and through it to a service."""

from typing import Any

from sqlalchemy import Select, select

from intake.staging import Staged
from intake.writing import Writing


class OfActivityWriting(Writing):
    """Sessions, reviews, answers, evidence: their activity says whose they are."""

    work = True

    def __init__(self, day: str, *tables: Any):
        self.days, self.tables = (day,), tables

    def activities(self, staged: Staged) -> list[Select]:
        """The activity of each, and the one that it belonged to."""
        table, target = staged.table, staged.target
        of = [select(target.c.activity_id).join(table, table.c.target_id == target.c.id)]
        if "activity" in table.c:
            of.append(select(table.c.activity).where(table.c.op != "same"))
        return of
