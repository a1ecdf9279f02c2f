"""What a service manager sees of their own services: beside the others, and what is coming."""

from datetime import timedelta

import pandas as pd
from sqlmodel import Session, select

from measures.quarters import quarters_of
from measures.rounding import day_text
from measures.series import headlines_of, series
from models.feedback import FeedbackItem, Telling
from models.quarters import Quarter
from models.reference import Directorate, Service
from models.rolling.loops import DISPUTED, told_and_undisputed
from models.rolling.span import Span
from models.scope import Scope
from models.state import today

WEEKS = 4
LINE_QUARTERS = 8
AT_MOST = 200
DUE = ["item", "service", "kind", "heard", "due_on", "days_left", "stage", "due_words"]
POINTS = ["quarter", "value", "base", "text", "enough", "provisional"]


def directorate_of(session: Session, *, scope: Scope) -> dict[str, str] | None:
    """Code and name of the one directorate of a scope's services; none where there are several."""
    found = session.exec(
        select(Directorate.code, Directorate.name)
        .join(Service, Service.directorate_id == Directorate.id)
        .where(Service.id.in_(scope.service_ids))
        .distinct()
    ).all()
    return {"code": found[0][0], "name": found[0][1]} if len(found) == 1 else None


def measures_to_choose(session: Session, *, scope: Scope) -> dict[str, str]:
    """Code and name of every headline measure."""
    return {about.code: about.name for about in headlines_of(session)}


def points(session: Session, *, scope: Scope, measure: str, quarter: Quarter) -> pd.DataFrame:
    """One measure of a unit over the last eight quarters up to one, oldest first.

    quarter      label
    value        share 0–1 or mean 1–5; none without a base
    base         n
    text         as people read it
    enough       the base is sufficient to compare
    provisional  the quarter is not closed
    """
    found = sorted(q for q in quarters_of(session, scope=scope) if q <= quarter)
    quarters = tuple(found[-LINE_QUARTERS:]) or (quarter,)
    made = series(session, scope=scope, measure=measure, quarters=quarters)
    return made[POINTS]


def falling_due(session: Session, *, scope: Scope) -> pd.DataFrame:
    """Open items of the viewer's own services that fall due in the next four weeks, soonest first.

    item, service, kind
    heard       what was said, in the words of the record
    due_on      the day, itself included; due_words: that day written out
    days_left   0 on the day itself
    stage       how far the item has come; one that was told and disputed is open again
    At most 200 rows.
    """
    day = today(session)
    item = FeedbackItem
    told = select(Telling.item_id).where(Telling.item_id == item.id).exists()
    found = session.execute(
        select(item, Service.name, told)
        .join(Service, Service.id == item.service_id)
        .where(
            item.service_id.in_(scope.listed_ids),
            item.due_on.between(day, day + timedelta(weeks=WEEKS)),
            item.withdrawn_on.is_(None),
            ~told_and_undisputed(Span.of(Quarter.of(day), day)),
        )
        .order_by(item.due_on, item.id)
        .limit(AT_MOST)
    ).all()
    rows = [
        (
            row.source_id,
            service,
            str(row.kind),
            row.heard,
            row.due_on,
            (row.due_on - day).days,
            DISPUTED if was_told else _stage(row),
            day_text(row.due_on),
        )
        for row, service, was_told in found
    ]
    return pd.DataFrame(rows, columns=DUE)


def _stage(item: FeedbackItem) -> str:
    for day, words in (
        (item.acted_on, "acted"),
        (item.decided_on, "decided"),
        (item.acknowledged_on, "acknowledged"),
    ):
        if day is not None:
            return words
    return "heard"
