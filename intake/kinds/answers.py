"""What people who took part answered, without saying who they are."""

from sqlalchemy import Select, case, delete, insert, literal, select
from sqlmodel import Session

from intake.kinds.common import activity, choice, day, identifier, yes_no
from intake.kinds.kind import Column, Kind, Type
from intake.kinds.of_activity import OfActivityWriting
from intake.staging import Staged
from models.activity import Answer, AnswerScore
from models.quarters import now
from models.reference import Principle, Rung

PREFIX = "score_"

COLUMNS = (
    identifier("ANS-1"),
    activity(False, "The identifier of the activity that it is about."),
    Column(
        "item", Type.REFERENCE, "The identifier of the feedback item that it names.", "",
        field="item_id", refers="item", synonyms=("feedback item", "item id"),
    ),
    day(
        "answered_on", "The day of the answer.", "2026-07-06", required=True,
        synonyms=("answered", "date", "date answered", "submitted", "completed", "start time",
                  "completion time", "timestamp"),
    ),
    choice(
        "experienced_rung", Rung, "The rung as this person experienced it.", "engaging",
        synonyms=("experienced", "rung experienced"),
    ),
    yes_no("told", "They were told what happened.", synonyms=("were you told", "told what happened")),
)  # fmt: skip


def score_columns(session: Session) -> list[Column]:
    """One column a principle, by its code."""
    rows = session.execute(select(Principle.code, Principle.name).order_by(Principle.position))
    return [
        Column(
            PREFIX + code.replace("-", "_"), Type.WHOLE, f"Score from 1 to 5: {name}.", "4",
            low=1, high=5, synonyms=(name, code),
        )
        for code, name in rows
    ]  # fmt: skip


def _principles(session: Session) -> dict[str, int]:
    rows = session.execute(select(Principle.code, Principle.id))
    return {PREFIX + code.replace("-", "_"): key for code, key in rows}


def _check(columns: dict, report, session) -> None:
    """An answer is about an activity or about an item."""
    some = [columns[n].where(lambda v: v is not None) for n in ("activity", "item") if n in columns]
    none = columns["answered_on"].where(lambda v: True)
    for given in some:
        none &= ~given
    report("about", none & ~report.bad, "activity", "the answer is about no activity and no item.",
           "Write the identifier of one of them.")  # fmt: skip


class AnswerWriting(OfActivityWriting):
    """Answers, with their scores. Those of one file come in by their days."""

    first = "answered_on"
    loops = True  # an answer may dispute what was told

    def items(self, staged: Staged) -> list[Select]:
        """The items named."""
        table, target = staged.table, staged.target
        named = [select(target.c.item_id).join(table, table.c.target_id == target.c.id)]
        if "item" in table.c:
            named.append(select(table.c.item).where(table.c.op != "same"))
        return named

    def updated(self, staged: Staged):
        """An answer that is moved to another activity comes in there as the last."""
        table, target = staged.table, staged.target
        if "activity" not in table.c:
            return {}
        moved = table.c.activity.is_distinct_from(target.c.activity_id)
        moment = literal(now(), target.c.recorded_at.type)
        return {"recorded_at": case((moved, moment), else_=target.c.recorded_at)}

    def compared(self, staged: Staged):
        """Each score as the store holds it."""
        return {
            name: select(AnswerScore.score)
            .where(AnswerScore.answer_id == staged.target.c.id, AnswerScore.principle_id == key)
            .correlate(staged.target)
            .scalar_subquery()
            for name, key in self._scores(staged, Session(staged.connection)).items()
        }

    def after(self, staged: Staged, session: Session) -> None:
        """Write the scores that the file holds, in place of earlier ones."""
        table = staged.table
        written = select(table.c.target_id).where(table.c.op != "same")
        for name, key in self._scores(staged, session).items():
            session.execute(
                delete(AnswerScore).where(
                    AnswerScore.principle_id == key, AnswerScore.answer_id.in_(written)
                )
            )
            rows = select(table.c.target_id, key, table.c[name]).where(
                table.c.op != "same", table.c[name].is_not(None)
            )
            fields = ["answer_id", "principle_id", "score"]
            session.execute(insert(AnswerScore).from_select(fields, rows))

    def _scores(self, staged: Staged, session: Session) -> dict[str, int]:
        return {n: key for n, key in _principles(session).items() if n in staged.table.c}


KIND = Kind(
    "answers",
    "Answers",
    "What one person who took part answered, without saying who.",
    Answer,
    COLUMNS,
    dated="answered_on",
    owner="activity",
    check=_check,
    extra=score_columns,
    writing=AnswerWriting("answered_on", Answer, AnswerScore),
)
