"""Staged records written by set-based SQL, inside one short transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from intake.staging import Staged, days_of
from models.activity import Activity, ActivitySession, Answer, Review
from models.feedback import FeedbackItem
from models.intake import LateEntry, UsedToken
from models.quarters import Quarter, now
from models.rolling import Touched
from models.state import today


class Meanwhile(Exception):
    """The store changed after the preview; the text says what to do."""


class Writing:
    """How one kind is written. Kinds with rows in other tables override parts of it.

    days     columns whose days decide which quarters are counted again
    tables   the tables that it writes, where figures read them
    work     whether rungs, scores and sessions may change
    loops    whether feedback loops may change
    first    the column by whose values new records are written in order; the identifier if blank
    """

    days: tuple[str, ...] = ()
    tables: tuple[Any, ...] = ()
    work = False
    loops = False
    first: str = ""

    def extra(self, session: Session, checked, keep) -> dict[str, tuple[Any, Iterable]]:
        """More columns of the staging table: name → (SQL type, values of the kept rows)."""
        return {}

    def compared(self, staged: Staged) -> dict[str, Any]:
        """Our columns that are no plain field → the expression of what the store holds."""
        return {}

    def also_replaced(self, staged: Staged) -> dict[str, dict[str, list]]:
        """What else goes with the changed records, for the audit: id → what → [old, new]."""
        return {}

    def inserted(self, staged: Staged, session: Session) -> dict[str, Any]:
        """More fields of a new row: field → expression."""
        return {}

    def updated(self, staged: Staged) -> dict[str, Any]:
        """More fields of a changed row: field → expression."""
        return {}

    def before(self, staged: Staged, session: Session) -> None:
        """What is written before the records themselves."""

    def after(self, staged: Staged, session: Session) -> None:
        """What is written after them; every staged record now has its target_id."""

    def activities(self, staged: Staged) -> list[Select]:
        """The ids of the activities to which the records belong, before and after."""
        return []

    def items(self, staged: Staged) -> list[Select]:
        """The ids of the feedback items that the records are or name, before and after."""
        return []

    def touched(self, staged: Staged, session: Session) -> Touched | None:
        """The records whose figures change, asked before and after writing; none if not known."""
        if not (self.work or self.loops):
            return None
        activities = ids_in(session, *self.activities(staged))
        items = ids_in(session, *self.items(staged))
        return Touched(activities, items, work=self.work, loops=self.loops)

    def service_ids(self, staged: Staged, session: Session) -> set[int]:
        """The services whose figures change."""
        of_activities = in_any(Activity.id, self.activities(staged))
        queries = [select(Activity.service_id).where(of_activities)]
        queries += [select(FeedbackItem.service_id).where(these) for these in self._loops(staged)]
        table, target = staged.table, staged.target
        if "service" in table.c:
            of = select(target.c.service_id).join(table, table.c.target_id == target.c.id)
            queries.append(select(table.c.service).where(table.c.op != "same"))
            queries.append(of.where(table.c.op == "change"))
        return set(ids_in(session, *(query.distinct() for query in queries)))

    def quarters(self, staged: Staged, session: Session) -> list[Quarter]:
        """The quarters whose figures change: from the first day of all that is touched to today.

        What is said of an activity may belong to the quarter of its end, and whether it counts
        rests on all that was said; an item counts from the day on which it was heard.
        """
        mine = self.activities(staged) if self.work else []
        said = (
            (Activity.started_on, Activity.id),
            (Activity.ended_on, Activity.id),
            (Review.reviewed_on, Review.activity_id),
            (Answer.answered_on, Answer.activity_id),
            (ActivitySession.held_on, ActivitySession.activity_id),
        )
        firsts = [select(func.min(day)).where(in_any(of, mine)) for day, of in said if mine]
        firsts += [select(func.min(FeedbackItem.heard_on)).where(i) for i in self._loops(staged)]
        found = [day for query in firsts if (day := session.execute(query).scalar())]
        return quarters_since([*days_of(staged, list(self.days)), *found], session)

    def _loops(self, staged: Staged) -> list[ColumnElement[bool]]:
        """Which feedback items count otherwise: these, those of their activities, and stories."""
        if not self.loops:
            return []
        mine = in_any(FeedbackItem.id, self.items(staged))
        of_activities = in_any(FeedbackItem.activity_id, self.activities(staged))
        answering = [select(FeedbackItem.id).where(these) for these in (mine, of_activities)]
        return [mine, of_activities, in_any(FeedbackItem.answered_by_id, answering)]


def in_any(column, queries: list[Select]) -> ColumnElement[bool]:
    """Whether a column's value is one that any of some queries finds."""
    return or_(false(), *(column.in_(query) for query in queries))


def ids_in(session: Session, *queries) -> frozenset[int]:
    """The ids that some queries find."""
    found = (i for query in queries for i in session.execute(query).scalars())
    return frozenset(i for i in found if i is not None)


