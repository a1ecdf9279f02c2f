"""What was heard: stories and their answers, how soon things were recorded, what was told.

Definition: "How we measure", section 3.
"""

from collections import Counter, defaultdict

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, select

from measures.partitions import rollup_rows, rows_of, units
from measures.parts import tidy
from measures.rounding import number_text, ratio
from measures.shares import share_columns
from models.feedback import ItemKind
from models.quarters import Quarter
from models.rollup import ListedTelling, LoopRollup
from models.scope import Scope

SUMMED = ("heard", "answered", "recorded_days", "kind_changes")
AT_MOST = 50  # items in a list
STORIES = {
    "heard": "int64",
    "answered": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "shown": "str",
    "range": "str",
}
RECORDED = {
    "kind": "str",
    "heard": "int64",
    "days": "float64",
    "shown": "str",
    "kind_changes": "int64",
}
TELLINGS = {
    "directorate": "str",
    "service": "str",
    "item_id": "int64",
    "heard": "str",
    "outcome": "str",
    "reply": "str",
    "told_on": "object",
}


def stories(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Stories heard in a quarter, and those answered by a linked group item. One row.

    heard       n: stories heard in the quarter
    answered    with a linked collective item of which people were told by its end
    share, low, high   0–1, Wilson 95% interval; none without a base
    shown, range   as people read them
    """
    found = _sums(session, scope, quarter)[ItemKind.STORY.value]
    return tidy([share_columns(found["answered"], found["heard"])], STORIES)


def recorded(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """What was heard in a quarter, by kind: how soon it was recorded, and changes of kind.

    Three rows, individual, collective, story:
    heard          items heard in the quarter
    days           mean days from heard to recorded; none where nothing was heard
    shown          the days as people read them
    kind_changes   changes in the quarter of items that are of this kind now
    """
    found = _sums(session, scope, quarter)
    rows = []
    for kind in (each.value for each in ItemKind):
        sums = found[kind]
        days = ratio(sums["recorded_days"], sums["heard"])
        rows.append((kind, sums["heard"], days, number_text(days), sums["kind_changes"]))
    return tidy(rows, RECORDED)


def tellings(
    session: Session, *, scope: Scope, quarter: Quarter, at_most: int = AT_MOST
) -> pd.DataFrame:
    """“You said, we did”: group items told in a quarter, of services that the viewer may list.

    One row per item, latest first, at most so many:
    directorate, service   names
    item_id       of the item
    heard         what people said, in their words
    outcome       what came of it; empty where none is recorded
    reply         what people were told; of an item not changed, the reason why
    told_on       the day of the latest undisputed telling
    """
    query = (
        select(ListedTelling)
        .where(rows_of(session, ListedTelling, scope=scope, quarters=[quarter]))
        .where(ListedTelling.service_id.in_(scope.listed_ids))
        .order_by(ListedTelling.told_on.desc(), ListedTelling.item_id)
        .limit(at_most)
    )
    places = {place.service_id: place for place in units(session, scope=scope)}
    rows = [
        (
            places[row.service_id].directorate,
            places[row.service_id].service,
            row.item_id,
            row.heard,
            row.outcome,
            row.reply,
            row.told_on,
        )
        for row in session.exec(query)
    ]
    return tidy(rows, TELLINGS)


def tellings_count(session: Session, *, scope: Scope, quarter: Quarter) -> int:
    """How many group items told in a quarter the viewer may list."""
    query = (
        select(func.count())
        .select_from(ListedTelling)
        .where(rows_of(session, ListedTelling, scope=scope, quarters=[quarter]))
        .where(ListedTelling.service_id.in_(scope.listed_ids))
    )
    return int(session.execute(query).scalar_one())


def _sums(session: Session, scope: Scope, quarter: Quarter) -> dict[str, Counter]:
    found = defaultdict(Counter)
    for row in rollup_rows(session, LoopRollup, scope=scope, quarters=[quarter]):
        found[row.kind].update({name: getattr(row, name) for name in SUMMED})
    return found
