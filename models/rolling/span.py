"""The days that one partition counts, and the date arithmetic of both databases."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, Integer, and_, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from models.activity import Answer
from models.quarters import Quarter
from models.rolling.among import among

GRACE_DAYS = 42  # after an activity's end; "How we measure", section 1
BATCH = 5  # answers enter figures in batches of at least five
# In the order in which they were recorded: one dated earlier must not enter a mean by itself.
ARRIVAL = (Answer.recorded_at, Answer.id)


@dataclass(frozen=True)
class Touched:
    """The records whose figures a write may change, where it is small beside the store.

    activities   ids; all that belongs to them counts with them
    items        ids of feedback items
    work         whether rungs, scores and sessions may change
    loops        whether feedback loops may change
    """

    activities: frozenset[int] = frozenset()
    items: frozenset[int] = frozenset()
    work: bool = False
    loops: bool = False

    def __or__(self, other: "Touched") -> "Touched":
        return Touched(
            self.activities | other.activities,
            self.items | other.items,
            self.work or other.work,
            self.loops or other.loops,
        )


@dataclass(frozen=True)
class Span:
    """One quarter as it is counted.

    first, last   its days, the last being today in the running quarter
    today         the day of counting
    year_first    the first day of the four quarters that end with it
    service_ids   the services to count, None for all
    touched       the only records to count, None for all
    """

    quarter: Quarter
    first: date
    last: date
    today: date
    year_first: date
    service_ids: tuple[int, ...] | None = None
    touched: Touched | None = None

    @classmethod
    def of(
        cls,
        quarter: Quarter,
        today: date,
        service_ids: tuple[int, ...] | None = None,
        touched: Touched | None = None,
    ) -> "Span":
        """The span of a quarter, counted on a day."""
        return cls(
            quarter=quarter,
            first=quarter.first_day,
            last=min(quarter.last_day, today),
            today=today,
            year_first=quarter.plus(-3).first_day,
            service_ids=service_ids,
            touched=touched,
        )

    def mine(self, column) -> ColumnElement[bool]:
        """Whether a row's service is one to count."""
        return True if self.service_ids is None else column.in_(self.service_ids)

    def this_activity(self, column) -> ColumnElement[bool]:
        """Whether an activity, by its id, is one to count."""
        return True if self.touched is None else among(column, self.touched.activities)

    def this_item(self, item) -> ColumnElement[bool]:
        """Whether a row of feedback items is one to count."""
        if self.touched is None:
            return True
        own = among(item.id, self.touched.items)
        return or_(among(item.activity_id, self.touched.activities), own)

    def holds(self, day) -> ColumnElement[bool]:
        """Whether a day lies in the quarter, up to today."""
        return day.between(self.first, self.last)

    def belongs(self, day, ended) -> ColumnElement[bool]:
        """Whether what was said of an activity on a day belongs to the quarter.

        Said within 42 days after the activity ended, it belongs to the quarter
        in which the activity ended; else to the quarter of its day.
        """
        late = and_(ended.is_not(None), day > ended, day <= days_after(ended, GRACE_DAYS))
        return and_(
            day <= self.today,
            or_(and_(not_(late), self.holds(day)), and_(late, self.holds(ended))),
        )

    def known(self, day, ended) -> ColumnElement[bool]:
        """Whether what was said of an activity on a day is known at the quarter's end.

        What is said within 42 days after the activity ended is known at that end.
        """
        soon = and_(ended.is_not(None), ended <= self.last, day <= days_after(ended, GRACE_DAYS))
        return and_(day <= self.today, or_(day <= self.last, soon))


def days_ago(day: date, days: int) -> date:
    """The day so many days before."""
    return day - timedelta(days=days)


class days_after(FunctionElement):
    """A date column plus a whole number of days."""

    type = Date()
    inherit_cache = True
    name = "days_after"


class days_between(FunctionElement):
    """Whole days from the first date to the second."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(days_after, "sqlite")
def _after_sqlite(element, compiler, **kw):
    day, days = (compiler.process(c, **kw) for c in element.clauses)
    return f"date({day}, '+' || {days} || ' days')"


@compiles(days_after, "postgresql")
def _after_postgresql(element, compiler, **kw):
    day, days = (compiler.process(c, **kw) for c in element.clauses)
    return f"({day} + CAST({days} AS integer))"


@compiles(days_between, "sqlite")
def _between_sqlite(element, compiler, **kw):
    first, last = (compiler.process(c, **kw) for c in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _between_postgresql(element, compiler, **kw):
    first, last = (compiler.process(c, **kw) for c in element.clauses)
    return f"(CAST({last} AS date) - CAST({first} AS date))"