def quarters_since(
    days: list[date], session: Session, *, last: date | None = None
) -> list[Quarter]:
    """The quarters from the first of some days to today, or to an earlier last day."""
    if not days:
        return []
    quarter, end = Quarter.of(min(days)), Quarter.of(min(last or date.max, today(session)))
    found = []
    while quarter <= end:
        found.append(quarter)
        quarter = quarter.plus(1)
    return found


def refuse_if_changed(staged: Staged, session: Session) -> None:
    """Meanwhile where a record to be written is no longer as it was compared."""
    table, target = staged.table, staged.target
    same_id = and_(target.c.source_system == staged.source, target.c.source_id == table.c.id)
    count = select(func.count()).select_from(table)
    came = session.execute(count.join(target, same_id).where(table.c.op == "add")).scalar()
    moved = 0
    if "version" in target.c:
        held = and_(target.c.id == table.c.target_id, target.c.version == table.c.target_version)
        changed = count.where(table.c.op == "change", ~select(target.c.id).where(held).exists())
        moved = session.execute(changed).scalar()
    if came or moved:
        raise Meanwhile(
            f"{came + moved:,} of these records changed in the store after the preview. "
            "Nothing was written. Look at a new preview."
        )


def use_token(session: Session, token: str, by: str) -> None:
    """Use up a form's token. Meanwhile where it was used before."""
    if not token:
        return
    session.add(UsedToken(token=token, used_by=by[:120]))
    try:
        session.flush()
    except IntegrityError:  # two clicks at once: the second waited for the first
        raise Meanwhile("This was sent already, and it was written once.") from None


def write(staged: Staged, session: Session) -> None:
    """Write the staged records in the session's transaction."""
    writing = staged.kind.writing
    writing.before(staged, session)
    _update(staged, session, writing)
    if staged.kind.adds:
        _insert(staged, session, writing)
        _point_to_new(staged, session)
    writing.after(staged, session)
    _late(staged, session)


def _fields(staged: Staged) -> dict[str, str]:
    """Field of the table → our column."""
    return {
        column.field: column.name
        for column in staged.kind.columns
        if column.field and column.name in staged.table.c
    }


def _insert(staged: Staged, session: Session, writing: Writing) -> None:
    table, target = staged.table, staged.target
    values: dict[str, Any] = {f: table.c[name] for f, name in _fields(staged).items()}
    values["source_system"] = literal(staged.source)
    values |= _defaults(staged.kind.table, values)
    if "recorded_at" in target.c:
        values["recorded_at"] = literal(now(), target.c.recorded_at.type)
    values |= writing.inserted(staged, session)
    # By identifier as the unique index is, so that its pages are written once each.
    order = [table.c[name] for name in (writing.first, "id") if name]
    rows = select(*values.values()).where(table.c.op == "add").order_by(*order)
    session.execute(insert(target).from_select(list(values), rows, include_defaults=False))


def _defaults(model: Any, values: dict) -> dict[str, Any]:
    """Plain defaults of the model's fields that no column fills."""
    found = {}
    for name, described in model.model_fields.items():
        default = described.default
        if name not in values and isinstance(default, str | bool | int | float):
            found[name] = literal(getattr(default, "value", default))
    return found


def _update(staged: Staged, session: Session, writing: Writing) -> None:
    table, target = staged.table, staged.target
    values: dict[str, Any] = {
        f: table.c[name] for f, name in _fields(staged).items() if f != "source_id"
    }
    if "version" in target.c:
        values["version"] = target.c.version + 1
    values |= writing.updated(staged)
    session.execute(
        update(target)
        .values(values)
        .where(target.c.id == table.c.target_id, table.c.op == "change")
        .execution_options(synchronize_session=False)
    )


def _point_to_new(staged: Staged, session: Session) -> None:
    table, target = staged.table, staged.target
    key = (
        select(target.c.id)
        .where(target.c.source_system == staged.source, target.c.source_id == table.c.id)
        .scalar_subquery()
    )
    session.execute(update(table).where(table.c.op == "add").values(target_id=key))


def _late(staged: Staged, session: Session) -> None:
    table = staged.table
    if "late" not in table.c:
        return
    day, chosen = table.c[staged.kind.dated], and_(table.c.late, table.c.op != "same")
    first, last = session.execute(select(func.min(day), func.max(day)).where(chosen)).one()
    if first is None:
        return
    quarters = quarters_since([first], session, last=last)
    values = {
        "kind": literal(staged.kind.name),
        "source_system": literal(staged.source),
        "source_id": table.c.id,
        "happened_on": day,
        "quarter": case(*((day.between(q.first_day, q.last_day), q.code) for q in quarters)),
        "recorded_at": literal(now(), LateEntry.__table__.c.recorded_at.type),
    }
    rows = select(*values.values()).where(chosen).order_by(table.c.row)
    session.execute(insert(LateEntry).from_select(list(values), rows, include_defaults=False))
