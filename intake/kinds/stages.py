"""The stages of feedback items that are already recorded."""

from dataclasses import replace

import numpy as np
from sqlalchemy import case, insert, select
from sqlmodel import Session

from intake.kinds import feedback
from intake.kinds.common import day
from intake.kinds.feedback_writing import FeedbackWriting, recorded_now
from intake.kinds.kind import Kind
from intake.staging import Staged
from models.feedback import FeedbackItem, Telling

_KEPT = ("id", "acknowledged_on", "decided_on", "acted_on", "told_on", "outcome",
         "outcome_reason", "reply", "withdrawn_on", "withdrawn_reason")  # fmt: skip

COLUMNS = (
    *(replace(c, required=c.name == "id") for c in feedback.COLUMNS if c.name in _KEPT),
    day(
        "told_again_on", "The day people were told again, after they had disputed the first.", "",
        field="", synonyms=("told again",),
    ),
)  # fmt: skip


class StagesWriting(FeedbackWriting):
    """Stages of known items: nothing is added, and the rest of the item stays."""

    def extra(self, session: Session, checked, keep):
        """A known item has its due day."""
        return {}

    def compared(self, staged: Staged):
        """A second telling is there, or it is not."""
        found = super().compared(staged)
        if "told_again_on" in staged.table.c:
            again = staged.table.c.told_again_on
            there = (
                select(Telling.item_id)
                .where(Telling.item_id == staged.target.c.id, Telling.told_on == again)
                .correlate(staged.table, staged.target)  # each row's own day, not any row's
            )
            found["told_again_on"] = case((there.exists(), again), else_=None)
        return found

    def updated(self, staged: Staged):
        """The due day stays."""
        return {}

    def before(self, staged: Staged, session: Session) -> None:
        """A corrected telling goes."""
        if "told_on" in staged.table.c:
            self._drop_corrected(staged, session)

    def after(self, staged: Staged, session: Session) -> None:
        """Tellings, first and second."""
        super().after(staged, session)
        table = staged.table
        if "told_again_on" not in table.c:
            return
        there = select(Telling.item_id).where(
            Telling.item_id == table.c.target_id, Telling.told_on == table.c.told_again_on
        )
        rows = select(table.c.target_id, table.c.told_again_on, recorded_now()).where(
            table.c.op == "change", table.c.told_again_on.is_not(None), ~there.exists()
        )
        session.execute(
            insert(Telling).from_select(
                ["item_id", "told_on", "recorded_at"], rows, include_defaults=False
            )
        )


def _check(columns: dict, report, session) -> None:
    """The rules of items, and no stage before the day on which the item was heard."""
    feedback.check(columns, report, session)
    heard = _heard(session, report.source, [v for v in columns["id"].values if v])
    first = columns["id"].picked(
        [heard[v].toordinal() if v in heard else 0 for v in columns["id"].values], int
    )
    for name in ("acknowledged_on", "decided_on", "acted_on", "told_on", "told_again_on",
                 "withdrawn_on"):  # fmt: skip
        if name in columns:
            days = columns[name].picked(
                [v.toordinal() if v else 0 for v in columns[name].values], int
            )
            report(
                "out of order", (days > 0) & (days < first), name,
                "the day comes before the day on which the item was heard.", "Mend the day.",
            )  # fmt: skip
    unknown = columns["id"].where(lambda v: v is not None and v not in heard)
    report(
        "unknown item", np.asarray(unknown), "id", "there is no feedback item with this identifier.",
        "Bring the item in first, or mend its identifier.",
    )  # fmt: skip


def _heard(session: Session, source: str, identifiers: list[str]) -> dict:
    found = {}
    for start in range(0, len(identifiers), 5_000):
        part = identifiers[start : start + 5_000]
        found |= dict(
            session.execute(
                select(FeedbackItem.source_id, FeedbackItem.heard_on).where(
                    FeedbackItem.source_system == source, FeedbackItem.source_id.in_(part)
                )
            ).all()
        )
    return found


KIND = Kind(
    "stages",
    "Stages of feedback items",
    "Known feedback items moved along: acknowledged, decided, acted, told.",
    FeedbackItem,
    COLUMNS,
    dated="told_on",
    owner="item",
    order=(("acknowledged_on", "decided_on", "acted_on", "told_on", "told_again_on"),),
    adds=False,
    together=(("outcome", "outcome_reason"),),
    check=_check,
    writing=StagesWriting(),
)
