"""What writing a feedback item does: its due day, its telling, and a change of its kind."""

from datetime import date

from sqlalchemy import (
    Boolean,
    Date,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlmodel import Session

from intake.staging import Staged
from intake.writing import Writing
from models.activity import Activity
from models.due import Standards, due_on, standards
from models.feedback import FeedbackItem, ItemKind, KindChange, Telling
from models.quarters import now
from models.state import today

_DAYS = ("heard_on", "acknowledged_on", "decided_on", "acted_on", "told_on", "withdrawn_on")


class FeedbackWriting(Writing):
    """Feedback items."""

    days = _DAYS
    tables = (FeedbackItem, Telling, KindChange)
    loops = True

    def extra(self, session: Session, checked, keep):
        """The due day of each, fixed now by the standard in force."""
        kinds, heard = checked.columns["kind"].taken(keep), checked.columns["heard_on"].taken(keep)
        activity = checked.columns.get("activity")
        promises = _promises(session, activity.values if activity else ())
        in_force, known = standards(session, on=today(session)), {}
        activities = activity.taken(keep).rows() if activity else (None for _ in range(len(heard)))
        dues = []
        for kind, day, activity_id in zip(kinds.rows(), heard.rows(), activities, strict=True):
            key = (kind, day, activity_id)
            if key not in known:
                promised, made = promises.get(activity_id, (None, None))
                known[key] = due_on(
                    ItemKind(kind), day, standards=in_force, promised_on=promised,
                    promise_made_on=made,
                )  # fmt: skip
            dues.append(known[key])
        return {
            "due_on": (Date(), (due for due, _by in dues)),
            "due_by_promise": (Boolean(), (by for _due, by in dues)),
        }

    def compared(self, staged: Staged):
        """The latest telling stands for the day told."""
        return {"told_on": _latest(staged)} if "told_on" in staged.table.c else {}

    def inserted(self, staged: Staged, session: Session):
        """Due and recorded days."""
        table = staged.table
        return {
            "due_on": table.c.due_on,
            "due_by_promise": table.c.due_by_promise,
            "recorded_on": literal(today(session), Date()),
        }

    def updated(self, staged: Staged):
        """A due day is never moved; it goes with a story's kind, and comes with leaving it."""
        table, target = staged.table, staged.target
        to_story, had_none = table.c.kind == ItemKind.STORY.value, target.c.due_on.is_(None)
        return {
            name: case((to_story, none), (had_none, table.c[name]), else_=target.c[name])
            for name, none in (("due_on", None), ("due_by_promise", False))
        }

    def before(self, staged: Staged, session: Session) -> None:
        """Changes of kind, the due days of what was a story, and the tellings that are corrected."""
        table, target = staged.table, staged.target
        _due_as_recorded(staged, session)
        moved = (
            select(target.c.id, target.c.kind, table.c.kind, literal(today(session), Date()))
            .join(table, table.c.target_id == target.c.id)
            .where(table.c.op == "change", table.c.kind != target.c.kind)
        )
        fields = ["item_id", "was", "became", "changed_on"]
        session.execute(insert(KindChange).from_select(fields, moved, include_defaults=False))
        if "told_on" in table.c:
            self._drop_corrected(staged, session)

    def also_replaced(self, staged: Staged):
        """The tellings before the latest that go with it."""
        if "told_on" not in staged.table.c:
            return {}
        found: dict[str, dict[str, list]] = {}
        for identifier, _item, day, latest in staged.connection.execute(_dropped(staged)):
            if day < latest:
                found.setdefault(identifier, {})[f"told on {day}"] = [str(day), None]
        return found

    def _drop_corrected(self, staged: Staged, session: Session) -> None:
        telling, dropped = Telling.__table__, _dropped(staged).subquery()
        gone = select(dropped.c.item_id, dropped.c.told_on)
        session.execute(
            delete(Telling)
            .where(tuple_(telling.c.item_id, telling.c.told_on).in_(gone))
            .execution_options(synchronize_session=False)
        )

    def after(self, staged: Staged, session: Session) -> None:
        """The tellings."""
        table = staged.table
        if "told_on" not in table.c:
            return
        there = select(Telling.item_id).where(
            and_(Telling.item_id == table.c.target_id, Telling.told_on == table.c.told_on)
        )
        rows = (
            select(table.c.target_id, table.c.told_on, recorded_now())
            .where(table.c.op != "same", table.c.told_on.is_not(None))
            .where(table.c.op == "add" if not staged.count("change") else ~there.exists())
            .order_by(table.c.target_id)
        )
        fields = ["item_id", "told_on", "recorded_at"]
        session.execute(insert(Telling).from_select(fields, rows, include_defaults=False))

    def items(self, staged: Staged) -> list[Select]:
        """The items."""
        return [select(staged.table.c.target_id).where(staged.table.c.op != "same")]

    def activities(self, staged: Staged) -> list[Select]:
        """What they say and said that they belong to."""
        table, target = staged.table, staged.target
        held = select(target.c.activity_id).join(table, table.c.target_id == target.c.id)
        of = [held.where(table.c.op != "same")]
        if "activity" in table.c:
            of.append(select(table.c.activity).where(table.c.op != "same"))
        return of


def recorded_now():
    """The moment of writing, as a telling keeps it."""
    return literal(now(), Telling.__table__.c.recorded_at.type)


def _due_as_recorded(staged: Staged, session: Session) -> None:
    """What was a story is due by the standards of the day on which it was recorded."""
    table, target = staged.table, staged.target
    activity = table.c.activity if "activity" in table.c else target.c.activity_id
    known: dict[date, Standards] = {}
    rows = session.execute(
        select(table.c.row, table.c.kind, table.c.heard_on, activity, target.c.recorded_on)
        .join(target, target.c.id == table.c.target_id)
        .where(table.c.op == "change", target.c.due_on.is_(None))
        .where(table.c.kind != ItemKind.STORY.value)
    ).all()
    promises = _promises(session, [row[3] for row in rows])
    for number, kind, heard_on, activity_id, recorded_on in rows:
        if recorded_on not in known:
            known[recorded_on] = standards(session, on=recorded_on)
        promised, made = promises.get(activity_id, (None, None))
        due, by_promise = due_on(
            ItemKind(kind), heard_on, standards=known[recorded_on], promised_on=promised,
            promise_made_on=made,
        )  # fmt: skip
        session.execute(
            update(table).where(table.c.row == number).values(due_on=due, due_by_promise=by_promise)
        )


def _dropped(staged: Staged):
    """The tellings that go: the day told takes the latest's place, and none stays that is later.

    Each with the record's identifier and the day of the latest.
    """
    table, telling = staged.table, Telling.__table__
    known = (
        select(telling.c.item_id, func.max(telling.c.told_on).label("told_on"))
        .join(table, table.c.target_id == telling.c.item_id)
        .where(table.c.op == "change", _not_again(table, telling))
        .group_by(telling.c.item_id)
    )
    latest, day = known.subquery(), table.c.told_on
    goes = or_(day.is_(None), telling.c.told_on > day, telling.c.told_on == latest.c.told_on)
    return (
        select(table.c.id, telling.c.item_id, telling.c.told_on, latest.c.told_on.label("latest"))
        .join(table, table.c.target_id == telling.c.item_id)
        .join(latest, latest.c.item_id == telling.c.item_id)
        .where(latest.c.told_on.is_distinct_from(day), _not_again(table, telling), goes)
    )


def _latest(staged: Staged):
    return (
        select(func.max(Telling.told_on))
        .where(Telling.item_id == staged.target.c.id)
        .where(_not_again(staged.table, Telling.__table__))
        .correlate(staged.table, staged.target)
        .scalar_subquery()
    )


def _not_again(table, telling):
    """Whether a telling is other than the second one of which a file speaks apart."""
    if "told_again_on" not in table.c:
        return true()
    return table.c.told_again_on.is_distinct_from(telling.c.told_on)


def _promises(session: Session, ids) -> dict[int, tuple[date | None, date | None]]:
    wanted = sorted({i for i in ids if i is not None})
    found = {}
    for start in range(0, len(wanted), 5_000):
        rows = session.execute(
            select(Activity.id, Activity.promised_feedback_on, Activity.promised_on).where(
                Activity.id.in_(wanted[start : start + 5_000])
            )
        )
        found |= {key: (promised, made) for key, promised, made in rows}
    return found
